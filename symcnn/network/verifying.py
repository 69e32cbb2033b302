"""The formulas of a repeat against its first passes with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symcnn.errors import ProgramError
from symcnn.formula import arithmetic, recurrence
from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import Shape
from symcnn.network.construction import Construction, Handed
from symcnn.network.graph import Node
from symcnn.network.passes import Tried, anchored
from symcnn.network.repetition import Repetition, over_copies
from symcnn.network.scope import Rejected, rejected

# How many passes are walked with their numbers.
_PASSES = 3


def verified(
    construction: Construction,
    repetition: Repetition,
    shapes: tuple[Shape, ...],
    handed: Handed,
    made: tuple[Node, ...],
    walk: Callable[[int, Handed], Tried],
) -> int | None:
    """Compare shapes and weights of the first passes with the formulas of pass i.

    Returns how often the body can be passed where a later pass has a mistake, None where not.

    Raises:
        Rejected: for a difference, or a mistake in the first two passes.
    """
    inner = len(construction.around) + 1
    counts = () if construction.sharing is not None else tuple(_counts(made, inner))
    taken = handed
    for turn in range(repetition.start, repetition.start + _PASSES):
        result = walk(turn, taken)
        if result.problems:
            if turn < 2:
                raise Rejected(result.problems[0])
            return turn
        same = all(
            arithmetic.equal(extent, recurrence.at(formula, repetition.turn, turn + 1))
            for output, shape in zip(result.handed, shapes, strict=True)
            for extent, formula in zip(output.shape or (), shape, strict=True)
        ) and all(
            found is None
            or count is None
            or arithmetic.equal(found, recurrence.at(count, repetition.turn, turn))
            for found, count in zip(_counts(result.nodes, inner - 1), counts, strict=False)
        )
        if not same:
            message = f"{repetition.path}: pass {turn} is unlike the others"
            raise rejected("closed-form", message, repetition.span, repetition.hint)
        taken = anchored(construction, result.handed, handed)
    return None


def _counts(nodes: tuple[Node, ...], inner: int) -> Iterator[Value | None]:
    """The weights of one pass, all and the trainable ones; None for a sum without a form."""
    from symcnn.formula import summation

    for trainable in (False, True):
        try:
            weights = arithmetic.add(
                [
                    over_copies(tensor.size, node.repeats[inner:], node.name, node.span)
                    for node in nodes
                    for tensor in node.weights
                    if tensor.trainable or not trainable
                ]
            )
        except ProgramError:
            yield None
        else:
            yield weights if summation.is_closed(weights) else None
