"""What a body does to a field when it is passed a number of times that is not known."""

from __future__ import annotations

from typing import Any

from symcnn.derivation.fields import Along, Everything, Field, Unknown, axes_of
from symcnn.derivation.reaching import Reach
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value, add, divide, multiply, negate, power
from symcnn.network.repetition import Repetition


class NotAlike(Exception):
    """What a pass does to a field is not the same in each pass; its text says why."""


def after_passes(before: Field, after: Field, repetition: Repetition) -> tuple[Field, Field]:
    """The field that pass i begins with, and the field after the last pass.

    ``before`` and ``after`` are those of the first pass that the body stands for.

    Raises:
        NotAlike: where the passes do not do the same.
    """
    if before == after:
        return before, after
    if isinstance(after, Everything | Unknown):
        return Unknown(axes_of(before), "the first pass sees otherwise than the later ones"), after
    if not (isinstance(before, Along) and isinstance(after, Along) and before.to == after.to):
        raise NotAlike("the passes of a repeated body see unlike things")
    if not (before.plain and after.plain):
        raise NotAlike("a body that spreads places is repeated a free number of times")
    (one,), (other,) = before.reaches, after.reaches
    pace = divide(other.pace, one.pace)
    low = divide(add((other.low, negate(one.low))), one.pace)
    high = divide(add((other.high, negate(one.high))), one.pace)
    turn = repetition.turn
    if any(turn in getattr(value, "free_symbols", ()) for value in (pace, low, high)):
        raise NotAlike("the windows of a repeated body differ from pass to pass")

    def at(passes: Value) -> Along:
        grown, times = _powers(pace, passes)
        reach = Reach(
            multiply((one.pace, grown)),
            add((one.low, multiply((one.pace, low, times)))),
            add((one.high, multiply((one.pace, high, times)))),
        )
        return Along(before.to, (reach,))

    return at(add((turn, -repetition.start))), at(repetition.copies)


def _powers(pace: Value, passes: Value) -> tuple[Any, Value]:
    """The pace to the power of the passes, and the sum of its lower powers."""
    if arithmetic.equal(pace, 1):
        return 1, passes
    grown = power(pace, passes)
    return grown, divide(add((grown, -1)), add((pace, -1)))
