"""Where two counts cross: where the sign of their difference changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
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

    ``first`` is the last integer before it and ``last`` the first behind it; at those between them
    both counts are equal.
    """

    symbol: str
    first: int
    last: int
    below: str
    above: str

    @property
    def at(self) -> int | None:
        """The one integer at which both are equal, where that is what lies between."""
        return self.first + 1 if self.last == self.first + 2 else None


@record
class Signs:
    """The signs of a difference at the positive integers.

    ``equal`` are integers at which it is 0. ``checked`` says up to which number it was evaluated;
    None where this holds for all.
    """

    crossings: tuple[Crossing, ...]
    equal: tuple[int, ...]
    smaller_first: str | None
    checked: int | None = None


def signs(difference: Any, x: Any) -> Signs | None:
    """Where a difference of one symbol changes its sign among the positive integers.

    Of a polynomial the signs at all integers are found; of anything else the first integers are
    looked at, one by one. None where not even the first has a value.
    """
    polynomial = whole(coefficients(difference, x))
    if polynomial is not None:
        return _signs(x, runs(polynomial), None)
    farthest = _FAR_WITH_SUMS if difference.has(sympy.Sum) else _FARTHEST
    last = min(farthest, max(_NEAREST, _WORK // size(difference)))
    evaluated = list(_evaluated(difference, x, last))
    return _signs(x, evaluated, evaluated[-1].last) if evaluated else None


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


def _signs(x: Any, found: Sequence[Run], checked: int | None) -> Signs:
    unequal = [run for run in found if run.sign]
    crossings = tuple(
        Crossing(str(x), one.last, other.first, _smaller(one.sign), _smaller(other.sign))
        for one, other in pairwise(unequal)
        if one.sign != other.sign and one.last is not None
    )
    equal = (place for run in found if not run.sign for place in _places(run))
    smaller = _smaller(unequal[0].sign) if unequal else None
    return Signs(crossings, tuple(equal), smaller, checked)


def _places(run: Run) -> Iterable[int]:
    return range(run.first, run.first + 1 if run.last is None else run.last + 1)


def _smaller(sign: int) -> str:
    """Which of the two counts is smaller where their difference, a - b, has this sign."""
    return A if sign < 0 else B
