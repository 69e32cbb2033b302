"""The commands that ask of counts as functions: their options.

Each function is called as its command is, and its first line is what the command does.
"""

from __future__ import annotations

import argparse

from symcnn.choices import LISTING_FORMATS, SUMMED_COUNTS
from symcnn.cli import options


def sweep(command: argparse.ArgumentParser) -> None:
    """A count at every point of a grid."""
    options.network(command)
    options.vary(command)
    options.count(command, "what is counted")
    options.layer(command, "of this layer alone, or of several together")
    options.output(command, LISTING_FORMATS)
    options.conventions(command)


def explore(command: argparse.ArgumentParser) -> None:
    """A page with a slider for each symbol."""
    options.network(command)
    options.vary(command)
    options.count(command, "what is counted", SUMMED_COUNTS)
    options.conventions(command)
    command.add_argument("-o", "--output", metavar="FILE", help="write to a file")


COMMANDS = (sweep, explore)
