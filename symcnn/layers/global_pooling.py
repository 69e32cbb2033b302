"""Pooling of whole feature maps: to one value for each channel, or to an extent asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import (
    DATA_FORMAT,
    FLAG,
    Argument,
    Kind,
    Unfit,
    is_integral,
    parts_of,
)
from symcnn.layers.declaration import Axis, Layer, Resolved, Shape, Signature, Site, kept
from symcnn.layers.sight import (
    WHOLE,
    Sight,
    Sights,
    Undefined,
    Window,
    channel_by_channel,
    first_axis,
    spatial,
    whole_maps,
)


def _global(site: Site) -> Resolved:
    channels = kept("channels", site.channels)
    if not site["keepdims"]:
        return Resolved(output=(channels,), describe=("one value for each channel",))
    ones = tuple(Axis(axis, "1", {}) for axis in site.axes)
    return Resolved(
        output=site.arranged(ones, channels), describe=("one value for each channel, axes kept",)
    )


def _adaptive(site: Site) -> Resolved:
    """The extents asked for; where one is None the input's stays."""
    columns = zip(site.axes, site.spatial, site["output_size"], strict=True)
    axes = tuple(
        kept(axis, size) if wanted is None else kept(axis, wanted, "output_size")
        for axis, size, wanted in columns
    )
    extents = tuple(
        size if wanted is None else wanted
        for size, wanted in zip(site.spatial, site["output_size"], strict=True)
    )
    indices = site.arguments.get("return_indices")
    return Resolved(
        output=site.arranged(axes, kept("channels", site.channels)),
        describe=("windows that leave ", extents),
        others={"indices": None} if indices else {},
    )


def _divided(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Windows side by side where the extent can be divided into so many."""
    first = first_axis(site)
    columns = zip(site.spatial, site["output_size"], strict=True)
    sights = [_share(first + axis, *column) for axis, column in enumerate(columns)]
    return spatial(site, sights, channel_by_channel(site))


def _share(to: int, size: Value, wanted: Value | None) -> Sight:
    if wanted is None or wanted == size:
        return Window(to)
    if wanted == 1:
        return WHOLE
    share = arithmetic.divide(size, wanted)
    if isinstance(share, Fraction):
        return Undefined(f"{size} places are divided into {wanted} windows of unlike extents")
    return Window(to, share, share)


def _open_extents(value: Any, rank: int, checked: bool) -> tuple[Any, ...]:
    """An extent for each axis, or one for all; None keeps the input's."""
    parts = parts_of(value) or (value,) * rank
    if len(parts) != rank or not all(
        part is None or is_integral(part, 1, checked) for part in parts
    ):
        raise Unfit(f"a positive integer or None, or {rank} of them" if rank > 1 else _ONE)
    return parts


def _extents(value: Any, rank: int, checked: bool) -> tuple[Any, ...]:
    parts = _open_extents(value, rank, checked)
    if None in parts:
        raise Unfit(f"a positive integer, or {rank} of them" if rank > 1 else "a positive integer")
    return parts


_ONE = "a positive integer or None"
_OPEN = Argument("output_size", Kind(_ONE, _open_extents, takes_sizes=True), aliases=("size",))
# Keras has no None among them.
_CLOSED = Argument("output_size", Kind("positive integers", _extents, takes_sizes=True))
_KERAS = (_CLOSED, DATA_FORMAT)
_WHOLE = (DATA_FORMAT, Argument("keepdims", FLAG, False))
_INDICES = Argument("return_indices", FLAG, False, ("indices",))
_RANKS = (1, 2, 3)


def _names(*prefixes: str) -> dict[str, int | None]:
    return {f"{prefix}{rank}D": rank for prefix in prefixes for rank in _RANKS}


def _torch(name: str, *further: Argument) -> dict[str, Signature]:
    return {f"{name}{rank}d": Signature((_OPEN, *further), rank) for rank in _RANKS}


LAYERS = (
    Layer(
        name="gap",
        title="global average pooling",
        aliases=("global_avgpool", "global_average_pooling"),
        keras=_names("GlobalAveragePooling", "GlobalAvgPool"),
        spatial=_RANKS,
        arguments=_WHOLE,
        resolve=_global,
        sees=whole_maps,
        reason="Global pooling computes a fixed function, each map's mean: nothing is learned.",
        source="M. Lin, Q. Chen, S. Yan (2013), section 3.2; Keras 3, GlobalAveragePooling2D",
        examples=("input(7x7x512) -> gap", "input(7x7x512) -> gap(keepdims=true)"),
    ),
    Layer(
        name="gmp",
        title="global max pooling",
        aliases=("global_maxpool", "global_max_pooling"),
        keras=_names("GlobalMaxPooling", "GlobalMaxPool"),
        spatial=_RANKS,
        arguments=_WHOLE,
        resolve=_global,
        sees=whole_maps,
        reason="Global pooling computes a fixed function, each map's maximum: nothing is learned.",
        source="Keras 3, GlobalMaxPooling2D",
        examples=("input(7x7x512) -> gmp",),
    ),
    Layer(
        name="adaptive_avgpool",
        title="adaptive average pooling",
        aliases=("adaptive_avg_pool", "adaptive_average_pooling"),
        keras=_names("AdaptiveAveragePooling"),
        differing=dict.fromkeys(_names("AdaptiveAveragePooling"), _KERAS),
        torch=_torch("AdaptiveAvgPool"),
        spatial=_RANKS,
        arguments=(_OPEN, DATA_FORMAT),
        resolve=_adaptive,
        sees=_divided,
        reason="Pooling computes a fixed function, the mean of each window: nothing is learned.",
        source="Keras 3, AdaptiveAveragePooling2D; PyTorch, AdaptiveAvgPool2d",
        examples=(
            "input(13x13x256) -> adaptive_avgpool(6x6)",
            "input(H x 32 x 8) -> adaptive_avgpool((None, 4))",
        ),
    ),
    Layer(
        name="adaptive_maxpool",
        title="adaptive max pooling",
        aliases=("adaptive_max_pool", "adaptive_max_pooling"),
        keras=_names("AdaptiveMaxPooling"),
        differing=dict.fromkeys(_names("AdaptiveMaxPooling"), _KERAS),
        torch=_torch("AdaptiveMaxPool", _INDICES),
        spatial=_RANKS,
        arguments=(_OPEN, DATA_FORMAT, _INDICES),
        resolve=_adaptive,
        sees=_divided,
        reason="Pooling computes a fixed function, the maximum of each window: nothing is learned.",
        source="Keras 3, AdaptiveMaxPooling2D; PyTorch, AdaptiveMaxPool2d",
        examples=("input(13x13x256) -> adaptive_maxpool(6)",),
    ),
)
