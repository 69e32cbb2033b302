"""How far the field of an output reaches along an axis, exactly.

Output ``o`` of a map shows the places of the input from ``grid*ceil((pace*o + low)/parts) +
first`` to ``grid*floor((pace*o + high)/parts) + last``: one :class:`Reach`. Windows alone leave
``parts`` at 1, so that all fields are alike; what spreads places (transposed convolutions,
upsampling) divides, and the fields of neighbours differ. Where branches meet there are several
reaches, and a field is their union.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value, add, divide, floor, multiply, negate
from symcnn.records import value_record

# Unlike fields are looked at one by one, up to so many of them.
_MOST_PHASES = 4096
_MOST_REACHES = 32


@value_record
class Reach:
    """From where to where a field reaches, as the module's first lines say."""

    pace: Value
    low: Value
    high: Value
    grid: Value = 1
    parts: Value = 1
    first: Value = 0
    last: Value = 0

    @property
    def plain(self) -> bool:
        """Whether all fields are alike."""
        return arithmetic.equal(self.parts, 1)


def base(reach: Reach) -> Value:
    """The field of a single place of the map whose places were spread."""
    return add((reach.last, negate(reach.first), 1))


def reduced(reach: Reach) -> Reach:
    """The same reach in lowest terms: what pace and parts have in common is divided out."""
    pace, parts = reach.pace, reach.parts
    if isinstance(pace, int) and isinstance(parts, int):
        common: Value = gcd(pace, parts)
    else:
        common = parts if parts != 1 and arithmetic.equal(pace, parts) else 1
    if common == 1:
        return reach
    reach = replace(
        reach,
        pace=divide(pace, common),
        parts=divide(parts, common),
        low=arithmetic.ceil(divide(reach.low, common)),
        high=floor(divide(reach.high, common)),
    )
    if reach.parts != 1:
        return reach
    # Nothing is divided any more: the plain form.
    return Reach(
        multiply((reach.grid, reach.pace)),
        add((multiply((reach.grid, reach.low)), reach.first)),
        add((multiply((reach.grid, reach.high)), reach.last)),
    )


def joined(reaches: Sequence[Reach]) -> tuple[Reach, ...]:
    """The union: reaches of one kind are one, from the least to the most."""
    found: list[Reach] = []
    for reach in map(reduced, reaches):
        for place, other in enumerate(found):
            if _alike(reach, other):
                low, high = least([reach.low, other.low]), most([reach.high, other.high])
                found[place] = replace(other, low=low, high=high)
                break
        else:
            found.append(reach)
    return tuple(found)


def _alike(one: Reach, other: Reach) -> bool:
    pairs = (
        (one.pace, other.pace),
        (one.parts, other.parts),
        (one.grid, other.grid),
        (one.first, other.first),
        (one.last, other.last),
    )
    return all(arithmetic.equal(*pair) for pair in pairs)


# --- unlike fields ------------------------------------------------------------------------------


def can_be_compared(reaches: Sequence[Reach]) -> bool:
    """Whether the largest of unlike fields can be found by looking at each."""
    if len(reaches) > _MOST_REACHES:
        return False
    if len(reaches) == 1 or all(reach.plain for reach in reaches):
        return True
    numbers = [
        n for r in reaches for n in (r.pace, r.low, r.high, r.grid, r.parts, r.first, r.last)
    ]
    if not all(isinstance(number, int) for number in numbers):
        return False
    return _phases(reaches) <= _MOST_PHASES


def _phases(reaches: Sequence[Reach]) -> int:
    return lcm(*(int(str(reach.parts)) for reach in reaches))


def largest(reaches: Sequence[Reach]) -> Value:
    """The largest field; after some outputs fields repeat, so that all kinds are looked at."""
    sizes: list[Value] = [0]
    for output in range(_phases(reaches)):
        edges = [edge for reach in reaches for edge in _edges(reach, output)]
        if edges:
            sizes.append(add((most(edges), negate(least(edges)), 1)))
    return most(sizes)


def _edges(reach: Reach, output: int) -> Sequence[Value]:
    """Where the field of an output begins and ends; nothing for one that sees nothing."""
    places = multiply((reach.pace, output))
    low = arithmetic.ceil(divide(add((places, reach.low)), reach.parts))
    high = floor(divide(add((places, reach.high)), reach.parts))
    if order(low, high) is False:
        return ()
    return (
        add((multiply((reach.grid, low)), reach.first)),
        add((multiply((reach.grid, high)), reach.last)),
    )


def least(values: Sequence[Value]) -> Value:
    """The smallest of the values."""
    return reduce(_smaller, values)


def most(values: Sequence[Value]) -> Value:
    """The largest of the values."""
    return reduce(_larger, values)


def _smaller(one: Value, other: Value) -> Value:
    first = order(one, other)
    return arithmetic.minimum(one, other) if first is None else one if first else other


def _larger(one: Value, other: Value) -> Value:
    first = order(one, other)
    return arithmetic.maximum(one, other) if first is None else other if first else one


def order(one: Value, other: Value) -> bool | None:
    """Whether the one is at most the other; None where that depends on symbols."""
    difference = add((other, negate(one)))
    if isinstance(difference, int | Fraction):
        return difference >= 0
    from symcnn.formula import algebra

    if algebra.is_never_negative(difference):
        return True
    return False if algebra.is_never_negative(negate(difference)) else None
