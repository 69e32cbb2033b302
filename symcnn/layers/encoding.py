"""Integers and numbers as categories: Keras's encodings whose sizes are arguments."""

from __future__ import annotations

from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import (
    COUNT,
    Argument,
    Kind,
    Unfit,
    choice,
    ignored,
    parts_of,
)
from symcnn.layers.declaration import Layer, LayerProblem, Resolved, Shape, Site, kept
from symcnn.layers.sight import WHOLE, Sight, Sights, Window
from symcnn.layers.windows import joined

_REASON = "It writes numbers as categories by a fixed rule: nothing is learned."
_INT, _ONE_HOT = "int", "one_hot"


def _encoded(site: Site, count: Value, *, shrinks: bool) -> Resolved:
    """One axis more, of the categories; ``shrinks`` puts it in the place of the last axis."""
    shape: Shape = site.inputs[0]
    mode = site["output_mode"]
    if mode == _INT:
        return Resolved(describe=("a whole number for each value",))
    shrinks = shrinks or (bool(shape) and arithmetic.equal(shape[-1], 1))
    leading = shape[:-1] if shrinks else shape
    if shrinks and not shape:
        message = f"{mode} is over the values of an axis, and there is none"
        raise LayerProblem("argument", message, "output_mode")
    axes = tuple(kept(f"axis {i + 1}", extent, "size") for i, extent in enumerate(leading))
    words: Any = (count, " categories, ", mode.replace("_", "-"))
    return Resolved(output=(*axes, kept("categories", count, "output_size")), describe=words)


def _sees(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each value its own categories; where an axis has gone, all its values."""
    return tuple(
        tuple(Window(i) if i < len(shape) - (resolved.output is not None) else WHOLE for i in axes)
        for axes in (range(len(given)) for given in site.inputs)
    )


def _category_encoding(site: Site) -> Resolved:
    if site["num_tokens"] is None:
        message = "the number of tokens must be told"
        raise LayerProblem("missing-argument", message, hint="write num_tokens=10")
    return _encoded(site, site["num_tokens"], shrinks=site["output_mode"] != _ONE_HOT)


def _hashing(site: Site) -> Resolved:
    return _encoded(site, site["num_bins"], shrinks=True)


def _crossing(site: Site) -> Resolved:
    first, second = site.inputs
    if site.checked and first != second:
        message = f"shapes {joined(first)} and {joined(second)} cannot be crossed"
        raise LayerProblem("shapes", message)
    return _encoded(site, site["num_bins"], shrinks=site["output_mode"] != _ONE_HOT)


def _discretization(site: Site) -> Resolved:
    edges, bins = site["bin_boundaries"], site["num_bins"]
    if (edges is None) == (bins is None):
        message = "it takes bin_boundaries or num_bins, one of the two"
        raise LayerProblem("arguments", message, "num_bins")
    count = len(edges) + 1 if edges is not None else bins
    if site["output_mode"] in (_INT, _ONE_HOT):
        return _encoded(site, count, shrinks=False)
    if not site.inputs[0]:
        return _encoded(site, count, shrinks=True)
    # Keras takes away the first axis here, not the last.
    rest = tuple(
        kept(f"axis {i + 1}", extent, "size") for i, extent in enumerate(site.inputs[0][1:])
    )
    words: Any = (count, " categories, ", site["output_mode"].replace("_", "-"))
    return Resolved(output=(*rest, kept("categories", count, "output_size")), describe=words)


def _sees_bins(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    if site["output_mode"] in (_INT, _ONE_HOT):
        return _sees(site, resolved, shape)
    rest: list[Sight] = [Window(axis) for axis in range(len(shape) - 1)]
    return ((WHOLE, *rest),)


def _numbers(value: Any, rank: int, checked: bool) -> Any:
    parts = parts_of(value)
    if value is not None and (not parts or any(isinstance(part, str | tuple) for part in parts)):
        raise Unfit("a list of numbers")
    return parts


_MODES = choice(_INT, _ONE_HOT, "multi_hot", "count")
_MODE = Argument("output_mode", _MODES, _INT)
_BOUNDARIES = Kind("a list of numbers or None", _numbers, takes_sizes=True)

LAYERS = (
    Layer(
        name="category_encoding",
        title="category encoding",
        keras={"CategoryEncoding": None},
        ranks=(0, None),
        arguments=(
            Argument("num_tokens", COUNT, None),
            Argument("output_mode", choice("multi_hot", _ONE_HOT, "count"), "multi_hot"),
            *ignored("sparse"),
        ),
        resolve=_category_encoding,
        sees=_sees,
        channels="the categories of {layer}",
        reason=_REASON,
        source="Keras 3, CategoryEncoding",
        examples=(
            "input(20) -> category_encoding(1000)",
            "input(20) -> category_encoding(9, one_hot)",
        ),
    ),
    Layer(
        name="discretization",
        title="discretization",
        keras={"Discretization": None},
        ranks=(0, None),
        arguments=(
            Argument("bin_boundaries", _BOUNDARIES, None),
            Argument("num_bins", COUNT, None),
            *ignored("epsilon"),
            _MODE,
            *ignored("sparse"),
        ),
        resolve=_discretization,
        sees=_sees_bins,
        channels="the categories of {layer}",
        reason=_REASON,
        source="Keras 3, Discretization",
        examples=(
            "input(8) -> discretization((0, 0.5, 1))",
            "input(8) -> discretization(num_bins=4)",
        ),
    ),
    Layer(
        name="hashing",
        title="hashing",
        keras={"Hashing": None},
        ranks=(0, None),
        arguments=(
            Argument("num_bins", COUNT),
            *ignored("mask_value", "salt"),
            _MODE,
            *ignored("sparse"),
        ),
        resolve=_hashing,
        sees=_sees,
        channels="the categories of {layer}",
        reason=_REASON,
        source="Keras 3, Hashing",
        examples=("input(8) -> hashing(100)", "input(8) -> hashing(100, multi_hot)"),
    ),
    Layer(
        name="hashed_crossing",
        title="hashed crossing",
        keras={"HashedCrossing": None},
        ranks=(0, None),
        inputs=(2, 2),
        arguments=(Argument("num_bins", COUNT), _MODE, *ignored("sparse")),
        resolve=_crossing,
        sees=_sees,
        channels="the categories of {layer}",
        reason=_REASON,
        source="Keras 3, HashedCrossing",
        examples=("a: input(1) -> b: input(1) -> from(a, b) -> hashed_crossing(100, one_hot)",),
    ),
)
