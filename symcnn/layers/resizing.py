"""Layers that add, cut or repeat rows and columns: zero padding, cropping, upsampling."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import (
    DATA_FORMAT,
    EXTENTS,
    PAIRS,
    Argument,
    ByRank,
    Unfit,
    choice,
    extents,
)
from symcnn.layers.declaration import Axis, Layer, LayerProblem, Resolved, Shape, Site, kept
from symcnn.layers.sight import See, Sights, Spread, Window, channel_by_channel, first_axis, spatial
from symcnn.layers.windows import is_below, joined


def _edges(site: Site, argument: str, formula: str, even: str) -> tuple[Axis, ...]:
    axes: list[Axis] = []
    for axis, size, (before, after) in zip(site.axes, site.spatial, site[argument], strict=True):
        if before == after:
            axes.append(Axis(axis, even, {"size": size, argument: before}))
        else:
            roles = {"size": size, f"{argument}_before": before, f"{argument}_after": after}
            axes.append(Axis(axis, formula, roles))
    return site.arranged(tuple(axes), kept("channels", site.channels))


def _zero_padding(site: Site) -> Resolved:
    even = "size + 2*padding"
    output = _edges(site, "padding", "size + padding_before + padding_after", even)
    return Resolved(output=output, describe=("zeros around each map",))


def _cropping(site: Site) -> Resolved:
    for size, (before, after) in zip(site.spatial, site["cropping"], strict=True):
        cut = arithmetic.add((before, after))
        if site.checked and not is_below(cut, size) and (cut == size or is_below(size, cut)):
            raise LayerProblem(
                "crop-too-large", f"nothing is left of {joined(site.spatial)}", "cropping"
            )
    even = "size - 2*cropping"
    output = _edges(site, "cropping", "size - cropping_before - cropping_after", even)
    return Resolved(output=output, describe=("rows and columns cut off each map",))


def _upsampling(site: Site) -> Resolved:
    axes = tuple(
        Axis(axis, "size*factor", {"size": size, "factor": factor})
        for axis, size, factor in zip(site.axes, site.spatial, site["size"], strict=True)
    )
    words: Any = ("each value repeated ", site["size"])
    return Resolved(output=site.arranged(axes, kept("channels", site.channels)), describe=words)


def _one_extent(value: Any, rank: int, checked: bool) -> Any:
    if isinstance(value, tuple):
        raise Unfit("a positive integer")
    return extents(value, rank, checked)


def _shifted(argument: str, sign: int) -> See:
    """Each place seen by one output, behind what was added or before what was cut."""

    def see(site: Site, resolved: Resolved, shape: Shape) -> Sights:
        first = first_axis(site)
        moved = (
            Window(first + axis, padding=sign * before)
            for axis, (before, _) in enumerate(site[argument])
        )
        return spatial(site, moved, channel_by_channel(site))

    return see


# How far each rule reaches to either side, in places of the input.
_REACH = {"bilinear": 1, "bicubic": 2, "lanczos3": 3, "lanczos5": 5}


def _interpolated(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each place spread over the outputs that are nearest to it, or that it is weighed into."""
    reach = _REACH.get(site.arguments.get("interpolation", ""), 0)
    sights = (
        _spread(first_axis(site) + axis, factor, reach) for axis, factor in enumerate(site["size"])
    )
    return spatial(site, sights, channel_by_channel(site))


def _spread(to: int, factor: Value, reach: int) -> Spread:
    """A place and its output's places, their centres half a place from the edge."""
    if not reach:
        return Spread(to, factor, factor)
    half = arithmetic.floor(arithmetic.divide(factor, 2))
    odd = arithmetic.add((factor, arithmetic.multiply((-2, half))))
    kernel = arithmetic.add((arithmetic.multiply((2 * reach, factor)), arithmetic.negate(odd)))
    before = arithmetic.floor(arithmetic.divide(arithmetic.multiply((2 * reach - 1, factor)), 2))
    return Spread(to, kernel, factor, before)


def _names(prefix: str) -> dict[str, int | None]:
    return {f"{prefix}{rank}D": rank for rank in (1, 2, 3)}


_INTERPOLATION = choice("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
_CROPPING = Argument("cropping", PAIRS, ByRank(((1, 1), (2, 0), (3, 1))), ("crop",))
_SIZE = Argument("size", EXTENTS, 2, ("scale", "factor"))
# In one dimension Keras takes a number, and no tuple of one.
_REPEATED = replace(_SIZE, kind=replace(EXTENTS, read=_one_extent))

LAYERS = (
    Layer(
        name="zeropad",
        title="zero padding",
        aliases=("zero_padding", "pad"),
        keras=_names("ZeroPadding"),
        spatial=(1, 2, 3),
        arguments=(Argument("padding", PAIRS, 1), DATA_FORMAT),
        resolve=_zero_padding,
        sees=_shifted("padding", 1),
        reason="Zero padding surrounds each map with zeros: nothing is learned.",
        source="Keras 3, ZeroPadding2D",
        examples=("input(28x28x8) -> zeropad(2)", "input(8x8x3) -> zeropad(((0, 1), (0, 1)))"),
    ),
    Layer(
        name="crop",
        title="cropping",
        aliases=("cropping",),
        keras=_names("Cropping"),
        differing={"Cropping1D": (_CROPPING,)},
        spatial=(1, 2, 3),
        arguments=(_CROPPING, DATA_FORMAT),
        resolve=_cropping,
        sees=_shifted("cropping", -1),
        reason="Cropping cuts rows and columns off each map: nothing is learned.",
        source="Keras 3, Cropping2D",
        examples=("input(28x28x8) -> crop(2)",),
    ),
    Layer(
        name="upsample",
        title="upsampling",
        aliases=("upsampling", "unpool"),
        keras=_names("UpSampling"),
        differing={"UpSampling1D": (_REPEATED,), "UpSampling3D": (_SIZE, DATA_FORMAT)},
        spatial=(1, 2, 3),
        arguments=(
            _SIZE,
            DATA_FORMAT,
            Argument("interpolation", _INTERPOLATION, "nearest"),
        ),
        resolve=_upsampling,
        sees=_interpolated,
        reason="Upsampling repeats or interpolates values by a fixed rule: nothing is learned.",
        source="Keras 3, UpSampling2D",
        examples=("input(14x14x8) -> upsample(2)",),
    ),
)
