"""The commands that ask of counts as functions: their options.

Each function is called as its command is, and its first line is what the command does.
"""

from __future__ import annotations

import argparse

from symcnn.choices import (
    BY_LAYER,
    BY_TOTAL,
    EXPLAIN_FORMATS,
    LISTING_FORMATS,
    LOGARITHMIC,
    PLOT_FORMATS,
    TOTALLED,
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
    options.count(command, "what is shown", TOTALLED)
    options.layer(command, "of this layer alone, or of several together")
    add = command.add_argument
    add("--by", choices=(BY_TOTAL, BY_LAYER), default="", help="what is drawn (total)")
    add("--log", choices=LOGARITHMIC, default="", help="the logarithmic axes, x, y or xy")
    add("--format", choices=PLOT_FORMATS, help="the format (by the ending of the file)")
    add("--standalone", action="store_true", help="a whole document that compiles (tex)")
    add("-o", "--output", metavar="FILE", help="write to a file: .svg, .png, .pdf or .tex")
    options.digits(command)
    options.conventions(command)


def compare(command: argparse.ArgumentParser) -> None:
    """Two networks side by side: difference, ratio, where they are equal."""
    options.networks(command)
    options.count(command, "what is counted", TOTALLED)
    options.output(command, EXPLAIN_FORMATS)
    options.conventions(command)


def describe(command: argparse.ArgumentParser) -> None:
    """A count as a function of a symbol: its degree, growth, differences, shares."""
    options.network(command)
    command.add_argument(
        "--in",
        dest="symbol",
        metavar="NAME",
        required=True,
        action=options.Once,
        help="the symbol it is a function of",
    )
    options.count(command, "what is counted", TOTALLED)
    options.layer(command, "of this layer alone, or of several together")
    options.output(command, EXPLAIN_FORMATS)
    options.conventions(command)


def solve(command: argparse.ArgumentParser) -> None:
    """The values of one symbol or two for which a count keeps a bound."""
    options.network(command)
    add = command.add_argument
    add(
        "--for",
        dest="unknown",
        metavar="NAME",
        action="append",
        required=True,
        help="the symbol that is solved for; two may be",
    )
    add(
        "--where",
        metavar="CONDITION",
        required=True,
        action=options.Once,
        help="what holds of a count: 'parameters <= 50000' or 'CONV1.parameters = 608'",
    )
    add(
        "--range",
        metavar="NAME=VALUES",
        action="append",
        default=[],
        help="what a symbol may be: f=1..11 or w=8..512:8; may be repeated",
    )
    options.output(command, EXPLAIN_FORMATS)
    options.conventions(command)


def explore(command: argparse.ArgumentParser) -> None:
    """A page with a slider for each symbol."""
    options.network(command)
    options.vary(command)
    options.count(command, "what is counted", TOTALLED)
    options.conventions(command)
    command.add_argument("-o", "--output", metavar="FILE", help="write to a file")


COMMANDS = (sweep, plot, solve, compare, describe, explore)
