"""Finds all points at which numbers of a network are related to a bound as asked.

Boxes are settled whole where bounds of the network's numbers decide; where a number only grows or
only falls along a symbol, its threshold is found by halving; what is left is divided, and small
boxes are worked out point by point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from symcnn.derivation.report import ABOVE, AT_LEAST, AT_MOST, BELOW, EQUAL
from symcnn.errors import CallError, call_error
from symcnn.formula import tape
from symcnn.formula.arithmetic import MAXIMUM_EXPONENT
from symcnn.formula.tape import Condition, Plain, Tape, evaluated
from symcnn.functions.boxes import Axis, Box
from symcnn.functions.enclosed_tape import EnclosedTape
from symcnn.functions.grid import Grid
from symcnn.functions.sweep import Sweep
from symcnn.functions.ways import Asked, Resolve, Way, way_at

# So many points are tried at most, and so many boxes looked at.
MOST_TRIED: Final = 1_000_000
_MOST_BOXES: Final = 100_000
# Boxes of so many points are worked out.
_SMALL: Final = 1024
# Where a box without end begins so far out and is not settled, it never will be.
_FARTHEST: Final = 1 << 256
# A box is divided into at most so many classes of rests.
_MOST_CLASSES: Final = 512
# Rows of a box whose thresholds are found one by one.
_MOST_ROWS: Final = 20_000
# How much a symbol without end counts when it is asked which one to divide.
_WITHOUT_END: Final = 1 << 20

HOLDS: Final[Mapping[str, Callable[[Plain, Plain], bool]]] = {
    EQUAL: lambda left, right: left == right,
    BELOW: lambda left, right: left < right,
    AT_MOST: lambda left, right: left <= right,
    ABOVE: lambda left, right: left > right,
    AT_LEAST: lambda left, right: left >= right,
}
# Each relation as a question about a tape, and its answer.
_ASKED: Final = {
    EQUAL: (tape.SAME, True),
    BELOW: (tape.BELOW, True),
    AT_MOST: (tape.AT_MOST, True),
    ABOVE: (tape.AT_MOST, False),
    AT_LEAST: (tape.BELOW, False),
}


@dataclass(frozen=True, slots=True)
class Found:
    """All answers, as boxes that have no point in common.

    ``excluded`` says whether there are networks that are no answers, ``tried`` at how many points
    numbers were worked out.
    """

    boxes: tuple[Box, ...]
    excluded: bool
    tried: int

    @property
    def size(self) -> int | None:
        """How many answers there are, None for infinitely many."""
        sizes = [box.size for box in self.boxes]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    def first(self, most: int) -> list[dict[str, int]]:
        """The first answers in order, so many at most."""
        points = (point for box in self.boxes for point in box.points(most))
        return sorted(points, key=lambda point: tuple(point.values()))[:most]


@dataclass(slots=True, eq=False)
class Search:
    """A search for the points at which all numbers that are asked for are related to a bound.

    Conditions of a relation that is ``ignored`` are known to hold.
    """

    resolve: Resolve
    asked: Asked
    relation: str
    bound: int
    ignored: frozenset[str] = frozenset()
    _ways: list[Way] = field(default_factory=list[Way])
    _found: list[Box] = field(default_factory=list[Box])
    _excluded: bool = False
    _tried: int = 0

    def over(self, *boxes: Box) -> Found:
        """The answers in boxes, beside those that have been found before.

        Raises:
            CallError: where too many points would have to be tried, or a box without end cannot be
                settled.
        """
        waiting = list(boxes)
        looked = 0
        while waiting:
            looked += 1
            box = waiting.pop()
            if looked > _MOST_BOXES:
                raise _too_many(box)
            waiting += self._settle(box)
        return Found(tuple(self._found), self._excluded, self._tried)

    def beginning(self, relation: str) -> Search:
        """A search in the same network that has found nothing yet, for another relation."""
        return Search(self.resolve, self.asked, relation, self.bound, self.ignored, self._ways)

    def joined(self, other: Found) -> Found:
        """What has been found, with what was found elsewhere."""
        own = self.over()
        excluded = own.excluded or other.excluded
        return Found((*own.boxes, *other.boxes), excluded, own.tried + other.tried)

    def at(self, point: Mapping[str, int]) -> tuple[Plain, ...] | str:
        """The numbers at a point, or why there is no network."""
        way = self._way(point)
        if way.complaint:
            return way.message(point)
        return tuple(way.at(place, point) for place in way.results)

    def holds(self, numbers: Iterable[Plain]) -> bool:
        """Whether numbers are related to the bound as asked."""
        return all(HOLDS[self.relation](number, self.bound) for number in numbers)

    def _settle(self, box: Box) -> Iterable[Box]:
        """Settle a box, or give the parts that are to be settled instead."""
        if box.size is not None and box.size <= _SMALL:
            self._work_out(box)
            return ()
        way = self._way(box.corner)
        known = EnclosedTape(way.tape, box)
        answers = {condition: known.answer(condition) for condition in way.conditions}
        open_ = [
            condition
            for condition, answer in answers.items()
            if not (
                answer
                or condition.relation in self.ignored
                or (box.size is None and _is_own_bound(condition, way.tape))
            )
        ]
        if open_:
            symbols = set[str]().union(*(known.symbols(c) for c in open_ if answers[c] is None))
            return _parts(box, known, symbols or set(box.axes))
        if way.complaint:
            return ()
        decided = self._decide(way, known)
        if decided is None:
            return self._by_rows(box, way, known)
        if decided:
            self._found.append(box)
        else:
            self._excluded = True
        return ()

    def _decide(self, way: Way, known: EnclosedTape) -> bool | None:
        """Whether the relation holds all over a box or nowhere in it, None if neither is known."""
        kind, wanted = _ASKED[self.relation]
        bound = way.tape.number(self.bound)
        answers = [known.relation(kind, place, bound) for place in way.results]
        told = [None if answer is None else answer == wanted for answer in answers]
        if all(told):
            return True
        return False if False in told else None

    # --- points -----------------------------------------------------------------------------------

    def _way(self, point: Mapping[str, int]) -> Way:
        for way in self._ways:
            if way.is_gone(point):
                return way
        self._ways.append(way_at(self.resolve, self.asked, point))
        return self._ways[-1]

    def _count(self, box: Box, points: int) -> None:
        self._tried += points
        if self._tried > MOST_TRIED:
            raise _too_many(box)

    def _work_out(self, box: Box) -> None:
        """Try every point of a box; answers that follow each other become one box."""
        axes = {name: axis.first(_SMALL) for name, axis in box.axes.items()}
        grid = Grid(axes)
        self._count(box, grid.size)
        sweep = Sweep.beginning_with(self._ways, self.resolve, self.asked, grid)
        *outer, inner = box.axes
        run: list[dict[str, int]] = []
        for row in sweep.rows():
            valid = not row.error
            good = valid and self.holds(row.numbers)
            self._excluded |= valid and not good
            point = dict(row.point)
            if run and not (good and all(point[name] == run[-1][name] for name in outer)):
                self._keep(run, inner, box)
                run = []
            if good:
                run.append(point)
        if run:
            self._keep(run, inner, box)
        self._ways[:] = sweep.ways

    def _keep(self, run: list[dict[str, int]], inner: str, box: Box) -> None:
        """Keep a run of points along the last symbol."""
        axes = {name: Axis(value, 1, 1) for name, value in run[0].items()}
        axes[inner] = Axis(run[0][inner], box.axes[inner].step, len(run))
        self._found.append(Box(axes))

    # --- thresholds -------------------------------------------------------------------------------

    def _by_rows(self, box: Box, way: Way, known: EnclosedTape) -> Iterable[Box]:
        """Find where the relation begins and ends along a symbol as which the number grows."""
        place, *others = way.results
        if box.size is None or others:
            return _parts(box, known, set(box.axes))
        for name in sorted(box.axes, key=lambda name: -(box.axes[name].count or 0)):
            direction = known.direction(place, name)
            axis = box.axes[name]
            rows = box.size // (axis.count or 1)
            if direction and rows <= _MOST_ROWS:
                for row in box.along(name, Axis(axis.start, axis.step, 1)).points(rows):
                    self._row(box, row, name, way, direction)
                return ()
        return _parts(box, known, set(box.axes))

    def _row(self, box: Box, row: Mapping[str, int], name: str, way: Way, direction: int) -> None:
        """The answers along a symbol, which stand together."""
        axis = box.axes[name]
        count = axis.count or 0

        def number(place: int) -> Plain:
            self._count(box, 1)
            (result,) = way.results
            return evaluated(way.tape, {result}, {**row, name: axis.at(place)})[result]

        def first(reached: Callable[[Plain], bool]) -> int:
            low, high = 0, count
            while low < high:
                middle = (low + high) // 2
                low, high = (low, middle) if reached(number(middle)) else (middle + 1, high)
            return low

        bound = self.bound
        at = first((lambda n: n >= bound) if direction > 0 else (lambda n: n <= bound))
        after = first((lambda n: n > bound) if direction > 0 else (lambda n: n < bound))
        start, end = _stretch(self.relation, direction, at, after, count)
        self._excluded |= end - start < count
        if start < end:
            axes = {symbol: Axis(value, 1, 1) for symbol, value in row.items()}
            self._found.append(Box({**axes, name: Axis(axis.at(start), axis.step, end - start)}))


def _stretch(relation: str, direction: int, at: int, after: int, count: int) -> tuple[int, int]:
    """From where to where a relation holds along numbers that go one way.

    They reach the bound ``at`` a place and are beyond it ``after`` another.
    """
    if relation == EQUAL:
        return at, after
    low = relation in (BELOW, AT_MOST)
    inclusive = relation in (AT_MOST, AT_LEAST)
    if low == (direction > 0):
        return 0, after if inclusive else at
    return at if inclusive else after, count


def _parts(box: Box, known: EnclosedTape, symbols: set[str]) -> Iterator[Box]:
    """A box divided along one of the symbols: into classes of rests, or in two.

    Raises:
        CallError: where the box has no end and begins too far out.
    """
    name = max(sorted(symbols), key=lambda name: _weight(box.axes[name]))
    axis, modulus = box.axes[name], known.moduli[name]
    far = axis.start // axis.step
    if far > _FARTHEST:
        raise unsettled(name)
    if 1 < modulus <= _MOST_CLASSES and (axis.count or _WITHOUT_END) > 8 * modulus and far > 32:
        parts = list(axis.classes(modulus))
    elif axis.count is None:
        parts = list(axis.cut(max(far, 1)))
    else:
        parts = list(axis.cut(axis.count // 2))
    # The first is looked at first.
    for part in reversed(parts):
        yield box.along(name, part)


def _weight(axis: Axis) -> float:
    """How much a box asks to be divided along an axis."""
    if axis.count is None:
        return max(_WITHOUT_END // max(axis.start, 1), 2)
    return axis.count if axis.count > 1 else 0


def _is_own_bound(condition: Condition, of: Tape) -> bool:
    """Whether a condition asks only for numbers that are not too long to be worked out.

    What is said of large values is said of the network, not of this bound.
    """
    relation, left, _, _ = condition
    exponents = (tape.NUMBER, (MAXIMUM_EXPONENT,))
    return relation == tape.FITS or (relation == tape.BELOW and of.operations[left] == exponents)


def _too_many(box: Box) -> CallError:
    name = next(iter(box.axes))
    message = f"more than {MOST_TRIED:,} points would have to be tried"
    return call_error("range", message, f"ask for fewer, such as --range {name}=1..1000")


def unsettled(name: str) -> CallError:
    """The error of a box without end that cannot be settled."""
    message = f"what happens for large {name} cannot be told from the formulas"
    return call_error("range", message, f"ask for a part of them, such as --range {name}=1..1000")
