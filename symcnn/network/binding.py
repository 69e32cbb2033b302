"""Binds the arguments of a step to those that its layer declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from symcnn.errors import did_you_mean, quoted
from symcnn.formula.nodes import Name, Number
from symcnn.layers.arguments import Argument, Kind, Required, Unfit
from symcnn.layers.catalogue import Entry, arguments_by_name
from symcnn.layers.declaration import Layer
from symcnn.network import values
from symcnn.network.scope import Rejected, Scope, rejected
from symcnn.source import Source, Span
from symcnn.syntax import tree

# Keras's ways to give the input's shape on the first layer.
INPUT_WORDS = ("input_shape", "batch_input_shape", "batch_shape", "input_dim", "input_length")


@dataclass(slots=True)
class Bound:
    """The arguments of a step: what the program gave, by the layer's own names."""

    given: dict[str, tree.Argument] = field(default_factory=dict[str, tree.Argument])
    name: tree.Value | None = None
    input_shape: tree.Argument | None = None


@dataclass(frozen=True, slots=True)
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
    by_name = _arguments(step.entry.layer)
    position = 0
    for argument in arguments:
        if argument.keyword is not None:
            _bind_keyword(step, argument, by_name, bound)
            continue
        if step.entry.keras:
            declared = _by_order(step, position, argument)
            position += 1
        else:
            declared = _by_form(step, argument.value, bound, scope)
            if declared.kind.gathers and declared.name in bound.given:
                argument = _joined(bound.given[declared.name], argument)
                bound.given[declared.name] = argument
                continue
        _put(declared, argument, bound)
    return bound


@cache
def _arguments(layer: Layer) -> dict[str, Argument]:
    return arguments_by_name(layer)


def _bind_keyword(
    step: Step, argument: tree.Argument, by_name: Mapping[str, Argument], bound: Bound
) -> None:
    keyword = argument.keyword
    assert keyword is not None
    declared = by_name.get(keyword)
    if declared is not None:
        _put(declared, argument, bound)
    elif keyword == "name":
        bound.name = argument.value
    elif keyword in INPUT_WORDS and step.entry.layer.name != "input":
        bound.input_shape = argument
    else:
        span = Span(argument.span.start, argument.span.start + len(keyword))
        known = list(by_name)
        hint = did_you_mean(keyword, known) or _takes(step.entry.layer)
        raise rejected("unknown-argument", f"{step.word} takes no argument '{keyword}'", span, hint)


def _takes(layer: Layer) -> str:
    named = [argument.name for argument in layer.arguments if not argument.kind.ignored]
    return f"it takes {', '.join(named)}" if named else "it takes none"


def _put(declared: Argument, argument: tree.Argument, bound: Bound) -> None:
    if declared.name in bound.given:
        raise rejected("argument-twice", f"{declared.name} is given twice", argument.span)
    bound.given[declared.name] = argument


def _by_order(step: Step, position: int, argument: tree.Argument) -> Argument:
    layer = step.entry.layer
    declared = layer.arguments
    order = layer.orders.get(step.word, ())
    if position < len(order):
        return _arguments(layer)[order[position]]
    if position >= len(declared):
        count = len(declared)
        noun = "argument" if count == 1 else "arguments"
        message = f"{step.word} takes {count or 'no'} {noun} by position"
        raise rejected("arguments", message, argument.span)
    return declared[position]


def _by_form(step: Step, value: tree.Value, bound: Bound, scope: Scope) -> Argument:
    """The argument that a value without keyword fills: by word, by size, else by order."""
    free = [a for a in step.entry.layer.arguments if a.name not in bound.given]
    if isinstance(value, Name) and value.name in values.NONE_WORDS:
        found = next((a for a in step.entry.layer.arguments if a.kind.gathers), None)
        if found is not None:
            return found
    if values.is_word(value, scope):
        return _by_word(step, value, free, scope)
    if values.is_size(value, scope):
        found = next((a for a in free if a.kind.takes_sizes), None)
    else:
        found = next((a for a in free if a.kind.takes_numbers and not a.kind.ignored), None)
        if found is None:
            found = _last_resort(step.entry.layer)
    if found is None:
        raise rejected(
            "arguments",
            f"{step.word} has no place for this argument",
            values.place(value),
            _takes(step.entry.layer),
        )
    return found


def _last_resort(layer: Layer) -> Argument | None:
    """A shape that goes on, or the first argument of a layer whose arguments change nothing."""
    arguments = layer.arguments
    shapes = (argument for argument in arguments if argument.kind.gathers)
    if all(argument.kind.ignored for argument in arguments):
        return arguments[0] if arguments else None
    return next(shapes, None)


def _by_word(step: Step, value: tree.Value, free: list[Argument], scope: Scope) -> Argument:
    if isinstance(value, tree.Call):
        found = next((a for a in free if a.kind.layers), None)
        if found is not None:
            return found
        message = f"{step.word} takes no layer as an argument"
        raise rejected("arguments", message, value.span, _takes(step.entry.layer))
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
    wanted = (a for a in free if isinstance(a.default, Required) or a.kind.gathers)
    required = next(wanted, None)
    if required is not None and required.kind.takes_numbers and isinstance(value, Name):
        return required
    raise _unknown_word(step, word, value, free)


def _unknown_word(step: Step, word: str, value: tree.Value, free: list[Argument]) -> Rejected:
    """The problem of a word that no argument knows; the argument with a near word is named."""
    taken = (a for a in step.entry.layer.arguments if a not in free and word in a.kind.words)
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
    return rejected("argument", message, values.place(value), _takes(step.entry.layer))


def _joined(first: tree.Argument, second: tree.Argument) -> tree.Argument:
    """``input(3, 32, 32)``: numbers one after the other are one shape."""
    before = first.value
    items = before.items if isinstance(before, tree.Tuple) else (before,)
    span = first.span.to(second.span)
    return tree.Argument(None, tree.Tuple((*items, second.value), span), span)


class Reader:
    """Reads bound arguments into the values that a layer works with."""

    def __init__(self, source: Source, checked: bool) -> None:
        self._source = source
        self._checked = checked

    def read(self, step: Step, bound: Bound, rank: int, scope: Scope) -> dict[str, Any]:
        """Every argument of the layer, defaults included.

        Raises:
            Rejected: for a value that does not fit, or an argument without a value.
        """
        layer = step.entry.layer
        result = dict(_defaults(layer, rank))
        for name, argument in bound.given.items():
            declared = _arguments(layer)[name]
            if not declared.kind.ignored:
                result[name] = self._value(argument, declared, rank, scope)
        for declared in layer.arguments:
            if declared.name not in result and not declared.kind.ignored:
                raise rejected(
                    "missing-argument",
                    f"{step.word} needs {declared.name}",
                    step.span,
                    f"such as {layer.examples[0].rpartition('-> ')[2]}" if layer.examples else "",
                )
        return result

    def _value(self, argument: tree.Argument, declared: Argument, rank: int, scope: Scope) -> Any:
        shown = argument.keyword or declared.name
        value = values.meaning(argument.value, declared, scope, shown)
        try:
            return declared.kind.read(value, rank, self._checked)
        except Unfit as unfit:
            span = values.place(argument.value)
            raise rejected(
                "argument",
                f"{shown} must be {unfit.expected}, not {self._found(argument, value)}",
                span,
                _near(value, declared.kind),
            ) from None

    def _found(self, argument: tree.Argument, value: Any) -> str:
        """What stood there: the value where it was computed, else the text."""
        span = values.place(argument.value)
        text = self._source.text[span.start : span.end]
        if isinstance(value, str):
            return f"'{value}'"
        shown = quoted(text)[1:-1]
        computed = isinstance(value, int | Fraction) and not isinstance(
            argument.value, Number | tree.Word
        )
        computed = computed and not isinstance(value, bool)
        return f"{shown} = {value}" if computed and str(value) != text else shown


def _near(value: Any, kind: Kind) -> str:
    return did_you_mean(value, kind.words) if isinstance(value, str) else ""


@cache
def _defaults(layer: Layer, rank: int) -> dict[str, Any]:
    return {
        argument.name: argument.default_at(rank)
        for argument in _arguments(layer).values()
        if not isinstance(argument.default, Required) and not argument.kind.ignored
    }
