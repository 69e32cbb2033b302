"""No input crashes symcnn: each ends in a result or in an error with its place, and soon.

``--fuzz-examples N`` draws N programs at random for each test instead of a fixed few.
"""

from __future__ import annotations

import random
import signal
import string
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from symcnn import SymcnnError, parse
from symcnn.choices import EXPLAIN_FORMATS, METHODS, TABLE_FORMATS
from symcnn.errors import CheckError
from symcnn.formula import algebra, arithmetic
from symcnn.layers.catalogue import entries, layers
from tests.strategies import networks, programs

SECONDS = 10.0
LONGEST = 10_000
ROOT = Path(__file__).parents[2]

LESSON = (ROOT / "tests" / "golden" / "source_000.md").read_text(encoding="utf-8")
EXAMPLES = [
    *(example for layer in layers() for example in layer.examples),
    LESSON.partition("```cnn\n")[2].partition("```")[0],
    "let f = 5, k\ninput(32x32x3)\nC: conv(k, f x f, padding=same)\npool 2\nflatten\ndense(10*k)",
    """block b(c, s=1) {
  residual { conv(c, 3x3, same) -> bn | skip }
}
input(8x8x4) -> [b(4) -> relu] * 2 -> gap -> dense 10 softmax""",
    """q: input(5x8)
v: input(7x8)
from(q, v) -> dot(axes=2) -> d: dense 7 -> d
add(d, d@2) -> repeat(2, index=i) { dense(2**i) }""",
    "model = Sequential([Conv2D(8, (3, 3), input_shape=(None, None, 3)), Flatten(), Dense(2)])",
]


@contextmanager
def deadline() -> Iterator[None]:
    """Fail what takes more than ten seconds, rather than wait for it."""

    def late(*_: object) -> None:
        pytest.fail(f"more than {SECONDS} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@deadline()
def reads(text: str, formats: bool = True) -> None:
    """Read a program and print it in every form; only a SymcnnError with a place may stop it."""
    try:
        network = parse(text)
        network.to("text")
        if formats:
            for form in TABLE_FORMATS:
                network.to(form)
            for method in METHODS:
                derivation = network.explain(method=method)
                for form in EXPLAIN_FORMATS:
                    derivation.to(form)
            network.explain(count="shape", detail="full").to("text")
            network.explain(detail="brief").to("text", ascii_only=True).encode("ascii")
    except SymcnnError as error:
        check(error, text)


def check(error: SymcnnError, text: str) -> None:
    """An error has words and, but for what is too large, a place inside the text."""
    assert not isinstance(error, CheckError), str(error)
    assert error.problems
    assert error.exit_status == 1
    for problem in error.problems:
        assert problem.message
        spans = [problem.span, *(span for span, _ in problem.related)]
        assert problem.span is not None or problem.kind == "too-large", problem
        for span in spans:
            assert span is None or 0 <= span.start <= span.end <= len(text), problem
    message = str(error)
    assert len(message) < 20_000
    assert max(map(len, message.splitlines())) < 1000
    assert all(line.isprintable() for line in message.splitlines())


def reads_and_prints(text: str) -> None:
    reads(text)


@pytest.fixture
def fuzz(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Runs a check on a few fixed programs, or on as many at random as the call asks for."""
    count: int = request.config.getoption("--fuzz-examples")

    def run(check: Callable[[Any], None], strategy: st.SearchStrategy[Any], few: int) -> None:
        test = given(strategy)(check)
        if count:
            test = seed(random.SystemRandom().getrandbits(64))(test)
        settings(
            max_examples=count or few,
            derandomize=not count,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )(test)()

    return run


def test_programs_of_the_grammar(fuzz: Callable[..., None]) -> None:
    fuzz(reads_and_prints, programs(), 120)


def test_networks_without_a_mistake(fuzz: Callable[..., None]) -> None:
    @deadline()
    def attempt(text: str) -> None:
        network = parse(text)
        for form in TABLE_FORMATS:
            assert network.to(form).strip()
        for method in METHODS:
            derivation = network.explain(method=method)
            for form in EXPLAIN_FORMATS:
                assert derivation.to(form).strip()
        assert network.explain(count="shape").to("text")
        parts = [layer.parameters for layer in network.layers.values()]
        assert arithmetic.equal(network.parameters, sympy.Add(*parts))
        values = dict.fromkeys((name for name, v in network.symbols.items() if v is None), 64)
        number = network.with_values(**values)
        assert number.evaluate().is_Integer
        substituted = network.evaluate().subs(
            {algebra.symbol(name): value for name, value in values.items()}
        )
        assert number.evaluate() == substituted

    fuzz(attempt, networks(), 60)


def test_long_networks(fuzz: Callable[..., None]) -> None:
    def attempt(text: str) -> None:
        reads(text, formats=False)

    fuzz(attempt, networks(longest=60), 15)


def test_long_programs(fuzz: Callable[..., None]) -> None:
    def attempt(text: str) -> None:
        reads(text[:LONGEST], formats=False)

    fuzz(attempt, programs(longest=60), 25)


# --- mutations ----------------------------------------------------------------------------------

PIECES = [
    *"(){}[]|;,:=*+-/@.#x×·→'\"“”‘’\\\n\r\t 0123456789kfHWn",
    "->", "**", "//", "* n", "\r\n", "let ", "block ", "from(", "add {", "skip", "5x5", "f x f",
    "None", "-1", "2**10**9", "1e999", "0.5", "same", "repeat(3) {", "Sequential([", "input(8)",
    "A: ", "A@2", "a[0].b", "floor(", "\x00", "\ufeff", "\u202e", "é", "日", "🐍", "\ud7ff", "%",
    "<script>", "\\input{x}", "lambda", "__import__('os')",
]  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """An example with pieces taken out, put in, doubled or exchanged."""
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        kind = draw(st.sampled_from(("insert", "delete", "replace", "double", "splice")))
        if kind == "insert":
            text = text[:start] + draw(st.sampled_from(PIECES)) + text[start:]
        elif kind == "delete":
            text = text[:start] + text[end:]
        elif kind == "replace":
            text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
        elif kind == "double":
            text = text[:end] + text[start:]
        else:
            other = draw(st.sampled_from(EXAMPLES))
            text = text[:start] + other[draw(st.integers(0, len(other))) :]
    return text[:LONGEST]


def test_mutated_examples(fuzz: Callable[..., None]) -> None:
    fuzz(reads_and_prints, mutations(), 250)


def test_mutated_examples_without_layout(fuzz: Callable[..., None]) -> None:
    """The same pieces in any order."""
    words = [*PIECES, *list(entries())[:60], *EXAMPLES]

    def attempt(parts: list[str]) -> None:
        reads("".join(parts)[:LONGEST], formats=False)

    fuzz(attempt, st.lists(st.sampled_from(words), max_size=40), 250)


def test_any_text(fuzz: Callable[..., None]) -> None:
    def attempt(text: str) -> None:
        reads(text, formats=False)

    fuzz(attempt, st.text(max_size=400), 150)


def test_any_bytes(fuzz: Callable[..., None], tmp_path: Path, call: Callable[..., Any]) -> None:
    path = tmp_path / "junk.cnn"

    def attempt(data: bytes) -> None:
        path.write_bytes(data)
        ran = call("table", str(path))
        assert ran.status in (0, 1)
        assert "Traceback" not in ran.err
        assert "internal error" not in ran.err

    fuzz(attempt, st.binary(max_size=300), 60)


def test_mutated_bytes(fuzz: Callable[..., None], tmp_path: Path, call: Callable[..., Any]) -> None:
    path = tmp_path / "network.cnn"

    def attempt(case: tuple[str, int, int, str]) -> None:
        text, where, byte, form = case
        data = bytearray(text.encode())
        data[where % len(data)] = byte
        path.write_bytes(bytes(data))
        ran = call("explain", str(path), "--format", form)
        assert ran.status in (0, 1), ran.err
        assert bool(ran.out) == (ran.status == 0)
        assert bool(ran.err) == (ran.status != 0)

    strategy = st.tuples(
        st.sampled_from(EXAMPLES),
        st.integers(0, 5000),
        st.integers(0, 255),
        st.sampled_from(EXPLAIN_FORMATS),
    )
    fuzz(attempt, strategy, 60)


VALUES = ["3", "0", "-1", "k", "2**9", "2**10**9", "x", "same", "5x5", "(", "f", "32*h", "1/2", ""]


def test_values_from_the_call(fuzz: Callable[..., None], call: Callable[..., Any]) -> None:
    def attempt(case: tuple[str, str, str]) -> None:
        text, name, value = case
        ran = call("table", "-e", text, "--set", f"{name}={value}")
        assert ran.status in (0, 1, 2), ran.err
        assert "Traceback" not in ran.err

    names = st.sampled_from(("f", "k", "H", "n", "lambda", "", "f g", "let"))
    fuzz(attempt, st.tuples(programs(longest=3), names, st.sampled_from(VALUES)), 60)


# --- hostile inputs by name ---------------------------------------------------------------------

NAMED = {
    "repeat without end": "input(8) -> repeat(10**9) { dense(8) }",
    "a power of a power": "input(8) -> dense(2**10**9)",
    "a tower of powers": "input(8) -> dense(" + "**".join(["9"] * 8) + ")",
    "a higher tower": "input(8) -> dense(" + "**".join(["9"] * 5000) + ")",
    "repeats of repeats": "input(8) -> " + "[" * 12 + "relu" + "] * 99" * 12,
    "nested braces": "input(8) -> " + "add { " * 20_000,
    "nested parentheses": "input(8) -> dense(" + "(" * 20_000 + "1" + ")" * 20_000 + ")",
    "nested brackets": "[" * 20_000,
    "nested tuples": "input(" + "(" * 60 + "8" + ",)" * 60 + ")",
    "a long sum": "input(8) -> dense(" + " + ".join(["1"] * 20_000) + ")",
    "a long symbolic sum": "input(8) -> dense(" + " + ".join(f"k{i}" for i in range(2000)) + ")",
    "a sum of one symbol": "input(8) -> dense(" + " + ".join(["k"] * 20_000) + ")",
    "a long product": "input(8) -> dense(" + "*".join(["1"] * 20_000) + ")",
    "a long symbolic product": "input(8) -> dense(" + "*".join(["k"] * 20_000) + ")",
    "a product of sums": "input(8) -> dense(" + "*".join(f"(a{i} + b{i})" for i in range(40)) + ")",
    "many minuses": "input(8) -> dense(" + "-" * 20_000 + "1)",
    "many divisions": "input(8) -> dense(" + "/".join(["2"] * 5000) + ")",
    "a large kernel": "input(8x8x3) -> conv(8, -1)",
    "a lone brace": "{",
    "binary junk": bytes(range(256)).decode("latin-1"),
    "a block that calls itself": "block b { b }\ninput(8) -> b",
    "blocks that call each other": "block a { b -> b }\nblock b { a -> a }\ninput(8) -> a",
    "doubling blocks": "\n".join(f"block b{i} {{ b{i + 1} -> b{i + 1} }}" for i in range(30))
    + "\nblock b30 { relu }\ninput(8) -> b0",
    "values in a circle": "let a = b, b = a\ninput(a)",
    "doubling values": "let " + ", ".join(f"a{i} = a{i + 1}*a{i + 1}" for i in range(60))
    + ", a60 = 9\ninput(a0)",
    "doubling symbolic values": "let " + ", ".join(
        f"a{i} = a{i + 1}*a{i + 1} + a{i + 1}" for i in range(60)
    ) + ", a60 = k\ninput(a0)",
    "a million layers": "input(8)\n" + "relu\n" * 190_000,
    "a label that is TeX": 'input(8) -> "\\input{x}": dense 3',
    "a label that is a script": 'input(8) -> "<script>alert(1)</script>": dense 3',
    "a label that is a formula": "input(8) -> '=cmd()': dense 3",
    "a label without letters": 'input(8) -> "": dense 3',
    "a long label": f'input(8) -> "{"a" * 50_000}": dense 3',
    "a long name": f"input(8) -> dense({'a' * 50_000})",
    "a long word": f"input(8) -> {'a' * 50_000}",
    "a long line": "input(8) -> " + "relu -> " * 5000 + "relu",
    "a long number": "input(" + "9" * 999 + ")",
    "large numbers": "input(10**400) -> dense(10**400) -> dense(10**400)",
    "symbols in exponents": "input(n) -> dense(n**n) -> dense(2**n) -> dense(n**(n**n))",
    "floors of floors": "input(H) -> dense(" + "floor(" * 30 + "H/3" + "/2)" * 30 + ")",
    "minima of minima": "input(H) -> dense(" + "min(H*k, " * 30 + "k" + ")" * 30 + ")",
    "many symbols pooled": "input(" + " x ".join(f"h{i}" for i in range(3)) + ") -> "
    + " -> ".join(["conv(c, f x f, stride=s, padding=p)"] * 12),
    "pooled to nothing": "input(H x H x 3) -> [conv(c, 3, stride=2) -> pool 3] * 6",
    "a deep pyramid": "input(H x H x 3) -> [conv(c, 3, stride=2, padding=1)] * 40",
    "a wide merge": "input(8) -> add { " + " | ".join(["dense 8"] * 3000) + " }",
    "a merge of everything": "input(8)\n" + "\n".join(f"a{i}: dense 8" for i in range(300))
    + "\n" + "concat(" + ", ".join(f"a{i}" for i in range(300)) + ")",
    "labels applied again": "input(8) -> a: dense 8\n" + "a\n" * 3000,
    "sequentials in sequentials": "Sequential([" * 30 + "Dense(2, input_dim=3)" + "])" * 30,
    "many mistakes": "input(8)\n" + "nothing(3)\n" * 5000,
    "quotes": "input(8) -> " + "'" * 20_001,
    "arrows": "->" * 20_000,
    "commas": "," * 20_000,
    "newlines": "\n" * 100_000 + "input(8)",
    "carriage returns": "\r" * 100_000 + "input(8)",
    "comments": "#" * 100_000,
    "blanks": " " * 100_000 + "%",
    "zero width": "input(8)\u200b -> \ufeffdense\u200b(3)",
    "right to left": "input(8) -> \u202edense(3)",
    "digits of other scripts": "input(٣) -> dense(３)",
    "letters of other scripts": "input(β) -> слой: dense(层)",
    "a name that is not normal": "input(ﬁ)",
    "a reserved name": "input(__class__) -> dense(__import__)",
    "x all over": "input(x x x x x) -> conv(x, xxx, x=x)",
    "dotted names": "a" + ".a" * 5000 + "(3)",
    "paths": "input(8) -> from(a" + "[0]" * 5000 + ")",
    "a size of many": "input(" + "x".join(["2"] * 5000) + ")",
    "a size of many symbols": "input(" + " x ".join(["h"] * 1000) + ")",
    "a large shape": "input((" + "2, " * 5000 + "))",
    "a large reshape": "input(4096) -> reshape((" + "2, " * 12 + "))",
    "a division that never ends": "input(8) -> dense(1/3) -> dense(k/3/3/3)",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
@deadline()
def test_hostile_inputs(name: str) -> None:
    text = NAMED[name]
    try:
        network = parse(text)
        network.to("text")
        for form in ("text", "latex", "html", "json"):
            network.explain().to(form)
    except SymcnnError as error:
        check(error, text)


def test_a_large_file_is_refused_before_it_is_read(
    tmp_path: Path, call: Callable[..., Any]
) -> None:
    path = tmp_path / "large.cnn"
    path.write_bytes(b"relu\n" * 2_000_000)
    start = time.monotonic()
    ran = call("table", str(path))
    assert ran.status == 1
    assert "larger than 1000000 bytes" in ran.err
    assert time.monotonic() - start < 1


def test_a_name_as_long_as_a_program_does_not_flood_the_message() -> None:
    for text in (NAMED["a long word"], NAMED["a long label"], NAMED["a long line"]):
        reads(text + " -> nothing_like_it", formats=False)


def test_words_of_python_do_nothing(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    for template in (
        "input({}) -> dense(3)",
        "input(8) -> dense({})",
        "let k = {}\ninput(k)",
        "input(8) -> Dense(3, kernel_initializer={})",
        "input(8) -> '{}': dense(3)",
    ):
        reads(template.format(f"__import__('pathlib').Path('{marker}').touch()"), formats=False)
    assert not marker.exists()


@pytest.mark.parametrize(
    "name", sorted(set(string.ascii_letters) | set("βγζ") | {"zoo", "I", "re"})
)
def test_every_letter_is_a_symbol(name: str) -> None:
    partial(reads, formats=name in "dkmn")(f"input(8x8x3) -> conv({name}, 3) -> dense({name}**2)")
    assert parse(f"input({name})").symbols == {name: None}
