"""Normalization of each input by itself: its features, groups of its channels, its length."""

from __future__ import annotations

from typing import Any

from symcnn.layers.arguments import (
    AXIS,
    COUNT,
    FLAG,
    KNOWN_AXES,
    SIZES,
    Argument,
    ByConvention,
    Kind,
    Unfit,
    ignored,
    is_integral,
)
from symcnn.layers.axes import FEATURES, last_axes, places, roles_along
from symcnn.layers.declaration import (
    Layer,
    LayerProblem,
    Phrase,
    Resolved,
    Shape,
    Signature,
    Site,
    Weight,
    per_unit,
)
from symcnn.layers.normalization import (
    AFFINE,
    CENTER,
    DECORATION,
    IDLE,
    SCALE,
    SCALED_AND_SHIFTED,
    VALUE_BY_VALUE,
    affine,
)
from symcnn.layers.sight import WHOLE, Sights, Window, along_axes, whole
from symcnn.layers.windows import is_below

_GAMMA = Weight("gamma", ("{normalized}",), when="scale")
_BETA = Weight("beta", ("{normalized}",), when="center")
_AXES = Argument("axis", KNOWN_AXES, -1)
_NORMALIZED_SHAPE = Argument("normalized_shape", SIZES)


def _axes(site: Site) -> tuple[int, ...]:
    """The axes that are normalized together, in the order of Keras's weights."""
    repeated = site.arguments.get("normalized_shape")
    if repeated is not None:
        return last_axes(site, repeated, "normalized_shape")
    return places(sorted(site["axis"]), site.inputs[0])


def _chosen(site: Site) -> dict[str, Any]:
    """The roles of the axes that are normalized together."""
    images = len(site.inputs[0]) > 2
    return roles_along(site, _axes(site), first=site.pytorch and images)


def _over_features(site: Site) -> Resolved:
    roles = _chosen(site)
    plain = site.arguments.get("rms_scaling", False)
    return Resolved(
        roles,
        {"scale": affine(site, "scale") or plain, "center": affine(site, "center") and not plain},
        describe=_described(tuple(roles)),
        lists={"normalized": tuple(roles)},
    )


def _by_root_mean_square(site: Site) -> Resolved:
    roles = _chosen(site)
    return Resolved(
        roles,
        {"scale": site.arguments.get("affine", True)},
        describe=_described(tuple(roles)),
        lists={"normalized": tuple(roles)},
    )


def _described(names: tuple[str, ...]) -> Phrase:
    if names == (FEATURES,):
        return ("over the features",)
    return (f"over {', '.join(name.replace('_', ' ') for name in names)}",)


def _along_features(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """The normalized axes are seen from end to end."""
    chosen = _axes(site)
    return (tuple(WHOLE if axis in chosen else Window(axis) for axis in range(len(shape))),)


def _in_groups(site: Site) -> Resolved:
    shape, groups = site.inputs[0], site["groups"]
    (place,) = places((site["axis"],), shape)
    channels = shape[place]
    groups = channels if groups == -1 else groups
    if site.checked:
        _check_groups(channels, groups)
    roles = roles_along(site, (place,), first=site.pytorch)
    words: Phrase = ("the channels in ", groups, " groups")
    if groups == 1:
        words = ("all channels together",)
    elif groups == channels:
        words = ("each channel by itself",)
    return Resolved(
        roles,
        {"scale": affine(site, "scale"), "center": affine(site, "center")},
        describe=words,
        lists={"normalized": tuple(roles)},
    )


def _check_groups(channels: Any, groups: Any) -> None:
    """Refuse groups of unlike size."""
    known = isinstance(channels, int) and isinstance(groups, int)
    if is_below(channels, groups) or (known and channels % groups):
        raise LayerProblem(
            "groups",
            f"{channels} channels cannot be divided into {groups} groups",
            "groups",
            f"take a divisor of {channels}" if known else "take fewer groups",
        )


def _groups(value: Any, rank: int, checked: bool) -> Any:
    if value != -1 and not is_integral(value, 1, checked):
        raise Unfit("a positive integer, or -1 for a group for each channel")
    return value


def _along(site: Site) -> Resolved:
    roles = roles_along(site, places(site["axis"], site.inputs[0]))
    return Resolved(describe=("each vector to length 1, ", *_described(tuple(roles))))


_KERAS_FEATURES = (
    _AXES,
    *ignored("epsilon"),
    CENTER,
    SCALE,
    *DECORATION,
    Argument("rms_scaling", FLAG, False),
)
_KERAS_GROUPS = (
    Argument("groups", Kind("a positive integer or -1", _groups), 32),
    Argument("axis", AXIS, ByConvention(-1, 1)),
    *ignored("epsilon"),
    CENTER,
    SCALE,
    *DECORATION,
)
_LENGTHS = "Dividing by the length is a fixed function: nothing is learned."

LAYERS = (
    Layer(
        name="ln",
        title="layer normalization",
        aliases=("layernorm", "layer_norm", "layer_normalization"),
        keras={"LayerNormalization": None},
        torch={
            "LayerNorm": Signature(
                (
                    _NORMALIZED_SHAPE,
                    *ignored("eps"),
                    Argument("elementwise_affine", FLAG, True, to=("affine",)),
                    Argument("bias", FLAG, True, to=("center",)),
                    *ignored("device", "dtype"),
                )
            )
        },
        arguments=(*_KERAS_FEATURES, AFFINE),
        differing={"LayerNormalization": _KERAS_FEATURES},
        resolve=_over_features,
        lists={"normalized": (FEATURES,)},
        weights=(_GAMMA, _BETA),
        forms=(
            per_unit(
                "(scale + center)*{normalized}",
                f"each feature has {SCALED_AND_SHIFTED}",
            ),
        ),
        idle=IDLE,
        uncounted=VALUE_BY_VALUE,
        sees=_along_features,
        source="J. L. Ba, J. R. Kiros, G. E. Hinton (2016), section 3; Keras 3, LayerNormalization",
        examples=("input(10x64) -> ln", "input(8x8x16) -> ln(axis=(1, 2, 3), center=false)"),
    ),
    Layer(
        name="rms_norm",
        title="root mean square normalization",
        aliases=("rmsnorm", "rms_normalization"),
        keras={"RMSNormalization": None},
        torch={
            "RMSNorm": Signature(
                (
                    _NORMALIZED_SHAPE,
                    *ignored("eps"),
                    Argument("elementwise_affine", FLAG, True, to=("affine",)),
                    *ignored("device", "dtype"),
                )
            )
        },
        arguments=(_AXES, *ignored("epsilon"), AFFINE),
        differing={"RMSNormalization": (_AXES, *ignored("epsilon"))},
        resolve=_by_root_mean_square,
        lists={"normalized": (FEATURES,)},
        weights=(Weight("scale", ("{normalized}",), when="scale"),),
        forms=(per_unit("{normalized}", "each feature has a scale, and no shift"),),
        idle="Without a scale there is nothing to learn.",
        uncounted=VALUE_BY_VALUE,
        sees=_along_features,
        source="B. Zhang, R. Sennrich (2019), equation 4; Keras 3, RMSNormalization",
        examples=("input(10x64) -> rms_norm",),
    ),
    Layer(
        name="gn",
        title="group normalization",
        aliases=("groupnorm", "group_norm", "group_normalization"),
        keras={"GroupNormalization": None},
        torch={
            "GroupNorm": Signature(
                (
                    Argument("num_groups", COUNT, to=("groups",)),
                    Argument("num_channels", COUNT, role=FEATURES),
                    *ignored("eps"),
                    Argument("affine", FLAG, True),
                    *ignored("device", "dtype"),
                    Argument("bias", FLAG, True, to=("center",)),
                )
            )
        },
        arguments=(*_KERAS_GROUPS, AFFINE),
        differing={"GroupNormalization": _KERAS_GROUPS},
        resolve=_in_groups,
        lists={"normalized": (FEATURES,)},
        weights=(_GAMMA, _BETA),
        forms=(
            per_unit(
                "(scale + center)*{normalized}",
                f"each channel has {SCALED_AND_SHIFTED}; groups share their statistics alone",
            ),
        ),
        idle=IDLE,
        uncounted=VALUE_BY_VALUE,
        sees=whole,
        source="Y. Wu, K. He (2018), section 3; Keras 3, GroupNormalization",
        examples=("input(32x32x64) -> gn(8)", "input(32x32x64) -> gn(-1, scale=false)"),
    ),
    Layer(
        name="unit_norm",
        title="unit normalization",
        aliases=("unitnorm", "unit_normalization"),
        keras={"UnitNormalization": None},
        arguments=(_AXES,),
        resolve=_along,
        reason=_LENGTHS,
        sees=along_axes,
        source="Keras 3, UnitNormalization",
        examples=("input(64) -> unit_norm",),
    ),
)
