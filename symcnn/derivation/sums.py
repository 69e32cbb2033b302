"""Derives the total of a count: the sum over all layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from symcnn.derivation.chains import ending_in, sum_chain
from symcnn.derivation.document import Chain
from symcnn.errors import Problem, ProgramError
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.formula.evaluate import EvaluationError
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.nodes import Number, Product, sum_of
from symcnn.formula.rewrite import flattened, written
from symcnn.network.graph import Graph, Node
from symcnn.network.network import Network

# From so many terms on, equal ones are gathered where that leaves half of them at most.
_MANY = 12
_GATHERED = "gather equal terms"


def sum_of_counts(
    network: Network, count: Callable[[Node], Value], value: Value
) -> tuple[Chain, ...]:
    """The sum of a count over all layers; layers where it is 0 add nothing and are left out.

    What is too long in symbols is added up with their values alone.

    Raises:
        ProgramError: where that is too long as well.
    """
    values = _terms(network.graph, count)
    try:
        if network.values:
            return _lines(_terms(network.written, count), values, value, network.values)
    except (ProgramError, EvaluationError, ArithmeticProblem):
        pass
    try:
        return _lines(values, values, value, {})
    except (EvaluationError, ArithmeticProblem) as problem:
        message = f"the lines of the total: {problem.message}"
        raise ProgramError([Problem(problem.kind, message, hint=problem.hint)]) from None


def _terms(graph: Graph, count: Callable[[Node], Value]) -> Sequence[Value]:
    return [found for found in map(count, graph.nodes.values()) if found != 0]


def _lines(
    counts: Sequence[Value], values: Sequence[Value], value: Value, symbols: Mapping[str, Value]
) -> tuple[Chain, ...]:
    """The sum in symbols and then with their values, where there are symbols in it."""
    if len(counts) < 2:
        return ()
    valued: Formula | None = None
    if symbols and not arithmetic.is_number(arithmetic.add(counts)):
        valued = _sum(gathered(list(map(written, values))))
    terms = list(map(written, counts))
    together = gathered(terms)
    words = _GATHERED if len(together) < len(terms) else ""
    line = sum_chain("total", _sum(together), value, symbols, valued, words)
    return (ending_in(line, value),)


def gathered(terms: Sequence[Formula]) -> Sequence[Formula]:
    """The terms of a long sum, equal ones as a product at the place of the first: ``7*256``.

    As they are where that would not make the sum half as long; the order of the layers stays.
    """
    times = Counter(terms)
    if len(terms) < _MANY or 2 * len(times) > len(terms):
        return terms
    return [term if count == 1 else Product((Number(count), term)) for term, count in times.items()]


def _sum(terms: Sequence[Formula]) -> Formula:
    return flattened(sum_of(tuple(terms)))
