"""Between which numbers everything on a tape lies, from the bounds of the symbols alone.

Source: R. E. Moore (1966), Interval Analysis.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from symcnn.formula.tape import (
    ADD,
    AT_MOST,
    BELOW,
    BITS_OF_BOUNDS,
    CEILING,
    DIVIDE,
    FITS,
    FLOOR,
    LEAST,
    MADE_WHOLE,
    MODULO,
    MOST,
    MULTIPLY,
    POWER,
    SAME,
    SYMBOL,
    WHOLE,
    Condition,
    Plain,
    Tape,
)

# The least and the largest number; None where there is none, or none worth knowing.
Interval = tuple[Plain, Plain] | None


def intervals(
    tape: Tape,
    places: Iterable[int],
    ranges: Mapping[str, tuple[int, int]],
    known: dict[int, Interval] | None = None,
) -> dict[int, Interval]:
    """The interval of each place, in the order of the tape.

    What is ``known`` is not worked out again; what is found is added to it.
    """
    found = {} if known is None else known
    for place in places:
        if place in found:
            continue
        kind, parts = tape.operations[place]
        rule = _RULES.get(kind)
        if rule is not None:
            found[place] = rule([found[part] for part in parts])
        else:
            found[place] = ranges[parts[0]] if kind == SYMBOL else (parts[0], parts[0])
    return found


def decided(condition: Condition, found: Mapping[int, Interval], tape: Tape) -> bool:
    """Whether a condition holds for certain, whatever the symbols are."""
    left, right = found[condition.left], found[condition.right]
    if condition.relation == WHOLE:
        return condition.holds and _is_made_whole(tape, condition.left)
    if left is None or right is None:
        return False
    if condition.relation == FITS and not tape.whole[condition.left]:
        return False
    always, never = _ANSWERS[condition.relation](left, right)
    return always if condition.holds else never


def _is_made_whole(tape: Tape, place: int) -> bool:
    kind, _ = tape.operations[place]
    return kind in MADE_WHOLE


def _sum(parts: list[Interval]) -> Interval:
    ends = [part for part in parts if part is not None]
    if len(ends) < len(parts):
        return None
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _product(parts: list[Interval]) -> Interval:
    result: Interval = (1, 1)
    for part in parts:
        if result is None or part is None:
            return None
        result = _hull(a * b for a, b in itertools.product(result, part))
    return result


def _hull(ends: Iterable[Plain]) -> Interval:
    found = list(ends)
    low, high = min(found), max(found)
    large = max(abs(low.numerator).bit_length(), abs(high.numerator).bit_length())
    return None if large > BITS_OF_BOUNDS else (low, high)


def _quotient(parts: list[Interval]) -> Interval:
    numerator, denominator = parts
    if numerator is None or denominator is None or denominator[0] <= 0 <= denominator[1]:
        return None
    return _hull(Fraction(a) / b for a, b in itertools.product(numerator, denominator))


def _power(parts: list[Interval]) -> Interval:
    base: Any
    base, exponent = parts
    if base is None or exponent is None or base[0] < 1 or exponent[0] < 0:
        return None
    if any(end.denominator != 1 for end in exponent):
        return None
    if math.ceil(base[1]).bit_length() * exponent[1] > BITS_OF_BOUNDS:
        return None
    return _hull(a**b for a, b in itertools.product(base, exponent))


def _rest(parts: list[Interval]) -> Interval:
    _, divisor = parts
    if divisor is None or divisor[0] < 1:
        return None
    return 0, divisor[1]


def _monotone(work: Callable[[Plain], int]) -> Callable[[list[Interval]], Interval]:
    def rounded(parts: list[Interval]) -> Interval:
        (part,) = parts
        return None if part is None else (work(part[0]), work(part[1]))

    return rounded


def _extreme(choose: Callable[..., Plain]) -> Callable[[list[Interval]], Interval]:
    def chosen(parts: list[Interval]) -> Interval:
        ends = [part for part in parts if part is not None]
        if len(ends) < len(parts):
            return None
        return choose(low for low, _ in ends), choose(high for _, high in ends)

    return chosen


_RULES: Final[Mapping[str, Callable[[list[Interval]], Interval]]] = {
    ADD: _sum,
    MULTIPLY: _product,
    DIVIDE: _quotient,
    POWER: _power,
    MODULO: _rest,
    FLOOR: _monotone(math.floor),
    CEILING: _monotone(math.ceil),
    LEAST: _extreme(min),
    MOST: _extreme(max),
}

Ends = tuple[Plain, Plain]


def _below(left: Ends, right: Ends) -> tuple[bool, bool]:
    return left[1] < right[0], left[0] >= right[1]


def _at_most(left: Ends, right: Ends) -> tuple[bool, bool]:
    return left[1] <= right[0], left[0] > right[1]


def _same(left: Ends, right: Ends) -> tuple[bool, bool]:
    return left[0] == left[1] == right[0] == right[1], left[1] < right[0] or right[1] < left[0]


def _fits(left: Ends, right: Ends) -> tuple[bool, bool]:
    return all(abs(end.numerator).bit_length() <= right[0] for end in left), False


# Whether the answer is always yes, and whether it is always no.
_ANSWERS: Final[Mapping[str, Callable[[Ends, Ends], tuple[bool, bool]]]] = {
    BELOW: _below,
    AT_MOST: _at_most,
    SAME: _same,
    FITS: _fits,
}
