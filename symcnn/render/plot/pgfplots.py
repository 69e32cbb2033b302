r"""Writes a plot in TeX for pgfplots, its coordinates written in, as a fragment to ``\input``.

A fragment is as wide as its line: the axes take what the words beside them leave, and these do not
count for its width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from symcnn.derivation.plot import BARS, LINES, STACK, Plot
from symcnn.errors import call_error
from symcnn.render.latex import breakable, escape, paragraph
from symcnn.render.latex.text import width_of
from symcnn.render.plot.pgfplots_axis import words
from symcnn.render.plot.pgfplots_bars import bars
from symcnn.render.plot.pgfplots_series import lines, stack
from symcnn.render.plot.words import UNBROKEN, notes, title
from symcnn.render.style import GROUPING, Style

# Of the large letters of a title so many em, as small ones measure, fill a line.
_WIDEST: Final = 20.0
# TeX takes seconds for more points of a line.
_MOST_POINTS: Final = 1_000
_LOADED: Final = "\\usepackage{pgfplots}\n\\pgfplotsset{compat=1.16}"
_WRITE: Final[dict[str, Callable[[Plot, Style], Iterator[str]]]] = {
    LINES: lines,
    STACK: stack,
    BARS: bars,
}


def drawn(plot: Plot, format: str, style: Style) -> str:
    """The plot, as a fragment or as a whole document.

    Raises:
        CallError: for more points than TeX draws in a moment.
    """
    if len(plot.points) > _MOST_POINTS:
        message = f"{len(plot.points):,} points of a line are more than the {_MOST_POINTS:,}"
        raise call_error("plot", f"{message} of a plot in {format}", "vary in larger steps")
    heading = title(plot, GROUPING[style.grouping][0])
    blocks = [*_WRITE[plot.kind](plot, style)]
    blocks += [paragraph(f"\\footnotesize {breakable(note)}") for note in notes(plot)]
    body = "\n".join(blocks)
    if not style.standalone:
        needs = _LOADED.replace("\n", " and ")
        first = f"% A fragment that needs {needs}: \\input it where you like."
        return f"{first}\n% {words(heading.replace(UNBROKEN, ' '))}\n{body}\n"
    told = f"{{\\raggedright\\noindent\\Large\\bfseries {words(heading, _narrow)}\\par}}"
    return (
        f"\\documentclass{{article}}\n{_LOADED}\n\\begin{{document}}\n"
        f"{told}\n\\bigskip\n{body}\n\\end{{document}}\n"
    )


def _narrow(text: str) -> str:
    """Words of a title; one that no line holds may be broken, a shorter one may not."""
    found = text.split(" ")
    return " ".join(breakable(word) if width_of(word) > _WIDEST else escape(word) for word in found)
