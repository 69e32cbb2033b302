"""Exact values of SymPy's expressions, within bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from symcnn.formula.exact import NoValue, value_at

N = sympy.Symbol("n", integer=True, positive=True)


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        (sympy.floor(35 / 2**N), 3, 4),
        (sympy.ceiling(35 / 2**N), 3, 5),
        (N * (N + 1) / 2, 7, 28),
        (sympy.Rational(3, 2) ** -N, 2, Fraction(4, 9)),
        (sympy.Min(N, 3) + sympy.Max(N, 3), 5, 8),
        (2**N, 9_000, 2**9_000),
    ],
)
def test_the_value_is_exact(expression: sympy.Expr, value: int, expected: int | Fraction) -> None:
    assert value_at(expression, {N: value}) == expected


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (2**N, 20_001),
        ((10**1000) ** N, 10_000),
        (sympy.Rational(1, 10**1000) ** N, 10_000),
        ((N - 1) ** -N, 1),
        (sympy.Rational(1, 2) ** (N / 2), 1),
    ],
)
def test_what_has_none_is_not_worked_out(expression: sympy.Expr, value: int) -> None:
    with pytest.raises(NoValue):
        value_at(expression, {N: value})
