"""Finds all points at which numbers of a network are related to a bound as asked.

Boxes are settled whole where bounds of the network's numbers decide; where a number only grows or
only falls along a symbol, its threshold is found by halving; what is left is divided, and small
boxes are worked out point by point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any, Final

from symcnn.errors import CallError, call_error
from symcnn.formula import tape
from symcnn.formula.tape import Condition, Plain, Tape, needed, worked_out
from symcnn.functions.grid import Grid
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.dividing import (
    BOUND_OPEN,
    CONDITIONS_OPEN,
    parts,
    too_many,
    unsettled,
)
from symcnn.functions.solving.enclosed_tape import EnclosedTape
from symcnn.functions.solving.found import Found
from symcnn.functions.solving.relations import ASKED, HOLDS, stretch
from symcnn.functions.sweeping.sweep import Sweep
from symcnn.functions.ways import Asked, Resolve, Way, way_at

# So many points are tried at most, and so many boxes looked at.
MOST_TRIED: Final = 1_000_000
_MOST_BOXES: Final = 20_000
# Boxes of so many points are worked out.
_SMALL: Final = 1024
# Rows of a box whose thresholds are found one by one.
_MOST_ROWS: Final = 20_000


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
    _within: tuple[Box, ...] = ()

    def over(self, *boxes: Box) -> Found:
        """The answers in boxes, beside those that have been found before.

        Raises:
            CallError: where too many points would have to be tried, or a box without end cannot be
                settled.
        """
        self._within = boxes
        waiting = list(boxes)
        looked = 0
        while waiting:
            looked += 1
            box = waiting.pop()
            if looked > _MOST_BOXES:
                raise self._too_many(f"{_MOST_BOXES:,} parts of the range have to be looked at")
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

    def fails_by(self, closed: Asked, box: Box) -> bool:
        """Whether by the formulas of what is asked the relation holds nowhere in a box."""
        way = way_at(_themselves, closed, box.corner)
        known = EnclosedTape(way.tape, box)
        sure = not way.complaint and known.holds_throughout(way.conditions)
        return sure and self._decide(way, known) is False

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
        open_ = self._open(way, known)
        if open_:
            fewest = min(map(known.symbols, open_), key=len)
            return parts(box, known, fewest, CONDITIONS_OPEN)
        if way.complaint:
            if box.size is None and any(_is_too_long(c, way.tape) for c in way.conditions):
                raise unsettled(box.longest)
            return ()
        decided = self._decide(way, known)
        if decided is None:
            return self._by_rows(box, way, known)
        if decided:
            self._found.append(box)
        else:
            self._excluded = True
        return ()

    def _open(self, way: Way, known: EnclosedTape) -> list[Condition]:
        """The conditions that are not known to hold all over a box.

        How long numbers are shows by itself when what else is open has been settled. What is said
        of large values is said of the network, not of how long numbers may be.
        """
        endless = known.box.size is None
        asked = [c for c in way.conditions if c.relation not in self.ignored]
        asked = [c for c in asked if not (endless and c in way.tape.bounds)]
        lengths = [c for c in asked if c.relation == tape.FITS]
        others = [c for c in asked if c.relation != tape.FITS and not known.answer(c)]
        return others or [c for c in lengths if not known.answer(c)]

    def _decide(self, way: Way, known: EnclosedTape) -> bool | None:
        """Whether the relation holds all over a box or nowhere in it, None if neither is known."""
        kind, wanted = ASKED[self.relation]
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
        way = way_at(self.resolve, self.asked, point)
        _check_certain(way)
        self._ways.append(way)
        return way

    def _count(self, points: int) -> None:
        self._tried += points
        if self._tried > MOST_TRIED:
            raise self._too_many(f"{MOST_TRIED:,} points would have to be tried")

    def _too_many(self, what: str) -> CallError:
        return too_many(self._within[0], what)

    def _work_out(self, box: Box) -> None:
        """Try every point of a box; answers that follow each other become one box."""
        axes = {name: axis.first(_SMALL) for name, axis in box.axes.items()}
        grid = Grid(axes)
        self._count(grid.size)
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
        for way in sweep.ways:
            _check_certain(way)
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
        directions = [{n: known.direction(p, n) for n in box.axes} for p in way.results]
        numbers = self._numbers(way)
        varying = [n for n in box.axes if any(each[n] != 0 for each in directions)]
        counts = {n: box.axes[n].count for n in varying}
        if others or None in counts.values():
            return parts(box, known, set(varying), BOUND_OPEN)
        for name in sorted(varying, key=lambda name: -(counts[name] or 0)):
            rows = prod(counts[n] or 0 for n in varying if n != name)
            if directions[0][name] and rows <= _MOST_ROWS:
                linear = known.is_linear(place, name)
                for row in Box({n: box.axes[n] for n in varying if n != name}).points(rows):
                    self._row(box, row, name, numbers, directions[0][name] == 1, linear)
                return ()
        return parts(box, known, set(varying), BOUND_OPEN)

    def _numbers(self, way: Way) -> Callable[[Mapping[str, int]], Plain]:
        """The number that a way has at a point."""
        place = way.results[0]
        order = needed(way.tape, {place})

        def number(point: Mapping[str, int]) -> Plain:
            self._count(1)
            return worked_out(way.tape, order, point, {})[place]

        return number

    def _row(
        self,
        box: Box,
        row: Mapping[str, int],
        name: str,
        numbers: Callable[[Mapping[str, int]], Plain],
        rising: bool,
        linear: bool,
    ) -> None:
        """The answers along a symbol, which stand together; what does not matter keeps its axis.

        Of numbers that grow by equal steps two tell all.
        """
        axis = box.axes[name]
        count = axis.count or 0
        point = {**box.corner, **row}

        def number(place: int) -> Plain:
            return numbers({**point, name: axis.at(place)})

        if linear and count > 1:
            first = number(0)
            step = number(1) - first
            start, end = stretch(
                self.relation, self.bound, lambda place: first + step * place, count, rising
            )
        else:
            start, end = stretch(self.relation, self.bound, number, count, rising)
        self._excluded |= end - start < count
        if start < end:
            axes = {symbol: Axis(value, 1, 1) for symbol, value in row.items()}
            run = Axis(axis.at(start), axis.step, end - start)
            self._found.append(Box({**box.axes, **axes, name: run}))


def _themselves(values: Mapping[str, Any]) -> Any:
    """In the place of a network: the values, which formulas are worked out from."""
    return values


def _check_certain(way: Way) -> None:
    """Refuse what rests on numbers that are assumed."""
    if way.is_doubtful:
        message = "whether there is a network depends on a symbol without a value"
        raise call_error("for", message, "give each symbol a value with --set")


def _is_too_long(condition: Condition, of: Tape) -> bool:
    """Whether a complaint is one of numbers that are too long to be worked out."""
    return condition in of.bounds and condition.holds == (condition.relation == tape.BELOW)
