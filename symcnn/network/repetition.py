"""What it is to stand for many layers: a body repeated a number of times that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symcnn.errors import Problem, ProgramError
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.records import record
from symcnn.source import Source, Span


@record
class Repetition:
    """A body that is passed ``count`` times; its layers stand for the passes from ``start`` on.

    ``path`` is the name of the repeat and ``index`` that of its index, so that a layer of the
    body is called ``repeat1[i].conv1``. Passes before ``start`` have layers of their own.
    """

    path: str
    index: str
    start: int
    count: Value
    source: Source | None
    span: Span

    @property
    def turn(self) -> Any:
        """The symbol of the index."""
        from symcnn.formula import algebra

        return algebra.index(self.index, self.start)

    @property
    def last(self) -> Value:
        """The number of the last pass."""
        return arithmetic.add((self.count, -1))

    @property
    def copies(self) -> Value:
        """For how many passes a layer of the body stands."""
        return arithmetic.add((self.count, -self.start))

    def summed(self, value: Value) -> Value:
        """The sum of a count over the passes, in closed form as far as there is one.

        Raises:
            ArithmeticProblem: where it is too large.
        """
        from symcnn.formula import summation

        return summation.summed(value, self.turn, self.start, self.last)

    @property
    def hint(self) -> str:
        """What makes the number of passes known."""
        symbols = sorted(map(str, getattr(self.count, "free_symbols", ())))
        named = " ".join(f"--set {name}=…" for name in symbols)
        return f"give {' and '.join(symbols)} a value with let or {named}"


def over_copies(value: Value, repeats: Sequence[Repetition], called: str, span: Span) -> Value:
    """The sum of a count over all the layers that one stands for, the inner repeats first.

    Raises:
        ProgramError: where it is too large, with the layer.
    """
    for repetition in reversed(repeats):
        try:
            value = repetition.summed(value)
        except ArithmeticProblem as problem:
            hint = problem.hint or repetition.hint
            found = Problem(problem.kind, f"{called}: {problem.message}", span, hint)
            raise ProgramError([found], repetition.source) from None
    return value
