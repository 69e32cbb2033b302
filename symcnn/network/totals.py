"""The total of a count over layers, in the one form in which it is told everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from symcnn.errors import Problem, ProgramError
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.network.graph import Graph, Node
from symcnn.source import Source, Span


def total(graph: Graph, count: str) -> Value:
    """The sum of a count that every layer holds: ``parameters``, ``trainable`` and their kind.

    Raises:
        ProgramError: for a sum of more than 4000 parts, at the layer from which on it is one.
    """
    called = count.replace("_", "-")
    nodes = graph.nodes.values()
    return total_of(nodes, lambda node: getattr(node, count), called, graph.source)


def total_of(
    nodes: Iterable[Node], count: Callable[[Node], Value], called: str, source: Source
) -> Value:
    """The sum of a count of layers; ``called`` is what an error calls it.

    The sum is looked at before it is finished, so that what outgrows all bounds is soon refused.

    Raises:
        ProgramError: for a sum of more than 4000 parts, at the layer from which on it is one.
    """
    values: list[Value] = []
    span: Span | None = None
    parts = 1
    try:
        for node in nodes:
            span = node.span
            values.append(count(node))
            parts += arithmetic.parts(values[-1])
            if parts > arithmetic.MAXIMUM_PARTS:
                values = [arithmetic.add(values)]
                parts = 1 + arithmetic.parts(values[0])
        span = None
        return arithmetic.tidy(arithmetic.checked(arithmetic.add(values)))
    except ArithmeticProblem as problem:
        message = f"the total of {called}: {problem.message}"
        found = Problem(problem.kind, message, span, problem.hint)
        raise ProgramError([found], source if span else None) from None
