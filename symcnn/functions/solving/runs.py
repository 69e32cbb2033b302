"""Answers in one unknown as runs: values that follow each other by equal steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symcnn.derivation.report import Phrase, joined
from symcnn.derivation.rows import Part
from symcnn.formula.nodes import Number
from symcnn.functions.solving.boxes import Axis

# A run of so many values is told whole, a longer one by its first values and its last.
_WHOLE = 4
_FIRST = 2
# So many runs are told.
_RUNS = 12


def runs(axes: Iterable[Axis]) -> list[Axis]:
    """The values of axes without a common value, joined as far as they go on by equal steps.

    >>> runs([Axis(4, 4, 1), Axis(8, 4, 1), Axis(12, 4)])
    [Axis(start=4, step=4, count=None)]
    """
    found: list[Axis] = []
    for axis in sorted(axes, key=lambda axis: axis.start):
        joint = _joined(found[-1], axis) if found else None
        if joint is None:
            found.append(axis)
        else:
            found[-1] = joint
    return found


def _joined(before: Axis, after: Axis) -> Axis | None:
    """Two runs as one, where the second goes on as the first does."""
    if before.last is None:
        return None
    step = after.start - before.last
    if any(axis.step != step for axis in (before, after) if axis.count != 1):
        return None
    count = None if after.count is None or before.count is None else before.count + after.count
    return Axis(before.start, step, count)


def phrase(found: Sequence[Axis]) -> Phrase:
    """The values of runs in a sentence: ``6, 7, …, 10 and 12``."""
    items = [item for run in found[:_RUNS] for item in _items(run)]
    if len(found) > _RUNS:
        return (*joined(items, ", "), ", …")
    return joined(items)


def _items(run: Axis) -> list[Phrase]:
    if run.count is not None and run.count <= _WHOLE:
        return [(Number(value),) for value in run.first(_WHOLE)]
    first: list[Part] = []
    for value in run.first(_FIRST):
        first += [Number(value), ", "]
    return [(*first, "…") if run.last is None else (*first, "…, ", Number(run.last))]
