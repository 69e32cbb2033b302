"""Lines and stacks in pgfplots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from symcnn.derivation.plot import Plot, Series
from symcnn.render.latex.text import escape
from symcnn.render.plot.looks import levels, look
from symcnn.render.plot.pgfplots_axis import (
    coordinate,
    fitting,
    label,
    number_format,
    picture,
    small,
    ticks,
)
from symcnn.render.plot.runs import runs, whole
from symcnn.render.plot.scaling import highest, least, power_of
from symcnn.render.plot.ticks import at_points, reach, spacing
from symcnn.render.plot.words import own_values
from symcnn.render.style import GROUPING, Style, grouped

# In em: what stands left and right of the axes, the widest line of names below.
_LEFT: Final = 4.6
_RIGHT: Final = 1.0
_WIDEST: Final = 27.0
_SAMPLE: Final = 4.0
# Values behind a name take this share of the room at most; lengths are tried until one fits.
_SHARE: Final = 0.6
_LENGTHS: Final = range(40, 6, -4)
# Slides are low.
_HEIGHT: Final = "{min(16em, 0.42*\\textheight)}"
_AREAS: Final = "stack plots=y, area style, axis on top=false, enlarge x limits=false"
_AREA: Final = "draw=black, line width=0.2pt"
# Up to so many points a stack stands on columns.
_FEW: Final = 16
_MARKED: Final = 36
_MARKS: Final = {
    "circle": "*",
    "square": "square*",
    "triangle": "triangle*",
    "diamond": "diamond*",
    "cross": "x",
}


def lines(plot: Plot, style: Style) -> Iterator[str]:
    """The picture of a plot of lines, each broken where there is no number."""
    powers = _powers(plot)
    names = _told(plot, style)
    body: list[str] = []
    for place, (each, name) in enumerate(zip(plot.series, names, strict=True)):
        colour, told = _line(place, len(plot.points))
        body.append(colour)
        for number, run in enumerate(runs(each.values)):
            # The legend names a line once, in whatever pieces it comes.
            once = ", forget plot" if number or len(plot.series) == 1 else ""
            body.append(f"\\addplot[{told}{once}] {_coordinates(plot, each, run, powers)};")
            if not once:
                body.append(f"\\addlegendentry{{{escape(name)}}}")
    bottom = ["enlarge x limits=0.03", *([] if plot.count.logarithmic else ["ymin=0"])]
    yield picture(_LEFT, [*_options(plot, powers, names, style), *bottom], "\n".join(body))


def _told(plot: Plot, style: Style) -> list[str]:
    """Names with the values that are their own, which take part of the room at most."""
    separator = GROUPING[style.grouping][0]
    room = _WIDEST - _SAMPLE
    values = [_values(each, separator, _SHARE * room) for each in plot.series]
    names = fitting([each.name for each in plot.series], room - small(values))
    return [f"{name}{told}" for name, told in zip(names, values, strict=True)]


def _values(series: Series, separator: str, widest: float) -> str:
    """As many of the values as fit, behind a comma."""
    if not series.fixed:
        return ""
    found = (", ".join(("", *own_values(series, separator, most, 1))) for most in _LENGTHS)
    return next((told for told in found if small((told,)) <= widest), ", …")


def _line(place: int, points: int) -> tuple[str, str]:
    """The colour of a line, defined, and how it is drawn."""
    found = look(place)
    colour = f"\\definecolor{{symcnn{place}}}{{HTML}}{{{found.colour[1:]}}}"
    strokes = " ".join(
        f"{'off' if number % 2 else 'on'} {length}pt" for number, length in enumerate(found.dashes)
    )
    told = f"color=symcnn{place}, thick, mark={_MARKS[found.mark]}"
    told += f", mark options={{solid, scale=0.8}}, mark repeat={max(1, 3 * points // _MARKED)}"
    if points <= _MARKED:
        told = told.rpartition(", ")[0]
    return colour, f"{told}, dash pattern={{{strokes}}}" if strokes else told


def stack(plot: Plot, style: Style) -> Iterator[str]:
    """The picture of a stack: areas, or columns where the points are few or have gaps."""
    powers = _powers(plot)
    names = fitting([each.name for each in plot.series], _WIDEST - _SAMPLE)
    found = list(runs(plot.series[0].values))
    areas = len(plot.points) > _FEW and whole(found)
    body: list[str] = []
    colours = levels(len(plot.series), plot.series[-1].rest)
    places = range(len(plot.points)) if not areas else found[0]
    closed = " \\closedcycle" if areas else ""
    for place, (each, name) in enumerate(zip(plot.series, names, strict=True)):
        coordinates = _coordinates(plot, each, places, powers)
        body += [
            f"\\definecolor{{symcnn{place}}}{{HTML}}{{{colours[place][1:]}}}",
            f"\\addplot[{_AREA}, fill=symcnn{place}] {coordinates}{closed};",
            f"\\addlegendentry{{{escape(name)}}}",
        ]
    kind = _AREAS if areas else _columns(plot)
    options = [*_options(plot, powers, names, style), kind, "ymin=0"]
    yield picture(_LEFT, options, "\n".join(body))


def _columns(plot: Plot) -> str:
    """Columns that do not run into each other."""
    gap, extent = spacing(plot)
    share = 0.7 * gap / extent if extent else 0.3
    width = f"{share / 1.2:.5f}*(\\linewidth-{_LEFT + _RIGHT:.1f}em)"
    return f"ybar stacked, enlarge x limits=0.1, bar width={{{width}}}"


def _powers(plot: Plot) -> tuple[int, int]:
    """The powers of ten by which the numbers along and up are divided."""
    return power_of(plot.across, plot.shown), power_of(plot.count, highest(plot))


def _options(plot: Plot, powers: tuple[int, int], names: Sequence[str], style: Style) -> list[str]:
    across, up = powers
    points = plot.shown
    widest = small(names) + _SAMPLE
    options = [
        f"scale only axis, width=\\linewidth-{_LEFT + _RIGHT:.1f}em, height={_HEIGHT}",
        f"xlabel={{{label(plot.across, across)}}}",
        f"ylabel={{{label(plot.count, up)}}}",
        "axis lines=left, ymajorgrids, axis line style={-}, enlarge y limits={upper, value=0.06}",
        "max space between ticks=34",
        number_format(style),
        "legend style={at={(0.5,-0.22)}, anchor=north, draw=none, font=\\footnotesize}",
        "legend style={/tikz/every even column/.append style={column sep=0.8em}}",
        f"legend columns={max(1, int(_WIDEST / widest))}, legend cell align=left",
    ]
    ends = (points[0], points[-1]), (least(plot), max(highest(plot)))
    options += _scale("x", plot.across.logarithmic, across, ends[0], style)
    options += _scale("y", plot.count.logarithmic, up, ends[1], style)
    if at_points(plot):
        places = [coordinate(point, across, plot.across.logarithmic) for point in points]
        told = [coordinate(point, across, logarithmic=False) for point in points]
        options.append(f"xtick={{{','.join(places)}}}, xticklabels={{{','.join(told)}}}")
    return options


def _scale(
    axis: str, logarithmic: bool, power: int, ends: tuple[int, int], style: Style
) -> list[str]:
    """The ticks of a logarithmic axis, and the ends of one whose numbers lie close together."""
    low, high = reach(*ends) if logarithmic else (0, 2 * ends[1] or 1)
    found = [ticks(axis, power, (low, high), style)] if logarithmic else []
    if ends[0] == ends[1] or (logarithmic and ends[1] < high):
        first, last = (coordinate(end, power, logarithmic) for end in (low, high))
        found.append(f"{axis}min={first}, {axis}max={last}")
    return found


def _coordinates(plot: Plot, each: Series, places: Sequence[int], powers: tuple[int, int]) -> str:
    """The points of a series at some places, each on its line with the exact number."""
    across, up = powers
    found: list[str] = []
    for place in places:
        value = each.values[place]
        if value is not None:
            x = coordinate(plot.points[place], across, plot.across.logarithmic)
            y = coordinate(value, up, plot.count.logarithmic)
            found.append(f"({x},{y}) % {grouped(value, ',')}")
    return "coordinates {\n" + "\n".join(found) + "\n}"
