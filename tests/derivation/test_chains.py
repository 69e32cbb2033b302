"""Derivations as data: every line is true, and says where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn import parse
from symcnn.choices import METHODS, NOTATIONS
from symcnn.derivation.chains import chain
from symcnn.derivation.document import Chain, Document
from symcnn.errors import SymcnnError
from symcnn.formula import algebra, arithmetic
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import names
from symcnn.formula.read import formula
from symcnn.formula.write import SYMPY, write
from symcnn.layers.catalogue import layers

CNN_TABLE = """
input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""


def document(program: str, **choices: object) -> Document:
    return parse(program).explain(**choices).document


def chains(found: Document) -> Iterator[Chain]:
    for section in found.sections:
        yield from section.chains
    yield from found.closing.chains if found.closing else ()


def lines(program: str, layer: str, **choices: object) -> list[str]:
    found = document(program, **choices)
    section = next(s for s in found.sections if s.row.name == layer)
    return [write(step.formula, SYMPY) for c in section.chains for step in c.steps]


def check(found: Document) -> None:
    """Evaluate every line anew, with the symbols' values put in, and compare."""
    values = {
        name: algebra.expression_of(value) if value is not None else algebra.symbol(name)
        for name, value in found.symbols.items()
    }
    for section in found.sections:
        quantities: dict[str, sympy.Expr] = {}
        letters = {
            origin.symbol: algebra.expression_of(evaluate(origin.value, values))
            for origin in section.origins
            # The extents of two axes share a letter.
            if sum(other.symbol == origin.symbol for other in section.origins) == 1
        }
        for line in section.chains:
            for index, step in enumerate(line.steps):
                # Letters and quantities stand in the first line alone.
                known = {**values, **letters, **quantities} if index == 0 else values
                if not set(names(step.formula)) <= set(known):
                    assert index == 0, write(step.formula, SYMPY)
                    continue
                value = algebra.expression_of(evaluate(step.formula, known))
                same = sympy.simplify(value - algebra.expression_of(line.value))
                assert same == 0, (section.row.name, write(step.formula, SYMPY))
            quantities[line.quantity] = algebra.expression_of(line.value)
        if section.chains and found.count == "parameters":
            assert arithmetic.equal(section.chains[-1].value, section.row.counts["parameters"])
    for line in found.closing.chains if found.closing else ():
        assert arithmetic.equal(line.value, found.table.totals["parameters"])


# --- the sources ----------------------------------------------------------------------------------


def test_the_table_of_a_small_cnn_per_unit() -> None:
    assert lines(CNN_TABLE, "CONV1") == [
        "(m*n*d + 1)*k",
        "(5*5*3 + 1)*8",
        "(75 + 1)*8",
        "76*8",
        "608",
    ]
    assert lines(CNN_TABLE, "CONV2") == [
        "(m*n*d + 1)*k",
        "(5*5*8 + 1)*16",
        "(200 + 1)*16",
        "201*16",
        "3216",
    ]
    assert lines(CNN_TABLE, "FC3") == ["c*p + 1*c", "120*400 + 1*120", "48000 + 120", "48120"]
    assert lines(CNN_TABLE, "FC4")[-1] == "10164"
    assert lines(CNN_TABLE, "SOFTMAX")[-1] == "850"


def test_that_texts_own_parentheses() -> None:
    found = lines(CNN_TABLE, "CONV1", own_parentheses=True)
    assert found[:2] == ["((m*n*d) + 1)*k", "((5*5*3) + 1)*8"]
    assert found[-3:] == ["(75 + 1)*8", "76*8", "608"]


def test_the_table_of_a_small_cnn_in_rows() -> None:
    rows = [
        (s.row.name, s.row.output_shape, s.row.activation_size, s.row.counts["parameters"])
        for s in document(CNN_TABLE).sections
    ]
    assert rows == [
        ("input", (32, 32, 3), 3072, 0),
        ("CONV1", (28, 28, 8), 6272, 608),
        ("POOL1", (14, 14, 8), 1568, 0),
        ("CONV2", (10, 10, 16), 1600, 3216),
        ("POOL2", (5, 5, 16), 400, 0),
        ("flatten1", (400,), 400, 0),
        ("FC3", (120,), 120, 48120),
        ("FC4", (84,), 84, 10164),
        ("SOFTMAX", (10,), 10, 850),
    ]
    assert document(CNN_TABLE).table.totals["parameters"] == 62958


def test_the_lesson_inputs_outputs() -> None:
    program = "input(H x H x 3) -> Conv1: conv(32, 3x3, padding=same) -> gap -> D: dense 10"
    assert lines(program, "Conv1", method="inputs-outputs") == [
        "filters*height*width",
        "32*3*3",
        "288",
        "inputs*outputs",
        "3*288",
        "864",
        "filters",
        "32",
        "weights + biases",
        "864 + 32",
        "896",
    ]
    assert lines(program, "D", method="inputs-outputs")[-2:] == ["320 + 10", "330"]


def test_an_authors_symbols_first_then_their_values() -> None:
    program = "input(H x W x 3) -> C: conv(k, f x f)"
    symbols = lines(program, "C")
    assert symbols == ["(m*n*d + 1)*k", "(f*f*3 + 1)*k", "(3*f**2 + 1)*k", "3*f**2*k + k"]
    valued = [
        write(step.formula, SYMPY)
        for step in parse(program)
        .with_values(f=5, k=8)
        .explain()
        .document.sections[1]
        .chains[0]
        .steps
    ]
    assert valued == [*symbols, "(5*5*3 + 1)*8", "(75 + 1)*8", "76*8", "608"]


def test_an_output_extent() -> None:
    found = lines("input(32x32x3) -> C: conv(8, 5x5)", "C", count="shape")
    assert found[:2] == ["floor((i + 2*p - f)/s) + 1", "floor((32 + 2*0 - 5)/1) + 1"]
    assert "28" in found


def test_a_layer_without_parameters_says_why() -> None:
    for section in document(CNN_TABLE).sections:
        assert bool(section.reason) != bool(section.chains)


@pytest.mark.parametrize(
    ("layer", "symbol", "value", "words", "source"),
    [
        ("CONV1", "d", "3", "the channels of the input", "input"),
        ("CONV2", "d", "8", "the filters of CONV1", "CONV1"),
        ("FC3", "p", "400", "the flattened 5×5×16 map of POOL2", "flatten1"),
        ("FC4", "p", "120", "the units of FC3", "FC3"),
    ],
)
def test_where_numbers_come_from(
    layer: str, symbol: str, value: str, words: str, source: str
) -> None:
    section = next(s for s in document(CNN_TABLE).sections if s.row.name == layer)
    origin = next(o for o in section.origins if o.symbol == symbol)
    assert write(origin.value, SYMPY) == value
    assert origin.words == words
    assert origin.layer == source


def test_kinds_of_lines() -> None:
    section = document(CNN_TABLE).sections[1]
    kinds = [step.kind for step in section.chains[0].steps]
    assert kinds == ["formula", "substitution", "intermediate", "intermediate", "result"]


def test_no_line_stands_twice() -> None:
    programs = [CNN_TABLE, "input(H x W x 3) -> conv(k, f x f) -> bn -> depthwise(f)"]
    for program in programs:
        for method in METHODS:
            for line in chains(document(program, method=method)):
                written = [write(step.formula, SYMPY) for step in line.steps]
                assert len(set(written)) == len(written), written


# --- letters ------------------------------------------------------------------------------------


def test_a_letter_that_the_program_uses_otherwise_is_primed() -> None:
    found = document("let m = 8\ninput(32x32x3) -> conv(m, 5x5)")
    entry = next(e for e in found.legend if e.symbol.startswith("m"))
    assert entry.symbol == "m′"
    assert entry.primed
    assert write(found.sections[1].chains[0].steps[0].formula, SYMPY) == "(m_prime*n*d + 1)*k"


def test_a_letter_that_means_the_same_is_not_primed() -> None:
    found = document("input(32x32x3) -> conv(k, 5x5)")
    assert not any(entry.primed for entry in found.legend)


@pytest.mark.parametrize("name", NOTATIONS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", ["parameters", "shape"])
def test_every_letter_of_a_page_has_its_meaning(name: str, method: str, count: str) -> None:
    program = (
        "input(32x32x6) -> conv(8, 5x5, groups=2) -> depthwise(3, padding=((1, 0), (0, 1)))"
        " -> conv_transpose(4, 3, stride=2) -> crop(1) -> upsample 2 -> flatten -> dense 10"
    )
    found = document(program, method=method, notation=name, count=count)
    meanings = {entry.symbol for entry in found.legend}
    roles = {role for layer in layers() for role in layer.words}
    from symcnn.layers.roles import ROLES

    for section in found.sections:
        quantities = {line.quantity for line in section.chains}
        for line in section.chains:
            for letter in names(line.steps[0].formula):
                known = {*meanings, *quantities, *ROLES, *roles, "channels"}
                assert letter in known, (section.row.name, letter)


def test_an_authors_own_notation(tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    path = tmp_path / "mine.toml"
    path.write_text('[letters]\nfilters = "K"\nkernel_height = "F_1"\nkernel_width = "F_2"\n')
    found = document("input(8x8x3) -> conv(4, 3)", notation=str(path))
    assert write(found.sections[1].chains[0].steps[0].formula, SYMPY) == (
        "(F_1*F_2*in_channels + 1)*K"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[letters",
        "letters = 3",
        "[letters]\nfilters = 3",
        '[letters]\nfilters = "a b"',
        '[letters]\nfilters = ""',
        '[letters]\nfilters = "\\\\input{x}"',
        '[parentheses]\nconv = "("',
        '[parentheses]\nconv = "3x3*filters"',
        '[parentheses]\nconv = "(1, 2)"',
        '[parentheses]\nconv = "foo(3)"',
        '[parentheses]\nconv = "nobody*filters"',
        '[parentheses]\nconv = "2*filters"',
    ],
)
def test_a_notation_that_is_none(text: str, tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SymcnnError) as caught:
        document("input(8x8x3) -> conv(4, 3)", notation=str(path), own_parentheses=True)
    assert caught.value.exit_status == 2


# --- truth --------------------------------------------------------------------------------------

EXAMPLES = [example for layer in layers() for example in layer.examples if layer.weights]
SYMBOLIC = [
    "input(H x W x 3) -> conv(k, f x f) -> bn -> conv(2*k, 3x3, stride=2, padding=p)",
    "let f = 5, k = 8\ninput(H x H x 3) -> conv(k, f x f, groups=1) -> separable(k, f)",
    "let H = 32*h\ninput(H x H x c) -> [conv(c, 3, same) -> pool 2] * 2 -> flatten -> dense n",
    "let n = 2*m, m = 3\ninput(n) -> dense(m*n) -> dense(m + n) -> dense(m*n - n)",
    "input(H x W x 4) -> depthwise(f, depth_multiplier=q) -> conv_transpose(k, f, stride=s)",
    "input(8 x 8 x (g*c)) -> conv(g*k, 3, groups=g)",
    "input(q) -> dense(p) -> dense(c) -> dense(k) -> dense(p*q)",
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("program", [CNN_TABLE, *EXAMPLES, *SYMBOLIC])
def test_every_line_is_true(program: str, method: str) -> None:
    for notation in (None, "pytorch"):
        check(document(program, method=method, notation=notation))


@pytest.mark.parametrize("program", [CNN_TABLE, *EXAMPLES, *SYMBOLIC])
def test_every_line_of_a_shape_is_true(program: str) -> None:
    check(document(program, count="shape"))


@given(
    kernel=st.tuples(st.integers(1, 7), st.integers(1, 7)),
    channels=st.integers(1, 64),
    filters=st.integers(1, 64),
    bias=st.booleans(),
    method=st.sampled_from(METHODS),
)
@settings(max_examples=40)
def test_counts_by_hand(
    kernel: tuple[int, int], channels: int, filters: int, bias: bool, method: str
) -> None:
    height, width = kernel
    program = (
        f"input(9x9x{channels}) -> conv({filters}, {height}x{width}, bias={str(bias).lower()})"
    )
    found = document(program, method=method)
    assert found.table.totals["parameters"] == (height * width * channels + bias) * filters
    check(found)


def test_a_false_line_is_no_page() -> None:
    from symcnn.errors import CheckError

    right, wrong = formula("a*b"), formula("a + b")
    with pytest.raises(CheckError, match="is not equal"):
        chain("parameters", right, wrong, {"a": 3, "b": 5}, {"a": 4, "b": 5}, {"a": 3})


@pytest.mark.parametrize("choice", [{"method": "guess"}, {"count": "love"}, {"detail": "more"}])
def test_unknown_choices_are_told(choice: dict[str, str]) -> None:
    with pytest.raises(SymcnnError):
        document(CNN_TABLE, **choice)


def test_layers_are_chosen_by_label_and_path() -> None:
    program = "input(8) -> [a: dense 8 -> relu] * 2 -> b: dense 3"
    found = document(program, layers=("b", "repeat1[0]"))
    assert {s.row.name for s in found.sections} == {"b", "repeat1[0].a", "repeat1[0].relu1"}
    with pytest.raises(SymcnnError, match="no layer 'c'"):
        document(program, layers=("c",))
