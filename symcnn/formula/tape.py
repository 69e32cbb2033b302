"""A tape: how the numbers of one run came about, and what was asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

Plain = int | Fraction

NUMBER, SYMBOL, ASSUMPTION = "number", "symbol", "assumption"
ADD, MULTIPLY, DIVIDE, POWER = "add", "multiply", "divide", "power"
MODULO, FLOOR, CEILING, LEAST, MOST = "modulo", "floor", "ceiling", "least", "most"

BELOW, AT_MOST, SAME, WHOLE, FITS = "<", "<=", "==", "whole", "fits"


class Condition(NamedTuple):
    """A question and its answer: ``left relation right`` is ``holds``.

    ``WHOLE`` asks of the left alone, ``FITS`` whether it takes at most so many bits.
    """

    relation: str
    left: int
    right: int
    holds: bool


def _product(parts: list[Plain]) -> Plain:
    result: Plain = 1
    for part in parts:
        result *= part
    return result


def _power(parts: list[Any]) -> Plain:
    base, exponent = parts
    return Fraction(base) ** exponent if exponent < 0 else base**exponent


WORKED_OUT: Final[Mapping[str, Callable[[list[Any]], Plain]]] = {
    ADD: sum,
    MULTIPLY: _product,
    DIVIDE: lambda parts: Fraction(parts[0]) / parts[1],
    POWER: _power,
    MODULO: lambda parts: parts[0] % parts[1],
    FLOOR: lambda parts: parts[0].__floor__(),
    CEILING: lambda parts: parts[0].__ceil__(),
    LEAST: min,
    MOST: max,
}
ASKED: Final[Mapping[str, Callable[[Plain, Plain], bool]]] = {
    BELOW: lambda left, right: left < right,
    AT_MOST: lambda left, right: left <= right,
    SAME: lambda left, right: left == right,
    WHOLE: lambda left, _: left.denominator == 1,
    FITS: lambda left, right: (
        max(left.numerator.bit_length(), left.denominator.bit_length()) <= right
    ),
}
# These are whole whatever they are made of, and these of whole numbers.
MADE_WHOLE: Final = frozenset({SYMBOL, FLOOR, CEILING})
KEEPS_WHOLE = frozenset({ADD, MULTIPLY, MODULO, LEAST, MOST})
# Where bounds of numbers are looked for, those of more bits are not.
BITS_OF_BOUNDS: Final = 20_000


class Tape:
    """Numbers in the order in which they were worked out, each at its place.

    ``operations`` are kinds with the places of their operands (a number or a symbol's name for what
    is made of nothing), ``values`` what they come to at the point of this run, ``whole`` whether
    they are integers wherever the conditions hold. What is asked of an ``assumed`` number, or of
    one that is made of it, is no condition; ``doubtful`` says that the last question was such a
    one. Conditions that are ``bounds`` ask only for numbers that are not too long.
    """

    def __init__(self) -> None:
        self.operations: list[tuple[str, tuple[Any, ...]]] = []
        self.values: list[Plain] = []
        self.whole: list[bool] = []
        self.conditions: dict[Condition, None] = {}
        self.bounds: set[Condition] = set()
        self.assumed: set[int] = set()
        self.doubtful = False
        self._places: dict[tuple[str, tuple[Any, ...]], int] = {}

    def symbol(self, name: str, value: int) -> int:
        """The place of a symbol with its value at the point of this run."""
        return self._place(SYMBOL, (name,), value, whole=True)

    def number(self, value: Plain) -> int:
        """The place of a plain number."""
        return self._place(NUMBER, (value,), value, whole=value.denominator == 1)

    def assumption(self, name: str, value: int) -> int:
        """The place of a number that stands for any that is large enough."""
        place = self._place(ASSUMPTION, (value, name), value, whole=True)
        self.assumed.add(place)
        return place

    def apply(self, kind: str, places: tuple[int, ...]) -> int:
        """The place of what an operation makes of the numbers at places."""
        known = self._places.get((kind, places))
        if known is not None:
            return known
        value = WORKED_OUT[kind]([self.values[place] for place in places])
        value = value.numerator if value.denominator == 1 else value
        whole = kind in MADE_WHOLE or (
            kind in KEEPS_WHOLE and all(self.whole[place] for place in places)
        )
        place = self._place(kind, places, value, whole)
        if not self.assumed.isdisjoint(places):
            self.assumed.add(place)
        return place

    def ask(self, relation: str, left: int, right: int, *, bound: bool = False) -> bool:
        """The answer to a question about numbers, which is a condition from now on.

        A ``bound`` asks whether numbers are too long to be worked with.
        """
        answer = ASKED[relation](self.values[left], self.values[right])
        condition = Condition(relation, left, right, answer)
        self.doubtful = not self.assumed.isdisjoint((left, right))
        if left != right and not self.doubtful:
            if not bound:
                self.bounds.discard(condition)
            elif condition not in self.conditions:
                self.bounds.add(condition)
            self.conditions[condition] = None
        if relation == WHOLE and answer:
            # From here on it is one, wherever the conditions hold.
            self.whole[left] = True
        return answer

    def adopt(self, other: Tape, places: Iterable[int]) -> dict[int, int]:
        """The places here of numbers of another tape, and of those that they are made of."""
        found: dict[int, int] = {}
        for place in needed(other, places):
            kind, parts = other.operations[place]
            if kind in WORKED_OUT:
                parts = tuple(found[part] for part in parts)
            found[place] = self._place(kind, parts, other.values[place], other.whole[place])
        return found

    def _place(self, kind: str, parts: tuple[Any, ...], value: Plain, whole: bool) -> int:
        key = (kind, parts)
        if key not in self._places:
            self._places[key] = len(self.operations)
            self.operations.append(key)
            self.values.append(value)
            self.whole.append(whole)
        return self._places[key]


def needed(tape: Tape, places: Iterable[int]) -> list[int]:
    """The places that these are made of, and they themselves, in the order of the tape."""
    found, waiting = set[int](), list(places)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            kind, parts = tape.operations[place]
            if kind in WORKED_OUT:
                waiting.extend(parts)
    return sorted(found)


def evaluated(
    tape: Tape,
    places: Iterable[int],
    point: Mapping[str, int],
    known: dict[int, Plain] | None = None,
) -> dict[int, Plain]:
    """The numbers at places of a tape, and at those that they are made of, at another point.

    What is ``known`` is not worked out again; what is found is added to it.
    """
    found = {} if known is None else known
    order = needed(tape, [place for place in places if place not in found])
    return worked_out(tape, order, point, found)


def worked_out(
    tape: Tape, order: Iterable[int], point: Mapping[str, int], found: dict[int, Plain]
) -> dict[int, Plain]:
    """The numbers at places in the order of a tape, each after those that it is made of."""
    for place in order:
        if place in found:
            continue
        kind, parts = tape.operations[place]
        if kind in WORKED_OUT:
            value = WORKED_OUT[kind]([found[part] for part in parts])
            found[place] = value.numerator if value.denominator == 1 else value
        else:
            found[place] = point[parts[0]] if kind == SYMBOL else parts[0]
    return found
