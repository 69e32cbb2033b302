"""What an output of a layer sees of its input, axis by axis: the data behind receptive fields.

A layer that keeps the shape of its only input is taken to work value by value. Any other layer
says what it sees: for each input, one :data:`Sight` for each of the input's axes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import Resolved, Shape, Site
from symcnn.records import record


@record
class Window:
    """An axis seen through a window that slides over it, as its output's axis ``to``.

    Output ``o`` sees inputs ``o*stride - padding + t*dilation`` for each ``t`` below ``kernel``;
    ``padding`` is what stands before the axis, and negative where something is cut off. ``words``
    say why the window is larger than the layer's own.
    """

    to: int
    kernel: Value = 1
    stride: Value = 1
    padding: Value = 0
    dilation: Value = 1
    words: str = ""


@record
class Spread:
    """An axis whose values are each spread over a window of outputs, along the axis ``to``.

    Input ``i`` is seen by outputs ``i*stride - padding + t*dilation`` for ``t`` below ``kernel``.
    """

    to: int
    kernel: Value
    stride: Value
    padding: Value = 0
    dilation: Value = 1


@record
class Scattered:
    """An axis whose values each go to one place, which no single axis of the output tells.

    They lie along the axes ``to`` together: a flattened map has them all in one row.
    """

    to: tuple[int, ...]


@record
class Whole:
    """An axis that every output sees from end to end."""


@record
class Undefined:
    """An axis of which no field can be told, and why.

    Its places lie along the axes ``to`` of the output, without a word along the axis of the same
    number.
    """

    reason: str
    to: tuple[int, ...] = ()


Sight: TypeAlias = Window | Spread | Scattered | Whole | Undefined
# For each input of a layer, what is seen of each of its axes.
Sights: TypeAlias = tuple[tuple[Sight, ...], ...]
See: TypeAlias = Callable[[Site, Resolved, Shape], Sights]

WHOLE: Final = Whole()


def is_kept(sight: Sight) -> bool:
    """Whether each place is seen by the one in its place."""
    if not isinstance(sight, Window):
        return False
    amounts = (sight.kernel, sight.stride, sight.padding)
    return all(map(arithmetic.equal, amounts, (1, 1, 0)))


def leads(axis: int, sight: Sight) -> tuple[int, ...]:
    """The axes of the output where an axis is found again."""
    match sight:
        case Window() | Spread():
            return (sight.to,)
        case Scattered():
            return sight.to
        case Undefined():
            return sight.to or (axis,)
        case Whole():
            return ()


def pointwise(shape: Shape) -> tuple[Sight, ...]:
    """Each value seen by the output in the same place."""
    return tuple(Window(axis) for axis in range(len(shape)))


def spatial(site: Site, sights: Iterable[Sight], channels: Sight = WHOLE) -> Sights:
    """The sights of the spatial axes and of the channels, in the order of the data format."""
    return ((channels, *sights) if site.channels_first else (*sights, channels),)


def first_axis(site: Site) -> int:
    """The place of the first spatial axis."""
    return 1 if site.channels_first else 0


def channel_by_channel(site: Site) -> Window:
    """The channels of a layer that takes each by itself and gives as many."""
    return Window(0 if site.channels_first else site.rank)


# --- windows --------------------------------------------------------------------------------------


def through_kernel(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """A convolution: windows over the map, all channels at once."""
    return spatial(site, windows(site, site["kernel_size"], site["strides"]))


def through_kernel_by_channel(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Windows over the map, each channel by itself."""
    channel = channel_by_channel(site)
    own = channel if site["depth_multiplier"] == 1 else Scattered((channel.to,))
    return spatial(site, windows(site, site["kernel_size"], site["strides"]), own)


def through_pool(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Pooling: windows over the map, each channel by itself."""
    size = site["pool_size"]
    sights = windows(site, size, site["strides"] or size)
    return spatial(site, sights, channel_by_channel(site))


def windows(site: Site, kernel: Shape, strides: Shape) -> tuple[Window, ...]:
    """The windows of a layer's spatial axes, under its padding and dilation."""
    dilation: Shape = site.arguments.get("dilation_rate", (1,) * site.rank)
    first = first_axis(site)
    return tuple(
        Window(
            first + axis,
            kernel[axis],
            strides[axis],
            padding_before(site, axis, kernel[axis], strides[axis], dilation[axis]),
            dilation[axis],
        )
        for axis in range(site.rank)
    )


def padding_before(site: Site, axis: int, kernel: Value, stride: Value, dilation: Value) -> Value:
    """What a window's padding puts before an axis.

    For `same`, TensorFlow's rule: as much as the last window needs, the smaller half before.
    """
    padding: Any = site["padding"]
    reach = _reach(kernel, dilation)
    if padding == "valid":
        return 0
    if padding == "causal":
        return reach
    if padding != "same":
        return padding[axis][0]
    size = site.spatial[axis]
    if stride == 1:
        return arithmetic.floor(arithmetic.divide(reach, 2))
    last = arithmetic.multiply((arithmetic.ceil(arithmetic.divide(size, stride)) - 1, stride))
    missing = arithmetic.add((last, reach, 1, arithmetic.negate(size)))
    return arithmetic.floor(arithmetic.divide(arithmetic.maximum(missing, 0), 2))


def _reach(kernel: Value, dilation: Value) -> Value:
    """How far a window reaches beyond its first place."""
    return arithmetic.multiply((dilation, arithmetic.add((kernel, -1))))


def spread_by_kernel(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """A transposed convolution: each place of the map is spread over a window."""
    kernel, strides, dilation = site["kernel_size"], site["strides"], site["dilation_rate"]
    first = first_axis(site)
    sights: list[Sight] = []
    for axis in range(site.rank):
        padding = _cut_before(site, axis, shape[first + axis])
        sights.append(Spread(first + axis, kernel[axis], strides[axis], padding, dilation[axis]))
    return spatial(site, sights)


def _cut_before(site: Site, axis: int, extent: Value) -> Value:
    """What a transposed convolution cuts off before an axis: half of all that it cuts."""
    padding: Any = site["padding"]
    if padding not in ("valid", "same"):
        return padding[axis][0]
    full = arithmetic.add(
        (
            arithmetic.multiply((site.spatial[axis] - 1, site["strides"][axis])),
            _reach(site["kernel_size"][axis], site["dilation_rate"][axis]),
            1,
        )
    )
    cut = arithmetic.maximum(arithmetic.add((full, arithmetic.negate(extent))), 0)
    return arithmetic.floor(arithmetic.divide(cut, 2))


# --- whole maps and other arrangements ------------------------------------------------------------


def whole(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Every output sees every value of every input."""
    return tuple((WHOLE,) * len(given) for given in site.inputs)


def whole_maps(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each channel is seen from end to end: global pooling."""
    channel = Window(0 if site.channels_first else len(shape) - 1)
    return spatial(site, (WHOLE,) * site.rank, channel)


def each_position(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """The last axis is seen whole, at each position of the others by itself."""
    return ((*pointwise(site.inputs[0][:-1]), WHOLE),)


def along_axes(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """The axes of the argument ``axis`` are seen whole, counted with the batch as axis 0."""
    rank = len(shape)
    given = site["axis"] if isinstance(site["axis"], tuple) else (site["axis"],)
    axes = {axis - 1 if axis > 0 else rank + axis for axis in given}
    return (tuple(WHOLE if axis in axes else Window(axis) for axis in range(rank)),)


def in_one_row(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each value goes to a place of its own in one row."""
    return ((Scattered((0,)),) * len(site.inputs[0]),)


def in_another_shape(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Axes in front and behind that stay are themselves; what lies between is scattered."""
    given = site.inputs[0]
    front = _alike(given, shape)
    behind = _alike(given[front:][::-1], shape[front:][::-1])
    between = Scattered(tuple(range(front, len(shape) - behind)))
    moved = len(shape) - len(given)
    return (
        (
            *pointwise(given[:front]),
            *(between for _ in given[front : len(given) - behind]),
            *(Window(axis + moved) for axis in range(len(given) - behind, len(given))),
        ),
    )


def _alike(one: Shape, other: Shape) -> int:
    """How many extents are the same from the start."""
    count = 0
    while count < min(len(one), len(other)) and arithmetic.equal(one[count], other[count]):
        count += 1
    return count


# --- several inputs -------------------------------------------------------------------------------


def value_by_value(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Inputs joined value by value; an extent of 1 is stretched, and so seen by every output."""
    return tuple(
        tuple(
            WHOLE if extent == 1 and shape[axis] != 1 else Window(axis)
            for axis, extent in enumerate(given, len(shape) - len(given))
        )
        for given in site.inputs
    )
