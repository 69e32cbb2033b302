"""``symcnn explore``: a page with a slider for each symbol, in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.cli import reading
from symcnn.cli.idle import check_told
from symcnn.explore.explored import explored
from symcnn.explore.sliders import Moving
from symcnn.functions import vary
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping.sweep import checked_grid

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def page(options: argparse.Namespace, style: Style) -> str:
    """The page that the call asks for."""
    check_told(options)
    axes = checked_grid(vary.varied(options.vary)).axes
    source = reading.program(options)
    program = reading.parsed(options, source)
    given = reading.values_beside(options, axes, "varies")
    moving = Moving(program, given, options.convention, axes)
    return explored(moving, Quantity(options.count, (), reading.conventions(options))).html
