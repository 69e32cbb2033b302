"""What is found out about counts, in LaTeX."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from symcnn.derivation.report import Block, Grid, Heading, Line, Lines, Paragraph, Phrase, Report
from symcnn.derivation.rows import Size
from symcnn.formula.nodes import Number
from symcnn.render.latex import joined, page, paragraph
from symcnn.render.latex import words as latex_words
from symcnn.render.latex.broken_formula import inline_lines
from symcnn.render.latex.columns import Look, Sums, TableCell, broadened
from symcnn.render.latex.dialect import RELATIONS, formula, inline
from symcnn.render.latex.display import aligned, displays
from symcnn.render.latex.rows import Row, Rows, formula_lines, noted, room_beside
from symcnn.render.latex.tables import WHOLE, cell_of, tabular
from symcnn.render.latex.text import breakable, widest_part, width_of
from symcnn.render.latex.width import measure, measure_words
from symcnn.render.phrases import capital
from symcnn.render.style import Style

# A left side wider than this (in em) has a row of its own.
_WIDEST_LEFT: Final = 11.0
_NARROW: Final = 6.0


def report(report: Report, style: Style) -> str:
    """The page in LaTeX, a fragment or a whole document."""
    notes: list[str] = []
    blocks = [_block(block, style, notes) for block in report.blocks]
    blocks += [paragraph(f"Note {number}: {note}.") for number, note in enumerate(notes, 1)]
    grids = any(isinstance(block, Grid) for block in report.blocks)
    return page(report.title, "amsmath,booktabs" if grids else "amsmath", joined(blocks), style)


def _block(block: Block, style: Style, notes: list[str]) -> str:
    match block:
        case Heading():
            return paragraph(f"\\textbf{{{breakable(block.text)}}}")
        case Paragraph():
            return paragraph(latex_words.sentence(block.parts, style))
        case Lines():
            shown = displays([_rows(block, style)])
            return "\n".join(f"\\[\n{body}\n\\]" for body in shown)
        case Grid():
            return _grid(block, style, notes)


def display(lines: Lines, style: Style) -> str:
    """All lines in one ``aligned``, without the signs that open a display."""
    return aligned(row for rows in _rows(lines, style) for row in rows)


def _rows(lines: Lines, style: Style) -> list[Rows]:
    lefts = [formula(line.left, style) if line.left else "" for line in lines.lines]
    width = max((w for w in map(measure, lefts) if w <= _WIDEST_LEFT), default=0.0)
    steps: list[Rows] = []
    quantity = ""
    for line, left in zip(lines.lines, lefts, strict=True):
        above: Rows = ()
        if measure(left) > _WIDEST_LEFT and line.left is not None:
            texts = formula_lines(line.left, style, room_beside(0.0))
            above = tuple(Row("", "", text) for text in texts)
            left = ""
        quantity = left or quantity
        first, *rest = (*above, *_set(line, quantity, left, width, style))
        steps.append((replace(first, note=line.words), *rest))
    return noted([steps], width)[0] if any(line.words for line in lines.lines) else steps


def _set(line: Line, quantity: str, left: str, width: float, style: Style) -> Rows:
    sign = RELATIONS.get(line.relation, line.relation)
    first, *rest = formula_lines(line.right, style, room_beside(width))
    row = Row(quantity, left, f"{sign} {first}")
    return (row, *(Row("", "", f"\\quad {text}") for text in rest))


def _grid(grid: Grid, style: Style, notes: list[str]) -> str:
    rows = [tuple(_cell(cell, style) for cell in row) for row in grid.rows]
    body = rows[: len(rows) - grid.sums]
    sums: list[Sums] = [(row[0], dict(enumerate(row[1:], 1))) for row in rows[len(body) :]]
    headings = [_heading(heading, style) for heading in grid.headings]
    # Numbers in the first column cannot be divided, as names can.
    numbers = (row[0].width for row, told in zip(rows, grid.rows, strict=True) if _is_math(told[0]))
    least = (max(numbers, default=0.0), *([_NARROW] * (len(headings) - 1)))
    look = broadened(body, sums, Look(tuple(headings), grid.sides, least))
    return tabular(body, sums, look, notes, WHOLE)


def _is_math(phrase: Phrase) -> bool:
    return bool(phrase) and not isinstance(phrase[0], str)


def _heading(phrase: Phrase, style: Style) -> tuple[str, str]:
    """A heading in two lines, its first word in the first."""
    match phrase:
        case (str() as text,):
            first, _, second = capital(text).partition(" ")
            return breakable(first), breakable(second)
        case _:
            first, *rest = phrase or ("",)
            words = (capital(first), *rest) if isinstance(first, str) else phrase
            return latex_words.phrase(words, style), ""


def _cell(phrase: Phrase, style: Style) -> TableCell:
    match phrase:
        case (str() as text,):
            return TableCell(breakable(text), width_of(text), least=widest_part(text))
        case ((Number(value=int() as value)),):
            return cell_of(value, style)
        case (part,) if not isinstance(part, str | Size):
            text = inline(part, style)
            return TableCell(f"${text}$", measure(text), partial(inline_lines, part, style))
        case _:
            return TableCell(latex_words.phrase(phrase, style), _width(phrase, style))


def _width(phrase: Phrase, style: Style) -> float:
    return sum(
        measure_words(part)
        if isinstance(part, str)
        else measure(latex_words.phrase((part,), style).strip("$"))
        for part in phrase
    )
