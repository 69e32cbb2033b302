"""Polynomials in variables that are never negative, and how small they are at least.

A polynomial maps exponents, one for each variable, to numbers that are not 0. Its variables are 0
at the corner of a box, so that a polynomial without negative coefficients is least there. What they
are at most is given as ``lasts``, None for no bound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from symcnn.formula.tape import Plain

Polynomial: TypeAlias = Mapping[tuple[int, ...], Plain]

# Longer polynomials are not worked with.
MOST_TERMS: Final = 200


def constant(number: Plain, variables: int) -> Polynomial:
    """A number as a polynomial."""
    return {(0,) * variables: number} if number else {}


def linear(variable: int, variables: int, start: int, step: int) -> Polynomial:
    """``start + step*t`` for a variable t."""
    exponents = tuple(int(each == variable) for each in range(variables))
    return {(0,) * variables: start, exponents: step}


def add(left: Polynomial, right: Polynomial) -> Polynomial:
    """The sum."""
    found = dict(left)
    for exponents, coefficient in right.items():
        total = found.pop(exponents, 0) + coefficient
        if total:
            found[exponents] = total
    return found


def scaled(polynomial: Polynomial, factor: Plain) -> Polynomial:
    """The polynomial times a number."""
    return {e: _plain(c * factor) for e, c in polynomial.items()} if factor else {}


def less(left: Polynomial, right: Polynomial) -> Polynomial:
    """The difference."""
    return add(left, scaled(right, -1))


def multiply(left: Polynomial, right: Polynomial) -> Polynomial | None:
    """The product, None where it is too long."""
    if len(left) * len(right) > MOST_TERMS**2:
        return None
    found: dict[tuple[int, ...], Plain] = {}
    for one, a in left.items():
        for other, b in right.items():
            exponents = tuple(map(int.__add__, one, other))
            found[exponents] = found.get(exponents, 0) + a * b
    if len(found) > MOST_TERMS:
        return None
    return {e: _plain(c) for e, c in found.items() if c}


def _plain(number: Plain) -> Plain:
    return number.numerator if number.denominator == 1 else number


def number_of(polynomial: Polynomial) -> Plain | None:
    """The number that a polynomial is, None where it is none."""
    if not polynomial:
        return 0
    (exponents, number), *others = polynomial.items()
    return None if others or any(exponents) else number


def corner(polynomial: Polynomial) -> Plain:
    """The value at the corner of the box."""
    return next((c for e, c in polynomial.items() if not any(e)), 0)


def denominators(polynomial: Polynomial, variable: int) -> int:
    """The least common denominator of the coefficients that a variable has a part in."""
    return math.lcm(*(c.denominator for e, c in polynomial.items() if e[variable]))


def varies_by_whole(polynomial: Polynomial) -> bool:
    """Whether all values differ from that at the corner by integers."""
    return all(c.denominator == 1 for e, c in polynomial.items() if any(e))


def least(polynomial: Polynomial, lasts: Sequence[int | None]) -> Plain | None:
    """A number that no value is below, None where none is known.

    Terms that grow without end are looked at together: what stands with each of their powers must
    not be negative.
    """
    bounded = [last is not None for last in lasts]
    without_end: dict[tuple[int, ...], Plain] = {}
    for exponents, coefficient in polynomial.items():
        infinite = tuple(0 if finite else e for e, finite in zip(exponents, bounded, strict=True))
        finite_part = math.prod(
            end**e for e, end in zip(exponents, lasts, strict=True) if end is not None and e
        )
        inside = any(e for e, finite in zip(exponents, bounded, strict=True) if finite)
        lowest = coefficient * finite_part if coefficient < 0 else coefficient * (not inside)
        without_end[infinite] = without_end.get(infinite, 0) + lowest
    bound = without_end.pop((0,) * len(lasts), 0)
    return bound if all(low >= 0 for low in without_end.values()) else None


def most(polynomial: Polynomial, lasts: Sequence[int | None]) -> Plain | None:
    """A number that no value is above, None where none is known."""
    bound = least(scaled(polynomial, -1), lasts)
    return None if bound is None else -bound


def direction(polynomial: Polynomial, variables: Sequence[int]) -> int | None:
    """1 where it never falls as these variables grow, -1 where it never rises, 0 for both."""
    signs = {c > 0 for e, c in polynomial.items() if any(e[variable] for variable in variables)}
    if not signs:
        return 0
    return None if len(signs) > 1 else (1 if signs.pop() else -1)


def power(polynomial: Polynomial, exponent: int) -> Polynomial | None:
    """The power to an exponent of at least 1, None where it is too long."""
    found: Polynomial | None = polynomial
    for _ in range(exponent - 1):
        found = None if found is None else multiply(found, polynomial)
    return found


def divided(polynomial: Polynomial, number: Plain) -> Polynomial:
    """The polynomial divided by a number."""
    return scaled(polynomial, Fraction(1) / number)
