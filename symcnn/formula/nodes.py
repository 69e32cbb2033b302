"""The written form of a formula: a small tree that keeps what its author wrote.

SymPy reorders and multiplies out; a worked solution must not. Each node may carry the span of
the text that it was read from; spans do not count when nodes are compared.
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from symcnn.records import value_record

if TYPE_CHECKING:
    from symcnn.source import Span


@value_record
class Number:
    """An exact number."""

    value: int | Fraction
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Name:
    """A role (``in_channels``), a letter (``d``) or a symbol of the program (``H``)."""

    name: str
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Sum:
    """Two or more terms; a subtracted term is a :class:`Negative`."""

    terms: tuple[Node, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Product:
    """Two or more factors, in the author's order."""

    factors: tuple[Node, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Quotient:
    """An exact division."""

    numerator: Node
    denominator: Node
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Power:
    """A power."""

    base: Node
    exponent: Node
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Negative:
    """The negative of a formula."""

    operand: Node
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Group:
    """Parentheses that the author wants, needed or not."""

    body: Node
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Function:
    """``floor``, ``ceil``, ``min`` or ``max`` of its arguments."""

    name: str
    arguments: tuple[Node, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@value_record
class Summation:
    """The sum of a formula over an index that runs by ones from one bound to another.

    ``index`` is bound: outside the body the name means something else, or nothing.
    """

    body: Node
    index: str
    lower: Node
    upper: Node
    span: Span | None = field(default=None, compare=False, repr=False)


Node: TypeAlias = (
    Number | Name | Sum | Product | Quotient | Power | Negative | Group | Function | Summation
)

# The functions of the language and how many arguments each takes at least and at most.
FUNCTIONS = {"floor": (1, 1), "ceil": (1, 1), "min": (1, 8), "max": (1, 8)}
SPELLINGS = {"ceiling": "ceil", "Min": "min", "Max": "max"}


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, from left to right."""
    match node:
        case Number() | Name():
            return ()
        case Sum(terms=parts) | Product(factors=parts) | Function(arguments=parts):
            return parts
        case Quotient():
            return (node.numerator, node.denominator)
        case Power():
            return (node.base, node.exponent)
        case Negative(operand=body) | Group(body=body):
            return (body,)
        case Summation():
            return (node.body, node.lower, node.upper)


def with_children(node: Node, parts: tuple[Node, ...]) -> Node:
    """The same node around other parts, one for each that it had."""
    match node:
        case Number() | Name():
            return node
        case Sum():
            return Sum(parts, node.span)
        case Product():
            return Product(parts, node.span)
        case Function():
            return Function(node.name, parts, node.span)
        case Quotient():
            return Quotient(parts[0], parts[1], node.span)
        case Power():
            return Power(parts[0], parts[1], node.span)
        case Negative():
            return Negative(parts[0], node.span)
        case Group():
            return Group(parts[0], node.span)
        case Summation():
            return Summation(parts[0], node.index, parts[1], parts[2], node.span)


def names(node: Node) -> dict[str, Name]:
    """Every free name in a formula, in the order of first appearance, with its first node."""
    found: dict[str, Name] = {}
    stack: list[Node] = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, Name):
            found.setdefault(part.name, part)
        elif isinstance(part, Summation):
            bounds = names(part.lower) | names(part.upper)
            inside = (item for item in names(part.body).items() if item[0] != part.index)
            for name, place in (*bounds.items(), *inside):
                found.setdefault(name, place)
        else:
            stack.extend(reversed(children(part)))
    return found


def product_of(factors: tuple[Node, ...]) -> Node:
    """The product of the factors; of one factor, the factor; of none, 1."""
    if len(factors) == 1:
        return factors[0]
    return Product(factors) if factors else Number(1)


def sum_of(terms: tuple[Node, ...]) -> Node:
    """The sum of the terms; of one term, the term; of none, 0."""
    if len(terms) == 1:
        return terms[0]
    return Sum(terms) if terms else Number(0)
