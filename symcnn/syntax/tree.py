"""The syntax tree of a program. Arithmetic in it is made of the nodes of symcnn.formula."""

from __future__ import annotations

from typing import TypeAlias

from symcnn.formula.nodes import Node
from symcnn.records import record
from symcnn.source import Source, Span


@record
class Word:
    """A word in quotes, without them; never a symbol."""

    text: str
    span: Span


@record
class Size:
    """``5x5``: two or more extents joined by the size sign."""

    parts: tuple[Node, ...]
    span: Span


@record
class Tuple:
    """``(a, b)`` or ``[a, b]``; may nest."""

    items: tuple[Value, ...]
    span: Span


@record
class Argument:
    """One argument of a layer; ``keyword`` is None for one given by position."""

    keyword: str | None
    value: Value
    span: Span


@record
class Call:
    """``name(arguments)``: a layer as another layer's argument, or what a framework calls."""

    name: str
    name_span: Span
    arguments: tuple[Argument, ...]
    span: Span


@record
class Adjacent:
    """Calls side by side, the comma between them forgotten."""

    calls: tuple[Call, ...]
    span: Span


Value: TypeAlias = Node | Word | Size | Tuple | Call | Adjacent


@record
class Step:
    """``label: name(arguments) { branches } * count``; an empty name is a group ``[ … ]``.

    ``branches`` is None where no braces stand; ``called`` says that ``( )`` stand, so that the
    name is a layer's even where a label has the same.
    """

    name: str
    name_span: Span
    arguments: tuple[Argument, ...]
    branches: tuple[Chain, ...] | None
    count: Node | None
    span: Span
    label: str | None = None
    label_span: Span | None = None
    called: bool = False


@record
class Binding:
    """``name = value`` of a `let` or a block's parameter; without a value the name stays free."""

    name: str
    value: Value | None
    span: Span


@record
class Let:
    """``let f = 5, k``."""

    bindings: tuple[Binding, ...]
    span: Span


@record
class Block:
    """``block name(parameters) { body }``."""

    name: str
    parameters: tuple[Binding, ...]
    body: Chain
    span: Span


@record
class Assignment:
    """``model = Sequential([ … ])``, as pasted from Python."""

    name: str
    step: Step
    span: Span


Statement: TypeAlias = Step | Let | Block | Assignment
Chain: TypeAlias = tuple[Statement, ...]


@record
class Program:
    """A whole program and the text that it was read from."""

    body: Chain
    source: Source
