"""Runs a call that has been read: its command makes the page, which is written here."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from symcnn.errors import SymcnnError, call_error
from symcnn.render.style import Style

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

_SIGNS = "·×→²′−\N{THIN SPACE}"


def run(options: argparse.Namespace) -> int:
    """The exit status of a call."""
    try:
        if options.output is None:
            _write(_page(options, _style(options, sys.stdout.encoding)))
        else:
            _save(_page(options, _style(options, "utf-8")), options.output)
    except SymcnnError as error:
        _complain(str(error))
        return error.exit_status
    return 0


def _style(options: argparse.Namespace, encoding: str | None) -> Style:
    """The look that the options ask for, those of them that the command has."""
    usual = Style()
    return Style(
        getattr(options, "multiplication", usual.multiplication),
        getattr(options, "digits", usual.grouping),
        standalone=getattr(options, "standalone", False),
        ascii_only=getattr(options, "ascii", False) or not _has_signs(encoding),
    )


def _page(options: argparse.Namespace, style: Style) -> Iterable[str] | bytes:
    """The page of a command: a text in one piece or in several, or the bytes of a picture."""
    command = import_module(f"symcnn.cli.commands.{options.command}")
    page: str | bytes | Iterable[str] = command.page(options, style)
    return (page,) if isinstance(page, str) else page


def _has_signs(encoding: str | None) -> bool:
    try:
        _SIGNS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _write(page: Iterable[str] | bytes) -> None:
    """Write to standard output; what its encoding lacks is written by its number."""
    stream = sys.stdout
    if isinstance(page, bytes):
        message = "a picture cannot be shown on standard output"
        raise call_error("file", message, "name a file with -o")
    pieces = (_encodable(piece, stream.encoding or "ascii") for piece in page)
    try:
        stream.writelines(pieces)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        raise call_error("file", f"cannot write to standard output: {error.strerror}") from None


def _encodable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def silence() -> None:
    """Send what is still unwritten nowhere, so that the interpreter ends without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _save(page: Iterable[str] | bytes, path: str) -> None:
    try:
        if isinstance(page, bytes):
            with open(path, "wb") as picture:
                picture.write(page)
            return
        with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.writelines(page)
    except OSError as error:
        raise call_error("file", f"cannot write {path}: {error.strerror}") from None


def _complain(message: str) -> None:
    encoding = sys.stderr.encoding or "ascii"
    print(message.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
