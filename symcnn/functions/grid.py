"""The points of a sweep: every choice of one value for each symbol, the last symbol the fastest."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Grid:
    """Symbols with the values that they run through."""

    axes: Mapping[str, Sequence[int]]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """How many values each symbol has."""
        return tuple(map(len, self.axes.values()))

    @cached_property
    def size(self) -> int:
        """How many points there are."""
        return math.prod(self.shape)

    @property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """The least and the largest value of each symbol."""
        return {name: _ends(values) for name, values in self.axes.items()}

    def point(self, index: Sequence[int]) -> dict[str, int]:
        """The values at a place along each axis."""
        pairs = zip(self.axes.items(), index, strict=True)
        return {name: values[place] for (name, values), place in pairs}

    def points(self) -> Iterator[dict[str, int]]:
        """Every point in order."""
        for values in itertools.product(*self.axes.values()):
            yield dict(zip(self.axes, values, strict=True))

    def index(self, number: int) -> tuple[int, ...]:
        """The place along each axis of the point of a number."""
        found: list[int] = []
        for length in reversed(self.shape):
            number, place = divmod(number, length)
            found.append(place)
        return tuple(reversed(found))

    def blocks(self, most: int) -> Iterator[Grid]:
        """Grids of at most so many points, one after the other, that are this one together."""
        if self.size <= most:
            yield self
            return
        names = list(self.axes)
        inner = self.size
        for depth, name in enumerate(names):
            inner //= len(self.axes[name])
            if inner <= most:
                step = max(1, most // max(1, inner))
                yield from self._cut(names[:depth], name, step)
                return

    def _cut(self, outer: Sequence[str], name: str, step: int) -> Iterator[Grid]:
        """One value of each outer symbol, and so many of the next at a time."""
        if outer:
            first, *rest = outer
            values = self.axes[first]
            for place in range(len(values)):
                part = Grid({**self.axes, first: values[place : place + 1]})
                yield from part._cut(rest, name, step)
            return
        values = self.axes[name]
        for start in range(0, len(values), step):
            yield Grid({**self.axes, name: values[start : start + step]})


def _ends(values: Sequence[int]) -> tuple[int, int]:
    if isinstance(values, range):
        return min(values[0], values[-1]), max(values[0], values[-1])
    return min(values), max(values)
