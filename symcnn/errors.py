"""The errors a user can meet. Each says what was found, what was expected, where, and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from symcnn.records import value_record

if TYPE_CHECKING:
    from symcnn.source import Source, Span


# A longer word in a message, such as a name of a thousand letters, is cut.
_SHOWN = 60
_LONG_WORD = re.compile(rf"\S{{{_SHOWN + 20},}}")


@value_record
class Problem:
    """One mistake.

    ``kind`` is its stable name (``unknown-layer``), ``related`` are further places that
    belong to it, each with a word on what stands there.
    """

    kind: str
    message: str
    span: Span | None = None
    hint: str = ""
    related: tuple[tuple[Span, str], ...] = ()


class SymcnnError(Exception):
    """One or more mistakes in what the user gave; the base of all errors that symcnn raises.

    ``str(error)`` is the whole message as the command line prints it, for instance::

        lenet.cnn:4:22: error: padding must be same, valid or an integer, not 'smae'
            conv(8, 5x5, padding=smae)
                                 ^^^^
        help: did you mean 'same'?
    """

    exit_status = 1

    def __init__(self, problems: Iterable[Problem], source: Source | None = None) -> None:
        super().__init__()
        self.problems = tuple(problems)
        self.source = source

    def __str__(self) -> str:
        return "\n".join(_shown(problem, self.source) for problem in self.problems)


class ProgramError(SymcnnError):
    """A mistake in a program or in a file that the call names."""


class CallError(SymcnnError):
    """A mistake in the call: an unknown label, symbol or option value, an unreadable file."""

    exit_status = 2


class MissingKey(CallError, KeyError):
    """A name that a mapping of symcnn does not have; a ``KeyError`` as well."""


class CheckError(SymcnnError):
    """A derivation whose lines are not equal: a mistake in symcnn itself, never a page."""

    exit_status = 70


def call_error(kind: str, message: str, hint: str = "") -> CallError:
    """A :class:`CallError` of a single mistake without a place in a text."""
    return CallError([Problem(kind, message, hint=hint)])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known words but the word itself, or an empty string."""
    # A very long word is near to nothing, and comparing it takes its time; Python hands over
    # anything where a name should stand.
    if not isinstance(word, str) or len(word) > 60:  # pyright: ignore[reportUnnecessaryIsInstance]
        return ""
    from difflib import get_close_matches

    by_folded: dict[str, str] = {}
    for name in islice(known, 2000):
        # Of two names that differ in case alone, the one written like the word.
        if name.casefold() not in by_folded or name.islower() == word.islower():
            by_folded[name.casefold()] = name
    near = get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.6)
    names = " or ".join(f"'{by_folded[name]}'" for name in near if by_folded[name] != word)
    return f"did you mean {names}?" if names else ""


def quoted(text: str, limit: int = 40) -> str:
    """What the user wrote, in quotes, on one line, cut when it is long."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= limit else f"'{line[:limit]}…'"


def _shown(problem: Problem, source: Source | None) -> str:
    lines = [_placed(problem.span, f"error: {problem.message}", source)]
    lines.extend(_placed(span, f"note: {words}", source) for span, words in problem.related)
    if problem.hint:
        lines.append(f"help: {problem.hint}")
    return "\n".join(lines)


def _placed(span: Span | None, message: str, source: Source | None) -> str:
    message = _LONG_WORD.sub(lambda word: f"{word[0][:_SHOWN]}…", message)
    if source is None:
        return f"symcnn: {message}"
    if span is None:
        return f"{source.name}: {message}"
    line, column = source.position(span.start)
    text, carets = source.excerpt(span)
    return f"{source.name}:{line}:{column}: {message}\n    {text}\n    {carets}"
