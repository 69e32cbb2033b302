"""Layers that arrange the same values anew: flatten, reshape, permute."""

from __future__ import annotations

from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import DATA_FORMAT, KNOWN_AXES, SHAPE, Argument
from symcnn.layers.declaration import (
    AXES,
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Site,
    kept,
)
from symcnn.layers.sight import Sights, Window, in_another_shape, in_one_row
from symcnn.layers.windows import joined


def axis_names(site: Site) -> tuple[str, ...]:
    """Names for the axes of an input of any rank."""
    rank = len(site.inputs[0])
    if rank - 1 in AXES:
        names = AXES[rank - 1]
        return ("channels", *names) if site.channels_first else (*names, "channels")
    return tuple(f"axis_{index + 1}" for index in range(rank))


def _flatten(site: Site) -> Resolved:
    names = axis_names(site)
    axis = Axis("features", "*".join(names), dict(zip(names, site.inputs[0], strict=True)))
    return Resolved(output=(axis,), describe=("all values in one row",))


def _reshape(site: Site) -> Resolved:
    target: tuple[Any, ...] = site["target_shape"]
    shape: Shape = site.inputs[0]
    total = arithmetic.multiply(shape)
    open_axes = [i for i, extent in enumerate(target) if extent == -1 or extent is None]
    known = arithmetic.multiply([extent for i, extent in enumerate(target) if i not in open_axes])
    if len(open_axes) > 1:
        message = "a reshape leaves at most one axis open"
        raise LayerProblem("reshape", message, "target_shape")
    if site.checked:
        _check_total(site, total, known, bool(open_axes))
    roles: dict[str, Value] = {"total": total, "known": known}
    axes = tuple(
        Axis(f"axis {i + 1}", "total/known", roles)
        if i in open_axes
        else kept(f"axis {i + 1}", extent, "size")
        for i, extent in enumerate(target)
    )
    return Resolved(output=axes, describe=("the same values in another shape",))


def _check_total(site: Site, total: Value, known: Value, open_axis: bool) -> None:
    target = site["target_shape"]
    if isinstance(known, int) and (known == 0 or any(type(t) is int and t < -1 for t in target)):
        raise LayerProblem("reshape", "an axis is a positive integer or -1", "target_shape")
    left = arithmetic.divide(total, known)
    fits = isinstance(left, int) or not arithmetic.is_number(left)
    if not (fits if open_axis else arithmetic.equal(total, known)):
        values = "value" if total == 1 else "values"
        raise LayerProblem(
            "reshape",
            f"{joined(site.inputs[0])} holds {total} {values}, "
            + (f"no multiple of {known}" if open_axis else f"the new shape {known}"),
            "target_shape",
        )


def _permute(site: Site) -> Resolved:
    dims, shape = site["dims"], site.inputs[0]
    if sorted(map(str, dims)) != sorted(str(i + 1) for i in range(len(shape))):
        raise LayerProblem(
            "permute",
            f"dims must name each of the {len(shape)} axes once, counted from 1",
            "dims",
        )
    order = (int(dim) - 1 for dim in dims)
    axes = tuple(kept(f"axis {i + 1}", shape[dim], "size") for i, dim in enumerate(order))
    return Resolved(output=axes, describe=("the axes in another order",))


def _permuted(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each axis as the axis that it becomes."""
    order = [int(dim) - 1 for dim in site["dims"]]
    return (tuple(Window(order.index(axis)) for axis in range(len(shape))),)


LAYERS = (
    Layer(
        name="flatten",
        title="flatten",
        keras={"Flatten": None},
        arguments=(DATA_FORMAT,),
        ranks=(0, None),
        resolve=_flatten,
        sees=in_one_row,
        channels="the flattened {shape} map of {before}",
        reason="Flattening writes the same values in one row: nothing is learned.",
        source="Keras 3, Flatten",
        examples=("input(5x5x16) -> flatten",),
    ),
    Layer(
        name="reshape",
        title="reshape",
        keras={"Reshape": None},
        arguments=(Argument("target_shape", SHAPE, aliases=("shape", "target")),),
        ranks=(0, None),
        resolve=_reshape,
        sees=in_another_shape,
        channels="the last axis of {layer}",
        reason="Reshaping arranges the same values anew: nothing is learned.",
        source="Keras 3, Reshape",
        examples=("input(784) -> reshape(28x28x1)", "input(4x4x8) -> reshape((-1, 8))"),
    ),
    Layer(
        name="permute",
        title="permute",
        keras={"Permute": None},
        arguments=(Argument("dims", KNOWN_AXES),),
        resolve=_permute,
        sees=_permuted,
        channels="the last axis of {layer}",
        reason="Permuting swaps axes: nothing is learned.",
        source="Keras 3, Permute",
        examples=("input(10x64) -> permute((2, 1))",),
    ),
)
