"""Keeps to the signs that the font of pictures has."""

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
    """The signs of the font that comes with Matplotlib."""
    fonts: Any = import_module("matplotlib.font_manager")
    charmap: dict[int, int] = fonts.get_font(fonts.findfont("DejaVu Sans")).get_charmap()
    return frozenset(charmap) - set(range(32))
