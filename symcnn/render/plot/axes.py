"""Divides the axes of a picture and says in words what they are."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, NamedTuple

from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from symcnn.derivation.plot import BARS, STACK, Axis, Plot
from symcnn.render.plot.scaling import power_of, raised, scaled, words_of
from symcnn.render.plot.signs import drawable
from symcnn.render.style import grouped

# So many points have a tick each.
_TICKED: Final = 16
# From here on a logarithmic axis writes powers of ten as such.
_LARGE: Final = 10**6


class Powers(NamedTuple):
    """The powers of ten by which the numbers along and up are divided."""

    across: int
    up: int


def divided(axes: Any, plot: Plot, separator: str, mark: str) -> Powers:
    """Divide the axes of a plot, and say by which powers of ten."""
    powers = Powers(power_of(plot.across, plot.points), power_of(plot.count, _highest(plot)))
    count = axes.xaxis if plot.kind == BARS else axes.yaxis
    write = _writer(separator, mark)
    _divide(axes, count, plot.count, write)
    if plot.kind == BARS:
        return powers
    _divide(axes, axes.xaxis, plot.across, write)
    axes.grid(axis="y")
    ticks = [float(scaled(point, powers.across)) for point in plot.points]
    if len(ticks) <= _TICKED and not _crowded(ticks, plot.across.logarithmic):
        axes.xaxis.set_major_locator(FixedLocator(ticks))
        axes.xaxis.set_minor_locator(NullLocator())
    elif not plot.across.logarithmic:
        axes.xaxis.set_major_locator(MaxNLocator(9, integer=not powers.across))
    return powers


def _highest(plot: Plot) -> list[int | None]:
    """The numbers that decide how far the axis of the count goes; in a stack, the sums."""
    columns = zip(*(each.values for each in plot.series), strict=True)
    together = sum if plot.kind == STACK else max
    return [together(value or 0 for value in column) for column in columns]


def _crowded(ticks: list[float], logarithmic: bool) -> bool:
    """Whether ticks at the points themselves would run into each other."""
    places = [math.log(tick) for tick in ticks] if logarithmic else ticks
    extent = places[-1] - places[0]
    gaps = [after - before for before, after in pairwise(places)]
    return bool(gaps) and min(gaps) * 22 < extent


def _divide(axes: Any, one: Any, axis: Axis, write: Callable[[float, Any], str]) -> None:
    if not axis.logarithmic:
        one.set_major_formatter(FuncFormatter(write))
        return
    (axes.set_xscale if one is axes.xaxis else axes.set_yscale)("log")
    one.set_major_locator(LogLocator(numticks=8))
    one.set_major_formatter(FuncFormatter(write))
    one.set_minor_formatter(FuncFormatter(lambda *_: ""))


def _writer(separator: str, mark: str) -> Callable[[float, Any], str]:
    """How a number stands at a tick."""

    def write(number: float, _: Any) -> str:
        if number >= _LARGE:
            mantissa, _, exponent = f"{number:.3e}".partition("e")
            factor = mantissa.rstrip("0").rstrip(".").replace(".", mark)
            power = raised(int(exponent))
            return power if factor == "1" else f"{factor}·{power}"
        text = f"{number:.6f}".rstrip("0").rstrip(".")
        whole, _, rest = text.partition(".")
        sign, digits = whole[: whole.startswith("-")], whole.lstrip("-")
        return f"{sign}{grouped(int(digits), separator)}{mark if rest else ''}{rest}"

    return write


def labelled(axes: Any, plot: Plot, powers: Powers) -> None:
    """Say in words what the axes are."""
    count = drawable(words_of(plot.count, powers.up))
    if plot.kind == BARS:
        if plot.count.logarithmic:
            axes.set_xlabel(count)
        return
    axes.set_ylabel(count)
    words, symbol = words_of(plot.across, powers.across), plot.across.symbol
    named = f"{plot.across.words} {symbol}".strip()
    axes.set_xlabel(drawable(words.replace(plot.across.words, named, 1) if words else named))
