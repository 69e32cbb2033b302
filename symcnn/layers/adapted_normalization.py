"""Normalization of features by the statistics of a data set."""

from __future__ import annotations

from typing import Any, cast

from symcnn.formula import arithmetic
from symcnn.layers.arguments import FLAG, KNOWN_AXES, Argument, Kind
from symcnn.layers.axes import FEATURES, places, roles_along
from symcnn.layers.declaration import Layer, LayerProblem, Resolved, Shape, Site, Weight, per_unit
from symcnn.layers.normalization import VALUE_BY_VALUE
from symcnn.layers.windows import joined


def _adapted(site: Site) -> Resolved:
    mean, variance = site["mean"], site["variance"]
    if (mean is None) != (variance is None):
        missing = "mean" if mean is None else "variance"
        given = "variance" if mean is None else "mean"
        message = f"{given} is given, but no {missing}"
        raise LayerProblem("argument", message, given, "give both, or none")
    axes = tuple(sorted(places(site["axis"] or (), site.inputs[0])))
    if mean is not None:
        _check_given(site, tuple(site.inputs[0][axis] for axis in axes))
    roles = roles_along(site, axes)
    return Resolved(
        roles,
        {"adapted": mean is None},
        describe=(("by the statistics of the data" if mean is None else "by given statistics"),),
        lists={"normalized": tuple(roles)},
    )


def _check_given(site: Site, features: Shape) -> None:
    mean, variance = _extents(site["mean"]), _extents(site["variance"])
    if mean != variance:
        raise LayerProblem("argument", "mean and variance differ in shape", "variance")
    last = features[len(features) - len(mean) :]
    fits = len(mean) <= len(features) and all(
        not site.checked or given == 1 or arithmetic.equal(given, extent)
        for given, extent in zip(mean, last, strict=True)
    )
    if not fits:
        message = f"the given mean is {joined(mean)}, the features are {joined(features)}"
        raise LayerProblem("argument", message, "mean")


def _extents(value: Any) -> tuple[int, ...]:
    """The shape of nested tuples."""
    if not isinstance(value, tuple):
        return ()
    parts = cast("tuple[Any, ...]", value)
    return (len(parts), *(_extents(parts[0]) if parts else ()))


def _anything(value: Any, rank: int, checked: bool) -> Any:
    return value


def _axes_or_none(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else KNOWN_AXES.read(value, rank, checked)


_STATISTIC = Kind("numbers or None", _anything, takes_sizes=True)
_AXES = Kind("known integers or None", _axes_or_none, takes_sizes=True, decides=True)

LAYERS = (
    Layer(
        name="normalization",
        title="normalization",
        aliases=("standardize",),
        keras={"Normalization": None},
        arguments=(
            Argument("axis", _AXES, -1),
            Argument("mean", _STATISTIC, None),
            Argument("variance", _STATISTIC, None),
            Argument("invert", FLAG, False),
        ),
        ranks=(0, None),
        resolve=_adapted,
        lists={"normalized": (FEATURES,)},
        weights=(
            Weight("mean", ("{normalized}",), when="adapted", trainable=False),
            Weight("variance", ("{normalized}",), when="adapted", trainable=False),
            Weight("count", (), when="adapted", trainable=False),
        ),
        forms=(
            per_unit(
                "(1 + 1)*{normalized} + 1",
                "each feature has a mean and a variance; one number counts the samples",
            ),
        ),
        idle="Mean and variance are given: they are constants, and nothing is learned.",
        uncounted=VALUE_BY_VALUE,
        source="Keras 3, Normalization",
        examples=(
            "input(8) -> normalization",
            "input(32x32x3) -> normalization(mean=(1, 2, 3), variance=(4, 5, 6))",
        ),
    ),
)
