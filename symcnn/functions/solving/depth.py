"""Solves for how often a body is passed: pass by pass, or by the closed form where that is sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from symcnn.choices import PYTORCH
from symcnn.errors import CheckError, Problem
from symcnn.formula import arithmetic, tape
from symcnn.functions.expressions import expressions
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.closed import ClosedForm
from symcnn.functions.solving.dividing import unsettled
from symcnn.functions.solving.enclosed_tape import EnclosedTape
from symcnn.functions.solving.found import Found
from symcnn.functions.solving.searching import Search
from symcnn.functions.ways import way_at
from symcnn.network.graph import Node
from symcnn.network.limits import ends
from symcnn.network.network import Network

# Up to so many passes networks are resolved pass by pass and compared with the closed form; where
# that is not sure they are resolved up to a number of passes that still ends soon, alone and beside
# a second unknown.
_RESOLVED: Final = 12
DEEPEST: Final = 128
_BESIDE: Final = 24
# Arguments that may change from pass to pass, and layers that ask nothing of how wide they are.
_WIDTHS: Final = frozenset({"filters", "units", "out_channels", "out_features"})
_ANY_WIDTH: Final = frozenset(
    {"conv", "dense", "bn", "gap", "gmp", "flatten", "input", "maxpool", "avgpool", "upsample"}
    | {"zeropad", "crop", "add", "concat", "multiply", "average"}
)


def searched(search: Search, network: Network, closed: ClosedForm, box: Box) -> Found:
    """The answers in a box some of whose symbols say how often bodies are passed.

    Raises:
        CallError: where it cannot be told what happens after many passes.
    """
    depths = [name for name in box.axes if name in closed.depths]
    close, far = _divided(box, depths)
    search.over(*close)
    for part in close:
        _compare(search, closed, part)
    if far and not (closed.is_closed and _is_steady(network, depths)):
        for part in far:
            _by_passes(search, network, closed, part, depths[0])
        return search.over()
    resolve = search.resolve

    def deep(values: Mapping[str, Any]) -> Any:
        few = {name: min(values[name], _RESOLVED) for name in depths}
        resolve({**values, **few})
        return values

    known = frozenset({tape.WHOLE, tape.FITS})
    further = Search(deep, closed, search.relation, search.bound, known)
    return search.joined(further.over(*far))


def _divided(box: Box, depths: Sequence[str]) -> tuple[list[Box], list[Box]]:
    """The part of a box in which bodies have few passes, and the others."""
    close, far = box, list[Box]()
    for name in depths:
        axis = close.axes[name]
        few, many = axis.cut(sum(value <= _RESOLVED for value in axis.first(_RESOLVED)))
        if many.count != 0:
            far.append(close.along(name, many))
        close = close.along(name, few)
    return [close] if close.size != 0 else [], far


def _compare(search: Search, closed: ClosedForm, box: Box) -> None:
    """The closed form against networks that were resolved pass by pass.

    Raises:
        CheckError: where they differ.
    """
    for turn in range(_RESOLVED if closed.is_closed else 0):
        point = {name: _near(axis, turn) for name, axis in box.axes.items()}
        numbers = search.at(point)
        if not isinstance(numbers, str):
            expected = closed(point)
            if any(not arithmetic.equal(a, b) for a, b in zip(numbers, expected, strict=True)):
                message = f"{point}: {numbers} is not {expected}"
                raise CheckError([Problem("check", message, hint="please report this program")])


def _near(axis: Axis, place: int) -> int:
    return axis.at(place if axis.count is None else min(place, axis.count - 1))


# --- where a further pass is as those before --------------------------------------------------


def _is_steady(network: Network, depths: Sequence[str]) -> bool:
    """Whether there is a network with many passes wherever there is one with a few.

    That is so where nothing changes from pass to pass but widths, the extents of channels and
    features, which are positive integers whatever the pass, in layers that take any.
    """
    from symcnn.formula import algebra

    repeats = network.graph.repeats.values()
    symbols = {algebra.symbol(name) for name in depths}
    moving: set[Any] = {*symbols, *(repetition.turn for repetition in repeats)}
    counts: list[Any] = [algebra.expression_of(repetition.count) for repetition in repeats]
    grown = {symbol: symbol + 1 for symbol in symbols}
    few = dict.fromkeys(symbols, _RESOLVED)
    for count in counts:
        rises = algebra.expanded(count.xreplace(grown) - count)
        if count.free_symbols & symbols and not (rises.is_positive and count.subs(few) >= 2):
            return False
    width = 0 if network.convention == PYTORCH else -1
    return all(_is_at_any_pass(node, moving, width) for node in network.graph.nodes.values())


def _is_at_any_pass(node: Node, moving: set[Any], width: int) -> bool:
    """Whether a layer takes what reaches it whatever the pass."""
    arguments = node.site.arguments
    changing = [
        (name, each)
        for name, value in arguments.items()
        for each in expressions(value)
        if each.free_symbols & moving
    ]
    shapes = [node.shape, *(output.shape or () for output in node.inputs)]
    shapes += [tensor.shape for tensor in node.weights]
    extents = [e for shape in shapes for e in expressions(shape) if e.free_symbols & moving]
    if not changing and not extents:
        return True
    if any(name not in _WIDTHS for name, _ in changing):
        return False
    maps = (node.shape, *(output.shape or () for output in node.inputs))
    if any(place % len(m) != width % len(m) for m in maps for place in _changing(m, moving)):
        return False
    keeps = not node.weights and all(output.shape == node.shape for output in node.inputs)
    takes_any = node.layer.name in _ANY_WIDTH and arguments.get("groups", 1) == 1
    sure = all(each.is_integer and each.is_positive for each in extents)
    return sure and (keeps or takes_any) and all(e.is_positive for _, e in changing)


def _changing(shape: Sequence[Any], moving: set[Any]) -> Iterator[int]:
    """The axes along which a shape changes from pass to pass."""
    for place, extent in enumerate(shape):
        if moving.intersection(getattr(extent, "free_symbols", ())):
            yield place


# --- pass by pass -------------------------------------------------------------------------------


def _by_passes(search: Search, network: Network, closed: ClosedForm, box: Box, depth: str) -> None:
    """Look for answers at one number of passes after the other, until there can be no more.

    Raises:
        CallError: where there may be more after too many passes.
    """
    extents = _extents(network, box, depth)
    axis, deepest = box.axes[depth], DEEPEST if len(box.axes) == 1 else _BESIDE
    while axis.count != 0:
        rest = box.along(depth, axis)
        if any(_is_settled(extent, rest, tape.AT_MOST, 0) for extent in extents):
            return
        if closed.is_closed and search.fails_by(closed, rest):
            return
        if axis.start > deepest:
            raise unsettled([depth], deepest)
        one, axis = axis.cut(1)
        search.over(box.along(depth, one))


def _extents(network: Network, box: Box, depth: str) -> list[ClosedForm]:
    """Extents that change with the number of passes, in the first pass and in the last."""
    from symcnn.formula import algebra

    known = {algebra.symbol(name) for name in box.axes}
    found = {
        formula
        for node in network.graph.nodes.values()
        for extent in expressions(node.shape)
        for formula in ends(extent, node.repeats)
        if algebra.symbol(depth) in formula.free_symbols <= known
    }
    return [ClosedForm((formula,), frozenset(), ()) for formula in sorted(found, key=str)]


def _is_settled(form: ClosedForm, box: Box, relation: str, bound: int) -> bool:
    """Whether a formula is related so to a bound at all points of a box."""
    way = way_at(form.values, form, box.corner)
    known = EnclosedTape(way.tape, box)
    if way.complaint or not known.holds_throughout(way.conditions):
        return False
    return known.relation(relation, way.results[0], way.tape.number(bound)) is True
