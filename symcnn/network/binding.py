"""Binds the arguments of a step to those that its layer declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from symcnn.errors import did_you_mean
from symcnn.formula.nodes import Name, Number
from symcnn.layers.arguments import Argument, Required
from symcnn.layers.catalogue import Entry, arguments_by_name
from symcnn.network import values
from symcnn.network.scope import Rejected, Scope, rejected
from symcnn.records import value_record
from symcnn.source import Span
from symcnn.syntax import tree

# Keras's ways to give the input's shape on the first layer.
INPUT_WORDS = ("input_shape", "batch_input_shape", "batch_shape", "input_dim", "input_length")


@dataclass(slots=True)
class Bound:
    """The arguments of a step: what the program gave, by the layer's own names."""

    given: dict[str, tree.Argument] = field(default_factory=dict[str, tree.Argument])
    name: tree.Value | None = None
    input_shape: tree.Argument | None = None
    own_word: bool = False  # an embedding knows input_length too


@value_record
class Step:
    """What binding needs to know of a step: its word, its entry and where it stands."""

    word: str
    entry: Entry
    span: Span


def bind(step: Step, arguments: tuple[tree.Argument, ...], scope: Scope) -> Bound:
    """Each argument under the name by which its layer declares it.

    Raises:
        Rejected: for an unknown argument, one given twice, one too many.
    """
    bound = Bound()
    by_name = arguments_by_name(step.entry)
    position = 0
    for argument in arguments:
        if argument.keyword is not None:
            _bind_keyword(step, argument, by_name, bound)
            continue
        if step.entry.loose and position >= len(step.entry.arguments):
            continue
        if step.entry.strict:
            declared = _by_order(step, position, argument)
            position += 1
        else:
            try:
                declared = _by_form(step, argument.value, bound, scope)
            except Rejected as error:
                raise _one_number(arguments, argument) or error from None
            if declared.kind.gathers and declared.name in bound.given:
                argument = _joined(bound.given[declared.name], argument)
                bound.given[declared.name] = argument
                continue
        _put(declared, argument, bound)
    return bound


def _bind_keyword(
    step: Step, argument: tree.Argument, by_name: Mapping[str, Argument], bound: Bound
) -> None:
    keyword = argument.keyword or ""
    declared = by_name.get(keyword)
    describes_input = keyword in INPUT_WORDS and not step.entry.layer.begins
    if declared is not None and not (describes_input and declared.kind.ignored):
        _put(declared, argument, bound)
    elif keyword == "name":
        bound.name = argument.value
    elif describes_input:
        bound.input_shape, bound.own_word = argument, declared is not None
    elif not step.entry.loose:
        span = Span(argument.span.start, argument.span.start + len(keyword))
        known = list(by_name)
        hint = did_you_mean(keyword, known) or takes(step.entry)
        if keyword == "trainable":
            hint = f"write frozen {{ {step.word}(…) }}"
        raise rejected("unknown-argument", f"{step.word} takes no argument '{keyword}'", span, hint)


def takes(entry: Entry) -> str:
    """What a layer takes, for a hint."""
    named = [argument.name for argument in entry.arguments if not argument.kind.ignored]
    return f"it takes {', '.join(named)}" if named else "it takes none"


def _put(declared: Argument, argument: tree.Argument, bound: Bound) -> None:
    if declared.name in bound.given:
        raise rejected("argument-twice", f"{declared.name} is given twice", argument.span)
    bound.given[declared.name] = argument


def _by_order(step: Step, position: int, argument: tree.Argument) -> Argument:
    declared = step.entry.arguments
    if position >= len(declared):
        count = len(declared)
        noun = "argument" if count == 1 else "arguments"
        message = f"{step.word} takes {count or 'no'} {noun} by position"
        raise rejected("arguments", message, argument.span)
    return declared[position]


def _one_number(arguments: tuple[tree.Argument, ...], last: tree.Argument) -> Rejected | None:
    """The error for a number with commas between its digits, ``1,000``: those are two arguments."""
    parts: list[tree.Argument] = []
    for part in arguments[max(0, arguments.index(last) - 1) :]:
        goes_on = not parts or parts[-1].span.end + 1 == part.span.start
        digits = part.span.end - part.span.start
        if not isinstance(part.value, Number) or not goes_on or (parts and digits != 3):
            break
        parts.append(part)
    if last not in parts[1:]:
        return None
    head, *rest = (str(getattr(part.value, "value", "")) for part in parts)
    number = head + "".join(digits.rjust(3, "0") for digits in rest)
    span = Span(parts[0].span.start, parts[-1].span.end)
    return rejected("arguments", "a number is written without commas", span, f"write {number}")


def _by_form(step: Step, value: tree.Value, bound: Bound, scope: Scope) -> Argument:
    """The argument that a value without keyword fills: by word, by size, else by order."""
    free = [a for a in step.entry.arguments if a.name not in bound.given]
    if isinstance(value, Name) and value.name in values.NONE_WORDS:
        found = next((a for a in step.entry.arguments if a.kind.gathers), None)
        if found is not None:
            return found
    if values.is_word(value, scope) or _lists_layers(value):
        return _by_word(step, value, free, scope)
    if values.is_size(value, scope):
        found = next((a for a in free if a.kind.takes_sizes), None)
    else:
        found = next((a for a in free if a.kind.takes_numbers and not a.kind.ignored), None)
        if found is None:
            found = _last_resort(step.entry)
    if found is None:
        raise rejected(
            "arguments",
            f"{step.word} has no place for this argument",
            values.place(value),
            takes(step.entry),
        )
    return found


def _lists_layers(value: tree.Value) -> TypeGuard[tree.Tuple]:
    """Whether a value is layers in a row."""
    return isinstance(value, tree.Tuple) and any(isinstance(i, tree.Call) for i in value.items)


def _last_resort(entry: Entry) -> Argument | None:
    """A shape that goes on, or the first argument of a layer whose arguments change nothing."""
    arguments = entry.arguments
    shapes = (argument for argument in arguments if argument.kind.gathers)
    if all(argument.kind.ignored for argument in arguments):
        return arguments[0] if arguments else None
    return next(shapes, None)


def _by_word(step: Step, value: tree.Value, free: list[Argument], scope: Scope) -> Argument:
    if isinstance(value, tree.Call | tree.Tuple):
        found = next((a for a in free if a.kind.layers or a.kind.holds), None)
        if found is not None:
            return found
        if any(argument.kind.holds for argument in step.entry.arguments):
            message = f"{step.word} takes its layers together, and this is one more"
            hint = f"write {step.word} {{ … -> … }}, or put them into [ ]"
            raise rejected("arguments", message, value.span, hint)
        message = f"{step.word} takes no layer as an argument"
        raise rejected("arguments", message, value.span, takes(step.entry))
    word = value.text if isinstance(value, tree.Word) else getattr(value, "name", "")
    if isinstance(value, Name):
        # A block's parameter stands for the word that it was given.
        word = str(scope.words.get(word, word))
    for argument in free:
        # keras.activations.relu, tf.nn.relu
        short = word.rpartition(".")[2] if argument.kind.layers else word
        quoted_word = isinstance(value, tree.Word) and short.lower() in argument.kind.words
        if short in argument.kind.words or quoted_word:
            return argument
    text = isinstance(value, tree.Word) and next((a for a in free if a.kind.texts), None)
    if text:
        return text
    wanted = (a for a in free if isinstance(a.default, Required) or a.kind.gathers)
    wanted = (a for a in wanted if a.kind.takes_numbers or a.kind.holds)
    required = next(wanted, None)
    if required is not None and isinstance(value, Name):
        return required
    raise _unknown_word(step, word, value, free)


def _unknown_word(step: Step, word: str, value: tree.Value, free: list[Argument]) -> Rejected:
    """The problem of a word that no argument knows; the argument with a near word is named."""
    taken = (a for a in step.entry.arguments if a not in free and word in a.kind.words)
    twice = next(taken, None)
    if twice is not None:
        return rejected("argument-twice", f"{twice.name} is given twice", values.place(value))
    worded = [a for a in free if a.kind.words]
    for argument in worded:
        hint = did_you_mean(word, argument.kind.words)
        if hint:
            message = f"{argument.name} must be {argument.kind.expected}, not '{word}'"
            return rejected("argument", message, values.place(value), hint)
    message = f"{step.word} knows no word '{word}'"
    return rejected("argument", message, values.place(value), takes(step.entry))


def _joined(first: tree.Argument, second: tree.Argument) -> tree.Argument:
    """``input(3, 32, 32)``: numbers one after the other are one shape."""
    before = first.value
    items = before.items if isinstance(before, tree.Tuple) else (before,)
    span = first.span.to(second.span)
    return tree.Argument(None, tree.Tuple((*items, second.value), span), span)
