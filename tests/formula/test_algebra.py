"""Where formulas meet SymPy: floors merge, equality is never guessed, and the way back."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symcnn.formula import algebra, arithmetic
from symcnn.formula.algebra import symbol
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Node, names
from symcnn.formula.read import formula
from symcnn.formula.rewrite import written
from symcnn.formula.write import SYMPY, write
from tests.strategies import NAMES, assignments, formulas, polynomials

H = symbol("H")
divisors = st.integers(1, 6)
shifts = st.integers(-6, 6)


def symbolic(text: str) -> Value:
    node = formula(text)
    return evaluate(node, {name: symbol(name) for name in names(node)})


def at(value: Value, number: int) -> Value:
    return algebra.substitute(value, {"H": number})


# --- floors -------------------------------------------------------------------------------------


@given(divisors, shifts, divisors, shifts, divisors)
def test_nested_floors_equal_brute_force(a: int, b: int, c: int, d: int, e: int) -> None:
    inner = arithmetic.floor(arithmetic.divide(arithmetic.add((H, b)), a))
    middle = arithmetic.floor(arithmetic.divide(arithmetic.add((inner, d)), c))
    outer = arithmetic.floor(arithmetic.divide(middle, e))
    for number in range(1, 60):
        assert at(outer, number) == ((number + b) // a + d) // c // e


@given(divisors, shifts, divisors, shifts)
def test_floors_in_ceilings_equal_brute_force(a: int, b: int, c: int, d: int) -> None:
    inner = arithmetic.floor(arithmetic.divide(arithmetic.add((H, b)), a))
    outer = arithmetic.ceil(arithmetic.divide(arithmetic.add((inner, d)), c))
    back = arithmetic.floor(arithmetic.divide(arithmetic.add((outer, b)), a))
    for number in range(1, 60):
        expected = -(-((number + b) // a + d) // c)
        assert at(outer, number) == expected
        assert at(back, number) == (expected + b) // a


@given(st.integers(1, 8), shifts, divisors)
def test_floors_of_multiples(factor: int, shift: int, divisor: int) -> None:
    value = arithmetic.floor(
        arithmetic.divide(arithmetic.add((arithmetic.multiply((factor, H)), shift)), divisor)
    )
    for number in range(1, 40):
        assert at(value, number) == (factor * number + shift) // divisor


@given(st.integers(1, 5), st.integers(0, 5), st.integers(1, 5), st.integers(1, 5))
def test_floors_with_symbols_below(a: int, b: int, s: int, t: int) -> None:
    """A stride may be a symbol as well."""
    inner = arithmetic.floor(arithmetic.divide(arithmetic.add((H, b)), symbol("s")))
    outer = arithmetic.floor(arithmetic.divide(arithmetic.add((inner, a)), symbol("t")))
    for number in range(1, 30):
        found = algebra.substitute(outer, {"H": number, "s": s, "t": t})
        assert found == ((number + b) // s + a) // t


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floor(floor(H/2)/2)", "floor(H/4)"),
        ("floor(floor(floor(H/2)/2)/2)", "floor(H/8)"),
        ("ceil(ceil(H/2)/2)", "ceil(H/4)"),
        ("floor((32*h - 32)/32) + 1", "h"),
        ("floor((32*h + 2 - 3)/1) + 1", "32*h"),
        ("floor((4*h - 2)/2) + 1", "2*h"),
        ("floor(H/1)", "H"),
        ("floor((H + 4)/2)", "floor(H/2) + 2"),
        ("floor((2*H + 1)/2)", "H"),
        ("ceil((2*H - 1)/2)", "H"),
    ],
)
def test_floors_are_simplified_where_that_is_exact(text: str, expected: str) -> None:
    assert algebra.expression_of(symbolic(text)) == algebra.expression_of(symbolic(expected))


def test_floor_stays_where_it_must() -> None:
    assert algebra.expression_of(symbolic("floor(H/2)*2")) != H
    assert algebra.text_of(symbolic("floor(H/2)")) == "floor(H/2)"


# --- equality -----------------------------------------------------------------------------------


@given(polynomials, polynomials)
def test_equal_polynomials_are_equal_and_others_never(left: Node, right: Node) -> None:
    symbols = {name: symbol(name) for name in NAMES}
    first, second = evaluate(left, symbols), evaluate(right, symbols)
    difference = algebra.expression_of(first) - algebra.expression_of(second)
    assert arithmetic.equal(first, second) == (sympy.expand(difference) == 0)


@given(polynomials, st.integers(-3, 3))
def test_a_shift_is_told_from_none(node: Node, shift: int) -> None:
    value = evaluate(node, {name: symbol(name) for name in NAMES})
    assert arithmetic.equal(value, arithmetic.add((value, shift))) == (shift == 0)


@given(formulas, formulas, st.lists(assignments, min_size=5, max_size=5))
@settings(max_examples=60)
def test_equal_is_never_said_of_values_that_differ(
    left: Node, right: Node, points: list[dict[str, int]]
) -> None:
    symbols = {name: symbol(name) for name in NAMES}
    try:
        first, second = evaluate(left, symbols), evaluate(right, symbols)
        if not arithmetic.equal(first, second):
            return
        for values in points:
            assert evaluate(left, values) == evaluate(right, values)
    except EvaluationError:
        assume(False)


def test_large_differences_are_told() -> None:
    """Too large to be multiplied out, yet not equal."""
    total = algebra.expression_of(symbolic("(a + b + c + 1)**40"))
    assert not arithmetic.equal(total, total + 1)
    assert not arithmetic.equal(total, total + symbol("a"))
    assert arithmetic.equal(total, total)
    other = algebra.expression_of(symbolic("(a + b + c + 1)**20"))
    assert arithmetic.equal(total, other * other)


def test_polynomials_that_vanish_at_small_points_are_not_equal_to_nothing() -> None:
    product: Value = 1
    for root in range(1, 120):
        product = arithmetic.multiply((product, arithmetic.add((symbol("a"), -root))))
    assert not arithmetic.equal(product, 0)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("floor(a/2**(b*c))", "floor(a/(2*2**(b*c)))"),
        ("floor((a - 1)/2**b) + 1", "floor((a - 1)/2**(b + 1)) + 1"),
        ("floor(a/3**(b*c + d))", "floor(a/3**(b*c + 2*d))"),
        ("floor((a + 2**b - 2)/2**b)", "floor((a - 2)/2**b) + 2"),
        ("c*floor(a/8**(b*c*d))", "c*floor(a/8**(b*c*d + 1))"),
    ],
)
def test_floors_that_powers_divide_are_told_apart(left: str, right: str) -> None:
    """Where the powers are large nothing is left of either."""
    assert not arithmetic.equal(symbolic(left), symbolic(right))


def test_an_index_may_be_0() -> None:
    value = algebra.expression_of(algebra.index("t"))
    assert not arithmetic.equal(2**value, 2 ** sympy.Max(value, 1))


# --- the way back -------------------------------------------------------------------------------


@given(formulas, assignments)
def test_a_value_is_written_with_the_same_value(node: Node, values: dict[str, int]) -> None:
    symbols = {name: symbol(name) for name in NAMES}
    try:
        expected = evaluate(node, values)
        value = evaluate(node, symbols)
    except EvaluationError:
        assume(False)
        return
    assert evaluate(written(value), values) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k*f*f*3 + k", "3*f**2*k + k"),
        ("1 + f + f**2", "f**2 + f + 1"),
        ("1 - k", "1 - k"),
        ("-k", "-k"),
        ("ceil(H/2)", "ceiling(H/2)"),
        ("ceil(H/s)", "ceiling(H/s)"),
        ("floor((H - 5)/s) + 1", "floor((H - 5)/s) + 1"),
        ("k/2", "k/2"),
        ("(k + 1)/2", "k/2 + 1/2"),
        ("min(k, 3)", "Min(3, k)"),
        ("max(k - s, 0)", "Max(0, k - s)"),
        ("2*(a + b)", "2*a + 2*b"),
    ],
)
def test_written(text: str, expected: str) -> None:
    found = write(written(symbolic(text)), SYMPY)
    same = arithmetic.equal(symbolic(found.replace("ceiling", "ceil")), symbolic(text))
    assert same
    assert found in {expected, "-k + 1" if expected == "1 - k" else expected}


# --- bounds -------------------------------------------------------------------------------------


def doubled(count: int) -> Value:
    """An expression that is twice as large at each step."""
    value: Value = symbol("a")
    for index in range(count):
        other = arithmetic.add((value, symbol(f"b{index}")))
        value = arithmetic.multiply((other, arithmetic.add((value, 1))))
    return value


def test_doubling_expressions_are_refused() -> None:
    with pytest.raises(ArithmeticProblem) as caught:
        doubled(100)
    assert caught.value.kind == "too-large"


@pytest.mark.parametrize("text", ["1/(k - k)", "k/(3 - 3)", "0*k/0", "1/(2*k - k - k)"])
def test_division_by_a_symbolic_nothing(text: str) -> None:
    with pytest.raises(EvaluationError, match="division by zero"):
        symbolic(text)


def test_symbols_are_positive_integers() -> None:
    assert symbol("k").is_positive
    assert symbol("k").is_integer
    assert symbol("k") is symbol("k")


def test_what_is_below_for_certain() -> None:
    k = symbol("k")
    assert algebra.is_definitely_below(k, k + 1)
    assert not algebra.is_definitely_below(k, 2 * k - 5)
    assert algebra.is_definitely_empty(1 - k)
    assert algebra.is_definitely_empty(-k)
    assert not algebra.is_definitely_empty(k - 5)
