"""The commands that ask of counts as functions: their options.

Each function is called as its command is, and its first line is what the command does.
"""

from __future__ import annotations

import argparse

from symcnn.choices import (
    BY_LAYER,
    BY_TOTAL,
    LISTING_FORMATS,
    LOGARITHMIC,
    PLOT_FORMATS,
    SUMMED,
)
from symcnn.cli import options


def sweep(command: argparse.ArgumentParser) -> None:
    """A count at every point of a grid."""
    options.network(command)
    options.vary(command)
    options.count(command, "what is counted")
    options.layer(command, "of this layer alone, or of several together")
    options.output(command, LISTING_FORMATS)
    options.conventions(command)


def plot(command: argparse.ArgumentParser) -> None:
    """A picture of a count: lines, layers stacked, or a bar for each layer."""
    options.networks(command)
    options.vary(command)
    options.count(command, "what is shown", SUMMED)
    options.layer(command, "of this layer alone, or of several together")
    add = command.add_argument
    add("--by", choices=(BY_TOTAL, BY_LAYER), default="", help="what is drawn (total)")
    add("--log", choices=LOGARITHMIC, default="", help="the logarithmic axes, x, y or xy")
    add("--format", choices=PLOT_FORMATS, help="the format (by the ending of the file)")
    add("--standalone", action="store_true", help="a whole document that compiles (tex)")
    add("-o", "--output", metavar="FILE", help="write to a file: .svg, .png, .pdf or .tex")
    options.digits(command)
    options.conventions(command)


COMMANDS = (sweep, plot)
