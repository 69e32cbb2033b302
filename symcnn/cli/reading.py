"""Reads what the call names: the program and the values of symbols."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Collection
from typing import TYPE_CHECKING, BinaryIO

from symcnn.choices import columns_of
from symcnn.derivation.request import Conventions
from symcnn.errors import Problem, ProgramError, SymcnnError, call_error
from symcnn.formula.arithmetic import Value
from symcnn.network.declarations import declaring
from symcnn.network.given import given_values
from symcnn.source import Source, Span
from symcnn.syntax.parse import parse_program

if TYPE_CHECKING:
    import argparse

    from symcnn.network.network import Network
    from symcnn.syntax.tree import Program


def program(options: argparse.Namespace) -> Source:
    """The program that a call names.

    Raises:
        CallError: where it names none or two, or a file that cannot be read.
        ProgramError: for text that is not UTF-8 or larger than --max-size.
    """
    if (options.file is None) == (options.expression is None):
        raise call_error(
            "call", "name one program", "give a FILE, - for standard input, or -e 'PROGRAM'"
        )
    if options.expression is not None:
        text = options.expression
        data = text.encode("utf-8", "surrogateescape")
        return _decoded("<expression>", data, options.max_size)
    if options.file == "-":
        return _decoded("<stdin>", _read(sys.stdin.buffer, options.max_size), options.max_size)
    try:
        with open(options.file, "rb") as file:
            return _decoded(options.file, _read(file, options.max_size), options.max_size)
    except OSError as error:
        looks_like_program = any(sign in options.file for sign in " (>\n")
        hint = "a program in the call itself stands after -e" if looks_like_program else ""
        raise call_error("file", f"cannot read {options.file}: {error.strerror}", hint) from None


def programs(options: argparse.Namespace) -> list[Source]:
    """The programs that a call names, those in files first.

    Raises:
        SymcnnError: where it names none, and as :func:`program` does.
    """
    if not options.files and not options.expressions:
        hint = "give a FILE, - for standard input, or -e 'PROGRAM'"
        raise call_error("call", "name a program", hint)
    if options.files.count("-") > 1:
        raise call_error("call", "standard input holds one program", "name a FILE for the other")
    given = [
        *({"file": file, "expression": None} for file in options.files),
        *({"file": None, "expression": text} for text in options.expressions),
    ]
    return [program(Namespace(**each, max_size=options.max_size)) for each in given]


def _read(file: BinaryIO, limit: int) -> bytes:
    """At most one byte more than allowed, so that a huge file costs nothing."""
    return file.read(limit + 1)


def _decoded(name: str, data: bytes, limit: int) -> Source:
    if len(data) > limit:
        problem = Problem(
            "too-large",
            f"the program is larger than {limit} bytes",
            hint="raise the bound with --max-size",
        )
        raise ProgramError([problem], Source(name, ""))
    try:
        return Source(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = data.decode("utf-8-sig", "replace")
        before = len(data[: error.start].decode("utf-8-sig", "replace"))
        byte = data[error.start]
        problem = Problem(
            "encoding",
            f"the byte 0x{byte:02X} is not UTF-8",
            Span(before, before + 1),
            "save the program as UTF-8",
        )
        raise ProgramError([problem], Source(name, text)) from None


def parsed(options: argparse.Namespace, source: Source) -> Program:
    """The program of a text; the batch that the call names is one of its symbols.

    Raises:
        ProgramError: for text that is no program.
        CallError: for what is no batch.
    """
    return declaring(parse_program(source, options.max_size), conventions(options).symbol)


def network(options: argparse.Namespace) -> Network:
    """The network of the program that a call names, under the values that it gives.

    Raises:
        SymcnnError: for mistakes in the program, and as :func:`program` and :func:`values` do.
    """
    from symcnn.network.network import Network

    return Network(parsed(options, program(options)), values(options), options.convention)


def network_free_in(options: argparse.Namespace, symbol: str) -> Network:
    """The network that a call names; without the value of a symbol where there is none with it.

    Raises:
        SymcnnError: as :func:`network` does.
    """
    from symcnn.network.network import Network

    tree, given = parsed(options, program(options)), values(options)
    try:
        return Network(tree, given, options.convention)
    except ProgramError as error:
        from symcnn.formula.algebra import symbol as free

        try:
            return Network(tree, {**given, symbol: free(symbol)}, options.convention)
        except SymcnnError:
            raise error from None


def networks(options: argparse.Namespace) -> tuple[Network, Network]:
    """The two networks that a call names, files before programs in the call itself.

    A value of --set goes to each network that has the symbol.

    Raises:
        CallError: where it names fewer or more than two, or standard input twice.
        SymcnnError: as :func:`network` does.
    """
    from symcnn.network.network import read_together

    if len(options.files) + len(options.expressions) != 2:
        hint = "give two of FILE, - for standard input, and -e 'PROGRAM'"
        raise call_error("call", "name two programs", hint)
    trees = [parsed(options, source) for source in programs(options)]
    a, b = read_together(trees, values(options), options.convention)
    return a, b


def columns(options: argparse.Namespace, buffers: bool) -> tuple[str, ...]:
    """The columns that --columns names, or those of the format with or without buffers."""
    if options.columns is None:
        return columns_of(options.format, buffers)
    return tuple(name.strip() for name in options.columns.split(","))


def conventions(options: argparse.Namespace) -> Conventions:
    """What the counts are told."""
    return Conventions(options.macs, options.dtype, options.batch, options.optimizer)


def values_beside(
    options: argparse.Namespace, names: Collection[str], what: str
) -> dict[str, Value]:
    """The values that --set gives to symbols other than some, of which it is told ``what`` they do.

    Raises:
        CallError: for a value of one of these, and as :func:`values` does.
    """
    given = values(options)
    twice = next((name for name in names if name in given), None)
    if twice is not None:
        message = f"{twice} {what}, and --set gives it a value"
        raise call_error("set", message, "leave one of them out")
    return given


def values(options: argparse.Namespace) -> dict[str, Value]:
    """The values that --set gives.

    Raises:
        CallError: for a symbol that is given twice.
    """
    given: dict[str, Value] = {}
    for text in options.set:
        further = given_values(text)
        twice = next((name for name in further if name in given), None)
        if twice is not None:
            message = f"--set gives {twice} twice"
            raise call_error("set", message, "leave one of them out")
        given.update(further)
    return given
