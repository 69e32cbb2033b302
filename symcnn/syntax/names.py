"""The names that a program uses as values, whatever they turn out to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, cast

from symcnn.formula.nodes import Name
from symcnn.syntax.tree import Binding, Program


def names_in(program: Program) -> frozenset[str]:
    """Every name that stands in a value or is bound by a `let`: symbols are among them."""
    return frozenset(_names(program.body))


def names_in_value(value: object) -> frozenset[str]:
    """Every name that stands in a value."""
    return frozenset(_names(value))


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, Name | Binding):
        yield part.name
    for each in cast("Iterable[Any]", part if isinstance(part, tuple) else _fields(part)):
        yield from _names(each)


def _fields(part: Any) -> Iterator[Any]:
    if is_dataclass(part):
        for field in fields(part):
            yield getattr(part, field.name)
