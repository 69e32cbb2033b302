"""Writes a formula: one walk that knows where parentheses belong, any number of dialects."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol, TypeVar

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
    Summation,
)

T = TypeVar("T")

# How tightly each form binds; a part that binds less tightly than its place asks for
# parentheses.
SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)


class Dialect(Protocol[T]):
    """How a format writes the forms of arithmetic, given their parts already written.

    ``stacked`` says that a quotient is drawn with a bar, so that its parts need no parentheses,
    ``decimals`` that a fraction with a finite decimal form is written so and needs none either.
    """

    stacked: bool
    decimals: bool

    def number(self, value: int | Fraction) -> T: ...

    def name(self, name: str) -> T: ...

    def sum(self, terms: list[tuple[str, T]]) -> T: ...

    def product(self, factors: list[T]) -> T: ...

    def quotient(self, numerator: T, denominator: T) -> T: ...

    def power(self, base: T, exponent: T, exponent_node: Node) -> T: ...

    def negative(self, operand: T) -> T: ...

    def group(self, body: T) -> T: ...

    def function(self, name: str, arguments: list[T]) -> T: ...

    def summation(self, index: str, lower: T, upper: T, body: T, loose: bool) -> T:
        """A sum over an index; a ``loose`` body is a sum itself."""
        ...


def write(node: Node, dialect: Dialect[T]) -> T:
    """The formula in a dialect, with the parentheses that it needs and those it was given."""
    match node:
        case Number():
            return dialect.number(node.value)
        case Name():
            return dialect.name(node.name)
        case Sum():
            return dialect.sum([_term(term, dialect, i) for i, term in enumerate(node.terms)])
        case Product():
            last = len(node.factors) - 1
            return dialect.product(
                [
                    _factor(factor, index == 0, index == last, dialect)
                    for index, factor in enumerate(node.factors)
                ]
            )
        case Quotient():
            if dialect.stacked:
                numerator, denominator = _bare(node.numerator), _bare(node.denominator)
                return dialect.quotient(write(numerator, dialect), write(denominator, dialect))
            return dialect.quotient(
                _factor(node.numerator, True, False, dialect),
                _at_least(node.denominator, POWER, dialect),
            )
        case Power():
            exponent = write(node.exponent, dialect)
            return dialect.power(_at_least(node.base, ATOM, dialect), exponent, node.exponent)
        case Negative():
            return dialect.negative(_at_least(node.operand, PRODUCT, dialect))
        case Group():
            return dialect.group(write(node.body, dialect))
        case Function():
            return dialect.function(node.name, [write(a, dialect) for a in node.arguments])
        case Summation():
            bounds = write(node.lower, dialect), write(node.upper, dialect)
            loose = binding(node.body, dialect.stacked) < PRODUCT
            return dialect.summation(node.index, *bounds, write(node.body, dialect), loose)


def binding(node: Node, stacked: bool) -> int:
    """How tightly the outermost operation of a formula binds."""
    match node:
        case Sum():
            return SUM
        case Negative():
            return NEGATIVE
        case Number():
            if node.value < 0:
                return NEGATIVE
            return ATOM if isinstance(node.value, int) else PRODUCT
        case Product() | Summation():
            return PRODUCT
        case Quotient():
            return POWER if stacked else PRODUCT
        case Power():
            return POWER
        case Name() | Group() | Function():
            return ATOM


def _bare(node: Node) -> Node:
    return node.body if isinstance(node, Group) else node


def _at_least(node: Node, wanted: int, dialect: Dialect[T]) -> T:
    text = write(node, dialect)
    tight = binding(node, dialect.stacked) >= wanted or (dialect.decimals and _is_decimal(node))
    return text if tight else dialect.group(text)


def _is_decimal(node: Node) -> bool:
    if not isinstance(node, Number) or node.value < 0:
        return False
    return isinstance(node.value, Fraction) and terminating(node.value)


def terminating(value: Fraction) -> bool:
    """Whether a fraction has a finite decimal form."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _factor(factor: Node, first: bool, last: bool, dialect: Dialect[T]) -> T:
    """A factor; a quotient after another factor keeps its parentheses in one line of text.

    A sum over an index goes on to the end of its product, so that it stands last or in
    parentheses.
    """
    if isinstance(factor, Summation):
        text = write(factor, dialect)
        return text if last else dialect.group(text)
    loose = first or isinstance(factor, Product)
    return _at_least(factor, PRODUCT if loose else POWER, dialect)


def _term(term: Node, dialect: Dialect[T], index: int) -> tuple[str, T]:
    """A term and its sign; the first term carries a minus of its own."""
    if index == 0:
        return "", write(term, dialect)
    if isinstance(term, Negative):
        return "-", _at_least(term.operand, PRODUCT, dialect)
    if isinstance(term, Number) and term.value < 0:
        return "-", dialect.number(-term.value)
    return "+", _at_least(term, SUM if isinstance(term, Sum) else PRODUCT, dialect)


class SymPyText:
    """SymPy's own syntax, the form in which JSON carries formulas."""

    stacked = False
    decimals = False

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = taken

    def number(self, value: int | Fraction) -> str:
        return str(value)

    def name(self, name: str) -> str:
        """A primed letter as a plain name that is none of those ``taken``."""
        if not name.endswith("\N{PRIME}"):
            return name
        plain = f"{name[:-1]}_prime"
        while plain in self._taken:
            plain += "_"
        return plain

    def sum(self, terms: list[tuple[str, str]]) -> str:
        return "".join(f" {sign} {term}" if sign else term for sign, term in terms)

    def product(self, factors: list[str]) -> str:
        return "*".join(factors)

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"{numerator}/{denominator}"

    def power(self, base: str, exponent: str, exponent_node: Node) -> str:
        return f"{base}**{exponent if _is_plain(exponent_node) else f'({exponent})'}"

    def negative(self, operand: str) -> str:
        return f"-{operand}"

    def group(self, body: str) -> str:
        return f"({body})"

    def function(self, name: str, arguments: list[str]) -> str:
        own = {"floor": "floor", "ceil": "ceiling", "min": "Min", "max": "Max"}[name]
        return f"{own}({', '.join(arguments)})"

    def summation(self, index: str, lower: str, upper: str, body: str, loose: bool) -> str:  # noqa: ARG002
        return f"Sum({body}, ({index}, {lower}, {upper}))"


def _is_plain(node: Node) -> bool:
    return binding(node, stacked=False) == ATOM


SYMPY = SymPyText()
