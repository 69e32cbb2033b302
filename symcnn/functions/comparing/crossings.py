"""Where two counts cross: where the sign of their difference changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from symcnn.formula.algebra import size, sympy
from symcnn.formula.exact import NoValue, value_at
from symcnn.functions.formulas.polynomials import coefficients
from symcnn.functions.formulas.signs import Run, runs, whole
from symcnn.records import record

# How far differences are looked at that are no polynomials, and how much work that may take.
_FARTHEST: Final = 4096
_WORK: Final = 400_000
_NEAREST: Final = 16
# A sum over an index is added up anew at each place.
_FAR_WITH_SUMS: Final = 100

A, B = "a", "b"


@record
class Crossing:
    """A change of sign between two values of a symbol: which count is smaller on either side.

    ``first`` is the last integer before it and ``last`` the first behind it; ``equal`` are those
    between them at which both counts are equal, if there are any.
    """

    symbol: str
    first: int
    last: int
    below: str
    above: str
    equal: Run | None = None

    @property
    def at(self) -> int | None:
        """The one integer at which both are equal, where that is what lies between."""
        alone = self.equal is not None and self.equal.first == self.equal.last
        return self.equal.first if self.equal is not None and alone else None


@record
class Signs:
    """The signs of a difference at positive integers, neighbours of one sign in one run.

    ``checked`` says up to which number it was evaluated; None where this holds for all.
    """

    symbol: str
    runs: tuple[Run, ...]
    checked: int | None = None

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        """Where the sign changes."""
        return tuple(self._crossings())

    def _crossings(self) -> Iterator[Crossing]:
        before = equal = None
        for run in self.runs:
            if not run.sign:
                equal = run
                continue
            if before is not None and before.last is not None and before.sign != run.sign:
                sides = smaller(before), smaller(run)
                yield Crossing(self.symbol, before.last, run.first, *sides, equal)
            before, equal = run, None

    @property
    def equal(self) -> tuple[Run, ...]:
        """Where it is 0."""
        return tuple(run for run in self.runs if not run.sign)

    def upto(self, end: int) -> Signs:
        """The same up to a number, behind which there is nothing."""
        if self.checked is not None and self.checked < end:
            return self
        within = (run for run in self.runs if run.first <= end)
        clipped = (
            Run(run.first, end if run.last is None else min(run.last, end), run.sign)
            for run in within
        )
        return Signs(self.symbol, tuple(clipped))

    def among(self, places: Sequence[int]) -> Signs:
        """The same at some places alone, which stand in ascending order and lie within the runs."""
        signs: Iterator[tuple[int, int]] = (
            (place, run.sign)
            for run in self.runs
            for place in places
            if run.first <= place and (run.last is None or place <= run.last)
        )
        grouped = groupby(signs, key=lambda each: each[1])
        members = ((sign, [place for place, _ in group]) for sign, group in grouped)
        runs = tuple(Run(each[0], each[-1], sign) for sign, each in members)
        return Signs(self.symbol, runs, self.checked)


def signs(difference: Any, x: Any) -> Signs | None:
    """Where a difference of one symbol changes its sign among the positive integers.

    Of a polynomial the signs at all integers are found; of anything else the first integers are
    looked at, one by one. None where not even the first has a value.
    """
    polynomial = whole(coefficients(difference, x))
    if polynomial is not None:
        return Signs(str(x), tuple(runs(polynomial)))
    farthest = _FAR_WITH_SUMS if difference.has(sympy.Sum) else _FARTHEST
    last = min(farthest, max(_NEAREST, _WORK // size(difference)))
    evaluated = tuple(_evaluated(difference, x, last))
    return Signs(str(x), evaluated, evaluated[-1].last) if evaluated else None


def _evaluated(difference: Any, x: Any, last: int) -> Iterator[Run]:
    """The signs of a difference at the first integers, as far as it has a value."""
    signs: list[int] = []
    for place in range(1, last + 1):
        try:
            value = value_at(difference, {x: place})
        except NoValue:
            break
        signs.append((value > 0) - (value < 0))
    first = 1
    for sign, group in groupby(signs):
        length = len(list(group))
        yield Run(first, first + length - 1, sign)
        first += length


def smaller(run: Run) -> str:
    """Which of two counts is smaller where their difference, a - b, has a sign."""
    return A if run.sign < 0 else B
