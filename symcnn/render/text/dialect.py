"""Formulas as a terminal shows them, in Unicode or ASCII."""

from __future__ import annotations

from fractions import Fraction

from symcnn.formula.nodes import Node, Number
from symcnn.formula.write import ATOM, binding, terminating, write
from symcnn.render.style import GROUPING, Style, decimal, grouped

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class TextDialect:
    """Plain text: ``(3·f² + 1)·k``, in ASCII ``(3*f^2 + 1)*k``."""

    stacked = False
    decimals = True

    def __init__(self, style: Style) -> None:
        self._separator, self._mark = GROUPING[style.grouping]
        if style.ascii_only:
            self._separator = self._separator.replace("\N{THIN SPACE}", " ")
        times = style.multiplication == "times"
        self._ascii = style.ascii_only
        # Beside letters an x without blanks would be one more of them.
        self._sign = (" x " if times else "*") if style.ascii_only else ("×" if times else "·")

    def number(self, value: int | Fraction) -> str:
        if isinstance(value, int):
            return grouped(value, self._separator)
        if terminating(value):
            return decimal(value, self._separator, self._mark)
        above, below = value.numerator, value.denominator
        return f"{grouped(above, self._separator)}/{grouped(below, self._separator)}"

    def cross(self, plain: bool) -> str:
        """The size sign, between numbers alone (``plain``) or between formulas."""
        return ("x" if plain else " x ") if self._ascii else "×"

    def name(self, name: str) -> str:
        return name.replace("\N{PRIME}", "'") if self._ascii else name

    def sum(self, terms: list[tuple[str, str]]) -> str:
        return "".join(f" {sign} {term}" if sign else term for sign, term in terms)

    def product(self, factors: list[str]) -> str:
        return self._sign.join(factors)

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"{numerator}/{denominator}"

    def power(self, base: str, exponent: str, exponent_node: Node) -> str:
        if isinstance(exponent_node, Number) and exponent.isdigit() and not self._ascii:
            return base + exponent.translate(_SUPERSCRIPTS)
        plain = binding(exponent_node, stacked=False) == ATOM
        return f"{base}^{exponent if plain else f'({exponent})'}"

    def negative(self, operand: str) -> str:
        return f"-{operand}"

    def group(self, body: str) -> str:
        return f"({body})"

    def function(self, name: str, arguments: list[str]) -> str:
        return f"{name}({', '.join(arguments)})"

    def summation(self, index: str, lower: str, upper: str, body: str, loose: bool) -> str:
        """Bounds without blanks: ``Σ_{i=0}^{n-1} (2·i + 1)``, ``sum(i=0..n-1) (2*i + 1)``."""
        below, above = lower.replace(" ", ""), upper.replace(" ", "")
        name, body = self.name(index), self.group(body) if loose else body
        if self._ascii:
            return f"sum({name}={below}..{above}) {body}"
        return f"Σ_{{{name}={below}}}^{{{above}}} {body}"


def size(extents: list[Node], dialect: TextDialect) -> str:
    """Extents joined by the size sign, sums among them in parentheses."""
    texts: list[str] = []
    for extent in extents:
        text = write(extent, dialect)
        texts.append(text if binding(extent, stacked=False) == ATOM else dialect.group(text))
    plain = all(isinstance(extent, Number) for extent in extents)
    return dialect.cross(plain).join(texts)
