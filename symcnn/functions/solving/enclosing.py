"""How the bounds of a number follow from those of what it is made of, one rule an operation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from symcnn.formula.tape import (
    ADD,
    BITS_OF_BOUNDS,
    CEILING,
    DIVIDE,
    FLOOR,
    LEAST,
    MODULO,
    MOST,
    MULTIPLY,
    POWER,
    Plain,
)
from symcnn.functions.solving import box_polynomials as polynomials
from symcnn.functions.solving.box_polynomials import Polynomial
from symcnn.functions.solving.enclosures import UNKNOWN, Bounds, Enclosure, exactly

# Larger powers are not multiplied out.
_MOST_EXPONENT: Final = 24


def _sum(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    found = parts[0]
    for part in parts[1:]:
        if found.exact is not None and part.exact is not None:
            found = exactly(polynomials.add(found.exact, part.exact))
        else:
            found = Enclosure(_added(found.low, part.low), _added(found.high, part.high))
    return found


def _added(left: Polynomial | None, right: Polynomial | None) -> Polynomial | None:
    return None if left is None or right is None else polynomials.add(left, right)


def _product(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    found = parts[0]
    for part in parts[1:]:
        found = _times(known, found, part)
    return found


def _times(known: Bounds, left: Enclosure, right: Enclosure) -> Enclosure:
    if left.exact is not None and right.exact is not None:
        product = polynomials.multiply(left.exact, right.exact)
        if product is not None:
            return exactly(product)
    for one, other in ((left, right), (right, left)):
        if one.exact is not None and (number := polynomials.number_of(one.exact)) is not None:
            return _by_number(other, number)
    for one, other in ((left, right), (right, left)):
        if not _is_positive(known, one):
            if _is_negative(known, one):
                return _negated(_times(known, _negated(one), other))
            return _hull(known, one, other)
    return Enclosure(_multiplied(left.low, right.low), _multiplied(left.high, right.high))


def _multiplied(left: Polynomial | None, right: Polynomial | None) -> Polynomial | None:
    return None if left is None or right is None else polynomials.multiply(left, right)


def _is_positive(known: Bounds, part: Enclosure) -> bool:
    least = known.least(part)
    return least is not None and least >= 0


def _is_negative(known: Bounds, part: Enclosure) -> bool:
    most = known.most(part)
    return most is not None and most <= 0


def _by_number(part: Enclosure, number: Plain) -> Enclosure:
    if part.exact is not None:
        return exactly(polynomials.scaled(part.exact, number))
    ends = [
        None if end is None else polynomials.scaled(end, number) for end in (part.low, part.high)
    ]
    return Enclosure(*ends) if number >= 0 else Enclosure(*reversed(ends))


def _negated(part: Enclosure) -> Enclosure:
    return _by_number(part, -1)


def _hull(known: Bounds, left: Enclosure, right: Enclosure) -> Enclosure:
    """The product of numbers of which only numbers are known as bounds."""
    ends = [[known.least(part), known.most(part)] for part in (left, right)]
    products = [a * b for a in ends[0] for b in ends[1] if a is not None and b is not None]
    if len(products) < 4:
        return UNKNOWN
    return Enclosure(known.number(min(products)), known.number(max(products)))


def _quotient(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    number, divisor = parts
    if divisor.exact is not None:
        fixed = polynomials.number_of(divisor.exact)
        if fixed:
            return _by_number(number, 1 / Fraction(fixed))
    least, most = known.least(divisor), known.most(divisor)
    if least is None or least <= 0:
        return UNKNOWN
    if not _is_positive(known, number):
        negative = _is_negative(known, number)
        return _negated(_quotient(known, [_negated(number), divisor])) if negative else UNKNOWN
    low = known.number(0)
    if most is not None and number.low is not None:
        low = polynomials.divided(number.low, most)
    high = None if number.high is None else polynomials.divided(number.high, least)
    return Enclosure(low, high)


def _power(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    base, exponent = parts
    fixed = None if exponent.exact is None else polynomials.number_of(exponent.exact)
    if isinstance(fixed, int) and 0 < fixed <= _MOST_EXPONENT:
        return _raised(known, base, fixed)
    number = None if base.exact is None else polynomials.number_of(base.exact)
    least = known.least(exponent)
    if number is None or number < 1 or least is None or least < 0 or exponent.low is None:
        return UNKNOWN
    exact = _exact_exponential(known, number, exponent)
    if exact is not None:
        return exactly(exact)
    return _exponential(known, number, exponent, math.floor(least))


def _exact_exponential(known: Bounds, base: Plain, exponent: Enclosure) -> Polynomial | None:
    """A power whose exponent is a multiple of a place, in the variable of such powers."""
    if exponent.exact is None or not isinstance(base, int) or base < 2:
        return None
    varying = [(e, c) for e, c in exponent.exact.items() if any(e)]
    start = polynomials.corner(exponent.exact)
    if (
        len(varying) != 1
        or not isinstance(start, int)
        or base.bit_length() * start > BITS_OF_BOUNDS
    ):
        return None
    ((exponents, slope),) = varying
    axes = len(known.box.axes)
    if sum(exponents) != 1 or any(exponents[axes:]) or not isinstance(slope, int) or slope < 1:
        return None
    root, multiple = _root(base)
    if multiple * slope > _MOST_EXPONENT:
        return None
    power = known.exponential(root, exponents.index(1), multiple * slope)
    return None if power is None else polynomials.scaled(power, base**start)


def _root(base: int) -> tuple[int, int]:
    """The least number that a base is a power of, and which power."""
    for multiple in range(base.bit_length() - 1, 1, -1):
        root = round(base ** (1 / multiple)) if base < 1 << 40 else base
        if root**multiple == base:
            return root, multiple
    return base, 1


def _raised(known: Bounds, base: Enclosure, exponent: int) -> Enclosure:
    if base.exact is not None:
        return exactly(polynomials.power(base.exact, exponent))
    if not _is_positive(known, base):
        return UNKNOWN
    ends = [
        None if end is None else polynomials.power(end, exponent) for end in (base.low, base.high)
    ]
    return Enclosure(*ends)


def _exponential(known: Bounds, base: Plain, exponent: Enclosure, least: int) -> Enclosure:
    """A power of a fixed base: at least ``base**least * (1 + (base - 1)*(exponent - least))``.

    Source: Bernoulli's inequality.
    """
    bits = math.ceil(base).bit_length()
    if bits * least > BITS_OF_BOUNDS or exponent.low is None:
        return UNKNOWN
    beyond = polynomials.less(exponent.low, known.number(least))
    factor = polynomials.add(known.number(1), polynomials.scaled(beyond, base - 1))
    low = polynomials.scaled(factor, base**least)
    most = known.most(exponent)
    if most is None or bits * most > BITS_OF_BOUNDS:
        return Enclosure(low, None)
    return Enclosure(low, known.number(base ** math.floor(most)))


def _floor(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    (part,) = parts
    if part.exact is not None:
        known.note(part.exact)
        start = polynomials.corner(part.exact)
        if polynomials.varies_by_whole(part.exact):
            down = known.number(math.floor(start) - start)
            return exactly(polynomials.add(part.exact, down))
        # What is above the floor is a fraction with this denominator.
        denominator = math.lcm(*(c.denominator for c in part.exact.values()))
        gap = 1 - 1 / Fraction(denominator)
        return Enclosure(_floored(known, part.low, gap), _rounded(known, part.high))
    return Enclosure(_floored(known, part.low, 1), _rounded(known, part.high))


def _floored(known: Bounds, low: Polynomial | None, gap: Plain) -> Polynomial | None:
    if low is None:
        return None
    rounded = _rounded(known, low)
    return rounded if rounded is not low else polynomials.less(low, known.number(gap))


def _rounded(known: Bounds, bound: Polynomial | None) -> Polynomial | None:
    """A bound that is a number, rounded down; any other as it is."""
    number = None if bound is None else polynomials.number_of(bound)
    return bound if number is None else known.number(math.floor(number))


def _ceiling(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    return _negated(_floor(known, [_negated(parts[0])]))


def _rest(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    number, divisor = parts
    most = known.most(divisor)
    least = known.least(divisor)
    if least is None or least <= 0:
        return UNKNOWN
    if _is_positive(known, number) and known.is_above(divisor.low, number.high):
        return number
    fixed = None if divisor.exact is None else polynomials.number_of(divisor.exact)
    if number.exact is not None and isinstance(fixed, int):
        known.note(number.exact, fixed)
        if polynomials.varies_by_whole(polynomials.divided(number.exact, fixed)):
            return exactly(known.number(polynomials.corner(number.exact) % fixed))
    return Enclosure(known.number(0), None if most is None else known.number(most))


def _smallest(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    found = parts[0]
    for part in parts[1:]:
        found = _smaller(known, found, part)
    return found


def _smaller(known: Bounds, left: Enclosure, right: Enclosure) -> Enclosure:
    if known.is_at_least(right.low, left.high):
        return left
    if known.is_at_least(left.low, right.high):
        return right
    low = left.low if known.is_at_least(right.low, left.low) else None
    if low is None and known.is_at_least(left.low, right.low):
        low = right.low
    if low is None:
        ends = (known.least(left), known.least(right))
        low = None if None in ends else known.number(min(end for end in ends if end is not None))
    # It is below both, so either will do.
    high = left.high if known.is_at_least(right.high, left.high) else right.high
    return Enclosure(low, high if high is not None else left.high)


def _largest(known: Bounds, parts: list[Enclosure]) -> Enclosure:
    return _negated(_smallest(known, list(map(_negated, parts))))


RULES: Final[Mapping[str, Callable[[Bounds, list[Enclosure]], Enclosure]]] = {
    ADD: _sum,
    MULTIPLY: _product,
    DIVIDE: _quotient,
    POWER: _power,
    MODULO: _rest,
    FLOOR: _floor,
    CEILING: _ceiling,
    LEAST: _smallest,
    MOST: _largest,
}
