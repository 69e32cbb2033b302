"""Draws the series of a plot on the axes of a picture: lines, areas, bars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from symcnn.derivation.plot import Plot
from symcnn.records import record
from symcnn.render.plot.axes import Powers
from symcnn.render.plot.looks import BAR, SUM, Look, levels, look
from symcnn.render.plot.names import distinct
from symcnn.render.plot.runs import marked, runs, whole
from symcnn.render.plot.scaling import figure_at, scaled
from symcnn.render.plot.signs import drawable
from symcnn.render.plot.words import own_values

_MARKS: Final = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D", "cross": "X"}
_HATCHES: Final = ("", "////", "", "\\\\\\\\", "", "....", "", "xxxx")
# Up to so many points a stack stands on bars.
_COLUMNS: Final = 16
_DARK: Final = 4
# Letters on a line of values beside the axes, and lines of them.
_LETTERS: Final = 40
_LINES: Final = 2

Names = list[tuple[Any, str]]


def lines(axes: Any, plot: Plot, powers: Powers, separator: str) -> Names:
    """A line for each series, broken where there is no number; the highest is named first."""
    across = _across(plot, powers.across)
    names: Names = []
    for place, (each, name) in enumerate(zip(plot.series, _told(plot, separator), strict=True)):
        numbers = [_placed(value, powers.up) for value in each.values]
        (line,) = axes.plot(across, numbers, **_style(look(place)))
        line.set_markevery(marked(each.values))
        names.append((line, name))
    last = [_last(each.values) for each in plot.series]
    order = sorted(range(len(names)), key=lambda place: -last[place])
    return [names[place] for place in order]


def _names(plot: Plot) -> list[str]:
    return distinct([each.name for each in plot.series])


def _told(plot: Plot, separator: str) -> list[str]:
    """Names with the values that are their own, behind them where both are short, else below."""
    found: list[str] = []
    for name, each in zip(_names(plot), plot.series, strict=True):
        values = own_values(each, separator, _LETTERS, _LINES)
        beside = ", ".join((name, *values))
        short = len(values) < 2 and len(beside) <= _LETTERS
        found.append(beside if short else "\n".join((name, *values)))
    return found


def _across(plot: Plot, power: int) -> list[float]:
    """Where the points lie along the axis; those without any number may lie beyond all bounds."""
    told = set(plot.shown)
    return [_placed(point if point in told else None, power) for point in plot.points]


def _style(look: Look) -> dict[str, Any]:
    return {
        "color": look.colour,
        "dashes": look.dashes or (None, None),
        "marker": _MARKS[look.mark],
        "markersize": 4.5,
        "markeredgewidth": 0,
        "linewidth": 1.6,
    }


def _last(values: Sequence[int | None]) -> int:
    """The last number of a line."""
    return next((value for value in reversed(values) if value is not None), -1)


def _placed(value: int | None, power: int) -> float:
    return float("nan") if value is None else float(scaled(value, power))


@record
class _Ground:
    """What a stack stands on: the places along the axis, those with numbers run by run."""

    axes: Any
    across: Sequence[float]
    found: Sequence[range]
    power: int

    def at(self, values: Sequence[int]) -> list[float]:
        """Numbers at the places that have them, as they lie on the axis."""
        return [float(scaled(values[place], self.power)) for run in self.found for place in run]

    def places(self) -> list[int]:
        """The places that have numbers."""
        return [place for run in self.found for place in run]


def stack(axes: Any, plot: Plot, powers: Powers, separator: str) -> Names:
    """Areas on top of each other; bars where the points are few or have gaps."""
    across = _across(plot, powers.across)
    colours = levels(len(plot.series), plot.series[-1].rest)
    ground = _Ground(axes, across, list(runs(plot.series[0].values)), powers.up)
    areas = len(across) > _COLUMNS and whole(ground.found)
    draw = _area if areas else _columns
    lower = [0] * len(across)
    names: Names = []
    for place, (each, name) in enumerate(zip(plot.series, _names(plot), strict=True)):
        upper = [low + (value or 0) for low, value in zip(lower, each.values, strict=True)]
        look = {
            "facecolor": colours[place],
            "edgecolor": "white" if place < _DARK and len(plot.series) > 2 else "#333333",
            "hatch": "" if each.rest else _HATCHES[place % len(_HATCHES)],
            "linewidth": 0.5,
        }
        names.append((draw(ground, lower, upper, look), name))
        lower = upper
    axes.margins(x=0 if areas else 0.02)
    return names[::-1]


def _area(ground: _Ground, lower: list[int], upper: list[int], look: dict[str, Any]) -> Any:
    across = [ground.across[place] for place in ground.places()]
    return ground.axes.fill_between(across, ground.at(lower), ground.at(upper), **look)


def _columns(ground: _Ground, lower: list[int], upper: list[int], look: dict[str, Any]) -> Any:
    across = [ground.across[place] for place in ground.places()]
    heights = ground.at([high - low for low, high in zip(lower, upper, strict=True)])
    widths = _widths(across, ground.axes.get_xscale() == "log")
    return ground.axes.bar(across, heights, widths, bottom=ground.at(lower), **look)


def _widths(across: Sequence[float], logarithmic: bool) -> list[float]:
    """How wide the columns are: the smallest gap, on a logarithmic axis in proportion."""
    if len(across) == 1:
        return [0.4 * across[0]]
    pairs = list(pairwise(across))
    if logarithmic:
        ratio = min(after / before for before, after in pairs)
        return [0.8 * point * (ratio - 1) / ratio for point in across]
    return [0.8 * min(after - before for before, after in pairs)] * len(across)


def bars(axes: Any, plot: Plot, powers: Powers, separator: str) -> Names:
    """A bar for each layer, its number at the end; dots on a logarithmic axis, which has no 0."""
    rows = range(len(plot.series))
    numbers = [_placed(each.values[0], powers.up) for each in plot.series]
    if plot.count.logarithmic:
        axes.plot(numbers, rows, "o", color=BAR, markersize=5)
        axes.grid(axis="both")
    else:
        colours = [SUM if each.rest else BAR for each in plot.series]
        axes.barh(rows, numbers, height=0.72, color=colours)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.set_xlim(0, max(*numbers, 1e-9))
    for row, each in enumerate(plot.series):
        value = each.values[0]
        if value is not None:
            text = figure_at(value, separator)
            axes.annotate(
                text,
                (numbers[row], row),
                xytext=(5, 0),
                textcoords="offset points",
                va="center_baseline",
                fontsize=8.5,
            )
    axes.set_yticks(rows, [drawable(name) for name in _names(plot)])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(plot.series) - 0.4, -0.6)
    return []
