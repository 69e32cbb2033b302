"""The neutral form of a plot: exact points in series, words for its axes, no markup."""

from __future__ import annotations

from typing import TypeAlias

from symcnn.formula.arithmetic import Value
from symcnn.records import value_record

LINES, STACK, BARS = "lines", "stack", "bars"

# Symbols that do not vary, each with its value.
Fixed: TypeAlias = "tuple[tuple[str, Value], ...]"


@value_record
class Axis:
    """What runs along an axis: its words, a symbol's name and a unit where there are any."""

    words: str
    symbol: str = ""
    unit: str = ""
    logarithmic: bool = False


@value_record
class Series:
    """A name, and an exact number at each point of the plot; None where there is none to draw.

    ``rest`` says that it stands for several layers, too small to be shown by themselves; ``fixed``
    are the values that symbols have in this series and not in all.
    """

    name: str
    values: tuple[int | None, ...]
    rest: bool = False
    fixed: Fixed = ()


@value_record
class Plot:
    """Series over the same points.

    ``kind`` is ``lines``, ``stack`` (the series add up, the first lies lowest) or ``bars`` (each
    series has one value, and there are no points). ``subject`` names the count in a title,
    ``source`` the network; ``layers`` are those that it is the count of, all of them where it is
    empty. ``notes`` say what is missing and why; ``fixed`` are the values that symbols have in all
    series.
    """

    kind: str
    subject: str
    source: str
    layers: tuple[str, ...]
    across: Axis
    count: Axis
    points: tuple[int, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()
    fixed: Fixed = ()

    @property
    def shown(self) -> list[int]:
        """The points at which at least one series has a number."""
        return [
            point
            for place, point in enumerate(self.points)
            if any(each.values[place] is not None for each in self.series)
        ]
