"""``symcnn sweep``: a count at every point of a grid, row by row."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from symcnn.cli import reading
from symcnn.cli.idle import check_look, check_told
from symcnn.cli.progress import shown
from symcnn.functions import vary
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping import listing
from symcnn.functions.sweeping.sweep import checked_grid
from symcnn.render.listings import check_length, printer
from symcnn.render.style import Style

if TYPE_CHECKING:
    import argparse


def page(options: argparse.Namespace, style: Style) -> Iterator[str]:
    """The page of a sweep, piece by piece."""
    check_look(options)
    check_told(options)
    source = reading.program(options)
    program = reading.parsed(options, source)
    quantity = Quantity(options.count, tuple(options.layer), reading.conventions(options))
    grid = checked_grid(vary.varied(options.vary))
    check_length(options.format, grid.size)
    given = reading.values_beside(options, grid.axes, "varies")
    swept = listing.sweep(program, given, options.convention, quantity, grid)
    asked = listing.document(swept, quantity, source.title)
    asked = replace(asked, rows=shown(asked.rows, grid.size, sys.stderr))
    return printer(options.format).listing(asked, style)
