r"""Writes formulas in LaTeX, for displays and for lines of words.

>>> from symcnn.formula.read import formula as read
>>> from symcnn.render.style import Style
>>> formula(read("(m*n*d + 1)*k"), Style())
'(m \\cdot n \\cdot d + 1) \\cdot k'
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from symcnn.formula.nodes import Node
from symcnn.formula.write import write
from symcnn.records import value_record
from symcnn.render.latex import text as latex_text
from symcnn.render.latex.width import measure
from symcnn.render.style import Style, grouped

_SEPARATORS: Final = {"comma": "{,}", "space": "\\,", "point": "{.}", "none": ""}
_SIGNS: Final = {"dot": "\\cdot", "times": "\\times"}
RELATIONS: Final = {"<=": "\\le", ">=": "\\ge", "!=": "\\ne"}
BRACKETS: Final = {
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


def related(relation: str, node: Node, style: Style) -> str:
    """A formula after the sign of a relation."""
    return f"{RELATIONS.get(relation, relation)} {formula(node, style)}"


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


@value_record
class Plain:
    """Formulas as text, in one piece."""

    separator: str
    sign: str
    stacked = True
    decimals = False

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

    def power(self, base: str, exponent: str, exponent_node: Node) -> str:  # noqa: ARG002
        return f"{base}^{{{exponent}}}"

    def negative(self, operand: str) -> str:
        return f"-{operand}"

    def group(self, body: str) -> str:
        return enclosed("group", body)

    def function(self, name: str, arguments: list[str]) -> str:
        if name in BRACKETS:
            return enclosed(name, arguments[0])
        return f"\\{name}" + enclosed("group", ", ".join(arguments))

    def summation(self, index: str, lower: str, upper: str, body: str, loose: bool) -> str:
        return f"{self.summed(index, lower, upper)} {self.group(body) if loose else body}"

    def summed(self, index: str, lower: str, upper: str) -> str:
        """The sign of a sum with its bounds."""
        return f"\\sum_{{{self.name(index)}={lower}}}^{{{upper}}}"


def enclosed(kind: str, body: str) -> str:
    """A body in brackets, as high as the body."""
    opening, closing = BRACKETS[kind]
    if "\\frac" in body or "\\left" in body or "\\sum" in body:
        return f"\\left{opening}{body}\\right{closing.lstrip()}"
    return f"{opening}{body}{closing}"


@value_record
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
        return "\\allowbreak ".join(groups(text, self.separator))

    def name(self, name: str) -> str:
        text = latex_text.name(name)
        return text if measure(text) <= _WIDE else "\\allowbreak ".join(chunks(name))

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"{numerator} / {denominator}"

    def group(self, body: str) -> str:
        return _kept("group", body)

    def function(self, name: str, arguments: list[str]) -> str:
        if name in BRACKETS:
            return _kept(name, arguments[0])
        return f"\\{name}" + _kept("group", ", ".join(arguments))


def _kept(kind: str, body: str) -> str:
    """A body in brackets; a line may end within if it is wide, else braces prevent it."""
    opening, closing = BRACKETS[kind]
    text = f"{opening}{body}{closing}"
    return f"{{{text}}}" if measure(text) <= _KEPT else text


def groups(text: str, separator: str) -> list[str]:
    """A number's digits in groups, each with the separator that follows it."""
    if not separator:
        return [text[start : start + 9] for start in range(0, len(text), 9)]
    *groups, last = text.split(separator)
    return [*(group + separator for group in groups), last]


def chunks(name: str) -> list[str]:
    """A long name in pieces."""
    return [latex_text.upright(name[start : start + 8]) for start in range(0, len(name), 8)]
