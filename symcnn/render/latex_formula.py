r"""Writes formulas in LaTeX: in one piece, or as tokens that a long line may be broken between.

>>> from symcnn.formula.read import formula as read
>>> from symcnn.render.style import Style
>>> formula(read("(m*n*d + 1)*k"), Style())
'(m \\cdot n \\cdot d + 1) \\cdot k'
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from symcnn.formula.nodes import Node
from symcnn.formula.write import write
from symcnn.render import latex_text
from symcnn.render.latex_width import NEVER, Token, bracketed, measure, single
from symcnn.render.style import Style, grouped

_SEPARATORS: Final = {"comma": "{,}", "space": "\\,", "point": "{.}", "none": ""}
_SIGNS: Final = {"dot": "\\cdot", "times": "\\times"}
_BRACKETS: Final = {
    "floor": ("\\lfloor ", " \\rfloor"),
    "ceil": ("\\lceil ", " \\rceil"),
    "group": ("(", ")"),
}
# Within words, brackets up to this width (in em) keep together, wider names and numbers may be
# divided.
_KEPT: Final = 5.4
_WIDE: Final = 8.0
_LONG_NUMBER: Final = 10**15


def formula(node: Node, style: Style) -> str:
    """A formula in the maths that TeX, KaTeX and MathJax share, without dollar signs."""
    return write(node, plain(style))


def tokens(node: Node, style: Style, room: float) -> list[Token]:
    """A formula as tokens; a fraction or a bracket wider than the room is taken apart."""
    return write(node, Breakable(plain(style), room))


def inline(node: Node, style: Style) -> str:
    """A formula for a line of words, without dollar signs: fractions are written with a slash."""
    return write(node, inline_dialect(style))


@lru_cache(maxsize=64)
def inline_dialect(style: Style) -> Inline:
    """The dialect of formulas within words."""
    return Inline(_SEPARATORS[style.grouping], _SIGNS[style.multiplication])


@lru_cache(maxsize=64)
def plain(style: Style) -> Plain:
    """The dialect of a style."""
    return Plain(_SEPARATORS[style.grouping], _SIGNS[style.multiplication])


@lru_cache(maxsize=8192)
def digits(value: int, separator: str) -> str:
    """An integer with its digits in groups of three."""
    return grouped(value, separator) if separator else str(value)


@dataclass(frozen=True, slots=True)
class Plain:
    """Formulas as text, in one piece."""

    separator: str
    sign: str
    stacked = True

    def number(self, value: int | Fraction) -> str:
        if isinstance(value, int):
            return digits(value, self.separator)
        sign = "-" if value < 0 else ""
        numerator, denominator = abs(value.numerator), value.denominator
        top, bottom = digits(numerator, self.separator), digits(denominator, self.separator)
        return f"{sign}\\frac{{{top}}}{{{bottom}}}"

    def name(self, name: str) -> str:
        return latex_text.name(name)

    def sum(self, terms: list[tuple[str, str]]) -> str:
        return "".join(f" {sign} {term}" if sign else term for sign, term in terms)

    def product(self, factors: list[str]) -> str:
        return f" {self.sign} ".join(factors)

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"\\frac{{{numerator}}}{{{denominator}}}"

    def power(self, base: str, exponent: str, exponent_node: Node) -> str:
        return f"{base}^{{{exponent}}}"

    def negative(self, operand: str) -> str:
        return f"-{operand}"

    def group(self, body: str) -> str:
        return _enclosed("group", body)

    def function(self, name: str, arguments: list[str]) -> str:
        if name in _BRACKETS:
            return _enclosed(name, arguments[0])
        return f"\\{name}" + _enclosed("group", ", ".join(arguments))


def _enclosed(kind: str, body: str) -> str:
    """A body in brackets, as high as the body."""
    opening, closing = _BRACKETS[kind]
    if "\\frac" in body or "\\left" in body:
        return f"\\left{opening}{body}\\right{closing.lstrip()}"
    return f"{opening}{body}{closing}"


@dataclass(frozen=True, slots=True)
class Inline(Plain):
    """Formulas within a line of words, no higher than the line, with places to end it."""

    stacked = False

    def number(self, value: int | Fraction) -> str:
        if isinstance(value, Fraction):
            top = digits(value.numerator, self.separator)
            return f"{top} / {digits(value.denominator, self.separator)}"
        text = digits(value, self.separator)
        if value < _LONG_NUMBER:
            return text
        return "\\allowbreak ".join(_groups(text, self.separator))

    def name(self, name: str) -> str:
        text = latex_text.name(name)
        return text if measure(text) <= _WIDE else "\\allowbreak ".join(_chunks(name))

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"{numerator} / {denominator}"

    def group(self, body: str) -> str:
        return _kept("group", body)

    def function(self, name: str, arguments: list[str]) -> str:
        if name in _BRACKETS:
            return _kept(name, arguments[0])
        return f"\\{name}" + _kept("group", ", ".join(arguments))


def _kept(kind: str, body: str) -> str:
    """A body in brackets; a line may end within if it is wide, else braces prevent it."""
    opening, closing = _BRACKETS[kind]
    text = f"{opening}{body}{closing}"
    return f"{{{text}}}" if measure(text) <= _KEPT else text


def _groups(text: str, separator: str) -> list[str]:
    """A number's digits in groups, each with the separator that follows it."""
    if not separator:
        return [text[start : start + 9] for start in range(0, len(text), 9)]
    *groups, last = text.split(separator)
    return [*(group + separator for group in groups), last]


def _chunks(name: str) -> list[str]:
    """A long name in pieces."""
    return [latex_text.upright(name[start : start + 8]) for start in range(0, len(name), 8)]


@dataclass(frozen=True, slots=True)
class Breakable:
    """Formulas as tokens, by the same rules."""

    plain: Plain
    room: float
    stacked = True

    def number(self, value: int | Fraction) -> list[Token]:
        text = self.plain.number(value)
        if isinstance(value, Fraction):
            widest = max(len(str(abs(value.numerator))), len(str(value.denominator)))
            return [Token(text, 0.7 * widest + 0.8, NEVER, True)]
        token = Token(text, measure(text), NEVER)
        if token.width <= self.room:
            return [token]
        parts = _groups(text, self.plain.separator)
        return [Token(part, measure(part), 40 if i else NEVER) for i, part in enumerate(parts)]

    def name(self, name: str) -> list[Token]:
        text = self.plain.name(name)
        if measure(text) <= self.room:
            return [Token(text, measure(text), NEVER)]
        return [
            Token(part, measure(part), 50 if index else NEVER)
            for index, part in enumerate(_chunks(name))
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

    def power(self, base: list[Token], exponent: list[Token], exponent_node: Node) -> list[Token]:
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
        if name in _BRACKETS:
            return self._enclosed(name, arguments[0])
        body = list(arguments[0])
        for argument in arguments[1:]:
            body.append(Token(", ", 0.5, NEVER))
            first = argument[0]
            body += [Token(first.text, first.width, 2, first.tall), *argument[1:]]
        return [Token(f"\\{name}", 1.8, NEVER), *self._enclosed("group", body)]

    def _enclosed(self, kind: str, body: list[Token]) -> list[Token]:
        """Brackets; tall ones that fit stay in one piece, so that they can grow with the body."""
        tall = any(token.tall for token in body)
        if (tall or kind != "group") and sum(token.width for token in body) + 1.5 <= self.room:
            return [single(_enclosed(kind, "".join(token.text for token in body)), body)]
        return bracketed(*_BRACKETS[kind], body, tall)
