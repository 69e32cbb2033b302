"""Layers that arrange the same values anew: flatten and back, reshape, permute."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import AXIS, DATA_FORMAT, INTEGERS, KNOWN_AXES, SHAPE, Argument
from symcnn.layers.axes import axis_names as names_of_axes
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
)
from symcnn.layers.sight import Sights, Window, in_another_shape, in_one_row
from symcnn.layers.windows import axis_index, joined


def axis_names(site: Site) -> tuple[str, ...]:
    """Names for the axes of an input of any rank."""
    return names_of_axes(len(site.inputs[0]), site.channels_first)


def _flatten(site: Site) -> Resolved:
    """The axes from the first to the last one in a row; without axes, one value."""
    shape: Shape = site.inputs[0]
    if not shape:
        return Resolved(output=(Axis("features", "1", {}),), describe=("one value",))
    first = axis_index(site["start_dim"], shape, "start_dim")
    last = axis_index(site["end_dim"], shape, "end_dim")
    if last < first:
        message = f"start_dim {site['start_dim']} comes after end_dim {site['end_dim']}"
        raise LayerProblem("axis", message, "start_dim")
    names = axis_names(site)
    row = dict(zip(names[first : last + 1], shape[first : last + 1], strict=True))
    before = [kept(f"axis {i + 1}", shape[i], "size") for i in range(first)]
    after = [kept(f"axis {i + 1}", shape[i], "size") for i in range(last + 1, len(shape))]
    whole = len(row) == len(shape)
    words = "all values in one row" if whole else "some axes in one row"
    joint = Axis("features", "*".join(row), row)
    return Resolved(output=(*before, joint, *after), describe=(words,))


def _unflatten(site: Site) -> Resolved:
    """One axis becomes several; one of them may be open."""
    shape: Shape = site.inputs[0]
    index = axis_index(site["dim"], shape, "dim")
    target: tuple[Any, ...] = site["unflattened_size"]
    open_axes, known = _open_axes(target, "unflattened_size")
    if site.checked:
        _check_total(shape[index : index + 1], target, known, "unflattened_size")
    roles: dict[str, Value] = {"total": shape[index], "known": known}
    axes = [kept(f"axis {i + 1}", extent, "size") for i, extent in enumerate(shape)]
    axes[index : index + 1] = [
        Axis(f"axis {index + i + 1}", "total/known", roles)
        if i in open_axes
        else kept(f"axis {index + i + 1}", extent, "size")
        for i, extent in enumerate(target)
    ]
    return Resolved(output=tuple(axes), describe=("one axis as several",))


def _reshape(site: Site) -> Resolved:
    target: tuple[Any, ...] = site["target_shape"]
    shape: Shape = site.inputs[0]
    total = arithmetic.multiply(shape)
    open_axes, known = _open_axes(target, "target_shape")
    if site.checked:
        _check_total(shape, target, known, "target_shape")
    roles: dict[str, Value] = {"total": total, "known": known}
    axes = tuple(
        Axis(f"axis {i + 1}", "total/known", roles)
        if i in open_axes
        else kept(f"axis {i + 1}", extent, "size")
        for i, extent in enumerate(target)
    )
    return Resolved(output=axes, describe=("the same values in another shape",))


def _open_axes(target: tuple[Any, ...], argument: str) -> tuple[list[int], Value]:
    """The places that are left open, one at most, and the product of the other extents."""
    places = [i for i, extent in enumerate(target) if extent == -1 or extent is None]
    if len(places) > 1:
        raise LayerProblem("reshape", "at most one axis is left open", argument)
    return places, arithmetic.multiply([e for i, e in enumerate(target) if i not in places])


def _check_total(shape: Shape, target: tuple[Any, ...], known: Value, argument: str) -> None:
    """Refuse axes that do not hold as many values as are there."""
    total = arithmetic.multiply(shape)
    if isinstance(known, int) and (
        known == 0 or any(arithmetic.is_whole(t) and t < -1 for t in target)
    ):
        raise LayerProblem("reshape", "an axis is a positive integer or -1", argument)
    left = arithmetic.divide(total, known)
    open_axis = any(extent == -1 or extent is None for extent in target)
    fits = isinstance(left, int) or not arithmetic.is_number(left)
    if not (fits if open_axis else arithmetic.equal(total, known)):
        values = "value" if total == 1 else "values"
        raise LayerProblem(
            "reshape",
            f"{joined(shape)} holds {total} {values}, "
            + (f"no multiple of {known}" if open_axis else f"the new shape {known}"),
            argument,
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


def _flattened(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """The axes in one row lose their places; those around them stay."""
    see = in_one_row if len(shape) == 1 else in_another_shape
    return see(site, resolved, shape)


_NAMED_AXIS = replace(AXIS, takes_numbers=False)
_START = Argument("start_dim", _NAMED_AXIS, 1)
_END = Argument("end_dim", _NAMED_AXIS, -1)
_SPLIT = (Argument("dim", AXIS, aliases=("axis",)), Argument("unflattened_size", INTEGERS))

LAYERS = (
    Layer(
        name="flatten",
        title="flatten",
        keras={"Flatten": None},
        differing={"Flatten": (DATA_FORMAT,)},
        torch={"Flatten": Signature((_START, _END))},
        arguments=(DATA_FORMAT, _START, _END),
        ranks=(0, None),
        resolve=_flatten,
        sees=_flattened,
        channels="the flattened {shape} map of {before}",
        reason="Flattening writes the same values in one row: nothing is learned.",
        source="Keras 3, Flatten; PyTorch, Flatten",
        examples=("input(5x5x16) -> flatten", "input(5x5x16) -> flatten(start_dim=2)"),
    ),
    Layer(
        name="unflatten",
        title="unflatten",
        torch={"Unflatten": Signature(_SPLIT)},
        arguments=_SPLIT,
        resolve=_unflatten,
        sees=in_another_shape,
        channels="the last axis of {layer}",
        reason="It writes one axis as several: nothing is learned.",
        source="PyTorch, Unflatten",
        examples=("input(400) -> unflatten(1, (5, 5, 16))",),
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
