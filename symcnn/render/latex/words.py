"""Writes the sentences of a worked solution in LaTeX: words with formulas and sizes in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from symcnn.derivation.document import (
    Chain,
    Closing,
    Document,
    Figure,
    LegendEntry,
    Origin,
    Section,
)
from symcnn.derivation.rows import Part, Size
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node, Number
from symcnn.formula.rewrite import written
from symcnn.formula.write import PRODUCT, binding
from symcnn.layers.declaration import Shape
from symcnn.render.latex import text as latex_text
from symcnn.render.latex.dialect import inline, inline_dialect
from symcnn.render.phrases import ended, noted, primed
from symcnn.render.style import Style

_LONG: Final = 10**7


def number_or_maths(node: Node, style: Style) -> str:
    """A formula in a sentence; a bare number needs no dollar signs."""
    if isinstance(node, Number) and isinstance(node.value, int) and node.value < 1000:
        return str(node.value)
    return f"${inline(node, style)}$"


def value(value: Value, style: Style) -> str:
    """A count in a sentence."""
    return number_or_maths(written(value), style)


def size(extents: Sequence[Node], style: Style) -> str:
    """Extents joined by the size sign, without dollar signs."""
    dialect = inline_dialect(style)
    texts = [inline(extent, style) for extent in extents]
    if len(texts) > 1:
        texts = [
            dialect.group(text) if binding(extent, stacked=False) <= PRODUCT else text
            for extent, text in zip(extents, texts, strict=True)
        ]
    return " \\times ".join(texts) or "1"


def shape(extents: Shape, style: Style) -> str:
    """A shape, without dollar signs."""
    if is_plain(extents):
        return " \\times ".join(map(str, extents)) or "1"
    return size(tuple(written(extent) for extent in extents), style)


def is_plain(extents: Shape) -> bool:
    """Whether all extents are numbers of a usual size, written without groups of digits."""
    return all(isinstance(extent, int) and extent < _LONG for extent in extents)


def phrase(parts: Sequence[Part], style: Style) -> str:
    """Words with formulas and sizes in them."""
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(latex_text.breakable(part))
        elif isinstance(part, Size):
            texts.append(f"${size(part.extents, style)}$")
        else:
            texts.append(number_or_maths(part, style))
    return "".join(texts)


def sentence(parts: Sequence[Part], style: Style) -> str:
    """A phrase with a capital and a full stop."""
    if not parts:
        return ""
    first, *rest = parts
    if isinstance(first, str):
        parts = (first[:1].upper() + first[1:], *rest)
    text = phrase(parts, style)
    return ended(text)


def heading(section: Section, style: Style) -> str:
    """The layer's name, what it is, and the shapes that it takes and gives."""
    row = section.row
    name = latex_text.breakable(row.name)
    title = latex_text.breakable(section.title) if section.title != row.name else ""
    if section.description:
        title = f"{title}: {phrase(section.description, style)}" if title else ""
    shapes = shape(row.output_shape, style)
    if row.input_shapes:
        taken = ",\\ ".join(shape(given, style) for given in row.input_shapes)
        shapes = f"{taken} \\to {shapes}"
    return "\\quad ".join(part for part in (f"\\textbf{{{name}}}", title, f"${shapes}$") if part)


def origins(origins: Iterable[Origin], style: Style) -> str:
    """Where the numbers come from, in one sentence."""
    parts = [_origin(origin, style) for origin in origins]
    return f"Here {'; '.join(dict.fromkeys(parts))}." if parts else ""


def _origin(origin: Origin, style: Style) -> str:
    symbol, number = latex_text.name(origin.symbol), inline(origin.value, style)
    equation = symbol if symbol == number else f"{symbol} = {number}"
    return f"${equation}$, {latex_text.breakable(origin.words)}"


def weights(section: Section, style: Style) -> str:
    """The weight tensors of a layer, in one sentence."""
    parts = [
        f"{latex_text.breakable(weight.name)} ${shape(weight.shape, style)}$"
        + noted(weight, value(weight.copies, style))
        for weight in section.weights
    ]
    return f"Weights: {', '.join(parts)}." if parts else ""


def legend(document: Document, style: Style) -> str:
    """The letters and what they stand for; the values that the program gives to its symbols."""
    sentences: list[str] = []
    if document.legend:
        letters = "; ".join(map(_legend_entry, document.legend))
        sentences.append(f"Letters: {letters}.")
    values = [
        f"${latex_text.name(symbol)} = {inline(written(number), style)}$"
        for symbol, number in document.symbols.items()
        if number is not None
    ]
    if values:
        sentences.append(f"The program gives {', '.join(values)}.")
    return "\n".join(sentences)


def _legend_entry(entry: LegendEntry) -> str:
    symbol = latex_text.name(entry.symbol)
    text = f"${symbol}$, {latex_text.breakable(entry.words)}"
    if entry.primed:
        letter = latex_text.name(entry.symbol.rstrip("\N{PRIME}"))
        text += primed(f"${letter}$")
    return text


def in_other_units(figure: Figure | None) -> Iterable[tuple[Part, ...]]:
    """A figure in another unit, where there is one."""
    if figure is not None and figure.note:
        yield (f"that is {figure.note}",)


def parts(closing: Closing) -> tuple[Part, ...]:
    """What a total consists of."""
    phrases: list[Part] = []
    for word, part in closing.parts:
        phrases += ["; " if phrases else "", f"{word}: ", written(part)]
    return tuple(phrases[1:])


def line(chain: Chain, style: Style) -> str:
    """A chain in a line of words."""
    steps = (inline(step.formula, style) for step in chain.brief)
    return f"${' = '.join([latex_text.name(chain.quantity), *steps])}$"
