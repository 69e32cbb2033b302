"""Sets a network's table in LaTeX: rules of booktabs, in pieces that fit a slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final

from symcnn.derivation.rows import Cell, Place, Row, SumRow, Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Shape
from symcnn.records import value_record
from symcnn.render.latex import text as latex_text
from symcnn.render.latex import words as latex_words
from symcnn.render.latex.broken_formula import inline_lines, shape_lines
from symcnn.render.latex.columns import (
    Look,
    Sums,
    TableCell,
    broadened,
    groups_of,
    look_of,
    widths_of,
)
from symcnn.render.latex.dialect import inline
from symcnn.render.latex.width import measure, measure_words
from symcnn.render.phrases import NO_VALUE, capital
from symcnn.render.style import Style

# A slide holds so many lines of a table, with and without the totals, or one line less for each
# sentence below it; a longer table is cut into pieces that follow each other without a gap, and the
# headings come again on a page as low as a slide. A cell of more lines than a few becomes a note.
_PIECE: Final = 12
WHOLE: Final = 14
_CELL: Final = 5
# The space behind a row of several lines, in lines, and how much too wide a line may seem, in em.
_AFTER: Final = 0.15
_MARGIN: Final = 0.4
_LOW_PAGE: Final = "300pt"
_LONG_NUMBER: Final = 10**12
_RAGGED: Final = {"l": "\\raggedright", "r": "\\raggedleft"}


@value_record
class _Line:
    """A row of a tabular, or a cell of it, and how many lines of text it takes."""

    text: str
    height: int


def tabulars(table: Table, style: Style) -> tuple[str, list[str]]:
    """The table, and the notes for what is too long for a cell.

    A long table comes in several tabulars with columns of the same width; columns that do not fit
    a slide stand below, behind the names of the layers again.
    """
    names = [column.name for column in table.columns]
    rows = [_row(row, names, style) for row in table.rows]
    totals = [_sums(row, names, style) for row in table.sums]
    notes: list[str] = []
    look = broadened(rows, totals, look_of(table.columns))
    groups = groups_of(rows, totals, look)
    whole = WHOLE - len(table.notes)
    parts = [_beside(columns, rows, totals, look, notes, whole) for columns in groups]
    return "\n\\par\\bigskip\n".join(parts), notes


def _beside(
    columns: Sequence[int],
    rows: Sequence[Sequence[TableCell]],
    totals: Sequence[Sums],
    look: Look,
    notes: list[str],
    whole: int,
) -> str:
    """The part of a table whose columns stand beside each other."""
    look = look.of(columns)
    rows = [[row[column] for column in columns] for row in rows]
    sums = [
        (word, {columns.index(c): count for c, count in counts.items() if c in columns})
        for word, counts in totals
    ]
    sums = [(word, counts) for word, counts in sums if counts]
    return tabular(rows, sums, look, notes, whole)


def tabular(
    rows: Sequence[Sequence[TableCell]],
    sums: Sequence[Sums],
    look: Look,
    notes: list[str],
    whole: int = WHOLE,
) -> str:
    """Rows of cells; what is too long for a cell joins the notes.

    A table comes in pieces unless a slide holds it, so many lines as ``whole``.
    """
    widths = widths_of(rows, sums, look)
    lines = [_line(row, widths, look, notes) for row in rows]
    closing = [_total(word, counts, widths, notes) for word, counts in sums]
    return _pieces(lines, closing, widths, look, whole)


def _row(row: Row, names: Sequence[str], style: Style) -> tuple[TableCell, ...]:
    return (_name(row.name), *(cell_of(row.cell(name), style) for name in names))


def _sums(row: SumRow, names: Sequence[str], style: Style) -> Sums:
    """The word of a sum, and its values by the place of their column."""
    values = {
        place: _count(row.values[name], style)
        for place, name in enumerate(names, 1)
        if name in row.values
    }
    return _name(capital(row.word)), values


def cell_of(cell: Cell, style: Style) -> TableCell:
    """What stands in a cell, as LaTeX sets it."""
    if cell is None:
        return TableCell(NO_VALUE, measure_words(NO_VALUE))
    if isinstance(cell, Place):
        return _place(cell, style)
    return _shape(cell, style) if isinstance(cell, tuple) else _count(cell, style)


def _place(place: Place, style: Style) -> TableCell:
    """Coordinates beside each other; a line may end between them."""
    nodes = tuple(map(written, place.coordinates))
    text = ", ".join(inline(node, style) for node in nodes)
    plain = all(isinstance(value, int | Fraction) for value in place.coordinates)
    return TableCell(f"${text}$", measure(text), None if plain else partial(_apart, nodes, style))


def _apart(nodes: Sequence[Node], style: Style, width: float) -> list[str]:
    """Coordinates below each other, each in lines of some width."""
    lines: list[str] = []
    for node in nodes:
        *before, last = inline_lines(node, style, width)
        lines += [*before, f"{last}," if node is not nodes[-1] else last]
    return lines


def _name(name: str) -> TableCell:
    width, least = latex_text.width_of(name), latex_text.widest_part(name)
    return TableCell(latex_text.breakable(name), width, least=least)


def _shape(shape: Shape, style: Style) -> TableCell:
    text = latex_words.shape(shape, style)
    if latex_words.is_plain(shape):
        return TableCell(f"${text}$", measure(text))
    extents = tuple(map(written, shape))
    return TableCell(f"${text}$", measure(text), partial(shape_lines, extents, style))


def _count(value: Value, style: Style) -> TableCell:
    node = written(value)
    text = inline(node, style)
    wide = not isinstance(value, int) or value >= _LONG_NUMBER
    return TableCell(
        f"${text}$", measure(text), partial(inline_lines, node, style) if wide else None
    )


def _line(row: Sequence[TableCell], widths: Sequence[float], look: Look, notes: list[str]) -> _Line:
    cells = [
        _fitted(cell, width, _RAGGED[side], notes)
        for cell, width, side in zip(row, widths, look.sides, strict=True)
    ]
    height = max(cell.height for cell in cells)
    ending = "\\\\" if height == 1 else "\\\\[2pt]"
    return _Line(_row_of([cell.text for cell in cells], ending), height)


def _total(
    word: TableCell, counts: Mapping[int, TableCell], widths: Sequence[float], notes: list[str]
) -> _Line:
    """A row of sums; each may run over the columns before its own that hold none."""
    name = _fitted(word, widths[0], _RAGGED["l"], notes)
    texts, height = [name.text], name.height
    start = 1
    for place, count in counts.items():
        number = _fitted(count, sum(widths[start : place + 1]), _RAGGED["r"], notes)
        after = "" if place == len(widths) - 1 else "\\quad"
        span = f"\\multicolumn{{{place + 1 - start}}}"
        # Without its own @{} LaTeX would put half a space between columns in front of it.
        texts.append(f"{span}{{@{{}}r@{{{after}}}}}{{{number.text}}}")
        height, start = max(height, number.height), place + 1
    return _Line(_row_of(texts, "\\\\"), height)


def _row_of(texts: Sequence[str], ending: str) -> str:
    """The text of a row; behind the end of another, a bracket or star would be an argument."""
    row = f"{' & '.join(texts)} {ending}"
    return f"{{}}{row}" if row[:1] in "[*" else row


def _fitted(cell: TableCell, width: float, ragged: str, notes: list[str]) -> _Line:
    """A cell as it fits a column: in one line, in several, or as a note."""
    if cell.width <= width + 0.01:
        return _Line(cell.text, 1)
    if cell.lines is None:
        text, height = cell.text, 1 + int(1.3 * cell.width / width)
    else:
        parts = cell.lines(width)
        text, height = "\\\\ ".join(f"${part}$" for part in parts), len(parts)
        # A line that cannot be broken may still be too wide, such as two sums in a row.
        height += _CELL * any(measure(part) > width + _MARGIN for part in parts)
    if height > _CELL:
        if cell.text not in notes:
            notes.append(cell.text)
        return _Line(f"note {notes.index(cell.text) + 1}", 1)
    return _Line(f"\\parbox[t]{{{width:.1f}em}}{{{ragged} {text}\\strut}}", height)


def _pieces(
    lines: Sequence[_Line],
    sums: Sequence[_Line],
    widths: Sequence[float],
    look: Look,
    whole: int,
) -> str:
    """The lines in tabulars of a slide's height, in one if all of them are few enough."""
    heading = [f"{' & '.join(line)} \\\\" for line in zip(*look.headings, strict=True) if any(line)]
    closing = [*(("\\midrule", *(line.text for line in sums)) if sums else ()), "\\bottomrule"]
    if _height(lines) + _height(sums) <= whole:
        body = [line.text for line in lines]
        return _tabular(["\\toprule", *heading, "\\midrule", *body, *closing], look)
    strut = " & ".join(f"\\rule{{{width:.1f}em}}{{0pt}}" for width in widths)
    same = f"{strut} \\\\[-\\normalbaselineskip]"
    head = _tabular([same, "\\toprule", *heading, "\\midrule"], look)
    again = (
        f"\\ifdim\\textheight<{_LOW_PAGE}\n\\penalty0\\medskip\n{head}\n"
        "\\nobreak\\nointerlineskip\n\\fi\n"
    )
    # With space at its end, all of a piece counts as height where a page is divided.
    end = "\\noalign{\\vskip 0pt}"
    first, *later = _divided(lines, _height(sums))
    pieces = [f"{head}\n\\nobreak\\nointerlineskip\n{_tabular([same, *first, end], look)}"]
    pieces += [again + _tabular([same, *part, end], look) for part in later[:-1]]
    pieces.append(again + _tabular([same, *later[-1], *closing], look))
    body = "\n\\nointerlineskip\n".join(pieces)
    return f"\\begingroup\\parskip=0pt\n{body}\n\\endgroup"


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.height + _AFTER * (line.height > 1) for line in lines)


def _divided(lines: Sequence[_Line], closing: float) -> list[list[str]]:
    """The lines in parts of a slide's height, at least two; the last has room for the totals."""
    start = len(lines)
    while start > 1 and _height(lines[start - 1 :]) + closing <= _PIECE:
        start -= 1
    parts: list[list[str]] = [[]]
    height = 0.0
    for line in lines[:start]:
        own = _height([line])
        if parts[-1] and height + own > _PIECE:
            parts.append([])
            height = 0.0
        parts[-1].append(line.text)
        height += own
    return [*parts, [line.text for line in lines[start:]]]


def _tabular(lines: Sequence[str], look: Look) -> str:
    body = "\n".join(lines)
    opening = f"{look.letters}\\begin{{tabular}}[b]{look.opening}"
    return f"{{\\centering\n{opening}\n{body}\n\\end{{tabular}}\\par}}"
