r"""Writes words and names in LaTeX: plain ASCII that compiles under any engine and font.

What a font of TeX's oldest encoding lacks is replaced by its code point, ``[U+4E2D]``.

>>> escape("a_b × 中")
'a\\_b $\\times$ [U+4E2D]'
>>> name("C_in")
'C_{\\mathrm{in}}'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final
from unicodedata import normalize

_GREEK_NAMES: Final = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Upsilon",
    "Phi",
    "Psi",
    "Omega",
]
_GREEK_LETTERS: Final = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"
_GREEK: Final = dict(zip(_GREEK_LETTERS, (f"\\{name}" for name in _GREEK_NAMES), strict=True)) | {
    "\N{MICRO SIGN}": "\\mu",
    "ς": "\\varsigma",
    "ϕ": "\\phi",
    "ϵ": "\\epsilon",
}
# Spelled out, a symbol called pi would read as the number.
_SPELLED: Final = {name: f"\\{name}" for name in _GREEK_NAMES if name not in ("pi", "Pi")}

# Signs that are written in maths, also within words.
_MATHS: Final = _GREEK | {
    "<": "<",
    ">": ">",
    "|": "|",
    "×": "\\times",
    "÷": "\\div",
    "±": "\\pm",
    "·": "\\cdot",
    "−": "-",
    "→": "\\to",
    "←": "\\leftarrow",
    "≤": "\\leq",
    "≥": "\\geq",
    "≠": "\\neq",
    "≈": "\\approx",
    "∞": "\\infty",
    "∑": "\\sum",
    "√": "\\surd",
    "°": "{}^{\\circ}",
    "²": "{}^{2}",
    "³": "{}^{3}",
    "\N{PRIME}": "{}'",
    "«": "\\ll",
    "»": "\\gg",
}
_WORDS: Final = {
    "\\": "\\textbackslash{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "{": "\\{",
    "}": "\\}",
    # A plain " is a command under some languages of babel.
    '"': "\\char34{}",
    "\t": " ",
    "\n": " ",
    "\r": " ",
    "\N{NO-BREAK SPACE}": "~",
    "\N{THIN SPACE}": "\\,",
    "\N{EN DASH}": "\\textendash{}",
    "\N{EM DASH}": "\\textemdash{}",
    "\N{LEFT SINGLE QUOTATION MARK}": "\\textquoteleft{}",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "\\textquotedblleft{}",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "\\textquotedblright{}",
    "…": "\\dots{}",
    "ß": "{\\ss}",
    "æ": "{\\ae}",
    "Æ": "{\\AE}",
    "œ": "{\\oe}",
    "Œ": "{\\OE}",
    "ø": "{\\o}",
    "Ø": "{\\O}",
    "ł": "{\\l}",
    "Ł": "{\\L}",
    "ı": "{\\i}",
} | {sign: f"\\{sign}" for sign in "_#$%&"}
_WORD_ACCENTS: Final = {
    "\N{COMBINING GRAVE ACCENT}": "\\`",
    "\N{COMBINING ACUTE ACCENT}": "\\'",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "\\^",
    "\N{COMBINING TILDE}": "\\~",
    "\N{COMBINING MACRON}": "\\=",
    "\N{COMBINING BREVE}": "\\u",
    "\N{COMBINING DOT ABOVE}": "\\.",
    "\N{COMBINING DIAERESIS}": '\\"',
    "\N{COMBINING RING ABOVE}": "\\r",
    "\N{COMBINING DOUBLE ACUTE ACCENT}": "\\H",
    "\N{COMBINING CARON}": "\\v",
    "\N{COMBINING CEDILLA}": "\\c",
}
_MATHS_ACCENTS: Final = {
    "\N{COMBINING GRAVE ACCENT}": "\\grave",
    "\N{COMBINING ACUTE ACCENT}": "\\acute",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "\\hat",
    "\N{COMBINING TILDE}": "\\tilde",
    "\N{COMBINING MACRON}": "\\bar",
    "\N{COMBINING BREVE}": "\\breve",
    "\N{COMBINING DOT ABOVE}": "\\dot",
    "\N{COMBINING DIAERESIS}": "\\ddot",
    "\N{COMBINING RING ABOVE}": "\\mathring",
    "\N{COMBINING CARON}": "\\check",
}
_CEDILLA: Final = "\N{COMBINING CEDILLA}"
# Longer words get places where a line may end.
_LONG_WORD: Final = 16
_BREAK_EVERY: Final = 8


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """Words in LaTeX, as ASCII that prints the same under every engine."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return text
    return "".join(_pieces(text))


@lru_cache(maxsize=4096)
def breakable(text: str) -> str:
    """Words in LaTeX whose long words may be broken at the end of a line."""
    if all(len(word) <= _LONG_WORD for word in text.split(" ")):
        return escape(text)
    return " ".join(
        _broken(word) if len(word) > _LONG_WORD else escape(word) for word in text.split(" ")
    )


def _broken(word: str) -> str:
    """A long word with a place to break after each sign that ends a part of it."""
    pieces: list[str] = []
    since = 0
    for character, piece in zip(normalize("NFC", word), _pieces(word), strict=True):
        pieces.append(piece)
        since += len(piece) if piece.startswith("[") else 1
        if since >= _BREAK_EVERY or (since > 2 and character in "_./-@"):
            pieces.append("\\allowbreak{}")
            since = 0
    return "".join(pieces)


def _pieces(text: str) -> Iterator[str]:
    """One piece of LaTeX for each composed character."""
    before = ""
    for character in normalize("NFC", text):
        piece = _word_sign(character)
        # Two hyphens, quotes or the like would join into another sign.
        yield "{}" + piece if character == before and character in "-'`," else piece
        before = character if character != "?" and character != "!" else "`"


@lru_cache(maxsize=1024)
def _word_sign(character: str) -> str:
    found = _WORDS.get(character)
    if found is not None:
        return found
    if character in _MATHS:
        return f"${_MATHS[character]}$"
    if " " <= character <= "~":
        return character
    return _accented(character, _WORD_ACCENTS, _dotless_word) or _code_point(character)


def _dotless_word(base: str) -> str:
    return f"\\{base}" if base in "ij" else base


def _dotless_maths(base: str) -> str:
    return f"\\{base}math" if base in "ij" else base


def _accented(character: str, accents: dict[str, str], dotless: Callable[[str], str]) -> str:
    """A letter with one accent that every font can compose; nothing for another character."""
    parts = normalize("NFD", character)
    if len(parts) != 2 or not parts[0].isascii() or parts[1] not in accents:
        return ""
    base = parts[0] if parts[1] == _CEDILLA else dotless(parts[0])
    return f"{accents[parts[1]]}{{{base}}}"


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
        return _GREEK.get(text, "")
    return _SPELLED.get(text, "")


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
    if character in _MATHS:
        return f"{{{_MATHS[character]}}}"
    if character in ",;:!?+*=-":
        return f"{{{character}}}"
    accented = _accented(character, _MATHS_ACCENTS, _dotless_maths)
    return accented or f"[U{{+}}{ord(character):04X}]"
