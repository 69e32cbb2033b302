"""Works a tape out point by point, in Python's integers, where NumPy is not installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.formula.tape import ASKED, Plain, evaluated, needed
from symcnn.functions.bounds import decided, intervals
from symcnn.functions.grid import Grid
from symcnn.functions.ways import Way

# So many points are worked at a time.
BLOCK = 1 << 12


class WayOverGrid:
    """One way over a grid, without the conditions that the bounds of the symbols decide."""

    def __init__(self, way: Way, grid: Grid) -> None:
        self.way = way
        places = set(way.results)
        for condition in way.conditions:
            places |= {condition.left, condition.right}
        found = intervals(way.tape, needed(way.tape, places), grid.ranges)
        self._open = [c for c in way.conditions if not decided(c, found, way.tape)]

    def numbers(self, point: dict[str, int]) -> tuple[Plain, ...] | None:
        """The numbers at a point, None where the way is not gone there."""
        known: dict[int, Plain] = {}
        for condition in self._open:
            evaluated(self.way.tape, {condition.left, condition.right}, point, known)
            answer = ASKED[condition.relation](known[condition.left], known[condition.right])
            if answer != condition.holds:
                return None
        evaluated(self.way.tape, set(self.way.results), point, known)
        return tuple(known[place] for place in self.way.results)


class Filled:
    """A block that ways fill: the number of each point's way, and the numbers there."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._points = list(grid.points())
        self.ways: list[int] = [-1] * grid.size
        self.counts: list[list[Any]] = []

    @property
    def complete(self) -> bool:
        """Whether every point has its way."""
        return -1 not in self.ways

    def first_open(self) -> tuple[int, ...]:
        """The first point without a way."""
        return self._grid.index(self.ways.index(-1))

    def add(self, number: int, way: WayOverGrid) -> None:
        """Fill in the points at which a way is gone."""
        for place, point in enumerate(self._points):
            if self.ways[place] < 0:
                numbers = way.numbers(point)
                if numbers is not None:
                    self._fill(place, number, numbers)

    def _fill(self, place: int, number: int, numbers: Sequence[Plain]) -> None:
        self.ways[place] = number
        while len(self.counts) < len(numbers):
            self.counts.append([0] * self._grid.size)
        for counts, value in zip(self.counts, numbers, strict=False):
            counts[place] = value
