"""Reads the call with argparse; errors in it are told before anything heavy is imported."""

from __future__ import annotations

import argparse
import os

from symcnn import __version__
from symcnn.choices import (
    ADAM,
    CATALOGUE_FORMATS,
    COLUMNS,
    CONVENTIONS,
    COUNTS,
    DEFAULT_COLUMNS,
    DETAILS,
    DTYPES,
    EXPLAIN_FORMATS,
    FLOAT32,
    GROUPING,
    LISTING_FORMATS,
    MACS_CONVENTIONS,
    MAXIMUM_SIZE,
    METHODS,
    MULTIPLICATION,
    NORMAL,
    NOTATIONS,
    OPTIMIZERS,
    PARAMETERS,
    PARENTHESES,
    PER_UNIT,
    TABLE_FORMATS,
)

TYPE_CHECKING = False  # spares the import of typing
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_EXAMPLE = """example:
  symcnn explain -e "input 32x32x3 -> conv 8 5x5 -> pool 2 -> flatten -> dense 10"
"""


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of a call; ends the process with status 2 where the call is wrong."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="symcnn",
        description="Derives the counts of a neural network step by step.",
        epilog=_EXAMPLE,
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"symcnn {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _explain(commands)
    _table(commands)
    _sweep(commands)
    _layers(commands)
    return parser


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A formatter that is told its width: argparse would import shutil to ask for it."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width - 2, 40))


def _command(commands: Any, name: str, about: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=about, description=about, allow_abbrev=False, formatter_class=_formatter
    )


def _explain(commands: Any) -> None:
    explain = _command(commands, "explain", "A worked solution for every layer of a network.")
    _network(explain)
    _output(explain, EXPLAIN_FORMATS)
    add = explain.add_argument
    add("--count", choices=COUNTS, default=PARAMETERS, help="what is derived (parameters)")
    _conventions(explain)
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
    add(
        "--layer",
        metavar="LABEL",
        action="append",
        default=[],
        help="this layer alone; may be repeated",
    )


def _table(commands: Any) -> None:
    table = _command(commands, "table", "One row for each layer: shapes, sizes, parameters.")
    _network(table)
    _output(table, TABLE_FORMATS)
    _conventions(table)
    table.add_argument(
        "--columns",
        metavar="NAME,...",
        help=f"the columns, of {', '.join(COLUMNS)} ({','.join(DEFAULT_COLUMNS)})",
    )


def _sweep(commands: Any) -> None:
    sweep = _command(commands, "sweep", "A count at every point of a grid.")
    _network(sweep)
    add = sweep.add_argument
    add(
        "--vary",
        metavar="NAME=VALUES",
        action="append",
        default=[],
        help="what a symbol runs through: f=1..11, k=8,16,32 or w=8..512:8; may be repeated",
    )
    add("--count", choices=COUNTS, default=PARAMETERS, help="what is counted (parameters)")
    add(
        "--layer",
        metavar="LABEL",
        action="append",
        default=[],
        help="of this layer alone, or of several together; may be repeated",
    )
    _output(sweep, LISTING_FORMATS)
    _conventions(sweep)


def _layers(commands: Any) -> None:
    layers = _command(commands, "layers", "The catalogue: arguments, formulas, examples.")
    layers.add_argument("name", nargs="?", metavar="NAME", help="one layer, by any of its names")
    add = layers.add_argument
    add("--format", choices=CATALOGUE_FORMATS, default="text", help="the format (text)")
    add("-o", "--output", metavar="FILE", help="write to a file")


def _network(command: argparse.ArgumentParser) -> None:
    """The options that say which network is meant, and with which values."""
    add = command.add_argument
    add("file", nargs="?", metavar="FILE", help="a program (.cnn), - for standard input")
    add("-e", "--expression", metavar="PROGRAM", help="a program in the call itself")
    add(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="give a symbol a value; may be repeated",
    )
    add(
        "--convention", choices=CONVENTIONS, help="whose layers are meant (the program's, or keras)"
    )
    add(
        "--max-size",
        metavar="BYTES",
        type=_size,
        default=MAXIMUM_SIZE,
        help=f"the largest program that is read ({MAXIMUM_SIZE:,} bytes)",
    )


def _conventions(command: argparse.ArgumentParser) -> None:
    """The options that say what the counts are told."""
    add = command.add_argument
    add(
        "--macs",
        choices=MACS_CONVENTIONS,
        default=MACS_CONVENTIONS[0],
        help="what a multiply-accumulate is: a product, also a bias added, two operations each",
    )
    add("--dtype", choices=tuple(DTYPES), default=FLOAT32, help="the type of values in memory")
    add("--batch", metavar="N", default="1", help="inputs in memory, a number or a symbol (1)")
    add(
        "--optimizer",
        choices=tuple(OPTIMIZERS),
        default=ADAM,
        help="whose state is in memory; none for a network that is not trained (adam)",
    )


def _output(command: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """The options that say what the page looks like and where it goes."""
    add = command.add_argument
    add("--format", choices=formats, default="text", help="the format (text)")
    add("--standalone", action="store_true", help="a whole document that compiles (latex)")
    add("-o", "--output", metavar="FILE", help="write to a file")
    add(
        "--multiplication",
        choices=MULTIPLICATION,
        default=MULTIPLICATION[0],
        help="the multiplication sign, · or × (dot)",
    )
    add(
        "--digits",
        choices=GROUPING,
        default=GROUPING[0],
        help="what groups digits: 48,120 or 48 120 or 48.120 or 48120 (comma)",
    )
    add("--ascii", action="store_true", help="no signs beyond ASCII (text)")


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of bytes")
    return int(text)
