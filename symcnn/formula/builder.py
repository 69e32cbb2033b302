"""Builds formulas while Lark parses: one method for each arithmetic rule of the grammar."""

from __future__ import annotations

from typing import Any, cast

from lark import Token

from symcnn.formula.nodes import (
    FUNCTIONS,
    SPELLINGS,
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
)
from symcnn.source import Span

# Powers nest to the right; nobody writes more of them in a row.
MAXIMUM_TOWER = 8
# Divisions nest to the left.
MAXIMUM_DIVISIONS = 32
MAXIMUM_LITERAL = 1000


class RejectedFormula(Exception):
    """A piece of arithmetic that the grammar allows and symcnn does not, with its place."""

    def __init__(self, span: Span, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.span = span
        self.kind = kind
        self.message = message
        self.hint = hint


def span_of(token: Token) -> Span:
    """Where a token stands."""
    return Span(cast(int, token.start_pos), cast(int, token.end_pos))


def span_over(first: Any, last: Any) -> Span:
    """From the start of one node or token to the end of another."""
    return _span(first).to(_span(last))


def _span(part: Any) -> Span:
    return span_of(part) if isinstance(part, Token) else part.span


class ArithmeticBuilder:
    """Turns the rules of an expression into formulas; the program's builder adds the rest."""

    def expression(self, parts: list[Any]) -> Any:
        return parts[0]

    def number(self, parts: list[Any]) -> Number:
        token = parts[0]
        text = token.value
        if text.isdigit():
            if len(text) > MAXIMUM_LITERAL:
                raise RejectedFormula(
                    span_of(token), "too-large", f"a number of more than {MAXIMUM_LITERAL} digits"
                )
            return Number(int(text), span_of(token))
        return Number(_decimal(token), span_of(token))

    def name(self, parts: list[Any]) -> Any:
        return Name(parts[0].value, span_of(parts[0]))

    def parenthesised(self, parts: list[Any]) -> Any:
        return Group(parts[1], span_over(parts[0], parts[2]))

    def sum(self, parts: list[Any]) -> Any:
        terms = [parts[0]]
        for sign, term in zip(parts[1::2], parts[2::2], strict=True):
            terms.append(term if sign.type == "PLUS" else Negative(term, span_over(sign, term)))
        return Sum(tuple(terms), span_over(parts[0], parts[-1]))

    def product(self, parts: list[Any]) -> Any:
        """Factors and divisions from left to right: ``a*b/c*d`` is ``(a b / c) d``."""
        divisions = sum(sign.type in ("SLASH", "FLOOR_DIVIDE") for sign in parts[1::2])
        if divisions > MAXIMUM_DIVISIONS:
            raise RejectedFormula(
                span_over(parts[0], parts[-1]),
                "too-deep",
                f"more than {MAXIMUM_DIVISIONS} divisions in a row",
            )
        factors: list[Any] = [parts[0]]
        for sign, operand in zip(parts[1::2], parts[2::2], strict=True):
            if sign.type in ("STAR", "CROSS", "TIMES"):
                factors.append(operand)
                continue
            numerator = self._joined(factors)
            quotient = Quotient(numerator, operand, span_over(parts[0], operand))
            floored = Function("floor", (quotient,), quotient.span)
            factors = [floored if sign.type == "FLOOR_DIVIDE" else quotient]
        return self._joined(factors)

    def _joined(self, factors: list[Any]) -> Any:
        if len(factors) == 1:
            return factors[0]
        return Product(tuple(factors), span_over(factors[0], factors[-1]))

    def signed(self, parts: list[Any]) -> Any:
        minuses = sum(sign.type == "MINUS" for sign in parts[:-1])
        return Negative(parts[-1], span_over(parts[0], parts[-1])) if minuses % 2 else parts[-1]

    def negative(self, parts: list[Any]) -> Negative:
        return Negative(parts[1], span_over(parts[0], parts[1]))

    def power(self, parts: list[Any]) -> Any:
        if len(parts) > MAXIMUM_TOWER:
            raise RejectedFormula(
                span_over(parts[0], parts[-1]),
                "too-deep",
                f"more than {MAXIMUM_TOWER} powers in a row",
            )
        result = parts[-1]
        for base in reversed(parts[:-1]):
            result = Power(base, result, span_over(base, parts[-1]))
        return result

    def positional(self, parts: list[Any]) -> Any:
        return parts[0]

    def keyword(self, parts: list[Any]) -> Any:
        span = span_over(parts[0], parts[1])
        raise RejectedFormula(span, "arguments", "a function takes no keywords")

    def word(self, parts: list[Any]) -> Any:
        raise RejectedFormula(span_of(parts[0]), "not-a-number", "a word in a formula")

    size = word

    def tuple(self, parts: list[Any]) -> Any:
        raise RejectedFormula(
            span_over(parts[0], parts[-1]), "not-a-number", "a tuple in a formula"
        )

    list = tuple
    adjacent = tuple

    def call(self, parts: list[Any]) -> Any:
        name, arguments = parts[0], tuple(parts[2:-1])
        return function(name.value, arguments, span_over(name, parts[-1]), span_of(name))


def function(name: str, arguments: tuple[Node, ...], span: Span, name_span: Span) -> Function:
    """A call of one of the language's functions; raises RejectedFormula for a wrong number."""
    own = SPELLINGS.get(name, name)
    if own not in FUNCTIONS:
        raise RejectedFormula(name_span, "unknown-function", f"no function is called '{name}'")
    least, most = FUNCTIONS[own]
    if not least <= len(arguments) <= most:
        wanted = "one argument" if least == most else f"{least} to {most} arguments"
        raise RejectedFormula(span, "arguments", f"{own} takes {wanted}, not {len(arguments)}")
    return Function(own, arguments, span)


def _decimal(token: Token) -> Any:
    from fractions import Fraction

    text = token.value.replace("_", "")
    mantissa, _, exponent = text.lower().partition("e")
    too_large = len(mantissa) > MAXIMUM_LITERAL or len(exponent.lstrip("+-").lstrip("0")) > 3
    if too_large or abs(int(exponent or 0)) > MAXIMUM_LITERAL - 1:
        raise RejectedFormula(
            span_of(token), "too-large", f"a number of more than {MAXIMUM_LITERAL} digits"
        )
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value
