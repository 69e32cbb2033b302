"""Gathers what a page holds: one tape, the tree of questions, and what is told of each way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from symcnn.explore.covering import TooMany, cover
from symcnn.explore.questions import Tree
from symcnn.explore.sliders import Slider
from symcnn.explore.telling import Teller
from symcnn.explore.trees import Held, Said, Shared
from symcnn.formula.tape import Tape
from symcnn.formula.traced import is_traced, words
from symcnn.functions.ways import Resolve, Way, way_at

# Number boxes take values up to this, or to the end of a slider that goes beyond.
LARGEST: Final = 10**12
# The layers of all forms of a network together.
_MAXIMUM_ROWS: Final = 30_000


@dataclass(slots=True, eq=False)
class Gathered:
    """The parts of a page, each once: ``tables`` holds by kind what several have in common."""

    tape: Tape
    tree: Tree
    ways: list[Any]
    tables: dict[str, list[Any]]
    largest: int


def gathered(resolve: Resolve, teller: Teller, sliders: tuple[Slider, ...]) -> Gathered:
    """All ways of a network within the ranges of its sliders.

    Raises:
        TooMany: where there are too many.
    """
    values = {slider.name: slider.values for slider in sliders}
    largest = max(LARGEST, *(run[-1] for run in values.values()))
    told: list[Any] = []

    def walk(point: Mapping[str, int]) -> Way:
        teller.told.clear()
        way = way_at(resolve, teller, point)
        told.append(None if way.complaint else teller.told[-1])
        rows = sum(len(what["rows"]) for what in told if what is not None)
        if rows > _MAXIMUM_ROWS:
            name = max(values, key=lambda each: len(values[each]))
            message = f"the network has more than {_MAXIMUM_ROWS:,} layers in all of its forms"
            hint = f"narrow a range, such as --vary {name}={values[name][0]}..{point[name]}"
            raise TooMany(f"{message} within these ranges", hint)
        return way

    tree, ways = cover(values, largest, walk)
    tables = _Tables()
    placed = [_placed(way, what, tree, tables) for way, what in zip(ways, told, strict=True)]
    return Gathered(tree.tape, tree, placed, tables.found, largest)


def _placed(way: Way, told: Any, tree: Tree, tables: _Tables) -> Any:
    if told is None:
        parts = list(way.complaint)
        places = tree.adopt(way.tape, [part for part in parts if isinstance(part, int)])
        return {"complaint": [places[p] if isinstance(p, int) else p for p in parts if p != ""]}
    return tables.placed(told, way.tape, tree)


@dataclass(slots=True, eq=False)
class _Tables:
    """Puts places in where numbers are held, and keeps by kind what is shared."""

    found: dict[str, list[Any]] = field(default_factory=dict[str, "list[Any]"])
    _known: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def placed(self, told: Any, tape: Tape, tree: Tree) -> Any:
        """What is told with the places of the joint tape."""
        if isinstance(told, Held):
            value = told.value
            place = value.place if is_traced(value) else tape.number(value)
            return tree.adopt(tape, (place,))[place]
        if isinstance(told, Said):
            return self._said(told.text, tape, tree)
        if isinstance(told, Shared):
            return self._shared(told.kind, self.placed(told.content, tape, tree))
        if isinstance(told, dict):
            items = cast("Mapping[str, Any]", told)
            pairs = [(key, self.placed(value, tape, tree)) for key, value in items.items()]
            return {key: value for key, value in pairs if value not in ("", [])}
        if isinstance(told, list):
            return [self.placed(part, tape, tree) for part in cast("list[Any]", told)]
        return told

    def _said(self, text: str, tape: Tape, tree: Tree) -> Any:
        parts = words(text)
        if len(parts) == 1:
            return text
        places = tree.adopt(tape, [part for part in parts if isinstance(part, int)])
        said = [["@", places[part]] if isinstance(part, int) else part for part in parts]
        return ["", *(part for part in said if part != "")]

    def _shared(self, kind: str, content: Any) -> int:
        table = self.found.setdefault(kind, [])
        key = kind, json.dumps(content)
        if key not in self._known:
            self._known[key] = len(table)
            table.append(content)
        return self._known[key]
