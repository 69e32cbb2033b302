"""Bounds of a number over a box, as polynomials in the places of its points.

Most numbers of a network are polynomials themselves, so that their bounds are exact; a floor lies
within one of what is below it. Where a box has no end, a polynomial tells what is true of all its
points where an interval of numbers cannot.

Source: R. E. Moore (1966), Interval Analysis, with polynomials in the place of numbers.
"""

from __future__ import annotations

import math

from symcnn.formula.tape import BITS_OF_BOUNDS, Plain
from symcnn.functions.solving import box_polynomials as polynomials
from symcnn.functions.solving.box_polynomials import Polynomial
from symcnn.functions.solving.boxes import Box
from symcnn.records import record


@record
class Enclosure:
    """Polynomials that a number is never below and never above; None where none is known.

    Where both are the same one, the number is that polynomial.
    """

    low: Polynomial | None
    high: Polynomial | None

    @property
    def exact(self) -> Polynomial | None:
        """The polynomial that the number is, where it is one."""
        return self.low if self.low is not None and self.low is self.high else None


UNKNOWN = Enclosure(None, None)


def exactly(polynomial: Polynomial | None) -> Enclosure:
    """A number that is a polynomial; one that is not known where there is none."""
    return Enclosure(polynomial, polynomial)


class Bounds:
    """What bounds come to over a box.

    The variables of the polynomials are the places along the axes, and for each axis how much
    larger than 1 the power ``root**place`` is, where one stands on the tape. ``moduli`` say for
    each symbol by which steps the floors and rests that were looked at come out as polynomials: 1
    where they do already.
    """

    def __init__(self, box: Box) -> None:
        self.box = box
        self.moduli = dict.fromkeys(box.axes, 1)
        self._lasts = [axis.count and axis.count - 1 for axis in box.axes.values()]
        self._lasts += [None] * len(box.axes)
        self._roots: dict[int, int] = {}

    def number(self, number: Plain) -> Polynomial:
        """A number as a polynomial."""
        return polynomials.constant(number, len(self._lasts))

    def exponential(self, root: int, axis: int, multiple: int) -> Polynomial | None:
        """``root**(multiple*place)`` along an axis, None where another root stands there."""
        if self._roots.setdefault(axis, root) != root:
            return None
        last = self._lasts[axis]
        axes = len(self.box.axes)
        if last is not None and last * root.bit_length() < BITS_OF_BOUNDS:
            self._lasts[axes + axis] = root**last - 1
        power = polynomials.linear(axes + axis, len(self._lasts), 1, 1)
        return polynomials.power(power, multiple)

    def least(self, enclosure: Enclosure) -> Plain | None:
        """A number that is never undercut."""
        return None if enclosure.low is None else polynomials.least(enclosure.low, self._lasts)

    def most(self, enclosure: Enclosure) -> Plain | None:
        """A number that is never exceeded."""
        return None if enclosure.high is None else polynomials.most(enclosure.high, self._lasts)

    def is_at_least(self, left: Polynomial | None, right: Polynomial | None) -> bool:
        """Whether a polynomial is nowhere below another."""
        if left is None or right is None:
            return False
        bound = polynomials.least(polynomials.less(left, right), self._lasts)
        return bound is not None and bound >= 0

    def is_above(self, left: Polynomial | None, right: Polynomial | None) -> bool:
        """Whether a polynomial is everywhere above another."""
        if left is None or right is None:
            return False
        bound = polynomials.least(polynomials.less(left, right), self._lasts)
        return bound is not None and bound > 0

    def note(self, polynomial: Polynomial, divisor: int = 1) -> None:
        """Remember the steps by which a polynomial over a divisor varies by integers alone."""
        quotient = polynomials.divided(polynomial, divisor)
        for index, name in enumerate(self.box.axes):
            modulus = polynomials.denominators(quotient, index)
            self.moduli[name] = math.lcm(self.moduli[name], modulus)
