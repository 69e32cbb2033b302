"""What the axes of pgfplots have in common: their place on the line, their words, their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Final

from symcnn.derivation.plot import Axis
from symcnn.render.latex.text import escape, name, width_of
from symcnn.render.plot.names import distinct, shortened
from symcnn.render.plot.scaling import digits_of, scaled, words_of
from symcnn.render.plot.ticks import logarithmic_ticks
from symcnn.render.style import GROUPING, Style, decimal

# Digits behind the point, and of a number on a logarithmic axis.
_PLACES: Final = 6
_SIGNIFICANT: Final = 9
# Lengths of names, tried one after the other until they fit.
_LENGTHS: Final = (44, 32, 24, 20, 16, 12, 8, 4)
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWER: Final = re.compile(f"10([{_RAISED}]+)")


def picture(left: float, options: Iterable[str], body: str) -> str:
    """An axis in a picture of its own, so many em from the left edge of the line."""
    told = ",\n  ".join(options)
    return (
        f"\\par\\noindent\\hspace*{{{left:.1f}em}}%\n"
        "\\begin{tikzpicture}[trim axis left, trim axis right]\n"
        f"\\begin{{axis}}[\n  {told},\n]\n{body}\n\\end{{axis}}\n\\end{{tikzpicture}}\\par"
    )


def words(text: str, write: Callable[[str], str] = escape) -> str:
    """Words with powers of ten in them; ``write`` says how the words are written."""
    parts = _POWER.split(text)
    return "".join(
        f"$10^{{{''.join(str(_RAISED.index(sign)) for sign in part)}}}$"
        if place % 2
        else write(part)
        for place, part in enumerate(parts)
    )


def label(axis: Axis, power: int) -> str:
    """The words of an axis, its symbol in mathematics."""
    told = words(words_of(axis, power))
    if not axis.symbol:
        return told
    symbol = f"${name(axis.symbol)}$"
    named = f"{axis.words} {symbol}".strip()
    return named + told.removeprefix(axis.words)


def coordinate(value: int, power: int, logarithmic: bool) -> str:
    """A number as TeX reads it, rounded where it has very many digits.

    >>> coordinate(134190, 3, False), coordinate(12, 0, False), coordinate(134190, 0, True)
    ('134.19', '12', '1.3419e5')
    """
    if not logarithmic:
        return decimal(_rounded(scaled(value, power), _PLACES), "", ".")
    exponent = digits_of(value) - 1
    mantissa = decimal(_rounded(scaled(value, exponent), _SIGNIFICANT), "", ".")
    return f"{mantissa}e{exponent - power}"


def _rounded(value: Fraction, places: int) -> Fraction:
    return Fraction(round(value * 10**places), 10**places)


def number_format(style: Style) -> str:
    """How the numbers at the ticks are grouped."""
    separator, mark = (escape(sign) for sign in GROUPING[style.grouping])
    return (
        "scaled ticks=false, tick label style={font=\\footnotesize, /pgf/number format/.cd, fixed,"
        f" set thousands separator={{{{{separator}}}}}, set decimal separator={{{{{mark}}}}}}}"
    )


def fitting(names: Sequence[str], widest: float) -> list[str]:
    """The names, each at most so wide (in em of small print), and all different."""
    return distinct([_fitting(each, widest) for each in distinct(names)])


def _fitting(text: str, widest: float) -> str:
    """A name, shortened further where its signs are wide."""
    return next(
        (cut for cut in (shortened(text, most) for most in _LENGTHS) if small((cut,)) <= widest),
        shortened(text, _LENGTHS[-1]),
    )


def ticks(axis: str, power: int, ends: tuple[int, int], style: Style) -> str:
    """The ticks of a logarithmic axis, ``x`` or ``y``."""
    found = logarithmic_ticks(*ends)
    places = ",".join(coordinate(number, power, logarithmic=True) for number, _ in found)
    separator = GROUPING[style.grouping][0]
    told = ",".join(f"{{{words(text.replace(',', separator))}}}" for _, text in found)
    mode = f"{axis}mode=log, {axis}minorticks=false"
    return f"{mode}, {axis}tick={{{places}}}, {axis}ticklabels={{{told}}}"


def small(texts: Iterable[str]) -> float:
    """How wide the widest text is in small print, in em."""
    return 0.85 * max(map(width_of, texts), default=0)
