"""A layer applied again: a row of its own, the weights of the first."""

from __future__ import annotations

from symcnn.formula import arithmetic
from symcnn.layers.declaration import LayerProblem, Site
from symcnn.layers.windows import joined
from symcnn.network.applying import origin_of, output_shape, product, tensors
from symcnn.network.checks import Unknown
from symcnn.network.construction import Construction, Handed
from symcnn.network.graph import Node, Output, Tensor
from symcnn.network.scope import rejected
from symcnn.source import Span


def shared(
    construction: Construction, original: Node, path: str, span: Span, handed: Handed
) -> Node:
    """A layer applied once more: its own row, the weights of the first."""
    shapes = tuple(output.shape for output in handed)
    known = tuple(shape for shape in shapes if shape is not None)
    if len(known) < len(shapes):
        raise Unknown
    least, most = original.layer.inputs
    if len(known) < least or (most is not None and len(known) > most):
        raise rejected("inputs", f"{path} takes as many inputs as {original.name}", span)
    first = original.site
    if known and first.inputs and len(known[0]) != len(first.inputs[0]):
        raise rejected("sharing", f"{path} and {original.name} take inputs of unlike rank", span)
    site = Site(first.arguments, known, first.rank, first.checked)
    try:
        resolved = original.layer.resolve(site)
    except LayerProblem as problem:
        raise rejected(problem.kind, f"{path}: {problem.message}", span, problem.hint) from None
    shape = known[0] if resolved.output is None else output_shape(resolved.output)
    weights = tensors(original.layer, site, resolved)
    if first.checked and not _same(weights, original.weights):
        raise rejected(
            "sharing",
            f"{path} would need other weights than {original.name}: "
            f"{joined(known[0])} in place of {joined(first.inputs[0])}",
            span,
            "hand it an input of the same channels, or use a layer of its own",
        )
    origin = origin_of(original.layer, site, path, handed)
    return Node(
        path,
        original.layer,
        site,
        resolved,
        handed,
        Output(path, shape, origin),
        (),
        span,
        product(shape),
        original.shared_with or original.name,
    )


def _same(first: tuple[Tensor, ...], second: tuple[Tensor, ...]) -> bool:
    return len(first) == len(second) and all(
        len(one.shape) == len(other.shape) and all(map(arithmetic.equal, one.shape, other.shape))
        for one, other in zip(first, second, strict=True)
    )
