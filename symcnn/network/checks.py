"""Whether a layer goes with its inputs; each complaint names both layers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symcnn.choices import PYTORCH
from symcnn.errors import Problem
from symcnn.formula import arithmetic
from symcnn.layers.declaration import AXES, Layer, LayerProblem, Shape, Signature
from symcnn.layers.windows import joined
from symcnn.network.binding import Bound, Step
from symcnn.network.construction import Construction, Handed
from symcnn.network.graph import Node, Output
from symcnn.network.hints import example_input
from symcnn.network.scope import Rejected, Scope, rejected


class Unknown(Rejected):
    """A layer behind a mistake: nothing can be said of it, and nothing more is reported."""

    def __init__(self) -> None:
        super().__init__(Problem("unknown", ""))


def check_inputs(construction: Construction, step: Step, bound: Bound, handed: Handed) -> None:
    """Refuse too few or too many inputs."""
    least, most = step.entry.layer.inputs
    count = len(handed)
    if least <= count and (most is None or count <= most):
        return
    if count == 1 and handed[0].shape is None:
        # A step with a mistake hands on one unknown, whatever it meant to hand on.
        return
    if not count and not construction.nodes:
        raise rejected(
            "no-input",
            f"{step.word} has no input",
            step.span,
            "begin the program with an input, such as "
            + example_input(construction.convention, step, bound),
        )
    wanted = f"at least {least}" if most is None else (least if least == most else f"up to {most}")
    noun = "input" if wanted == 1 else "inputs"
    names = ", ".join(output.layer for output in handed[:4] if output.layer)
    given = f"{count} ({names})" if names else str(count)
    name = step.entry.layer.name
    hint = f"name them: {name}(a, b)"
    if "{" in construction.source.text[step.span.start : step.span.end]:
        hint = f"put | between the branches: {name} {{ a | b }}"
        if most is not None and count > most:
            hint = f"join two of them first: {name} {{ {name} {{ a | b }} | c }}"
    if not step.entry.layer.joins:
        hint = f"write from(a, b) -> {step.word}(…)"
    if least < 2 and most == 1:
        hint = "join several with add( ) or concat( )"
    raise rejected("inputs", f"{step.word} takes {wanted} {noun}, not {given}", step.span, hint)


def check_arguments(construction: Construction, step: Step, bound: Bound, scope: Scope) -> None:
    """Read the arguments of a layer whose input is unknown, for the mistakes in them."""
    ranks = (step.entry.rank,) if step.entry.rank else step.entry.layer.spatial
    construction.reader.read(step, bound, ranks[-1] if len(ranks) == 1 else 2, scope)


def rank_of(
    construction: Construction,
    step: Step,
    shapes: tuple[Shape, ...],
    handed: Handed,
) -> int:
    """The number of spatial axes that a layer works on, 0 for one that knows none."""
    layer, fixed = step.entry.layer, step.entry.rank
    if not layer.spatial:
        for shape, output in zip(shapes, handed, strict=True):
            if not step.entry.fits(len(shape)):
                raise _wrong_rank(construction, step, step.entry.wanted, shape, output)
        return 0
    rank = len(shapes[0]) - 1 - layer.leading
    if rank in layer.spatial and fixed in (None, rank):
        return rank
    axes = AXES[fixed or 2]
    order = ("channels", *axes) if construction.convention == PYTORCH else (*axes, "channels")
    order = (*("steps",) * layer.leading, *order)
    wanted = f"an input {' × '.join(order)}"
    raise _wrong_rank(construction, step, wanted, shapes[0], handed[0])


def _wrong_rank(
    construction: Construction, step: Step, wanted: str, shape: Shape, output: Output
) -> Rejected:
    before = construction.nodes.get(output.layer)
    return Rejected(
        Problem(
            "wrong-rank",
            f"{step.word} needs {wanted}, but {output.layer} gives {joined(shape)}",
            step.span,
            _other_rank(step, shape, before),
            ((before.span, f"{output.layer} stands here"),) if before is not None else (),
        )
    )


def _other_rank(step: Step, shape: Shape, before: Node | None) -> str:
    """What to use for an input of that shape."""
    layer = step.entry.layer
    rank = len(shape) - 1 - layer.leading
    if before is not None and before.layer.begins and layer.spatial:
        axes = step.entry.rank or max(rank + 1, min(layer.spatial))
        steps, extents = ["10"] * layer.leading, ["28"] * min(axes, 3)
        first = before.site.pytorch
        shape_of = "x".join([*steps, "1", *extents] if first else [*steps, *extents, "1"])
        where = (
            "its steps in front, " if steps else ""
        ) + f"its channels {'first' if first else 'last'}"
        return f"an input has {where}, such as input({shape_of})"
    if layer.leading:
        return "a sequence of maps has its steps in front; reshape makes one"
    other = _sibling(layer, rank, before is not None and before.site.pytorch)
    other = other or (layer.name if rank in layer.spatial else "")
    if other and other != step.word:
        return f"use {other}"
    if rank == 0:
        return "flatten or pool later"
    fewest = min(layer.spatial) + 1 if layer.spatial else layer.ranks[0]
    return "reshape it first" if len(shape) < fewest else "flatten the feature map first"


def _sibling(layer: Layer, rank: int, pytorch: bool) -> str:
    """The framework's class of the same layer for another number of axes."""
    if pytorch:
        fitting = (name for name, class_ in layer.torch.items() if _fits(class_, rank))
        return next(fitting, "")
    return next((name for name, fixed in layer.keras.items() if fixed == rank), "")


def _fits(class_: Signature, rank: int) -> bool:
    """Whether a class of PyTorch's takes an input of so many spatial axes."""
    least, most = class_.ranks or (0, 0)
    return class_.rank == rank or least <= rank + 1 <= (most or least)


def check_shape(shape: Shape, step: Step, path: str) -> None:
    """Refuse an output with an extent below 1."""
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


def _blamed(name: str, step: Step, bound: Bound) -> Any:
    """The argument behind one of the layer's own, under whatever name it was given."""
    for declared in step.entry.arguments:
        if name == declared.name or name in declared.to:
            found = bound.given.get(declared.name)
            if found is not None:
                return found
    return None


def from_layer(
    construction: Construction,
    problem: LayerProblem,
    step: Step,
    bound: Bound,
    path: str,
    handed: Handed,
) -> Rejected:
    """A layer's own complaint, at its argument, with the layers that its inputs come from."""
    argument: Any = _blamed(problem.argument, step, bound)
    span = argument.span if argument is not None else step.span
    related = tuple(
        (
            construction.nodes[output.layer].span,
            f"{output.layer} gives {joined(output.shape or ())}",
        )
        for output in handed[:4]
        if output.layer in construction.nodes
    )
    nodes = [construction.nodes.get(output.layer) for output in handed]
    # Inputs are no branches of anything.
    inputs = "branches" in problem.hint and all(node and node.layer.begins for node in nodes)
    hint = "give the inputs the same shape" if inputs else problem.hint
    return Rejected(Problem(problem.kind, f"{path}: {problem.message}", span, hint, related))


def inside(error: Rejected, step: Step, path: str, shapes: tuple[Shape, ...]) -> Rejected:
    """The complaint of a layer inside another, with the one around it and what that one gets."""
    if not any(argument.kind.holds for argument in step.entry.arguments):
        return error
    note = (step.span, f"{path} gets {', '.join(map(joined, shapes))}")
    return Rejected(replace(error.problem, related=(*error.problem.related, note)))
