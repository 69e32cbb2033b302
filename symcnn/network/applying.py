"""Applies a layer to what was handed to it: ranks, shapes, weights, origins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from symcnn.choices import KERAS, PYTORCH
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.read import formula
from symcnn.layers.declaration import (
    AXES,
    Axis,
    Layer,
    LayerProblem,
    Lists,
    Part,
    Resolved,
    Shape,
    Site,
    Weight,
    holds,
    lists_of,
)
from symcnn.layers.formulas import axes_of
from symcnn.layers.windows import joined
from symcnn.network.binding import Bound, Step
from symcnn.network.checks import (
    Unknown,
    check_arguments,
    check_inputs,
    check_shape,
    from_layer,
    inside,
    rank_of,
)
from symcnn.network.construction import Construction, Handed
from symcnn.network.graph import Node, Origin, Output, Tensor
from symcnn.network.scope import Rejected, Scope, rejected

# Symbols for axes that a program leaves open, by the number of axes.
_OPEN_AXES = {
    KERAS: {1: "n", 2: "TC", 3: "HWC", 4: "DHWC"},
    PYTORCH: {1: "n", 2: "TC", 3: "CHW", 4: "CDHW"},
}


def applied(
    construction: Construction, step: Step, bound: Bound, path: str, scope: Scope, handed: Handed
) -> Node:
    """The node of a layer.

    Raises:
        Rejected: where the layer does not go with its inputs or arguments.
    """
    layer = step.entry.layer
    check_inputs(construction, step, bound, handed)
    shapes = tuple(output.shape for output in handed)
    known = tuple(shape for shape in shapes if shape is not None)
    if len(known) < len(shapes):
        check_arguments(construction, step, bound, scope)
        raise Unknown
    rank = rank_of(construction, step, known, handed)
    arguments = construction.reader.read(step, bound, rank, scope)
    if construction.frozen:
        arguments["trainable"] = False
    if layer.begins:
        arguments["shape"] = _without_gaps(construction, _given_shape(step, arguments))
    site = Site(arguments, known, rank, construction.checked, construction.convention)
    try:
        construction.check_channels(step, bound, site, scope)
        resolved = layer.resolve(site)
        construction.check_repeated(step, bound, site, resolved, scope)
        shape = known[0] if resolved.output is None else output_shape(resolved.output)
        size = product(shape)
        weights = tensors(layer, site, resolved)
    except LayerProblem as problem:
        raise from_layer(construction, problem, step, bound, path, handed) from None
    except Rejected as error:
        raise inside(error, step, path, known) from None
    except (EvaluationError, ArithmeticProblem) as error:
        raise rejected(error.kind, f"{path}: {error.message}", step.span, error.hint) from None
    if construction.checked:
        for each in (shape, *filter(None, resolved.others.values())):
            check_shape(each, step, path)
    return Node(
        path,
        layer,
        site,
        resolved,
        handed,
        Output(path, shape, origin_of(layer, site, resolved, path, handed)),
        weights,
        step.span,
        size,
    )


def _given_shape(step: Step, arguments: dict[str, Any]) -> tuple[Any, ...]:
    """The shape of an input, with or without the batch in front."""
    if arguments["batch_shape"] is not None:
        return arguments["batch_shape"][1:]
    if arguments["shape"] is None:
        hint = "such as input(32x32x3)"
        raise rejected("missing-argument", f"{step.word} needs shape", step.span, hint)
    return arguments["shape"]


def _without_gaps(construction: Construction, shape: tuple[Any, ...]) -> tuple[Any, ...]:
    """`None` in an input's shape is a free symbol of its own for each axis."""
    letters = _OPEN_AXES[construction.convention].get(len(shape), "n" * len(shape))
    text = construction.source.text
    return tuple(
        construction.symbols.fresh(letter, text) if extent is None else extent
        for extent, letter in zip(shape, letters, strict=True)
    )


# --- shapes and weights -----------------------------------------------------------------------


def output_shape(axes: tuple[Axis, ...]) -> Shape:
    """The values of the axes."""
    return tuple(map(_axis_value, axes))


def _axis_value(axis: Axis) -> Value:
    roles = axis.roles
    if axis.formula in roles:
        return roles[axis.formula]
    values = tuple(roles.values())
    if all(type(value) is int for value in values):
        return _numeric_axis(axis.formula, tuple(roles), values)
    return evaluate(formula(axis.formula), roles)


@lru_cache(maxsize=4096)
def _numeric_axis(text: str, names: tuple[str, ...], values: tuple[int, ...]) -> Value:
    return evaluate(formula(text), dict(zip(names, values, strict=True)))


@cache
def _weight_formulas(
    layer: Layer, rank: int, lists: Lists, pytorch: bool
) -> tuple[tuple[Weight, tuple[Formula, ...], Formula | None], ...]:
    return tuple(
        (
            weight,
            tuple(map(formula, axes_of(weight.axes(pytorch), AXES[rank], lists))),
            formula(weight.copies) if weight.copies else None,
        )
        for weight in layer.weights
    )


def tensors(layer: Layer, site: Site, resolved: Resolved) -> tuple[Tensor, ...]:
    """The weight tensors of a layer with its numbers, those of the layers that it holds first."""
    found: list[Tensor] = []
    trains = bool(site["trainable"])
    for part in resolved.parts:
        found.extend(_held_tensors(part, trains, resolved.roles.get(part.copies, 1)))
    flags, roles = resolved.flags, resolved.roles
    lists = lists_of(layer, resolved)
    for weight, formulas, copies in _weight_formulas(layer, site.rank, lists, site.pytorch):
        if not holds(weight.when, flags):
            continue
        shape = tuple(evaluate(part, roles) for part in formulas)
        times = 1 if copies is None else evaluate(copies, roles)
        size = product((*shape, times) if copies is not None else shape)
        buffer = bool(weight.buffer) and holds(weight.buffer, flags)
        trainable = weight.trainable and trains and not buffer
        found.append(Tensor(weight.name, shape, size, trainable, times, buffer))
    return tuple(found)


def _held_tensors(part: Part, trains: bool, copies: Value) -> Iterator[Tensor]:
    """The tensors of a layer inside a layer, each as often as it is held."""
    for tensor in tensors(part.layer, part.site, part.resolved):
        yield Tensor(
            f"{part.name}/{tensor.name}",
            tensor.shape,
            product((tensor.size, copies)),
            tensor.trainable and trains,
            product((tensor.copies, copies)),
            tensor.buffer,
        )


def product(shape: Shape) -> Value:
    """The number of values in a shape.

    Raises:
        ArithmeticProblem: for a number of more than 1000 digits.
    """
    return arithmetic.checked(arithmetic.multiply(shape))


def origin_of(layer: Layer, site: Site, resolved: Resolved, path: str, handed: Handed) -> Origin:
    """Where the channels of a layer's output come from."""
    words = resolved.channels or layer.channels
    if not words and handed:
        return handed[0].origin
    if layer.begins:
        words = "the features of {layer}" if len(site["shape"]) == 1 else words
    shape = site.inputs[0] if site.inputs else ()
    if handed and all(map(arithmetic.is_whole, shape)):
        words = words.replace("{shape}", joined(shape))
    before = handed[0].layer if handed else ""
    words = words.replace("{shape} ", "").replace("{before}", _called(before))
    return Origin(words.replace("{layer}", _called(path)), path)


def _called(path: str) -> str:
    """A layer's name in a sentence."""
    return "the input" if path == "input" else path
