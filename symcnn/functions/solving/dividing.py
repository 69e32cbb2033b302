"""How a box that cannot be settled whole is divided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from symcnn.errors import CallError, call_error
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.enclosed_tape import EnclosedTape
from symcnn.render.phrases import listed

# Where a box without end begins so far out and is not settled, it never will be.
_FARTHEST: Final = 1 << 256
# A box is divided into at most so many classes of rests, and not before it begins so far out:
# where the bound alone is open, larger numbers decide it sooner.
_MOST_CLASSES: Final = 512
_FEW: Final = 64
CONDITIONS_OPEN: Final = 1 << 5
BOUND_OPEN: Final = 1 << 20
# How much a symbol without end counts when it is asked which one to divide.
_WITHOUT_END: Final = 1 << 64
# A range up to here is soon settled, whatever is asked.
_SOON: Final = 1000


def parts(box: Box, known: EnclosedTape, symbols: set[str], classes: int) -> Iterator[Box]:
    """A box divided along one of the symbols: in two, or, beyond ``classes``, by the rests.

    Raises:
        CallError: where the box has no end and begins too far out.
    """
    few = [n for n in symbols if 1 < (box.axes[n].count or 0) <= _FEW]
    # Few values are soon told apart, and with them what they divide.
    if few and classes == CONDITIONS_OPEN:
        name = min(few)
    else:
        name = max(sorted(symbols), key=lambda name: _weight(box.axes[name]))
    axis, modulus = box.axes[name], known.moduli[name]
    far = axis.start // axis.step
    if far > _FARTHEST:
        raise unsettled(box.longest)
    if (
        1 < modulus <= _MOST_CLASSES
        and (axis.count or _WITHOUT_END) > 8 * modulus
        and far > classes
    ):
        found = list(axis.classes(modulus))
    elif axis.count is None:
        found = list(axis.cut(max(far, 1)))
    else:
        found = list(axis.cut(axis.count // 2))
    # The last is looked at first: that it has no end and cannot be settled shows soon.
    for part in found:
        yield box.along(name, part)


def _weight(axis: Axis) -> float:
    """How much a box asks to be divided along an axis."""
    if axis.count is None:
        return max(_WITHOUT_END // max(axis.start, 1), 2)
    return axis.count if axis.count > 1 else 0


def unsettled(names: Sequence[str], last: int = _SOON) -> CallError:
    """The error of large values that cannot be settled; up to the last one they can."""
    message = f"what happens for large {listed(names)} cannot be told from the formulas"
    return call_error("range", message, f"ask for a part of them, such as {_ranges(names, last)}")


def too_many(box: Box, what: str) -> CallError:
    """The error of a box that it would take too long to settle."""
    hint = f"ask for fewer, such as {_ranges(box.longest, _SOON)}"
    return call_error("range", f"more than {what}", hint)


def _ranges(names: Sequence[str], last: int) -> str:
    """The options that leave few values to symbols."""
    return " ".join(f"--range {name}=1..{last}" for name in names)
