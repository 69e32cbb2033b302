"""What is found out about counts, for a terminal of 80 columns."""

from __future__ import annotations

from typing import Final

from symcnn.derivation.report import Block, Grid, Heading, Line, Lines, Paragraph, Report
from symcnn.render.style import Style
from symcnn.render.text.columns import aligned_table
from symcnn.render.text.filling import columns_of, padded
from symcnn.render.text.pieces import Pieces

_SIGNS: Final = {"<=": "≤", ">=": "≥", "!=": "≠"}
_INDENT: Final = "  "
# A left side wider than this has a line of its own.
_WIDEST_LEFT: Final = 30
# Words stand in a column behind the formulas, behind those of at most this width.
_COLUMN: Final = 34


def report(report: Report, style: Style) -> str:
    """The page as plain text."""
    page = _Page(style)
    return page.finished("\n\n".join([page.label(report.title), *map(page.block, report.blocks)]))


class _Page(Pieces):
    """Writes the blocks of a page under one style."""

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                return self.label(block.text)
            case Paragraph():
                return self.sentence(block.parts)
            case Lines():
                return self._lines(block)
            case Grid():
                return self._grid(block)

    def _lines(self, block: Lines) -> str:
        lefts = [self.formula(line.left) if line.left else "" for line in block.lines]
        narrow = [columns_of(left) for left in lefts if columns_of(left) <= _WIDEST_LEFT]
        width = max(narrow, default=2)
        rights = [self.formula(line.right) for line in block.lines]
        column = min(max(map(columns_of, rights)), _COLUMN) + 4
        lines: list[str] = []
        for line, left, right in zip(block.lines, lefts, rights, strict=True):
            if columns_of(left) > width:
                lines += self.wrapped(left, _INDENT, _INDENT * 2)
                left = ""
            lead = f"{_INDENT}{padded(left, width)} {self._sign(line)} "
            lines += self._line(lead, right, line.words, column)
        return "\n".join(lines)

    def _line(self, lead: str, right: str, words: str, column: int) -> list[str]:
        """A line with its words behind it, or above where there is no room."""
        gap = " " * max(column - columns_of(right), 4)
        if words and columns_of(lead + right + gap + words) <= self._style.width:
            return [f"{lead}{right}{gap}{words}"]
        margin = " " * columns_of(lead)
        above = self.wrapped(words, margin) if words else []
        return [*above, *self.wrapped(lead + right, "", margin)]

    def _sign(self, line: Line) -> str:
        return line.relation if self._style.ascii_only else _SIGNS.get(line.relation, line.relation)

    def _grid(self, grid: Grid) -> str:
        rows = [tuple(map(self.phrase, row)) for row in grid.rows]
        body, sums = rows[: len(rows) - grid.sums], rows[len(rows) - grid.sums :]
        headings = tuple(map(self.phrase, grid.headings))
        return aligned_table(headings, grid.sides, body, sums, self._style.width)
