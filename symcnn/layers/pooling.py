"""Pooling: a fixed function of each window, or of a whole feature map."""

from __future__ import annotations

from dataclasses import replace

from symcnn.layers.arguments import (
    DATA_FORMAT,
    EXTENTS,
    FLAG,
    OPTIONAL_EXTENTS,
    REQUIRED,
    Argument,
    padding,
)
from symcnn.layers.declaration import Axis, Layer, Phrase, Resolved, Site, kept
from symcnn.layers.windows import described_window, sliding


def _pooling(site: Site) -> Resolved:
    window = site["pool_size"]
    strides = site["strides"] or window
    axes = sliding(site, window, strides, site["padding"])
    words: Phrase = ("windows of ", window, *described_window(strides, site["padding"]))
    return Resolved(output=site.arranged(axes, kept("channels", site.channels)), describe=words)


def _global_pooling(site: Site) -> Resolved:
    channels = kept("channels", site.channels)
    if not site["keepdims"]:
        return Resolved(output=(channels,), describe=("one value for each channel",))
    ones = tuple(Axis(axis, "1", {}) for axis in site.axes)
    return Resolved(
        output=site.arranged(ones, channels), describe=("one value for each channel, axes kept",)
    )


_WINDOW = (
    Argument("pool_size", EXTENTS, 2, ("kernel_size", "kernel", "size")),
    Argument("strides", OPTIONAL_EXTENTS, None, ("stride",)),
    Argument("padding", padding("same", "valid"), "valid", ("pad",)),
    DATA_FORMAT,
)
# Keras's average pooling must be told its window.
_TOLD = (replace(_WINDOW[0], default=REQUIRED), *_WINDOW[1:])
_WHOLE = (DATA_FORMAT, Argument("keepdims", FLAG, False))
_SOURCE = "V. Dumoulin, F. Visin (2016), chapter 3"


def _names(*prefixes: str) -> dict[str, int | None]:
    return {f"{prefix}{rank}D": rank for prefix in prefixes for rank in (1, 2, 3)}


LAYERS = (
    Layer(
        name="maxpool",
        title="max pooling",
        aliases=("pool", "max_pool", "max_pooling"),
        keras=_names("MaxPooling", "MaxPool"),
        spatial=(1, 2, 3),
        arguments=_WINDOW,
        resolve=_pooling,
        reason="Pooling computes a fixed function, the maximum of each window: nothing is learned.",
        source=f"{_SOURCE}; Keras 3, MaxPooling2D",
        examples=("input(28x28x8) -> maxpool(2)", "input(7x7x8) -> maxpool(3x3, 2, same)"),
    ),
    Layer(
        name="avgpool",
        title="average pooling",
        aliases=("avg_pool", "average_pool", "average_pooling"),
        keras=_names("AveragePooling", "AvgPool"),
        differing=dict.fromkeys(_names("AveragePooling", "AvgPool"), _TOLD),
        spatial=(1, 2, 3),
        arguments=_WINDOW,
        resolve=_pooling,
        reason="Pooling computes a fixed function, the mean of each window: nothing is learned.",
        source=f"{_SOURCE}; Keras 3, AveragePooling2D",
        examples=("input(28x28x8) -> avgpool(2)",),
    ),
    Layer(
        name="gap",
        title="global average pooling",
        aliases=("global_avgpool", "global_average_pooling"),
        keras=_names("GlobalAveragePooling", "GlobalAvgPool"),
        spatial=(1, 2, 3),
        arguments=_WHOLE,
        resolve=_global_pooling,
        reason="Global pooling computes a fixed function, each map's mean: nothing is learned.",
        source="M. Lin, Q. Chen, S. Yan (2013), section 3.2; Keras 3, GlobalAveragePooling2D",
        examples=("input(7x7x512) -> gap", "input(7x7x512) -> gap(keepdims=true)"),
    ),
    Layer(
        name="gmp",
        title="global max pooling",
        aliases=("global_maxpool", "global_max_pooling"),
        keras=_names("GlobalMaxPooling", "GlobalMaxPool"),
        spatial=(1, 2, 3),
        arguments=_WHOLE,
        resolve=_global_pooling,
        reason="Global pooling computes a fixed function, each map's maximum: nothing is learned.",
        source="Keras 3, GlobalMaxPooling2D",
        examples=("input(7x7x512) -> gmp",),
    ),
)
