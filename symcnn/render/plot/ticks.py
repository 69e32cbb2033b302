"""Where an axis has its ticks: at the points themselves, or at round numbers."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from symcnn.derivation.plot import Plot
from symcnn.render.plot.scaling import digits_of, raised

# Up to such a ratio of its ends a logarithmic axis has ticks between the powers of ten as well.
_NEAR: Final = 500
_TICKS: Final = 9
# From here on a power of ten is written as such.
_LARGE: Final = 6
# So many digits have room beside each other below an axis.
_ABREAST: Final = 48
_LONGEST: Final = 9
# So many points have a tick each.
_TICKED: Final = 16


def logarithmic_ticks(low: int, high: int) -> list[tuple[int, str]]:
    """The numbers that a logarithmic axis tells between its ends, and how they are written.

    >>> logarithmic_ticks(3, 40)
    [(5, '5'), (10, '10'), (20, '20')]
    >>> logarithmic_ticks(1, 10**7)[-2:]
    [(1000000, '10⁶'), (10000000, '10⁷')]
    """
    low = max(low, 1)
    first, last = digits_of(low) - 1, digits_of(high)
    near = high < _NEAR * low
    step = 1 if near else 1 + (last - first) // _TICKS
    found: list[tuple[int, str]] = []
    for power in range(first, last + 1, step):
        for factor in (1, 2, 5) if near else (1,):
            number = factor * 10**power
            plain = f"{factor}·{raised(power)}" if factor > 1 else raised(power)
            found.append((number, plain if power >= _LARGE else f"{number:,}"))
    return [(number, told) for number, told in found if low <= number <= high]


def reach(low: int, high: int) -> tuple[int, int]:
    """The ends of a logarithmic axis, far enough from each other to be told apart.

    >>> reach(10, 1000), reach(10, 11)
    ((10, 1000), (5, 22))
    """
    return (low, high) if high >= 2 * low else (max(low // 2, 1), 2 * high)


def spacing(plot: Plot) -> tuple[float, float]:
    """The smallest gap between points as they lie on their axis, and how far all of them reach."""
    points = plot.shown
    places = [
        math.log(point) if plot.across.logarithmic else point / points[-1] for point in points
    ]
    gaps = (after - before for before, after in pairwise(places))
    return min(gaps, default=0.0), places[-1] - places[0]


def at_points(plot: Plot) -> bool:
    """Whether each point can have a tick, and none runs into the next."""
    points = plot.shown
    gap, extent = spacing(plot)
    longest = max(2, digits_of(points[-1]))
    if longest > _LONGEST:
        return False
    return len(points) <= _TICKED and gap * _ABREAST >= extent * longest
