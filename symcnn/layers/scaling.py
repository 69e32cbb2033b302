"""Extents that are multiples of others, by whole factors or by fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import Kind, Unfit, is_integral, parts_of
from symcnn.layers.declaration import Axis, LayerProblem

_WHOLE = "size*factor"
_DOWN = "floor(size*factor)"
# What rounding in double precision makes of it.
_BELOW = "ceil(size*factor) - 1"
_ABOVE = "floor(size*factor) + 1"


def scaled(axis: str, size: Value, factor: Value) -> Axis:
    """An axis that is a multiple of the input's.

    Fractions are rounded down as PyTorch does it: it multiplies in double precision, so that
    100 times 0.29 is a little less than 29, and the extent 28.

    Raises:
        LayerProblem: for an extent that would be 0.
    """
    roles = {"size": size, "factor": factor}
    if not isinstance(factor, Fraction):
        return Axis(axis, _WHOLE, roles)
    if not arithmetic.is_whole(size):
        return Axis(axis, _DOWN, roles)
    exact = arithmetic.floor(size * factor)
    # The one place for a float: what is asked for is how a float rounds.
    rounded = int(size * float(factor))
    if rounded == 0:
        raise LayerProblem("empty-output", f"{size} times {factor} leaves nothing")
    if rounded == exact:
        return Axis(axis, _DOWN, roles)
    return Axis(axis, _ABOVE if exact == rounded - 1 else _BELOW, roles)


def _factors(value: Any, rank: int, checked: bool) -> Any:
    if value is None:
        return None
    parts = parts_of(value) or (value,) * rank
    if len(parts) != rank or not all(_is_factor(part, checked) for part in parts):
        raise Unfit("a positive number" if rank == 1 else f"a positive number or {rank} of them")
    return parts


def _is_factor(value: Any, checked: bool) -> bool:
    if isinstance(value, Fraction):
        return value > 0
    return is_integral(value, 1, checked)


# Factors for each spatial axis, whole or not.
FACTORS = Kind("positive numbers or None", _factors, takes_sizes=True)
