"""One pass of a body that repeats: for good, or only to see what it makes of its input."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace

from symcnn.errors import Problem
from symcnn.formula.arithmetic import Value
from symcnn.network.construction import Construction, Handed, Place
from symcnn.network.graph import Node
from symcnn.network.scope import Rejected
from symcnn.records import value_record
from symcnn.source import Span


@value_record
class Passes:
    """A body to be passed ``count`` times: its path, the name of its index, how to walk it.

    ``walk`` takes the path of a pass and where it begins.
    """

    path: str
    count: Value
    index: str | None
    span: Span
    walk: Callable[[str, Place], Handed]

    def one(self, place: Place, handed: Handed, name: str, turn: Value) -> Handed:
        """Walk one pass, its index standing for ``turn``."""
        scope = place.scope
        if self.index is not None:
            scope = scope.inner({self.index: turn}, {self.index: turn})
        return self.walk(f"{self.path}[{name}]", Place(place.body, scope, handed))


@value_record
class Tried:
    """What a pass would do: what it hands on, the layers it would make, its mistakes."""

    handed: Handed
    nodes: tuple[Node, ...]
    problems: tuple[Problem, ...]

    def place_of(self, layer: str) -> Span | None:
        """Where a layer of the pass stands."""
        return next((node.span for node in self.nodes if node.name == layer), None)


def tried(
    construction: Construction,
    passes: Passes,
    place: Place,
    handed: Handed,
    name: str,
    turn: Value,
    whole: bool = False,
) -> Tried:
    """Walk a pass and leave no trace of it; inner repeats get layers only for the ``whole``."""
    nodes, problems = len(construction.nodes), len(construction.problems)
    found: Handed = ()
    failed: list[Problem] = []
    with _only_trying(construction, whole):
        try:
            apart = Place(place.body.scratch(), place.scope, place.handed)
            found = passes.one(apart, handed, name, turn)
        except Rejected as error:
            failed.append(error.problem)
    failed = [*construction.problems[problems:], *failed]
    del construction.problems[problems:]
    return Tried(found, removed(construction, nodes), tuple(failed))


def anchored(construction: Construction, handed: Handed, known: Handed) -> Handed:
    """Outputs of a tried pass under the name of a layer that exists."""
    name = next((output.layer for output in known), "")
    return tuple(
        output if output.layer in construction.nodes else replace(output, layer=name)
        for output in handed
    )


def removed(construction: Construction, kept: int) -> tuple[Node, ...]:
    """Take back all layers but the first so many."""
    made: list[Node] = []
    while len(construction.nodes) > kept:
        made.append(construction.nodes.popitem()[1])
    return tuple(reversed(made))


@contextmanager
def _only_trying(construction: Construction, whole: bool) -> Generator[None]:
    """No layer is kept, weights are not shared with what is there, mistakes are not final."""
    before = construction.trying, construction.outline, construction.sharing
    repeats = construction.repeats
    construction.repeats = dict(repeats)
    construction.trying, construction.outline = True, not whole
    construction.sharing = None
    try:
        yield
    finally:
        construction.trying, construction.outline, construction.sharing = before
        construction.repeats = repeats
