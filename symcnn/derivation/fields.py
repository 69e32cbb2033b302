"""What an axis of a feature map shows of an axis of the network's input."""

from __future__ import annotations

from typing import TypeAlias

from symcnn.derivation.reaching import Reach, base, largest, least, most
from symcnn.formula.arithmetic import Value, add, divide, floor, multiply, negate
from symcnn.records import value_record


@value_record
class Along:
    """An axis of the input along the axis ``to`` of a map."""

    to: int
    reaches: tuple[Reach, ...]

    @property
    def plain(self) -> bool:
        """Whether all fields are alike."""
        return all(reach.plain for reach in self.reaches)

    @property
    def jump(self) -> Value:
        """The distance between the fields of neighbours, on average where they are unlike."""
        reach = self.reaches[0]
        return divide(multiply((reach.grid, reach.pace)), reach.parts)

    @property
    def edges(self) -> tuple[Value, Value]:
        """Where the first field begins and ends, unrounded where fields are unlike."""
        return (
            least([_unrounded(r.grid, r.low, r.parts, r.first) for r in self.reaches]),
            most([_unrounded(r.grid, r.high, r.parts, r.last) for r in self.reaches]),
        )

    @property
    def start(self) -> Value:
        """The centre of the first field."""
        return divide(add(self.edges), 2)

    @property
    def size(self) -> Value:
        """The extent of a field, of the largest where they are unlike."""
        if self.plain:
            low, high = self.edges
            return add((high, negate(low), 1))
        if len(self.reaches) == 1:
            reach = self.reaches[0]
            spare = floor(divide(add((reach.high, negate(reach.low))), reach.parts))
            return add((multiply((reach.grid, spare)), base(reach)))
        return largest(self.reaches)


@value_record
class Lost:
    """An axis of the input that no one axis of a map follows.

    Each place is still somewhere along the axes ``to``, where layer ``origin`` has put it; fields
    keep their ``size``.
    """

    to: tuple[int, ...]
    size: Value
    origin: str


@value_record
class Everything:
    """An axis of the input that is seen from end to end; ``size`` is its extent."""

    size: Value


@value_record
class Unknown:
    """An axis of which nothing can be told from here on, and why; it lies along the axes ``to``."""

    to: tuple[int, ...]
    reason: str


Field: TypeAlias = Along | Lost | Everything | Unknown


def itself(axis: int) -> Along:
    """An axis of the input, each place of which shows itself."""
    return Along(axis, (Reach(1, 0, 0),))


def axes_of(field: Field) -> tuple[int, ...]:
    """The axes of a map along which a field lies."""
    match field:
        case Along():
            return (field.to,)
        case Lost() | Unknown():
            return field.to
        case Everything():
            return ()


def _unrounded(grid: Value, offset: Value, parts: Value, beyond: Value) -> Value:
    return add((divide(multiply((grid, offset)), parts), beyond))
