"""Where two counts of several symbols are equal: one symbol expressed by the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from symcnn.errors import CheckError, Problem
from symcnn.formula.algebra import size, sympy
from symcnn.functions.comparing.crossings import A, B
from symcnn.functions.formulas.conditions import Conditions, conditions
from symcnn.functions.formulas.polynomials import (
    coefficients,
    is_nonnegative,
    is_positive,
    without_common_symbols,
)
from symcnn.functions.formulas.simplifying import is_manageable, quotient
from symcnn.records import record

_QUADRATIC: Final = 2
# Formulas of more parts say nothing to a reader.
_LONGEST: Final = 80


@record
class Balance:
    """The value of a symbol at which two counts are equal.

    ``below`` and ``above`` say which is smaller on either side, where all ``conditions`` hold.
    """

    symbol: str
    at: Any
    below: str
    above: str
    conditions: Conditions


def balances(difference: Any) -> tuple[Balance, ...]:
    """The places at which a difference is 0, in each symbol in which it is linear or quadratic.

    What no positive integer can be is left out, and so are long formulas.
    """
    if not is_manageable(difference):
        return ()
    plain = without_common_symbols(difference)
    symbols = sorted(plain.free_symbols, key=str)
    return tuple(found for x in symbols for found in _balances(plain, x))


def _balances(difference: Any, x: Any) -> Iterator[Balance]:
    found = coefficients(difference, x)
    if found is None or len(found) < 2 or max(found) > _QUADRATIC:
        return
    balances = _linear(found, x) if max(found) == 1 else _quadratic(found, x)
    for balance in balances:
        if max(map(size, (balance.at, *balance.conditions.above_zero))) > _LONGEST:
            continue
        left = sympy.fraction(sympy.together(sympy.expand(difference.xreplace({x: balance.at}))))[0]
        if sympy.expand(left) != 0:
            message = f"at {x} = {balance.at} the counts are not equal"
            raise CheckError([Problem("check", message, hint="please report these programs")])
        yield balance


def _linear(found: Mapping[int, Any], x: Any) -> Iterator[Balance]:
    """The root where the difference rises, and where it falls, as far as signs leave these open."""
    slope, start = found[1], found[0]
    at = quotient(-start, slope)
    for direction, sides in ((1, (A, B)), (-1, (B, A))):
        rising, below = direction * slope, -direction * start
        # Below 1 there is no positive integer.
        if is_nonnegative(-rising) or is_positive(rising - below):
            continue
        where = conditions(rising, below)
        if not where.never:
            yield Balance(str(x), at, *sides, where)


def _quadratic(found: Mapping[int, Any], x: Any) -> Iterator[Balance]:
    """The one positive root where the signs of the coefficients leave just one (Descartes)."""
    square, linear, start = (found.get(power, sympy.Integer(0)) for power in (2, 1, 0))
    falls = is_nonnegative(-square)
    if falls:
        square, linear, start = -square, -linear, -start
    if not (is_nonnegative(square) and is_nonnegative(-start)):
        return
    root = sympy.sqrt(sympy.factor(linear**2 - 4 * square * start))
    at = (root - linear) / (2 * square) if linear != 0 else sympy.sqrt(quotient(-start, square))
    sides = (B, A) if falls else (A, B)
    where = conditions(square, -start)
    if not where.never:
        yield Balance(str(x), at, *sides, where)
