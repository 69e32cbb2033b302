"""The house keeps its shape: imports point downward, SymPy comes late, markup stays in render/."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import symcnn
from symcnn import parser
from symcnn.layers.catalogue import entries

PACKAGE = Path(symcnn.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))
MAXIMUM_LINES = 300

FLOORS = {
    "errors": 0,
    "source": 0,
    "parser": 0,
    "choices": 0,
    "collector": 0,
    "records": 0,
    "formula": 1,
    "syntax": 2,
    "layers": 2,
    "network": 3,
    "derivation": 4,
    "render": 5,
    "functions": 6,
    "explore": 7,
    "check": 6,
    "exercise": 6,
    "importers": 6,
    "integrations": 6,
    "api": 8,
    "cli": 8,
    "__main__": 8,
}
# Neighbours on one floor that know nothing of each other.
STRANGERS = {("layers", "syntax"), ("syntax", "layers"), ("api", "cli")}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place(name: str) -> str:
    """The folder or module directly inside symcnn that a module belongs to."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def is_for_types(node: ast.stmt) -> bool:
    """Whether a statement is ``if TYPE_CHECKING:``."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a type checker reads."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt) and is_for_types(node):
            continue
        yield node
        stack.extend(ast.iter_child_nodes(node))


def imports(path: Path) -> Iterator[str]:
    """Every module of symcnn that a module imports, wherever the import stands."""
    for node in nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            module = node.module or ""
            if module == "symcnn":
                yield from (f"symcnn.{alias.name}" for alias in node.names)
            else:
                yield module


def identifiers(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.update(node.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            found.update((node.module or "").split("."))
    return found


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in documentation:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def test_every_module_has_a_floor() -> None:
    places = {place(module_name(path)) for path in MODULES} - {""}
    assert places <= set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_point_downward(path: Path) -> None:
    here = place(module_name(path))
    if not here:
        return  # symcnn/__init__.py loads the Python face on first use
    for name in imports(path):
        there = place(name)
        if not name.startswith("symcnn.") or there == here or there not in FLOORS:
            continue
        assert FLOORS[there] <= FLOORS[here], f"{module_name(path)} imports {name}"
        assert (here, there) not in STRANGERS, f"{module_name(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_nothing_evaluates_text(path: Path) -> None:
    banned = {"sympify", "parse_expr", "parse_latex", "eval", "exec", "pickle", "marshal", "S"}
    assert not identifiers(path) & banned


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "render" not in path.parts], ids=module_name
)
def test_markup_stands_in_render_alone(path: Path) -> None:
    markup = re.compile(
        r"\\frac|\\begin\{|\\cdot|\\text|\\left|</?(?:span|td|tr|table|math|m[ino])\b"
    )
    for line, text in strings(path):
        assert not markup.search(text), f"line {line}: {text!r}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_holds_one_idea(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAXIMUM_LINES
    assert ast.get_docstring(ast.parse(text)), "the first line says what the module is for"


# --- what is imported when ----------------------------------------------------------------------

REPORT = """
import contextlib, io, json, sys
out, err = io.StringIO(), io.StringIO()
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
    try:
        {action}
    except SystemExit as stop:
        status = stop.code
print(json.dumps([status, sorted(name for name in sys.modules if "." not in name or
    name.startswith(("symcnn", "matplotlib"))), out.getvalue()]))
"""


def after(action: str) -> tuple[object, set[str], str]:
    """Exit status, imported modules and output of an action in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", REPORT.format(action=action)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    status, modules, output = json.loads(ran.stdout)
    return status, set(modules), output


def calling(*arguments: str) -> str:
    return f"from symcnn.cli import main; status = main({list(arguments)!r})"


def test_the_package_imports_next_to_nothing() -> None:
    _, modules, _ = after("import symcnn; status = 0")
    assert not modules & {"sympy", "lark", "mpmath", "symcnn.api"}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["explain", "--help"], 0),
        (["plot", "--help"], 0),
        (["--version"], 0),
        ([], 2),
        (["explain", "--format", "pdf", "x.cnn"], 2),
        (["table", "--max-size", "none", "x.cnn"], 2),
        (["unknown"], 2),
    ],
)
def test_help_and_errors_in_the_call_import_nothing_heavy(
    arguments: list[str], status: int
) -> None:
    found, modules, _ = after(calling(*arguments))
    assert found == status
    assert not modules & {"sympy", "lark", "mpmath", "symcnn.network", "symcnn.layers"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["table", "nowhere/at/all.cnn"],
        ["explain"],
        ["explain", "-e", "input(8) -> dense(2)", "--notation", "nobody"],
        ["explain", "-e", "input(8) -> dense(2)", "--layer", "nobody"],
        ["table", "-e", "input(8) -> dense(2)", "--set", "k=3"],
        ["table", "-e", "input(8) -> dense(2)", "--set", "="],
    ],
)
def test_errors_found_later_in_the_call_do_without_sympy(arguments: list[str]) -> None:
    status, modules, _ = after(calling(*arguments))
    assert status == 2
    assert "sympy" not in modules


@pytest.mark.parametrize("form", ["text", "latex", "markdown", "html", "json", "csv"])
def test_a_numeric_table_does_without_sympy(form: str) -> None:
    program = (
        "input(32x32x3) -> CONV1: conv(8, 5x5, same, relu) -> pool 2 -> bn -> zeropad(1)"
        " -> residual { conv(8, 3x3, same) } -> let_free: dropout(0.5) -> flatten -> dense 10"
    )
    for columns in ((), ("--columns", "macs,memory,receptive_field,jump,start")):
        call = calling("table", "-e", program, "--format", form, *columns)
        status, modules, output = after(call)
        assert status == 0
        assert "dense1" in output
        assert not modules & {"sympy", "mpmath"}


def test_a_plot_in_tex_does_without_matplotlib() -> None:
    call = calling("plot", "-e", "input(8) -> dense(k)", "--vary", "k=1..3", "--format", "tex")
    status, modules, output = after(call)
    assert status == 0
    assert "(3,27)" in output
    assert not modules & {"matplotlib", "sympy"}


@pytest.mark.parametrize("form", ["text", "csv", "json", "markdown", "latex"])
def test_a_numeric_sweep_does_without_sympy(form: str) -> None:
    program = "let w = 2*c, u = w*k; input(8) -> dense(w) -> dense(u)"
    call = calling("sweep", "-e", program, "--vary", "k=1..3", "--set", "c=4", "--format", form)
    status, modules, output = after(call)
    assert status == 0
    assert ("w" in output) == (form != "csv")
    assert "sympy" not in modules


def test_a_picture_leaves_the_state_of_pyplot_alone() -> None:
    pytest.importorskip("matplotlib")
    call = calling("plot", "-e", "input(8) -> dense(k)", "--vary", "k=1..3", "--format", "svg")
    status, modules, output = after(call)
    assert status == 0
    assert "<svg" in output
    assert "matplotlib.figure" in modules
    assert "matplotlib.pyplot" not in modules


@pytest.mark.parametrize("count", ["macs", "memory", "receptive_field"])
def test_further_counts_of_a_numeric_network_do_without_sympy(count: str) -> None:
    program = "input(32x32x3) -> conv(8, 5x5, same) -> residual { conv(8, 3x3, same) } -> pool 3"
    status, modules, _ = after(calling("explain", "-e", program, "--count", count))
    assert status == 0
    assert "sympy" not in modules


@pytest.mark.parametrize("method", ["per-unit", "inputs-outputs", "tensors"])
def test_a_numeric_explanation_does_without_sympy(method: str) -> None:
    program = "input(32x32x3) -> conv(8, 5x5) -> pool 2 -> flatten -> dense 10"
    status, modules, _ = after(calling("explain", "-e", program, "--method", method))
    assert status == 0
    assert "sympy" not in modules


def test_a_numeric_network_in_python_does_without_sympy() -> None:
    action = "import symcnn; status = len(symcnn.parse('input(9) -> dense(4)').to('text')) > 9"
    status, modules, _ = after(action)
    assert status is True
    assert not modules & {"sympy", "numpy", "matplotlib", "symcnn.explore"}


# --- the grammar --------------------------------------------------------------------------------


def test_the_tables_belong_to_the_grammar() -> None:
    stored = json.loads(Path(parser.grammar_folder(), "network.json").read_text(encoding="utf-8"))
    assert stored["grammar"] == parser.grammar_text()


def test_the_tables_parse_as_the_grammar_does() -> None:
    from symcnn.syntax.lexer import Layout

    program = (
        "let f = 5\nA: conv(8, f x f, stride=2 * f) { skip | [x -> y z=-1] * n }\nm.add(B('c'))"
    )
    options = {"postlex": Layout()}
    loaded = parser.load(**options).parse(program, start=parser.PROGRAM)
    assert loaded == parser.build(**options).parse(program, start=parser.PROGRAM)


def test_the_grammar_has_no_conflicts() -> None:
    pytest.importorskip("interegular")
    from symcnn.syntax.lexer import Layout

    assert parser.build(strict=True, postlex=Layout())


def test_no_layer_stands_in_the_grammar() -> None:
    text = re.sub(r"//.*", "", parser.grammar_text())
    words = set(re.findall(r'"(\w+)"', text))
    assert not words & set(entries())
    # Rules and terminals may well be called as a layer is; what is matched is what counts.
    assert words <= {"let", "block"} | {word for word in words if not word.isalpha()}


def test_the_grammar_folder_holds_no_python() -> None:
    assert not list(Path(parser.grammar_folder()).glob("*.py"))
