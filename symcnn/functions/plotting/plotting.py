"""Counts as pictures show them: totals as lines, layers stacked or as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from symcnn.derivation.plot import Axis, Plot
from symcnn.errors import call_error
from symcnn.functions.plotting.layer_plots import bars, stack
from symcnn.functions.plotting.line_plots import lines
from symcnn.functions.plotting.request import PlotRequest

# About 300 powers of ten.
_MOST_BITS: Final = 996
# The parts of an axis, from 0 to its end, that are told apart.
_FINEST: Final = 10**5


def plot(request: PlotRequest) -> Plot:
    """The plot that is asked for.

    Raises:
        CallError: for what no picture can show, a symbol without a value, points without a network.
        ProgramError: for a program that is wrong whatever its symbols are.
    """
    request.check()
    if not request.grid.axes:
        made = bars(request)
    else:
        made = stack(request) if request.by_layer else lines(request)
    _check_span(made.across, made.shown)
    _check_gaps(made.across, made.shown)
    _check_span(made.count, [value for each in made.series for value in each.values if value])
    return made


def _check_span(axis: Axis, values: Sequence[int]) -> None:
    """Refuse a logarithmic axis that neither TeX nor a floating-point number could hold."""
    if not axis.logarithmic or not values:
        return
    if max(values).bit_length() - min(values).bit_length() > _MOST_BITS:
        told = f"{axis.symbol} runs" if axis.symbol else f"the {axis.words} run"
        message = f"{told} through more than 300 powers of ten, too many for one axis"
        raise call_error("plot", message, "vary over a smaller range")


def _check_gaps(axis: Axis, points: Sequence[int]) -> None:
    """Refuse points that would fall on each other.

    Raises:
        CallError: for large numbers that differ in their last digits alone.
    """
    if len(points) > 1 and (points[-1] - points[0]) * _FINEST < points[-1]:
        message = f"the values of {axis.symbol} are too large to lie so close together on an axis"
        raise call_error("plot", message, "vary in larger steps")
