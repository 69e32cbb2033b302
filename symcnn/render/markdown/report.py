"""What is found out about counts, in Markdown."""

from __future__ import annotations

from typing import Final

from symcnn.derivation.report import Block, Grid, Heading, Lines, Paragraph, Report
from symcnn.render.latex.report import display
from symcnn.render.markdown import words
from symcnn.render.style import Style

_SIDES: Final = {"l": ":---", "r": "---:"}


def report(report: Report, style: Style) -> str:
    """The page in Markdown."""
    blocks = [f"# {words.escape(report.title)}", *(_block(b, style) for b in report.blocks)]
    return "\n\n".join(blocks) + "\n"


def _block(block: Block, style: Style) -> str:
    match block:
        case Heading():
            return f"## {words.escape(block.text)}"
        case Paragraph():
            return words.sentence(block.parts, style)
        case Lines():
            return words.display(display(block, style))
        case Grid():
            return _grid(block, style)


def _grid(grid: Grid, style: Style) -> str:
    lines = [_row([words.phrase(heading, style) for heading in grid.headings])]
    lines.append(_row([_SIDES[side] for side in grid.sides]))
    lines += [_row([words.phrase(cell, style) for cell in row]) for row in grid.rows]
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
