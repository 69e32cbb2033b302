"""Where a series has numbers: the runs between its gaps, and the points that get a mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

# Up to so many points have a mark each; longer lines have about as many as a third of that.
_MARKED: Final = 36


def runs(values: Sequence[int | None]) -> Iterator[range]:
    """The places of numbers without a gap between them, run by run."""
    start = None
    for place, value in enumerate((*values, None)):
        if value is not None and start is None:
            start = place
        elif value is None and start is not None:
            yield range(start, place)
            start = None


def whole(found: Sequence[range]) -> bool:
    """Whether there is one run, of more than a point."""
    return len(found) == 1 and len(found[0]) > 1


def marked(values: Sequence[int | None]) -> list[int]:
    """The places that get a mark; a number between two gaps always does, being no line."""
    found = list(runs(values))
    step = max(1, 3 * sum(map(len, found)) // _MARKED) if sum(map(len, found)) > _MARKED else 1
    return [place for run in found for place in run if place == run[0] or place % step == 0]
