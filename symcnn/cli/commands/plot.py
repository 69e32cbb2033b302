"""``symcnn plot``: a picture of a count, or its source in TeX."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from symcnn.choices import PLOT_FORMATS
from symcnn.cli import reading
from symcnn.cli.idle import check_told
from symcnn.errors import call_error
from symcnn.functions import vary
from symcnn.functions.plotting.plotting import plot
from symcnn.functions.plotting.request import PlotRequest, Subject, subjects
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping.sweep import checked_grid
from symcnn.render.plot import BINARY, drawn
from symcnn.render.plot.names import source_names
from symcnn.render.style import Style

if TYPE_CHECKING:
    import argparse


def page(options: argparse.Namespace, style: Style) -> str | bytes:
    """The plot that the call asks for."""
    chosen = _format(options)
    check_told(options)
    sources = reading.programs(options)
    names = source_names(sources)
    asked = [
        Subject(name, reading.parsed(options, source), {}, options.convention)
        for name, source in zip(names, sources, strict=True)
    ]
    quantity = Quantity(options.count, tuple(options.layer), reading.conventions(options))
    grid = checked_grid(vary.varied(options.vary))
    given = reading.values_beside(options, grid.axes, "varies")
    request = PlotRequest(subjects(asked, given), quantity, grid, options.by, options.log)
    return drawn(plot(request), chosen, style)


def _format(options: argparse.Namespace) -> str:
    """The format that the call names, or the ending of its file.

    Raises:
        CallError: where neither says it or both differ, and for a picture without a file.
    """
    ending = os.path.splitext(options.output or "")[1].removeprefix(".").lower()
    chosen: str = options.format or ending
    if chosen not in PLOT_FORMATS:
        message = f"no plot is written as '{ending}'" if ending else "a plot goes to a file"
        hint = "write -o plot.svg, .png, .pdf or .tex, or name a format with --format"
        raise call_error("format", message, hint)
    if ending in PLOT_FORMATS and ending != chosen:
        message = f"--format says {chosen}, and {options.output} ends in .{ending}"
        raise call_error("format", message, "leave --format out, or give the file another ending")
    if chosen in BINARY and options.output is None:
        raise call_error("call", f"a {chosen} goes to a file", f"name it: -o plot.{chosen}")
    if options.standalone and chosen != "tex":
        message = f"--standalone is for TeX, and the format is {chosen}"
        raise call_error("call", message, "write a .tex, or leave it out")
    return chosen
