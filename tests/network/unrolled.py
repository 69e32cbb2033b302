"""Compares a network whose repeats have free counts with the same network unrolled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symcnn import Network, parse
from symcnn.choices import MACS, MEMORY
from symcnn.formula import algebra
from symcnn.network.graph import Node
from symcnn.network.totals import total

COUNTS = ("parameters", "trainable", "non_trainable")


def compare(text: str, **values: int) -> None:
    """Every row and every total of a program against the program with values for its symbols.

    A row that stands for many has their shapes and weights, pass by pass, and the sum of their
    counts; no row of the unrolled network is left over.
    """
    free, known = parse(text), parse(text).with_values(**values)
    given: dict[Any, int] = {
        algebra.symbol(name): at(value, {}) for name, value in known.values.items()
    }
    rows = dict(known.resolved.graph.nodes)
    for node in free.resolved.graph.nodes.values():
        found = {name: rows.pop(name) for name, _ in _copies(node, given) if name in rows}
        assert len(found) == len(list(_copies(node, given))), (node.name, values)
        for name, point in _copies(node, given):
            _same_layer(node, found[name], point)
        if node.repeat is not None:
            assert at(node.repeat, given) == len(found), node.name
        for count in COUNTS:
            added = sum(at(getattr(one, count), given) for one in found.values())
            assert at(getattr(node, count), given) == added, (node.name, count, values)
    assert not rows
    totals(free, known, given)


def totals(free: Network, known: Network, given: dict[Any, int]) -> None:
    """The totals alone, for networks whose rows have other names unrolled."""
    for count in COUNTS:
        added = total(known.resolved.graph, count)
        for world in (free.resolved.graph, free.resolved.written):
            assert at(total(world, count), given) == added, count


def further(text: str, **values: int) -> None:
    """The totals of the counts that shapes enter, which may keep a sum over the passes."""
    free = parse(text)
    given: dict[Any, int] = {algebra.symbol(name): value for name, value in values.items()}
    for count in (MACS, MEMORY):
        assert at(free.count(count), given) == free.evaluate(count=count, **values), count


def at(value: Any, given: dict[Any, int]) -> int:
    """An integer or a formula at a point."""
    expression: Any = algebra.expression_of(value)
    result = expression.subs(given).doit()
    assert result.is_Integer, (value, given, result)
    return int(result)


def _copies(node: Node, given: dict[Any, int]) -> Iterator[tuple[str, dict[Any, int]]]:
    """The names of the layers that a row stands for, each with the values of its indices."""

    def inner(depth: int, name: str, point: dict[Any, int]) -> Iterator[tuple[str, dict[Any, int]]]:
        if depth == len(node.repeats):
            yield name, point
            return
        repetition = node.repeats[depth]
        for turn in range(repetition.start, at(repetition.count, point)):
            named = name.replace(f"[{repetition.index}]", f"[{turn}]", 1)
            yield from inner(depth + 1, named, {**point, repetition.turn: turn})

    return inner(0, node.name, given)


def _same_layer(node: Node, one: Node, point: dict[Any, int]) -> None:
    assert node.layer is one.layer
    assert [at(extent, point) for extent in node.shape] == list(one.shape), (node.name, point)
    assert at(node.activation_size, point) == one.activation_size
    assert (node.shared_with is None) == (one.shared_with is None)
    for tensor, other in zip(node.weights, one.weights, strict=True):
        assert [at(extent, point) for extent in tensor.shape] == list(other.shape), node.name
        assert tensor.trainable == other.trainable
