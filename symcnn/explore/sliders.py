"""Which symbols of a program have a slider, what each runs through, and where it starts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from symcnn.errors import Problem, ProgramError, call_error
from symcnn.formula.arithmetic import Value, is_number
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Node, names
from symcnn.functions.ways import Asked, Resolve, resolver, way_at
from symcnn.network.network import Network
from symcnn.records import record, value_record
from symcnn.syntax.tree import Let, Program

# A slider begins at 1 and ends at twice the value where it starts, but not below this.
_LEAST_END: Final = 12
# Where free symbols start: all at the first of these at which a network is, else each at another.
_STARTS: Final = (8, 4, 3, 2, 16, 32, 64, 128, 256, 1)
_MOST_TRIES: Final = 200
# At so many steps along the axes a network is looked for that tells of the program's symbols.
_PROBES: Final = 4
# A slider has so many stops at most.
MAXIMUM_STOPS: Final = 100_000


@value_record
class Slider:
    """A symbol that moves, in ascending order through its values, and where it starts."""

    name: str
    values: Sequence[int]
    start: int


@record
class Moving:
    """A program whose symbols move: those of ``axes`` through the values that the call gives.

    ``given`` are the values that the call holds fast.
    """

    program: Program
    given: Mapping[str, Value]
    convention: str | None
    axes: Mapping[str, Sequence[int]]

    @property
    def resolve(self) -> Resolve:
        """The network under values of the symbols that move."""
        return resolver(self.program, self.given, self.convention)

    def network(self) -> Network:
        """The network at an end or in the middle of the axes, or free where there is none.

        Raises:
            ProgramError: where it is none either way.
        """
        for share in range(_PROBES + 1):
            places = (
                (name, run, (len(run) - 1) * share // _PROBES) for name, run in self.axes.items()
            )
            try:
                return self.resolve({name: run[place] for name, run, place in places})
            except ProgramError:
                continue
        return self.resolve({})


def sliders(moving: Moving, asked: Asked) -> tuple[Slider, ...]:
    """A slider for each symbol that the call leaves free and that no other symbol determines.

    ``asked`` is what must exist where the sliders start.

    Raises:
        CallError: where nothing can move, or a symbol has too many values.
        ProgramError: for a program that is wrong whatever its symbols are.
    """
    _check(moving)
    told = _symbols(moving)
    if not told:
        message = "the program has no symbol that could move"
        raise call_error("symbol", message, "name a number: let k = 8, or leave it open")
    values = {name: _sorted(run) for name, run in moving.axes.items()}
    start = _start(moving.resolve, asked, told, values)
    found = ((name, values.get(name) or _around(start[name])) for name in told)
    return tuple(Slider(name, stops, start[name]) for name, stops in found)


def narrowed(found: tuple[Slider, ...], axes: Mapping[str, Sequence[int]]) -> tuple[Slider, ...]:
    """The sliders up to where they start, but for those whose ranges the call gives."""
    return tuple(
        each if each.name in axes else replace(each, values=range(1, each.start + 1))
        for each in found
    )


def _check(moving: Moving) -> None:
    for name, values in moving.axes.items():
        if len(values) > MAXIMUM_STOPS:
            message = f"{name} runs through {len(values):,} values, more than {MAXIMUM_STOPS:,}"
            raise call_error("vary", message, "take a shorter range or larger steps")
    for name, value in moving.given.items():
        if not is_number(value):
            message = f"{name} = {value} is no number, and a page needs one"
            raise call_error("set", message, f"write --set {name}=5, or let the program say it")


def _symbols(moving: Moving) -> dict[str, int | None]:
    """The symbols that move, each with the value that the program gives it, None for a free one.

    A value of `let` that needs other symbols follows them, and does not move by itself.
    """
    plain = _plain_values(moving.program)
    symbols = moving.network().graph.symbols
    return {
        name: plain.get(name)
        for name in symbols
        if name in moving.axes
        or (name not in moving.given and (symbols[name] is None or name in plain))
    }


def _plain_values(program: Program) -> dict[str, int]:
    """The numbers that `let` gives."""
    bindings = [b for step in program.body if isinstance(step, Let) for b in step.bindings]
    formulas = {b.name: cast(Node, b.value) for b in bindings if b.value is not None}
    values = {name: evaluate(node, {}) for name, node in formulas.items() if not names(node)}
    return {name: value for name, value in values.items() if type(value) is int}


def _sorted(values: Sequence[int]) -> Sequence[int]:
    if isinstance(values, range) and values.step > 0:
        return values
    return tuple(sorted(set(values)))


def _around(start: int) -> Sequence[int]:
    return range(1, max(_LEAST_END, 2 * start) + 1)


# --- where a page starts --------------------------------------------------------------------------


def _start(
    resolve: Resolve,
    asked: Asked,
    told: Mapping[str, int | None],
    values: Mapping[str, Sequence[int]],
) -> dict[str, int]:
    """The values where the sliders start; a network exists there, if one is found.

    Raises:
        ProgramError: where each try fails, and without any values the program does too.
    """
    first: dict[str, int] | None = None
    for point in itertools.islice(_points(told, values), _MOST_TRIES):
        first = first or point
        if not way_at(resolve, asked, point).complaint:
            return point
    assert first is not None
    _refuse_always_wrong(resolve, first)
    return first


def _points(
    told: Mapping[str, int | None], values: Mapping[str, Sequence[int]]
) -> Iterator[dict[str, int]]:
    """Points to try: the values told, with free symbols all alike, then in all combinations."""
    fixed = {name: value for name, value in told.items() if value is not None}
    free = [name for name in told if name not in fixed]
    alike = (tuple(each for _ in free) for each in (_STARTS if free else _STARTS[:1]))
    for choice in itertools.chain(alike, itertools.product(_STARTS, repeat=len(free))):
        point = {**fixed, **dict(zip(free, choice, strict=True))}
        yield {name: _nearest(point[name], values.get(name)) for name in told}


def _nearest(value: int, values: Sequence[int] | None) -> int:
    if not values or value in values:
        return value
    return min(values, key=lambda each: (abs(each - value), each))


def _refuse_always_wrong(resolve: Resolve, point: Mapping[str, int]) -> None:
    """Refuse a program that has the same mistake at a point and without any values."""
    try:
        resolve(point)
    except ProgramError as error:
        try:
            resolve({})
        except ProgramError as always:
            if _messages(always.problems) == _messages(error.problems):
                raise


def _messages(problems: Sequence[Problem]) -> list[str]:
    return [problem.message for problem in problems]
