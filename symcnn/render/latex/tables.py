"""Sets a network's table in LaTeX: rules of booktabs, in pieces that fit a slide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from symcnn.derivation.document import Row, Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Shape
from symcnn.render.latex import text as latex_text
from symcnn.render.latex import words as latex_words
from symcnn.render.latex.broken_formula import inline_lines, shape_lines
from symcnn.render.latex.dialect import inline
from symcnn.render.latex.width import measure, measure_words
from symcnn.render.style import Style

# The width of all columns together on a slide, without the space between them, and what a column
# of names or formulas has at least where all of it is not enough.
_WIDTH: Final = 24.4
_LEAST: Final = (4.9, 6.3, 6.0, 6.0)
_COLUMNS: Final = "{@{}l@{\\quad}l@{\\quad}r@{\\quad}r@{}}"
_HEADINGS: Final = ("Layer", "Activation", "Activation", "Parameters"), ("", "shape", "size", "")
# A slide holds so many lines of a table, with and without the totals; a longer table is cut into
# pieces that follow each other without a gap, and the headings come again on a page as low as a
# slide. A cell of more lines than a few becomes a note.
_PIECE: Final = 12
_WHOLE: Final = 14
_CELL: Final = 5
_LOW_PAGE: Final = "300pt"
_LONG_NUMBER: Final = 10**12


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
class _Line:
    """A row of a tabular, or a cell of it, and how many lines of text it takes."""

    text: str
    height: int


def tabulars(table: Table, style: Style) -> tuple[str, list[str]]:
    """The table, and the notes for what is too long for a cell.

    A long table comes in several tabulars with columns of the same width.
    """
    rows = [_row(row, style) for row in table.rows]
    totals = [
        (_name(word), _count(value, style))
        for word, value in (
            ("Total", table.totals.parameters),
            ("Trainable", table.totals.trainable),
            ("Non-trainable", table.totals.non_trainable),
        )
    ]
    widths = _widths(rows, [word for word, _ in totals])
    notes: list[str] = []
    lines = [_line(row, widths, notes) for row in rows]
    sums = [_total(word, count, widths, notes) for word, count in totals]
    return _pieces(lines, sums, widths), notes


def _row(row: Row, style: Style) -> tuple[_Cell, ...]:
    return (
        _name(row.name),
        _shape(row.output_shape, style),
        _count(row.activation_size, style),
        _count(row.parameters, style),
    )


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


def _widths(rows: Sequence[Sequence[_Cell]], words: Sequence[_Cell]) -> list[float]:
    """The width of each column; where they are too wide together, the widest give way.

    What cannot be divided, a number or a shape of numbers, keeps its width.
    """
    widths: list[float] = []
    least: list[float] = []
    for index, titles in enumerate(zip(*_HEADINGS, strict=True)):
        title = max(map(measure_words, titles))
        column = [*(row[index] for row in rows), *(() if index else words)]
        fixed = (cell.width for cell in column if index and cell.lines is None)
        widths.append(max(title, *(cell.width for cell in column)))
        least.append(max(title if index else 0.0, _LEAST[index], *fixed, 0.0))
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


def _line(row: Sequence[_Cell], widths: Sequence[float], notes: list[str]) -> _Line:
    ragged = ("\\raggedright", "\\raggedright", "\\raggedleft", "\\raggedleft")
    cells = [
        _fitted(cell, width, side, notes)
        for cell, width, side in zip(row, widths, ragged, strict=True)
    ]
    height = max(cell.height for cell in cells)
    ending = "\\\\" if height == 1 else "\\\\[2pt]"
    return _Line(f"{' & '.join(cell.text for cell in cells)} {ending}", height)


def _total(word: _Cell, count: _Cell, widths: Sequence[float], notes: list[str]) -> _Line:
    """A total; it may run over all columns but the first."""
    first, *rest = widths
    name = _fitted(word, first, "\\raggedright", notes)
    number = _fitted(count, sum(rest), "\\raggedleft", notes)
    text = f"{name.text} & \\multicolumn{{3}}{{r@{{}}}}{{{number.text}}} \\\\"
    return _Line(text, max(name.height, number.height))


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


def _pieces(lines: Sequence[_Line], sums: Sequence[_Line], widths: Sequence[float]) -> str:
    """The lines in tabulars of a slide's height."""
    heading = [f"{' & '.join(line)} \\\\" for line in _HEADINGS]
    closing = ["\\midrule", *(line.text for line in sums), "\\bottomrule"]
    if _height(lines) + _height(sums) <= _WHOLE:
        body = [line.text for line in lines]
        return _tabular(["\\toprule", *heading, "\\midrule", *body, *closing])
    strut = " & ".join(f"\\rule{{{width:.1f}em}}{{0pt}}" for width in widths)
    same = f"{strut} \\\\[-\\normalbaselineskip]"
    head = _tabular([same, "\\toprule", *heading, "\\midrule"])
    again = (
        f"\\ifdim\\textheight<{_LOW_PAGE}\n\\penalty0\\medskip\n{head}\n"
        "\\nobreak\\nointerlineskip\n\\fi\n"
    )
    # With space at its end, all of a piece counts as height where a page is divided.
    end = "\\noalign{\\vskip 0pt}"
    first, *later = _divided(lines, _height(sums))
    pieces = [f"{head}\n\\nobreak\\nointerlineskip\n{_tabular([same, *first, end])}"]
    pieces += [again + _tabular([same, *part, end]) for part in later[:-1]]
    pieces.append(again + _tabular([same, *later[-1], *closing]))
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


def _tabular(lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return f"{{\\centering\n\\begin{{tabular}}[b]{_COLUMNS}\n{body}\n\\end{{tabular}}\\par}}"
