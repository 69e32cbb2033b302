"""How LaTeX writes the signs that are not plain letters, in words and in maths.

All of it is in TeX's first fonts, and the maths in KaTeX and MathJax too.
"""

from __future__ import annotations

from typing import Final

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
GREEK: Final = dict(zip(_GREEK_LETTERS, (f"\\{name}" for name in _GREEK_NAMES), strict=True)) | {
    "\N{MICRO SIGN}": "\\mu",
    "ς": "\\varsigma",
    "ϕ": "\\phi",
    "ϵ": "\\epsilon",
}
# Spelled out, a symbol called pi would read as the number.
SPELLED: Final = {name: f"\\{name}" for name in _GREEK_NAMES if name not in ("pi", "Pi")}

# Signs that are written in maths, also within words.
MATHS: Final = GREEK | {
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
WORDS: Final = {
    "\\": "$\\backslash$",
    "$": "$\\$$",
    "^": "\\^{}",
    "~": "\\~{}",
    "{": "$\\{$",
    "}": "$\\}$",
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
} | {sign: f"\\{sign}" for sign in "_#%&"}
WORD_ACCENTS: Final = {
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
CEDILLA: Final = "\N{COMBINING CEDILLA}"
