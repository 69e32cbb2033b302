"""Finds every way that a network's code can go while its symbols run through their values.

The questions that the code asks form a tree. A box of settings goes down it as long as its bounds
answer the questions for all of it; where they do not, the box is halved along a symbol on which the
question depends. Where the tree ends, the network is resolved at a corner of the box.

Source: R. E. Moore (1966), Interval Analysis; K. Sen, D. Marinov, G. Agha (2005), CUTE.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from symcnn.errors import CallError, Problem
from symcnn.explore.questions import Box, Edge, Fork, Question, Tree
from symcnn.functions.ways import Way

MAXIMUM_WAYS: Final = 400
_MAXIMUM_BOXES: Final = 60_000


class TooMany(CallError):
    """Ranges within which a network has more forms than a page can hold."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__([Problem("vary", message, hint=hint)])


class Search:
    """Finds the ways, and counts how often boxes are halved, and along which symbols together."""

    def __init__(
        self,
        values: Mapping[str, Sequence[int]],
        largest: int,
        walk: Callable[[Mapping[str, int]], Way],
    ) -> None:
        self.tree = Tree(dict.fromkeys(values, (1, largest)))
        self.ways: list[Way] = []
        self._values = values
        self._walk = walk
        self._halved = 0
        self._blamed: Counter[str] = Counter()

    def run(self) -> None:
        """Look at every box, until each goes one way."""
        stack: list[tuple[Edge, Box]] = [(None, Box(self._values))]
        while stack:
            edge, box = stack.pop()
            edge, below = self._down(edge, box)
            if below is None:
                self._grow(edge, box)
                stack.append((edge, box))
            elif isinstance(below, Fork):
                stack.extend(self._parts(edge, below, box))

    def _down(self, edge: Edge, box: Box) -> tuple[Edge, Fork | int | None]:
        """Down the tree from an edge, as far as the box has one answer to each question.

        What hangs at the last edge: a question with several answers, a way, or nothing yet.
        """
        below = self.tree.below(edge)
        while isinstance(below, Fork):
            answer = box.answer(below.question, self.tree)
            if answer is None:
                break
            edge = below.number, answer
            below = self.tree.below(edge)
        return edge, below

    def _grow(self, edge: Edge, box: Box) -> None:
        """Hang the way at a corner of a box where there is nothing yet."""
        if len(self.ways) == MAXIMUM_WAYS:
            raise self._too_many(f"the network has more than {MAXIMUM_WAYS} forms")
        way = self._walk(box.corner)
        self.tree.grow(edge, way, len(self.ways))
        self.ways.append(way)

    def _parts(self, edge: Edge, fork: Fork, box: Box) -> list[tuple[Edge, Box]]:
        """A box in parts, the last of which comes first in turn.

        Where one symbol alone decides, each part has one answer; else they are halves.
        """
        asked = self.tree.symbols_of(fork.question)
        several = [name for name, run in box.runs.items() if name in asked and len(run) > 1]
        name = max(several, key=lambda each: len(box.runs[each]))
        if len(several) > 1:
            self._blamed[name] += 1
            return [(edge, half) for half in reversed(self._halves(box, name))]
        run, start = box.runs[name], 0
        parts: list[tuple[Edge, Box]] = []
        for answer, length in self._answers(fork.question, box, name):
            part = Box({**box.runs, name: run[start : start + length]})
            parts.append(((fork.number, answer), part))
            start += length
        return parts[::-1]

    def _answers(self, question: Question, box: Box, name: str) -> list[list[Any]]:
        """The answers along a symbol, each with how many of its values have it one by one."""
        found: list[list[Any]] = []
        waiting = [box]
        while waiting:
            part = waiting.pop()
            answer = part.answer(question, self.tree)
            if answer is None:
                waiting.extend(reversed(self._halves(part, name)))
            elif found and found[-1][0] is answer:
                found[-1][1] += len(part.runs[name])
            else:
                found.append([answer, len(part.runs[name])])
        return found

    def _halves(self, box: Box, name: str) -> tuple[Box, Box]:
        self._halved += 1
        if self._halved > _MAXIMUM_BOXES:
            raise self._too_many("the network has too many forms to find them all")
        return box.halves(name, self.tree)

    def _too_many(self, message: str) -> TooMany:
        """The refusal of ranges within which a network has too many forms."""
        longest = max(self._values, key=lambda each: len(self._values[each]))
        name = max(self._blamed, key=lambda each: self._blamed[each], default=longest)
        run = self._values[name]
        hint = f"narrow a range, such as --vary {name}={run[0]}..{run[len(run) // 4]}"
        return TooMany(f"{message} within these ranges", hint)


def cover(
    values: Mapping[str, Sequence[int]], largest: int, walk: Callable[[Mapping[str, int]], Way]
) -> tuple[Tree, list[Way]]:
    """The tree of all ways that occur while symbols run through ascending values.

    ``walk`` finds the way at a point. Questions with the same answer wherever symbols stay between
    1 and ``largest`` are left out.

    Raises:
        TooMany: where there are too many ways, or finding them would take too long.
    """
    search = Search(values, largest, walk)
    search.run()
    return search.tree, search.ways
