"""The questions that a network's code asks of its numbers, as a tree, and boxes of settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from symcnn.formula.tape import ASKED, SYMBOL, WORKED_OUT, Condition, Tape, evaluated, needed
from symcnn.functions.bounds import Interval, decided, intervals
from symcnn.functions.ways import Way

# A question without its answer.
Question = tuple[str, int, int]
# Where a branch of the tree hangs: a fork and an answer; the root hangs nowhere.
Edge = tuple[int, bool] | None


@dataclass(slots=True)
class Fork:
    """A question with what follows either answer: a fork, a way, or nothing (None)."""

    question: Question
    above: Edge
    branches: dict[bool, Fork | int | None]
    number: int


class Box:
    """Settings: for each symbol a run of its values, and what is known of numbers there."""

    def __init__(
        self,
        runs: Mapping[str, Sequence[int]],
        found: dict[int, Interval] | None = None,
    ) -> None:
        self.runs = runs
        self.corner = {name: run[0] for name, run in runs.items()}
        self._found = {} if found is None else found

    def answer(self, question: Question, tree: Tree) -> bool | None:
        """The answer to a question all over the box, None where there is not one alone."""
        relation, left, right = question
        tape = tree.tape
        if all(len(self.runs[name]) == 1 for name in tree.symbols_of(question)):
            numbers = evaluated(tape, {left, right}, self.corner)
            return ASKED[relation](numbers[left], numbers[right])
        ends = {name: (run[0], run[-1]) for name, run in self.runs.items()}
        intervals(tape, tree.needed(question), ends, self._found)
        for answer in (True, False):
            if decided(Condition(relation, left, right, answer), self._found, tape):
                return answer
        return None

    def halves(self, name: str, tree: Tree) -> tuple[Box, Box]:
        """The box in two, along a symbol; what does not depend on it stays known."""
        run = self.runs[name]
        middle = len(run) // 2
        kept = {p: interval for p, interval in self._found.items() if name not in tree.symbols[p]}
        low, high = ({**self.runs, name: part} for part in (run[:middle], run[middle:]))
        return Box(low, dict(kept)), Box(high, kept)


class Tree:
    """The questions asked so far, over one tape for all ways.

    ``forks`` are in the order in which they were added, each before those that follow it.
    """

    def __init__(self, ends: Mapping[str, tuple[int, int]]) -> None:
        self.tape = Tape()
        self.symbols: list[frozenset[str]] = []
        self.forks: list[Fork] = []
        self.root: Fork | int | None = None
        self._ends = ends
        self._needed: dict[Question, list[int]] = {}

    def below(self, edge: Edge) -> Fork | int | None:
        """What hangs at an edge."""
        return self.root if edge is None else self.forks[edge[0]].branches[edge[1]]

    def symbols_of(self, question: Question) -> frozenset[str]:
        """The symbols on which the numbers of a question depend."""
        return self.symbols[question[1]] | self.symbols[question[2]]

    def needed(self, question: Question) -> list[int]:
        """The places of the numbers of a question, and of what they are made of."""
        if question not in self._needed:
            self._needed[question] = needed(self.tape, question[1:])
        return self._needed[question]

    def adopt(self, tape: Tape, places: Iterable[int]) -> dict[int, int]:
        """The places here of numbers on the tape of a way."""
        found = self.tape.adopt(tape, places)
        for place in range(len(self.symbols), len(self.tape.operations)):
            kind, parts = self.tape.operations[place]
            own = frozenset[str](parts if kind == SYMBOL else ())
            made_of: tuple[int, ...] = parts if kind in WORKED_OUT else ()
            self.symbols.append(own.union(*(self.symbols[part] for part in made_of)))
        return found

    def grow(self, edge: Edge, way: Way, number: int) -> None:
        """Hang a way at an edge, below the questions that were not asked on the way there."""
        asked = self._asked_above(edge)
        used = {place for condition in way.conditions for place in condition[1:3]}
        places = self.adopt(way.tape, used)
        wide: dict[int, Interval] = {}
        for relation, left, right, holds in way.conditions:
            question = (relation, places[left], places[right])
            if question in asked:
                continue
            intervals(self.tape, self.needed(question), self._ends, wide)
            if decided(Condition(*question, holds), wide, self.tape):
                continue
            asked.add(question)
            fork = Fork(question, edge, {True: None, False: None}, len(self.forks))
            self._hang(edge, fork)
            self.forks.append(fork)
            edge = fork.number, holds
        self._hang(edge, number)

    def _hang(self, edge: Edge, below: Fork | int) -> None:
        if edge is None:
            self.root = below
        else:
            self.forks[edge[0]].branches[edge[1]] = below

    def _asked_above(self, edge: Edge) -> set[Question]:
        asked: set[Question] = set()
        while edge is not None:
            fork = self.forks[edge[0]]
            asked.add(fork.question)
            edge = fork.above
        return asked
