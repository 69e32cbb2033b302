"""Takes a field through a layer, and joins those of branches that meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from symcnn.derivation.fields import Along, Everything, Field, Lost, Unknown, axes_of
from symcnn.derivation.reaching import Reach, can_be_compared, joined, order, reduced
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value, add, multiply, negate
from symcnn.layers.sight import (
    Scattered,
    Sight,
    Spread,
    Undefined,
    Whole,
    Window,
    is_kept,
    leads,
)

# An edge that takes more operations to write says nothing to a reader.
_MOST_OPERATIONS = 60


def seen(field: Field, sights: Sequence[Sight], extent: Value, layer: str) -> Field:
    """A field through a layer; ``sights`` is what the layer sees of each axis of its input."""
    match field:
        case Everything():
            return field
        case Along():
            return _along(field, sights[field.to], extent, layer)
        case Lost() | Unknown():
            return _lost(field, {a: sights[a] for a in field.to if a < len(sights)}, extent)


def _along(field: Along, sight: Sight, extent: Value, layer: str) -> Field:
    match sight:
        case Whole():
            return Everything(extent)
        case Undefined():
            return Unknown(sight.to or (field.to,), sight.reason)
        case Scattered():
            return Lost(sight.to, field.size, layer)
        case Window():
            return Along(sight.to, joined([_through(reach, sight) for reach in field.reaches]))
        case Spread() if not _is_dense(sight):
            return Unknown((sight.to,), "a window smaller than its stride leaves gaps when spread")
        case Spread():
            found = [_spread(reach, sight) for reach in field.reaches]
            reaches = [reach for reach in found if reach is not None]
            if len(reaches) == len(found):
                return Along(sight.to, joined(reaches))
            reason = "places that were spread and gathered again are spread once more"
            return Unknown((sight.to,), reason)


def _lost(field: Lost | Unknown, sights: Mapping[int, Sight], extent: Value) -> Field:
    """A field that follows no axis: it is seen whole, or moves with the axes that it lies along."""
    seen = sights.values()
    if seen and all(isinstance(sight, Whole) for sight in seen):
        return Everything(extent)
    to = tuple(sorted({axis for item in sights.items() for axis in leads(*item)}))
    if isinstance(field, Unknown):
        return replace(field, to=to)
    if all(is_kept(sight) or isinstance(sight, Scattered) for sight in seen):
        return replace(field, to=to)
    return Unknown(to, f"the places of the input have left their axis in {field.origin}")


def _is_dense(spread: Spread) -> bool:
    """Whether every output sees some place for certain."""
    if arithmetic.equal(spread.stride, 1):
        return True
    return arithmetic.equal(spread.dilation, 1) and bool(order(spread.stride, spread.kernel))


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
        return reduced(
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
    return reduced(
        replace(
            reach,
            low=add((multiply((reach.low, spread.stride)), low)),
            high=add((multiply((reach.high, spread.stride)), high)),
            parts=multiply((reach.parts, spread.stride)),
        )
    )


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
    together = Along(along[0].to, joined([r for field in along for r in field.reaches]))
    if not can_be_compared(together.reaches):
        return Unknown((together.to,), "too many branches of unlike fields meet")
    if any(map(_is_long, together.edges)):
        reason = "which of the branches sees further depends on the values of symbols"
        return Unknown((together.to,), reason)
    return together


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
