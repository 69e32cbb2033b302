"""Writes formulas in MathML Core, whole or in pieces between which a narrow page may break.

>>> from symcnn.formula.read import formula
>>> from symcnn.render.style import Style
>>> MathML(Style()).formula(formula("C_in*k"))
'<msub><mi>C</mi><mi>in</mi></msub><mo>·</mo><mi>k</mi>'
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

from symcnn.formula.nodes import Node
from symcnn.formula.write import write
from symcnn.render.style import GROUPING, Style, grouped

# Control characters never stand in a name, so they can mark where a line may end: before a term
# of a sum, before a factor of a product. Both are gone from what leaves this module.
_TERM: Final = "\x01"
_FACTOR: Final = "\x02"
_UNMARKED: Final = str.maketrans("", "", _TERM + _FACTOR)

_TAG: Final = re.compile("<[^>]*>")
# Formulas of more signs than this come in pieces; in the cells of a table, room is dearer.
_WIDE: Final = 24
NARROW: Final = 10

_BRACKETS: Final = {"group": "()", "floor": "⌊⌋", "ceil": "⌈⌉"}
# Signs of markup; with the quotes, a name is harmless in an attribute too.
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


@lru_cache(maxsize=8192)
def escape(text: str) -> str:
    """Words for a page: signs of markup as entities, what cannot be printed replaced."""
    if text.isalnum():
        return text
    return "".join(
        _ENTITIES.get(sign, sign) if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for sign in text
    )


@lru_cache(maxsize=4096)
def symbol(text: str) -> str:
    """A name in MathML: a letter is italic, a word upright; subscripts and primes are set.

    >>> symbol("k_1")
    '<msub><mi>k</mi><mn>1</mn></msub>'
    """
    bare = text.rstrip("\N{PRIME}")
    primes = text[len(bare) :]
    head, *subscripts = bare.split("_")
    if len(head) == 1 and subscripts and all(subscripts):
        marks = "<mo>,</mo>".join(map(_identifier, subscripts))
        marks = marks if len(subscripts) == 1 else f"<mrow>{marks}</mrow>"
        markup = f"<msub>{_identifier(head)}{marks}</msub>"
    else:
        markup = _identifier(bare)
    # Fonts draw the prime raised and small already; as a superscript it would all but vanish.
    return f"<mrow>{markup}<mo>{primes}</mo></mrow>" if primes else markup


def _identifier(text: str) -> str:
    return f"<mn>{text}</mn>" if text.isdecimal() else f"<mi>{escape(text)}</mi>"


def _solid(markup: str) -> str:
    return markup.translate(_UNMARKED)


def _one(markup: str) -> str:
    """Markup as a single element, as scripts and fractions want their parts."""
    markup = _solid(markup)
    return markup if markup.count("<") == 2 else f"<mrow>{markup}</mrow>"


def _enclosed(kind: str, body: str) -> str:
    """Brackets around a body; they grow only with a fraction, never with a mere superscript."""
    body = _solid(body)
    opening, closing = _BRACKETS[kind]
    fixed = "" if "<mfrac>" in body else ' stretchy="false"'
    return f"<mrow><mo{fixed}>{opening}</mo>{body}<mo{fixed}>{closing}</mo></mrow>"


class MathML:
    """The dialect of a style, and the formulas that it has written."""

    stacked = True
    decimals = False

    def __init__(self, style: Style) -> None:
        self._separator = GROUPING[style.grouping][0]
        sign = "×" if style.multiplication == "times" else "·"
        self._product = f"{_FACTOR}<mo>{sign}</mo>"
        self._written: dict[Node, str] = {}

    def formula(self, node: Node) -> str:
        """The elements of a formula, without the ``math`` around them."""
        return _solid(self._marked(node))

    def pieces(self, node: Node, room: int = _WIDE) -> list[list[str]]:
        """The elements of a formula, each piece to be put in a ``math`` of its own.

        A narrow formula is one term of one piece. A wide one comes in its terms, and each of them
        in its factors.
        """
        marked = self._marked(node)
        if (_TERM not in marked and _FACTOR not in marked) or _signs(marked) <= room:
            return [[_solid(marked)]]
        return [list(map(_infix, term.split(_FACTOR))) for term in marked.split(_TERM)]

    def is_short(self, markup: str) -> bool:
        """Whether the extents of a shape are never worth a second line."""
        return _signs(markup) <= _WIDE

    def digits(self, value: int) -> str:
        """An integer as text."""
        return grouped(value, self._separator).replace("-", "\N{MINUS SIGN}")

    def _marked(self, node: Node) -> str:
        found = self._written.get(node)
        if found is None:
            found = self._written[node] = write(node, self)
        return found

    # --- the dialect ----------------------------------------------------------------------------

    def number(self, value: int | Fraction) -> str:
        if value < 0:
            return self.negative(self.number(-value))
        if isinstance(value, int):
            return f"<mn>{grouped(value, self._separator)}</mn>"
        return self.quotient(self.number(value.numerator), self.number(value.denominator))

    def name(self, name: str) -> str:
        return symbol(name)

    def sum(self, terms: list[tuple[str, str]]) -> str:
        signs = {"": "", "+": f"{_TERM}<mo>+</mo>", "-": f"{_TERM}<mo>\N{MINUS SIGN}</mo>"}
        return "".join(signs[sign] + term for sign, term in terms)

    def product(self, factors: list[str]) -> str:
        return self._product.join(factors)

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"<mfrac>{_one(numerator)}{_one(denominator)}</mfrac>"

    def power(self, base: str, exponent: str, exponent_node: Node) -> str:  # noqa: ARG002
        return f"<msup>{_one(base)}{_one(exponent)}</msup>"

    def negative(self, operand: str) -> str:
        return f'<mo form="prefix">\N{MINUS SIGN}</mo>{operand}'

    def group(self, body: str) -> str:
        return _enclosed("group", body)

    def function(self, name: str, arguments: list[str]) -> str:
        if name in ("floor", "ceil"):
            return _enclosed(name, arguments[0])
        return f"<mi>{name}</mi>{_enclosed('group', '<mo>,</mo>'.join(arguments))}"

    def summation(self, index: str, lower: str, upper: str, body: str, loose: bool) -> str:
        below = f"<mrow>{symbol(index)}<mo>=</mo>{_solid(lower)}</mrow>"
        sign = f"<munderover><mo>∑</mo>{below}{_one(upper)}</munderover>"
        return sign + (self.group(body) if loose else body)


def _signs(markup: str) -> int:
    """About how many signs of a line a formula takes."""
    return len(_TAG.sub("", markup))


def _infix(piece: str) -> str:
    """A sign at the start of a piece keeps the space of one between two parts."""
    return f'<mo form="infix">{piece[4:]}' if piece.startswith("<mo>") else piece
