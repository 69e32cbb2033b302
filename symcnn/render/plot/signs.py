"""Keeps to the signs that the font of pictures has, and to the width of a picture."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any


def drawable(text: str) -> str:
    """A text with the code point of what the font has no sign for, ``[U+4E2D]``."""
    signs = _signs()
    return "".join(sign if ord(sign) in signs else f"[U+{ord(sign):04X}]" for sign in text)


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """The signs of the font, those that control it left out."""
    charmap: dict[int, int] = _font().get_charmap()
    return frozenset(charmap) - set(range(32))


def _font() -> Any:
    """The font that comes with Matplotlib."""
    fonts: Any = import_module("matplotlib.font_manager")
    return fonts.get_font(fonts.findfont("DejaVu Sans"))


def wrapped(text: str, size: float, widest: float) -> list[str]:
    """A text in lines of at most so many points, in letters of a size; a longer word is broken."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, size) <= widest:
            lines[-1] = longer
            continue
        lines.append("")
        for sign in word:
            if lines[-1] and _width(lines[-1] + sign, size) > widest:
                lines.append("")
            lines[-1] += sign
    return lines


@lru_cache(maxsize=4096)
def _width(text: str, size: float) -> float:
    """How wide a text comes out, in points."""
    font = _font()
    font.set_size(size, 72)
    font.set_text(text, 0.0)
    return font.get_width_height()[0] / 64
