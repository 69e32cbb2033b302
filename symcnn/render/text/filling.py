"""Fills lines of a terminal."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import combining, east_asian_width

# A product of so many signs stays in one line, such as 24·2,362,368.
_SHORT: Final = 12


def filled(indent: str, later: str, text: str, width: int) -> list[str]:
    """The text in lines that fit, filled greedily; a long product breaks after a sign.

    Spaces are kept, zero width spaces are mere chances to break.
    """
    text = re.sub(r"(?<=\S[·×*])(?=\S)", "\N{ZERO WIDTH SPACE}", text)
    text = re.sub(r"\S+", _whole, text)
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


def _whole(word: re.Match[str]) -> str:
    """A word without chances to break where it is short and has no brackets."""
    text = word[0].replace("\N{ZERO WIDTH SPACE}", "")
    return text if len(text) <= _SHORT and not set(text) & set("()") else word[0]


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
