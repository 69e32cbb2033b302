"""The axes of a shape by name, and those that a layer with axes of its choice works along."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import AXES, LayerProblem, Shape, Site
from symcnn.layers.windows import axis_index, joined

# The role of an extent that stands where features usually do.
FEATURES = "in_channels"


def axis_names(count: int, channels_first: bool = False) -> tuple[str, ...]:
    """Names for the axes of a shape with so many of them.

    >>> axis_names(3)
    ('height', 'width', 'channels')
    """
    if count - 1 in AXES:
        names = AXES[count - 1]
        return ("channels", *names) if channels_first else (*names, "channels")
    return tuple(f"axis_{index + 1}" for index in range(count))


def places(axes: Iterable[int], shape: Shape) -> tuple[int, ...]:
    """The places of axes in a shape without the batch, in the order given.

    Raises:
        LayerProblem: where the shape has no such axis, or one is named twice.
    """
    found = tuple(axis_index(axis, shape) for axis in axes)
    if len(set(found)) < len(found):
        raise LayerProblem("axis", "an axis is named twice", "axis")
    return found


def roles_along(site: Site, chosen: tuple[int, ...], first: bool = False) -> dict[str, Value]:
    """The roles of chosen axes of the first input with their extents, in the order given.

    ``first`` says that its channels stand in front. A single axis that holds them is
    ``in_channels``, as everywhere.
    """
    shape = site.inputs[0]
    if chosen == (0 if first else len(shape) - 1,):
        return {FEATURES: shape[chosen[0]]}
    names = axis_names(len(shape), first)
    return {names[place]: shape[place] for place in chosen}


def last_axes(site: Site, extents: Shape, argument: str) -> tuple[int, ...]:
    """The places of the last axes of the first input, which must have these extents.

    Raises:
        LayerProblem: where they have others.
    """
    shape = site.inputs[0]
    start = len(shape) - len(extents)
    same = start >= 0 and all(
        not site.checked or arithmetic.equal(one, other)
        for one, other in zip(shape[max(start, 0) :], extents, strict=False)
    )
    if not same:
        raise LayerProblem(
            "shapes",
            f"{argument} is {joined(extents)}, but the input is {joined(shape)}",
            argument,
            f"it repeats the last axes of the input, such as {shape[-1]}",
        )
    return tuple(range(start, len(shape)))
