"""Works a tape out for many points at once, by NumPy.

Each number is an array along the axes of the symbols that it depends on, and no other: what depends
on one symbol is worked out once for each value of it. Numbers that may leave 64 bits are Python's
own; which these are is told by their bounds beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np

from symcnn.formula.tape import (
    ADD,
    AT_MOST,
    BELOW,
    BITS_OF_BOUNDS,
    CEILING,
    DIVIDE,
    FITS,
    FLOOR,
    LEAST,
    MODULO,
    MOST,
    MULTIPLY,
    NUMBER,
    POWER,
    SAME,
    SYMBOL,
    WHOLE,
    WORKED_OUT,
    Condition,
    needed,
)
from symcnn.functions.bounds import Interval
from symcnn.functions.ways import Way

Array = Any
LARGEST: Final = 2**63 - 1
# At points that a condition leaves out there may be divisions by zero, and powers beyond all
# bounds: any number will do there, one that is too large as well where a size is asked.
_TOO_LARGE: Final = 1 << BITS_OF_BOUNDS


def _quotient_of(number: Any, divisor: Any) -> Any:
    return Fraction(number) / divisor if divisor else 0


def _power_of(base: Any, exponent: Any) -> Any:
    if not base and exponent < 0:
        return 0
    bits = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
    if bits > 1 and bits * abs(exponent) > 2 * _TOO_LARGE.bit_length():
        return _TOO_LARGE
    return WORKED_OUT[POWER]([base, exponent])


_FRACTION: Final = np.frompyfunc(_quotient_of, 2, 1)
_POWER: Final = np.frompyfunc(_power_of, 2, 1)
_WHOLE_QUOTIENT: Final = np.frompyfunc(lambda number, by: number // by if by else 0, 2, 1)
_REST: Final = np.frompyfunc(lambda number, by: number % by if by else 0, 2, 1)


def _floor(number: Array, divisor: Array) -> Array:
    return (_WHOLE_QUOTIENT if _is_large(number, divisor) else np.floor_divide)(number, divisor)


def _rest(number: Array, divisor: Array) -> Array:
    return (_REST if _is_large(number, divisor) else np.remainder)(number, divisor)


def _is_large(*arrays: Array) -> bool:
    """Whether Python's own numbers are among them, which divide by no zero."""
    return any(array.dtype == object for array in arrays)


_FLOORED: Final = np.frompyfunc(lambda number: number.__floor__(), 1, 1)
_CEILED: Final = np.frompyfunc(lambda number: number.__ceil__(), 1, 1)
_NUMERATOR: Final = np.frompyfunc(lambda number: number.numerator, 1, 1)
_IS_WHOLE: Final = np.frompyfunc(lambda number: number.denominator == 1, 1, 1)


class Worked:
    """A way's numbers along the axes of a grid."""

    def __init__(
        self, way: Way, found: Mapping[int, Interval], values: Mapping[str, Array]
    ) -> None:
        self._tape = way.tape
        self._intervals = found
        self._values = values
        self._done: dict[int, Array] = {}

    def array(self, place: int) -> Array:
        """The numbers at a place of the tape; exact, in 64 bits where they surely fit."""
        for each in needed(self._tape, {place} - self._done.keys()):
            if each not in self._done and (each == place or not self._is_quotient(each)):
                self._done[each] = self._made(each)
        return self._done[place]

    def integers(self, place: int) -> Array:
        """The numbers at a place that are integers where the way is gone."""
        array = self.array(place)
        return array if array.dtype != object else _NUMERATOR(array)

    def _is_quotient(self, place: int) -> bool:
        """Whether a number is a quotient; often only its floor is asked, without fractions."""
        return self._tape.operations[place][0] == DIVIDE

    def holds(self, condition: Condition) -> Array:
        """At which points a condition holds."""
        relation, left, right, wanted = condition
        if relation == WHOLE:
            answer = self._is_whole(left)
        else:
            answer = _ANSWERS[relation](self.array(left), self.array(right))
        return answer if wanted else np.logical_not(answer)

    def _is_whole(self, place: int) -> Array:
        kind, parts = self._tape.operations[place]
        if kind == DIVIDE and all(map(self._is_integers, parts)):
            return _rest(self.array(parts[0]), self.array(parts[1])) == 0
        return _IS_WHOLE(self.array(place)).astype(bool)

    def _made(self, place: int) -> Array:
        kind, parts = self._tape.operations[place]
        if kind == SYMBOL:
            return self._values[parts[0]]
        if kind == NUMBER:
            (number,) = parts
            return np.array(number, dtype=np.int64 if self._is_small(place) else object)
        if kind in (FLOOR, CEILING):
            return self._rounded(kind, parts[0])
        operands = [self._fitting(part, place) for part in parts]
        if kind == DIVIDE:
            return self._quotient(place, *operands)
        if kind == POWER:
            return self._power(parts[1], *operands)
        return _WORK[kind](operands)

    def _fitting(self, part: int, place: int) -> Array:
        """An operand in Python's numbers where the result may not fit 64 bits."""
        array = self.array(part)
        return array if self._is_small(place) else array.astype(object)

    def _rounded(self, kind: str, part: int) -> Array:
        inner, parts = self._tape.operations[part]
        if inner == DIVIDE and all(map(self._is_integers, parts)):
            number, divisor = map(self.array, parts)
            return _floor(number, divisor) if kind == FLOOR else -_floor(-number, divisor)
        return (_FLOORED if kind == FLOOR else _CEILED)(self.array(part))

    def _quotient(self, place: int, number: Array, divisor: Array) -> Array:
        if self._tape.whole[place]:
            return _floor(number, divisor)
        return _FRACTION(number.astype(object), divisor.astype(object))

    def _power(self, exponents: int, base: Array, exponent: Array) -> Array:
        interval = self._intervals[exponents]
        if base.dtype == exponent.dtype == np.int64 and interval is not None and interval[0] >= 0:
            return base**exponent
        return _POWER(base.astype(object), exponent.astype(object))

    def _is_integers(self, place: int) -> bool:
        return self._tape.whole[place]

    def _is_small(self, place: int) -> bool:
        """Whether all numbers at a place, and those it is made of, fit 64 bits."""
        kind, parts = self._tape.operations[place]
        own = self._fits(place)
        return own and (kind in (NUMBER, SYMBOL) or all(map(self._fits, parts)))

    def _fits(self, place: int) -> bool:
        interval = self._intervals[place]
        return (
            interval is not None
            and self._tape.whole[place]
            and interval[0] >= -LARGEST
            and interval[1] <= LARGEST
        )


def _folded(work: Any) -> Callable[[Sequence[Array]], Array]:
    """Many operands, those along the fewest axes first, so that few large arrays are made."""

    def worked(operands: Sequence[Array]) -> Array:
        groups: dict[tuple[int, ...], list[Array]] = {}
        for operand in sorted(operands, key=extent):
            groups.setdefault(operand.shape, []).append(operand)
        return _gathered(work, [_gathered(work, group) for group in groups.values()])

    return worked


def _gathered(work: Any, operands: Sequence[Array]) -> Array:
    """One operand after the other, from the third on in the array of the first two."""
    found, *others = operands
    mine = False
    for operand in others:
        fits = mine and operand.dtype == found.dtype and operand.size <= found.size
        if fits and np.broadcast_shapes(operand.shape, found.shape) == found.shape:
            work(found, operand, out=found)
        else:
            found, mine = work(found, operand), True
    return found


def extent(array: Array) -> int:
    """How many numbers an array holds."""
    return int(array.size)


_WORK: Final[Mapping[str, Callable[[Sequence[Array]], Array]]] = {
    ADD: _folded(np.add),
    MULTIPLY: _folded(np.multiply),
    MODULO: lambda parts: _rest(*parts),
    LEAST: _folded(np.minimum),
    MOST: _folded(np.maximum),
}
_BITS: Final = np.frompyfunc(
    lambda number, bits: (
        max(abs(int(number.numerator)).bit_length(), int(number.denominator).bit_length()) <= bits
    ),
    2,
    1,
)
_ANSWERS: Final[Mapping[str, Callable[[Array, Array], Array]]] = {
    BELOW: lambda left, right: (left < right).astype(bool),
    AT_MOST: lambda left, right: (left <= right).astype(bool),
    SAME: lambda left, right: (left == right).astype(bool),
    FITS: lambda left, right: _BITS(left.astype(object), right.astype(object)).astype(bool),
}
