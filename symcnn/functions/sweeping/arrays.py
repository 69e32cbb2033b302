"""Fills a grid with the ways of a network, block by block, by NumPy.

Conditions that ask of one symbol alone choose among its values; only those that ask of several are
looked at point by point.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import Any, Final

import numpy as np

from symcnn.formula.tape import NUMBER, SYMBOL, Condition, Tape, needed
from symcnn.functions.bounds import decided, intervals
from symcnn.functions.grid import Grid
from symcnn.functions.sweeping.working import LARGEST, Array, Worked, extent
from symcnn.functions.ways import Way

# So many points are worked at a time.
BLOCK: Final = 1 << 18


class WayOverGrid:
    """One way over a grid: where it is gone, and the numbers there.

    Conditions that the bounds of the symbols decide are left out once for the whole grid.
    """

    def __init__(self, way: Way, grid: Grid) -> None:
        self.way = way
        tape = way.tape
        places = {*way.results}
        for condition in way.conditions:
            places |= {condition.left, condition.right}
        self._intervals = intervals(tape, needed(tape, places), grid.ranges)
        self._symbols = _symbols(tape, places)
        open_ = [c for c in way.conditions if not decided(c, self._intervals, tape)]
        alone = [c for c in open_ if len(self._depends(c)) < 2]
        self._alone = alone
        self._joint = [c for c in open_ if len(self._depends(c)) > 1]

    def _depends(self, condition: Condition) -> frozenset[str]:
        return self._symbols[condition.left] | self._symbols[condition.right]

    def over(self, block: Grid) -> tuple[tuple[Array, ...], Array | None, list[Array]] | None:
        """Where in a block the way is gone, and its numbers there; None where nowhere.

        That is the places along each axis, and of their points those that count (None: all).
        """
        names = list(block.axes)
        values = {name: _array(axis) for name, axis in block.axes.items()}
        places: list[Array] = []
        for name in names:
            kept = np.arange(len(values[name]))
            mine = [c for c in self._alone if self._depends(c) <= {name}]
            if mine:
                worked = Worked(self.way, self._intervals, {name: values[name]})
                kept = np.flatnonzero(_all(mine, worked, kept.shape))
            if not len(kept):
                return None
            places.append(kept)
        chosen = {
            name: values[name][kept].reshape(_along(axis, len(names)))
            for axis, (name, kept) in enumerate(zip(names, places, strict=True))
        }
        worked = Worked(self.way, self._intervals, chosen)
        shape = tuple(map(len, places))
        gone = None
        if self._joint:
            gone = _all(self._joint, worked, shape)
            if not gone.any():
                return None
        return tuple(places), gone, [worked.integers(place) for place in self.way.results]


def _all(conditions: Sequence[Condition], worked: Worked, shape: tuple[int, ...]) -> Array:
    """Where all conditions hold, the cheapest looked at first."""
    answers = sorted((worked.holds(condition) for condition in conditions), key=extent)
    return np.broadcast_to(reduce(np.logical_and, answers), shape)


def _array(values: Sequence[int]) -> Array:
    if isinstance(values, range):
        return np.arange(values.start, values.stop, values.step)
    least, most = min(values), max(values)
    return np.array(values, dtype=np.int64 if least >= -LARGEST and most <= LARGEST else object)


def _along(axis: int, axes: int) -> tuple[int, ...]:
    return tuple(-1 if each == axis else 1 for each in range(axes))


def _symbols(tape: Tape, places: set[int]) -> dict[int, frozenset[str]]:
    """The symbols that each place depends on."""
    found: dict[int, frozenset[str]] = {}
    for place in needed(tape, places):
        kind, parts = tape.operations[place]
        if kind == SYMBOL:
            found[place] = frozenset(parts)
        elif kind == NUMBER:
            found[place] = frozenset()
        else:
            found[place] = frozenset().union(*(found[part] for part in parts))
    return found


class Filled:
    """A block that ways fill: the number of each point's way, and the numbers there."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._open = grid.size
        self.ways = np.full(grid.shape, -1, dtype=np.int32)
        self.counts: list[Array] = []

    @property
    def complete(self) -> bool:
        """Whether every point has its way."""
        return self._open == 0

    def first_open(self) -> tuple[int, ...]:
        """The first point without a way."""
        return tuple(map(int, np.unravel_index(int(np.argmax(self.ways < 0)), self._grid.shape)))

    def add(self, number: int, way: WayOverGrid) -> None:
        """Fill in the points at which a way is gone."""
        with np.errstate(all="ignore"):
            found = way.over(self._grid)
        if found is None:
            return
        places, gone, numbers = found
        if gone is not None and gone.all():
            gone = None
        region = _region(places, self._grid.shape)
        self._open -= int(gone.sum()) if gone is not None else _size(places)
        _assign(self.ways, region, gone, np.int32(number))
        for index, value in enumerate(numbers):
            if index == len(self.counts):
                self.counts.append(np.zeros(self._grid.shape, dtype=np.int64))
            if value.dtype == object and self.counts[index].dtype != object:
                self.counts[index] = self.counts[index].astype(object)
            _assign(self.counts[index], region, gone, value)


def _region(places: Sequence[Array], shape: tuple[int, ...]) -> Any:
    """What numbers at places along each axis are assigned to; slices where they can be."""
    if all(len(kept) == length for kept, length in zip(places, shape, strict=True)):
        return ...
    if all(int(kept[-1]) - int(kept[0]) + 1 == len(kept) for kept in places):
        return tuple(slice(int(kept[0]), int(kept[-1]) + 1) for kept in places)
    return np.ix_(*places)


def _assign(target: Array, region: Any, gone: Array | None, value: Array) -> None:
    if gone is None:
        target[region] = value
    elif region is ...:
        np.copyto(target, value, where=gone)
    else:
        target[region] = np.where(gone, value, target[region])


def _size(places: Sequence[Array]) -> int:
    return math.prod(map(len, places))
