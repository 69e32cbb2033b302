"""Floors and ceilings of formulas, in a form in which shapes that are equal look equal.

A ceiling is kept as a floor, ``ceil(p/d)`` as ``floor((p + d - 1)/d)``; it is written as a ceiling.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from symcnn.formula.algebra import expanded, expression_of, sympy, value_of
from symcnn.formula.arithmetic import ArithmeticProblem, Value

# A floor of more terms than this belongs to no network that anyone would read.
_FLOOR_TERMS = 40
# Values computed once: the same extents come back along both axes and in every line.
_REMEMBERED = 4096


@lru_cache(maxsize=_REMEMBERED)
def floor(value: Value) -> Value:
    """The floor; nested floors by positive integers merge, whole parts stand outside."""
    expression: Any = expression_of(value)
    if _is_integral(expression):
        return value_of(expression)
    numerator, denominator = expression.as_numer_denom()
    return floor_of(numerator, denominator)


@lru_cache(maxsize=_REMEMBERED)
def ceil(value: Value) -> Value:
    """The ceiling, as a floor: ``ceil(p/d) = floor((p + d - 1)/d)`` for integers p, d > 0.

    Where p or d may be no integer it stays a ceiling.
    """
    expression: Any = expression_of(value)
    if _is_integral(expression):
        return value_of(expression)
    numerator, denominator = expression.as_numer_denom()
    numerator = expanded(numerator)
    if not (_is_integral(numerator) and _is_integral(denominator) and denominator.is_positive):
        return value_of(sympy.ceiling(expression))
    return floor_of(numerator + denominator - 1, denominator)


def floor_of(numerator: Any, denominator: Any) -> Value:
    """The floor of a quotient."""
    numerator = expanded(numerator)
    # A power with a symbol for its exponent shares no factor with a polynomial.
    plain = all(power.exp.is_number for power in denominator.atoms(sympy.Pow))
    few = len(sympy.Add.make_args(numerator)) <= _FLOOR_TERMS
    if denominator.free_symbols and plain and few:
        numerator, denominator = sympy.fraction(sympy.cancel(numerator / denominator))
        numerator = expanded(numerator)
    terms = sympy.Add.make_args(numerator)
    if len(terms) > _FLOOR_TERMS:
        raise ArithmeticProblem(
            "too-large", f"a floor of more than {_FLOOR_TERMS} terms", "give symbols values"
        )
    if not (_is_integral(numerator) and _is_integral(denominator) and denominator.is_positive):
        return value_of(sympy.floor(numerator / denominator))
    # floor((floor(a/b) + c)/d) = floor((a + b c)/(b d)) for integers c and positive b, d.
    for term in terms:
        if isinstance(term, sympy.floor):
            inner, divisor = term.args[0].as_numer_denom()
            if _is_integral(inner) and divisor.is_positive:
                return floor_of(inner + divisor * (numerator - term), denominator * divisor)
    return _parted(terms, denominator)


def _parted(terms: tuple[Any, ...], denominator: Any) -> Value:
    """The floor of a sum of integers over an integer, what divides standing outside."""
    outside: list[Any] = []
    inside: list[Any] = []
    for term in terms:
        quotient = term / denominator
        if _is_integral(quotient):
            outside.append(quotient)
        elif term.is_Integer and denominator.is_Integer:
            whole, rest = divmod(term, denominator)
            outside.append(whole)
            inside.append(rest)
        else:
            inside.append(term)
    whole = sympy.Add(*outside)
    if not inside or (denominator.is_Integer and all(term.is_Integer for term in inside)):
        # What is left of an integer over an integer lies between 0 and 1.
        return value_of(whole)
    # Nothing more can be taken out, so SymPy need not look for it.
    floored = sympy.floor(sympy.Add(*inside) / denominator, evaluate=False)
    return value_of(whole + floored)


def is_whole(value: Value) -> bool:
    """Whether a value is an integer for every value of its symbols, as far as its form tells."""
    return _is_integral(expression_of(value))


def _is_integral(expression: Any) -> bool:
    """Whether an expression of positive integer symbols is plainly an integer."""
    return all(map(_is_integral_term, sympy.Add.make_args(expression)))


def _is_integral_term(term: Any) -> bool:
    return all(
        factor.is_Integer
        or factor.is_Symbol
        or isinstance(factor, sympy.floor | sympy.ceiling)
        or (factor.is_Pow and _is_natural(factor.exp) and _is_integral(factor.base))
        or (factor.is_Add and _is_integral(factor))
        or (isinstance(factor, sympy.Min | sympy.Max) and all(map(_is_integral, factor.args)))
        for factor in sympy.Mul.make_args(term)
    )


def _is_natural(exponent: Any) -> bool:
    """Whether an exponent is an integer from 0."""
    if exponent.is_Integer:
        return exponent > 0
    return bool(_is_integral(exponent) and exponent.is_nonnegative)
