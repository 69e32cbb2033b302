"""The exact value of a SymPy expression at a point, in Python's integers and fractions.

SymPy's own substitution rebuilds the expression and asks of each floor whether it can be
evaluated; where hundreds of points are compared, that takes too long.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from symcnn.formula.algebra import sympy

# A power of more bits is not worked out, nor a sum of more terms.
_MAXIMUM_BITS = 20_000
_MAXIMUM_TERMS = 20_000


class NoValue(Exception):
    """A division by zero, a power or a sum beyond its bound, or no number at all."""


def value_at(expression: Any, values: Mapping[Any, int]) -> Fraction | int:
    """The value of an expression of integers, floors, minima, powers and sums over an index.

    Raises:
        NoValue: where it has none.
    """
    if expression.is_Integer:
        return int(expression)
    if expression.is_Symbol:
        return values[expression]
    if expression.is_Rational:
        return Fraction(int(expression.p), int(expression.q))
    if isinstance(expression, sympy.Sum):
        return _summation(expression.function, expression.limits, values)
    work = _OPERATIONS.get(expression.func)
    if work is None:
        raise NoValue
    return work([value_at(part, values) for part in expression.args])


def _summation(body: Any, limits: Sequence[Any], values: Mapping[Any, int]) -> Fraction | int:
    """A sum over indices, added up; the limits of the inner ones come first.

    Of no term it is 0; of less than none it goes back, as closed forms do.
    """
    if not limits:
        return value_at(body, values)
    *inner, (index, lower, upper) = limits
    first, last = int(value_at(lower, values)), int(value_at(upper, values))
    if last - first >= _MAXIMUM_TERMS:
        raise NoValue
    back = last < first - 1
    turns = range(last + 1, first) if back else range(first, last + 1)
    total = sum(_summation(body, inner, {**values, index: turn}) for turn in turns)
    return -total if back else total


def _sum(parts: list[Any]) -> Any:
    return sum(parts)


def _product(parts: list[Any]) -> Any:
    return math.prod(parts)


def _power(parts: list[Any]) -> Any:
    base, exponent = parts
    base = Fraction(base)
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if exponent != int(exponent) or bits * abs(exponent) > _MAXIMUM_BITS:
        raise NoValue
    if exponent < 0:
        if base == 0:
            raise NoValue
        base, exponent = 1 / base, -exponent
    return base ** int(exponent)


def _floor(parts: list[Any]) -> int:
    return math.floor(parts[0])


def _ceiling(parts: list[Any]) -> int:
    return math.ceil(parts[0])


_OPERATIONS: dict[Any, Callable[[list[Any]], Any]] = {
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _power,
    sympy.floor: _floor,
    sympy.ceiling: _ceiling,
    sympy.Min: min,
    sympy.Max: max,
}
