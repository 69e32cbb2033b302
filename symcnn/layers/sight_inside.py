"""What layers see that apply others again and again: step after step, or one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value, add, multiply
from symcnn.layers.declaration import Part, Resolved, Shape, Site
from symcnn.layers.sight import (
    WHOLE,
    Scattered,
    Sight,
    Sights,
    Spread,
    Undefined,
    Whole,
    Window,
    is_kept,
    leads,
    pointwise,
    spatial,
    whole,
    windows,
)

_STATE: Final = (
    "each step sees the state of the one before through a kernel again, so that the last sees"
    " farthest"
)
_TOGETHER: Final = "the layers inside show windows as large as this together"
_SEVERAL: Final = "several layers stand in each step"
_ENDS: Final = "both directions stand end to end along this axis"

# --- step after step ------------------------------------------------------------------------------


def over_time(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Maps over time: the last step sees all of them, through the state ever farther around.

    At each step but the first the state is seen through a kernel again, with as much padding as
    keeps its extents.
    """
    steps, *_ = site.inputs[0]
    step = replace(site, inputs=(site.inputs[0][1:],))
    first = 1 if site["return_sequences"] else 0
    own = windows(step, site["kernel_size"], site["strides"])
    kernels = tuple(zip(own, site["kernel_size"], strict=True))
    seen = [_again(window, kernel, add((steps, -1)), first) for window, kernel in kernels]
    state = [_again(Window(window.to), kernel, steps, first) for window, kernel in kernels]
    further = (spatial(site, state)[0] for _ in site.inputs[1:])
    return ((WHOLE, *spatial(site, seen)[0]), *further)


def _again(window: Window, kernel: Value, times: Value, first: int) -> Window:
    """A window after which a kernel slides over what it gives so many times."""
    beyond = add((kernel, -1))
    before = arithmetic.floor(arithmetic.divide(beyond, 2))
    again = Window(0, add((multiply((times, beyond)), 1)), 1, multiply((times, before)))
    moved = replace(window, to=first + window.to)
    if arithmetic.equal(again.kernel, 1):
        return moved
    return replace(_composed(moved, again), to=moved.to, words=_STATE)


def both_ways(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Both directions: of a sequence they see all, of maps over time what each direction sees."""
    forward, *backward = resolved.parts
    if not forward.layer.leading:
        return whole(site, resolved, shape)
    given, *states = _of_part(forward)
    others = [_of_part(part) for part in backward] or [(given, *states)]
    ends = len(shape) - 1 if site["merge_mode"] == "concat" else None
    seen = tuple(_either(one, other, ends) for one, other in zip(given, others[0][0], strict=True))
    return (seen, *states, *others[0][1:])


def _either(one: Sight, other: Sight, ends: int | None) -> Sight:
    if not isinstance(one, Window) or not isinstance(other, Window):
        return one
    if one.to == ends:
        return Undefined(_ENDS, (one.to,))
    amounts = ((w.kernel, w.stride, w.padding, w.dilation) for w in (one, other))
    if all(map(arithmetic.equal, *amounts)):
        return one
    return Undefined("both directions have windows of their own", (one.to,))


def _of_part(part: Part) -> Sights:
    sees = part.layer.sees
    if sees is not None:
        return sees(part.site, part.resolved, part.shape)
    return tuple(pointwise(given) for given in part.site.inputs)


# --- one after the other --------------------------------------------------------------------------


def each_step(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each step by itself, and in it what the layers inside see, one after the other."""
    first, *further = (_of_part(part)[0] for part in resolved.parts)
    inside = [_placed(axis, sight) for axis, sight in enumerate(first)]
    for sights in further:
        inside = [_through(sight, sights) for sight in inside]
    return ((Window(0), *map(_one_axis_on, inside)),)


def _placed(axis: int, sight: Sight) -> Sight:
    """A sight that says itself where its axis is found again."""
    return replace(sight, to=leads(axis, sight)) if isinstance(sight, Undefined) else sight


def _through(sight: Sight, then: Sequence[Sight]) -> Sight:
    """What is seen through a further layer of what a sight leads to."""
    match sight:
        case Whole():
            return sight
        case Window():
            return _after(sight, then[sight.to])
        case Spread():
            kept = is_kept(then[sight.to])
            to = leads(sight.to, then[sight.to])
            return replace(sight, to=to[0]) if kept else _unless_whole((then[sight.to],), to)
        case Scattered() | Undefined():
            seen = tuple(then[axis] for axis in sight.to)
            to = tuple(sorted({new for axis in sight.to for new in leads(axis, then[axis])}))
            moved = isinstance(sight, Undefined) or all(
                is_kept(one) or isinstance(one, Scattered) for one in seen
            )
            if moved and not all(isinstance(one, Whole) for one in seen):
                return replace(sight, to=to)
            return _unless_whole(seen, to)


def _after(window: Window, then: Sight) -> Sight:
    if isinstance(then, Whole) or is_kept(window):
        return then
    if isinstance(then, Window):
        return replace(_composed(window, then), words="" if is_kept(then) else _TOGETHER)
    return Undefined(_SEVERAL, leads(window.to, then))


def _composed(window: Window, then: Window) -> Window:
    """One window as large as two, the second over what the first gives."""
    reach = multiply((window.dilation, add((window.kernel, -1))))
    beyond = multiply((window.stride, then.dilation, add((then.kernel, -1))))
    return Window(
        then.to,
        add((reach, beyond, 1)),
        multiply((window.stride, then.stride)),
        add((window.padding, multiply((window.stride, then.padding)))),
    )


def _unless_whole(seen: Sequence[Sight], to: tuple[int, ...]) -> Sight:
    return WHOLE if all(isinstance(one, Whole) for one in seen) else Undefined(_SEVERAL, to)


def _one_axis_on(sight: Sight) -> Sight:
    """A sight of one step as it lies in the sequence, whose first axis are the steps."""
    match sight:
        case Window() | Spread():
            return replace(sight, to=sight.to + 1)
        case Scattered() | Undefined():
            return replace(sight, to=tuple(axis + 1 for axis in sight.to))
        case Whole():
            return sight
