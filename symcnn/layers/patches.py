"""Layers that trade places for channels: pixel shuffles, and windows laid out as columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula
from symcnn.layers.arguments import COUNT, DATA_FORMAT, EXTENTS, Argument, extents
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
)
from symcnn.layers.padding import even_padding
from symcnn.layers.sight import Scattered, Sights, Spread, Undefined, Window, first_axis, spatial
from symcnn.layers.windows import described_window, joined, sliding


def _shuffled(site: Site) -> Resolved:
    factor, channels = site["factor"], site.channels
    square = arithmetic.power(factor, 2)
    if site.checked and not _divides(square, channels):
        message = f"{channels} channels are no multiple of {factor}² = {square}"
        raise LayerProblem("reshape", message, "factor")
    spatial = tuple(
        Axis(axis, "size*factor", {"size": size, "factor": factor})
        for axis, size in zip(site.axes, site.spatial, strict=True)
    )
    roles = {"in_channels": channels, "factor": factor}
    words: Any = ("channels laid out in squares of ", (factor, factor))
    output = site.arranged(spatial, Axis("channels", "in_channels/factor**2", roles))
    return Resolved(output=output, describe=words)


def _unshuffled(site: Site) -> Resolved:
    factor = site["factor"]
    for axis, size in zip(site.axes, site.spatial, strict=True):
        if site.checked and not _divides(factor, size):
            message = f"a {axis} of {size} is no multiple of {factor}"
            raise LayerProblem("reshape", message, "factor")
    spatial = tuple(
        Axis(axis, "size/factor", {"size": size, "factor": factor})
        for axis, size in zip(site.axes, site.spatial, strict=True)
    )
    roles = {"in_channels": site.channels, "factor": factor}
    words: Any = ("squares of ", (factor, factor), " laid out as channels")
    output = site.arranged(spatial, Axis("channels", "in_channels*factor**2", roles))
    return Resolved(output=output, describe=words)


def _divides(divisor: Value, number: Value) -> bool:
    """Whether a number is a multiple, or may be one."""
    quotient = arithmetic.divide(number, divisor)
    return isinstance(quotient, int) or not arithmetic.is_number(quotient)


def _windows(site: Site, spatial: Shape) -> dict[str, Value]:
    """How many windows there are along each axis."""
    place = replace(site, inputs=((*spatial, 1),), arguments={**site.arguments, "data_format": ""})
    axes = sliding(place, site["kernel_size"], site["strides"], site["padding"])
    return {f"output_{axis.name}": evaluate(formula(axis.formula), axis.roles) for axis in axes}


def _ordered(site: Site, positions: Axis, features: Axis) -> tuple[Axis, ...]:
    return (features, positions) if site.channels_first else (positions, features)


def _unfolded(site: Site) -> Resolved:
    kernel = site["kernel_size"]
    windows = _windows(site, site.spatial)
    roles = {
        "in_channels": site.channels,
        **{f"kernel_{axis}": kernel[i] for i, axis in enumerate(site.axes)},
    }
    words: Any = (
        "windows of ",
        kernel,
        *described_window(site["strides"], site["padding"], site["dilation_rate"]),
        ", one column for each",
    )
    positions = Axis("positions", "*".join(windows), windows)
    return Resolved(
        output=_ordered(site, positions, Axis("features", "*".join(roles), roles)), describe=words
    )


def _folded(site: Site) -> Resolved:
    first, second = site.inputs[0]
    features, positions = (first, second) if site.channels_first else (second, first)
    kernel, size = site["kernel_size"], site["output_size"]
    plane = replace(site, rank=2)
    count = arithmetic.multiply(tuple(_windows(plane, size).values()))
    if site.checked and not arithmetic.equal(count, positions):
        message = f"{joined(size)} has {count} windows of {joined(kernel)}, not {positions}"
        raise LayerProblem("shapes", message, "output_size")
    if site.checked and not _divides(arithmetic.multiply(kernel), features):
        message = f"{features} values are no multiple of the {joined(kernel)} of a window"
        raise LayerProblem("shapes", message, "kernel_size")
    height, width = (kept(axis, size[i], "output_size") for i, axis in enumerate(plane.axes))
    roles = {"inputs": features, "kernel_height": kernel[0], "kernel_width": kernel[1]}
    channels = Axis("channels", "inputs/(kernel_height*kernel_width)", roles)
    words: Any = ("columns added up in windows of ", kernel)
    return Resolved(output=site.arranged((height, width), channels), describe=words)


def _spread_out(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each place becomes a square, its channels the places in it."""
    first, side = first_axis(site), site["factor"]
    squares = (Spread(first + axis, side, side) for axis in range(site.rank))
    return spatial(site, squares, Scattered(tuple(range(len(shape)))))


def _gathered(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Squares become places, their places channels."""
    first, side = first_axis(site), site["factor"]
    squares = (Window(first + axis, side, side) for axis in range(site.rank))
    return spatial(site, squares, Scattered((0 if site.channels_first else site.rank,)))


def _in_columns(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Windows in one row have no neighbours above or below."""
    axes = len(site.inputs[0])
    return ((Undefined("its windows stand in one row, whatever their places"),) * axes,)


def _in_a_plane(value: Any, rank: int, checked: bool) -> Any:
    return extents(value, 2, checked)


def _plane_padding(value: Any, rank: int, checked: bool) -> Any:
    return even_padding().read(value, 2, checked)


# A folded input has lost its rows and columns: its windows have them still.
_PLANE = replace(EXTENTS, read=_in_a_plane)
_KERNEL = Argument("kernel_size", _PLANE, aliases=("kernel",))
_OUTPUT = Argument("output_size", _PLANE)
_PADDING = Argument("padding", replace(even_padding(), read=_plane_padding), 0, ("pad",))
_WINDOW = (
    _KERNEL,
    Argument("strides", _PLANE, 1, ("stride",)),
    _PADDING,
    Argument("dilation_rate", _PLANE, 1, ("dilation",)),
    DATA_FORMAT,
)
_TORCH_WINDOW = (
    Argument("kernel_size", _PLANE),
    Argument("dilation", _PLANE, 1, to=("dilation_rate",)),
    _PADDING,
    Argument("stride", _PLANE, 1, to=("strides",)),
)
_FACTOR = Argument("factor", COUNT, aliases=("upscale_factor", "downscale_factor", "block_size"))

LAYERS = (
    Layer(
        name="pixel_shuffle",
        title="pixel shuffle",
        aliases=("depth_to_space",),
        torch={"PixelShuffle": Signature((Argument("upscale_factor", COUNT, to=("factor",)),))},
        spatial=(2,),
        arguments=(_FACTOR, DATA_FORMAT),
        resolve=_shuffled,
        sees=_spread_out,
        channels="the channels of {layer}",
        words={"factor": "the side of the squares"},
        reason="It writes channels as rows and columns: nothing is learned.",
        source="W. Shi et al. (2016), section 3.2, equation 4; PyTorch, PixelShuffle",
        examples=("input(24x24x64) -> pixel_shuffle(2)",),
    ),
    Layer(
        name="pixel_unshuffle",
        title="pixel unshuffle",
        aliases=("space_to_depth",),
        torch={"PixelUnshuffle": Signature((Argument("downscale_factor", COUNT, to=("factor",)),))},
        spatial=(2,),
        arguments=(_FACTOR, DATA_FORMAT),
        resolve=_unshuffled,
        sees=_gathered,
        channels="the channels of {layer}",
        words={"factor": "the side of the squares"},
        reason="It writes rows and columns as channels: nothing is learned.",
        source="PyTorch, PixelUnshuffle",
        examples=("input(48x48x3) -> pixel_unshuffle(2)",),
    ),
    Layer(
        name="unfold",
        title="unfolding",
        aliases=("im2col", "extract_patches"),
        torch={"Unfold": Signature(_TORCH_WINDOW)},
        spatial=(2,),
        arguments=_WINDOW,
        resolve=_unfolded,
        sees=_in_columns,
        channels="the values in a window of {layer}",
        reason="It writes each window as a column: nothing is learned.",
        source="K. Chellapilla, S. Puri, P. Simard (2006), section 3; PyTorch, Unfold",
        examples=("input(32x32x3) -> unfold(4x4, stride=4)",),
    ),
    Layer(
        name="fold",
        title="folding",
        aliases=("col2im",),
        torch={"Fold": Signature((_OUTPUT, *_TORCH_WINDOW))},
        ranks=(2, 2),
        arguments=(_OUTPUT, *_WINDOW),
        resolve=_folded,
        sees=_in_columns,
        channels="the channels of {layer}",
        reason="It adds each column where its window lies: nothing is learned.",
        source="PyTorch, Fold",
        examples=("input(64x48) -> fold(32x32, 4x4, stride=4)",),
    ),
)
