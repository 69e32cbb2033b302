"""Estimates how wide LaTeX's formulas come out, and fills lines with their tokens.

Widths are in em, of Computer Modern and of its sans-serif sister, whichever is wider.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from symcnn.records import value_record

# A token with this penalty stays on the line of the token before it.
NEVER: Final = 1000
# The operations that a line may start with.
_OPERATIONS: Final = ("+", "-", "\\cdot", "\\times", "/")

# The commands of formulas, each with the sign whose width it has; those without any vanish.
COMMANDS: Final = (
    ("\\cdot", "\x01"),
    ("\\times", "\x02"),
    ("\\mathrm", ""),
    ("\\mathbf", ""),
    ("{,}", "\x03"),
    ("{.}", "\x03"),
    ("\\,", "\x04"),
    ("\\ ", "\x03"),
    ("\\lfloor", "\x05"),
    ("\\rfloor", "\x05"),
    ("\\lceil", "\x05"),
    ("\\rceil", "\x05"),
    ("\\allowbreak", ""),
    # Numerator and denominator count one after the other, which is more than enough.
    ("\\left", ""),
    ("\\right", ""),
    ("\\frac", ""),
    ("\\sum", "\x06"),
    ("\\Bigl", ""),
    ("\\Bigr", ""),
    ("\\textrm", ""),
)
WIDTHS: Final[dict[str, float]] = (
    dict.fromkeys("bdhkpuvx", 0.58)
    | dict.fromkeys("aegnoqy", 0.54)
    | dict.fromkeys("cfijlrstz", 0.45)
    | {"n": 0.6, "i": 0.35, "l": 0.3, "t": 0.39}
    | dict.fromkeys("ABCDEFGHIJKLNOPQRSTUVXYZ", 0.79)
    | dict.fromkeys("0123456789_", 0.51)
    | dict.fromkeys(" {}^\\&", 0.0)
    | {"m": 0.89, "w": 0.73, "M": 0.98, "W": 1.03, "'": 0.3, ",": 0.45}
    | {"(": 0.39, ")": 0.39, "+": 1.23, "-": 1.23, "=": 1.34, "/": 0.5, "[": 0.29, "]": 0.29}
    | {
        "\x01": 0.73,
        "\x02": 1.23,
        "\x03": 0.34,
        "\x04": 0.17,
        "\x05": 0.45,
        "\x06": 1.5,
        ".": 0.28,
        ":": 0.28,
        ";": 0.28,
    }
)
# A sum over an index: the sign by itself, and its bounds in the size of a subscript.
_BOUNDED: Final = re.compile(r"\\sum_\{([^{}]*)\}\^\{([^{}]*)\}")
_SIGN: Final = 1.5
_SUBSCRIPT: Final = 0.75
# The same signs in words, where none is a command.
_WORD_WIDTHS: Final = (
    WIDTHS
    | dict.fromkeys("#%&@+=<>", 0.85)
    | dict.fromkeys("{}^\\$~", 0.55)
    | {" ": 0.34, "-": 0.34, ",": 0.28}
)


@value_record
class Token:
    """A piece of a formula that stays together.

    A line may end before it, at a ``penalty`` that grows with the depth of the brackets.
    """

    text: str
    width: float
    penalty: int
    tall: bool = False


@lru_cache(maxsize=16384)
def measure(text: str) -> float:
    """How wide a formula comes out at most; commands it does not know count by their letters."""
    sums = 0.0
    if "\\sum_" in text:
        # The bounds stand above each other, in the size of a subscript.
        bounds = _BOUNDED.findall(text)
        sums = sum(_SIGN + _SUBSCRIPT * max(map(measure, pair)) for pair in bounds)
        text = _BOUNDED.sub("", text)
    for command, sign in COMMANDS:
        if command in text:
            text = text.replace(command, sign)
    width = WIDTHS.get
    return sums + sum([width(character, 0.8) for character in text])


def measure_words(text: str) -> float:
    """How wide words come out in upright letters."""
    width = _WORD_WIDTHS.get
    return sum([width(character, 0.8) for character in text])


def single(text: str, body: Iterable[Token]) -> Token:
    """Tokens within brackets that stay together."""
    body = tuple(body)
    tall = any(token.tall for token in body)
    return Token(text, sum(token.width for token in body) + (1.4 if tall else 0.95), NEVER, tall)


def bracketed(opening: str, closing: str, body: Sequence[Token], tall: bool) -> list[Token]:
    """Tokens between brackets that may stand on different lines; breaks within cost more."""
    if tall:
        opening, closing = f"\\Bigl{opening}", f"\\Bigr{closing.lstrip()}"
    inner = [replace(t, penalty=t.penalty + 2) if t.penalty < NEVER else t for t in body]
    width = 0.6 if tall else 0.45
    return [Token(opening, width, NEVER), *inner, Token(closing, width, NEVER)]


def lines(
    tokens: Sequence[Token], room: float, indent: float = 0.0, filled: float = 0.0
) -> list[str]:
    """The tokens in lines as wide as the room; all but the first are indented.

    A line is broken where the penalty is least, and as late as that allows. Places before the
    line is ``filled`` to some part count only where there is no other.
    """
    result: list[str] = []
    start, free = 0, room
    while start < len(tokens):
        end = _line_end(tokens, start, free, filled * free)
        text = "".join(token.text for token in tokens[start:end]).strip()
        # An operation at the start keeps the space that follows it.
        result.append(f"{{}} {text}" if start and text.startswith(_OPERATIONS) else text)
        start, free = end, room - indent
    return result


def _line_end(tokens: Sequence[Token], start: int, room: float, filled: float) -> int:
    """Where the line that begins at a token should end."""
    width = tokens[start].width
    # The best places so far, each as its penalty and its index: one in a line that would be all
    # but empty (a last resort), one in a line that is well filled.
    early: tuple[int, int] | None = None
    late: tuple[int, int] | None = None
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if width > room and (early or late):
            break
        if token.penalty < NEVER:
            if width < filled:
                early = (token.penalty, index)
            elif not late or token.penalty <= late[0]:
                late = (token.penalty, index)
        width += token.width
    if width <= room:
        return len(tokens)
    best = late or early
    return best[1] if best else len(tokens)
