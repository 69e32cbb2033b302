"""Says in a reader's words what is wrong with a text that does not parse."""

from __future__ import annotations

import re
from typing import cast

from lark import Token, UnexpectedCharacters, UnexpectedToken

from symcnn.errors import Problem, ProgramError, quoted
from symcnn.formula.builder import RejectedFormula, span_of
from symcnn.source import Source, Span
from symcnn.syntax.lexer import OPENERS, Layout
from symcnn.syntax.mistakes import CHARACTERS, CLOSING, Stop, explained
from symcnn.syntax.python_lines import python_problem

# How much of the text around a mistake tells what was meant.
_AROUND = 80


def problem_of(error: Exception, layout: Layout, source: Source) -> Problem:
    """The problem behind what stopped the parser; any other exception goes on its way."""
    python = python_problem(source)
    return python or _problem(error, layout, source.text)


def _problem(error: Exception, layout: Layout, text: str) -> Problem:
    if isinstance(error, UnexpectedCharacters):
        return _unexpected_character(error, text)
    if isinstance(error, UnexpectedToken):
        return _unexpected_token(error, layout, text)
    if isinstance(error, RejectedFormula):
        return Problem(error.kind, error.message, error.span, error.hint)
    if isinstance(error, ProgramError):
        return error.problems[0]
    raise error


def _unexpected_character(error: UnexpectedCharacters, text: str) -> Problem:
    start = cast(int, error.pos_in_stream)
    character = text[start]
    joined = re.compile(r"([0-9.]+)(\w+)").match(text, start)
    sized = re.compile(r"[0-9]+(?:x[0-9]+)*x(?!\w)").match(text, start)
    if sized:
        span = Span(start, sized.end())
        hint = "write the size without blanks, 28x28x3, or with a blank around each x"
        return Problem("syntax", f"{quoted(sized[0])} is only half of a size", span, hint)
    capital = re.compile(r"[0-9]+(?:X(?:[0-9]+|[A-Za-z]))+(?!\w)").match(text, start)
    if capital:
        span = Span(start, capital.end())
        hint = f"write {capital[0].replace('X', 'x')}"
        return Problem("syntax", f"{quoted(capital[0])} is no size", span, hint)
    if joined and text[joined.end() :].lstrip().startswith(":"):
        span = Span(start, joined.end())
        hint = f'put the label in quotes: "{joined[0]}": …'
        return Problem("syntax", f"the label {quoted(joined[0])} begins with a digit", span, hint)
    if joined:
        number, name = joined.groups()
        span = Span(start, joined.end())
        hint = f"write {number}*{name} for a product"
        return Problem("syntax", f"{quoted(joined[0])} is neither a number nor a name", span, hint)
    span = Span(start, start + 1)
    if character in "\"'\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}":
        return Problem("syntax", "the quotation mark is never closed on its line", span)
    if character in CHARACTERS:
        message = f"'{character}' has no meaning here"
        return Problem("syntax", message, span, CHARACTERS[character])
    shown = (
        quoted(character) if character.isprintable() else f"the character U+{ord(character):04X}"
    )
    return Problem("syntax", f"{shown} has no meaning in a program", span)


def _unexpected_token(error: UnexpectedToken, layout: Layout, text: str) -> Problem:
    token = cast(Token, error.token)
    before = layout.previous if token.type == "$END" else _before(layout, token)
    if token.type == "$END":
        opened = layout.unclosed()
        if opened:
            hint = f"write '{CLOSING[text[opened.start]]}' behind what it holds"
            return Problem("unclosed", "this bracket is never closed", opened, hint)
        span = _after(before)
    else:
        span = span_of(token)
    stop = Stop(
        token.type,
        str(token),
        before.type if before is not None else "",
        str(before) if before is not None else "",
        frozenset(error.expected),
        layout.inside_values(token.type in OPENERS),
        layout.in_let,
        text[max(0, span.start - _AROUND) : span.start],
        text[span.end : span.end + _AROUND],
    )
    message, hint = explained(stop)
    return Problem("syntax", message, span, hint)


def _before(layout: Layout, token: Token) -> Token | None:
    """The token before the unexpected one: the parser asks for one at a time."""
    return layout.before if layout.previous is token else layout.previous


def _after(token: Token | None) -> Span:
    return (
        Span(0, 0) if token is None else Span(cast(int, token.start_pos), cast(int, token.end_pos))
    )
