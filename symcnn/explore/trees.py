"""What a page holds of formulas: trees of lists, letters with the place of their values.

``["@", place, name]`` is a letter whose value stands on the tape, ``["&", line, name]`` one that an
earlier line derives; words have ``["n", name]``. Numbers are texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from symcnn.formula.nodes import (
    Function,
    Group,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    children,
)
from symcnn.records import record

_OPERATIONS: Final[Mapping[type, str]] = {
    Sum: "+",
    Product: "*",
    Quotient: "/",
    Power: "^",
    Negative: "-",
    Group: "()",
}


@record
class Held:
    """A number of the network, of which the page shall know the place."""

    value: Any


@record
class Said:
    """Words that may have traced numbers in them."""

    text: str


@record
class Shared:
    """Something of a kind that several rows or ways have in common; a page holds it once."""

    kind: str
    content: Any


def tree(formula: Node, lettered: Node, known: Mapping[str, Any]) -> Any:
    """A formula with each name as its letter and where its value is: a place or a line before."""
    match formula, lettered:
        case Name(), Name():
            return [*known[formula.name], named(lettered.name)]
        case Number(), _:
            return str(formula.value)
        case (Function(), Function()):
            pairs = zip(formula.arguments, lettered.arguments, strict=True)
            return [formula.name, *(tree(one, other, known) for one, other in pairs)]
        case _:
            pairs = zip(children(formula), children(lettered), strict=True)
            parts = [tree(one, other, known) for one, other in pairs]
            return [_OPERATIONS[type(formula)], *parts]


def named(text: str) -> Shared:
    """A name that several formulas may have in common."""
    return Shared("names", text)


def worded(node: Node) -> Any:
    """A formula of a sentence, in letters alone."""
    if isinstance(node, Name):
        return ["n", named(node.name)]
    if isinstance(node, Number):
        return str(node.value)
    kind = node.name if isinstance(node, Function) else _OPERATIONS[type(node)]
    return [kind, *map(worded, children(node))]


def held(node: Node) -> Held:
    """The number that the written form of one number holds."""
    if isinstance(node, Negative):
        return Held(-held(node.operand).value)
    assert isinstance(node, Number)
    return Held(node.value)
