"""Pooling: a fixed function of each window."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula
from symcnn.layers.arguments import (
    DATA_FORMAT,
    EXTENTS,
    FLAG,
    IGNORED,
    ONE_EXTENT,
    OPTIONAL_EXTENTS,
    REQUIRED,
    Argument,
    ignored,
)
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Phrase,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
)
from symcnn.layers.padding import even_padding, padding
from symcnn.layers.scaling import FACTORS, scaled
from symcnn.layers.sight import (
    Sights,
    Undefined,
    channel_by_channel,
    spatial,
    through_pool,
)
from symcnn.layers.windows import described_window, is_below, joined, sliding


def _pooling(site: Site) -> Resolved:
    window = site["pool_size"]
    strides = site["strides"] or window
    dilation: Shape = site.arguments.get("dilation_rate", ())
    if site.checked and site.pytorch:
        _check_padding(site, window)
    axes = sliding(site, window, strides, site["padding"])
    words: Phrase = ("windows of ", window, *described_window(strides, site["padding"], dilation))
    if site["ceil_mode"]:
        words = (*words, ", extents rounded up")
    return _pooled(site, axes, words)


def _averaging(site: Site) -> Resolved:
    """In three dimensions PyTorch averages no window that is larger than the input unpadded."""
    if site.checked and site.pytorch and site.rank == 3:
        window = site["pool_size"]
        if any(map(is_below, site.spatial, window)):
            message = f"the {joined(window)} window is larger than its input without padding"
            raise LayerProblem("kernel-too-large", f"{message}, {joined(site.spatial)}")
    return _pooling(site)


def _check_padding(site: Site, window: Shape) -> None:
    """PyTorch pads by half a window at most, so that none lies in the padding alone."""
    if isinstance(site["padding"], str):
        return
    for extent, sides in zip(window, site["padding"], strict=True):
        if any(is_below(extent, 2 * side) for side in sides):
            message = f"padding is at most half of the {joined(window)} window"
            raise LayerProblem("padding", message, "padding", f"take {extent // 2} or less")


def _pooled(site: Site, axes: tuple[Axis, ...], words: Phrase) -> Resolved:
    """The resolution of a pool; the places of its values are a second output where asked for."""
    indices = site.arguments.get("return_indices")
    output = site.arranged(axes, kept("channels", site.channels))
    return Resolved(output=output, describe=words, others={"indices": None} if indices else {})


def _fractional(site: Site) -> Resolved:
    window, given, ratio = site["pool_size"], site["output_size"], site["output_ratio"]
    if (given is None) == (ratio is None):
        message = "it takes either output_size or output_ratio"
        raise LayerProblem("arguments", message, "output_ratio")
    if ratio is not None:
        if not all(isinstance(part, Fraction) and part < 1 for part in ratio):
            message = "output_ratio is between 0 and 1"
            raise LayerProblem("argument", message, "output_ratio")
        axes = tuple(map(scaled, site.axes, site.spatial, ratio))
        wanted = tuple(evaluate(formula(axis.formula), axis.roles) for axis in axes)
    else:
        axes = tuple(
            kept(name, size, "output_size") for name, size in zip(site.axes, given, strict=True)
        )
        wanted = given
    for size, extent, count in zip(site.spatial, window, wanted, strict=True):
        # In three dimensions PyTorch wants room to spare.
        spare = 0 if site.rank < 3 else 1
        if site.checked and is_below(size, count + extent - 1 + spare):
            message = f"{joined(wanted)} windows of {joined(window)} do not fit into"
            message = f"{message} {joined(site.spatial)}"
            raise LayerProblem("kernel-too-large", message, "output_size")
    return _pooled(site, axes, ("windows of ", window, " at places drawn at random"))


def _at_random(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Windows of which nobody knows where they stand."""
    reason = "the windows stand at places drawn at random"
    windows = (Undefined(reason),) * site.rank
    return spatial(site, windows, channel_by_channel(site))


POOL_SIZE = Argument("pool_size", EXTENTS, 2, ("kernel_size", "kernel", "size"))
WINDOW = (
    POOL_SIZE,
    Argument("strides", OPTIONAL_EXTENTS, None, ("stride",)),
    Argument("padding", padding("same", "valid"), "valid", ("pad",)),
    DATA_FORMAT,
)
# Keras's average pooling must be told its window.
_TOLD = (replace(POOL_SIZE, default=REQUIRED), *WINDOW[1:])
_CEIL = Argument("ceil_mode", FLAG, False, ("ceil",))
_INDICES = Argument("return_indices", FLAG, False, ("indices",))
OUTPUT_SIZE = Argument("output_size", OPTIONAL_EXTENTS, None)
_SOURCE = "V. Dumoulin, F. Visin (2016), chapter 3"

TORCH_WINDOW = (
    Argument("kernel_size", EXTENTS, to=("pool_size",)),
    Argument("stride", OPTIONAL_EXTENTS, None, to=("strides",)),
)
_NORM = Argument("norm_type", IGNORED)
# The norm counts the values of a window: PyTorch takes no tuple for one axis.
_ONE_NUMBER = replace(TORCH_WINDOW[0], kind=ONE_EXTENT)
TORCH_PADDING = Argument("padding", even_padding(), 0)


def _names(*prefixes: str) -> dict[str, int | None]:
    return {f"{prefix}{rank}D": rank for prefix in prefixes for rank in (1, 2, 3)}


def torch_pools(name: str, *arguments: Argument, ranks: tuple[int, ...] = (1, 2, 3)) -> Any:
    """PyTorch's classes of this name, one for each number of spatial axes."""
    return {f"{name}{rank}d": Signature(arguments, rank) for rank in ranks}


LAYERS = (
    Layer(
        name="maxpool",
        title="max pooling",
        aliases=("pool", "max_pool", "max_pooling"),
        keras=_names("MaxPooling", "MaxPool"),
        differing=dict.fromkeys(_names("MaxPooling", "MaxPool"), WINDOW),
        torch=torch_pools(
            "MaxPool",
            *TORCH_WINDOW,
            TORCH_PADDING,
            Argument("dilation", EXTENTS, 1, to=("dilation_rate",)),
            _INDICES,
            _CEIL,
        ),
        spatial=(1, 2, 3),
        arguments=(
            *WINDOW,
            Argument("dilation_rate", EXTENTS, 1, ("dilation",)),
            _CEIL,
            _INDICES,
        ),
        resolve=_pooling,
        sees=through_pool,
        reason="Pooling computes a fixed function, the maximum of each window: nothing is learned.",
        source=f"{_SOURCE}; Keras 3, MaxPooling2D; PyTorch, MaxPool2d",
        examples=(
            "input(28x28x8) -> maxpool(2)",
            "input(7x7x8) -> maxpool(3x3, 2, same)",
            "input(112x112x64) -> maxpool(3, stride=2, ceil_mode=true)",
        ),
    ),
    Layer(
        name="avgpool",
        title="average pooling",
        aliases=("avg_pool", "average_pool", "average_pooling"),
        keras=_names("AveragePooling", "AvgPool"),
        differing=dict.fromkeys(_names("AveragePooling", "AvgPool"), _TOLD),
        torch={
            **torch_pools(
                "AvgPool",
                *TORCH_WINDOW,
                TORCH_PADDING,
                _CEIL,
                *ignored("count_include_pad"),
                ranks=(1,),
            ),
            **torch_pools(
                "AvgPool",
                *TORCH_WINDOW,
                TORCH_PADDING,
                _CEIL,
                *ignored("count_include_pad", "divisor_override"),
                ranks=(2, 3),
            ),
        },
        spatial=(1, 2, 3),
        arguments=(*WINDOW, _CEIL),
        resolve=_averaging,
        sees=through_pool,
        reason="Pooling computes a fixed function, the mean of each window: nothing is learned.",
        source=f"{_SOURCE}; Keras 3, AveragePooling2D; PyTorch, AvgPool2d",
        examples=("input(28x28x8) -> avgpool(2)",),
    ),
    Layer(
        name="lppool",
        title="power-average pooling",
        aliases=("lp_pool",),
        torch={
            **torch_pools("LPPool", _NORM, _ONE_NUMBER, TORCH_WINDOW[1], _CEIL, ranks=(1,)),
            **torch_pools("LPPool", _NORM, *TORCH_WINDOW, _CEIL, ranks=(2, 3)),
        },
        spatial=(1, 2, 3),
        arguments=(*WINDOW, *ignored("norm_type"), _CEIL),
        resolve=_averaging,
        sees=through_pool,
        reason="Pooling computes a fixed function, the norm of each window: nothing is learned.",
        source="PyTorch, LPPool2d",
        examples=("input(28x28x8) -> lppool(2, norm_type=2)",),
    ),
    Layer(
        name="fractional_maxpool",
        title="fractional max pooling",
        aliases=("fractional_max_pool",),
        torch=torch_pools(
            "FractionalMaxPool",
            Argument("kernel_size", EXTENTS, to=("pool_size",)),
            OUTPUT_SIZE,
            Argument("output_ratio", FACTORS, None),
            _INDICES,
            *ignored("_random_samples"),
            ranks=(2, 3),
        ),
        spatial=(2, 3),
        arguments=(
            POOL_SIZE,
            OUTPUT_SIZE,
            Argument("output_ratio", FACTORS, None, ("ratio",)),
            DATA_FORMAT,
            _INDICES,
        ),
        resolve=_fractional,
        sees=_at_random,
        words={"factor": "the part of the input's extent"},
        reason="Pooling computes a fixed function, the maximum of each window: nothing is learned.",
        source="B. Graham (2014), Fractional max-pooling, section 2; PyTorch, FractionalMaxPool2d",
        examples=("input(32x32x8) -> fractional_maxpool(2, output_ratio=0.7)",),
    ),
)
