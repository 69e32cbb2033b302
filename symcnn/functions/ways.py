"""The ways that a network's code can go: which points share one, and what it gives there.

Source: concolic execution, K. Sen, D. Marinov, G. Agha (2005), CUTE: a concolic unit testing
engine for C.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

from symcnn.errors import CallError, ProgramError
from symcnn.formula.arithmetic import Value
from symcnn.formula.tape import ASKED, BELOW, NUMBER, Condition, Plain, Tape, evaluated
from symcnn.formula.traced import Traced, is_traced, words
from symcnn.network.network import Network
from symcnn.records import record
from symcnn.syntax.tree import Program

# A network under values of its symbols.
Resolve = Callable[[Mapping[str, Any]], Network]
# What is asked of a network whose symbols have numbers: one number or several.
Asked = Callable[[Network], tuple[Any, ...]]


@record
class Way:
    """What holds wherever all conditions do: numbers at places of the tape, or a complaint.

    ``complaint`` is a message in parts, the places of its numbers between its words; it is empty
    where the network exists.
    """

    tape: Tape
    conditions: tuple[Condition, ...]
    results: tuple[int, ...]
    complaint: tuple[str | int, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether it rests on numbers that are assumed: a complaint about them, or results."""
        numbers = (part for part in self.complaint if isinstance(part, int))
        if self.complaint and self.tape.doubtful:
            return True
        return not self.tape.assumed.isdisjoint((*self.results, *numbers))

    def at(self, place: int, point: Mapping[str, int]) -> Plain:
        """The number at a place of the tape where the symbols have other values."""
        return evaluated(self.tape, {place}, point)[place]

    def is_gone(self, point: Mapping[str, int]) -> bool:
        """Whether the code goes this way at a point."""
        known: dict[int, Plain] = {}
        for relation, left, right, holds in self.conditions:
            evaluated(self.tape, {left, right}, point, known)
            if ASKED[relation](known[left], known[right]) != holds:
                return False
        return True

    def message(self, point: Mapping[str, int]) -> str:
        """The complaint at a point."""
        places = {part for part in self.complaint if isinstance(part, int)}
        numbers = evaluated(self.tape, places, point)
        return "".join(
            part if isinstance(part, str) else str(numbers[part]) for part in self.complaint
        )


def resolver(
    program: Program, given: Mapping[str, Value], convention: str | None = None
) -> Resolve:
    """The network of a program under the given values and further ones."""
    return lambda values: Network(program, {**given, **values}, convention)


_PASS = re.compile(r"\[\d+\]")

# What a number that stands for any large one can be divided by.
_DIVISIBLE = 720_720 << 20


def with_large(resolve: Resolve, names: Sequence[str]) -> Resolve:
    """The same under numbers for further symbols that are larger than all others.

    They stand for any that are large enough, so nothing that is asked of them is a condition.
    """
    if not names:
        return resolve

    def resolved(values: Mapping[str, Any]) -> Network:
        traced = [value for value in values.values() if is_traced(value)]
        plain = (value for value in values.values() if not is_traced(value))
        points = [int(each.tape.values[each.place]) for each in traced]
        size = _DIVISIBLE * prod((*points, *plain))
        if not traced:
            return resolve({**values, **dict.fromkeys(names, size)})
        tape = traced[0].tape
        large = {name: Traced.assumption(tape, name, size) for name in names}
        return resolve({**values, **large})

    return resolved


def way_at(resolve: Resolve, asked: Asked, point: Mapping[str, int]) -> Way:
    """The way that the code goes at a point."""
    tape = Tape()
    values: dict[str, Any] = {
        name: Traced.symbol(tape, name, value) for name, value in point.items()
    }
    results: tuple[int, ...] = ()
    complaint: tuple[str | int, ...] = ()
    try:
        results = tuple(_place(tape, value) for value in asked(resolve(values)))
    except ProgramError as error:
        complaint = tuple(words(error.problems[0].message))
    except CallError as error:
        # A pass that a body has only where it is repeated often enough.
        (problem,) = error.problems
        if problem.kind != "unknown-label" or not _PASS.search(problem.message):
            raise
        complaint = tuple(words(problem.message))
    return Way(tape, _strongest(tape), results, complaint)


def _strongest(tape: Tape) -> tuple[Condition, ...]:
    """The conditions without those that others imply: of the numbers below a place the largest.

    A body that is passed n times asks before each pass whether it is below n.
    """
    ends: dict[tuple[int, bool], Condition] = {}
    implied = set[Condition]()
    for condition in tape.conditions:
        relation, left, right, holds = condition
        if condition in tape.bounds or relation != BELOW:
            continue
        if tape.operations[left][0] == NUMBER:
            known = ends.setdefault((right, holds), condition)
            if (tape.values[left] > tape.values[known.left]) == holds:
                ends[right, holds] = condition
            implied |= {known, condition} - {ends[right, holds]}
    return tuple(condition for condition in tape.conditions if condition not in implied)


def _place(tape: Tape, value: Any) -> int:
    return value.place if type(value) is Traced else tape.number(value)
