"""Fills lines of a terminal, and tells how many of its columns a text takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from unicodedata import combining, east_asian_width

from symcnn.records import value_record

# A product of so many signs stays in one line, such as 24·2,362,368.
_SHORT: Final = 12
_FACTORS: Final = re.compile(r"[^·×*]*[·×*]*")
# A line ends behind the sign of an operation and in front of an equals sign.
_OPERATIONS: Final = frozenset("+-x")
_NEVER: Final = 1000
_AFTER_EQUALS: Final = 3
# A cheap place to break does not count in a line that would be all but empty.
_FILLED: Final = 0.3
# Lines grow beyond the page before they become narrower than this.
_NARROWEST: Final = 10


@value_record
class _Piece:
    """What stays in a line, the blanks before it, and what it costs to end a line there."""

    blanks: str
    text: str
    cost: int


def filled(indent: str, later: str, text: str, width: int) -> list[str]:
    """The text in lines that fit; they end between words and terms where they can.

    Else they end within a product, and within brackets last of all. Blanks within lines are kept.
    """
    pieces = list(_pieces(text))
    lines: list[str] = []
    lead, start = indent, 0
    while start < len(pieces):
        room = max(width - columns_of(lead), _NARROWEST)
        if lines:
            pieces[start] = replace(pieces[start], blanks="")
        first, *more = pieces[start : _line_end(pieces, start, room)]
        text = first.blanks + first.text
        if not more and columns_of(text) > room:
            *full, text = chopped(text, room, max(width - columns_of(later), _NARROWEST))
            lines += [(later if lines else indent) + part for part in full]
            pieces[start] = _Piece("", text, 0)
        else:
            lines.append(lead + text + "".join(piece.blanks + piece.text for piece in more))
            start += 1 + len(more)
        lead = later
    return lines or [indent]


def _line_end(pieces: list[_Piece], start: int, room: int) -> int:
    """Before which piece a line ends: where it is cheapest, and as late as that allows."""
    taken = columns_of(pieces[start].blanks + pieces[start].text)
    early = late = start
    for index in range(start + 1, len(pieces)):
        cost = pieces[index].cost
        if taken < _FILLED * room:
            early = index
        elif late == start or cost <= pieces[late].cost:
            late = index
        taken += columns_of(pieces[index].blanks + pieces[index].text)
        if taken > room:
            return max(late if late > start else early, start + 1)
    return len(pieces)


def _pieces(text: str) -> Iterator[_Piece]:
    """The words of a text and the factors of its products, each with what joins it."""
    blanks = piece = before = ""
    cost = depth = 0
    for gap, word in re.findall(r"(\s*)(\S+)", text):
        whole = len(word) <= _SHORT and not set(word) & set("()")
        joint = _between(before, word, depth)
        for factor in [word] if whole else filter(None, _FACTORS.findall(word)):
            if joint >= _NEVER and piece:
                piece += gap + factor
            else:
                if piece:
                    yield _Piece(blanks, piece, cost)
                blanks, piece, cost = gap, factor, joint
            depth = max(0, depth + factor.count("(") - factor.count(")"))
            gap, joint = "", 2 * depth + 1
        before = word
    if piece:
        yield _Piece(blanks, piece, cost)


def _between(before: str, after: str, depth: int) -> int:
    """What it costs to end a line at the blank between two words."""
    if after in _OPERATIONS:
        return _NEVER
    if before == "=":
        return _AFTER_EQUALS
    if before in _OPERATIONS:
        return 2 * depth + (before == "x")
    return 2 * depth if before.endswith(",") else 0


def chopped(text: str, first: int, width: int) -> Iterator[str]:
    """The text in parts as wide as the columns of the first line and of those after it."""
    start = taken = 0
    room = first
    for place, sign in enumerate(text):
        taken += columns_of(sign)
        if taken > room and place > start:
            yield text[start:place]
            start, taken, room = place, columns_of(sign), width
    yield text[start:]


def padded(text: str, width: int) -> str:
    """The text with blanks behind it, up to a number of columns."""
    return text + " " * (width - columns_of(text))


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
