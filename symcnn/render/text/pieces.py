"""Pieces of a page for a terminal: values, shapes, names, phrases."""

from __future__ import annotations

from typing import Final

from symcnn.derivation.rows import Cell, Part, Place, Size
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node
from symcnn.formula.rewrite import written
from symcnn.formula.write import write
from symcnn.layers.declaration import Shape
from symcnn.render import phrases
from symcnn.render.style import Style
from symcnn.render.text.dialect import TextDialect, size
from symcnn.render.text.filling import columns_of, filled

_PLAIN_SIGNS: Final = str.maketrans({"×": "x", "\N{PRIME}": "'", "…": "..."})


class Pieces:
    """Writes the pieces of a document under one style."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._dialect = TextDialect(style)

    def formula(self, node: Node) -> str:
        """A formula in one line."""
        return write(node, self._dialect)

    def value(self, value: Value) -> str:
        """A number, or an expression as a formula."""
        return (
            self._dialect.number(value) if isinstance(value, int) else self.formula(written(value))
        )

    def cell(self, cell: Cell) -> str:
        """What stands in a cell of a table."""
        if cell is None:
            return phrases.NO_VALUE
        if isinstance(cell, Place):
            return ", ".join(map(self.value, cell.coordinates))
        return self.shape(cell) if isinstance(cell, tuple) else self.value(cell)

    def shape(self, shape: Shape) -> str:
        """Extents joined by the size sign."""
        if all(type(extent) is int for extent in shape):
            return self._dialect.cross(plain=True).join(map(str, shape)) or "1"
        return size([written(extent) for extent in shape], self._dialect) or "1"

    def label(self, name: str) -> str:
        """A name without signs that a terminal would obey."""
        return (
            name
            if name.isprintable()
            else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
        )

    def phrase(self, parts: tuple[Part, ...]) -> str:
        """Words with formulas and sizes among them."""
        texts: list[str] = []
        for part in parts:
            if isinstance(part, str):
                texts.append(self._words(self.label(part)))
            elif isinstance(part, Size):
                texts.append(size(list(part.extents), self._dialect))
            else:
                texts.append(self.formula(part))
        return "".join(texts)

    def sentence(self, parts: tuple[Part, ...]) -> str:
        """A phrase with a capital and a full stop, in lines that fit; of nothing, nothing."""
        if not parts:
            return ""
        first, *rest = parts
        words = (phrases.capital(first), *rest) if isinstance(first, str) else parts
        return "\n".join(self.wrapped(phrases.ended(self.phrase(words)), ""))

    def wrapped(self, text: str, indent: str, later: str | None = None) -> list[str]:
        """The text in lines that fit; a long product breaks after a multiplication sign."""
        if not text:
            return []
        later = indent if later is None else later
        if columns_of(indent + text) <= self._style.width:
            return [indent + text]
        return filled(indent, later, text, self._style.width)

    def finished(self, text: str) -> str:
        """The page with its last line ended, in ASCII where that is asked for."""
        text = self._words(text + "\n")
        if not self._style.ascii_only:
            return text
        return text.encode("ascii", "backslashreplace").decode("ascii")

    def _words(self, text: str) -> str:
        """Words as they are, or with signs of ASCII for those that pages use."""
        return text.translate(_PLAIN_SIGNS) if self._style.ascii_only else text
