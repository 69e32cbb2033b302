"""The lines that lead to a receptive field: formulas in role names, and the roles of one axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from symcnn.derivation.fields import Along
from symcnn.derivation.reaching import base
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value, add, divide, multiply, negate
from symcnn.layers.sight import Spread, Window

SIZE, JUMP, START = "size", "jump", "start"
REACH, FIRST, LAST = "reach", "first", "last"

_SLIDING: Final = "(kernel - 1)"
_DILATED: Final = "dilation*(kernel - 1)"
_ROUNDED: Final = "base + grid*floor(reach/grid)"
# Where what was spread is the input itself.
_ROUNDED_TO_PLACES: Final = "base + floor(reach)"
# A minimum has so many arguments at most.
_MOST_BRANCHES: Final = 8


def through_window(before: Along, window: Window) -> dict[str, str]:
    """The formulas of a window that slides; a quantity without one keeps its value."""
    beyond = _SLIDING if arithmetic.equal(window.dilation, 1) else _DILATED
    if arithmetic.equal(window.kernel, 1) and arithmetic.equal(window.stride, 1):
        if _is_cut(window):
            return {START: "start_in + cropping_before*jump_in"}
        return {START: "start_in - padding_before*jump_in"}
    return {
        **_size(before, f"size_in + {beyond}*jump_in", f"reach_in + {beyond}*jump_in"),
        JUMP: "jump_in*stride",
        START: f"start_in + {beyond}/2*jump_in"
        if arithmetic.equal(window.padding, 0)
        else f"start_in + ({beyond}/2 - padding_before)*jump_in",
    }


def through_spread(before: Along, spread: Spread) -> dict[str, str]:
    """The formulas of a layer that spreads each place over a window."""
    beyond = _SLIDING if arithmetic.equal(spread.dilation, 1) else _DILATED
    return {
        JUMP: "jump_in/stride",
        **_size(before, f"size_in + floor({beyond}/stride)*jump_in", f"reach_in + {beyond}*jump"),
        START: f"start_in - {beyond}/2*jump"
        if arithmetic.equal(spread.padding, 0)
        else f"start_in + (cropping_before - {beyond}/2)*jump",
    }


def _size(before: Along, plain: str, reach: str) -> dict[str, str]:
    """The size; where fields are unlike, how far they reach and what that comes to in places."""
    if before.plain:
        return {SIZE: plain}
    match before.reaches:
        case (only,):
            fine = arithmetic.equal(only.grid, 1)
            return {REACH: reach, SIZE: _ROUNDED_TO_PLACES if fine else _ROUNDED}
        case _:
            return {}


def roles(before: Along, sight: Window | Spread) -> dict[str, Value]:
    """The roles of these formulas."""
    cut = sight.padding if isinstance(sight, Spread) else negate(sight.padding)
    found: dict[str, Value] = {
        "size_in": before.size,
        "jump_in": before.jump,
        "start_in": before.start,
        "kernel": sight.kernel,
        "stride": sight.stride,
        "dilation": sight.dilation,
        "padding_before": sight.padding,
        "cropping_before": cut,
    }
    if not before.plain and len(before.reaches) == 1:
        reach = before.reaches[0]
        wide = multiply((reach.grid, add((reach.high, negate(reach.low)))))
        found |= {
            "reach_in": divide(wide, reach.parts),
            "base": base(reach),
            "grid": reach.grid,
        }
    return found


def _is_cut(window: Window) -> bool:
    """Whether something is cut off rather than added."""
    return isinstance(window.padding, int) and window.padding < 0


# --- where branches meet --------------------------------------------------------------------------


def can_be_joined(befores: Sequence[Along]) -> bool:
    """Whether the union of these fields has formulas."""
    return all(before.plain for before in befores) and 1 < len(befores) <= _MOST_BRANCHES


def of_union(befores: Sequence[Along]) -> dict[str, str]:
    """The formulas of a union: from the first place of any branch to the last of any."""
    numbers = range(1, len(befores) + 1)
    firsts = ", ".join(f"start_{n} - (size_{n} - 1)/2" for n in numbers)
    lasts = ", ".join(f"start_{n} + (size_{n} - 1)/2" for n in numbers)
    return {
        FIRST: f"min({firsts})",
        LAST: f"max({lasts})",
        SIZE: "last - first + 1",
        START: "(first + last)/2",
    }


def union_roles(befores: Sequence[Along]) -> dict[str, Value]:
    """The roles of a union's formulas: the size and the start in each branch."""
    found: dict[str, Value] = {}
    for number, before in enumerate(befores, 1):
        found |= {f"size_{number}": before.size, f"start_{number}": before.start}
    return found


def shown(field: Along) -> tuple[Value, Value, Value]:
    """What is told of a field."""
    return field.size, field.jump, field.start
