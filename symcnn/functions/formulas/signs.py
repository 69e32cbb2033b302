"""The signs of an integer polynomial at all positive integers, exactly and without its real roots.

Where the difference p(n + 1) - p(n) keeps its sign, p rises or falls, and bisection finds where it
passes 0. The difference is of a lower degree, and its signs are found in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import comb, lcm
from typing import Any, Final, TypeAlias

from symcnn.records import value_record

# Coefficients, that of the highest power first.
Polynomial: TypeAlias = Sequence[int]

# How much work the signs of a polynomial may take: cube of the degree, times bits.
_WORK: Final = 2_000_000


@value_record
class Run:
    """Neighbouring integers at which a value has one sign; ``last`` is None for all further."""

    first: int
    last: int | None
    sign: int


def whole(found: Mapping[int, Any] | None) -> tuple[int, ...] | None:
    """The polynomial with integers for coefficients that has the same signs as rational ones.

    None for coefficients with symbols, and where its signs would take too much work.
    """
    if not found or not all(coefficient.is_Rational for coefficient in found.values()):
        return None
    degree = max(found)
    common = lcm(*(int(coefficient.q) for coefficient in found.values()))
    integers = [int(found.get(power, 0) * common) for power in range(degree, -1, -1)]
    bits = max(map(int.bit_length, integers))
    return tuple(integers) if degree**3 * bits <= _WORK else None


def runs(polynomial: Polynomial) -> list[Run]:
    """The positive integers in order, parted where the sign of a polynomial changes.

    >>> [(run.first, run.last, run.sign) for run in runs([1, -9, 20])]
    [(1, 3, 1), (4, 5, 0), (6, None, 1)]
    """
    if len(polynomial) == 1:
        return [Run(1, None, _sign(polynomial[0]))]
    found: list[Run] = []
    for rising in runs(_step(polynomial)):
        for run in _within(polynomial, rising):
            if found and found[-1].sign == run.sign:
                run = Run(found.pop().first, run.last, run.sign)
            found.append(run)
    return found


def _within(polynomial: Polynomial, rising: Run) -> Iterator[Run]:
    """The runs within one in which the polynomial rises, falls or stays (its sign 1, -1 or 0)."""
    first, last, direction = rising.first, rising.last, rising.sign
    if direction == 0:
        yield Run(first, last, _sign(_value(polynomial, first)))
        return
    end = last if last is not None else _far(polynomial, first, direction)

    def height(place: int) -> int:
        return direction * _value(polynomial, place)

    equal, above = (_first(height, first, end, least) for least in (0, 1))
    parts = ((first, equal - 1, -direction), (equal, above - 1, 0), (above, end, direction))
    for start, stop, sign in parts:
        if start <= stop:
            yield Run(start, last if stop == end else stop, sign)


def _first(height: Callable[[int], int], first: int, end: int, least: int) -> int:
    """Where a rising height is at least so much for the first time; behind the end for never."""
    low, high = first, end + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if height(middle) >= least else (middle + 1, high)
    return low


def _far(polynomial: Polynomial, first: int, direction: int) -> int:
    """A place at which a polynomial that rises or falls for good has its last sign."""
    reach = 1
    while direction * _value(polynomial, first + reach) <= 0:
        reach *= 2
    return first + reach


def _value(polynomial: Polynomial, place: int) -> int:
    total = 0
    for coefficient in polynomial:
        total = total * place + coefficient
    return total


def _step(polynomial: Polynomial) -> Polynomial:
    """The coefficients of p(n + 1) - p(n)."""
    degree = len(polynomial) - 1
    by_power = list(reversed(polynomial))
    return [
        sum(by_power[power] * comb(power, low) for power in range(low + 1, degree + 1))
        for low in range(degree - 1, -1, -1)
    ]


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
