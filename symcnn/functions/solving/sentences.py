"""The sentences of a solution: what was asked, what is taken for granted, the answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from symcnn.choices import RECEPTIVE_FIELD
from symcnn.derivation.counts import column, count
from symcnn.derivation.report import (
    ABOVE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    EQUAL,
    Phrase,
    joined,
    values_phrase,
)
from symcnn.derivation.rows import Part
from symcnn.formula.nodes import Name, Number
from symcnn.formula.rewrite import written
from symcnn.functions.solving import runs
from symcnn.functions.solving.relations import HOLDS
from symcnn.functions.solving.solution import EMPTY, FINITE, UNBOUNDED, Solution
from symcnn.render.phrases import NO_VALUE, heading, listed, title_of

_RELATIONS: Final = {
    EQUAL: "equal to",
    BELOW: "below",
    AT_MOST: "at most",
    ABOVE: "above",
    AT_LEAST: "at least",
}
_DECIDED: Final = (BELOW, EQUAL, ABOVE)


class Told:
    """Words about one solution."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution
        self._quantity = solution.question.quantity

    @cached_property
    def title(self) -> str:
        """The heading of the page."""
        subject = count(self._quantity.count).subject
        named = title_of(subject, self._quantity.layers, self._solution.title)
        return f"{named}, solved for {listed(self._solution.unknowns)}"

    @property
    def quantity(self) -> str:
        """What the count is called in a formula."""
        return self._quantity.count

    @property
    def heading(self) -> str:
        """The heading of a column of the count."""
        return heading(column(self._quantity.count))

    @property
    def _counted(self) -> str:
        """The count as the subject of a sentence, with its verb."""
        words = column(self._quantity.count).subject
        if self._quantity.count == RECEPTIVE_FIELD:
            words = "receptive field"
        of = f" of {listed(self._quantity.layers)}" if self._quantity.layers else ""
        return f"the {words}{of} {'are' if words.endswith('s') else 'is'}"

    def asked(self) -> Phrase:
        """The question in words."""
        question = self._solution.question
        names = joined([(Name(name),) for name in self._solution.unknowns])
        within: list[Part] = []
        for name, axis in self._solution.axes.items():
            if axis.count is not None:
                last = axis.last
                assert last is not None
                within += [", ", Name(name), " from ", Number(axis.start), " to ", Number(last)]
                within += [" in steps of ", Number(axis.step)] if axis.step > 1 else []
        relation = _RELATIONS[question.relation]
        return (
            "asked are all ",
            *names,
            f" for which {self._counted} {relation} ",
            Number(question.bound),
            *within,
        )

    def symbols(self) -> Iterator[Phrase]:
        """The values of the other symbols, and those that need none."""
        if self._solution.values:
            yield ("with ", *values_phrase(self._solution.values))
        if self._solution.large:
            names = joined([(Name(name),) for name in self._solution.large])
            have = "have" if len(self._solution.large) > 1 else "has"
            yield (*names, f" {have} no value: any large enough gives the same answer")

    def row(self, unknown: str, value: int) -> tuple[Phrase, ...]:
        """The count at a value of the unknown, and how it is related to the bound."""
        numbers = self._solution.at({unknown: value})
        if isinstance(numbers, str):
            return (Number(value),), (NO_VALUE,), (numbers,)
        told = joined([(written(number),) for number in dict.fromkeys(numbers)], ", ")
        question = self._solution.question
        related = (r for r in _DECIDED if all(HOLDS[r](n, question.bound) for n in numbers))
        relation = question.relation if self._solution.search.holds(numbers) else next(related, "")
        words = _RELATIONS.get(relation, "neither above nor below")
        return (Number(value),), told, (f"{words} ", Number(question.bound))

    def answer(self) -> Phrase:
        """The answer."""
        solution = self._solution
        names = joined([(Name(name),) for name in solution.unknowns])
        if solution.status == EMPTY:
            return ("there is no such ", *names)
        size = solution.found.size
        if len(solution.unknowns) > 1:
            return self._pairs(size)
        unknown = next(iter(solution.axes))
        found = runs.runs(box.axes[unknown] for box in solution.found.boxes)
        values = (Name(unknown), " = ", *runs.phrase(found))
        if solution.status == FINITE:
            several: Phrase = () if size in (None, 1) else (": ", Number(size or 0), " answers")
            return ("so ", *values, *several)
        if solution.status == UNBOUNDED:
            return ("so ", *values, ": the bound leaves out no network")
        return ("so ", *values, ", without end")

    def _pairs(self, size: int | None) -> Phrase:
        if size is None:
            unbounded = self._solution.status == UNBOUNDED
            end = "; the bound leaves out no network" if unbounded else ""
            return (f"there are infinitely many answers{end}",)
        if size == 1:
            return ("there is one answer",)
        return ("there are ", Number(size), " answers")
