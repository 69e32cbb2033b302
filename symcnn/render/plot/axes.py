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

# From here on numbers are written with their power of ten.
_LARGE: Final = 10**6
# Lines end somewhat below the top.
_ROOM: Final = 1.06


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
    top = max(highest(plot))
    if plot.count.logarithmic:
        _logarithmic(axes, count, (least(plot), top), powers.up, separator)
    elif plot.kind != BARS:
        axes.set_ylim(0, _ROOM * float(scaled(top or 1, powers.up)))
    if plot.kind != BARS:
        axes.grid(axis="y")
        _divide_across(axes, plot, powers.across, write, separator)
    return powers


def _divide_across(axes: Any, plot: Plot, power: int, write: Any, separator: str) -> None:
    """Divide the axis of the points, at the points themselves where these are few."""
    points = plot.shown
    if plot.across.logarithmic:
        _logarithmic(axes, axes.xaxis, (points[0], points[-1]), power, separator)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(9, integer=not power))
        axes.xaxis.set_major_formatter(write)
        if len(points) == 1:
            axes.set_xlim(0, 2 * float(scaled(points[0], power)))
    if at_points(plot):
        axes.xaxis.set_major_locator(FixedLocator([float(scaled(n, power)) for n in points]))
        axes.xaxis.set_major_formatter(write)


def _logarithmic(axes: Any, one: Any, ends: tuple[int, int], power: int, separator: str) -> None:
    """Make an axis logarithmic, with ticks that are written in full or as powers of ten."""
    (axes.set_xscale if one is axes.xaxis else axes.set_yscale)("log")
    low, high = reach(*ends)
    if (low, high) != ends:
        setter = axes.set_xlim if one is axes.xaxis else axes.set_ylim
        setter(float(scaled(low, power)), float(scaled(high, power)))
        ticks = logarithmic_ticks(low, high)
    else:
        # The axis reaches somewhat further than its numbers.
        ticks = logarithmic_ticks(low // 2, 2 * high)
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
