"""Tables in columns of a fixed width; a cell that is too wide takes several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = "  "


def aligned_table(
    headings: Sequence[str],
    alignment: str,
    rows: Sequence[Sequence[str]],
    totals: Sequence[Sequence[str]],
    width: int,
) -> str:
    """The rows under their headings, the totals below a rule.

    ``alignment`` has one of ``l`` and ``r`` for each column.
    """
    everything = [headings, *rows, *totals]
    widths = [max(map(len, column)) for column in zip(*everything, strict=True)]
    room = width - len(_GAP) * (len(widths) - 1)
    if sum(widths) > room:
        widths = _squeezed(widths, headings, room)
    rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    lines = [*_row(headings, alignment, widths), rule]
    for row in rows:
        lines += _row(row, alignment, widths)
    if totals:
        lines.append(rule)
    for row in totals:
        lines += _row(row, alignment, widths)
    return "\n".join(lines)


def _squeezed(widths: list[int], headings: Sequence[str], room: int) -> list[int]:
    """Take columns from the widest until all fit, none below the width of its heading."""
    widths = list(widths)
    least = [max(len(word) for word in heading.split()) for heading in headings]
    while sum(widths) > room:
        index = max(range(len(widths)), key=lambda i: widths[i] - least[i])
        if widths[index] <= least[index]:
            break
        widths[index] -= 1
    return widths


def _row(cells: Sequence[str], alignment: str, widths: Sequence[int]) -> list[str]:
    if all(len(cell) <= width for cell, width in zip(cells, widths, strict=True)):
        return [_line(cells, alignment, widths)]
    pieces = [_broken(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, pieces))
    for piece in pieces:
        piece.extend([""] * (height - len(piece)))
    return [_line(line, alignment, widths) for line in zip(*pieces, strict=True)]


def _line(cells: Sequence[str], alignment: str, widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if side == "r" else cell.ljust(width)
        for cell, side, width in zip(cells, alignment, widths, strict=True)
    )
    return _GAP.join(padded).rstrip()


def _broken(cell: str, width: int) -> list[str]:
    """The cell in lines; it breaks after signs and points, within a word only if it must."""
    lines = [""]
    for piece in re.findall(r"[^\s×·.,/_@\]]*[\s×·.,/_@\]]*", cell):
        if len(lines[-1] + piece.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        while len(piece.rstrip()) > width:
            lines[-1] = piece[:width]
            piece = piece[width:]
            lines.append("")
        lines[-1] += piece
    lines[-1] = lines[-1].rstrip()
    return [line for line in lines if line] or [""]
