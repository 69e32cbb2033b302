"""A tape over a box: what is known of its numbers, its conditions and the way its numbers go."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from symcnn.formula.tape import (
    AT_MOST,
    BELOW,
    CEILING,
    DIVIDE,
    FITS,
    FLOOR,
    KEEPS_WHOLE,
    MADE_WHOLE,
    MODULO,
    MULTIPLY,
    NUMBER,
    POWER,
    SAME,
    SYMBOL,
    WHOLE,
    Condition,
    Plain,
    Tape,
    needed,
)
from symcnn.functions.solving import box_polynomials as polynomials
from symcnn.functions.solving.boxes import Box
from symcnn.functions.solving.enclosing import RULES
from symcnn.functions.solving.enclosures import Bounds, Enclosure, exactly
from symcnn.functions.solving.small_quotients import rounded


class EnclosedTape(Bounds):
    """The numbers of a tape over a box."""

    def __init__(self, tape: Tape, box: Box) -> None:
        super().__init__(box)
        self._tape = tape
        self._names = list(box.axes)
        self._found: dict[int, Enclosure] = {}

    def of(self, place: int) -> Enclosure:
        """The enclosure of the number at a place."""
        for each in needed(self._tape, {place} - self._found.keys()):
            if each not in self._found:
                self._found[each] = self._made(each)
        return self._found[place]

    def _made(self, place: int) -> Enclosure:
        kind, parts = self._tape.operations[place]
        if kind == SYMBOL:
            index = self._names.index(parts[0])
            axis = self.box.axes[parts[0]]
            if axis.count == 1:
                return exactly(self.number(axis.start))
            return exactly(polynomials.linear(index, 2 * len(self._names), axis.start, axis.step))
        if kind == NUMBER:
            return exactly(self.number(parts[0]))
        number = self._rounded_quotient(kind, parts[0])
        if number is not None:
            return exactly(self.number(number))
        return RULES[kind](self, [self._found[part] for part in parts])

    def _rounded_quotient(self, kind: str, place: int) -> int | None:
        """What a number is rounded to where it is a quotient that lies between two integers."""
        inner, parts = self._tape.operations[place]
        if kind not in (FLOOR, CEILING) or inner != DIVIDE:
            return None
        return rounded(self, kind, *(self._found[part] for part in parts))

    def answer(self, condition: Condition) -> bool | None:
        """Whether a condition holds at all points or at none; None where that is not known."""
        found = self.relation(condition.relation, condition.left, condition.right)
        return None if found is None else found == condition.holds

    def holds_throughout(self, conditions: Iterable[Condition]) -> bool:
        """Whether conditions hold at all points, but for those on how numbers are written."""
        asked = (c for c in conditions if c.relation != WHOLE and c not in self._tape.bounds)
        return all(self.answer(condition) for condition in asked)

    def relation(self, relation: str, left: int, right: int) -> bool | None:
        """Whether numbers are related so at all points or at none; None where it is not known."""
        whole = relation in (WHOLE, FITS) and self._is_integer(left)
        if relation == WHOLE and whole:
            return True
        # Of a fraction the denominator may be longer than its bounds tell.
        return (
            None
            if relation == FITS and not whole
            else _ANSWERS[relation](self, self.of(left), self.of(right))
        )

    def _is_integer(self, place: int) -> bool:
        """Whether a number is surely whole, for what it is made of is."""
        found: dict[int, bool] = {}
        for each in needed(self._tape, {place}):
            kind, parts = self._tape.operations[each]
            if kind == NUMBER:
                found[each] = parts[0].denominator == 1
            elif kind == POWER:
                least = self.least(self.of(parts[1]))
                found[each] = all(found[p] for p in parts) and least is not None and least >= 0
            else:
                whole = kind in KEEPS_WHOLE and all(found[part] for part in parts)
                found[each] = whole or kind in MADE_WHOLE
        return found[place]

    def symbols(self, condition: Condition) -> set[str]:
        """The symbols that a condition depends on."""
        places = needed(self._tape, (condition.left, condition.right))
        operations = (self._tape.operations[place] for place in places)
        return {parts[0] for kind, parts in operations if kind == SYMBOL}

    def direction(self, place: int, name: str) -> int | None:
        """1 where the number never falls as a symbol grows, -1 where it never rises, 0 for both."""
        self.of(place)
        found: dict[int, int | None] = {}
        index = self._names.index(name)
        variables = (index, index + len(self._names))
        for each in needed(self._tape, {place}):
            exact = self._found[each].exact
            known = polynomials.direction(exact, variables) if exact is not None else None
            if known is None:
                kind, parts = self._tape.operations[each]
                known = self._directed(kind, parts, found)
            found[each] = known
        return found[place]

    def is_linear(self, place: int, name: str) -> bool:
        """Whether the number grows by equal steps along a symbol."""
        exact = self.of(place).exact
        index = self._names.index(name)
        power = index + len(self._names)
        return exact is not None and all(e[index] <= 1 and not e[power] for e in exact)

    def _directed(
        self, kind: str, parts: Sequence[int], found: Mapping[int, int | None]
    ) -> int | None:
        """The direction of an operation, from those of its operands."""
        ways = [found[part] for part in parts]
        if None in ways or kind == MODULO:
            return 0 if not any(ways) and None not in ways else None
        if kind in (MULTIPLY, DIVIDE, POWER):
            signs = [self.least(self.of(part)) for part in parts]
            if any(sign is None or sign < 0 for sign in signs):
                return None
            if kind == POWER and (signs[0] or 0) < 1:
                return None
        directions = {-way if kind == DIVIDE and at else way for at, way in enumerate(ways) if way}
        return None if len(directions) > 1 else next(iter(directions), 0)


# --- the relations ----------------------------------------------------------------------------


def _below(known: Bounds, left: Enclosure, right: Enclosure) -> bool | None:
    if known.is_above(right.low, left.high):
        return True
    return False if known.is_at_least(left.low, right.high) else None


def _at_most(known: Bounds, left: Enclosure, right: Enclosure) -> bool | None:
    if known.is_at_least(right.low, left.high):
        return True
    return False if known.is_above(left.low, right.high) else None


def _same(known: Bounds, left: Enclosure, right: Enclosure) -> bool | None:
    if left.exact is not None and right.exact is not None and left.exact == right.exact:
        return True
    apart = known.is_above(left.low, right.high) or known.is_above(right.low, left.high)
    return False if apart else None


def _whole(known: Bounds, left: Enclosure, _: Enclosure) -> bool | None:
    if left.exact is None:
        return None
    known.note(left.exact)
    if polynomials.varies_by_whole(left.exact):
        return polynomials.corner(left.exact).denominator == 1
    return None


def _fits(known: Bounds, left: Enclosure, right: Enclosure) -> bool | None:
    """Whether a number has at most so many bits, which it has where its bounds have."""
    ends: Iterable[Plain | None] = (known.least(left), known.most(left))
    bits = None if right.exact is None else polynomials.number_of(right.exact)
    if bits is None or any(end is None for end in ends):
        return None
    return all(abs(math.floor(end or 0)).bit_length() < bits for end in ends) or None


_ANSWERS: Final[Mapping[str, Callable[[Bounds, Enclosure, Enclosure], bool | None]]] = {
    BELOW: _below,
    AT_MOST: _at_most,
    SAME: _same,
    WHOLE: _whole,
    FITS: _fits,
}
