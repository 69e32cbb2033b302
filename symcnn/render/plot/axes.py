"""Divides the axes of a picture and says in words what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from matplotlib.ticker import (
    FixedFormatter,
    FixedLocator,
    FuncFormatter,
    MaxNLocator,
    NullLocator,
)

from symcnn.derivation.plot import BARS, Plot
from symcnn.render.plot.scaling import highest, least, power_of, raised, scaled, words_of
from symcnn.render.plot.signs import drawable
from symcnn.render.plot.ticks import at_points, logarithmic_ticks, reach
from symcnn.render.style import grouped

# From here on a logarithmic axis writes powers of ten as such.
_LARGE: Final = 10**6


class Powers(NamedTuple):
    """The powers of ten by which the numbers along and up are divided."""

    across: int
    up: int


def divided(axes: Any, plot: Plot, separator: str, mark: str) -> Powers:
    """Divide the axes of a plot, and say by which powers of ten."""
    powers = Powers(power_of(plot.across, plot.shown), power_of(plot.count, highest(plot)))
    count = axes.xaxis if plot.kind == BARS else axes.yaxis
    write = FuncFormatter(_writer(separator, mark))
    count.set_major_formatter(write)
    if plot.count.logarithmic:
        ends = least(plot) // 2, 2 * max(highest(plot))
        _logarithmic(axes, count, ends, powers.up, separator)
    if plot.kind == BARS:
        return powers
    if plot.across.logarithmic:
        axes.set_xscale("log")
    axes.xaxis.set_major_formatter(write)
    axes.grid(axis="y")
    ticks = [float(scaled(point, powers.across)) for point in plot.shown]
    if at_points(plot):
        axes.xaxis.set_major_locator(FixedLocator(ticks))
        axes.xaxis.set_minor_locator(NullLocator())
    elif plot.across.logarithmic:
        points = plot.shown
        ends = reach(points[0], points[-1])
        _logarithmic(axes, axes.xaxis, ends, powers.across, separator)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(9, integer=not powers.across))
    return powers


def _logarithmic(axes: Any, one: Any, ends: tuple[int, int], power: int, separator: str) -> None:
    """Make an axis logarithmic, with ticks that are written in full or as powers of ten."""
    (axes.set_xscale if one is axes.xaxis else axes.set_yscale)("log")
    ticks = logarithmic_ticks(*ends)
    one.set_major_locator(FixedLocator([float(scaled(number, power)) for number, _ in ticks]))
    one.set_major_formatter(FixedFormatter([told.replace(",", separator) for _, told in ticks]))
    one.set_minor_locator(NullLocator())


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
