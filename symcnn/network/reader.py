"""Reads the bound arguments of a step into the values that its layer works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from symcnn.choices import PYTORCH
from symcnn.errors import did_you_mean, quoted
from symcnn.formula.nodes import Number
from symcnn.layers.arguments import Argument, Kind, Required, Unfit, parts_of
from symcnn.layers.catalogue import COMMON, Entry, arguments_by_name
from symcnn.layers.declaration import Held
from symcnn.network import values
from symcnn.network.binding import Bound, Step, takes
from symcnn.network.scope import Scope, rejected
from symcnn.source import Source
from symcnn.syntax import tree

# Makes layers of an argument that holds them.
Hold: TypeAlias = Callable[["tree.Value", Kind, Scope], "tuple[Held, ...]"]


class Reader:
    """Reads bound arguments into the values that a layer works with."""

    def __init__(self, source: Source, checked: bool, convention: str, hold: Hold) -> None:
        self._source = source
        self._checked = checked
        self._convention = convention
        self._hold = hold

    def read(self, step: Step, bound: Bound, rank: int, scope: Scope) -> dict[str, Any]:
        """Every argument of the layer by its own names, defaults included.

        Raises:
            Rejected: for a value that does not fit, or an argument without a value.
        """
        entry = step.entry
        result = dict(_defaults(entry, rank, self._convention))
        for name, argument in bound.given.items():
            declared = arguments_by_name(entry)[name]
            if not declared.kind.ignored and not declared.role:
                value = self._value(argument, declared, rank, scope)
                for own in declared.to or (name,):
                    result[own] = value
        for declared in entry.arguments:
            if isinstance(declared.default, Required) and declared.name not in bound.given:
                raise rejected(
                    "missing-argument",
                    f"{step.word} needs {declared.name}",
                    step.span,
                    _example(entry),
                )
        return result

    def repeated(
        self, step: Step, bound: Bound, rank: int, scope: Scope
    ) -> Iterator[tuple[Argument, Any, tree.Argument]]:
        """The arguments that repeat what the input says, each with its value and its place."""
        if not step.entry.strict:
            return
        for name, argument in bound.given.items():
            declared = arguments_by_name(step.entry)[name]
            if declared.role:
                yield declared, self._value(argument, declared, rank, scope), argument

    def _value(self, argument: tree.Argument, declared: Argument, rank: int, scope: Scope) -> Any:
        shown = argument.keyword or declared.name
        optional = declared.default is None
        if declared.kind.holds and not (optional and values.is_none(argument.value, scope)):
            return self._hold(argument.value, declared.kind, scope)
        value = values.meaning(argument.value, declared, scope, shown)
        try:
            return declared.kind.read(value, rank, self._checked)
        except Unfit as unfit:
            span = values.place(argument.value)
            raise rejected(
                "argument",
                f"{shown} must be {unfit.expected}, not {self._found(argument, value)}",
                span,
                self._hint(value, declared.kind, rank),
            ) from None

    def _hint(self, value: Any, kind: Kind, rank: int) -> str:
        """The nearest word, or what a size with an axis too many may have been meant for."""
        if isinstance(value, str):
            return did_you_mean(value, kind.words)
        parts = parts_of(value)
        if parts is None or not kind.takes_sizes or not 0 < rank == len(parts) - 1:
            return ""
        extents = ["28"] * (rank + 1)
        shape = ["1", *extents] if self._convention == PYTORCH else [*extents, "1"]
        axes = "1 axis" if rank == 1 else f"{rank} axes"
        return (
            f"its input has {axes} beside the channels; a map is written input({'x'.join(shape)})"
        )

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


def _example(entry: Entry) -> str:
    examples = entry.layer.examples if not entry.strict else ()
    return f"such as {examples[0].rpartition('-> ')[2]}" if examples else takes(entry)


@cache
def _defaults(entry: Entry, rank: int, convention: str) -> dict[str, Any]:
    """The layer's own defaults, then what a framework's class fixes and has for defaults."""
    declared = (*entry.layer.arguments, *COMMON)
    found = {argument.name: argument.default_at(rank, convention) for argument in _set(declared)}
    if entry.arguments is not entry.layer.arguments:
        for argument in _set(entry.arguments):
            value = argument.default_at(rank, convention)
            found.update((own, value) for own in argument.to or (argument.name,))
    return found | dict(entry.fixed)


def _set(arguments: Iterable[Argument]) -> Iterator[Argument]:
    """The arguments that have a default and matter."""
    for argument in arguments:
        unset = isinstance(argument.default, Required) or argument.kind.ignored or argument.role
        if not unset:
            yield argument
