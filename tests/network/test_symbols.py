"""Symbols, their values, and where a word is a symbol and where not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sympy

from symcnn import SymcnnError, parse
from symcnn.formula.algebra import symbol

Problem = Callable[[str], tuple[str, str, str]]
H, W, f, k = map(symbol, ("H", "W", "f", "k"))


def last(program: str) -> tuple[sympy.Expr, ...]:
    return list(parse(program).layers.values())[-1].output_shape


def count(program: str) -> sympy.Expr:
    return parse(program).parameters


def test_undeclared_names_are_free_symbols() -> None:
    network = parse("input(H x W x 3) -> conv(k, f x f)")
    assert network.symbols == {"H": None, "W": None, "k": None, "f": None}
    assert sympy.expand(network.parameters - (3 * f**2 + 1) * k) == 0
    assert network.evaluate(f=5, k=8) == 608
    assert network.layers["conv1"].output_shape == (H - f + 1, W - f + 1, k)


def test_let_gives_values_and_counts_keep_the_symbols() -> None:
    network = parse("let f = 5, k\ninput(32x32x3) -> conv(k, f x f)")
    assert network.values == {"f": 5}
    assert network.symbols == {"f": 5, "k": None}
    assert network.parameters.free_symbols == {f, k}
    assert network.evaluate() == 76 * k
    assert network.evaluate(k=8) == 608
    assert network.evaluate(f=3, k=8) == 224


@pytest.mark.parametrize(
    "lets",
    [
        "let a = 2, b = a + 1, c = a*b",
        "let c = a*b, b = a + 1, a = 2",
        "let c = a*b\nlet a = 2\nlet b = a + 1",
        "let a = 2; let c = a*b; let b = a + 1",
    ],
)
def test_values_refer_to_each_other_in_any_order(lets: str) -> None:
    network = parse(f"{lets}\ninput(8) -> dense(c)")
    assert network.evaluate() == 54
    assert network.values == {"a": 2, "b": 3, "c": 6}


def test_definitions_may_stand_after_their_use() -> None:
    program = "input(8) -> dense(n) -> b\nlet n = 4\nblock b { dense(2) }"
    assert parse(program).evaluate() == 36 + 10


@pytest.mark.parametrize(
    ("lets", "cycle"),
    [
        ("let a = b, b = a", ("a", "b")),
        ("let a = a", ("a",)),
        ("let a = a + 1", ("a",)),
        ("let a = b + 1, b = c, c = 2*a", ("a", "b", "c")),
    ],
)
def test_a_cycle_is_named(problem: Problem, lets: str, cycle: tuple[str, ...]) -> None:
    kind, at, message = problem(f"{lets}\ninput(8)")
    assert kind == "cycle"
    assert at in cycle
    for name in cycle:
        assert name in message.splitlines()[0]


def test_a_long_chain_of_values_nests_nowhere() -> None:
    lets = ", ".join(f"a{i} = a{i + 1} + 1" for i in range(2000))
    assert parse(f"let {lets}, a2000 = 1\ninput(a0)").evaluate() == 0


def test_a_long_cycle_is_named(problem: Problem) -> None:
    lets = ", ".join(f"a{i} = a{(i + 1) % 500}" for i in range(500))
    kind, _, message = problem(f"let {lets}\ninput(8)")
    assert kind == "cycle"
    assert len(message.splitlines()[0]) < 200


@pytest.mark.parametrize(
    "lets", ["let f = 'same'", "let f = 5x5", "let f = (1, 2)", "let f = LSTM(3)", "let f = None"]
)
def test_values_are_numbers(problem: Problem, lets: str) -> None:
    kind, _, _ = problem(f"{lets}\ninput(8)")
    assert kind in ("let", "symbol", "not-a-number")


def test_a_name_is_declared_once(problem: Problem) -> None:
    kind, at, message = problem("let f = 5\nlet f = 6\ninput(f)")
    assert (kind, at) == ("let-twice", "f")
    assert "first here" in message


@pytest.mark.parametrize("word", ["lambda", "if", "class", "None", "True", "floor", "min"])
def test_keywords_are_no_symbols(problem: Problem, word: str) -> None:
    kind, at, _ = problem(f"let {word} = 3\ninput(8)")
    assert kind in ("symbol", "syntax")
    assert at == word


@pytest.mark.parametrize("name", ["S", "N", "E", "I", "Q", "C", "O", "pi", "beta", "gamma", "oo"])
def test_sympys_own_names_are_symbols_like_others(name: str) -> None:
    assert parse(f"input(8) -> dense({name})").parameters == 9 * symbol(name)


def test_let_without_use_is_no_error() -> None:
    assert parse("let f = 5, g\ninput(8)").symbols == {"f": 5, "g": None}


def test_a_block_parameter_hides_a_symbol() -> None:
    program = "let c = 100\nblock b(c) { dense(c) }\ninput(8) -> b(4) -> dense(c)"
    assert parse(program).evaluate() == 36 + 500


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["smae", "pp", "samee", "relu"])
def test_a_long_word_is_no_symbol_where_words_stand(problem: Problem, word: str) -> None:
    kind, at, message = problem(f"input(8x8x3) -> conv(4, 3, padding={word})")
    assert kind == "argument"
    assert at == word
    assert "same" in message


def test_the_nearest_words_are_given(problem: Problem) -> None:
    _, _, message = problem("input(8x8x3) -> conv(8, 5x5, padding=smae)")
    assert message.endswith("help: did you mean 'same'?")


def test_a_single_letter_is_a_symbol_where_words_stand() -> None:
    p = symbol("p")
    assert last("input(8x8x3) -> conv(4, 3, padding=p)") == (2 * p + 6, 2 * p + 6, 4)


def test_a_declared_word_is_a_symbol_where_words_stand() -> None:
    assert last("let pad = 2\ninput(8x8x3) -> conv(4, 3, padding=pad)")[2] == 4
    assert parse("let pad = 2\ninput(8x8x3) -> conv(4, 3, padding=pad)").with_values().to("json")


@pytest.mark.parametrize("quote", ["'{}'", '"{}"', "‘{}’", "“{}”", "’{}’"])
def test_a_quoted_word_is_never_a_symbol(problem: Problem, quote: str) -> None:
    kind, _, _ = problem(f"let k = 3\ninput(8) -> dense(units={quote.format('k')})")
    assert kind == "argument"


@pytest.mark.parametrize("word", ["same", "'same'", "“same”", "‘same’", '"same"'])
def test_quotes_are_optional_around_words(word: str) -> None:
    assert last(f"input(8x8x3) -> conv(4, 3, padding={word})") == (8, 8, 4)
    assert last(f"input(8x8x3) -> conv(4, 3, {word})") == (8, 8, 4)


@pytest.mark.parametrize(
    ("word", "biases"),
    [
        ("true", 4),
        ("yes", 4),
        ("True", 4),
        ("1", 4),
        ("false", 0),
        ("no", 0),
        ("False", 0),
        ("0", 0),
    ],
)
def test_flags(word: str, biases: int) -> None:
    assert count(f"input(8x8x3) -> conv(4, 3, bias={word})") == 108 + biases


@pytest.mark.parametrize("word", ["maybe", "2", "'perhaps'", "-1", "0.5", "None", "k"])
def test_no_flags(problem: Problem, word: str) -> None:
    kind, _, message = problem(f"input(8x8x3) -> conv(4, 3, use_bias={word})")
    assert kind == "argument"
    assert "true or false" in message


# --- sizes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size",
    ["5x5", "5×5", "5 x 5", "(5, 5)", "[5, 5]", "5", "(5,)", "f x f", "f×f", "fxf", "(f, f)", "f"],
)
def test_sizes_in_every_spelling(size: str) -> None:
    assert parse(f"let f = 5\ninput(32x32x3) -> conv(8, {size})").evaluate() == 608


@pytest.mark.parametrize("size", ["5x5", "5×5", "f x f", "fxf", "5", "f", "5 x 5"])
def test_bare_sizes(size: str) -> None:
    assert parse(f"let f = 5\ninput 32x32x3 -> conv 8 {size}").evaluate() == 608


@pytest.mark.parametrize(
    "shape",
    ["HxWx3", "H x W x 3", "H×W×3", "(H, W, 3)", "[H, W, 3]", "H, W, 3"],
)
def test_an_input_in_every_spelling(shape: str) -> None:
    assert last(f"input({shape})") == (H, W, 3)


@pytest.mark.parametrize("shape", ["H x 8x3", "8x8 x c", "H × 8x3", "8xHx3", "8x8xc"])
def test_sizes_are_joined(shape: str) -> None:
    assert len(last(f"input({shape})")) == 3


def test_a_word_of_letters_is_a_size_when_they_are_declared() -> None:
    assert last("let a, b\ninput(8x8x3) -> conv(4, axb)")[2] == 4
    assert count("let a = 3, b = 5\ninput(8x8x3) -> conv(4, axb)").free_symbols


def test_a_word_of_letters_is_a_size_when_one_repeats() -> None:
    assert count("input(8x8x3) -> conv(4, fxf)") == 4 * (3 * f**2 + 1)


def test_a_declared_name_is_never_a_size() -> None:
    assert parse("let fxf = 3\ninput(8x8x3) -> conv(4, fxf)").evaluate() == 112


def test_a_word_that_could_be_either_is_an_error(problem: Problem) -> None:
    kind, at, message = problem("input(8x8x3) -> conv(4, axb)")
    assert (kind, at) == ("size", "axb")
    assert "write a x b" in message


@pytest.mark.parametrize(
    "program",
    [
        "input(8) -> fxf: dense 8 -> fxf",
        "input(8) -> 'axb': dense 8",
        "input(8) -> axa: dense 8 -> relu -> add(axa, relu1)",
    ],
)
def test_labels_are_never_sizes(program: str) -> None:
    assert parse(program).layers


def test_x_is_a_name_too() -> None:
    x = symbol("x")
    assert last("input(x)") == (x,)
    assert last("input(x x x x 3)") == (x, x, 3)
    assert last("input(8) -> dense x") == (x,)
    assert last("let x = 3\ninput(8) -> dense(2*x)") == (2 * x,)


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("2*3", 6),
        ("2**3", 8),
        ("7//2", 3),
        ("(1 + 2)*3", 9),
        ("10/5", 2),
        ("min(3, 4)", 3),
        ("ceil(7/2)", 4),
        ("0.5*8", 4),
        ("1e1", 10),
        ("+4", 4),
    ],
)
def test_arithmetic_is_exact(units: str, expected: int) -> None:
    assert last(f"input(8) -> dense({units})") == (expected,)


@pytest.mark.parametrize(
    "units",
    ["0", "-1", "2.5", "10/4", "None", "true", "(1, 2)", "2x2", "1 - 1", "-k", "1 - k", "1/2"],
)
def test_a_count_is_a_positive_integer(problem: Problem, units: str) -> None:
    kind, _, message = problem(f"input(8) -> dense(units={units})")
    assert kind == "argument"
    assert "units must be a positive integer" in message


def test_a_value_of_let_that_is_no_count(problem: Problem) -> None:
    for value in ("0", "-3", "1/2", "0.25"):
        kind, at, message = problem(f"let k = {value}\ninput(8) -> dense(k)")
        assert (kind, at) == ("argument", "k")
        assert "k = " in message


@pytest.mark.parametrize("rate", ["0.5", ".5", "1e-05", "1./255", "1/2", "0", "k", "1 - 0.2"])
def test_decimals_where_keras_takes_a_float(rate: str) -> None:
    assert count(f"input(8) -> Dropout({rate}) -> dropout({rate}) -> dense 2") == 18


@pytest.mark.parametrize("step", ["dense(1/0)", "dense(8//0)", "conv(2, 3)", "dense(k - k)"])
def test_what_has_no_value(problem: Problem, step: str) -> None:
    problem(f"input(8) -> {step}")


# --- values from the call -----------------------------------------------------------------------


def test_values_override_let() -> None:
    network = parse("let f = 5, g = f + 1\ninput(32x32x3) -> conv(g, f x f)")
    assert network.evaluate() == 6 * 76
    assert network.evaluate(f=3) == 4 * 28
    assert network.evaluate(g=1) == 76


def test_a_value_for_an_unknown_symbol() -> None:
    network = parse("let f = 5\ninput(8) -> dense(f)")
    with pytest.raises(SymcnnError, match="no symbol 'q'"):
        network.evaluate(q=3)


def test_a_divisible_extent_divides_cleanly() -> None:
    network = parse("let H = 32*h\ninput(H x H x 3) -> [conv(4, 3, same) -> pool 2] * 5")
    h = symbol("h")
    shape = list(network.with_values().resolved.graph.nodes.values())[-1].shape
    assert shape == (h, h, 4)


def test_floors_stand_where_they_must() -> None:
    shape = last("input(H x H x 3) -> pool 2 -> pool 2")
    assert shape == (sympy.floor(H / 4), sympy.floor(H / 4), 3)
    assert last("input(H x 8 x 3) -> conv(4, 3, stride=2, padding=same)")[0] == sympy.floor(
        (H + 1) / 2
    )


@pytest.mark.parametrize(
    "program",
    [
        "input(None, 4) -> dense 2",
        "Input(shape=(None, 4)) -> dense 2",
        "input((None, 4)) -> dense 2",
        "Dense(2, input_shape=(None, 4))",
    ],
)
def test_none_in_a_shape_is_a_fresh_symbol(program: str) -> None:
    network = parse(program)
    shape = list(network.layers.values())[-1].output_shape
    assert len(shape) == 2
    assert shape[0].is_Symbol
    assert shape[1] == 2
    assert network.parameters == 10


def test_each_none_is_a_symbol_of_its_own() -> None:
    network = parse("input(None, None, 3) -> conv(4, 3)")
    first, second, _ = network.layers["input"].output_shape
    assert first != second
    assert first.is_Symbol
    assert second.is_Symbol
    assert len(network.symbols) == 2
    assert set(network.symbols.values()) == {None}


def test_the_symbol_of_none_is_none_of_the_programs() -> None:
    first = parse("input(None, 3)").layers["input"].output_shape[0]
    name = str(first)
    both = parse(f"let {name} = 7\ninput(None, {name})")
    fresh, declared = both.layers["input"].output_shape
    assert fresh != declared
    assert both.with_values().resolved.graph.nodes["input"].shape[1] == 7


@pytest.mark.parametrize(
    "program",
    [
        "input(8) -> dense(10**1001)",
        "input(10**1001)",
        "let k = 10**1001\ninput(k)",
        "input(10**600, 10**600)",
        "input(10**600) -> dense(10**600)",
    ],
)
def test_a_number_of_a_program_has_a_thousand_digits_at_most(
    problem: Problem, program: str
) -> None:
    assert problem(program)[0] == "too-large"


@pytest.mark.parametrize(
    "program",
    [
        "let i\ninput(8) -> repeat(2) { dense(i + 1) }",
        "let i\ninput(8) -> repeat(n) { dense(i + 1) }",
        "input(i) -> [dense(i)] * 2",
        "input(8) -> [dense(i)] * 2 -> dense(i)",
        "input(8) -> dense(i) * i",
        "input(8) -> repeat(2, index=j) { dense(i + j) }",
    ],
)
def test_the_word_of_an_index_may_be_a_symbol(program: str) -> None:
    assert "i" in parse(program).symbols


@pytest.mark.parametrize(
    "program",
    [
        "input(8) -> repeat(2) { dense(i) }  # the i of a comment",
        "input(8) -> dense(i) * n",
        "input(8) -> repeat(n) { repeat(2) { dense(i) } }",
        "input(8) -> repeat(2, index=i) { dense(i + 1) } -> repeat(2) { dense(i + 1) }",
        "input(8x8x3) -> repeat(n) { conv(8, ixi) }",
    ],
)
def test_an_index_that_no_repeat_names_is_no_symbol(problem: Problem, program: str) -> None:
    assert problem(program)[:2] == ("index", "i")
