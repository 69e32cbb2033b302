"""Solves for symbols: all their values for which a count is related to a bound as asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from symcnn.derivation.counts import column
from symcnn.derivation.report import AT_MOST
from symcnn.errors import call_error
from symcnn.formula.arithmetic import Value
from symcnn.formula.tape import Plain
from symcnn.functions.expressions import stands_in
from symcnn.functions.solving import depth
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.closed import ClosedForm, closed_form, symbolic
from symcnn.functions.solving.found import Found
from symcnn.functions.solving.question import Question
from symcnn.functions.solving.searching import Search
from symcnn.functions.sweeping.listing import Valued
from symcnn.functions.ways import resolver, with_large
from symcnn.network.network import Network
from symcnn.records import record
from symcnn.render.phrases import listed
from symcnn.syntax.tree import Program

FINITE, EMPTY, ONE_SIDED, UNBOUNDED = "finite", "empty", "one-sided", "unbounded"

# So many answers are told one by one; of infinitely many the first few.
MOST_TOLD: Final = 1_000_000
FIRST_TOLD: Final = 20


@record
class Solution:
    """All answers to a question about a network.

    ``axes`` are what the unknowns might have been, ``base`` the network with the unknowns as
    symbols and ``closed`` what is asked of it, where there is such a form. ``large`` are symbols
    without a value that the count does not depend on: they are large enough for every window.
    ``search`` knows the network at every point.
    """

    question: Question
    title: str
    axes: Mapping[str, Axis]
    found: Found
    search: Search
    base: Network | None = None
    closed: ClosedForm | None = None
    large: tuple[str, ...] = ()

    @property
    def formulas(self) -> tuple[Value, ...]:
        """What is asked as formulas of the unknowns, where there are such."""
        return () if self.closed is None else self.closed.formulas

    def at(self, point: Mapping[str, int]) -> tuple[Plain, ...] | str:
        """The numbers at a point, or why there is no network.

        Beyond so many passes that networks are resolved they are those of the closed form.
        """
        depths = () if self.closed is None else self.closed.depths
        if self.closed is not None and any(point[n] > depth.DEEPEST for n in depths if n in point):
            return cast("tuple[Plain, ...]", self.closed(point))
        return self.search.at(point)

    @property
    def unknowns(self) -> tuple[str, ...]:
        """The symbols that were solved for."""
        return tuple(self.axes)

    @property
    def status(self) -> str:
        """Finite, empty, one-sided, or unbounded where the bound leaves no network out."""
        if not self.found.boxes:
            return EMPTY
        if self.found.size is not None:
            return FINITE
        return ONE_SIDED if self.found.excluded else UNBOUNDED

    @property
    def bounds(self) -> dict[str, tuple[int | None, int | None]]:
        """The least and the largest value of each unknown among the answers, None for none."""
        return {name: self._ends(name) for name in self.axes}

    def _ends(self, name: str) -> tuple[int | None, int | None]:
        axes = [box.axes[name] for box in self.found.boxes]
        lasts = [axis.last for axis in axes]
        largest = max((last for last in lasts if last is not None), default=None)
        return min((axis.start for axis in axes), default=None), None if None in lasts else largest

    @property
    def told(self) -> list[dict[str, int]]:
        """All answers in order, or the first of them where there are too many."""
        size = self.found.size
        return self.found.first(FIRST_TOLD if size is None or size > MOST_TOLD else size)

    def nearest(self) -> list[int]:
        """Of no answer in one unknown, the last value before the bound is passed.

        Nothing where the bound is nowhere passed, or where that cannot be told.
        """
        (name,) = self.axes
        if self.closed is not None and name in self.closed.depths:
            return []
        below = self.search.beginning(AT_MOST).over(Box(dict(self.axes)))
        found = [box.axes[name].last for box in below.boxes]
        return [] if None in found else sorted(last for last in found if last is not None)[-1:]

    @property
    def values(self) -> dict[str, Value]:
        """The symbols that have values."""
        if self.base is None:
            return {}
        symbols = self.base.graph.symbols
        return {n: v for n, v in symbols.items() if v is not None and n not in self.axes}


def solve(
    program: Program,
    given: Mapping[str, Value],
    convention: str | None,
    question: Question,
    axes: Mapping[str, Axis],
) -> Solution:
    """All values of the unknowns, which lie on these axes, that answer a question.

    Raises:
        ProgramError: for a program that is wrong whatever the unknowns are.
        CallError: for a symbol that the program does not have, or that has no value and stands in
            the count; for a question that cannot be decided.
    """
    kept = {name: value for name, value in given.items() if name not in axes}
    resolve = resolver(program, kept, convention)
    base = symbolic(resolve, axes)
    closed = None if base is None else closed_form(base, question.quantity, axes)
    large: tuple[str, ...] = ()
    if base is not None and closed is not None:
        free = (name for name, value in base.graph.symbols.items() if value is None)
        large = tuple(name for name in free if name not in axes)
        _check_independent(closed, large, question)
        _check_extents(base, large)
    asked = Valued(question.quantity)
    search = Search(with_large(resolve, large), asked, question.relation, question.bound)
    box = Box(dict(axes))
    if base is None or closed is None or closed.depths.isdisjoint(axes):
        found = search.over(box)
    else:
        found = depth.searched(search, base, closed, box)
    return Solution(question, program.source.title, axes, found, search, base, closed, large)


def _check_extents(network: Network, large: tuple[str, ...]) -> None:
    """Refuse a symbol without a value that is more than the extent of an input."""
    from symcnn.formula import algebra

    for name in large:
        own: Any = algebra.symbol(name)
        nodes = network.graph.nodes.values()
        elsewhere = [node for node in nodes if node.inputs and stands_in(own, node.site.arguments)]
        counts = [repetition.count for repetition in network.graph.repeats.values()]
        if elsewhere or stands_in(own, counts):
            hint = f"give it one, --set {name}=5, or solve for it as well, --for {name}"
            raise call_error("for", f"{name} has no value", hint)


def _check_independent(closed: ClosedForm, large: tuple[str, ...], question: Question) -> None:
    """Refuse a symbol without a value that the count depends on."""
    stands = [name for name in large if name in closed.symbols]
    if stands:
        words = column(question.quantity.count).subject
        message = f"{listed(stands)} {'have' if len(stands) > 1 else 'has'} no value"
        depend = "depend" if words.endswith("s") else "depends"
        them = "them" if len(stands) > 1 else "it"
        hint = f"the {words} {depend} on {them}: --set {stands[0]}=32, or --for {stands[0]}"
        raise call_error("for", message, hint)
