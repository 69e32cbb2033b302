r"""Writes words and maths in Markdown, so that GitHub and MyST show them alike.

>>> escape("<script> a|b*c_d")
'\\<script\\> a\\|b\\*c\\_d'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from symcnn.derivation.document import Chain, Figure, Origin, Step
from symcnn.derivation.rows import Cell, Part, Place, Size
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node, Number
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Shape
from symcnn.render.latex import text as latex_text
from symcnn.render.latex import words as latex_words
from symcnn.render.latex.dialect import formula
from symcnn.render.phrases import NO_VALUE, capital, ended
from symcnn.render.style import GROUPING, Style, grouped

# What Markdown, or one of its dialects, would read as markup: within a line, before what looks
# like an address, and at the start.
_WITHIN: Final = re.compile(r"[\\`*_{}\[\]<>#|~$&@^]|:(?=\S)|(?<=www)\.", re.IGNORECASE)
_AT_START: Final = re.compile(r"[-+=%(]|(?<=\d)[.)]")
_START: Final = re.compile(r"\d*")
# GitHub takes the backslash off before the formula is set; these say the same in letters or,
# for the underscore, in a space, which no name has.
_MATHS: Final = re.compile(r"\\([_,])")
_IN_LETTERS: Final = {"_": "\\ ", ",": "\\thinspace "}


@lru_cache(maxsize=8192)
def escape(text: str) -> str:
    """Words in which nothing is markup; what cannot be printed is replaced."""
    if text.isalnum():
        return text
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    digits = _START.match(text)
    start = digits.end() if digits else 0
    marked = _WITHIN.sub(r"\\\g<0>", text)
    if _AT_START.match(text, start):
        return f"{text[:start]}\\{marked[start:]}"
    return marked


def maths(text: str) -> str:
    """LaTeX that survives Markdown."""
    return _MATHS.sub(lambda found: _IN_LETTERS[found[1]], text)


def inline(text: str) -> str:
    """LaTeX within a sentence."""
    return f"${maths(text)}$"


def display(body: str) -> str:
    """LaTeX on lines of its own."""
    return f"$$\n{maths(body)}\n$$"


def value(value: Value, style: Style) -> str:
    """A count: digits as text, a symbolic one as maths."""
    if isinstance(value, int):
        return grouped(value, GROUPING[style.grouping][0])
    return inline(formula(written(value), style))


def counted(figure: Figure, style: Style) -> str:
    """A count and what is counted."""
    note = f" ({figure.note})" if figure.note else ""
    return f"{value(figure.value, style)} {figure.noun}{note}"


def cell(cell: Cell, style: Style) -> str:
    """What stands in a column of a table."""
    if cell is None:
        return NO_VALUE
    if isinstance(cell, Place):
        return ", ".join(value(coordinate, style) for coordinate in cell.coordinates)
    return shape(cell, style) if isinstance(cell, tuple) else value(cell, style)


def strong(text: str) -> str:
    """Words in bold; maths is left alone, as GitHub reads none right after an asterisk."""
    return text if "$" in text else f"**{text}**"


def shape(extents: Shape, style: Style) -> str:
    """A shape: numbers as text, symbols as maths."""
    if all(type(extent) is int for extent in extents):
        return "×".join(map(str, extents)) or "1"
    return inline(latex_words.shape(extents, style))


def phrase(parts: Sequence[Part], style: Style) -> str:
    """Words with formulas and sizes in them."""
    return "".join(_part(part, style) for part in parts)


def _part(part: Part, style: Style) -> str:
    if isinstance(part, str):
        return escape(part)
    if isinstance(part, Size):
        if all(isinstance(extent, Number) for extent in part.extents):
            numbers = (extent.value for extent in part.extents if isinstance(extent, Number))
            return "×".join(map(str, numbers))
        return inline(latex_words.size(part.extents, style))
    if isinstance(part, Number) and isinstance(part.value, int):
        return value(part.value, style)
    return inline(formula(part, style))


def sentence(parts: Sequence[Part], style: Style) -> str:
    """A phrase with a capital and a full stop; of nothing, nothing."""
    if not parts:
        return ""
    first, *rest = parts
    text = phrase((capital(first), *rest) if isinstance(first, str) else parts, style)
    return ended(text)


def equation(name: str, node: Node, style: Style) -> str:
    """A symbol and its value; one that stands for itself alone."""
    left, right = latex_text.name(name), formula(node, style)
    return inline(left if left == right else f"{left} = {right}")


def origin(origin: Origin, style: Style) -> str:
    """Where a number comes from: ``$d = 8$, the filters of CONV1``."""
    return f"{equation(origin.symbol, origin.value, style)}, {escape(origin.words)}"


def brief_line(chain: Chain, steps: Sequence[Step], style: Style) -> str:
    """Steps of a chain one after the other, in a line of a sentence."""
    quantity = ",\\ ".join(map(latex_text.name, chain.quantity.split(", ")))
    return inline(" = ".join([quantity, *(formula(step.formula, style) for step in steps)]))
