"""Where two counts of several symbols are equal: one symbol expressed by the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from symcnn.errors import CheckError, Problem
from symcnn.formula.algebra import size, sympy
from symcnn.functions.comparing.crossings import A, B
from symcnn.functions.formulas.polynomials import (
    coefficients,
    is_nonnegative,
    open_conditions,
    without_common_symbols,
)
from symcnn.functions.formulas.simplifying import is_manageable, quotient

_QUADRATIC: Final = 2
# Formulas of more parts say nothing to a reader.
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The value of a symbol at which two counts are equal.

    ``below`` and ``above`` say which is smaller on either side, where all ``conditions`` are above
    0; where such a one is below 0, there is no such value, or the sides are the other way round.
    """

    symbol: str
    at: Any
    below: str
    above: str
    conditions: tuple[Any, ...] = ()


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
        if max(map(size, (balance.at, *balance.conditions))) > _LONGEST:
            continue
        left = sympy.fraction(sympy.together(sympy.expand(difference.xreplace({x: balance.at}))))[0]
        if sympy.expand(left) != 0:
            message = f"at {x} = {balance.at} the counts are not equal"
            raise CheckError([Problem("check", message, hint="please report these programs")])
        yield balance


def _linear(found: Mapping[int, Any], x: Any) -> Iterator[Balance]:
    slope, start = found[1], found[0]
    at = quotient(-start, slope)
    if not _is_ever_positive(-start, slope):
        return
    falling = is_nonnegative(-slope) or (not is_nonnegative(slope) and is_nonnegative(start))
    if falling:
        slope, start = -slope, -start
    sides = (B, A) if falling else (A, B)
    yield Balance(str(x), at, *sides, open_conditions(slope, -start))


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
    yield Balance(str(x), at, *sides, open_conditions(square, -start))


def _is_ever_positive(numerator: Any, denominator: Any) -> bool:
    """Whether the signs of a quotient leave it possible that it is above 0."""
    opposite = (is_nonnegative(numerator) and is_nonnegative(-denominator)) or (
        is_nonnegative(-numerator) and is_nonnegative(denominator)
    )
    return not opposite
