"""Where expressions are above 0: at which integers, where that is known, and whether anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from symcnn.functions.formulas.polynomials import coefficients, open_conditions
from symcnn.functions.formulas.signs import Run, runs, whole


@dataclass(frozen=True)
class Conditions:
    """Expressions all of which must be above 0, for positive integers in the place of symbols.

    >>> from symcnn.formula.algebra import symbol
    >>> f = symbol("f")
    >>> [(run.first, run.last) for run in Conditions((9*f - f**2 - 8,)).places["f"]]
    [(2, 7)]
    >>> Conditions((66*f - f**2 - 1089,)).never
    True
    """

    above_zero: tuple[Any, ...] = ()
    ends: tuple[tuple[str, int], ...] = ()

    def within(self, ends: Mapping[str, int]) -> Conditions:
        """The same where symbols are at most so large: nothing is told of what lies beyond."""
        return Conditions(self.above_zero, tuple(sorted(ends.items())))

    @cached_property
    def places(self) -> Mapping[str, tuple[Run, ...]]:
        """The positive integers at which those hold that are polynomials of a single symbol.

        Runs that reach the end of a symbol go on; where they always hold, the symbol is left out.
        """
        found: dict[str, tuple[Run, ...]] = {}
        for condition in self.above_zero:
            polynomial = _polynomial(condition)
            if polynomial is not None:
                (x,) = map(str, condition.free_symbols)
                above = tuple(run for run in runs(polynomial) if run.sign > 0)
                found[x] = tuple(_both(found[x], above)) if x in found else above
        ends = dict(self.ends)
        clipped = {x: tuple(_clipped(where, ends.get(x))) for x, where in found.items()}
        return {x: where for x, where in clipped.items() if where != (_ALWAYS,)}

    @cached_property
    def open(self) -> tuple[Any, ...]:
        """The conditions of which nothing simpler is known than themselves."""
        return tuple(each for each in self.above_zero if _polynomial(each) is None)

    @property
    def never(self) -> bool:
        """Whether no positive integers fulfil them, as far as single symbols tell."""
        return not all(self.places.values()) or any(
            each <= 0 for each in self.open if each.is_number
        )


_ALWAYS = Run(1, None, 1)


def conditions(*expressions: Any) -> Conditions:
    """That expressions are above 0, without what is so for certain."""
    return Conditions(open_conditions(*expressions))


def _polynomial(condition: Any) -> tuple[int, ...] | None:
    if len(condition.free_symbols) != 1:
        return None
    return whole(coefficients(condition, *condition.free_symbols))


def _clipped(places: Iterable[Run], end: int | None) -> Iterator[Run]:
    for run in places:
        if end is None or run.first <= end:
            reaches = run.last is None or (end is not None and run.last >= end)
            yield Run(run.first, None if reaches else run.last, 1)


def _both(some: Iterable[Run], others: Iterable[Run]) -> Iterator[Run]:
    """The integers that stand in runs of both."""
    for one in some:
        for other in others:
            first = max(one.first, other.first)
            ends = [run.last for run in (one, other) if run.last is not None]
            last = min(ends, default=None)
            if last is None or first <= last:
                yield Run(first, last, 1)
