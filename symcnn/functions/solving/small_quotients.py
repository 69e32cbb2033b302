"""What a quotient is rounded to where its divisor is the larger number: to 0, or 1 away from it."""

from __future__ import annotations

from symcnn.formula.tape import FLOOR
from symcnn.functions.solving import box_polynomials as polynomials
from symcnn.functions.solving.enclosures import Bounds, Enclosure


def rounded(known: Bounds, kind: str, number: Enclosure, divisor: Enclosure) -> int | None:
    """The integer that the floor or the ceiling of a quotient surely is, None where there is none.

    As a divisor grows without end its quotients come as near to 0 as one likes: that they are above
    it is known of the number that is divided alone.
    """
    nothing = known.number(0)
    # What a negative number is in size at most.
    size = None if number.low is None else polynomials.scaled(number.low, -1)
    if kind == FLOOR:
        if known.is_at_least(number.low, nothing) and known.is_above(divisor.low, number.high):
            return 0
        negative = known.is_above(nothing, number.high)
        return -1 if negative and known.is_at_least(divisor.low, size) else None
    if known.is_at_least(nothing, number.high) and known.is_above(divisor.low, size):
        return 0
    positive = known.is_above(number.low, nothing)
    return 1 if positive and known.is_at_least(divisor.low, number.high) else None
