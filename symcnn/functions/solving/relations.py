"""Relations of a count to a bound: between numbers, over a tape, along numbers that only grow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from symcnn.derivation.report import ABOVE, AT_LEAST, AT_MOST, BELOW, EQUAL
from symcnn.formula import tape
from symcnn.formula.tape import Plain

HOLDS: Final[Mapping[str, Callable[[Plain, Plain], bool]]] = {
    EQUAL: lambda left, right: left == right,
    BELOW: lambda left, right: left < right,
    AT_MOST: lambda left, right: left <= right,
    ABOVE: lambda left, right: left > right,
    AT_LEAST: lambda left, right: left >= right,
}
# Each relation as a question about a tape, and its answer.
ASKED: Final = {
    EQUAL: (tape.SAME, True),
    BELOW: (tape.BELOW, True),
    AT_MOST: (tape.AT_MOST, True),
    ABOVE: (tape.AT_MOST, False),
    AT_LEAST: (tape.BELOW, False),
}


def stretch(
    relation: str, bound: int, number: Callable[[int], Plain], count: int, rising: bool
) -> tuple[int, int]:
    """From which place to which a relation to a bound holds along numbers that go one way.

    ``number`` gives the number at each of so many places; it is asked for a few of them.
    """

    def first(reached: Callable[[Plain], bool]) -> int:
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if reached(number(middle)) else (middle + 1, high)
        return low

    low = relation in (BELOW, AT_MOST)
    if relation == EQUAL:
        reached, passed = (AT_LEAST, ABOVE) if rising else (AT_MOST, BELOW)
        return (
            first(lambda n: HOLDS[reached](n, bound)),
            first(lambda n: HOLDS[passed](n, bound)),
        )
    if low == rising:
        return 0, first(lambda n: not HOLDS[relation](n, bound))
    return first(lambda n: HOLDS[relation](n, bound)), count
