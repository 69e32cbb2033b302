"""Draws a plot as a picture: SVG, PNG or PDF, by Matplotlib.

Counts become floating-point numbers here alone, for their places on the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import Any, Final

from symcnn.derivation.plot import BARS, LINES, STACK, Plot
from symcnn.render.plot.axes import divided, labelled
from symcnn.render.plot.marks import Names, bars, lines, stack
from symcnn.render.plot.signs import drawable, wrapped
from symcnn.render.plot.words import UNBROKEN, notes, title
from symcnn.render.style import GROUPING, Style

# Of its types too little is known for strict checks.
_MATPLOTLIB: Final[Any] = import_module("matplotlib")
_FIGURE: Final[Any] = import_module("matplotlib.figure").Figure
_DRAW: Final[dict[str, Callable[..., Any]]] = {LINES: lines, STACK: stack, BARS: bars}
# Names are words, never mathematics; what is drawn is the same at any time and place.
_SETTINGS: Final = {
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "symcnn",
    "pdf.fonttype": 42,
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "axes.axisbelow": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.5,
    "savefig.dpi": 200,
}
_METADATA: Final[dict[str, dict[str, str | None]]] = {
    "svg": {"Date": None, "Creator": "symcnn"},
    "png": {"Software": "symcnn"},
    "pdf": {"CreationDate": None, "Creator": "symcnn", "Producer": None},
}
# In inches; a row of bars is so high.
_WIDTH: Final = 6.4
_WIDE: Final = 7.6
_HEIGHT: Final = 3.8
_ROW: Final = 0.225
# The sizes of letters, and how far from the left edge they begin, as a share of the width.
_TITLE: Final = 11
_NOTE: Final = 8
_MARGIN: Final = 0.012


def drawn(plot: Plot, format: str, style: Style) -> str | bytes:
    """The picture; SVG is text."""
    with settings():
        out = BytesIO()
        figure(plot, style).savefig(out, format=format, metadata=_METADATA[format])
    if format != "svg":
        return out.getvalue()
    text = out.getvalue().decode("utf-8")
    return text.encode("ascii", "xmlcharrefreplace").decode() if style.ascii_only else text


@contextmanager
def settings() -> Generator[None, None, None]:
    """The settings of Matplotlib that pictures are drawn under, whatever the user's own are."""
    with _MATPLOTLIB.rc_context():
        _MATPLOTLIB.rcdefaults()
        _MATPLOTLIB.rcParams.update(_SETTINGS)
        yield


def figure(plot: Plot, style: Style) -> Any:
    """The plot as a figure of Matplotlib, under whose settings it is to be drawn."""
    separator, mark = GROUPING[style.grouping]
    beside = plot.kind == STACK or (plot.kind == LINES and len(plot.series) > 1)
    width = _WIDE if beside else _WIDTH
    room = 72 * width * (1 - 2 * _MARGIN)
    told = [line for note in notes(plot) for line in wrapped(drawable(note), _NOTE, room)]
    heading = wrapped(drawable(title(plot, separator)), _TITLE, room)
    found = _FIGURE(layout="constrained")
    axes = found.add_subplot()
    first = {"x": _MARGIN, "ha": "left"}
    found.suptitle("\n".join(heading).replace(UNBROKEN, " "), fontsize=_TITLE, **first)
    if told:
        found.supxlabel("\n".join(told), fontsize=_NOTE, color="#333333", **first)
    powers = divided(axes, plot, separator, mark)
    labelled(axes, plot, powers)
    names: Names = _DRAW[plot.kind](axes, plot, powers, separator)
    legend: Names = names if beside else []
    height = _ROW * len(plot.series) + 0.5 if plot.kind == BARS else _HEIGHT
    height = max(height, _height(legend)) + 0.16 * len(told) + 0.2 * len(heading)
    found.set_size_inches(width, height)
    if legend:
        _legend(axes, legend)
    return found


def _height(names: Names) -> float:
    """How high the names beside the axes come out."""
    lines = sum(name.count("\n") + 1 for _, name in names)
    return 0.3 + 0.02 * len(names) + 0.19 * lines


def _legend(axes: Any, names: Names) -> None:
    """The names beside the axes, below the title, where they cover nothing."""
    handles = [handle for handle, _ in names]
    # What begins with an underline would be left out of a legend that is told its words at once.
    blanks = [str(place) for place in range(len(names))]
    legend = axes.legend(
        handles,
        blanks,
        loc="upper left",
        bbox_to_anchor=(1, 1),
        frameon=False,
        handlelength=3.2,
        fontsize=9,
    )
    for text, (_, name) in zip(legend.get_texts(), names, strict=True):
        text.set_text("\n".join(map(drawable, name.split("\n"))))
