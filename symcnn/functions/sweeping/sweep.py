"""A count at every point of a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from symcnn.errors import call_error
from symcnn.formula.arithmetic import Value
from symcnn.formula.tape import Plain
from symcnn.functions.grid import Grid
from symcnn.functions.ways import Asked, Resolve, Way, way_at
from symcnn.records import record


class Filled(Protocol):
    """A block of a grid that is filled way by way.

    ``ways`` are the numbers of the ways, for every point in the order of the grid; so are each of
    the ``counts``.
    """

    ways: Any

    @property
    def counts(self) -> Sequence[Any]:
        """The numbers asked for, one after the other."""
        ...

    @property
    def complete(self) -> bool:
        """Whether every point has its way."""
        ...

    def first_open(self) -> tuple[int, ...]:
        """The place along each axis of the first point without a way."""
        ...

    def add(self, number: int, way: Any) -> None:
        """Fill in the points at which a way is gone."""
        ...


@record
class Row:
    """A point, and the numbers asked for there; where no network is, why."""

    point: Mapping[str, int]
    numbers: tuple[Plain, ...]
    error: str = ""


@dataclass(slots=True, eq=False)
class Sweep:
    """What is asked of a network at every point of a grid, worked out block by block.

    ``arrays`` says whether NumPy works it out, which it does where it is installed; ``fixed`` are
    the values of symbols that do not vary.
    """

    resolve: Resolve
    asked: Asked
    grid: Grid
    arrays: bool = field(default_factory=lambda: find_spec("numpy") is not None)
    fixed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    _known: list[Any] = field(default_factory=list[Any])

    @classmethod
    def beginning_with(
        cls, ways: Sequence[Way], resolve: Resolve, asked: Asked, grid: Grid
    ) -> Sweep:
        """A sweep that knows some of the ways already."""
        sweep = cls(resolve, asked, grid)
        over = sweep.workshop.WayOverGrid
        sweep._known += [over(way, grid) for way in ways]
        return sweep

    @property
    def workshop(self) -> Any:
        """The module that works it out."""
        return import_module(f"symcnn.functions.sweeping.{'arrays' if self.arrays else 'points'}")

    @property
    def ways(self) -> list[Way]:
        """The ways that have been found, by their numbers."""
        return [known.way for known in self._known]

    def blocks(self) -> Iterator[tuple[Grid, Filled]]:
        """The grid in blocks, each with what is filled in."""
        workshop = self.workshop
        for grid in self.grid.blocks(workshop.BLOCK):
            filled: Filled = workshop.Filled(grid)
            for number, way in enumerate(self._known):
                if filled.complete:
                    break
                filled.add(number, way)
            while not filled.complete:
                way = way_at(self.resolve, self.asked, grid.point(filled.first_open()))
                self._known.append(workshop.WayOverGrid(way, self.grid))
                filled.add(len(self._known) - 1, self._known[-1])
            yield grid, filled

    def rows(self) -> Iterator[Row]:
        """Every point in order."""
        for grid, filled in self.blocks():
            counts = [each.ravel().tolist() if self.arrays else each for each in filled.counts]
            ways = filled.ways.ravel().tolist() if self.arrays else filled.ways
            columns: list[Any] = [ways, *counts]
            known = self.ways
            for point, number, *found in zip(grid.points(), *columns, strict=True):
                way = known[cast(int, number)]
                if way.complaint:
                    yield Row(point, (), way.message(point))
                else:
                    yield Row(point, tuple(found[: len(way.results)]))


def checked_grid(axes: Mapping[str, Sequence[int]]) -> Grid:
    """The grid of the values that symbols run through.

    Raises:
        CallError: for a symbol without values, or values that are no positive integers.
    """
    for name, values in axes.items():
        if not values:
            raise call_error("vary", f"{name} runs through no value", "such as f=1..11")
        least = values[0] if isinstance(values, range) else min(values)
        if least < 1:
            message = f"{name} = {least}: a symbol stands for a positive integer"
            raise call_error("vary", message)
    return Grid(axes)
