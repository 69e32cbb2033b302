"""The expressions of SymPy within a value: an argument, a shape, several of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast


def expressions(value: object) -> Iterator[Any]:
    """The expressions in a value, in a tuple or list of values, or in those of a mapping."""
    if isinstance(value, Mapping):
        value = tuple(cast("Mapping[object, object]", value).values())
    if isinstance(value, tuple | list):
        for each in cast("tuple[object, ...]", value):
            yield from expressions(each)
    elif hasattr(value, "free_symbols"):
        yield value


def stands_in(symbol: Any, value: object) -> bool:
    """Whether a symbol is free in an expression of a value."""
    return any(symbol in each.free_symbols for each in expressions(value))
