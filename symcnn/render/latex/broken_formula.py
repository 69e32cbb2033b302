"""Takes formulas apart into the tokens between which a long line may be broken."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symcnn.formula.nodes import Node
from symcnn.formula.write import PRODUCT, binding, write
from symcnn.records import value_record
from symcnn.render.latex.dialect import (
    BRACKETS,
    Plain,
    chunks,
    enclosed,
    groups,
    inline_dialect,
    plain,
)
from symcnn.render.latex.width import NEVER, Token, bracketed, lines, measure, single
from symcnn.render.style import Style


def tokens(node: Node, style: Style, room: float) -> list[Token]:
    """A formula as tokens; a fraction or a bracket wider than the room is taken apart."""
    return write(node, Breakable(plain(style), room))


def inline_lines(node: Node, style: Style, room: float) -> list[str]:
    """A formula in lines for a narrow column, its fractions with a slash."""
    return lines(write(node, BreakableInline(inline_dialect(style), room)), room)


def shape_lines(extents: Sequence[Node], style: Style, room: float) -> list[str]:
    """Extents joined by the size sign, in lines for a narrow column."""
    dialect = BreakableInline(inline_dialect(style), room)
    result: list[Token] = []
    for extent in extents:
        part = write(extent, dialect)
        if len(extents) > 1 and binding(extent, stacked=False) <= PRODUCT:
            part = dialect.group(part)
        if result:
            result.append(Token(" \\times ", measure("\\times"), 0))
        result += part
    return lines(result, room)


@value_record
class Breakable:
    """Formulas as tokens, by the same rules."""

    plain: Plain
    room: float
    stacked = True
    decimals = False

    def number(self, value: int | Fraction) -> list[Token]:
        text = self.plain.number(value)
        if isinstance(value, Fraction):
            widest = max(len(str(abs(value.numerator))), len(str(value.denominator)))
            return [Token(text, 0.7 * widest + 0.8, NEVER, True)]
        token = Token(text, measure(text), NEVER)
        if token.width <= self.room:
            return [token]
        parts = groups(text, self.plain.separator)
        return [Token(part, measure(part), 40 if i else NEVER) for i, part in enumerate(parts)]

    def name(self, name: str) -> list[Token]:
        text = self.plain.name(name)
        if measure(text) <= self.room:
            return [Token(text, measure(text), NEVER)]
        return [
            Token(part, measure(part), 50 if index else NEVER)
            for index, part in enumerate(chunks(name))
        ]

    def sum(self, terms: list[tuple[str, list[Token]]]) -> list[Token]:
        result: list[Token] = []
        for sign, term in terms:
            if sign:
                result.append(Token(f" {sign} ", measure(sign), 0))
            result += term
        return result

    def product(self, factors: list[list[Token]]) -> list[Token]:
        sign = Token(f" {self.plain.sign} ", measure(self.plain.sign), 1)
        result = list(factors[0])
        for factor in factors[1:]:
            result.append(sign)
            result += factor
        return result

    def quotient(self, numerator: list[Token], denominator: list[Token]) -> list[Token]:
        width = 0.3 + max(sum(t.width for t in part) for part in (numerator, denominator))
        if width <= self.room:
            top, bottom = ("".join(t.text for t in part) for part in (numerator, denominator))
            return [Token(self.plain.quotient(top, bottom), width, NEVER, True)]
        slash = Token(" / ", 0.6, 3)
        return [*self._part(numerator), slash, *self._part(denominator)]

    def _part(self, part: list[Token]) -> list[Token]:
        return part if len(part) == 1 else self.group(part)

    def power(self, base: list[Token], exponent: list[Token], exponent_node: Node) -> list[Token]:  # noqa: ARG002
        raised = "".join(token.text for token in exponent)
        width = 0.75 * sum(token.width for token in exponent)
        last = base[-1]
        return [
            *base[:-1],
            Token(f"{last.text}^{{{raised}}}", last.width + width, last.penalty, last.tall),
        ]

    def negative(self, operand: list[Token]) -> list[Token]:
        return [Token("-", 0.8, NEVER), *operand]

    def group(self, body: list[Token]) -> list[Token]:
        return self._enclosed("group", body)

    def function(self, name: str, arguments: list[list[Token]]) -> list[Token]:
        if name in BRACKETS:
            return self._enclosed(name, arguments[0])
        body = list(arguments[0])
        for argument in arguments[1:]:
            body.append(Token(", ", 0.5, NEVER))
            first = argument[0]
            body += [Token(first.text, first.width, 2, first.tall), *argument[1:]]
        return [Token(f"\\{name}", 1.8, NEVER), *self._enclosed("group", body)]

    def summation(
        self, index: str, lower: list[Token], upper: list[Token], body: list[Token], loose: bool
    ) -> list[Token]:
        """The sign with its bounds in one piece; a line may end within the body."""
        below, above = ("".join(token.text for token in bound) for bound in (lower, upper))
        text = self.plain.summed(index, below, above)
        sign = Token(f"{text} ", measure(text), NEVER, self.stacked)
        return [sign, *(self.group(body) if loose else body)]

    def _enclosed(self, kind: str, body: list[Token]) -> list[Token]:
        """Brackets; tall ones that fit stay in one piece, so that they can grow with the body."""
        tall = any(token.tall for token in body)
        if (tall or kind != "group") and sum(token.width for token in body) + 1.5 <= self.room:
            return [single(enclosed(kind, "".join(token.text for token in body)), body)]
        return bracketed(*BRACKETS[kind], body, tall)


@value_record
class BreakableInline(Breakable):
    """Formulas no higher than a line of words, as tokens."""

    stacked = False

    def number(self, value: int | Fraction) -> list[Token]:
        if isinstance(value, int):
            return Breakable.number(self, value)
        return self.quotient(
            Breakable.number(self, value.numerator), Breakable.number(self, value.denominator)
        )

    def quotient(self, numerator: list[Token], denominator: list[Token]) -> list[Token]:
        return [*numerator, Token(" / ", 0.5, 3), *denominator]

    def _enclosed(self, kind: str, body: list[Token]) -> list[Token]:
        return bracketed(*BRACKETS[kind], body, tall=False)
