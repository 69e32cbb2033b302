"""Solutions that show themselves: the values of symbols for which a count keeps a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from symcnn.api.frames import frame
from symcnn.api.reports import Reported
from symcnn.derivation.request import Conventions
from symcnn.errors import call_error
from symcnn.functions.solving.boxes import Axis
from symcnn.functions.solving.page import report
from symcnn.functions.solving.question import axes_of, question
from symcnn.functions.solving.solution import Solution as _Solution
from symcnn.functions.solving.solution import solve
from symcnn.network.given import checked_values
from symcnn.network.network import Network


class Solution(Reported):
    """All values of the unknowns that answer a question.

    ``status`` is finite, empty, one-sided or unbounded; ``solutions`` are all answers where they
    are finitely many (a million at most), else the first twenty.
    """

    def __init__(self, solution: _Solution) -> None:
        super().__init__(report(solution))
        self._solution = solution

    def __len__(self) -> int:
        size = self._solution.found.size
        if size is None:
            raise call_error("for", "there are infinitely many answers")
        return size

    def __iter__(self) -> Iterator[dict[str, int]]:
        """Every answer in order; of infinitely many there is no such row, as there is no length."""
        return iter(self._all())

    def _all(self) -> list[dict[str, int]]:
        if len(self) > len(self.solutions):
            message = f"there are {len(self):,} answers, more than are kept"
            raise call_error("for", message, "ask for a part, such as f=range(1, 100)")
        return self.solutions

    def __bool__(self) -> bool:
        return bool(self._solution.found.boxes)

    @property
    def status(self) -> str:
        """Finite, empty, one-sided, or unbounded where the bound leaves no network out."""
        return self._solution.status

    @property
    def bounds(self) -> dict[str, tuple[int | None, int | None]]:
        """The least and the largest value of each unknown, None where there is none."""
        return self._solution.bounds

    @property
    def solutions(self) -> list[dict[str, int]]:
        """The answers in order."""
        return self._solution.told

    def to_dataframe(self) -> Any:
        """The answers as a frame of pandas.

        Raises:
            CallError: where pandas is missing, and for infinitely many.
        """
        return frame(self._all())


def solved(
    network: Network,
    unknowns: Sequence[str],
    where: str,
    conventions: Conventions,
    values: Mapping[str, Any],
) -> Solution:
    """The solution of a network for some of its symbols.

    Among ``values`` those of the unknowns are ranges that they lie in, others are given.

    Raises:
        SymcnnError: as :func:`symcnn.functions.solving.solution.solve` does.
    """
    if not isinstance(where, str) or not all(isinstance(name, str) for name in unknowns):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise call_error("call", "symbols are named, and the condition is told, by texts")
    within: dict[str, Axis] = axes_of(unknowns)
    given = dict(values)
    for name in unknowns:
        if name in given:
            within[name] = _axis(name, given.pop(name))
    asked = question(where, conventions)
    network = network.declaring(asked.quantity.batch_symbol)
    known = {**network.given, **checked_values(given)}
    return Solution(solve(network.program, known, network.convention, asked, within))


def _axis(name: str, values: Any) -> Axis:
    """The range of an unknown.

    Raises:
        CallError: for anything but a range of positive integers.
    """
    if not isinstance(values, range) or values.step < 1 or values.start < 1 or not values:
        message = f"{name} = {values}: an unknown lies in a range of positive integers"
        raise call_error("range", message, f"such as {name}=range(1, 12)")
    return Axis(values.start, values.step, len(values))
