"""Derives the total of a count: the sum over all layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from symcnn.derivation.chains import sum_chain
from symcnn.derivation.document import Chain
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.nodes import Number, Product, sum_of
from symcnn.formula.rewrite import flattened, written
from symcnn.network.graph import Node
from symcnn.network.network import Network

# From so many terms on, equal ones are gathered where that leaves half of them at most.
_MANY = 12
_GATHERED = "gather equal terms"


def sum_of_counts(
    network: Network, count: Callable[[Node], Value], value: Value
) -> tuple[Chain, ...]:
    """The sum of a count over all layers; layers where it is 0 add nothing and are left out."""
    counts = [count(node) for node in network.written.nodes.values()]
    terms = [written(count) for count in counts if count != 0]
    if len(terms) < 2:
        return ()
    valued: Formula | None = None
    if not arithmetic.is_number(arithmetic.add(counts)) and network.values:
        values = [count(node) for node in network.graph.nodes.values()]
        valued = _sum(gathered([written(count) for count in values if count != 0]))
    together = gathered(terms)
    words = _GATHERED if len(together) < len(terms) else ""
    return (sum_chain("total", _sum(together), value, network.values, valued, words),)


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
