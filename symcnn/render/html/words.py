"""Writes the sentences, counts and shapes of a page in HTML, formulas in them as MathML."""

from __future__ import annotations

from collections.abc import Sequence

from symcnn.derivation.document import Figure, LegendEntry, Origin
from symcnn.derivation.rows import Cell, Part, Place, Size
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node, Number
from symcnn.formula.rewrite import written
from symcnn.formula.write import PRODUCT, binding
from symcnn.layers.declaration import Shape
from symcnn.render.html.dialect import NARROW, MathML, escape, symbol
from symcnn.render.phrases import NO_VALUE, capital, ended, primed
from symcnn.render.style import Style


def math(terms: Sequence[Sequence[str]], before: str = "") -> str:
    """A formula that the browser may break: it breaks no ``math``, so each piece has its own.

    A term stays in one line where it can. What comes ``before`` stays with the first piece.
    """
    if len(terms) == 1 and len(terms[0]) == 1:
        return f"<math>{before}{terms[0][0]}</math>"
    (first, *factors), *others = terms
    return "<wbr/>".join(map(_term, ((before + first, *factors), *others)))


def _term(factors: Sequence[str]) -> str:
    pieces = "<wbr/>".join(f"<math>{factor}</math>" for factor in factors)
    return pieces if len(factors) == 1 else f'<span class="term">{pieces}</span>'


def letter(name: str) -> str:
    """A letter or a symbol by itself."""
    return f"<math>{symbol(name)}</math>"


class Words:
    """Writes under one style, and remembers what it has written."""

    def __init__(self, style: Style) -> None:
        self.dialect = MathML(style)
        self._shapes: dict[Shape, str] = {}
        self._lines: dict[Node, str] = {}

    # --- formulas and counts --------------------------------------------------------------------

    def equals(self, node: Node) -> str:
        """A formula after an equals sign."""
        found = self._lines.get(node)
        if found is None:
            found = self._lines[node] = math(self.dialect.pieces(node), "<mo>=</mo>")
        return found

    def related(self, sign: str, node: Node) -> str:
        """A formula after the sign of a relation."""
        return math(self.dialect.pieces(node), f"<mo>{escape(sign)}</mo>")

    def equation(self, name: str, node: Node) -> str:
        """A symbol and its value; one that stands for itself alone."""
        pieces = self.dialect.pieces(node)
        left = symbol(name)
        return letter(name) if pieces == [[left]] else math(pieces, f"{left}<mo>=</mo>")

    def is_wide(self, node: Node) -> bool:
        """Whether a formula comes in several pieces."""
        return self.equals(node).count("<math>") > 1

    def value(self, value: Value) -> str:
        """A count: digits as text, a symbolic one as MathML."""
        if isinstance(value, int):
            return self.dialect.digits(value)
        return math(self.dialect.pieces(written(value)))

    def cell(self, cell: Cell) -> str:
        """What stands in a column of a table."""
        if isinstance(cell, int):
            return self.dialect.digits(cell)
        if cell is None:
            return NO_VALUE
        if isinstance(cell, Place):
            return f'<span class="size">{", ".join(map(self.cell, cell.coordinates))}</span>'
        if isinstance(cell, tuple):
            return self.shape(cell)
        return math(self.dialect.pieces(written(cell), NARROW))

    def counted(self, figure: Figure) -> str:
        """A count and what is counted."""
        note = f" ({figure.note})" if figure.note else ""
        return f"<b>{self.value(figure.value)}</b> {figure.noun}{note}"

    # --- shapes ---------------------------------------------------------------------------------

    def shape(self, shape: Shape) -> str:
        """A shape, its extents joined by the size sign; that of a single value is 1."""
        found = self._shapes.get(shape)
        if found is None:
            if all(type(extent) is int for extent in shape):
                found = f'<span class="size">{"×".join(map(str, shape)) or "1"}</span>'
            else:
                found = self._size([written(extent) for extent in shape])
            self._shapes[shape] = found
        return found

    def shapes(self, before: Sequence[Shape], after: Shape) -> str:
        """The shapes that a layer takes and the shape that it gives."""
        taken = ", ".join(map(self.shape, before))
        return f"{taken} → {self.shape(after)}" if taken else self.shape(after)

    def _size(self, extents: Sequence[Node]) -> str:
        if all(isinstance(extent, Number) for extent in extents):
            numbers = (str(extent.value) for extent in extents if isinstance(extent, Number))
            return f'<span class="size">{"×".join(numbers)}</span>'
        if len(extents) == 1:
            return math(self.dialect.pieces(extents[0], NARROW))
        marked = [self._extent(extent) for extent in extents]
        sign = '<mo form="infix">×</mo>'
        if self.dialect.is_short("".join(marked)):
            return f"<math>{sign.join(marked)}</math>"
        return math([[marked[0], *(sign + markup for markup in marked[1:])]])

    def _extent(self, extent: Node) -> str:
        markup = self.dialect.formula(extent)
        loose = binding(extent, stacked=True) <= PRODUCT
        return self.dialect.group(markup) if loose else markup

    # --- sentences ------------------------------------------------------------------------------

    def phrase(self, parts: Sequence[Part]) -> str:
        """Words with formulas and sizes in them."""
        return "".join(map(self._part, parts))

    def _part(self, part: Part) -> str:
        if isinstance(part, str):
            return escape(part)
        if isinstance(part, Size):
            return self._size(part.extents)
        if isinstance(part, Number) and isinstance(part.value, int):
            return self.dialect.digits(part.value)
        return math(self.dialect.pieces(part))

    def sentence(self, parts: Sequence[Part]) -> str:
        """A phrase with a capital and a full stop; of nothing, nothing."""
        if not parts:
            return ""
        first, *rest = parts
        text = self.phrase((capital(first), *rest) if isinstance(first, str) else parts)
        return ended(text)

    def origin(self, origin: Origin) -> str:
        """Where a number comes from: ``d = 8, the filters of CONV1``."""
        return f"{self.equation(origin.symbol, origin.value)}, {escape(origin.words)}"

    def legend_entry(self, entry: LegendEntry) -> str:
        """What a letter stands for, and why it is primed."""
        why = primed(letter(entry.symbol.rstrip("\N{PRIME}"))) if entry.primed else ""
        return f"{escape(entry.words)}{why}"

    def quantity(self, quantity: str) -> str:
        """What a chain derives: a word as text, a letter as MathML; there may be several."""
        return ", ".join(
            letter(word) if len(word) == 1 or word[1:2] == "_" else escape(word)
            for word in quantity.split(", ")
        )
