"""The exact value of formulas, and the bounds that keep it from eating time or memory."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Name, Node, Number, Power, Product, Sum, names
from symcnn.formula.read import formula
from tests.strategies import assignments, formulas, fractions, polynomials


def value(text: str, **values: int) -> Value:
    return evaluate(formula(text), values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("((5*5*3)+1)*8", 608),
        ("120*400 + 1*120", 48120),
        ("2 - 3 - 4", -5),
        ("2 - (3 - 4)", 3),
        ("100/5*2", 40),
        ("100/(5*2)", 10),
        ("7//2", 3),
        ("-7//2", -4),
        ("(-7)//2", -4),
        ("2**3**2", 512),
        ("(2**3)**2", 64),
        ("-2**2", -4),
        ("2**-1", Fraction(1, 2)),
        ("--3", 3),
        ("1/3 + 1/6", Fraction(1, 2)),
        ("floor(7/2) + ceil(7/2)", 7),
        ("floor(-7/2)", -4),
        ("ceil(-7/2)", -3),
        ("min(3, 2, 5) + max(3, 2, 5)", 7),
        ("floor((32 + 2*0 - 5)/1) + 1", 28),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("1e-05*100000", 1),
        ("1./255", Fraction(1, 255)),
        ("1_000*2", 2000),
        ("0**0", 1),
        ("3·4*2", 24),
    ],
)
def test_it_is_exact(text: str, expected: Value) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_names_take_their_values() -> None:
    assert value("(m*n*d + 1)*k", m=5, n=5, d=3, k=8) == 608


def test_a_name_without_value_is_told() -> None:
    with pytest.raises(EvaluationError, match="k has no value") as caught:
        value("2*k")
    assert isinstance(caught.value.node, Name)
    assert caught.value.node.span is not None


@pytest.mark.parametrize("text", ["1/0", "1//0", "0**-1", "1/(2 - 2)", "floor(1/0)"])
def test_division_by_zero_is_told(text: str) -> None:
    with pytest.raises(EvaluationError, match="division by zero") as caught:
        value(text)
    assert caught.value.kind == "division-by-zero"


@pytest.mark.parametrize(
    "text",
    [
        "2**10**9",
        "10**4001",
        "9**9**9",
        "2**10001",
        "(10**3999)*(10**999)",
        "(1/10**3999)/(10**999)",
        "(10**9)**(10**9)",
        "2**-100000",
    ],
)
def test_large_numbers_are_refused(text: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.kind == "too-large"


@pytest.mark.parametrize("text", ["10**999", "2**3000", "1**10000", "0**10000", "(-1)**9999"])
def test_numbers_within_the_bounds_are_computed(text: str) -> None:
    assert isinstance(value(text), int)


def test_an_exponent_is_an_integer() -> None:
    with pytest.raises(EvaluationError) as caught:
        value("4**(1/2)")
    assert caught.value.kind == "exponent"


def test_a_power_of_a_symbol_is_bounded() -> None:
    from symcnn.formula import algebra

    with pytest.raises(ArithmeticProblem):
        arithmetic.power(algebra.symbol("k"), 10_001)


def test_a_long_sum_and_a_long_product_nest_nowhere() -> None:
    assert evaluate(Sum((Number(1),) * 20_000), {}) == 20_000
    assert evaluate(Product((Number(1),) * 20_000), {}) == 1


def python_value(node: Node, values: dict[str, int]) -> Fraction:
    """The value by Python's own arithmetic on fractions."""
    from symcnn.formula.write import SYMPY, write

    text = write(node, SYMPY)
    known = {name: Fraction(number) for name, number in values.items()}
    functions = {
        "floor": lambda x: Fraction(x.numerator // x.denominator),
        "ceiling": lambda x: Fraction(-(-x.numerator // x.denominator)),
        "Min": min,
        "Max": max,
    }
    # The text is symcnn's own; each literal becomes a fraction, exponents stay integers.
    import re

    text = re.sub(r"(?<![\w*])(\d+)|(?<=[^*]\*)(\d+)", r"F(\1\2)", text)
    return eval(text, {"__builtins__": {}}, {**known, **functions, "F": Fraction})  # noqa: S307


@given(formulas, assignments)
def test_it_agrees_with_pythons_fractions(node: Node, values: dict[str, int]) -> None:
    try:
        found = evaluate(node, values)
    except EvaluationError as error:
        kind = error.kind
    else:
        kind = ""
    if kind:
        assert kind in ("division-by-zero", "too-large")
        return
    assert found == python_value(node, values)
    assert type(found) is int or (isinstance(found, Fraction) and found.denominator != 1)


@given(polynomials, assignments)
def test_symbols_first_or_values_first_is_the_same(node: Node, values: dict[str, int]) -> None:
    from symcnn.formula import algebra

    symbols = {name: algebra.symbol(name) for name in names(node)}
    symbolic = evaluate(node, symbols)
    number = evaluate(node, values)
    assert algebra.substitute(symbolic, values) == number


@given(formulas, assignments)
def test_floors_survive_the_way_through_symbols(node: Node, values: dict[str, int]) -> None:
    from symcnn.formula import algebra

    symbols = {name: algebra.symbol(name) for name in names(node)}
    try:
        number = evaluate(node, values)
        symbolic = evaluate(node, symbols)
    except EvaluationError:
        assume(False)
        return
    assert algebra.expression_of(algebra.substitute(symbolic, values)) == algebra.expression_of(
        number
    )


@given(st.lists(fractions, min_size=1, max_size=5), fractions)
def test_operations_keep_fractions_reduced(values: list[Fraction], other: Fraction) -> None:
    whole = [v.numerator if v.denominator == 1 else v for v in values]
    assert arithmetic.add(whole) == sum(values)
    product = Fraction(1)
    for item in values:
        product *= item
    assert arithmetic.multiply(whole) == product
    if other:
        assert arithmetic.divide(whole[0], other) == values[0] / other
    assert arithmetic.floor(values[0]) <= values[0] <= arithmetic.ceil(values[0])
    assert arithmetic.ceil(values[0]) - arithmetic.floor(values[0]) in (0, 1)


@given(st.integers(-40, 40), st.integers(0, 4))
def test_powers(base: int, exponent: int) -> None:
    assert evaluate(Power(Number(base), Number(exponent)), {}) == base**exponent
