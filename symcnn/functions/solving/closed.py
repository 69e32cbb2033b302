"""What is asked of a network as formulas of its free symbols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symcnn.errors import Problem, ProgramError
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Node, Summation, children
from symcnn.formula.rewrite import written
from symcnn.functions.quantity import Quantity
from symcnn.functions.ways import Resolve
from symcnn.network.network import Network
from symcnn.records import record


def symbolic(resolve: Resolve, names: Iterable[str]) -> Network | None:
    """The network in which these symbols stand for themselves, whatever `let` says of them.

    None where there is a network for some of their values alone.

    Raises:
        ProgramError: for a program that has the same mistake with numbers in their place.
        CallError: for a symbol that the program does not have.
    """
    from symcnn.formula import algebra

    names = tuple(names)
    try:
        return resolve({name: algebra.symbol(name) for name in names})
    except ProgramError as always:
        try:
            resolve(dict.fromkeys(names, 1))
        except ProgramError as error:
            if always.problems[0].message == error.problems[0].message:
                raise
        return None


@record
class ClosedForm:
    """The formulas of what is asked, as functions of the values of the symbols.

    ``depths`` are the symbols that say how often a body is passed, ``counts`` how often each is.
    """

    formulas: tuple[Value, ...]
    depths: frozenset[str]
    counts: tuple[Value, ...]

    @property
    def symbols(self) -> frozenset[str]:
        """The symbols in the formulas."""
        return frozenset(str(symbol) for formula in self.formulas for symbol in _free(formula))

    @property
    def is_closed(self) -> bool:
        """Whether no sum over an index is left."""
        return not any(_has_sum(written(formula)) for formula in self.formulas)

    @staticmethod
    def values(values: Mapping[str, Any]) -> Any:
        """In the place of a network: the values themselves."""
        return values

    def __call__(self, values: Any) -> tuple[Value, ...]:
        """The numbers under values of all symbols.

        Raises:
            ProgramError: where a body is passed less than once, or a number would be too long.
        """
        try:
            for count in self.counts:
                passes: Any = evaluate(written(count), values)
                if passes < 1:
                    raise ProgramError([Problem("count", "a body is passed at least once")])
            return tuple(evaluate(written(formula), values) for formula in self.formulas)
        except EvaluationError as error:
            raise ProgramError([Problem(error.kind, error.message, hint=error.hint)]) from None


def closed_form(network: Network, quantity: Quantity, names: Iterable[str]) -> ClosedForm:
    """What is asked of a network in which symbols stand for themselves."""
    repeats = network.graph.repeats.values()
    counted = {str(symbol) for repetition in repeats for symbol in _free(repetition.count)}
    counts = tuple(repetition.count for repetition in repeats)
    return ClosedForm(quantity(network), frozenset(counted.intersection(names)), counts)


def _free(value: Value) -> Iterable[Any]:
    return getattr(value, "free_symbols", ())


def _has_sum(node: Node) -> bool:
    return isinstance(node, Summation) or any(map(_has_sum, children(node)))
