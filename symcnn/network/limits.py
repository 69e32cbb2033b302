"""How often bodies of a free count can be passed before nothing is left of a feature map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.network.repetition import Repetition
from symcnn.records import value_record

if TYPE_CHECKING:
    from symcnn.network.graph import Node

# Up to here an extent is computed number by number, then at ever larger steps.
_CLOSE = 16
_FAR = 4096
# Where extents of several symbols are tried.
_SIZES = (1, 2, 3, 4, 6, 9, 14, 20, 40)


@value_record
class Limit:
    """What a symbol or count can be at most; without ``most``, what must be at least 1."""

    value: Value
    most: int | None = None


def limits(nodes: Iterable[Node], repeats: Iterable[Repetition]) -> tuple[Limit, ...]:
    """How far the symbols in the counts of bodies can grow; nothing where all may.

    An extent tells where it depends on nothing else: on one symbol in the first pass or in the
    last, on the pass alone, or on several symbols, which must leave something of it together.
    """
    symbols = {symbol for repetition in repeats for symbol in _free(repetition.count)}
    extents = {
        (extent, node.repeats)
        for node in nodes
        for shape in (node.shape, *(tensor.shape for tensor in node.weights))
        for extent in shape
        if not arithmetic.is_number(extent)
    }
    most: dict[Any, int] = {}
    together: dict[Any, int] = {}
    for extent, around in extents:
        for formula in ends(extent, around):
            free = _free(formula)
            if len(free) == 1 and free <= symbols:
                (symbol,) = free
                _lower(most, symbol, _most(formula, symbol, 1, around))
            elif free and free <= symbols:
                _lower(together, formula, _failing(formula, around))
        for repetition in around:
            if _free(extent) == {repetition.turn} and len(_free(repetition.count)) > 1:
                last = _most(extent, repetition.turn, repetition.start, ())
                _lower(most, repetition.count, None if last is None else last + 1)
    found = [Limit(value, most[value]) for value in sorted(most, key=str)]
    # The extent that vanishes first stands for all that do.
    vanishing = sorted(together, key=lambda formula: _size_before(formula, together[formula]))
    if vanishing and not any(len(_free(value)) > 1 for value in most):
        found.append(Limit(_tidy(vanishing[0])))
    return tuple(found)


def _tidy(formula: Any) -> Value:
    """A formula with its exponents multiplied out."""
    from symcnn.formula import algebra, recurrence

    powers = {
        power: power.func(power.base, algebra.expanded(power.exp))
        for power in formula.atoms(algebra.sympy.Pow)
    }
    symbol = next(iter(formula.free_symbols))
    return recurrence.at(formula.xreplace(powers), symbol, symbol)


def _lower(found: dict[Any, int], value: Any, most: int | None) -> None:
    if most is not None:
        found[value] = min(most, found.get(value, most))


def _size_before(formula: Any, failing: int) -> tuple[Any, ...]:
    """Where an extent fails, and how much is left of it before."""
    from symcnn.formula.exact import value_at

    before = max((size for size in _SIZES if size < failing), default=failing)
    left = value_at(formula, dict.fromkeys(_free(formula), before))
    return failing, left, len(str(formula)), str(formula)


def _failing(formula: Any, around: tuple[Repetition, ...]) -> int | None:
    """At which size of all its symbols an extent is no positive integer any more."""
    for size in _SIZES:
        if not _exists(formula, dict.fromkeys(_free(formula), size), around):
            return size
    return None


def ends(extent: Any, around: tuple[Repetition, ...]) -> list[Any]:
    """An extent in the first passes and in the last, the inner repeats put in first."""
    from symcnn.formula import algebra

    found = [extent]
    for repetition in reversed(around):
        ends = [algebra.expression_of(end) for end in (repetition.start, repetition.last)]
        turn = repetition.turn
        found = [
            formula.xreplace({turn: end})
            for formula in found
            for end in (ends if formula.has(turn) else ends[:1])
        ]
    return [formula for formula in found if not formula.is_number]


def _most(formula: Any, symbol: Any, least: int, around: tuple[Repetition, ...]) -> int | None:
    """The largest value of a symbol up to which an extent is a positive integer."""
    good = least - 1
    for bad in (*range(least, least + _CLOSE), *_doubled(least + _CLOSE)):
        if not _exists(formula, {symbol: bad}, around):
            break
        good = bad
    else:
        return None
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if _exists(formula, {symbol: middle}, around) else (good, middle)
    return good


def _doubled(first: int) -> Iterator[int]:
    while first <= _FAR:
        yield first
        first *= 2


def _exists(formula: Any, point: dict[Any, int], around: tuple[Repetition, ...]) -> bool:
    """Whether an extent is a positive integer, or no layer stands for it."""
    from symcnn.formula.exact import NoValue, value_at

    if any(_free(r.copies) <= point.keys() and value_at(r.copies, point) < 1 for r in around):
        return True
    try:
        extent = value_at(formula, point)
    except NoValue:
        return True
    return extent > 0 and extent == int(extent)


def _free(value: Value) -> set[Any]:
    return set(getattr(value, "free_symbols", ()))
