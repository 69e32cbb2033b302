"""Says in words at which points of a line there is no network, and why."""

from __future__ import annotations

from collections.abc import Sequence

# So many lines have their gaps told one by one.
_TOLD = 4


def gaps(
    symbol: str, points: Sequence[int], lines: Sequence[tuple[str, Sequence[str]]]
) -> tuple[str, ...]:
    """A sentence for each line with points at which no network is.

    ``lines`` are the name of each line and why there is no network, point by point, empty where
    there is one. What all lines share is said once.
    """
    told = [(name, _told(symbol, points, errors)) for name, errors in lines]
    sentences = {sentence for _, sentence in told}
    if len(sentences) == 1:
        return tuple(sentences - {""})
    found = [f"{name}: {sentence}" for name, sentence in told if sentence]
    if len(found) <= _TOLD:
        return tuple(found)
    return (*found[:_TOLD], f"{len(found) - _TOLD} more lines have gaps")


def _told(symbol: str, points: Sequence[int], errors: Sequence[str]) -> str:
    missing = [place for place, error in enumerate(errors) if error]
    if not missing:
        return ""
    where = _where(symbol, points, missing)
    return f"no network {where}: {errors[missing[0]]}"


def _where(symbol: str, points: Sequence[int], missing: Sequence[int]) -> str:
    first, last = missing[0], missing[-1]
    if last - first + 1 > len(missing):
        much = f"at {len(missing):,} of {len(points):,} points"
        return f"{much}, the first of them {symbol} = {points[first]}"
    if len(missing) == 1 and last < len(points) - 1:
        return f"at {symbol} = {points[first]}"
    if last == len(points) - 1:
        return f"from {symbol} = {points[first]} on"
    return f"from {symbol} = {points[first]} to {points[last]}"
