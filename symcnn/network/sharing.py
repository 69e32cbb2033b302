"""A layer applied again: a row of its own, the weights of the first."""

from __future__ import annotations

from symcnn.errors import Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import ArithmeticProblem
from symcnn.formula.evaluate import EvaluationError
from symcnn.layers.declaration import LayerProblem, Site
from symcnn.layers.windows import joined
from symcnn.network.applying import origin_of, output_shape, product, tensors
from symcnn.network.checks import Unknown
from symcnn.network.construction import Construction, Handed
from symcnn.network.graph import Node, Output, Tensor
from symcnn.network.scope import Rejected, rejected
from symcnn.source import Span


def shared(
    construction: Construction, original: Node, path: str, span: Span, handed: Handed
) -> Node:
    """A layer applied once more: its own row, the weights of the first."""
    if original.shared_with is not None:
        original = construction.nodes[original.shared_with]
    shapes = tuple(output.shape for output in handed)
    known = tuple(shape for shape in shapes if shape is not None)
    if len(known) < len(shapes):
        raise Unknown
    least, most = original.layer.inputs
    if least == most == 0:
        hint = f"write from({original.name}) to go on from it"
        raise rejected("inputs", f"{original.name} is an input and takes none", span, hint)
    if len(known) < least or (most is not None and len(known) > most):
        noun = "input" if least == 1 else "inputs"
        message = f"{path} takes {least} {noun} like {original.name}, not {len(known)}"
        raise rejected("inputs", message, span, "write from(a, b) in front of it")
    first = original.site
    if original.weights and len(known[0]) != len(first.inputs[0]):
        raise rejected("sharing", f"{path} and {original.name} take inputs of unlike rank", span)
    site = Site(first.arguments, known, first.rank, first.checked, first.convention)
    try:
        resolved = original.layer.resolve(site)
        shape = known[0] if resolved.output is None else output_shape(resolved.output)
        size = product(shape)
        weights = tensors(original.layer, site, resolved)
    except (LayerProblem, EvaluationError, ArithmeticProblem) as problem:
        raise rejected(problem.kind, f"{path}: {problem.message}", span, problem.hint) from None
    if first.checked and not _same(weights, original.weights):
        raise Rejected(
            Problem(
                "sharing",
                f"{path} would need other weights than {original.name}: "
                f"{joined(known[0])} in place of {joined(first.inputs[0])}",
                span,
                "hand it an input of the same channels, or use a layer of its own",
                ((original.span, f"{original.name} stands here"),),
            )
        )
    origin = origin_of(original.layer, site, resolved, path, handed)
    return Node(
        path,
        original.layer,
        site,
        resolved,
        handed,
        Output(path, shape, origin),
        (),
        span,
        size,
        original.name,
    )


def _same(first: tuple[Tensor, ...], second: tuple[Tensor, ...]) -> bool:
    return len(first) == len(second) and all(
        len(one.shape) == len(other.shape) and all(map(arithmetic.equal, one.shape, other.shape))
        for one, other in zip(first, second, strict=True)
    )
