"""Tables in columns of a fixed width; a cell that is too wide takes several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_GAP = "  "
# Where a cell may break: at blanks and after signs outside of parentheses, then inside of them,
# else after points and the like, and within numbers, between their groups of digits, last of all.
_GROUPED = r"\d{1,3}(?:[,.\N{THIN SPACE}]\d{3})+"
_SIGNS = r"\s×·*.,/_@\]"
_BREAKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_GROUPED}|\S)*\s*",
        rf"(?:{_GROUPED}|[^\s×·*])*[\s×·*]*",
        rf"(?:{_GROUPED}|[^{_SIGNS}])*[{_SIGNS}]*",
        rf"[^{_SIGNS}]*[{_SIGNS}]*",
    )
)
_WORDS = _BREAKS[2]
_OUTSIDE = (" ", "×·*")
# Words and numbers up to this length widen the table before they break.
_LONGEST_WORD = 24


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
        widths = _squeezed(widths, everything, room)
    rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    lines = [*_row(headings, alignment, widths), rule]
    for row in rows:
        lines += _row(row, alignment, widths)
    if totals:
        lines.append(rule)
    for row in totals:
        lines += _row(row, alignment, widths)
    return "\n".join(lines)


def _squeezed(widths: list[int], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Take columns from the widest until all fit, none below the width of its words."""
    widths = list(widths)
    least = [max(map(_least, column)) for column in zip(*rows, strict=True)]
    while sum(widths) > room:
        index = max(range(len(widths)), key=lambda i: widths[i] - least[i])
        if widths[index] <= least[index]:
            break
        widths[index] -= 1
    return widths


def _least(cell: str) -> int:
    """The width that the longest word of a cell takes, but for those that break anyway."""
    lengths = [len(word.rstrip()) for word in _WORDS.findall(cell)]
    return max(length for length in lengths if length <= _LONGEST_WORD)


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
    """The cell in lines; it breaks at blanks, where it must after signs, then within a word."""
    lines = [""]
    for piece in _pieces(cell, width):
        if len(lines[-1] + piece.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    lines[-1] = lines[-1].rstrip()
    return [line for line in lines if line] or [""]


def _pieces(text: str, width: int, strength: int = -len(_OUTSIDE)) -> Iterator[str]:
    """Parts of a cell none of which is wider than a line."""
    if strength == len(_BREAKS):
        yield from (text[start : start + width] for start in range(0, len(text), width))
        return
    pieces = _outside(text, _OUTSIDE[strength]) if strength < 0 else _BREAKS[strength].findall(text)
    for piece in pieces:
        if len(piece.rstrip()) <= width:
            yield piece
        else:
            yield from _pieces(piece, width, strength + 1)


def _outside(text: str, signs: str) -> Iterator[str]:
    """The text cut behind each of the signs that stands outside of all parentheses."""
    depth = start = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and letter in signs:
            yield text[start : place + 1]
            start = place + 1
    yield text[start:]
