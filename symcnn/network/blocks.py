"""The scope of a block in use: its parameters bound to the arguments of the step."""

from __future__ import annotations

from typing import Any

from symcnn.errors import did_you_mean
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name, Node
from symcnn.network import values
from symcnn.network.scope import Scope, rejected
from symcnn.syntax import tree


def block_scope(block: tree.Block, step: tree.Step, scope: Scope) -> Scope:
    """The names inside a block's body.

    A parameter may be a number, or a word such as ``same`` that an argument inside takes.

    Raises:
        Rejected: for an unknown, a missing or a surplus argument.
    """
    given = _by_name(block, step)
    numbers: dict[str, Value] = {}
    written: dict[str, Value] = {}
    words: dict[str, Any] = {}
    for parameter in block.parameters:
        value = given.get(parameter.name, parameter.value)
        if value is None:
            raise rejected(
                "missing-argument",
                f"{block.name} needs {parameter.name}",
                step.span,
                f"write {block.name}({', '.join(p.name for p in block.parameters)})",
            )
        # A default may use the parameters before it.
        seen = scope if parameter.name in given else scope.inner(written, numbers, words)
        if _is_word(value, seen):
            words[parameter.name] = _word(value, seen)
        else:
            written[parameter.name] = seen.value(_arithmetic(value))
            numbers[parameter.name] = seen.number(_arithmetic(value))
    return scope.inner(written, numbers, words)


def _by_name(block: tree.Block, step: tree.Step) -> dict[str, tree.Value]:
    names = [parameter.name for parameter in block.parameters]
    given: dict[str, tree.Value] = {}
    position = 0
    for argument in step.arguments:
        keyword = argument.keyword
        if keyword is None:
            if position >= len(names):
                message = f"{block.name} takes {len(names)} arguments"
                raise rejected("arguments", message, argument.span)
            keyword = names[position]
            position += 1
        elif keyword == "name" and "name" not in names:
            continue
        if keyword not in names:
            hint = did_you_mean(keyword, names) or f"it takes {', '.join(names) or 'none'}"
            message = f"{block.name} takes no argument '{keyword}'"
            raise rejected("unknown-argument", message, argument.span, hint)
        if keyword in given:
            raise rejected("argument-twice", f"{keyword} is given twice", argument.span)
        given[keyword] = argument.value
    return given


def _is_word(value: tree.Value, scope: Scope) -> bool:
    if isinstance(value, tree.Word | tree.Tuple | tree.Size):
        return True
    if isinstance(value, tree.Call | tree.Adjacent):
        raise rejected("arguments", "a block takes no layer as an argument", value.span)
    if not isinstance(value, Name):
        return False
    name = value.name
    if name in scope.words:
        return True
    return not scope.declared(name) and (len(name) > 1 or scope.is_size(name))


def _word(value: tree.Value, scope: Scope) -> Any:
    """A word, flag, None or size, as an argument inside the block will see it."""
    if isinstance(value, tree.Word):
        return value.text
    if isinstance(value, tree.Size):
        return tuple(scope.value(part) for part in value.parts)
    if isinstance(value, tree.Tuple):
        return tuple(_item(item, scope) for item in value.items)
    assert isinstance(value, Name)
    if value.name in scope.words:
        return scope.words[value.name]
    if scope.is_size(value.name):
        return values.size(value, scope)
    if value.name in values.NONE_WORDS:
        return None
    return values.FLAG_WORDS.get(value.name, value.name)


def _item(item: tree.Value, scope: Scope) -> Any:
    if _is_word(item, scope):
        return _word(item, scope)
    return scope.value(_arithmetic(item))


def _arithmetic(value: tree.Value) -> Node:
    """A value that is no word, size, tuple or layer is arithmetic."""
    assert not isinstance(value, tree.Word | tree.Size | tree.Tuple | tree.Call | tree.Adjacent)
    return value
