"""Decides what a newline, a comma or a lone `x` means from the bracket in which it stands.

Between steps, newlines, commas and semicolons become one separator; inside `( )` and inside the
`[ ]` of a value newlines count for nothing and commas separate values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token

from symcnn.errors import Problem, ProgramError
from symcnn.formula.builder import span_of
from symcnn.source import Span

MAXIMUM_DEPTH = 64

OPENERS = {"LPAR": "RPAR", "LBRACKET": "RBRACKET", "LBRACE": "RBRACE"}
_CLOSERS = frozenset(OPENERS.values())
# Words after which labels stand in parentheses.
_TAKE_LABELS = frozenset({"from", "given"})
_KEYWORDS = {"let": "_LET", "block": "_BLOCK"}
_BREAKS = frozenset({"NEWLINE", "SEMICOLON", "_COMMA"})
# After these a step begins.
_STEP_STARTS = frozenset({None, "_SEPARATOR", "_ARROW", "LBRACE", "_BAR", "_COLON"})
_CHAIN_STARTS = frozenset({None, "LBRACE", "_BAR"})
# After these a lone `x` is the size sign.
_VALUES = frozenset({"NUMBER", "SIZE", "NAME", "PATH", "RPAR", "RBRACKET"})


@dataclass(slots=True)
class Bracket:
    """An open bracket: its token, whether it holds values, whether a `Sequential` opened it."""

    token: Token
    holds_values: bool
    sequential: bool = False


class Layout:
    """The stage between Lark's lexer and its parser."""

    always_accept = ("NEWLINE", "SEMICOLON", "TIMES")

    def __init__(self) -> None:
        self.open: list[Bracket] = []
        self.previous: Token | None = None
        self.before: Token | None = None
        self._previous_type: str | None = None
        self._step_start = True
        self._head: Token | None = None
        self.in_let = False

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens as the grammar wants them."""
        self.__init__()
        pending: Token | None = None
        for token in stream:
            if token.type in _BREAKS and not self._keeps(token):
                # A newline says less than a comma or a semicolon.
                if pending is None or pending.type == "NEWLINE":
                    pending = token
                continue
            if token.type == "NEWLINE":
                continue
            if pending is not None:
                if self._separates(pending, token):
                    yield self._passed(pending.update(type="_SEPARATOR"))
                pending = None
            yield self._passed(self._classified(token))
        yield from self._forgotten_parenthesis()

    def _keeps(self, token: Token) -> bool:
        """Whether a newline or comma belongs to the values around it."""
        if self.open and self.open[-1].holds_values:
            return True
        if token.type != "_COMMA":
            self.in_let = False
            return False
        word = "" if self._head is None else self._head.value
        if word in _TAKE_LABELS and self._previous_type != "RPAR":
            hint = f"write {word}(a, b) for several outputs"
            raise ProgramError([Problem("from", "a comma ends the step", span_of(token), hint)])
        return self.in_let

    def _separates(self, pending: Token, following: Token) -> bool:
        if self._previous_type in _CHAIN_STARTS or following.type in ("RBRACE", "_BAR"):
            return False
        if self._previous_type == "LBRACKET" or following.type == "RBRACKET":
            return False
        beside_arrow = following.type == "_ARROW" or self._previous_type == "_ARROW"
        return not (beside_arrow and pending.type == "NEWLINE")

    def _classified(self, token: Token) -> Token:
        if token.type == "TIMES":
            return token.update(type="CROSS")
        if token.type == "NAME":
            if token.value in _KEYWORDS:
                return token.update(type=_KEYWORDS[token.value])
            is_value = self._previous_type in _VALUES and self.previous is not self._head
            if token.value == "x" and is_value:
                return token.update(type="CROSS")
        return token

    def _passed(self, token: Token) -> Token:
        """Keep track of brackets and of where a step starts, then hand the token on."""
        kind = token.type
        in_values = bool(self.open) and self.open[-1].holds_values
        starts_step = not in_values and self._step_start
        if kind in OPENERS:
            self._opened(token, starts_step)
        elif kind in _CLOSERS and self.open:
            self.open.pop()
        elif kind in ("NAME", "PATH") and starts_step:
            self._head = token
        elif kind == "_LET":
            self.in_let = True
        self._step_start = kind in _STEP_STARTS or (
            kind == "LBRACKET" and not self.open[-1].holds_values
        )
        self.before, self.previous, self._previous_type = self.previous, token, kind
        return token

    def _opened(self, token: Token, starts_step: bool) -> None:
        if len(self.open) >= MAXIMUM_DEPTH:
            raise ProgramError(
                [
                    Problem(
                        "too-deep",
                        f"brackets nested more than {MAXIMUM_DEPTH} deep",
                        span_of(token),
                        "name the inner part with `block`",
                    )
                ]
            )
        group = token.type == "LBRACE" or (token.type == "LBRACKET" and starts_step)
        before = self.previous
        sequential = before is not None and before.value.rpartition(".")[2] == "Sequential"
        self.open.append(Bracket(token, not group, sequential))

    def _forgotten_parenthesis(self) -> Iterator[Token]:
        """`Sequential([ … ]` may lack its `)` at the end of the text."""
        if len(self.open) == 1 and self.open[0].sequential and self._previous_type == "RBRACKET":
            last = self.previous
            assert last is not None
            yield Token.new_borrow_pos("RPAR", ")", last)

    def inside_values(self, opened: bool) -> bool:
        """Whether the last token, which may have ``opened`` a bracket, stands among values."""
        around = self.open[:-1] if opened else self.open
        return bool(around) and around[-1].holds_values

    def unclosed(self) -> Span | None:
        """Where the innermost bracket stands that is still open."""
        return span_of(self.open[-1].token) if self.open else None
