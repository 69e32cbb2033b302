"""Numbers that remember how they came about, and what was asked of them.

A network is resolved by ordinary code that looks at numbers: is the window larger than its input,
do the groups divide the channels? To know the counts at very many points, it is resolved once with
traced numbers. Each has its value at one point and stands on a tape that says how it was worked
out; whatever decides the way of the code is a condition on the same tape. At every point at which
all conditions come out alike the code goes the same way, and the tape gives the counts there, or
the same complaint with other numbers.

Nothing is assumed of the code: a traced number that serves as a plain one, as the length of a range
or as a key, is a condition too, that it has this very value.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, TypeGuard, cast

from symcnn.formula.tape import (
    ADD,
    AT_MOST,
    BELOW,
    CEILING,
    DIVIDE,
    FITS,
    FLOOR,
    MODULO,
    MULTIPLY,
    POWER,
    SAME,
    WHOLE,
    Plain,
    Tape,
)

# Around the place of a traced number in a message; no program can hold these words.
_OPEN, _CLOSE = f"\ue000{os.urandom(8).hex()}:", "\ue001"
_MARK: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


class Traced:
    """A number on a tape. It takes part in arithmetic as an integer or a fraction does."""

    __slots__ = ("place", "tape")

    def __init__(self, tape: Tape, place: int) -> None:
        self.tape = tape
        self.place = place

    @staticmethod
    def symbol(tape: Tape, name: str, value: int) -> Traced:
        """A symbol with its value at the point of the run."""
        return Traced(tape, tape.symbol(name, value))

    @staticmethod
    def assumption(tape: Tape, name: str, value: int) -> Traced:
        """A number that stands for any that is large enough."""
        return Traced(tape, tape.assumption(name, value))

    @property
    def __class__(self) -> type:  # pyright: ignore[reportIncompatibleMethodOverride]
        """What it passes for: an integer, or a fraction where it is none."""
        return int if self.is_whole() else Fraction

    def is_whole(self) -> bool:
        """Whether it is an integer; a condition, unless it is one whatever the symbols are."""
        return self.tape.whole[self.place] or self._ask(WHOLE, self)

    def fits(self, bits: int) -> bool:
        """Whether it takes at most so many bits."""
        return self.tape.ask(FITS, self.place, self.at(bits), bound=True)

    def is_beyond(self, bound: int) -> bool:
        """Whether it is larger than numbers of its kind may be."""
        return self.tape.ask(BELOW, self.at(bound), self.place, bound=True)

    def __str__(self) -> str:
        return f"{_OPEN}{self.place}{_CLOSE}"

    __repr__ = __str__

    def __format__(self, specification: str) -> str:
        return format(self._plain(), specification) if specification else str(self)

    # --- the tape ---------------------------------------------------------------------------------

    def at(self, operand: Plain | Traced) -> int:
        """The place of an operand on the tape; a plain number is written down."""
        return operand.place if is_traced(operand) else self.tape.number(cast(Plain, operand))

    def _apply(self, kind: str, *operands: Plain | Traced) -> Traced:
        return Traced(self.tape, self.tape.apply(kind, tuple(map(self.at, operands))))

    def _ask(self, relation: str, left: Plain | Traced, right: Plain | Traced = 0) -> bool:
        return self.tape.ask(relation, self.at(left), self.at(right))

    # --- as a plain number ------------------------------------------------------------------------

    def _plain(self) -> Plain:
        self._ask(SAME, self, self.tape.values[self.place])
        return self.tape.values[self.place]

    def __index__(self) -> int:
        value = self._plain()
        if not isinstance(value, int):
            raise TypeError("a fraction is no index")
        return value

    __int__ = __index__

    def __float__(self) -> float:
        return float(self._plain())

    def __hash__(self) -> int:
        return hash(self._plain())

    def bit_length(self) -> int:
        """The bits of the number."""
        return self.__index__().bit_length()

    @property
    def numerator(self) -> Any:
        """The number itself where it is whole."""
        return self if self.is_whole() else self._plain().numerator

    @property
    def denominator(self) -> int:
        """1 where the number is whole."""
        return 1 if self.is_whole() else self._plain().denominator

    # --- arithmetic -------------------------------------------------------------------------------

    def plus(self, *others: Plain | Traced) -> Any:
        """The sum with others in one operation."""
        return self._apply(ADD, self, *others) if others else self

    def _with(self, kind: str, *operands: Any) -> Any:
        if not all(isinstance(operand, int | Fraction) for operand in operands):
            return NotImplemented
        return self._apply(kind, *operands)

    def __add__(self, other: Any) -> Any:
        return self if _is(other, 0) else self._with(ADD, self, other)

    __radd__ = __add__

    def __mul__(self, other: Any) -> Any:
        if _is(other, 0):
            return 0
        return self if _is(other, 1) else self._with(MULTIPLY, self, other)

    __rmul__ = __mul__

    def __neg__(self) -> Any:
        return self * -1

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return other + -self

    def __truediv__(self, other: Any) -> Any:
        return self if _is(other, 1) else self._divided(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return self._divided(other, self)

    def __floordiv__(self, other: Any) -> Any:
        return self if _is(other, 1) else self._apply(FLOOR, self._divided(self, other))

    def __rfloordiv__(self, other: Any) -> Any:
        return self._apply(FLOOR, self._divided(other, self))

    def __mod__(self, other: Any) -> Any:
        return 0 if _is(other, 1) and self.tape.whole[self.place] else self._rest(self, other)

    def __rmod__(self, other: Any) -> Any:
        return self._rest(other, self)

    def __divmod__(self, other: Any) -> tuple[Any, Any]:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> tuple[Any, Any]:
        return other // self, other % self

    def __pow__(self, exponent: Any) -> Any:
        return self if _is(exponent, 1) else self._with(POWER, self, exponent)

    def __rpow__(self, base: Any) -> Any:
        return self._with(POWER, base, self)

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def __floor__(self) -> Any:
        return self if self.tape.whole[self.place] else self._apply(FLOOR, self)

    def __ceil__(self) -> Any:
        return self if self.tape.whole[self.place] else self._apply(CEILING, self)

    def _divided(self, numerator: Any, denominator: Any) -> Any:
        if denominator == 0:
            raise ZeroDivisionError("division by zero")
        return self._with(DIVIDE, numerator, denominator)

    def _rest(self, number: Any, divisor: Any) -> Any:
        if divisor == 0:
            raise ZeroDivisionError("division by zero")
        return self._with(MODULO, number, divisor)

    # --- questions --------------------------------------------------------------------------------

    def __bool__(self) -> bool:
        return not self._ask(SAME, self)

    def __lt__(self, other: Any) -> Any:
        return self._ask(BELOW, self, other) if _is_number(other) else NotImplemented

    def __gt__(self, other: Any) -> Any:
        return self._ask(BELOW, other, self) if _is_number(other) else NotImplemented

    def __le__(self, other: Any) -> Any:
        return self._ask(AT_MOST, self, other) if _is_number(other) else NotImplemented

    def __ge__(self, other: Any) -> Any:
        return self._ask(AT_MOST, other, self) if _is_number(other) else NotImplemented

    def __eq__(self, other: object) -> Any:
        return self._ask(SAME, self, other) if _is_number(other) else NotImplemented  # pyright: ignore[reportArgumentType]


def is_traced(value: object) -> TypeGuard[Traced]:
    """Whether a number stands on a tape, for all that it passes for another."""
    return type(value) is Traced


def summed(operands: Sequence[Any]) -> Any:
    """The sum of operands, a traced one among them, in one operation."""
    traced = [operand for operand in operands if type(operand) is Traced]
    plain = sum(operand for operand in operands if type(operand) is not Traced)
    first, *others = traced
    return first.plus(*others, plain) if plain else first.plus(*others)


def _is_number(value: object) -> bool:
    return type(value) is Traced or isinstance(value, int | Fraction)


def _is(value: object, number: int) -> bool:
    return type(value) is int and value == number


def words(message: str) -> list[str | int]:
    """A message in parts: text, and the places of the traced numbers in it."""
    parts: list[str | int] = list(_MARK.split(message))
    return [int(part) if index % 2 else part for index, part in enumerate(parts)]
