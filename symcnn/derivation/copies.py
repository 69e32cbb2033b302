"""The last lines of a layer that stands for many: from the count of one to the sum over all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from symcnn.derivation.chains import Lines, ending_in
from symcnn.derivation.document import INTERMEDIATE, SUBSTITUTION, Chain
from symcnn.derivation.rows import Part
from symcnn.errors import CheckError, Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Name, Node, Number, Product, Summation, names, product_of, sum_of
from symcnn.formula.rewrite import flattened, written
from symcnn.network.graph import Graph
from symcnn.network.graph import Node as Layer
from symcnn.network.limits import Limit
from symcnn.network.repetition import Repetition

if TYPE_CHECKING:
    from symcnn.formula import summation

ONE = "one copy"
_ALIKE = "as many layers alike"
_ADD = "add up the layers"
_SPLIT = "take the sum term by term"
_KNOWN = "put in the known sums: "
_OPEN = "what has no closed form stays a sum"
_SIMPLIFY = "multiply out"
_POWERS = ("equal terms", "whole numbers", "squares", "cubes")
# At how many points the closed form is compared with adding up, and how small they are.
_POINTS = 4
_SMALL = 4


def over_copies(
    chains: tuple[Chain, ...], layer: Layer, letters_one: str, value: Value
) -> tuple[Chain, ...]:
    """The chains of a layer, and the sum over all layers that it stands for, which is ``value``.

    Where there is one, the last chain counts one of them and is called ``letters_one`` from now
    on.
    """
    if not chains:
        return chains
    *before, last = chains
    if not layer.repeats:
        return (*before, ending_in(last, value))
    total = ending_in(_summed(last, layer.repeats), value)
    return (*before, replace(last, quantity=letters_one), total)


def _summed(one: Chain, repeats: Sequence[Repetition]) -> Chain:
    """The lines of the sum over all copies, the inner repeats worked out first.

    Raises:
        CheckError: when a line is not equal to the line before, or to the terms added up.
    """
    inside = list(reversed(repeats))
    quantity, values = one.quantity, [one.value]
    for repetition in inside:
        values.append(repetition.summed(values[-1]))
    depends = [_has(v, r.turn) for v, r in zip(values, inside, strict=False)]

    def around(node: Node, done: int) -> Node:
        """The sums over the repeats that are still to be worked out, around a formula."""
        for repetition, sums in zip(inside[done:], depends[done:], strict=True):
            node = _over(repetition, node) if sums else Product((written(repetition.copies), node))
        return flattened(node)

    lines = Lines(quantity, {})
    first = around(one.steps[-1].formula, 0)
    lines.add(SUBSTITUTION, first, _ADD if any(depends) else _ALIKE)
    for done, (repetition, sums) in enumerate(zip(inside, depends, strict=True)):
        if sums:
            for node, words in _steps(repetition, values[done]):
                lines.add(INTERMEDIATE, around(node, done + 1), words)
            lines.add(INTERMEDIATE, around(written(values[done + 1]), done + 1), _SIMPLIFY)
    lines.work_out()
    _compare(quantity, first, values[-1])
    return lines.finished(values[-1])


def _over(repetition: Repetition, node: Node) -> Summation:
    lower, upper = Number(repetition.start), written(repetition.last)
    return Summation(node, repetition.index, lower, upper)


def _steps(repetition: Repetition, inside: Value) -> Iterator[tuple[Node, str]]:
    """A sum split into sums that are known, then these."""
    from symcnn.formula import summation

    parts = summation.parts(inside, repetition.turn)
    split = [
        _times(part.coefficient, _over(repetition, written(part.basis(repetition.turn))))
        for part in parts
    ]
    stays = not all(part.closed for part in parts)
    yield sum_of(tuple(split)), f"{_SPLIT}; {_OPEN}" if stays else _SPLIT
    turn, first, last = repetition.turn, repetition.start, repetition.last
    known = [
        _times(part.coefficient, written(summation.known(part, turn, first, last)))
        for part in parts
    ]
    words = dict.fromkeys(_called(part) for part in parts if part.closed)
    if words:
        yield sum_of(tuple(known)), _KNOWN + ", ".join(words)


def _times(coefficient: Any, node: Node) -> Node:
    factor = written(coefficient)
    return node if factor == Number(1) else product_of((factor, node))


def _called(part: summation.Part) -> str:
    """What a known sum adds up, in words."""
    if part.ratio != 1:
        return "a geometric series" if part.power == 0 else "powers times a geometric series"
    return _POWERS[part.power] if part.power < len(_POWERS) else "higher powers"


def _has(value: Value, symbol: Any) -> bool:
    return symbol in getattr(value, "free_symbols", ())


def _compare(quantity: str, first: Node, value: Value) -> None:
    """The closed form against the terms added up, for a few values of all symbols."""
    closed = written(value)
    used = {**names(first), **names(closed)}
    for point in range(1, _POINTS + 1):
        values: dict[str, Value] = {
            name: 1 + (point + position) % _SMALL for position, name in enumerate(sorted(used))
        }
        if not arithmetic.equal(evaluate(first, values), evaluate(closed, values)):
            message = f"{quantity}: the closed form is not the sum at {values}"
            raise CheckError([Problem("check", message, hint="please report this program")])


# --- in words ------------------------------------------------------------------------------------


def remarks(layer: Layer) -> tuple[tuple[Part, ...], ...]:
    """For how many layers one stands."""
    if layer.repeat is None:
        return ()
    parts: list[Part] = ["stands for ", written(layer.repeat), " layers"]
    for repetition in layer.repeats:
        parts += [", ", *_range(repetition)]
    return (tuple(parts),)


def notes(graph: Graph) -> tuple[tuple[Part, ...], ...]:
    """What the indices of a network run through, and how far its bodies can be repeated."""
    return (*map(_note, graph.repeats.values()), *bounds(graph))


def bounds(graph: Graph) -> tuple[tuple[Part, ...], ...]:
    """How far the bodies of a network can be repeated."""
    counts = {repetition.count: None for repetition in graph.repeats.values()}
    least = [count for count in counts if not _is_certain(count)]
    return (
        *(("here ", written(count), " is at least 1") for count in least),
        *map(_bound, graph.limits),
    )


def _bound(limit: Limit) -> tuple[Part, ...]:
    if limit.most is None:
        return ("here ", written(limit.value), " is at least 1")
    most = Number(limit.most)
    return ("here ", written(limit.value), " is at most ", most, ": no further pass is possible")


def _note(repetition: Repetition) -> tuple[Part, ...]:
    passes = f"in {repetition.path}[{repetition.index}], "
    return (passes, *_range(repetition))


def _range(repetition: Repetition) -> tuple[Part, ...]:
    last = written(repetition.last)
    return (Name(repetition.index), " runs from ", Number(repetition.start), " to ", last)


def _is_certain(count: Value) -> bool:
    """Whether a count is at least 1 for every value of its symbols."""
    from symcnn.formula import algebra, summation

    return summation.least(algebra.expression_of(count)) >= 1
