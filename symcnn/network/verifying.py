"""The formulas of a repeat against its first passes with their numbers, and how far they reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

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
# Up to here an extent is computed pass by pass, then at ever larger steps.
_CLOSE = 16
_FAR = 4096


def verified(
    construction: Construction,
    repetition: Repetition,
    shapes: tuple[Shape, ...],
    handed: Handed,
    made: tuple[Node, ...],
    walk: Callable[[int, Handed], Tried],
) -> int | None:
    """Compare shapes and weights of the first passes with the formulas of pass i.

    Returns how often the body can be passed at most, None where nothing ends it.

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
    return limit_of(repetition, made)


def _counts(nodes: tuple[Node, ...], inner: int) -> Iterator[Value | None]:
    """The weights of one pass, all and the trainable ones; None for a sum without a form."""
    for trainable in (False, True):
        try:
            yield arithmetic.add(
                [
                    over_copies(tensor.size, node.repeats[inner:], node.name, node.span)
                    for node in nodes
                    for tensor in node.weights
                    if tensor.trainable or not trainable
                ]
            )
        except ProgramError:
            yield None


def limit_of(repetition: Repetition, nodes: tuple[Node, ...]) -> int | None:
    """The first pass at which an extent is no positive integer; None where there is none.

    Only extents that depend on nothing but the pass can tell.
    """
    turn = repetition.turn
    extents = {
        extent
        for node in nodes
        for shape in (node.shape, *(tensor.shape for tensor in node.weights))
        for extent in shape
        if not arithmetic.is_number(extent) and _free(extent) == {turn}
    }
    limits = (_limit(extent, turn, repetition.start) for extent in extents)
    return min((limit for limit in limits if limit is not None), default=None)


def _limit(extent: Value, turn: Any, start: int) -> int | None:
    """Where an extent first fails: looked for pass by pass, then ever further, then between."""
    good = start - 1
    for bad in (*range(start, start + _CLOSE), *_doubled(start + _CLOSE)):
        if not _exists(extent, turn, bad):
            break
        good = bad
    else:
        return None
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if _exists(extent, turn, middle) else (good, middle)
    return bad


def _doubled(first: int) -> Iterator[int]:
    while first <= _FAR:
        yield first
        first *= 2


def _exists(extent: Value, turn: Any, number: int) -> bool:
    value = recurrence.at(extent, turn, number)
    return bool(value.is_Integer and value > 0)


def _free(extent: Value) -> set[Any]:
    return set(getattr(extent, "free_symbols", ()))
