r"""Writes words and names in LaTeX, so that they compile under any engine and font.

All is ASCII but accented letters in formulas. What a font of TeX's oldest encoding lacks is
replaced by its code point, ``[U+4E2D]``.

>>> escape("a_b × 中")
'a\\_b $\\times$ [U+4E2D]'
>>> name("C_in")
'C_{\\mathrm{in}}'
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from symcnn.render.latex.signs import (
    CEDILLA,
    GREEK,
    MATHS,
    SPELLED,
    WORD_ACCENTS,
    WORDS,
)
from symcnn.render.latex.width import measure_words

# Wider words (in em) get places where a line may end; a word of so few letters is never wider.
_WIDE: Final = 6.0
_SHORT: Final = 5
_SIGNS: Final = "_./-@:"
_BREAK: Final = "\\allowbreak{}"


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """Words in LaTeX, as ASCII that prints the same under every engine."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return text
    return "".join(_pieces(text))


@lru_cache(maxsize=4096)
def breakable(text: str) -> str:
    """Words in LaTeX whose long words may be broken at the end of a line."""
    words = text.split(" ")
    if text.isascii() and max(map(len, words)) <= _SHORT:
        return escape(text)
    return " ".join(_broken(word) if width_of(word) > _WIDE else escape(word) for word in words)


def _broken(word: str) -> str:
    """A long word with places to break after its signs, and within parts that are long too."""
    parts = _parts(word)
    texts = [escape(part) if width_of(part) <= _WIDE else _chopped(part) for part in parts]
    # Behind a hyphen a line may end anyway.
    return "".join(
        text if text.endswith("-") else f"{text}{_BREAK}" for text in texts[:-1]
    ) + "".join(texts[-1:])


def _parts(word: str) -> list[str]:
    """A word divided after its signs."""
    parts: list[str] = [""]
    for character in word:
        parts[-1] += character
        if character in _SIGNS and len(parts[-1]) > 2:
            parts.append("")
    return [part for part in parts if part]


def _chopped(part: str) -> str:
    """A long part of a word with places to break every few letters."""
    pieces: list[str] = []
    filled = 0.0
    for piece in _pieces(part):
        width = _width(piece)
        if filled + width > _WIDE - 1:
            pieces.append(_BREAK)
            filled = 0.0
        pieces.append(piece)
        filled += width
    return "".join(pieces)


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """How wide words come out, in em."""
    return measure_words(text) if text.isascii() else sum(map(_width, _pieces(text)))


def _width(piece: str) -> float:
    """The width of one sign; a code point is spelled out."""
    if piece.startswith("[U"):
        return 0.56 * len(piece)
    return measure_words(piece) if len(piece) == 1 else 0.9


def widest_part(text: str) -> float:
    """How wide the widest part of words is that no line can end in."""
    parts = (part for word in text.split(" ") for part in _parts(word))
    return max((min(width_of(part), _WIDE) for part in parts), default=0.0)


def _pieces(text: str) -> Iterator[str]:
    """One piece of LaTeX for each composed character."""
    before = ""
    for character in normalize("NFC", text):
        piece = _word_sign(character)
        # Two hyphens, quotes or the like would join into another sign.
        yield "{}" + piece if character == before and character in "-'`," else piece
        before = "`" if character in "?!" else character


@lru_cache(maxsize=1024)
def _word_sign(character: str) -> str:
    found = WORDS.get(character)
    if found is not None:
        return found
    if character in MATHS:
        return f"${MATHS[character]}$"
    if " " <= character <= "~":
        return character
    return _accented(character) or _code_point(character)


def _accented(character: str) -> str:
    """A letter with one accent that every font can compose; nothing for another character."""
    parts = normalize("NFD", character)
    if len(parts) != 2 or not parts[0].isascii() or parts[1] not in WORD_ACCENTS:
        return ""
    base = f"\\{parts[0]}" if parts[0] in "ij" and parts[1] != CEDILLA else parts[0]
    return f"{WORD_ACCENTS[parts[1]]}{{{base}}}"


def _code_point(character: str) -> str:
    return f"[U+{ord(character):04X}]"


@lru_cache(maxsize=4096)
def name(text: str) -> str:
    """A name in maths: one letter italic, a subscript after ``_``, other words upright."""
    bare = text.rstrip("\N{PRIME}")
    primes = "'" * (len(text) - len(bare))
    letter = _letter(bare)
    if letter:
        return letter + primes
    head, *subscripts = bare.split("_")
    letter = _letter(head)
    if letter and subscripts and all(subscripts):
        return f"{letter}_{{{','.join(map(_subscript, subscripts))}}}{primes}"
    return upright(bare) + primes


def _letter(text: str) -> str:
    if len(text) == 1:
        if text.isascii() and text.isalpha():
            return text
        return GREEK.get(text, "")
    return SPELLED.get(text, "")


def _subscript(text: str) -> str:
    if text.isascii() and text.isdigit():
        return text
    return _letter(text) or upright(text)


@lru_cache(maxsize=4096)
def upright(text: str, command: str = "\\mathrm") -> str:
    r"""Words in maths, in upright letters (or another maths alphabet).

    >>> upright("moving_mean")
    '\\mathrm{moving\\_mean}'
    """
    return f"{command}{{{''.join(map(_upright_sign, normalize('NFC', text)))}}}"


@lru_cache(maxsize=1024)
def _upright_sign(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    if character in " \t\r\n\N{NO-BREAK SPACE}":
        return "\\ "
    if character in "_#$%&{}":
        return f"\\{character}"
    if character in ".()[]@/":
        return character
    if character in MATHS:
        return f"{{{MATHS[character]}}}"
    if character in ",;:!?+*=-":
        return f"{{{character}}}"
    if character.isalpha() and (character in WORDS or _accented(character)):
        # TeX, KaTeX and MathJax have no other spelling in common for a letter with an accent.
        return f"\\textrm{{{character}}}"
    return f"[U{{+}}{ord(character):04X}]"
