"""Learned values that are the same for every input: positions, a class token, a scale."""

from __future__ import annotations

from symcnn.layers.declaration import (
    Axis,
    Layer,
    Resolved,
    Shape,
    Site,
    Weight,
    kept,
    per_unit,
)
from symcnn.layers.sight import Sights, Window

_VALUE_BY_VALUE = "It works value by value: no sums of products."


def _positions(site: Site) -> Resolved:
    length, channels = site.inputs[0]
    return Resolved(
        {"length": length, "in_channels": channels},
        describe=("a vector learned for each position, and added",),
    )


def _class_token(site: Site) -> Resolved:
    length, channels = site.inputs[0]
    longer = Axis("length", "length + 1", {"length": length})
    return Resolved(
        {"in_channels": channels},
        output=(longer, kept("channels", channels)),
        describe=("a learned vector in front of the others",),
    )


def _behind_the_token(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each vector one place further on."""
    return ((Window(0, padding=1), Window(1)),)


def _layer_scale(site: Site) -> Resolved:
    return Resolved(
        {"in_channels": site.inputs[0][-1]}, describe=("each channel times a learned factor",)
    )


LAYERS = (
    Layer(
        name="positions",
        title="learned positions",
        aliases=("position_embedding",),
        ranks=(2, 2),
        resolve=_positions,
        weights=(Weight("positions", ("length", "in_channels")),),
        forms=(per_unit("length*in_channels", "each position has <in_channels> values"),),
        uncounted=_VALUE_BY_VALUE,
        source="A. Dosovitskiy et al. (2021), section 3.1",
        examples=("input(197x768) -> positions",),
    ),
    Layer(
        name="class_token",
        title="class token",
        ranks=(2, 2),
        resolve=_class_token,
        sees=_behind_the_token,
        weights=(Weight("token", ("in_channels",)),),
        forms=(per_unit("in_channels", "one learned vector of <in_channels> values"),),
        uncounted=_VALUE_BY_VALUE,
        source="A. Dosovitskiy et al. (2021), section 3.1",
        examples=("input(196x768) -> class_token",),
    ),
    Layer(
        name="layer_scale",
        title="layer scale",
        resolve=_layer_scale,
        weights=(Weight("gamma", ("in_channels",)),),
        forms=(per_unit("in_channels", "one factor for each channel"),),
        uncounted=_VALUE_BY_VALUE,
        source="H. Touvron et al. (2021), Going deeper with image transformers, section 2",
        examples=("input(56x56x96) -> layer_scale",),
    ),
)
