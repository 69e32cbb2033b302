"""What the value of an argument means: a number, a size, a word, a flag, None, a tuple."""

from __future__ import annotations

from typing import Any

from symcnn.errors import did_you_mean
from symcnn.formula.nodes import Name, Number
from symcnn.layers.arguments import FLAG_WORDS, Argument
from symcnn.network.scope import Scope, rejected
from symcnn.source import Span
from symcnn.syntax.builder import size_of
from symcnn.syntax.tree import Adjacent, Call, Size, Tuple, Value, Word

NONE_WORDS = frozenset({"None", "none"})
_NOWHERE = Span(0, 0)


def place(value: Value) -> Span:
    """Where a value stands."""
    return value.span or _NOWHERE


def meaning(value: Value, argument: Argument, scope: Scope, shown: str) -> Any:
    """The plain value of an argument: int, fraction, expression, str, bool, None or tuple.

    ``shown`` is the argument's name as the program writes it.
    """
    if isinstance(value, Number):
        return value.value
    if isinstance(value, Name):
        return _name(value, argument, scope, shown)
    if isinstance(value, Word):
        return _quoted(value, argument, shown)
    if isinstance(value, Tuple):
        return tuple(meaning(item, argument, scope, shown) for item in value.items)
    if isinstance(value, Size):
        value_of = scope.number if argument.kind.decides else scope.value
        return tuple(value_of(part) for part in value.parts)
    if isinstance(value, Call):
        return _called(value, argument, shown)
    if isinstance(value, Adjacent):
        raise rejected("syntax", "a comma is missing between these", value.span)
    return scope.number(value) if argument.kind.decides else scope.value(value)


def _quoted(word: Word, argument: Argument, shown: str) -> str:
    known = argument.kind.quoted
    if known and word.text not in known:
        message = f"{shown} must be {' or '.join(known)} where it is quoted, not '{word.text}'"
        hint = "put a function or its module there, such as nn.Tanh()"
        raise rejected("argument", message, word.span, did_you_mean(word.text, known) or hint)
    return word.text


def _name(node: Name, argument: Argument, scope: Scope, shown: str) -> Any:
    word, kind, span = node.name, argument.kind, node.span or _NOWHERE
    if word in scope.words:
        return scope.words[word]
    if scope.declared(word):
        return scope.number(node) if kind.decides else scope.value(node)
    if word in NONE_WORDS:
        return None
    if word in FLAG_WORDS:
        return FLAG_WORDS[word]
    if kind.layers:
        # keras.activations.relu, tf.nn.relu
        word = word.rpartition(".")[2]
    if word in kind.words:
        return word
    if scope.looks_like_size(word) and kind.takes_sizes:
        return size(node, scope)
    if kind.words and (len(word) > 1 or not kind.takes_numbers):
        raise rejected(
            "argument",
            f"{shown} must be {kind.expected}, not '{word}'",
            span,
            did_you_mean(word, kind.words),
        )
    if not word.isidentifier():
        raise rejected("argument", f"'{word}' is no value for {shown}", span)
    return scope.value(node)


def size(node: Name, scope: Scope) -> tuple[Any, ...]:
    """The size that a word writes; an error where it could as well be a name."""
    if not scope.is_size(node.name):
        raise rejected(
            "size",
            f"'{node.name}' is either a name or a size",
            node.span or _NOWHERE,
            f"write {' x '.join(node.name.split('x'))} for a size, or declare it with let",
        )
    return tuple(scope.value(part) for part in size_of(node.name, node.span or _NOWHERE).parts)


def _called(call: Call, argument: Argument, shown: str) -> str:
    """A layer as an argument stands for the function of its name: ``LeakyReLU(0.1)``."""
    if not argument.kind.layers:
        raise rejected("argument", f"{shown} takes no layer", call.span)
    return call.name.rpartition(".")[2]


def is_none(value: Value, scope: Scope) -> bool:
    """Whether a value is None."""
    return isinstance(value, Name) and value.name in NONE_WORDS and not scope.declared(value.name)


def is_word(value: Value, scope: Scope) -> bool:
    """Whether a value given by position is a word rather than a number or a size."""
    if isinstance(value, Word | Call):
        return True
    if not isinstance(value, Name):
        return False
    name = value.name
    if name in scope.words:
        return not isinstance(scope.words[name], tuple)
    return not scope.declared(name) and len(name) > 1 and not scope.is_size(name)


def is_size(value: Value, scope: Scope) -> bool:
    """Whether a value given by position is a size or a tuple."""
    if isinstance(value, Size | Tuple):
        return True
    if not isinstance(value, Name):
        return False
    return isinstance(scope.words.get(value.name), tuple) or scope.is_size(value.name)
