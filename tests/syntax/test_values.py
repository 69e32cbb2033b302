"""What may stand as an argument: numbers, sizes, tuples, words, layers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from symcnn.errors import ProgramError
from symcnn.formula.nodes import Name, Number, Product, Sum
from symcnn.source import Source
from symcnn.syntax.parse import parse_program
from symcnn.syntax.tree import Adjacent, Argument, Call, Size, Step, Tuple, Value, Word

Problem = Callable[[str], tuple[str, str, str]]


def arguments(text: str) -> tuple[Argument, ...]:
    step = parse_program(Source("<test>", text)).body[0]
    assert isinstance(step, Step)
    return step.arguments


def value(text: str) -> Value:
    (argument,) = arguments(f"layer({text})")
    return argument.value


# --- sizes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5x5", (5, 5)),
        ("5×5", (5, 5)),
        ("32x32x3", (32, 32, 3)),
        ("5 x 5", (5, 5)),
        ("5 × 5", (5, 5)),
        ("f x f", ("f", "f")),
        ("f×f", ("f", "f")),
        ("f × f", ("f", "f")),
        ("5xf", (5, "f")),
        ("H x W x 3", ("H", "W", 3)),
        ("H×W×3", ("H", "W", 3)),
        ("x x x", ("x", "x")),
        ("f x 3 x x", ("f", 3, "x")),
    ],
)
@pytest.mark.parametrize("form", ["layer({})", "layer {}"])
def test_sizes(form: str, text: str, parts: tuple[int | str, ...]) -> None:
    (argument,) = arguments(form.format(text))
    size = argument.value
    assert isinstance(size, Size)
    found = [part.value if isinstance(part, Number) else part.name for part in size.parts]  # type: ignore[union-attr]
    assert tuple(found) == parts


@pytest.mark.parametrize("word", ["fxf", "x", "box", "maxpool", "axb"])
def test_a_word_with_an_x_is_a_name(word: str) -> None:
    assert value(word) == Name(word)


def test_an_x_begins_no_size() -> None:
    first, second = arguments("layer x 5")
    assert first.value == Name("x")
    assert second.value == Number(5)


def test_a_size_takes_parenthesised_arithmetic() -> None:
    size = value("(2*f) x 3")
    assert isinstance(size, Size)
    assert len(size.parts) == 2


@pytest.mark.parametrize("text", ["2*f x 3", "f x 2*3", "f x g / 2"])
def test_a_size_takes_no_other_arithmetic(problem: Problem, text: str) -> None:
    kind, at, message = problem(f"layer({text})")
    assert kind == "size"
    assert at == text
    assert "parentheses" in message


@pytest.mark.parametrize(
    "text", ["5x5 + 1", "(5x5)*2", "-5x5", "2**5x5", "same + 'x'", "(1, 2) + 3"]
)
def test_arithmetic_is_for_numbers(problem: Problem, text: str) -> None:
    kind, _, message = problem(f"layer({text})")
    assert kind in ("not-a-number", "size", "syntax")
    assert message


# --- tuples -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("(5, 5)", 2),
        ("[5, 5]", 2),
        ("(10,)", 1),
        ("[10]", 1),
        ("[10,]", 1),
        ("()", 0),
        ("[]", 0),
        ("((0, 1), (0, 1))", 2),
        ("((0, 1), (0, 1),)", 2),
        ("(1, 1, -1, 3)", 4),
        ("(None, 3)", 2),
        ("[[1, 2], (3, 4)]", 2),
        ("(\n5,\n5\n)", 2),
    ],
)
def test_tuples(text: str, length: int) -> None:
    found = value(text)
    assert isinstance(found, Tuple)
    assert len(found.items) == length


def test_one_value_in_parentheses_is_no_tuple() -> None:
    assert not isinstance(value("(5)"), Tuple)


@pytest.mark.parametrize("text", ["conv (3, 3)", "conv (3,3) 8", "pool (2, 2)"])
def test_a_lone_tuple_after_a_blank(problem: Problem, text: str) -> None:
    kind, _, message = problem(f"input(8x8x3) -> {text}")
    assert "((3, 3))" in message or "((2, 2))" in message or kind == "syntax"


def test_a_lone_tuple_says_how_to_write_it(problem: Problem) -> None:
    kind, at, message = problem("input(8x8x3) -> conv (3,3)")
    assert kind == "tuple"
    assert at == "(3,3)"
    assert "conv((3, 3))" in message


@pytest.mark.parametrize(
    "text", ["layer (3)", "layer (k, same)", "layer (8, stride=2)", "layer  ()"]
)
def test_a_blank_before_other_arguments_is_fine(text: str) -> None:
    arguments(text)


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", 5),
        ("0.5", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("1e-05", Fraction(1, 100_000)),
        ("1E3", 1000),
        ("1_000", 1000),
        ("007", 7),
    ],
)
def test_numbers(text: str, expected: int | Fraction) -> None:
    assert value(text) == Number(expected)


def test_a_pythonic_division() -> None:
    from symcnn.formula.evaluate import evaluate

    assert evaluate(value("1./255"), {}) == Fraction(1, 255)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-1", -1),
        ("+1", 1),
        ("−1", -1),
        ("--1", 1),
        ("2*-3", None),
        ("4*c", None),
        ("2**3", 8),
        ("7//2", 3),
        ("min(3, 4)", 3),
        ("ceil(7/2)", 4),
        ("(1 + 2)*3", 9),
    ],
)
def test_arithmetic(text: str, expected: int | None) -> None:
    from symcnn.formula.evaluate import evaluate

    node = value(text)
    if expected is not None:
        assert evaluate(node, {}) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1e9999", "1" * 1001, "1e-9999", "0." + "1" * 1001])
def test_a_number_has_a_thousand_digits_at_most(problem: Problem, text: str) -> None:
    kind, _, _ = problem(f"layer({text})")
    assert kind == "too-large"


@pytest.mark.parametrize(
    ("text", "hint"), [("4c", "4*c"), ("3x3same", ""), ("2k + 1", "2*k"), ("5.5x3", "")]
)
def test_a_number_glued_to_a_name(problem: Problem, text: str, hint: str) -> None:
    kind, _, message = problem(f"layer({text})")
    assert kind == "syntax"
    assert hint in message


@pytest.mark.parametrize("name", ["foo", "sin", "abs"])
def test_unknown_functions_are_layers_for_now(name: str) -> None:
    assert isinstance(value(f"{name}(3)"), Call)


@pytest.mark.parametrize("text", ["floor(1, 2)", "ceil()", "min()", "floor(x=3)"])
def test_functions_take_their_arguments(problem: Problem, text: str) -> None:
    kind, _, _ = problem(f"layer({text})")
    assert kind in ("arguments", "syntax", "not-a-number")


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["'same'", '"same"', "‘same’", "’same’", "“same”", "”same”", "“same“"]
)
def test_quotes_straight_and_curly(text: str) -> None:
    word = value(text)
    assert isinstance(word, Word)
    assert word.text == "same"


@pytest.mark.parametrize("text", ["'same", '"same', "“same", "‘same\n’"])
def test_a_quotation_mark_is_closed_on_its_line(problem: Problem, text: str) -> None:
    kind, at, message = problem(f"layer({text})")
    assert kind == "syntax"
    assert at == text[0]
    assert "never closed" in message


def test_keywords() -> None:
    first, second, third = arguments("layer(8, stride = 2, padding=same)")
    assert (first.keyword, second.keyword, third.keyword) == (None, "stride", "padding")


def test_bare_keywords() -> None:
    first, second, third = arguments("layer 8 stride=2 axis=-1")
    assert (first.keyword, second.keyword, third.keyword) == (None, "stride", "axis")


@pytest.mark.parametrize("text", ["layer -1", "layer 3 -1", "layer key=-x-y"])
def test_a_bare_minus_stands_after_a_key_alone(problem: Problem, text: str) -> None:
    kind, _, _ = problem(text)
    assert kind == "syntax"


# --- layers as values ---------------------------------------------------------------------------


def test_a_layer_as_an_argument() -> None:
    call = value("LSTM(32, return_sequences=True)")
    assert isinstance(call, Call)
    assert call.name == "LSTM"
    assert len(call.arguments) == 2


def test_dotted_names() -> None:
    assert value("tf.nn.relu") == Name("tf.nn.relu")
    call = value("tf.keras.initializers.HeNormal(seed=1)")
    assert isinstance(call, Call)


def test_a_forgotten_comma_between_layers() -> None:
    listed = value("[A(1) B(2), C(3)]")
    assert isinstance(listed, Tuple)
    assert isinstance(listed.items[0], Adjacent)
    assert len(listed.items) == 2


@pytest.mark.parametrize("text", ["[1 2]", "(a b)", "[A(1) 2]", "['x' 'y']"])
def test_a_comma_is_forgotten_between_layers_alone(problem: Problem, text: str) -> None:
    kind, _, _ = problem(f"layer({text})")
    assert kind == "syntax"


def test_sequential_may_lack_its_last_parenthesis() -> None:
    body = parse_program(Source("<test>", "Sequential([A(1), B(2)]")).body
    assert len(body) == 1


@pytest.mark.parametrize("text", ["Sequential([A(1)]\nB(2)", "Sequential([A(1)", "Other([A(1)]"])
def test_the_last_parenthesis_lacks_at_the_end_alone(problem: Problem, text: str) -> None:
    problem(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("layer(8", "("),
        ("layer(8, [3", "["),
        ("a { b", "{"),
        ("[a -> b", "["),
        ("{", "{"),
        ("a }", "}"),
        ("a )", ")"),
        ("layer(8]", "]"),
    ],
)
def test_brackets_pair(problem: Problem, text: str, at: str) -> None:
    kind, where, _ = problem(text)
    assert kind in ("syntax", "unclosed")
    assert where == at


@pytest.mark.parametrize("bracket", ["(", "[", "{"])
def test_brackets_nest_sixty_four_deep(bracket: str) -> None:
    for count in (200, 20_000):
        with pytest.raises(ProgramError) as caught:
            parse_program(Source("<test>", f"a {bracket}" + bracket * count))
        assert caught.value.problems[0].kind in ("too-deep", "syntax")


@pytest.mark.parametrize("text", ["a.b", "a[0].b", "a[0].b[1].c", "c@2", "r1[0].c@3"])
def test_paths(text: str) -> None:
    assert value(text) == Name(text)


def test_sums_are_flat() -> None:
    node = value(" + ".join(["1"] * 20_000))
    assert isinstance(node, Sum)
    assert len(node.terms) == 20_000
    node = value("*".join(["k"] * 20_000))
    assert isinstance(node, Product)


@pytest.mark.parametrize(
    "text", ["a = b", "layer(8 9)", "layer(=3)", "layer(8,,9)", "a b = c", "a: ", ": a"]
)
def test_other_nonsense_is_told_with_its_place(problem: Problem, text: str) -> None:
    problem(text)


@pytest.mark.parametrize(
    "sign", ["%", "$", "&", "!", "?", "~", "\\", "\x00", "\x07", "`", "@", "🐍"]
)
def test_signs_without_a_meaning(problem: Problem, sign: str) -> None:
    kind, at, _ = problem(f"input(8) -> {sign}")
    assert kind == "syntax"
    assert at == sign
