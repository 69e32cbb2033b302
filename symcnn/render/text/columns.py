"""Tables in columns of a fixed width; a cell that is too wide takes several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from symcnn.render.text.filling import chopped, columns_of, padded

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
# Outside of parentheses: at blanks between words and terms, then behind signs of products.
_OUTSIDE = (
    re.compile(r"(?<! x) (?![-+x] )"),
    re.compile(r"(?<=[×·*])|(?<= x )"),
)
# The parts of a layer's path.
_PATH = re.compile(rf"(?:{_GROUPED}|[^./@])*[./@]?")
# Words and numbers up to this length widen the table before they break.
_LONGEST_WORD = 24
# A column of formulas has so much room beside others before it is put below them.
_COMFORTABLE = 14


def tables(
    headings: Sequence[str],
    alignment: str,
    rows: Sequence[Sequence[str]],
    totals: Sequence[Sequence[str]],
    width: int,
) -> list[str]:
    """A table whose columns do not fit beside each other, in several, one for each text.

    Each begins with the first column again, and has the totals that have a value in it.
    """
    groups = _groups([headings, *rows, *totals], width)
    texts: list[str] = []
    for group in groups:
        said = [row for row in totals if any(row[index] for index in group[1:])]
        title, *lines = ([row[index] for index in group] for row in (headings, *rows, *said))
        sides = "".join(alignment[index] for index in group)
        texts.append(aligned_table(title, sides, lines[: len(rows)], lines[len(rows) :], width))
    return texts


def _groups(cells: Sequence[Sequence[str]], width: int) -> list[list[int]]:
    """Which columns stand beside each other, behind the first."""
    columns = list(zip(*cells, strict=True))
    if sum(_widest(column) + len(_GAP) for column in columns) <= width + len(_GAP):
        return [list(range(len(columns)))]
    names = max(max(_least(name), min(columns_of(name), _LONGEST_WORD)) for name in columns[0])
    groups: list[list[int]] = [[0]]
    taken = names
    for index, (heading, *values) in enumerate(columns[1:], 1):
        needed = len(_GAP) + max(_least(heading), *map(_comfortable, values))
        if taken + needed > width and len(groups[-1]) > 1:
            groups.append([0])
            taken = names
        groups[-1].append(index)
        taken += needed
    return groups


def _widest(cells: Sequence[str]) -> int:
    return max(map(columns_of, cells))


def _comfortable(cell: str) -> int:
    return max(_least(cell), min(columns_of(cell), _COMFORTABLE))


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
    widths = [_widest(column) for column in zip(*everything, strict=True)]
    room = width - len(_GAP) * (len(widths) - 1)
    if sum(widths) > room:
        widths = _squeezed(widths, everything, room)
        # Broken lines may leave room that nothing takes.
        lines_of = [
            [_broken(cell, width) for cell in column]
            for column, width in zip(zip(*everything, strict=True), widths, strict=True)
        ]
        widths = [max(map(_widest, cells)) for cells in lines_of]
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
    """Take columns from the widest until all fit, none below the width of its words.

    Headings break before anything else does.
    """
    least = [max(map(_least, column)) for column in zip(*rows, strict=True)]
    values = map(_widest, zip(*rows[1:], strict=True))
    whole = list(map(max, least, values)) or least
    for lowest in (whole, least):
        while sum(widths) > room:
            index = max(range(len(widths)), key=lambda i: widths[i] - lowest[i])
            if widths[index] <= lowest[index]:
                break
            widths = [width - (place == index) for place, width in enumerate(widths)]
    return widths


def _least(cell: str) -> int:
    """The width that the longest word of a cell takes, but for those that break anyway."""
    lengths = [
        columns_of(part.rstrip())
        for words in _outside(cell, _OUTSIDE[0])
        for factor in _outside(words, _OUTSIDE[1])
        for part in _PATH.findall(factor)
    ]
    return max((length for length in lengths if length <= _LONGEST_WORD), default=0)


def _row(cells: Sequence[str], alignment: str, widths: Sequence[int]) -> list[str]:
    if all(columns_of(cell) <= width for cell, width in zip(cells, widths, strict=True)):
        return [_line(cells, alignment, widths)]
    pieces = [_broken(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, pieces))
    for piece in pieces:
        piece.extend([""] * (height - len(piece)))
    return [_line(line, alignment, widths) for line in zip(*pieces, strict=True)]


def _line(cells: Sequence[str], alignment: str, widths: Sequence[int]) -> str:
    sided = (
        " " * (width - columns_of(cell)) + cell if side == "r" else padded(cell, width)
        for cell, side, width in zip(cells, alignment, widths, strict=True)
    )
    return _GAP.join(sided).rstrip()


def _broken(cell: str, width: int) -> list[str]:
    """The cell in lines; it breaks at blanks, where it must after signs, then within a word.

    What has to break begins in a line of its own.
    """
    lines = [""]
    for term in _outside(cell, _OUTSIDE[0]):
        fits = columns_of(term.rstrip()) <= width
        lines += [] if fits else [""]
        for piece in [term] if fits else _pieces(term, width):
            if columns_of(lines[-1] + piece.rstrip()) > width:
                lines.append("")
            lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _pieces(text: str, width: int, strength: int = 1 - len(_OUTSIDE)) -> Iterator[str]:
    """Parts of a cell none of which is wider than a line."""
    if strength == len(_BREAKS):
        yield from chopped(text, width, width)
        return
    pieces = _outside(text, _OUTSIDE[strength]) if strength < 0 else _BREAKS[strength].findall(text)
    for piece in pieces:
        if columns_of(piece.rstrip()) <= width:
            yield piece
        else:
            yield from _pieces(piece, width, strength + 1)


def _outside(text: str, places: re.Pattern[str]) -> Iterator[str]:
    """The text cut behind each of the places that stands outside of all parentheses."""
    depth = start = reached = 0
    for found in places.finditer(text):
        between = text[reached : found.end()]
        depth += between.count("(") - between.count(")")
        reached = found.end()
        if depth == 0 and start < reached < len(text):
            yield text[start:reached]
            start = reached
    yield text[start:]
