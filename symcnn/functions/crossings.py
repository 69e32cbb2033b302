"""Where two counts cross: where the sign of their difference changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import lcm
from typing import Any, Final

from symcnn.formula.algebra import size, sympy
from symcnn.formula.exact import NoValue, value_at
from symcnn.functions.polynomials import coefficients

# How far differences are looked at that are no polynomials, and how much work that may take.
_FARTHEST: Final = 4096
_WORK: Final = 400_000
_NEAREST: Final = 16
# A sum over an index is added up anew at each place.
_FAR_WITH_SUMS: Final = 100
# Coefficients of more bits take SymPy too long.
_BITS: Final = 4096
_DEGREE: Final = 60

A, B = "a", "b"


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
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

    Of a polynomial the real roots are isolated exactly, and the signs at the integers beside them
    evaluated; of anything else only the first integers are looked at. None where not even the
    first has a value.
    """
    found = coefficients(difference, x)
    if found is not None and _is_small(found):
        places = _beside_roots(found, x)
        return _signs(x, _evaluated(difference, x, places), None)
    farthest = _FAR_WITH_SUMS if difference.has(sympy.Sum) else _FARTHEST
    last = min(farthest, max(_NEAREST, _WORK // size(difference)))
    evaluated = list(_evaluated(difference, x, range(1, last + 1)))
    return _signs(x, evaluated, evaluated[-1][0]) if evaluated else None


def _is_small(found: Mapping[int, Any]) -> bool:
    numbers = [coefficient for coefficient in found.values() if coefficient.is_Rational]
    bits = max((max(abs(n.p), n.q).bit_length() for n in numbers), default=0)
    return len(numbers) == len(found) and bits <= _BITS and max(found) <= _DEGREE


def _beside_roots(found: Mapping[int, Any], x: Any) -> Sequence[int]:
    """1, and the integers beside the real roots of a polynomial from 1 on, in order.

    Between two of them that are no neighbours there is no root.
    """
    common = lcm(*(int(coefficient.q) for coefficient in found.values()))
    whole = {(power,): int(value * common) for power, value in found.items()}
    polynomial = sympy.Poly.from_dict(whole, x, domain="ZZ")
    places = {1}
    if polynomial.degree() > 0:
        quarter = sympy.Rational(1, 4)
        for (low, high), _ in polynomial.intervals(eps=quarter, inf=1):
            places.update(range(int(sympy.floor(low)) - 1, int(sympy.ceiling(high)) + 2))
    return sorted(place for place in places if place >= 1)


def _evaluated(difference: Any, x: Any, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Integers with the sign of the difference there, as far as it has a value."""
    for place in places:
        try:
            value = value_at(difference, {x: place})
        except NoValue:
            return
        yield place, (value > 0) - (value < 0)


def _signs(
    x: Any, evaluated: Iterator[tuple[int, int]] | Sequence[tuple[int, int]], checked: int | None
) -> Signs:
    known = list(evaluated)
    unequal = [(place, sign) for place, sign in known if sign]
    crossings = tuple(
        Crossing(str(x), first, last, _smaller(sign), _smaller(other))
        for (first, sign), (last, other) in pairwise(unequal)
        if sign != other
    )
    smaller = _smaller(unequal[0][1]) if unequal else None
    return Signs(crossings, tuple(place for place, sign in known if not sign), smaller, checked)


def _smaller(sign: int) -> str:
    """Which of the two counts is smaller where their difference, a - b, has this sign."""
    return A if sign < 0 else B
