"""Applies a layer to what was handed to it: ranks, shapes, weights, origins."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from symcnn.errors import Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.read import formula
from symcnn.layers.declaration import (
    AXES,
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Site,
    Weight,
    expanded,
)
from symcnn.layers.windows import joined
from symcnn.network.binding import Bound, Step
from symcnn.network.construction import Construction, Handed
from symcnn.network.graph import Node, Origin, Output, Tensor
from symcnn.network.scope import Rejected, Scope, rejected

# Symbols for axes that a program leaves open, by the number of axes.
_OPEN_AXES = {1: "n", 2: "TC", 3: "HWC", 4: "DHWC"}


def applied(
    construction: Construction, step: Step, bound: Bound, path: str, scope: Scope, handed: Handed
) -> Node:
    """The node of a layer.

    Raises:
        Rejected: where the layer does not go with its inputs or arguments.
    """
    layer = step.entry.layer
    _check_inputs(construction, step, handed)
    shapes = tuple(output.shape for output in handed)
    known = tuple(shape for shape in shapes if shape is not None)
    if len(known) < len(shapes):
        _check_arguments(construction, step, bound, scope)
        raise Unknown
    rank = _rank(construction, step, known, handed, bound, scope)
    arguments = construction.reader.read(step, bound, rank, scope)
    if layer.name == "input":
        arguments["shape"] = _without_gaps(construction, _given_shape(step, arguments))
    site = Site(arguments, known, rank, construction.checked)
    try:
        resolved = layer.resolve(site)
        shape = known[0] if resolved.output is None else output_shape(resolved.output)
    except LayerProblem as problem:
        raise _from_layer(construction, problem, step, bound, path, handed) from None
    except EvaluationError as error:
        raise rejected(error.kind, f"{path}: {error.message}", step.span, error.hint) from None
    if construction.checked:
        _check_shape(shape, step, path)
    return Node(
        path,
        layer,
        site,
        resolved,
        handed,
        Output(path, shape, origin_of(layer, site, path, handed)),
        tensors(layer, site, resolved),
        step.span,
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
    letters = _OPEN_AXES.get(len(shape), "n" * len(shape))
    text = construction.source.text
    return tuple(
        construction.symbols.fresh(letter, text) if extent is None else extent
        for extent, letter in zip(shape, letters, strict=True)
    )


class Unknown(Rejected):
    """A layer behind a mistake: nothing can be said of it, and nothing more is reported."""

    def __init__(self) -> None:
        super().__init__(Problem("unknown", ""))


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
def _weight_formulas(layer: Layer, rank: int) -> tuple[tuple[Weight, tuple[Formula, ...]], ...]:
    return tuple(
        (
            weight,
            tuple(
                formula(part)
                for text in weight.shape
                for part in expanded(text, AXES[rank], ",").split(",")
            ),
        )
        for weight in layer.weights
    )


def tensors(layer: Layer, site: Site, resolved: Resolved) -> tuple[Tensor, ...]:
    """The weight tensors of a layer with its numbers."""
    found: list[Tensor] = []
    for weight, formulas in _weight_formulas(layer, site.rank):
        if weight.when and not resolved.flags[weight.when]:
            continue
        shape = tuple(evaluate(part, resolved.roles) for part in formulas)
        found.append(Tensor(weight.name, shape, weight.trainable and site["trainable"]))
    return tuple(found)


def origin_of(layer: Layer, site: Site, path: str, handed: Handed) -> Origin:
    """Where the channels of a layer's output come from."""
    if not layer.channels and handed:
        return handed[0].origin
    words = layer.channels
    if layer.name == "input":
        words = "the features of {layer}" if len(site["shape"]) == 1 else words
    shape = site.inputs[0] if site.inputs else ()
    if handed and all(type(extent) is int for extent in shape):
        words = words.replace("{shape}", joined(shape))
    before = handed[0].layer if handed else ""
    words = words.replace("{shape} ", "").replace("{before}", _called(before))
    return Origin(words.replace("{layer}", _called(path)), path)


def _called(path: str) -> str:
    """A layer's name in a sentence."""
    return "the input" if path == "input" else path


# --- checks -----------------------------------------------------------------------------------


def _check_inputs(construction: Construction, step: Step, handed: Handed) -> None:
    least, most = step.entry.layer.inputs
    count = len(handed)
    if least <= count and (most is None or count <= most):
        return
    if not count and not construction.nodes:
        raise rejected(
            "no-input",
            f"{step.word} has no input",
            step.span,
            "begin the program with an input, such as input(32x32x3)",
        )
    wanted = f"at least {least}" if most is None else (least if least == most else f"up to {most}")
    noun = "input" if wanted == 1 else "inputs"
    names = ", ".join(output.layer for output in handed[:4] if output.layer)
    given = f"{count} ({names})" if names else str(count)
    hint = f"name them: {step.entry.layer.name}(a, b)"
    if least < 2:
        hint = "join several with add( ) or concat( )"
    raise rejected("inputs", f"{step.word} takes {wanted} {noun}, not {given}", step.span, hint)


def _check_arguments(construction: Construction, step: Step, bound: Bound, scope: Scope) -> None:
    """Read the arguments of a layer whose input is unknown, for the mistakes in them."""
    ranks = (step.entry.rank,) if step.entry.rank else step.entry.layer.spatial
    construction.reader.read(step, bound, ranks[-1] if len(ranks) == 1 else 2, scope)


def _rank(
    construction: Construction,
    step: Step,
    shapes: tuple[Shape, ...],
    handed: Handed,
    bound: Bound,
    scope: Scope,
) -> int:
    layer, fixed = step.entry.layer, step.entry.rank
    if not layer.spatial:
        least, most = layer.ranks
        for shape, output in zip(shapes, handed, strict=True):
            if len(shape) < least or (most is not None and len(shape) > most):
                wanted = f"at least {least} axes"
                raise _wrong_rank(construction, step, wanted, shape, output)
        return 0
    rank = len(shapes[0]) - 1
    if rank in layer.spatial and fixed in (None, rank):
        return rank
    axes = AXES[fixed or 2]
    wanted = f"an input {' × '.join((*axes, 'channels'))}"
    raise _wrong_rank(construction, step, wanted, shapes[0], handed[0])


def _wrong_rank(
    construction: Construction, step: Step, wanted: str, shape: Shape, output: Output
) -> Rejected:
    before = construction.nodes[output.layer]
    return Rejected(
        Problem(
            "wrong-rank",
            f"{step.word} needs {wanted}, but {output.layer} gives {joined(shape)}",
            step.span,
            _other_rank(step, len(shape) - 1),
            ((before.span, f"{output.layer} stands here"),),
        )
    )


def _other_rank(step: Step, rank: int) -> str:
    """What to use for an input of so many spatial axes."""
    layer = step.entry.layer
    names = (name for name, fixed in layer.keras.items() if fixed == rank)
    other = next(names, layer.name if rank in layer.spatial else "")
    if other and other != step.word:
        return f"use {other}"
    return "flatten or pool later" if rank == 0 else "flatten the feature map first"


def _check_shape(shape: Shape, step: Step, path: str) -> None:
    for extent in shape:
        if isinstance(extent, int):
            if extent > 0:
                continue
        elif not arithmetic.is_number(extent):
            from symcnn.formula import algebra

            if not algebra.is_definitely_empty(extent):
                continue
        raise rejected(
            "empty-output",
            f"the output of {path} would be {joined(shape)}",
            step.span,
            "an extent must be a positive integer",
        )


def _from_layer(
    construction: Construction,
    problem: LayerProblem,
    step: Step,
    bound: Bound,
    path: str,
    handed: Handed,
) -> Rejected:
    """A layer's own complaint, at its argument, with the layers that its inputs come from."""
    argument: Any = bound.given.get(problem.argument)
    span = argument.span if argument is not None else step.span
    related = tuple(
        (
            construction.nodes[output.layer].span,
            f"{output.layer} gives {joined(output.shape or ())}",
        )
        for output in handed[:4]
        if output.layer in construction.nodes
    )
    return Rejected(
        Problem(problem.kind, f"{path}: {problem.message}", span, problem.hint, related)
    )
