"""Plots: a module for each way to draw them, found by the format."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol, cast

from symcnn.errors import call_error

if TYPE_CHECKING:
    from symcnn.derivation.plot import Plot
    from symcnn.render.style import Style

_PICTURE: Final = "symcnn.render.plot.picture"
_MODULES: Final = {
    "svg": _PICTURE,
    "png": _PICTURE,
    "pdf": _PICTURE,
    "tex": "symcnn.render.plot.pgfplots",
}
# What cannot be shown on a terminal.
BINARY: Final = frozenset({"png", "pdf"})


class Artist(Protocol):
    """What such a module offers."""

    def drawn(self, plot: Plot, format: str, style: Style) -> str | bytes:
        """The plot in a format."""
        ...


def drawn(plot: Plot, format: str, style: Style) -> str | bytes:
    """A plot in a format: text for svg and tex, bytes for png and pdf.

    Raises:
        CallError: for pictures where Matplotlib is not installed, for more points than TeX holds.
    """
    if _MODULES[format] == _PICTURE and find_spec("matplotlib") is None:
        hint = 'pip install "symcnn[plot]", or write a .tex, which does without'
        raise call_error("plot", f"{format} is drawn by Matplotlib, which is not installed", hint)
    artist = cast("Artist", import_module(_MODULES[format]))
    return artist.drawn(plot, format, style)
