"""Sets a network's table in LaTeX: rules of booktabs, in pieces that fit a slide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from symcnn.derivation.document import Cell, Column, Place, Row, SumRow, Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Shape
from symcnn.render.latex import text as latex_text
from symcnn.render.latex import words as latex_words
from symcnn.render.latex.broken_formula import inline_lines, shape_lines
from symcnn.render.latex.dialect import inline
from symcnn.render.latex.width import measure, measure_words
from symcnn.render.phrases import NO_VALUE, capital, heading
from symcnn.render.style import Style

# The width of all columns together on a slide, without the space between them, and what a column
# of names or formulas has at least where all of it is not enough.
_WIDTH: Final = 24.4
_LEAST_NAME: Final = 4.9
_LEAST_EXTENTS: Final = 6.3
_LEAST_COUNT: Final = 6.0
# A slide holds so many lines of a table, with and without the totals; a longer table is cut into
# pieces that follow each other without a gap, and the headings come again on a page as low as a
# slide. A cell of more lines than a few becomes a note.
_PIECE: Final = 12
_WHOLE: Final = 14
_CELL: Final = 5
_LOW_PAGE: Final = "300pt"
_LONG_NUMBER: Final = 10**12
_RAGGED: Final = {"l": "\\raggedright", "r": "\\raggedleft"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, how wide it is, and how a formula comes in lines of some width.

    ``least`` is the width of the widest part of a name.
    """

    text: str
    width: float
    lines: Callable[[float], list[str]] | None = None
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class _Look:
    """The columns of a tabular: their headings in two lines, their sides, their least widths."""

    headings: tuple[tuple[str, str], ...]
    sides: str
    least: tuple[float, ...]

    @property
    def opening(self) -> str:
        """What LaTeX is told of the columns."""
        return "{@{}" + "@{\\quad}".join(self.sides) + "@{}}"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a tabular, or a cell of it, and how many lines of text it takes."""

    text: str
    height: int


def tabulars(table: Table, style: Style) -> tuple[str, list[str]]:
    """The table, and the notes for what is too long for a cell.

    A long table comes in several tabulars with columns of the same width.
    """
    names = [column.name for column in table.columns]
    look = _look(table.columns)
    rows = [_row(row, names, style) for row in table.rows]
    totals = [_sums(row, names, style) for row in table.sums]
    widths = _widths(rows, [word for word, _ in totals], look)
    notes: list[str] = []
    lines = [_line(row, widths, look, notes) for row in rows]
    sums = [_total(word, counts, widths, notes) for word, counts in totals]
    return _pieces(lines, sums, widths, look), notes


def _look(columns: Sequence[Column]) -> _Look:
    headings = [capital(heading(column)).partition(" ") for column in columns]
    least = [_LEAST_EXTENTS if column.extents else _LEAST_COUNT for column in columns]
    return _Look(
        (("Layer", ""), *((first, second) for first, _, second in headings)),
        "l" + "".join("l" if column.extents else "r" for column in columns),
        (_LEAST_NAME, *least),
    )


def _row(row: Row, names: Sequence[str], style: Style) -> tuple[_Cell, ...]:
    return (_name(row.name), *(_cell(row.cell(name), style) for name in names))


def _sums(row: SumRow, names: Sequence[str], style: Style) -> tuple[_Cell, dict[int, _Cell]]:
    """The word of a sum, and its values by the place of their column."""
    values = {
        place: _count(row.values[name], style)
        for place, name in enumerate(names, 1)
        if name in row.values
    }
    return _name(capital(row.word)), values


def _cell(cell: Cell, style: Style) -> _Cell:
    if cell is None:
        return _Cell(NO_VALUE, measure_words(NO_VALUE))
    if isinstance(cell, Place):
        return _place(cell, style)
    return _shape(cell, style) if isinstance(cell, tuple) else _count(cell, style)


def _place(place: Place, style: Style) -> _Cell:
    """Coordinates beside each other; a line may end between them."""
    texts = [f"${inline(written(value), style)}$" for value in place.coordinates]
    return _Cell(", ".join(texts), sum(map(measure, texts)) + len(texts) - 1)


def _name(name: str) -> _Cell:
    width, least = latex_text.width_of(name), latex_text.widest_part(name)
    return _Cell(latex_text.breakable(name), width, least=least)


def _shape(shape: Shape, style: Style) -> _Cell:
    text = latex_words.shape(shape, style)
    if latex_words.is_plain(shape):
        return _Cell(f"${text}$", measure(text))
    extents = tuple(map(written, shape))
    return _Cell(f"${text}$", measure(text), partial(shape_lines, extents, style))


def _count(value: Value, style: Style) -> _Cell:
    node = written(value)
    text = inline(node, style)
    wide = not isinstance(value, int) or value >= _LONG_NUMBER
    return _Cell(f"${text}$", measure(text), partial(inline_lines, node, style) if wide else None)


def _widths(rows: Sequence[Sequence[_Cell]], words: Sequence[_Cell], look: _Look) -> list[float]:
    """The width of each column; where they are too wide together, the widest give way.

    What cannot be divided, a number or a shape of numbers, keeps its width.
    """
    widths: list[float] = []
    least: list[float] = []
    for index, titles in enumerate(look.headings):
        title = max(map(measure_words, titles))
        column = [*(row[index] for row in rows), *(() if index else words)]
        fixed = (cell.width for cell in column if index and cell.lines is None)
        widths.append(max(title, *(cell.width for cell in column)))
        least.append(max(title if index else 0.0, look.least[index], *fixed, 0.0))
    least[0] = max(least[0], *(cell.least for cell in words), *(row[0].least for row in rows))
    excess = sum(widths) - _WIDTH
    while excess > 0.01:
        slack = [width - low for width, low in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=slack.__getitem__)
        if slack[widest] <= 0:
            break
        # Down to the next widest, so that the columns end up as even as they can.
        following = max(0.0, sorted(slack)[-2])
        given = min(excess, max(slack[widest] - following, 0.25), slack[widest])
        widths[widest] -= given
        excess -= given
    return widths


def _line(row: Sequence[_Cell], widths: Sequence[float], look: _Look, notes: list[str]) -> _Line:
    cells = [
        _fitted(cell, width, _RAGGED[side], notes)
        for cell, width, side in zip(row, widths, look.sides, strict=True)
    ]
    height = max(cell.height for cell in cells)
    ending = "\\\\" if height == 1 else "\\\\[2pt]"
    return _Line(f"{' & '.join(cell.text for cell in cells)} {ending}", height)


def _total(
    word: _Cell, counts: dict[int, _Cell], widths: Sequence[float], notes: list[str]
) -> _Line:
    """A row of sums; each may run over the columns before its own that hold none."""
    name = _fitted(word, widths[0], _RAGGED["l"], notes)
    texts, height = [name.text], name.height
    start = 1
    for place, count in counts.items():
        number = _fitted(count, sum(widths[start : place + 1]), _RAGGED["r"], notes)
        after = "" if place == len(widths) - 1 else "\\quad"
        span = f"\\multicolumn{{{place + 1 - start}}}"
        texts.append(f"{span}{{r@{{{after}}}}}{{{number.text}}}")
        height, start = max(height, number.height), place + 1
    return _Line(f"{' & '.join(texts)} \\\\", height)


def _fitted(cell: _Cell, width: float, ragged: str, notes: list[str]) -> _Line:
    """A cell as it fits a column: in one line, in several, or as a note."""
    if cell.width <= width + 0.01:
        return _Line(cell.text, 1)
    if cell.lines is None:
        text, height = cell.text, 1 + int(1.3 * cell.width / width)
    else:
        parts = cell.lines(width)
        text, height = "\\\\ ".join(f"${part}$" for part in parts), len(parts)
    if height > _CELL:
        if cell.text not in notes:
            notes.append(cell.text)
        return _Line(f"note {notes.index(cell.text) + 1}", 1)
    return _Line(f"\\parbox[t]{{{width:.1f}em}}{{{ragged} {text}\\strut}}", height)


def _pieces(
    lines: Sequence[_Line], sums: Sequence[_Line], widths: Sequence[float], look: _Look
) -> str:
    """The lines in tabulars of a slide's height."""
    heading = [f"{' & '.join(line)} \\\\" for line in zip(*look.headings, strict=True)]
    closing = [*(("\\midrule", *(line.text for line in sums)) if sums else ()), "\\bottomrule"]
    if _height(lines) + _height(sums) <= _WHOLE:
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


def _height(lines: Sequence[_Line]) -> int:
    return sum(line.height for line in lines)


def _divided(lines: Sequence[_Line], closing: int) -> list[list[str]]:
    """The lines in parts of a slide's height, at least two; the last has room for the totals."""
    start = len(lines)
    while start > 1 and _height(lines[start - 1 :]) + closing <= _PIECE:
        start -= 1
    parts: list[list[str]] = [[]]
    height = 0
    for line in lines[:start]:
        if parts[-1] and height + line.height > _PIECE:
            parts.append([])
            height = 0
        parts[-1].append(line.text)
        height += line.height
    return [*parts, [line.text for line in lines[start:]]]


def _tabular(lines: Sequence[str], look: _Look) -> str:
    body = "\n".join(lines)
    return f"{{\\centering\n\\begin{{tabular}}[b]{look.opening}\n{body}\n\\end{{tabular}}\\par}}"
