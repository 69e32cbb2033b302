"""The commands that show a network and the catalogue: their options.

Each function is called as its command is, and its first line is what the command does.
"""

from __future__ import annotations

import argparse

from symcnn.choices import (
    CATALOGUE_FORMATS,
    COLUMNS,
    DEFAULT_COLUMNS,
    DETAILS,
    EXPLAIN_FORMATS,
    METHODS,
    NORMAL,
    NOTATIONS,
    PARENTHESES,
    PER_UNIT,
    TABLE_FORMATS,
)
from symcnn.cli import options


def explain(command: argparse.ArgumentParser) -> None:
    """A worked solution for every layer of a network."""
    options.network(command)
    options.output(command, EXPLAIN_FORMATS)
    add = command.add_argument
    options.count(command, "what is derived")
    options.conventions(command)
    add("--method", choices=METHODS, default=PER_UNIT, help="how parameters are counted (per-unit)")
    add(
        "--notation",
        metavar="NAME",
        help=f"{', '.join(NOTATIONS)}, or a .toml file of your own (by method)",
    )
    add(
        "--parentheses",
        choices=PARENTHESES,
        default=PARENTHESES[0],
        help="those that are needed, or the notation's own (needed)",
    )
    add("--detail", choices=DETAILS, default=NORMAL, help="one line, steps, or words and steps")
    options.layer(command, "this layer alone")


def table(command: argparse.ArgumentParser) -> None:
    """One row for each layer: shapes, sizes, parameters."""
    options.network(command)
    options.output(command, TABLE_FORMATS)
    options.conventions(command)
    command.add_argument(
        "--columns",
        metavar="NAME,...",
        help=f"the columns, of {', '.join(COLUMNS)} ({','.join(DEFAULT_COLUMNS)})",
    )


def layers(command: argparse.ArgumentParser) -> None:
    """The catalogue: arguments, formulas, examples."""
    command.add_argument("name", nargs="?", metavar="NAME", help="one layer, by any of its names")
    add = command.add_argument
    add("--format", choices=CATALOGUE_FORMATS, default="text", help="the format (text)")
    add("-o", "--output", metavar="FILE", help="write to a file")


COMMANDS = (explain, table, layers)
