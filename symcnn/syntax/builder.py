"""Builds the syntax tree while Lark parses: one method for each rule of the grammar."""

from __future__ import annotations

from typing import Any

from lark import Token

from symcnn.formula.builder import ArithmeticBuilder, RejectedFormula, function, span_of, span_over
from symcnn.formula.nodes import FUNCTIONS, SPELLINGS, Function, Name, Negative, Number
from symcnn.source import Span
from symcnn.syntax.tree import (
    Adjacent,
    Argument,
    Assignment,
    Binding,
    Block,
    Call,
    Let,
    Size,
    Step,
    Tuple,
    Word,
)

MAXIMUM_STEPS = 20_000
_NOT_NUMBERS: dict[type, str] = {
    Word: "a word",
    Size: "a size",
    Tuple: "a tuple",
    Call: "a layer",
    Adjacent: "layers",
}
_NOWHERE = Span(0, 0)


class ProgramBuilder(ArithmeticBuilder):
    """Turns the rules of a program into its tree."""

    def __init__(self) -> None:
        self._step_count = 0

    def program(self, parts: list[Any]) -> tuple[Any, ...]:
        self._step_count = 0
        return parts[0] if parts else ()

    def chain(self, parts: list[Any]) -> tuple[Any, ...]:
        return tuple(parts)

    branch = program

    def braces(self, parts: list[Any]) -> list[Any]:
        return parts

    # --- statements -------------------------------------------------------------------------

    def let(self, parts: list[Any]) -> Let:
        return Let(tuple(parts), span_over(parts[0], parts[-1]))

    def binding(self, parts: list[Any]) -> Binding:
        return Binding(parts[0].value, parts[1] if len(parts) > 1 else None, span_of(parts[0]))

    parameter = binding

    def block(self, parts: list[Any]) -> Block:
        name, braces = parts[0], parts[-1]
        parameters = tuple(part for part in parts[1:-1] if isinstance(part, Binding))
        if len(braces) != 3:
            raise RejectedFormula(
                span_over(name, braces[-1]),
                "block",
                f"the body of block '{name.value}' has branches",
                "put them into add { … | … } or another merge",
            )
        return Block(name.value, parameters, braces[1], span_of(name))

    def assignment(self, parts: list[Any]) -> Assignment:
        return Assignment(parts[0].value, parts[1], span_of(parts[0]))

    def label(self, parts: list[Any]) -> tuple[str, Span]:
        token = parts[0]
        text = token.value if token.type == "NAME" else token.value[1:-1]
        return text, span_of(token)

    def step(self, parts: list[Any]) -> Step:
        self._step_count += 1
        step: Step = parts[-1]
        if self._step_count > MAXIMUM_STEPS:
            raise RejectedFormula(
                step.span,
                "too-large",
                f"more than {MAXIMUM_STEPS} steps in a program",
                "write what repeats as [ … ] * n",
            )
        if len(parts) == 1:
            return step
        text, span = parts[0]
        return Step(
            step.name,
            step.name_span,
            step.arguments,
            step.branches,
            step.count,
            step.span,
            text,
            span,
            step.called,
        )

    def lone_layer(self, parts: list[Any]) -> Step:
        return self._layer(parts[0].value, parts[0], (), parts[1:])

    def bare_layer(self, parts: list[Any]) -> Step:
        split = next((i for i, part in enumerate(parts) if isinstance(part, list)), len(parts))
        return self._layer(parts[0].value, parts[0], tuple(parts[1:split]), parts[split:])

    def called_layer(self, parts: list[Any]) -> Step:
        call: Call | Function = parts[0]
        if isinstance(call, Function):
            raise RejectedFormula(
                _place(call.span), "unknown-layer", f"'{call.name}' is a function, not a layer"
            )
        return self._layer(call.name, call, call.arguments, parts[1:], call.name_span)

    def _layer(
        self,
        name: str,
        head: Any,
        arguments: tuple[Argument, ...],
        rest: list[Any],
        name_span: Span | None = None,
    ) -> Step:
        lists: list[Any] = [part for part in rest if isinstance(part, list)]
        braces: Any = lists[0] if lists else None
        count = next((part for part in rest if not isinstance(part, list)), None)
        last: Any = braces[-1] if braces else (arguments[-1] if arguments else head)
        if name_span is not None and not braces:
            last = head
        return Step(
            name,
            name_span or span_of(head),
            arguments,
            tuple(braces[1:-1]) if braces else None,
            count,
            span_over(head, last),
            called=name_span is not None,
        )

    def group(self, parts: list[Any]) -> Step:
        opening, body = parts[0], parts[1]
        count = parts[3] if len(parts) > 3 else None
        return Step("", span_of(opening), (), (body,), count, span_over(opening, parts[2]))

    def repeat(self, parts: list[Any]) -> Any:
        return parts[1]

    # --- arguments --------------------------------------------------------------------------

    def positional(self, parts: list[Any]) -> Argument:
        return Argument(None, parts[0], parts[0].span)

    bare_positional = positional

    def keyword(self, parts: list[Any]) -> Argument:
        return Argument(parts[0].value, parts[1], span_over(parts[0], parts[1]))

    bare_keyword = keyword

    def bare_negative(self, parts: list[Any]) -> Argument:
        value = _number(parts[2])
        negative = Negative(value, span_over(parts[1], value))
        return Argument(parts[0].value, negative, span_over(parts[0], value))

    def call(self, parts: list[Any]) -> Call | Function:
        name, arguments = parts[0], tuple(parts[2:-1])
        span = span_over(name, parts[-1])
        if name.value in FUNCTIONS or name.value in SPELLINGS:
            for argument in arguments:
                if argument.keyword is not None:
                    message = f"{name.value} takes no keywords"
                    raise RejectedFormula(argument.span, "arguments", message)
            values = tuple(_number(argument.value) for argument in arguments)
            return function(name.value, values, span, span_of(name))
        if parts[1].start_pos > name.end_pos and _is_lone_tuple(arguments):
            inside = ", ".join(str(argument.value.value) for argument in arguments)
            raise RejectedFormula(
                span_over(parts[1], parts[-1]),
                "tuple",
                "a tuple of its own after a layer's name",
                f"write {name.value}(({inside})) for a size, {name.value}({inside}) for arguments",
            )
        return Call(name.value, span_of(name), arguments, span)

    def adjacent(self, parts: list[Any]) -> Adjacent:
        return Adjacent(tuple(parts), span_over(parts[0], parts[-1]))

    # --- values -----------------------------------------------------------------------------

    def word(self, parts: list[Any]) -> Word:
        return Word(parts[0].value[1:-1], span_of(parts[0]))

    def size(self, parts: list[Any]) -> Size:
        return size_of(parts[0].value, span_of(parts[0]))

    def bare_size(self, parts: list[Any]) -> Size:
        values = [part for part in parts if not isinstance(part, Token)]
        return Size(_extents(values), span_over(parts[0], parts[-1]))

    def parenthesised(self, parts: list[Any]) -> Any:
        body = parts[1]
        return body if type(body) in _NOT_NUMBERS else super().parenthesised(parts)

    def tuple(self, parts: list[Any]) -> Tuple:
        return Tuple(tuple(parts[1:-1]), span_over(parts[0], parts[-1]))

    list = tuple

    def product(self, parts: Any) -> Any:
        crosses = [sign for sign in parts[1::2] if sign.type == "CROSS"]
        if not crosses:
            return super().product([_checked(part) for part in parts])
        if len(crosses) < len(parts) // 2:
            raise RejectedFormula(
                span_over(parts[0], parts[-1]),
                "size",
                "a size with arithmetic in it",
                "put parentheses around the arithmetic: (2*f) x 3",
            )
        return Size(_extents(parts[::2]), span_over(parts[0], parts[-1]))

    def sum(self, parts: Any) -> Any:
        return super().sum([_checked(part) for part in parts])

    def signed(self, parts: Any) -> Any:
        return super().signed([_checked(part) for part in parts])

    def power(self, parts: Any) -> Any:
        return super().power([_checked(part) for part in parts])

    def negative(self, parts: Any) -> Any:
        return super().negative([_checked(part) for part in parts])


def size_of(text: str, span: Span) -> Size:
    """The size that a word such as ``5x5`` or ``fxf`` writes, each part with its own place."""
    parts: list[Any] = []
    start = span.start
    for piece in text.replace("\N{MULTIPLICATION SIGN}", "x").split("x"):
        place = Span(start, start + len(piece))
        parts.append(Number(int(piece), place) if piece.isdigit() else Name(piece, place))
        start = place.end + 1
    return Size(tuple(parts), span)


def _extents(parts: list[Any]) -> tuple[Any, ...]:
    """The extents of a size; a part may be a size itself, as in ``H x 8x3``."""
    extents: list[Any] = []
    for part in parts:
        extents.extend(part.parts if isinstance(part, Size) else (_number(part),))
    return tuple(extents)


def _checked(part: Any) -> Any:
    return part if isinstance(part, Token) else _number(part)


def _number(part: Any) -> Any:
    """The part, where it is arithmetic; RejectedFormula where it is a word, size or layer."""
    if type(part) not in _NOT_NUMBERS:
        return part
    what = _NOT_NUMBERS[type(part)]
    raise RejectedFormula(part.span, "not-a-number", f"{what} where a number must stand")


def _is_lone_tuple(arguments: tuple[Argument, ...]) -> bool:
    return len(arguments) > 1 and all(
        argument.keyword is None and isinstance(argument.value, Number) for argument in arguments
    )


def _place(span: Span | None) -> Span:
    return span or _NOWHERE
