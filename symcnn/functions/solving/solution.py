"""Solves for symbols: all their values for which a count is related to a bound as asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from symcnn.derivation.counts import column
from symcnn.derivation.report import AT_MOST
from symcnn.errors import CheckError, Problem, call_error
from symcnn.formula import arithmetic, tape
from symcnn.formula.arithmetic import Value
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.closed import ClosedForm, closed_form, symbolic
from symcnn.functions.solving.dividing import unsettled
from symcnn.functions.solving.question import Question
from symcnn.functions.solving.searching import Found, Search
from symcnn.functions.sweeping.listing import Closed
from symcnn.functions.ways import resolver, with_large
from symcnn.network.network import Network
from symcnn.render.phrases import listed
from symcnn.syntax.tree import Program

FINITE, EMPTY, ONE_SIDED, UNBOUNDED = "finite", "empty", "one-sided", "unbounded"

# Up to so many passes a body of a free count is resolved pass by pass, and compared with its
# closed form; what has no such form is resolved for at most so many values.
_RESOLVED: Final = 12
_DEEPEST: Final = 256
# So many answers are told one by one; of infinitely many the first few.
MOST_TOLD: Final = 1_000_000
FIRST_TOLD: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """All answers to a question about a network.

    ``axes`` are what the unknowns might have been, ``base`` the network with the unknowns as
    symbols and ``formulas`` what is asked of it, where there is such a form. ``large`` are symbols
    without a value that the count does not depend on: they are large enough for every window.
    ``search`` knows the network at every point.
    """

    question: Question
    title: str
    axes: Mapping[str, Axis]
    found: Found
    search: Search
    base: Network | None = None
    formulas: tuple[Value, ...] = ()
    large: tuple[str, ...] = ()

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
        """Of no answer in one unknown, the last values before the bound is passed.

        Nothing where the bound is nowhere passed.
        """
        (name,) = self.axes
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
    asked = Closed(question.quantity)
    search = Search(with_large(resolve, large), asked, question.relation, question.bound)
    found = _searched(search, closed, Box(dict(axes)))
    formulas = () if closed is None else closed.formulas
    return Solution(question, program.source.title, axes, found, search, base, formulas, large)


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


def _searched(search: Search, closed: ClosedForm | None, box: Box) -> Found:
    """The answers in a box.

    Networks with many passes of a body are not resolved pass by pass: their counts are those of
    the closed form, and they exist where the network of a few passes does and something is left of
    the feature maps.
    """
    depths = [] if closed is None else [name for name in box.axes if name in closed.depths]
    if closed is None or not depths:
        return search.over(box)
    close, far = _divided(box, depths)
    search.over(*close)
    for part in close:
        _compare(search, closed, part)
    if not far:
        return search.over()
    if not closed.is_closed:
        if box.size is None or box.size > _DEEPEST:
            raise unsettled(depths[0])
        return search.over(*far)
    resolve = search.resolve

    def deep(values: Mapping[str, Any]) -> Any:
        resolve(
            {name: min(value, _RESOLVED) for name, value in values.items() if name in depths}
            | {name: value for name, value in values.items() if name not in depths}
        )
        return values

    known = frozenset({tape.WHOLE, tape.FITS})
    further = Search(deep, closed, search.relation, search.bound, known)
    return search.joined(further.over(*far))


def _divided(box: Box, depths: Sequence[str]) -> tuple[list[Box], list[Box]]:
    """The part of a box in which bodies have few passes, and the others."""
    close, far = box, list[Box]()
    for name in depths:
        axis = close.axes[name]
        few, many = axis.cut(sum(value <= _RESOLVED for value in axis.first(_RESOLVED)))
        if many.count != 0:
            far.append(close.along(name, many))
        close = close.along(name, few)
    return [close] if close.size != 0 else [], far


def _compare(search: Search, closed: ClosedForm, box: Box) -> None:
    """The closed form against networks that were resolved pass by pass.

    Raises:
        CheckError: where they differ.
    """
    for point in box.points(_RESOLVED):
        numbers = search.at(point)
        if closed.is_closed and not isinstance(numbers, str):
            expected = closed(point)
            if any(not arithmetic.equal(a, b) for a, b in zip(numbers, expected, strict=True)):
                message = f"{point}: {numbers} is not {expected}"
                raise CheckError([Problem("check", message, hint="please report this program")])
