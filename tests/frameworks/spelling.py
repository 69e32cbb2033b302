"""How the values of a record are written in a program: plainly, or as users vary them.

A plain spelling writes every argument by keyword, as the record holds it. A varied one draws, by
a seed, positional arguments in the framework's own order, tuples or lists, quotes, flags in either
case, prefixes of class names, labels in front or as ``name=``, arrows or newlines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tests.frameworks.records import Record, is_layer

# Longest positional run worth writing: nobody writes ten arguments in a row.
_MOST_POSITIONAL = 6


class Spelling:
    """Writes values; without a seed always in the same, plain way."""

    def __init__(
        self, orders: Mapping[str, Sequence[str]], prefixes: Sequence[str], seed: int | None = None
    ) -> None:
        self._orders = orders
        self._prefixes = prefixes
        self._random = None if seed is None else Random(seed)

    def one_of(self, first: str, *others: str) -> str:
        """The first of several ways to write the same, or a drawn one."""
        return first if self._random is None else self._random.choice((first, *others))

    def chance(self, probability: float) -> bool:
        """Whether a variation is taken; never in a plain spelling."""
        return self._random is not None and self._random.random() < probability

    def value(self, value: Any) -> str:
        """A value of an argument."""
        if isinstance(value, bool):
            return self.one_of(str(value), str(value).lower())
        if isinstance(value, str):
            quote = self.one_of('"', "'")
            return f"{quote}{value}{quote}"
        if isinstance(value, list):
            return self._sequence([self.value(part) for part in value])
        return self.layer(value) if is_layer(value) else repr(value)

    def _sequence(self, parts: list[str]) -> str:
        joined = ", ".join(parts)
        if self.chance(0.5) or not parts:
            return f"[{joined}]"
        return f"({joined},)" if len(parts) == 1 else f"({joined})"

    def layer(self, record: Record, *more: str) -> str:
        """A layer with its arguments; ``more`` stands after them."""
        name = record["class"]
        if self._prefixes and self.chance(0.3):
            name = f"{self.one_of(*self._prefixes)}{name}"
        return f"{name}({', '.join((*self._arguments(record), *more))})"

    def plain(self, record: Record) -> str:
        """A layer of the language's own, its arguments by keyword."""
        arguments = ", ".join(f"{key}={self.value(v)}" for key, v in record["arguments"].items())
        return f"{record['class']}({arguments})"

    def _arguments(self, record: Record) -> list[str]:
        given = dict(record["arguments"])
        written: list[str] = []
        if self.chance(0.6):
            for name in self._orders.get(record["class"], ())[:_MOST_POSITIONAL]:
                if name not in given or (written and self.chance(0.25)):
                    break
                written.append(self.value(given.pop(name)))
        keywords = [f"{name}={self.value(value)}" for name, value in given.items()]
        if self._random is not None:
            self._random.shuffle(keywords)
        return written + keywords
