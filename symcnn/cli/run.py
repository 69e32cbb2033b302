"""Runs a call that has been read: finds the network, makes the page, writes it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from symcnn.choices import PARENTHESES
from symcnn.cli import reading
from symcnn.cli.idle import check_look, check_told
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


def _style(options: argparse.Namespace, encoding: str) -> Style:
    if options.command == "layers":
        return replace(Style(), ascii_only=not _has_signs(encoding))
    return Style(
        options.multiplication,
        options.digits,
        standalone=options.standalone,
        ascii_only=options.ascii or not _has_signs(encoding),
    )


def _page(options: argparse.Namespace, style: Style) -> Iterable[str]:
    if options.command == "layers":
        from symcnn.cli.catalogue import catalogue

        return (catalogue(options, style),)
    if options.command == "sweep":
        from symcnn.cli.functions import sweep

        return sweep(options, style)
    return (_network_page(options, style),)


def _network_page(options: argparse.Namespace, style: Style) -> str:
    from symcnn.network.network import read
    from symcnn.render import renderer

    check_look(options)
    source = reading.program(options)
    network = read(source, reading.values(options), options.max_size, options.convention)
    printer = renderer(options.format)
    from symcnn.derivation.request import Conventions, Request

    conventions = Conventions(options.macs, options.dtype, options.batch, options.optimizer)
    if options.command == "table":
        from symcnn.derivation.table import table

        request = Request(conventions=conventions)
        columns = reading.columns(options, network.keeps_buffers)
        page = table(network, columns, request)
        check_told(options, columns)
        return printer.table(page, style)
    from symcnn.derivation.explain import explain

    check_told(options)
    request = Request(
        options.count,
        options.method,
        options.notation,
        options.parentheses != PARENTHESES[0],
        options.detail,
        tuple(options.layer),
        conventions,
    )
    return printer.explain(explain(network, request), style)


def _has_signs(encoding: str | None) -> bool:
    try:
        _SIGNS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _write(page: Iterable[str]) -> None:
    """Write to standard output; what its encoding lacks is written by its number."""
    stream = sys.stdout
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


def _save(page: Iterable[str], path: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.writelines(page)
    except OSError as error:
        raise call_error("file", f"cannot write {path}: {error.strerror}") from None


def _complain(message: str) -> None:
    encoding = sys.stderr.encoding or "ascii"
    print(message.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
