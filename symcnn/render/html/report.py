"""What is found out about counts, as one page of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from symcnn.collector import paused
from symcnn.derivation.report import Block, Grid, Heading, Line, Lines, Paragraph, Phrase, Report
from symcnn.formula.nodes import Name
from symcnn.render.html.dialect import escape
from symcnn.render.html.page import page
from symcnn.render.html.words import Words, math
from symcnn.render.phrases import capital
from symcnn.render.style import Style

_SIGNS: Final = {"<=": "≤", ">=": "≥", "!=": "≠"}
_SIDES: Final = {"l": "left", "r": "right"}


def report(report: Report, style: Style) -> str:
    """The page; nothing on it is loaded and nothing runs."""
    words = Words(style)
    with paused():
        body = [line for block in report.blocks for line in _block(block, words)]
        return page(report.title, body)


def _block(block: Block, words: Words) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h2>{escape(block.text)}</h2>"
        case Paragraph():
            yield f'<p class="told">{words.sentence(block.parts)}</p>'
        case Lines():
            yield from _lines(block, words)
        case Grid():
            yield from _grid(block, words)


def _lines(block: Lines, words: Words) -> Iterator[str]:
    wide = any(words.is_wide(line.right) for line in block.lines)
    yield f'<dl class="lines{" wide" if wide else ""}">'
    for line in block.lines:
        if line.left is not None:
            yield f"<dt>{_left(line, words)}</dt>"
        sign = _SIGNS.get(line.relation, line.relation)
        yield f"<dd>{words.related(sign, line.right)}</dd>"
        if line.words:
            yield f'<dd class="how">{escape(line.words)}</dd>'
    yield "</dl>"


def _left(line: Line, words: Words) -> str:
    assert line.left is not None
    if isinstance(line.left, Name):
        return words.quantity(line.left.name)
    return math(words.dialect.pieces(line.left))


def _grid(grid: Grid, words: Words) -> Iterator[str]:
    rows = [_row(row, grid.sides, words) for row in grid.rows]
    body, sums = rows[: len(rows) - grid.sums], rows[len(rows) - grid.sums :]
    headings = "".join(
        f'<th scope="col" class="{_SIDES[side]}">{words.phrase(_titled(heading))}</th>'
        for heading, side in zip(grid.headings, grid.sides, strict=True)
    )
    yield '<div class="scroll" role="region" aria-label="Table" tabindex="0">'
    yield f"<table><thead><tr>{headings}</tr></thead>"
    yield f"<tbody>{''.join(body)}</tbody>"
    if sums:
        yield f"<tfoot>{''.join(sums)}</tfoot>"
    yield "</table></div>"


def _titled(heading: Phrase) -> Phrase:
    first, *rest = heading or ("",)
    return (capital(first), *rest) if isinstance(first, str) else heading


def _row(row: Sequence[Phrase], sides: str, words: Words) -> str:
    first, *others = (words.phrase(cell) for cell in row)
    cells = "".join(
        f'<td class="{_SIDES[side]}">{cell}</td>'
        for cell, side in zip(others, sides[1:], strict=True)
    )
    return f'<tr><th scope="row" class="{_SIDES[sides[0]]}">{first}</th>{cells}</tr>'
