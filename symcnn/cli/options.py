"""The options that several commands share."""

from __future__ import annotations

import argparse

from symcnn.choices import (
    ADAM,
    CONVENTIONS,
    COUNTS,
    DTYPES,
    FLOAT32,
    GROUPING,
    MACS_CONVENTIONS,
    MAXIMUM_SIZE,
    MULTIPLICATION,
    OPTIMIZERS,
    PARAMETERS,
)

TYPE_CHECKING = False  # spares the import of typing
if TYPE_CHECKING:
    from collections.abc import Sequence


class Once(argparse.Action):
    """An option that is given at most once: a second one would replace the first unseen."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep the value.

        Ends the process with status 2 for a second one.
        """
        if getattr(namespace, self.dest) is not None:
            parser.error(f"{option_string} is given twice")
        setattr(namespace, self.dest, values)


def network(command: argparse.ArgumentParser) -> None:
    """The options that say which network is meant, and with which values."""
    add = command.add_argument
    add("file", nargs="?", metavar="FILE", help="a program (.cnn), - for standard input")
    add("-e", "--expression", metavar="PROGRAM", help="a program in the call itself")
    values(command)


def networks(command: argparse.ArgumentParser) -> None:
    """The options that say which networks are meant, one or several, and with which values."""
    add = command.add_argument
    add("files", nargs="*", metavar="FILE", help="programs (.cnn), - for standard input")
    add(
        "-e",
        "--expression",
        metavar="PROGRAM",
        action="append",
        dest="expressions",
        default=[],
        help="a program in the call itself; may be repeated",
    )
    values(command)


def values(command: argparse.ArgumentParser) -> None:
    """The options that say with which values a network is meant, and by whose convention."""
    add = command.add_argument
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


def conventions(command: argparse.ArgumentParser) -> None:
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


def output(command: argparse.ArgumentParser, formats: Sequence[str]) -> None:
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
    digits(command)
    add("--ascii", action="store_true", help="no signs beyond ASCII (text)")


def digits(command: argparse.ArgumentParser) -> None:
    """The option that says how long numbers are written."""
    command.add_argument(
        "--digits",
        choices=GROUPING,
        default=GROUPING[0],
        help="what groups digits: 48,120 or 48 120 or 48.120 or 48120 (comma)",
    )


def count(command: argparse.ArgumentParser, about: str, counts: Sequence[str] = COUNTS) -> None:
    """The option that names a count; ``about`` says what it is good for."""
    command.add_argument(
        "--count", choices=counts, default=PARAMETERS, help=f"{about} (parameters)"
    )


def layer(command: argparse.ArgumentParser, about: str) -> None:
    """The option that names a layer; ``about`` says what it is good for."""
    command.add_argument(
        "--layer", metavar="LABEL", action="append", default=[], help=f"{about}; may be repeated"
    )


def vary(command: argparse.ArgumentParser) -> None:
    """The option that says what symbols run through."""
    command.add_argument(
        "--vary",
        metavar="NAME=VALUES",
        action="append",
        default=[],
        help="what a symbol runs through: f=1..11, k=8,16,32 or w=8..512:8; may be repeated",
    )


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of bytes")
    return int(text)
