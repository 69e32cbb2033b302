"""Draws arguments at random: sizes, words, flags, axes, as users give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeAlias, TypeVar

from tests.frameworks.records import Record

T = TypeVar("T")
Shape: TypeAlias = list[int]


class Draw(Random):
    """A random generator that knows what arguments look like.

    ``given`` is the shape that the next layer is put on, where it must be that one.
    """

    given: Shape | None = None

    def chance(self, probability: float) -> bool:
        """True with a probability."""
        return self.random() < probability

    def extents(self, rank: int, low: int, high: int) -> Any:
        """One number for all axes, or a list with one for each."""
        if self.chance(0.5):
            return self.randint(low, high)
        return [self.randint(low, high) for _ in range(rank)]

    def axis(self, rank: int, last: float = 0.6) -> int:
        """An axis of a shape, from the front (the batch is 0) or from the back."""
        if self.chance(last):
            return -1
        return self.choice([*range(1, rank + 1), *range(-rank, 0)])

    def axes(self, rank: int) -> Any:
        """One axis, or a list of different ones."""
        if self.chance(0.5):
            return self.axis(rank)
        chosen = sorted(self.sample(range(1, rank + 1), self.randint(1, rank)))
        return [axis if self.chance(0.7) else axis - rank - 1 for axis in chosen]

    def sides(self, rank: int, high: int) -> Any:
        """Padding or cropping: a number, one for each axis, or two for each axis."""
        kind = self.randrange(3)
        if kind == 0:
            return self.randint(0, high)
        if rank == 1:
            return [self.randint(0, high), self.randint(0, high)]
        if kind == 1:
            return [self.randint(0, high) for _ in range(rank)]
        return [[self.randint(0, high), self.randint(0, high)] for _ in range(rank)]

    def divisor(self, number: int) -> int:
        """A divisor of a number."""
        return self.choice([d for d in range(1, number + 1) if number % d == 0])

    def some(self, probability: float = 0.35, **options: Callable[[], Any]) -> Record:
        """Each option with a probability, its value drawn only then."""
        return {name: draw() for name, draw in options.items() if self.random() < probability}

    def flags(self, *names: str, probability: float = 0.2) -> Record:
        """Each flag given with a probability, as either."""
        return {name: self.chance(0.5) for name in names if self.random() < probability}

    def word(self, *words: T) -> Callable[[], T]:
        """A way to draw one of a few."""
        return lambda: self.choice(words)

    def one_to(self, high: int) -> Callable[[], int]:
        """A way to draw a number from 1."""
        return lambda: self.randint(1, high)


def size(shape: Sequence[int]) -> int:
    """The number of values in a shape."""
    total = 1
    for extent in shape:
        total *= extent
    return total
