"""Says in a reader's words what is wrong where a program does not parse.

Each rule names the tokens between which the parser stopped; the first rule that fits speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from symcnn.errors import quoted
from symcnn.records import value_record

_CLOSERS = frozenset({"RPAR", "RBRACKET", "RBRACE"})
_PLAIN = frozenset({"NUMBER", "NAME", "PATH", "SIZE", "STRING"})
_VALUES = _PLAIN | {"RPAR", "RBRACKET"}
_ARITHMETIC = frozenset({"STAR", "PLUS", "MINUS", "SLASH", "FLOOR_DIVIDE", "_POWER"})
_TIMES = frozenset({"x", "X", "\N{MULTIPLICATION SIGN}"})
_KEYWORDS = frozenset({"_LET", "_BLOCK"})
# Behind these a step begins.
_STARTS = frozenset({"", "_ARROW", "_SEPARATOR", "LBRACE", "_BAR", "_COLON"})
_LABEL = re.compile(r"[\w-]*\s*:")
_THOUSANDS = re.compile(r"(?<![\w,])[0-9]{1,3}(?:,[0-9]{3})*,\Z")
_DIGITS = re.compile(r"[0-9]{3}(?:,[0-9]{3})*(?![0-9])")
# What a character that no program has was meant for.
_ARROWS = ">~\N{EN DASH}\N{EM DASH}\N{RIGHTWARDS DOUBLE ARROW}"
CHARACTERS = {
    **dict.fromkeys(_ARROWS, "an arrow is written ->"),
    "%": "comments start with '#'",
    "&": "write -> between two steps",
    "<": "arguments stand in parentheses: layer(3)",
    "$": "a symbol is written without signs: f",
}
CLOSING = {"(": ")", "[": "]", "{": "}"}


@value_record
class Stop:
    """Where the parser stopped: a token, the one before it, what could have stood there.

    ``inside`` says that the place is inside parentheses, ``in_let`` that a `let` goes on there;
    ``earlier`` is the text in front of it, ``after`` the text that follows.
    """

    kind: str
    text: str
    before: str
    before_text: str
    expected: frozenset[str]
    inside: bool
    in_let: bool
    earlier: str
    after: str


@value_record
class _Rule:
    """A mistake: when it is meant, the message and the way out; ``{token}`` is the token."""

    applies: Callable[[Stop], bool]
    message: str
    hint: str = ""


def _ends_arrow(stop: Stop) -> bool:
    ended = stop.kind in ("$END", "_SEPARATOR", "RBRACE")
    return stop.kind == "_ARROW" or (stop.before == "_ARROW" and ended)


def _runs_on(stop: Stop) -> bool:
    more = stop.kind == "_ARROW" or (stop.before in _VALUES and stop.kind in _PLAIN)
    return stop.in_let and more


def thousands(earlier: str, text: str) -> str:
    """The number that ``1,000`` was meant for, where a part of it begins; else an empty string."""
    before, part = _THOUSANDS.search(earlier), _DIGITS.match(text)
    return f"{before[0]}{part[0]}".replace(",", "") if before and part else ""


# What stands between or behind steps as other languages write it.
_FOREIGN = (
    _Rule(
        lambda s: s.kind == "MINUS" and s.after.startswith("->"),
        "an arrow has one '-'",
        "write ->",
    ),
    _Rule(
        lambda s: s.kind == "_EQUAL" and s.after.startswith(">"),
        "an arrow has no '='",
        "write -> in place of =>",
    ),
    _Rule(
        lambda s: s.kind == "_BAR" and "_BAR" not in s.expected,
        "'|' stands between the branches in braces",
        "write -> between two steps, add {{ … | … }} for branches",
    ),
    _Rule(
        lambda s: s.kind == "FLOOR_DIVIDE" and not s.inside and s.before not in _PLAIN,
        "a comment begins with '#'",
        "write # in place of //",
    ),
    _Rule(
        lambda s: s.kind == "SLASH" and s.after.startswith("*"),
        "a comment begins with '#'",
        "put # in front of each of its lines, and take away /* and */",
    ),
    _Rule(
        lambda s: s.kind == "PLUS" and not s.inside and s.before in _CLOSERS,
        "layers are not added with '+'",
        "write -> between two steps; add {{ … | … }} adds branches",
    ),
    _Rule(
        lambda s: s.kind == "NUMBER" and bool(thousands(s.earlier, s.text + s.after)),
        "a number is written without commas",
        "write {number}",
    ),
    _Rule(
        lambda s: s.kind == "SEMICOLON",
        "arguments stand between commas",
        "write ',' in place of ';'",
    ),
)
# What stands where a step begins or ends, and belongs elsewhere.
_MISPLACED = (
    _Rule(
        lambda s: s.before in _STARTS - {"_SEPARATOR"} and s.kind == "LBRACE",
        "braces follow a layer",
        "write [ … ] for steps of their own, add {{ … | … }} for branches",
    ),
    _Rule(
        lambda s: s.before in _STARTS and s.kind == "NUMBER" and s.after.lstrip().startswith("*"),
        "a layer is not multiplied from the front",
        "what is repeated stands first: layer(…) * {token}",
    ),
    _Rule(
        lambda s: s.before == "LBRACE" and s.kind in _PLAIN - {"NAME", "PATH"},
        "braces hold steps",
        "arguments stand in parentheses: layer({token})",
    ),
    _Rule(
        lambda s: s.before == "RBRACE" and s.kind == "NAME" and s.after.lstrip().startswith("="),
        "arguments stand in front of the braces",
        "write layer({token}=…) {{ … }}",
    ),
    _Rule(
        lambda s: s.before == "RBRACE" and s.kind in _PLAIN,
        "{quoted} begins a step of its own",
        "put -> or a newline between two steps",
    ),
    _Rule(
        lambda s: s.kind == "LPAR" and s.before == "NAME" and "frozen " in s.earlier,
        "what is frozen stands in braces",
        "put braces around it: frozen {{ {before}(…) }}",
    ),
    _Rule(
        lambda s: s.before == "_EQUAL" and (s.kind in _CLOSERS or s.kind == "_COMMA"),
        "a value is missing in front of '{token}'",
        "write it behind the '=', or leave the argument out",
    ),
    _Rule(
        lambda s: s.kind == "_COLON" and s.before == "NAME" and s.inside,
        "an argument is given with '='",
        "write {before}=…",
    ),
    _Rule(
        lambda s: s.kind == "MINUS" and not s.inside and bool(_LABEL.match(s.after)),
        "a label is a single word in front of ':'",
        "write '_' in place of '-', or put the label in quotes",
    ),
)

_RULES = (
    *_FOREIGN,
    *_MISPLACED,
    _Rule(_runs_on, "let goes on to the end of its line", "end it with ';' or a newline"),
    _Rule(
        lambda s: s.before == "_EQUAL" and s.kind in ("NUMBER", "SIZE") and not s.inside,
        "{quoted} cannot stand here",
        "a value is declared with let: let f = {token}",
    ),
    _Rule(
        _ends_arrow,
        "an arrow stands between two steps",
        "take it away, or name the step that is missing",
    ),
    _Rule(lambda s: s.kind == "$END", "the program ends in the middle of a step"),
    _Rule(
        lambda s: s.kind in _KEYWORDS,
        "'{token}' is reserved",
        "it begins a line of its own",
    ),
    _Rule(
        lambda s: s.before in _KEYWORDS,
        "'{before}' is reserved",
        "it begins a line of its own",
    ),
    _Rule(
        lambda s: s.before == "_SEPARATOR" and s.kind in ("LBRACE", "STAR"),
        "'{token}' stands on a line of its own",
        "put '{token}' on the line of its layer",
    ),
    _Rule(
        lambda s: s.kind in _CLOSERS and s.kind not in s.expected,
        "'{token}' closes nothing here",
        "take it away, or open a bracket for it",
    ),
    _Rule(
        lambda s: s.before == "RPAR" and s.kind == "LPAR",
        "a layer is not applied to another in parentheses",
        "leave out the second parentheses: a layer takes what the one before it hands on,"
        " or from(x) in front of it",
    ),
    _Rule(
        lambda s: s.before == "RPAR" and s.kind == "_COLON",
        "a layer is not numbered",
        "leave out the parentheses with the colon, or paste the code of the Sequential",
    ),
    _Rule(
        lambda s: s.kind == "MINUS" and s.after.lstrip(" \t").startswith(">"),
        "an arrow is written without blanks",
        "write ->",
    ),
    _Rule(
        lambda s: s.kind == "STAR" and s.before == "NUMBER" and not s.inside,
        "arithmetic among arguments without parentheses",
        "a size is written 28x28x1, arithmetic layer(4*c, 3x3)",
    ),
    _Rule(
        lambda s: s.kind in _ARITHMETIC and s.before in _PLAIN and not s.inside,
        "arithmetic among arguments without parentheses",
        "write layer(4*c, 3x3) instead of layer 4*c 3x3",
    ),
    _Rule(
        lambda s: s.kind in ("LPAR", "LBRACKET") and s.before in _PLAIN and not s.inside,
        "'{token}' cannot stand among arguments without parentheses",
        "put all the arguments into parentheses: layer(8, (3, 3))",
    ),
    _Rule(
        lambda s: s.text in _TIMES and s.before in _CLOSERS and not s.inside,
        "{quoted} stands between the extents of a size",
        "what is repeated has a '*': [ … ] * 3",
    ),
    _Rule(
        lambda s: s.kind == "NUMBER" and s.before in _CLOSERS and not s.inside,
        "{quoted} cannot stand here",
        "what is repeated has a '*': [ … ] * {token}",
    ),
    _Rule(
        lambda s: s.kind == "_COLON",
        "a label is a single word in front of ':'",
        "join its words with '_', or put the label in quotes",
    ),
    _Rule(
        lambda s: s.before in _VALUES and s.kind in _PLAIN and s.inside,
        "a comma is missing before {quoted}",
    ),
    _Rule(
        lambda s: s.before in _VALUES and s.kind in _PLAIN,
        "{quoted} begins a step of its own",
        "put -> or a newline between two steps",
    ),
    _Rule(lambda s: not s.text.strip(), "the line cannot end here"),
    _Rule(lambda _: True, "{quoted} cannot stand here"),
)


def explained(stop: Stop) -> tuple[str, str]:
    """The message and the hint for a place at which the parser stopped."""
    rule = next(rule for rule in _RULES if rule.applies(stop))
    words = {
        "token": stop.text,
        "before": stop.before_text,
        "quoted": quoted(stop.text),
        "number": thousands(stop.earlier, stop.text + stop.after),
    }
    return rule.message.format(**words), rule.hint.format(**words) or _wanted(stop.expected)


def _wanted(expected: frozenset[str]) -> str:
    """The bracket or sign that was missing, where there are few to choose from."""
    for kind, words in (("_EQUAL", "'='"), ("RPAR", "')' or ','"), ("LBRACE", "'{'")):
        if kind in expected and len(expected) < 8:
            return f"{words} could stand here"
    return ""
