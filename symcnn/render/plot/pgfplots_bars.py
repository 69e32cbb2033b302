"""A bar for each layer in pgfplots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from symcnn.derivation.plot import Plot, Series
from symcnn.render.latex.text import escape
from symcnn.render.plot.looks import BAR, SUM
from symcnn.render.plot.pgfplots_axis import (
    coordinate,
    fitting,
    label,
    number_format,
    picture,
    small,
    ticks,
    words,
)
from symcnn.render.plot.scaling import figure_at, highest, least, power_of
from symcnn.render.style import GROUPING, Style

# So many rows are one picture; between two of them a page may end.
_ROWS: Final = 14
_ROW: Final = 1.35
_WIDEST: Final = 14.0
_COLOURS: Final = (
    f"\\definecolor{{symcnn}}{{HTML}}{{{BAR[1:]}}}",
    f"\\definecolor{{symcnnrest}}{{HTML}}{{{SUM[1:]}}}",
)


def bars(plot: Plot, style: Style) -> Iterator[str]:
    """The pictures of a plot of bars, all to one scale."""
    separator = GROUPING[style.grouping][0]
    names = fitting([each.name for each in plot.series], _WIDEST)
    figures = [figure_at(each.values[0] or 0, separator) for each in plot.series]
    left = small(names) + 1.0
    width = f"width=\\linewidth-{left + small(figures) + 1.2:.1f}em"
    power = power_of(plot.count, (each.values[0] for each in plot.series))
    bounds = _bounds(plot, power)
    rows = list(zip(plot.series, names, map(words, figures), strict=True))
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        last = start + _ROWS >= len(rows)
        options = [
            "scale only axis, clip=false",
            width,
            f"height={_ROW * len(part):.2f}em, y dir=reverse",
            f"ymin=-0.6, ymax={len(part) - 0.4}",
            f"ytick={{{','.join(map(str, range(len(part))))}}}",
            f"yticklabels={{{','.join(f'{{{escape(name)}}}' for _, name, _ in part)}}}",
            "axis y line*=left, ytick style={draw=none}",
            number_format(style),
            *bounds,
        ]
        if plot.count.logarithmic:
            ends = least(plot) // 2, 2 * max(highest(plot))
            options += ["axis x line*=bottom, grid=major", ticks("x", power, ends, style)]
            options += [f"xlabel={{{label(plot.count, power)}}}" if last else "xticklabels={}"]
        else:
            options += ["axis x line=none, xbar, bar width=0.72"]
        drawn = [_row(plot, power, *row) for row in enumerate(part)]
        yield picture(left, options, "\n".join([*_COLOURS, *drawn]))


def _bounds(plot: Plot, power: int) -> list[str]:
    """The ends of the axis, the same in every picture."""
    values = [each.values[0] for each in plot.series if each.values[0]]
    logarithmic = plot.count.logarithmic
    if not values:
        return ["xmin=0, xmax=1"]
    high = coordinate(max(values), power, logarithmic)
    if not logarithmic:
        return [f"xmin=0, xmax={high}"]
    low = coordinate(max(1, min(values) // 2), power, logarithmic)
    return [f"xmin={low}, xmax={coordinate(2 * max(values), power, logarithmic)}"]


def _row(plot: Plot, power: int, row: int, told: tuple[Series, str, str]) -> str:
    """The bar of a layer, or its dot, with the number behind it."""
    each, _, figure = told
    value = each.values[0]
    if value is None:
        return "% no number"
    place = f"({coordinate(value, power, plot.count.logarithmic)},{row})"
    colour = "symcnnrest" if each.rest else "symcnn"
    kind = "only marks, mark=*" if plot.count.logarithmic else "draw=none, bar shift=0pt"
    return (
        f"\\addplot[{kind}, fill={colour}] coordinates {{{place}}};\n"
        f"\\node[right, font=\\footnotesize] at (axis cs:{place[1:-1]}) {{{figure}}};"
    )
