"""Sums over an index: written, evaluated, closed, each closed form equal to adding up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symcnn.formula import algebra, summation
from symcnn.formula.algebra import sympy
from symcnn.formula.arithmetic import ArithmeticProblem
from symcnn.formula.equality import equal
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.exact import value_at
from symcnn.formula.nodes import Name, Negative, Node, Number, Power, Product, Quotient, Sum, names
from symcnn.formula.nodes import Summation as Over
from symcnn.formula.read import formula
from symcnn.formula.rewrite import flattened, one_level, substituted, written
from symcnn.formula.write import SYMPY, write
from symcnn.render.html.dialect import MathML
from symcnn.render.latex.broken_formula import tokens
from symcnn.render.latex.dialect import formula as latex
from symcnn.render.latex.dialect import inline
from symcnn.render.style import Style
from symcnn.render.text.dialect import TextDialect

# SymPy's own annotations are partial.
i: Any = algebra.index("i")
j: Any = algebra.index("j")
n: Any = algebra.symbol("n")
g: Any = algebra.symbol("g")
ODD = Over(formula("2*i + 1"), "i", Number(0), formula("n - 1"))


@pytest.mark.parametrize(
    ("node", "text", "ascii_text", "sympy_text"),
    [
        (ODD, "Σ_{i=0}^{n-1} (2·i + 1)", "sum(i=0..n-1) (2*i + 1)", "Sum(2*i + 1, (i, 0, n - 1))"),
        (
            Product((Name("a"), ODD)),
            "a·Σ_{i=0}^{n-1} (2·i + 1)",
            "a*sum(i=0..n-1) (2*i + 1)",
            "a*Sum(2*i + 1, (i, 0, n - 1))",
        ),
        (
            Product((ODD, Name("a"))),
            "(Σ_{i=0}^{n-1} (2·i + 1))·a",
            "(sum(i=0..n-1) (2*i + 1))*a",
            "(Sum(2*i + 1, (i, 0, n - 1)))*a",
        ),
        (
            Quotient(Over(Name("i"), "i", Number(1), Name("n")), Number(2)),
            "(Σ_{i=1}^{n} i)/2",
            "(sum(i=1..n) i)/2",
            "(Sum(i, (i, 1, n)))/2",
        ),
        (
            Sum((Over(formula("2*i"), "i", Number(1), Name("n")), Negative(ODD))),
            "Σ_{i=1}^{n} 2·i - Σ_{i=0}^{n-1} (2·i + 1)",
            "sum(i=1..n) 2*i - sum(i=0..n-1) (2*i + 1)",
            "Sum(2*i, (i, 1, n)) - Sum(2*i + 1, (i, 0, n - 1))",
        ),
        (
            Power(Over(Name("i"), "i", Number(1), Name("n")), Number(2)),
            "(Σ_{i=1}^{n} i)²",
            "(sum(i=1..n) i)^2",
            "(Sum(i, (i, 1, n)))**2",
        ),
    ],
)
def test_a_sum_goes_on_to_the_end_of_its_product(
    node: Node, text: str, ascii_text: str, sympy_text: str
) -> None:
    assert write(node, TextDialect(Style())) == text
    assert write(node, TextDialect(Style(ascii_only=True))) == ascii_text
    assert write(node, SYMPY) == sympy_text


def test_bounds_stand_below_and_above_the_sign() -> None:
    style = Style()
    assert latex(ODD, style) == r"\sum_{i=0}^{n - 1} (2 \cdot i + 1)"
    assert inline(ODD, style).startswith(r"\sum_{i=0}^{n - 1} ")
    assert (
        MathML(style)
        .formula(ODD)
        .startswith("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mrow>")
    )
    tall = latex(Power(ODD, Number(2)), style)
    assert tall == r"\left(\sum_{i=0}^{n - 1} (2 \cdot i + 1)\right)^{2}"


def test_a_long_sum_breaks_within_its_body_and_never_behind_its_sign() -> None:
    pieces = tokens(ODD, Style(), 5.0)
    assert "".join(piece.text for piece in pieces) == latex(ODD, Style())
    breaks = [piece.text for piece in pieces if piece.penalty < 1000]
    assert breaks == [" \\cdot ", " + "]


def test_the_index_is_bound() -> None:
    assert list(names(ODD)) == ["n"]
    assert write(substituted(ODD, {"i": Number(7), "n": formula("i + 1")}), SYMPY) == (
        "Sum(2*i + 1, (i, 0, i + 1 - 1))"
    )
    caught = substituted(Over(formula("c*i"), "i", Number(1), Name("n")), {"c": Name("i")})
    assert write(caught, SYMPY) == "Sum(i*i2, (i2, 1, n))"


def test_numbers_are_added_up() -> None:
    assert evaluate(substituted(ODD, {"n": Number(6)}), {}) == 36
    assert evaluate(ODD, {"n": 6}) == 36
    assert evaluate(ODD, {"n": 0}) == 0
    assert one_level(substituted(ODD, {"n": Number(6)})) != ODD
    assert one_level(Over(Number(7), "i", Number(0), Number(4))) == Number(35)
    assert flattened(ODD) == ODD


def test_symbols_give_a_closed_form() -> None:
    assert evaluate(ODD, {"n": n}) == n**2
    nested = Over(Over(formula("i + j"), "j", Number(0), Name("i")), "i", Number(0), formula("n"))
    value: Any = evaluate(nested, {"n": n})
    for bound in range(6):
        assert value.subs(n, bound) == evaluate(nested, {"n": bound})


def test_what_cannot_be_summed_is_told_with_its_place() -> None:
    with pytest.raises(EvaluationError, match="more than 20000 terms"):
        evaluate(ODD, {"n": 10**9})


def test_what_has_no_closed_form_stays_a_sum() -> None:
    mixed = Over(formula("2*i + 3*g*i**i"), "i", Number(0), Name("n"))
    value: Any = evaluate(mixed, {"n": n, "g": g})
    assert value == n**2 + n + 3 * g * sympy.Sum(i**i, (i, 0, n))
    assert write(written(value), TextDialect(Style())) == "n² + n + 3·g·Σ_{i=0}^{n} i^i"
    assert evaluate(written(value), {"n": n, "g": g}) == value
    assert evaluate(written(value), {"n": 3, "g": 1}) == evaluate(mixed, {"n": 3, "g": 1})


TERMS = st.lists(
    st.tuples(
        st.sampled_from((1, -2, 3, sympy.Rational(1, 2), g, g**2)),
        st.integers(0, 5),
        st.sampled_from((1, 1, 1, 2, 3, 4, sympy.Rational(1, 2), sympy.Rational(3, 2), g + 1)),
        st.integers(-2, 2),
    ),
    min_size=1,
    max_size=4,
)


OPEN = st.sampled_from(
    (
        sympy.floor(g / 2**i),
        sympy.floor(g / 2**i) ** 2,
        sympy.Max(i, 3),
        g**i,
        i**i,
        1 / (i + 1),
        sympy.Sum(g * i + j, (j, 0, i)) * sympy.floor(g / 3**i),
    )
)


@given(OPEN, TERMS, st.sampled_from((1, 3, g)))
def test_an_open_sum_is_the_sum_for_every_bound(
    unknown: Any, terms: list[tuple[Any, int, Any, int]], coefficient: Any
) -> None:
    body = sympy.Add(coefficient * unknown, *(c * i**p * r ** (i + d) for c, p, r, d in terms))
    value: Any = summation.summed(body, i, 0, n - 1)
    for bound in range(5):
        for given_g in (1, 2, 40):
            turns = ({i: turn, g: given_g} for turn in range(bound))
            added = sum((body.subs(turn).doit() for turn in turns), sympy.Integer(0))
            assert value_at(value, {n: bound, g: given_g}) == added
            assert value.subs({n: bound, g: given_g}).doit() == added


def test_sums_are_compared_by_their_values() -> None:
    floors = sympy.floor(g / 2**i)
    one = sympy.Sum(floors, (i, 0, n - 1))
    peeled = g + sympy.Sum(sympy.floor(g / 2 / 2**i), (i, 0, n - 2))
    assert equal(one, peeled)
    assert not equal(one, peeled + 1)
    assert not equal(one, sympy.Sum(floors, (i, 0, n)))
    assert not equal(one, sympy.Sum(floors**2, (i, 0, n - 1)))


@given(TERMS, st.integers(0, 2))
def test_a_closed_form_is_the_sum_for_every_bound(
    terms: list[tuple[Any, int, Any, int]], lower: int
) -> None:
    index: Any = algebra.index("i", lower)
    body = sympy.Add(*(c * index**p * r ** (index + d) for c, p, r, d in terms))
    value: Any = algebra.expression_of(summation.closed(body, index, lower, n - 1))
    assert not value.has(index, sympy.Sum, sympy.Piecewise)
    for bound in range(lower, 7):
        added = sum((body.subs(index, turn) for turn in range(lower, bound)), sympy.Integer(0))
        difference = (value.subs(n, bound) - added).subs(g, 3)
        assert sympy.expand(difference) == 0, bound


@given(TERMS)
def test_the_known_parts_add_up_to_the_body(terms: list[tuple[Any, int, Any, int]]) -> None:
    body = sympy.Add(*(c * i**p * r ** (i + d) for c, p, r, d in terms))
    parts = summation.parts(body, i)
    again = sympy.Add(*(part.coefficient * part.basis(i) for part in parts))
    for turn in range(5):
        assert sympy.expand((again - body).subs({i: turn, g: 2})) == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (g**i, "has another form where g is 1"),
        (2 ** (i**2), "has no closed form"),
        (sympy.floor(g / 2**i), r"the sum of floor\(g/2\*\*i\) over i has no closed form"),
        (1 / (i + 1), "has no closed form"),
        (sympy.Max(i, 3), "has no closed form"),
        (i**40, "has no closed form"),
        ((i + g) ** 500, "of more than 400 terms"),
    ],
)
def test_what_has_no_closed_form_is_refused(body: Any, words: str) -> None:
    with pytest.raises(ArithmeticProblem, match=words):
        summation.closed(body, i, 0, n - 1)


@pytest.mark.parametrize("ratio", [g + 1, 2 * g, 2**g, 3 * g**2, 1 / (g + 1)])
def test_ratios_that_are_never_one_are_summed(ratio: Any) -> None:
    value: Any = algebra.expression_of(summation.closed(ratio**i, i, 0, n - 1))
    for bound in range(1, 5):
        added = sum((ratio**turn for turn in range(bound)), sympy.Integer(0))
        for given_g in (1, 2, 5):
            assert sympy.simplify((value.subs(n, bound) - added).subs(g, given_g)) == 0
