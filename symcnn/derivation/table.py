"""Builds the table of a network: one row for each layer."""

from __future__ import annotations

from symcnn.derivation.document import Table, Totals
from symcnn.derivation.sections import row_of
from symcnn.network.network import Network, total


def totals(network: Network) -> Totals:
    """The counts of the whole network."""
    nodes = network.graph.nodes
    return Totals(
        total(nodes, "parameters"), total(nodes, "trainable"), total(nodes, "non_trainable")
    )


def table(network: Network) -> Table:
    """The table of a network, all values put in."""
    rows = tuple(map(row_of, network.graph.nodes.values()))
    return Table(network.title, rows, totals(network), network.graph.symbols)
