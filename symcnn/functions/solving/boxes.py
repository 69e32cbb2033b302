"""Boxes of points: for each symbol a first value and equal steps, perhaps without end."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from symcnn.records import value_record


@value_record
class Axis:
    """The values ``start + step*t`` for t from 0 to ``count - 1``; without a count, without end."""

    start: int
    step: int = 1
    count: int | None = None

    @property
    def last(self) -> int | None:
        """The largest value, None where there is none."""
        return None if self.count is None else self.at(self.count - 1)

    def at(self, place: int) -> int:
        """The value at a place, counted from 0."""
        return self.start + self.step * place

    def first(self, most: int) -> range:
        """The first values, so many at most."""
        count = most if self.count is None else min(most, self.count)
        return range(self.start, self.start + self.step * count, self.step)

    def cut(self, place: int) -> tuple[Axis, Axis]:
        """The values before a place and from there on."""
        rest = None if self.count is None else self.count - place
        return Axis(self.start, self.step, place), Axis(self.at(place), self.step, rest)

    def classes(self, modulus: int) -> Iterator[Axis]:
        """The values in as many axes, each of them of values that leave the same rest."""
        for rest in range(modulus):
            count = None if self.count is None else -((rest - self.count) // modulus)
            if count is None or count > 0:
                yield Axis(self.at(rest), self.step * modulus, count)


@dataclass(frozen=True)
class Box:
    """All points whose values lie on the axes of their symbols."""

    axes: Mapping[str, Axis]

    @cached_property
    def size(self) -> int | None:
        """How many points there are, None for infinitely many."""
        counts = [axis.count for axis in self.axes.values()]
        return None if None in counts else math.prod(count for count in counts if count is not None)

    @property
    def corner(self) -> dict[str, int]:
        """The point of the least values."""
        return {name: axis.start for name, axis in self.axes.items()}

    @property
    def longest(self) -> list[str]:
        """The symbols without a last value; where all have one, the symbol of most values."""
        endless = [name for name, axis in self.axes.items() if axis.count is None]
        return endless or [max(self.axes, key=lambda name: self.axes[name].count or 0)]

    def along(self, name: str, axis: Axis) -> Box:
        """The box with another axis for a symbol."""
        return replace(self, axes={**self.axes, name: axis})

    def points(self, most: int) -> Iterator[dict[str, int]]:
        """Points in order, the last symbol the fastest; none after the first so many."""
        values = itertools.product(*(axis.first(most) for axis in self.axes.values()))
        for point in itertools.islice(values, most):
            yield dict(zip(self.axes, point, strict=True))
