"""Keeps the written world true to the world of values.

In the written world symbols stand for themselves, and a layer may look different from what it is
under its values: a padding of ``(p, q)`` is uneven until p and q are both 1. The values decide;
where a symbol hides that decision, the layer is written with its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from symcnn.errors import ProgramError
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import Axis, Resolved, Shape
from symcnn.network.graph import Node


def reconciled(written: Node, valued: Node, values: Mapping[str, Value]) -> Node:
    """The written node where its form is that of the valued one, else one with the values."""
    if _agree(written, valued, values):
        return written
    return replace(
        valued, inputs=written.inputs, output=replace(written.output, shape=valued.shape)
    )


def _agree(written: Node, valued: Node, values: Mapping[str, Value]) -> bool:
    return (
        _alike(written.resolved, valued.resolved, values)
        and _same_shape(written.shape, valued.shape, values)
        and (not valued.repeats or _same_copies(written, valued, values))
    )


def _same_copies(written: Node, valued: Node, values: Mapping[str, Value]) -> bool:
    """Whether two layers stand for as many, and their weights add up in both worlds."""
    pairs = zip(written.repeats, valued.repeats, strict=True)
    if not all(_same(one.count, other.count, values) for one, other in pairs):
        return False
    try:
        return _same(written.parameters, valued.parameters, values)
    except ProgramError:
        # A ratio that is a symbol may be 1; that of its value is not.
        return _is_without_form(valued)


def _is_without_form(node: Node) -> bool:
    try:
        _ = node.parameters
    except ProgramError:
        return True
    return False


def _alike(first: Resolved, second: Resolved, values: Mapping[str, Value]) -> bool:
    return (
        first.flags == second.flags
        and _same_form(first, second)
        and _same_values(first.roles, second.roles, values)
        and all(
            _same_values(one.roles, other.roles, values)
            for one, other in zip(first.output or (), second.output or (), strict=True)
        )
        and len(first.parts) == len(second.parts)
        and all(
            _alike(one.resolved, other.resolved, values)
            for one, other in zip(first.parts, second.parts, strict=True)
        )
    )


def _same_form(first: Resolved, second: Resolved) -> bool:
    def form(axes: tuple[Axis, ...] | None) -> list[tuple[str, str]]:
        return [(axis.name, axis.formula) for axis in axes or ()]

    return form(first.output) == form(second.output)


def _same_values(
    first: Mapping[str, Value], second: Mapping[str, Value], values: Mapping[str, Value]
) -> bool:
    return first.keys() == second.keys() and all(
        _same(value, second[role], values) for role, value in first.items()
    )


def _same_shape(first: Shape, second: Shape, values: Mapping[str, Value]) -> bool:
    return len(first) == len(second) and all(
        _same(one, other, values) for one, other in zip(first, second, strict=True)
    )


def _same(written: Value, valued: Value, values: Mapping[str, Value]) -> bool:
    if type(written) is int and type(valued) is int:
        return written == valued
    from symcnn.formula import algebra

    return arithmetic.equal(algebra.substitute(written, values), valued)
