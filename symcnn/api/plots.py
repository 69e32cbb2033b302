"""Plots that show themselves: a count as a picture."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symcnn.api.sweeps import axis
from symcnn.choices import PLOT_FORMATS
from symcnn.derivation.plot import Plot as _Plot
from symcnn.derivation.request import checked_names
from symcnn.errors import call_error
from symcnn.functions.plotting.plotting import plot
from symcnn.functions.plotting.request import PlotRequest, Subject, subjects
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping.sweep import checked_grid
from symcnn.network.given import checked_values
from symcnn.network.network import Network, read
from symcnn.render.plot import drawn
from symcnn.render.plot.names import source_names
from symcnn.render.style import Style, style_names
from symcnn.source import Source


class Plot:
    """A count as a picture; ``document`` holds its exact points as data."""

    def __init__(self, document: _Plot) -> None:
        self.document = document

    def __repr__(self) -> str:
        kind, series = self.document.kind, len(self.document.series)
        return f"<plot of {self.document.count.words}: {series} in {kind}>"

    def to(self, format: str = "svg", **style: Any) -> str | bytes:
        """The picture: svg and tex are text, png and pdf bytes; tex does without Matplotlib.

        Raises:
            CallError: for another format, and where Matplotlib is not installed.
        """
        if format not in PLOT_FORMATS:
            hint = f"choose {', '.join(PLOT_FORMATS)}"
            raise call_error("format", f"no plot is written as '{format}'", hint)
        checked_names(style, style_names())
        return drawn(self.document, format, Style(**style))

    def save(self, path: str | os.PathLike[str], **style: Any) -> None:
        """Write the picture to a file, in the format of its ending.

        Raises:
            CallError: for an ending that is no format, and for a file that cannot be written.
        """
        name = os.fspath(path)
        made = self.to(os.path.splitext(name)[1].removeprefix(".").lower(), **style)
        try:
            with open(name, "wb") as file:
                file.write(made if isinstance(made, bytes) else made.encode())
        except OSError as error:
            raise call_error("file", f"cannot write {name}: {error.strerror}") from None

    def _repr_svg_(self) -> str | bytes:
        return self.to("svg")

    def _repr_png_(self) -> str | bytes:
        return self.to("png")


def beside(other: Any) -> Network:
    """What is plotted beside a network: another one, or the text of its program.

    Raises:
        SymcnnError: for anything else, and for a mistake in the program.
    """
    if isinstance(other, str):
        return read(Source("<string>", other))
    resolved = getattr(other, "resolved", None)
    if not isinstance(resolved, Network):
        raise call_error("call", "what is plotted beside a network is a network or its program")
    return resolved


def plotted(
    networks: Sequence[Network],
    quantity: Quantity,
    values: Mapping[str, Any],
    by: str,
    logarithmic: str,
) -> Plot:
    """The plot of networks, in a line each where they are several, over values of their symbols.

    A symbol with a single number does not vary.

    Raises:
        SymcnnError: as :func:`symcnn.functions.plotting.plotting.plot` does.
    """
    varied: dict[str, Any] = {
        name: told for name, told in values.items() if isinstance(told, Iterable)
    }
    fixed = {name: told for name, told in values.items() if name not in varied}
    asked = [network.declaring(quantity.batch_symbol) for network in networks]
    programs = [
        Subject(name, each.program, each.given, each.convention)
        for name, each in zip(_names(networks), asked, strict=True)
    ]
    found = subjects(programs, checked_values(fixed))
    grid = checked_grid({name: axis(name, told) for name, told in varied.items()})
    return Plot(plot(PlotRequest(found, quantity, grid, by, logarithmic)))


def _names(networks: Sequence[Network]) -> list[str]:
    """What each network is called."""
    return source_names([network.source for network in networks])
