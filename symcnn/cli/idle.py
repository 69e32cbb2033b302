"""Refuses options that would change nothing on the page that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.choices import (
    ADAM,
    COLUMNS,
    FLOAT32,
    MACS,
    MEMORY,
    MULTIPLY_ACCUMULATE,
)
from symcnn.errors import call_error

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

# What each option says where it is not given, the count that it is told, and what that counts.
_TOLD = {
    "macs": (MULTIPLY_ACCUMULATE, MACS, "multiply-accumulates are"),
    "dtype": (FLOAT32, MEMORY, "memory is"),
    "batch": ("1", MEMORY, "memory is"),
    "optimizer": (ADAM, MEMORY, "memory is"),
}


def check_told(options: argparse.Namespace, columns: Sequence[str] = ()) -> None:
    """Refuse what is told of a count that the page does not show; ``columns`` are a table's.

    Raises:
        CallError: such as for `--macs flops` where no multiply-accumulates are counted.
    """
    table = options.command == "table"
    shown = {COLUMNS.get(name, "") for name in columns} if table else {options.count}
    for option, (default, count, words) in _TOLD.items():
        if getattr(options, option) != default and count not in shown:
            way = f"--count {count}"
            if table:
                way = f"a column: --columns {','.join((*columns, count))}"
            elif options.command == "solve":
                way = f"it: --where '{count} <= 1000000'"
            message = f"--{option} says how {words} counted, and this page does not show that"
            raise call_error("call", message, f"ask for {way}")


def check_look(options: argparse.Namespace) -> None:
    """Refuse what one format alone can do, where the page has another.

    Raises:
        CallError: for `--standalone` but with LaTeX.
    """
    if options.standalone and options.format != "latex":
        message = f"--standalone is for LaTeX, and the format is {options.format}"
        raise call_error("call", message, "write --format latex, or leave it out")
