"""Counts as pictures show them: totals as lines, layers stacked or as bars."""

from __future__ import annotations

from symcnn.derivation.plot import Plot
from symcnn.functions.layer_plots import bars, stack
from symcnn.functions.line_plots import lines
from symcnn.functions.plot_request import PlotRequest


def plot(request: PlotRequest) -> Plot:
    """The plot that is asked for.

    Raises:
        CallError: for what no picture can show, a symbol without a value, points without a network.
        ProgramError: for a program that is wrong whatever its symbols are.
    """
    request.check()
    if not request.grid.axes:
        return bars(request)
    return stack(request) if request.by_layer else lines(request)
