"""Reads the call with argparse; errors in it are told before anything heavy is imported."""

from __future__ import annotations

import argparse
import os
import sys

from symcnn import __version__
from symcnn.cli import calls, function_calls

TYPE_CHECKING = False  # spares the import of typing
if TYPE_CHECKING:
    from collections.abc import Sequence

_EXAMPLE = """example:
  symcnn explain -e "input 32x32x3 -> conv 8 5x5 -> pool 2 -> flatten -> dense 10"
"""


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of a call; ends the process with status 2 where the call is wrong."""
    told = sys.argv[1:] if arguments is None else arguments
    return _parser(told).parse_args(told)


def _parser(told: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of a call; only the commands that occur in it have their options declared."""
    parser = argparse.ArgumentParser(
        prog="symcnn",
        description="Derives the counts of a neural network step by step.",
        epilog=_EXAMPLE,
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"symcnn {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for declare in (*calls.COMMANDS, *function_calls.COMMANDS):
        name, about = declare.__name__, declare.__doc__ or ""
        command = commands.add_parser(
            name, help=about, description=about, allow_abbrev=False, formatter_class=_formatter
        )
        if name in told:
            declare(command)
    return parser


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A formatter that is told its width: argparse would import shutil to ask for it."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isascii() and columns.isdigit() else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width - 2, 40))
