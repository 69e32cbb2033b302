"""Layers that cut or repeat rows and columns: cropping, upsampling."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import (
    DATA_FORMAT,
    EXTENTS,
    ONE_EXTENT,
    OPTIONAL_EXTENTS,
    Argument,
    ByConvention,
    ByRank,
    choice,
    ignored,
)
from symcnn.layers.borders import edges, shifted
from symcnn.layers.declaration import Layer, LayerProblem, Resolved, Shape, Signature, Site, kept
from symcnn.layers.padding import PAIRS
from symcnn.layers.scaling import FACTORS, scaled
from symcnn.layers.sight import (
    Sight,
    Sights,
    Spread,
    Undefined,
    channel_by_channel,
    first_axis,
    spatial,
)
from symcnn.layers.windows import is_below, joined


def _cropping(site: Site) -> Resolved:
    for size, (before, after) in zip(site.spatial, site["cropping"], strict=True):
        cut = arithmetic.add((before, after))
        if site.checked and not is_below(cut, size) and (cut == size or is_below(size, cut)):
            raise LayerProblem(
                "crop-too-large", f"nothing is left of {joined(site.spatial)}", "cropping"
            )
    even = "size - 2*cropping"
    output = edges(site, "cropping", "size - cropping_before - cropping_after", even)
    return Resolved(output=output, describe=("rows and columns cut off each map",))


def _upsampling(site: Site) -> Resolved:
    factors, wanted = site["size"], site["output_size"]
    _check_mode(site)
    if wanted is not None:
        axes = tuple(
            kept(a, size, "output_size") for a, size in zip(site.axes, wanted, strict=True)
        )
        words: Any = ("values drawn out to ", wanted)
    else:
        axes = tuple(map(scaled, site.axes, site.spatial, factors))
        whole = not any(isinstance(factor, Fraction) for factor in factors)
        words = ("each value repeated ", factors) if whole else ("values drawn out",)
    return Resolved(output=site.arranged(axes, kept("channels", site.channels)), describe=words)


# How far each rule reaches to either side, in places of the input.
_REACH = {
    "linear": 1,
    "bilinear": 1,
    "trilinear": 1,
    "bicubic": 2,
    "lanczos3": 3,
    "lanczos5": 5,
}


def _interpolated(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each place spread over the outputs that are nearest to it, or that it is weighed into."""
    reach = _REACH.get(site["interpolation"], 0)
    first = first_axis(site)
    sights = (_spread(first + axis, factor, reach) for axis, factor in enumerate(_factors(site)))
    return spatial(site, sights, channel_by_channel(site))


def _factors(site: Site) -> Shape:
    """How many times as large each axis becomes."""
    wanted = site["output_size"]
    return site["size"] if wanted is None else tuple(map(arithmetic.divide, wanted, site.spatial))


def _spread(to: int, factor: Value, reach: int) -> Sight:
    """A place and its output's places, their centres half a place from the edge."""
    if isinstance(factor, Fraction):
        return Undefined("the map does not become a whole number of times as large")
    if not reach:
        return Spread(to, factor, factor)
    half = arithmetic.floor(arithmetic.divide(factor, 2))
    odd = arithmetic.add((factor, arithmetic.multiply((-2, half))))
    kernel = arithmetic.add((arithmetic.multiply((2 * reach, factor)), arithmetic.negate(odd)))
    before = arithmetic.floor(arithmetic.divide(arithmetic.multiply((2 * reach - 1, factor)), 2))
    return Spread(to, kernel, factor, before)


def _check_mode(site: Site) -> None:
    """Refuse sizes that are told twice or not at all, and what does not go with the axes."""
    told = [name for name in ("size", "output_size") if site[name] is not None]
    if not told or (site.pytorch and len(told) > 1):
        names = "size or scale_factor" if site.pytorch else "size or output_size"
        raise LayerProblem("arguments", f"it takes {names}, one of the two", "output_size")
    mode = site["interpolation"]
    wanted = _DIMENSIONS.get(mode, site.rank)
    if wanted != site.rank:
        message = f"{mode} interpolation is for {wanted} dimensions, not {site.rank}"
        raise LayerProblem(
            "argument", message.replace("1 dimensions", "1 dimension"), "interpolation"
        )


def _names(prefix: str) -> dict[str, int | None]:
    return {f"{prefix}{rank}D": rank for rank in (1, 2, 3)}


_KERAS_MODES = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
_TORCH_MODES = (
    "nearest",
    "linear",
    "bilinear",
    "bicubic",
    "trilinear",
    "area",
    "nearest-exact",
)
# The number of spatial axes that a way to interpolate is for.
_DIMENSIONS = {
    "linear": 1,
    "bilinear": 2,
    "bicubic": 2,
    "lanczos3": 2,
    "lanczos5": 2,
    "trilinear": 3,
}
_CROPPING = Argument("cropping", PAIRS, ByRank(((1, 1), (2, 0), (3, 1))), ("crop",))
_SIZE = Argument("size", EXTENTS, 2, ("scale", "factor"))
# In one dimension Keras takes a number, and no tuple of one.
_REPEATED = replace(_SIZE, kind=ONE_EXTENT)
_INTERPOLATION = Argument("interpolation", choice(*_KERAS_MODES), "nearest")
_MODE = Argument("mode", choice(*_TORCH_MODES), "nearest", to=("interpolation",))
_TORCH_SIZES = (
    Argument("size", OPTIONAL_EXTENTS, None, to=("output_size",)),
    Argument("scale_factor", FACTORS, None, to=("size",)),
)

LAYERS = (
    Layer(
        name="crop",
        title="cropping",
        aliases=("cropping",),
        keras=_names("Cropping"),
        differing={"Cropping1D": (_CROPPING,)},
        spatial=(1, 2, 3),
        arguments=(_CROPPING, DATA_FORMAT),
        resolve=_cropping,
        sees=shifted("cropping", -1),
        reason="Cropping cuts rows and columns off each map: nothing is learned.",
        source="Keras 3, Cropping2D",
        examples=("input(28x28x8) -> crop(2)",),
    ),
    Layer(
        name="upsample",
        title="upsampling",
        aliases=("upsampling", "unpool"),
        keras=_names("UpSampling"),
        differing={
            "UpSampling1D": (_REPEATED,),
            "UpSampling2D": (_SIZE, DATA_FORMAT, _INTERPOLATION),
            "UpSampling3D": (_SIZE, DATA_FORMAT),
        },
        torch={
            "Upsample": Signature(
                (*_TORCH_SIZES, _MODE, *ignored("align_corners", "recompute_scale_factor"))
            ),
            "UpsamplingNearest2d": Signature(_TORCH_SIZES, 2),
            "UpsamplingBilinear2d": Signature(_TORCH_SIZES, 2, {"interpolation": "bilinear"}),
        },
        spatial=(1, 2, 3),
        arguments=(
            Argument("size", FACTORS, ByConvention(2, None), ("scale", "factor", "scale_factor")),
            DATA_FORMAT,
            replace(
                _INTERPOLATION,
                kind=choice(*dict.fromkeys((*_KERAS_MODES, *_TORCH_MODES))),
                aliases=("mode",),
            ),
            Argument("output_size", OPTIONAL_EXTENTS, None),
        ),
        resolve=_upsampling,
        sees=_interpolated,
        words={"factor": "how many times as large the map becomes"},
        reason="Upsampling repeats or interpolates values by a fixed rule: nothing is learned.",
        source="Keras 3, UpSampling2D; PyTorch, Upsample",
        examples=("input(14x14x8) -> upsample(2)", "input(14x14x8) -> upsample(1.5, bilinear)"),
    ),
)
