"""Fills lines of a terminal."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width


def filled(indent: str, later: str, text: str, width: int) -> list[str]:
    """The text in lines that fit, filled greedily; a product breaks after a multiplication sign.

    Spaces are kept, zero width spaces are mere chances to break.
    """
    text = re.sub(r"(?<=\S[·×*])(?=\S)", "\N{ZERO WIDTH SPACE}", text)
    lines: list[str] = []
    line = indent
    fresh = True
    for piece in re.findall(r"\s*[^\s\u200b]+|\u200b", text):
        if piece == "\N{ZERO WIDTH SPACE}":
            continue
        if not fresh and columns_of(line + piece) > width:
            lines.append(line)
            line, fresh = later, True
            piece = piece.lstrip()
        while columns_of(line + piece) > width > len(later) + 10:
            cut = width - columns_of(line)
            lines.append(line + piece[:cut])
            line, piece = later, piece[cut:]
        line += piece
        fresh = False
    return [*lines, line]


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
