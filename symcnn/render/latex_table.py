"""Sets a network's table in LaTeX: rules of booktabs, in pieces that fit a slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from symcnn.derivation.document import Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.render import latex_text, latex_words
from symcnn.render.latex_formula import plain
from symcnn.render.latex_width import measure, measure_words
from symcnn.render.style import Style

# The width of all columns together on a slide, without the space between them, and what a column
# has at least where all of it is not enough.
_WIDTH: Final = 23.5
_LEAST: Final = (6.2, 5.8, 5.4, 5.4)
_HEADINGS: Final = ("Layer", "Activation", "Activation", "Parameters"), ("", "shape", "size", "")
# A slide holds this many lines of a table; a longer one is cut into pieces that follow each
# other without a gap, and the headings come again on a page as low as a slide.
_PIECE: Final = 12
_LOW_PAGE: Final = "300pt"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text and how wide it comes out."""

    text: str
    width: float


def tabulars(table: Table, style: Style) -> str:
    """The table; more than twelve lines make several tabulars with columns of the same width."""
    cells = [
        (
            _Cell(latex_text.breakable(row.name), measure_words(row.name)),
            _shape(row.output_shape, style),
            _count(row.activation_size, style),
            _count(row.parameters, style),
        )
        for row in table.rows
    ]
    totals = [
        (_Cell(word, measure_words(word)), _count(value, style))
        for word, value in (
            ("Total", table.totals.parameters),
            ("Trainable", table.totals.trainable),
            ("Non-trainable", table.totals.non_trainable),
        )
    ]
    widths = _widths(cells)
    lines = [_line(row, widths) for row in cells]
    sums = ["\\midrule", *(_total(word, count, widths) for word, count in totals)]
    return _pieces(lines, sums, widths)


def _shape(shape: Sequence[Value], style: Style) -> _Cell:
    return _maths(latex_words.shape(tuple(shape), style))


def _count(value: Value, style: Style) -> _Cell:
    if isinstance(value, int):
        return _maths(plain(style).number(value))
    return _maths(latex_words.inline(written(value), style))


def _maths(text: str) -> _Cell:
    return _Cell(f"${text}$", measure(text))


def _widths(rows: Sequence[Sequence[_Cell]]) -> list[float]:
    """The width of each column; where they are too wide together, the widest give way."""
    titles = [max(map(measure_words, column)) for column in zip(*_HEADINGS, strict=True)]
    natural = [
        max(title, *(row[index].width for row in rows)) for index, title in enumerate(titles)
    ]
    widths = list(natural)
    excess = sum(widths) - _WIDTH
    while excess > 0.01:
        slack = [width - least for width, least in zip(widths, _LEAST, strict=True)]
        widest = max(range(len(widths)), key=slack.__getitem__)
        if slack[widest] <= 0:
            break
        # Down to the next widest, so that the columns end up as even as they can.
        following = max(0.0, sorted(slack)[-2])
        given = min(excess, max(slack[widest] - following, 0.25), slack[widest])
        widths[widest] -= given
        excess -= given
    return widths


def _line(row: Sequence[_Cell], widths: Sequence[float]) -> str:
    cells = [
        cell.text if cell.width <= width else _box(cell.text, width, index)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"{' & '.join(cells)} \\\\"


def _box(text: str, width: float, column: int) -> str:
    """A cell of several lines."""
    ragged = "\\raggedright" if column < 2 else "\\raggedleft"
    return f"\\parbox[t]{{{width:.1f}em}}{{{ragged} {text}\\strut}}"


def _total(word: _Cell, count: _Cell, widths: Sequence[float]) -> str:
    """A total; it may run over all columns but the first."""
    width = sum(widths[1:])
    text = count.text if count.width <= width else _box(count.text, width, 3)
    return f"{word.text} & \\multicolumn{{3}}{{r@{{}}}}{{{text}}} \\\\"


def _pieces(lines: Sequence[str], sums: Sequence[str], widths: Sequence[float]) -> str:
    """The lines in tabulars of a slide's height."""
    strut = " & ".join(f"\\rule{{{width:.1f}em}}{{0pt}}" for width in widths)
    heading = [f"{' & '.join(line)} \\\\" for line in _HEADINGS]
    if len(lines) <= _PIECE:
        return _tabular(["\\toprule", *heading, "\\midrule", *lines, *sums, "\\bottomrule"])
    # The last piece has the totals in it, and shares lines evenly with the one before.
    count = -(-(len(lines) + len(sums)) // _PIECE)
    each = -(-(len(lines) + len(sums)) // count)
    same = f"{strut} \\\\[-\\normalbaselineskip]"
    head = _tabular([same, "\\toprule", *heading, "\\midrule"])
    pieces: list[str] = [head]
    for start in range(0, len(lines), each):
        part = [same, *lines[start : start + each]]
        if start:
            pieces.append(
                f"\\ifdim\\textheight<{_LOW_PAGE}\n\\medskip\n{head}\n\\nointerlineskip\n\\fi"
            )
        if start + each >= len(lines):
            part += [*sums, "\\bottomrule"]
        pieces.append(_tabular(part))
    return "\n\\nointerlineskip\n".join(pieces)


def _tabular(lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return "{\\centering\n\\begin{tabular}{@{}llrr@{}}\n" + body + "\n\\end{tabular}\\par}"
