"""Derives the total of a count: the sum over all layers."""

from __future__ import annotations

from collections.abc import Callable

from symcnn.derivation.chains import sum_chain
from symcnn.derivation.document import Chain
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.nodes import sum_of
from symcnn.formula.rewrite import flattened, written
from symcnn.network.graph import Node
from symcnn.network.network import Network


def sum_of_counts(
    network: Network, count: Callable[[Node], Value], value: Value
) -> tuple[Chain, ...]:
    """The sum of a count over all layers; layers where it is 0 add nothing and are left out."""
    counts = [count(node) for node in network.written.nodes.values()]
    terms = tuple(written(count) for count in counts if count != 0)
    if len(terms) < 2:
        return ()
    valued: Formula | None = None
    if not arithmetic.is_number(arithmetic.add(counts)) and network.values:
        values = [count(node) for node in network.graph.nodes.values()]
        valued = flattened(sum_of(tuple(written(count) for count in values if count != 0)))
    return (sum_chain("total", flattened(sum_of(terms)), value, network.values, valued),)
