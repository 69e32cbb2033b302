"""Golden cases: Markdown files of programs and of what symcnn says about them.

A block ``cnn`` holds a program; each block ``console`` after it one call on that program, what the
call prints (standard output first), and its exit status where it is not 0. ``pytest
--update-golden`` rewrites what is printed, and nothing else does.
"""

from __future__ import annotations

import csv
import io
import json
import operator
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy

from symcnn import SymcnnError, parse
from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula_with_groups
from symcnn.functions.quantity import Quantity

FOLDER = Path(__file__).parent
FENCE = re.compile(r"^```(cnn|console)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAM = "network.cnn"


@dataclass(frozen=True)
class Case:
    """One call on one program, and where its expected output stands in the file."""

    path: Path
    index: int
    title: str
    program: str
    options: str
    command: str
    expected: str

    @property
    def arguments(self) -> list[str]:
        first, *rest = shlex.split(self.command)
        assert first == "symcnn"
        return rest

    @property
    def name(self) -> str:
        return f"{self.path.stem}: {self.title}: {' '.join(self.arguments)}"

    def data(self) -> bytes:
        """The program as the file holds it."""
        encoding = self.options.strip() or "utf-8"
        return self.program.encode(encoding)


def cases_of(path: Path) -> Iterator[Case]:
    text = path.read_text(encoding="utf-8")
    program, options, index = "", "", 0
    for fence in FENCE.finditer(text):
        kind, given, body = fence.groups()
        if kind == "cnn":
            program, options = body, given
            continue
        titles = re.findall(r"^#+ (.*)$", text[: fence.start()], re.MULTILINE)
        command, _, expected = body.partition("\n")
        assert command.startswith("$ "), f"{path}: a console block begins with a call"
        yield Case(path, index, titles[-1], program, options, command[2:], expected)
        index += 1


CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in cases_of(path)]


def updated(case: Case, found: str) -> None:
    """Put what was found into the case's file."""
    text = case.path.read_text(encoding="utf-8")
    consoles = [fence for fence in FENCE.finditer(text) if fence[1] == "console"]
    start, end = consoles[case.index].span(3)
    case.path.write_text(text[:start] + f"$ {case.command}\n{found}" + text[end:], encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_golden(
    case: Case,
    call: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    (tmp_path / PROGRAM).write_bytes(case.data())
    monkeypatch.chdir(tmp_path)
    ran = call(*case.arguments)
    found = ran.out + ran.err
    if ran.status:
        found += f"[exit {ran.status}]\n"
    if request.config.getoption("--update-golden"):
        updated(case, found)
    else:
        assert found == case.expected
    if ran.status == 0 and case.arguments[0] != "layers":
        check(case, ran.out)


def test_no_golden_update_is_left_on() -> None:
    """Every error ends with a caret, and no page is empty."""
    assert CASES
    for case in CASES:
        assert case.expected.strip(), case.name
        if case.expected.endswith("[exit 1]\n"):
            assert "^" in case.expected or "larger than" in case.expected, case.name


# --- what is checked beyond the letter ----------------------------------------------------------

# Commands whose pages are sentences, lines and tables.
REPORTS = ("compare", "describe")


def option(case: Case, name: str, otherwise: str) -> str:
    arguments = case.arguments
    return arguments[arguments.index(name) + 1] if name in arguments else otherwise


def check(case: Case, page: str) -> None:
    """Add the totals up again from the rows, and compare every line with the line before."""
    form = option(case, "--format", "text")
    if case.arguments[0] == "sweep":
        check_sweep(case, page, form)
    elif case.arguments[0] == "solve":
        check_solution(case, page, form)
    elif case.arguments[0] in REPORTS:
        check_report(page, form)
    elif form == "json":
        check_json(json.loads(page), whole="--layer" not in case.arguments)
    elif form == "csv":
        check_csv(page)
    elif form == "text" and case.arguments[0] == "table":
        check_table(page, parted="--columns" not in case.arguments)
    elif form == "text":
        assert max(map(len, page.splitlines())) <= 80
        assert check_lines(page) or not case.path.stem.startswith("source")


def expression(value: int | str, symbols: dict[str, Any]) -> sympy.Expr:
    """A value of the JSON contract: an integer, or text in SymPy's syntax."""
    if isinstance(value, int):
        return sympy.Integer(value)
    known: dict[str, Any] = {
        name: sympy.Symbol(name, positive=True, integer=True) for name in symbols
    }
    return sympy.sympify(value, locals=known)


def check_json(data: dict[str, Any], whole: bool) -> None:
    symbols = data["symbols"]
    counts = ("parameters", "trainable", "non_trainable", "buffers")
    for count in filter(data["totals"].__contains__, counts) if whole else ():
        rows = [expression(layer[count], symbols) for layer in data["layers"]]
        total = expression(data["totals"][count], symbols)
        assert sympy.expand(sympy.Add(*rows) - total) == 0
    for layer in data["layers"]:
        sizes = [expression(extent, symbols) for extent in layer["output_shape"]]
        size = expression(layer["activation_size"], symbols)
        assert sympy.expand(sympy.Mul(*sizes) - size) == 0
        if "weights" in layer and "shared_with" not in layer:
            weights = [
                sympy.Mul(*(expression(extent, symbols) for extent in weight["shape"]))
                for weight in layer["weights"]
            ]
            count = expression(layer["parameters"], symbols)
            assert sympy.expand(sympy.Add(*weights) - count) == 0


def check_sweep(case: Case, page: str, form: str) -> None:
    """Ask the network itself at every point."""
    if form not in ("csv", "json") or "--count" in case.arguments:
        return
    csv_rows = csv.DictReader(io.StringIO(page))
    rows: list[dict[str, Any]] = json.loads(page)["rows"] if form == "json" else list(csv_rows)
    given = dict(text.split("=") for text in option(case, "--set", "").split())
    for row in rows:
        count, error = row.pop("parameters"), row.pop("error", "")
        values = {name: int(value) for name, value in {**given, **row}.items()}
        if error:
            with pytest.raises(SymcnnError, match=re.escape(error)):
                parse(case.program).with_values(**values)
        else:
            assert parse(case.program).evaluate(**values) == int(count)


def check_report(page: str, form: str) -> None:
    """Prove every line that is no quotient equal to the one before, and work the numbers out."""
    if form == "text":
        assert max(map(len, page.splitlines())) <= 80
    if form != "json":
        return
    data = json.loads(page)
    lines = data["derivation"]
    words = re.findall(r"[^\W\d]\w*", " ".join(line["right"] for line in lines))
    symbols: dict[str, Any] = dict.fromkeys(set(words) - {"floor", "ceiling", "Min", "Max", "Sum"})
    before = sympy.Integer(0)
    for line in lines:
        value = expression(line["right"], symbols)
        if "left" not in line and line["relation"] == "=":
            assert sympy.simplify(value - before) == 0, line
        before = value
    if "ratio" in data:
        a, b, difference = (expression(data[key], symbols) for key in ("a", "b", "difference"))
        assert sympy.expand(a - b - difference) == 0
        for side, total in (("a", a), ("b", b)):
            layers = (layer[side] for layer in data["layers"] if layer[side])
            counts = [expression(layer[data["count"]], symbols) for layer in layers]
            assert sympy.expand(sympy.Add(*counts) - total) == 0
    else:
        x = expression(data["symbol"], {data["symbol"]: None})
        for row in data["values"]:
            if row[data["count"]] is not None:
                at = expression(data["expanded"], symbols).subs(x, row[data["symbol"]])
                assert sympy.expand(at - expression(row[data["count"]], symbols)) == 0


def check_solution(case: Case, page: str, form: str) -> None:
    """Ask the network itself at every answer, and at the neighbours of the ends."""
    if form == "text":
        assert max(map(len, page.splitlines())) <= 80
    if form != "json":
        return
    data = json.loads(page)
    holds = {"=": operator.eq, "<=": operator.le, "<": operator.lt, ">=": operator.ge}
    network = parse(case.program)

    def answers(point: dict[str, int]) -> bool:
        quantity = Quantity(data["count"], tuple(data.get("layers", ())))
        (count,) = quantity(network.with_values(**point).resolved)
        return bool(holds[data["relation"]](count, data["bound"]))

    assert data["solutions"]
    assert all(map(answers, data["solutions"]))
    if len(data["unknowns"]) == 1:
        ((name, (least, most)),) = data["bounds"].items()
        for beside in ((least or 1) - 1, (most or 0) + 1):
            if beside > 1:
                assert not answers({name: beside})


def check_csv(page: str) -> None:
    rows = list(csv.DictReader(io.StringIO(page)))
    *layers, total = rows
    counts = ("parameters", "trainable", "non-trainable", "buffers")
    for column in filter(total.__contains__, counts):
        assert sum(int(row[column]) for row in layers) == int(total[column])


def check_table(page: str, parted: bool) -> None:
    """Add the last column up; unless columns were chosen, it comes apart below the total."""
    numbers: dict[str, int] = {}
    rows = 0
    # Sentences on the network stand below the table.
    for line in page.partition("\n\n")[0].splitlines():
        name, last = line.split()[0], line.split()[-1].replace(",", "")
        if not last.isdigit():
            if not line.startswith(("-", "layer")):
                return  # a symbolic row; its JSON is checked
            continue
        if name in ("total", "trainable", "non-trainable", "buffers"):
            numbers[name] = int(last)
        else:
            rows += int(last)
    assert numbers["total"] == rows
    if parted:
        assert rows == numbers["trainable"] + numbers["non-trainable"]


NUMERIC = re.compile(r"(?:[\d\s.,+*·×/()−-]|floor|ceil|min|max)+")


def value_of(text: str) -> Fraction | None:
    """The value of a printed formula, or None where it is no arithmetic on numbers."""
    if not NUMERIC.fullmatch(text) or ", " in text:
        return None
    plain = re.sub(r"[·×]", "*", text).replace(",", "").replace("\N{THIN SPACE}", "")
    value = evaluate(formula_with_groups(plain), {})
    assert isinstance(value, int | Fraction)
    return Fraction(value)


def check_lines(page: str) -> int:
    """Compare the numbers of each derivation; how many could be compared."""
    compared = 0
    current: Fraction | None = None
    for line in re.sub(r"([+·×*-])\n\s+", r"\1 ", page).splitlines():
        first, *parts = re.split(r"(?:^|\s)= ", line)
        if first.strip():
            current = None  # a new quantity
        for part in parts:
            value = value_of(re.split(r"\s{3,}", part.strip())[0])
            if value is None:
                continue
            assert current is None or value == current, line
            compared += current is not None
            current = value
    return compared
