"""What an axis of a feature map shows of an axis of the network's input, exactly.

Along an axis, output ``o`` shows the places of the input from ``grid*ceil((pace*o + low)/parts) +
first`` to ``grid*floor((pace*o + high)/parts) + last``: one :class:`Reach`. Windows alone leave
``parts`` at 1, so that all fields are alike; what spreads places (transposed convolutions,
upsampling) divides, and the fields of neighbours differ. Where branches meet there are several
reaches, and a field is their union.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import TypeAlias

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value, add, divide, floor, multiply, negate
from symcnn.layers.sight import Scattered, Sight, Spread, Undefined, Whole, Window

# Unlike fields are looked at one by one, up to so many of them.
_MOST_PHASES = 4096
_MOST_REACHES = 32
# An edge that takes more operations to write says nothing to a reader.
_MOST_OPERATIONS = 60


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Along:
    """An axis of the input along the axis ``to`` of a map."""

    to: int
    reaches: tuple[Reach, ...]

    @property
    def plain(self) -> bool:
        """Whether all fields are alike."""
        return all(reach.plain for reach in self.reaches)

    @property
    def jump(self) -> Value:
        """The distance between the fields of neighbours, on average where they are unlike."""
        reach = self.reaches[0]
        return divide(multiply((reach.grid, reach.pace)), reach.parts)

    @property
    def edges(self) -> tuple[Value, Value]:
        """Where the first field begins and ends, unrounded where fields are unlike."""
        return (
            least([_unrounded(r.grid, r.low, r.parts, r.first) for r in self.reaches]),
            most([_unrounded(r.grid, r.high, r.parts, r.last) for r in self.reaches]),
        )

    @property
    def start(self) -> Value:
        """The centre of the first field."""
        return divide(add(self.edges), 2)

    @property
    def size(self) -> Value:
        """The extent of a field, of the largest where they are unlike."""
        if self.plain:
            low, high = self.edges
            return add((high, negate(low), 1))
        if len(self.reaches) == 1:
            reach = self.reaches[0]
            spare = floor(divide(add((reach.high, negate(reach.low))), reach.parts))
            return add((multiply((reach.grid, spare)), base(reach)))
        return _largest(self.reaches)


@dataclass(frozen=True, slots=True)
class Lost:
    """An axis of the input that no one axis of a map follows.

    Each place is still somewhere along the axes ``to``, where layer ``origin`` has put it; fields
    keep their ``size``.
    """

    to: tuple[int, ...]
    size: Value
    origin: str


@dataclass(frozen=True, slots=True)
class Everything:
    """An axis of the input that is seen from end to end; ``size`` is its extent."""

    size: Value


@dataclass(frozen=True, slots=True)
class Unknown:
    """An axis of which nothing can be told from here on, and why; it lies along the axes ``to``."""

    to: tuple[int, ...]
    reason: str


Field: TypeAlias = Along | Lost | Everything | Unknown


def itself(axis: int) -> Along:
    """An axis of the input, each place of which shows itself."""
    return Along(axis, (Reach(1, 0, 0),))


def base(reach: Reach) -> Value:
    """The field of a single place of the map whose places were spread."""
    return add((reach.last, negate(reach.first), 1))


# --- through a layer ------------------------------------------------------------------------------


def seen(field: Field, sights: Sequence[Sight], extent: Value, layer: str) -> Field:
    """A field through a layer; ``sights`` is what the layer sees of each axis of its input."""
    match field:
        case Everything():
            return field
        case Along():
            return _along(field, sights[field.to], extent, layer)
        case Lost() | Unknown():
            return _lost(field, [sights[axis] for axis in field.to], extent)


def _along(field: Along, sight: Sight, extent: Value, layer: str) -> Field:
    match sight:
        case Whole():
            return Everything(extent)
        case Undefined():
            return Unknown(sight.to, sight.reason)
        case Scattered():
            return Lost(sight.to, field.size, layer)
        case Window():
            return Along(sight.to, _joined([_through(reach, sight) for reach in field.reaches]))
        case Spread() if not _is_dense(sight):
            return Unknown((sight.to,), "a window smaller than its stride leaves gaps when spread")
        case Spread():
            found = [_spread(reach, sight) for reach in field.reaches]
            reaches = [reach for reach in found if reach is not None]
            if len(reaches) == len(found):
                return Along(sight.to, _joined(reaches))
            reason = "places that were spread and gathered again are spread once more"
            return Unknown((sight.to,), reason)


def _lost(field: Lost | Unknown, sights: Sequence[Sight], extent: Value) -> Field:
    """A field that follows no axis: it is seen whole, or moves with the axes that it lies along."""
    if sights and all(isinstance(sight, Whole) for sight in sights):
        return Everything(extent)
    to = tuple(sorted({axis for sight in sights for axis in _leads(sight)}))
    if isinstance(field, Unknown):
        return replace(field, to=to)
    if all(is_kept(sight) or isinstance(sight, Scattered) for sight in sights):
        return replace(field, to=to)
    return Unknown(to, f"the places of the input have left their axis in {field.origin}")


def _leads(sight: Sight) -> tuple[int, ...]:
    """The axes of the output where an axis is found again."""
    match sight:
        case Window() | Spread():
            return (sight.to,)
        case Scattered() | Undefined():
            return sight.to
        case Whole():
            return ()


def is_kept(sight: Sight) -> bool:
    """Whether each place is seen by the one in its place."""
    if not isinstance(sight, Window):
        return False
    amounts = (sight.kernel, sight.stride, sight.padding)
    return all(map(arithmetic.equal, amounts, (1, 1, 0)))


def _is_dense(spread: Spread) -> bool:
    """Whether every output sees some place for certain."""
    if arithmetic.equal(spread.stride, 1):
        return True
    return arithmetic.equal(spread.dilation, 1) and bool(_order(spread.stride, spread.kernel))


def reach_of(sight: Window | Spread) -> Value:
    """How far a window reaches beyond its first place."""
    return multiply((sight.dilation, add((sight.kernel, -1))))


def _through(reach: Reach, window: Window) -> Reach:
    before = multiply((reach.pace, window.padding))
    after = multiply((reach.pace, add((reach_of(window), negate(window.padding)))))
    return replace(
        reach,
        pace=multiply((reach.pace, window.stride)),
        low=add((reach.low, negate(before))),
        high=add((reach.high, after)),
    )


def _spread(reach: Reach, spread: Spread) -> Reach | None:
    """None where what was divided once would have to be divided again."""
    cut, beyond = spread.padding, reach_of(spread)
    low, high = add((cut, negate(beyond))), cut
    if reach.plain:
        return _reduced(
            Reach(
                pace=1,
                low=low,
                high=high,
                grid=multiply((reach.grid, reach.pace)),
                parts=spread.stride,
                first=add((multiply((reach.grid, reach.low)), reach.first)),
                last=add((multiply((reach.grid, reach.high)), reach.last)),
            )
        )
    if reach.pace != 1:
        return None
    return _reduced(
        replace(
            reach,
            low=add((multiply((reach.low, spread.stride)), low)),
            high=add((multiply((reach.high, spread.stride)), high)),
            parts=multiply((reach.parts, spread.stride)),
        )
    )


def _reduced(reach: Reach) -> Reach:
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


def _joined(reaches: Sequence[Reach]) -> tuple[Reach, ...]:
    """The union: reaches of one kind are one, from the least to the most."""
    found: list[Reach] = []
    for reach in map(_reduced, reaches):
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


# --- where branches meet --------------------------------------------------------------------------


def united(fields: Sequence[Field]) -> Field:
    """What several branches show together."""
    first, *others = fields
    if all(other == first for other in others):
        return first
    for field in fields:
        if isinstance(field, Everything):
            return field
    along = [field for field in fields if isinstance(field, Along)]
    to = {axis for field in fields for axis in axes_of(field)}
    reason = _discord(fields, along)
    if reason:
        return Unknown(tuple(sorted(to)), reason)
    joined = Along(along[0].to, _joined([r for field in along for r in field.reaches]))
    if not _can_be_compared(joined.reaches):
        return Unknown((joined.to,), "too many branches of unlike fields meet")
    if any(map(_is_long, joined.edges)):
        reason = "which of the branches sees further depends on the values of symbols"
        return Unknown((joined.to,), reason)
    return joined


def axes_of(field: Field) -> tuple[int, ...]:
    """The axes of a map along which a field lies."""
    match field:
        case Along():
            return (field.to,)
        case Lost() | Unknown():
            return field.to
        case Everything():
            return ()


def _discord(fields: Sequence[Field], along: Sequence[Along]) -> str:
    """Why branches show nothing together; empty where they do."""
    for field in fields:
        if isinstance(field, Unknown):
            return field.reason
    if len(along) < len(fields):
        return "branches meet in which the places have left their axis"
    if any(field.to != along[0].to for field in along):
        return "branches meet that follow the axis of the input along unlike axes"
    for field in along[1:]:
        if not arithmetic.equal(field.jump, along[0].jump):
            return f"branches meet whose jumps do not agree, {along[0].jump} and {field.jump}"
    return ""


def _is_long(value: Value) -> bool:
    if isinstance(value, int | Fraction):
        return False
    from symcnn.formula import algebra

    return algebra.operations(value) > _MOST_OPERATIONS


def _can_be_compared(reaches: Sequence[Reach]) -> bool:
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


def _largest(reaches: Sequence[Reach]) -> Value:
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
    if _order(low, high) is False:
        return ()
    return (
        add((multiply((reach.grid, low)), reach.first)),
        add((multiply((reach.grid, high)), reach.last)),
    )


def _unrounded(grid: Value, offset: Value, parts: Value, beyond: Value) -> Value:
    return add((divide(multiply((grid, offset)), parts), beyond))


def least(values: Sequence[Value]) -> Value:
    """The smallest of the values."""
    return reduce(_smaller, values)


def most(values: Sequence[Value]) -> Value:
    """The largest of the values."""
    return reduce(_larger, values)


def _smaller(one: Value, other: Value) -> Value:
    order = _order(one, other)
    return arithmetic.minimum(one, other) if order is None else one if order else other


def _larger(one: Value, other: Value) -> Value:
    order = _order(one, other)
    return arithmetic.maximum(one, other) if order is None else other if order else one


def _order(one: Value, other: Value) -> bool | None:
    """Whether the one is at most the other; None where that depends on symbols."""
    difference = add((other, negate(one)))
    if isinstance(difference, int | Fraction):
        return difference >= 0
    from symcnn.formula import algebra

    if algebra.is_never_negative(difference):
        return True
    return False if algebra.is_never_negative(negate(difference)) else None
