"""What is asked of a network at each point: a count of all its layers, or of some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any, cast

from symcnn.choices import MEMORY, PARAMETERS, RECEPTIVE_FIELD, SHAPE
from symcnn.derivation.counts import count
from symcnn.derivation.request import Conventions, Request
from symcnn.errors import call_error
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.network.graph import Node
from symcnn.network.network import Network
from symcnn.network.totals import total_of
from symcnn.records import value_record

# What has no sum over layers; a single layer has it, for each axis.
OF_ONE_LAYER = (RECEPTIVE_FIELD, SHAPE)


@value_record
class Quantity:
    """A count, of the whole network or of the layers that labels mean, under conventions."""

    count: str = PARAMETERS
    layers: tuple[str, ...] = ()
    conventions: Conventions = field(default_factory=Conventions)

    def __call__(self, network: Network) -> tuple[Value, ...]:
        """The count in a network whose symbols have values; several numbers for several axes.

        Raises:
            CallError: for a label that the network does not have, or a count that has no sum.
        """
        nodes = network.graph.nodes
        chosen = {name: nodes[name] for name in self.chosen(network)} if self.layers else nodes
        if self.count in OF_ONE_LAYER:
            return self._of_one(network, list(chosen.values()))
        if self.count == PARAMETERS:
            source = network.source
            return (total_of(chosen.values(), lambda node: node.parameters, PARAMETERS, source),)
        request = Request(self.count, conventions=self.conventions)
        derivation = count(self.count).begin(network, request)
        if not self.layers:
            return (derivation.totals(nodes)[self.count],)
        cells: list[Any] = [derivation.cells(node)[self.count] for node in chosen.values()]
        return (arithmetic.add(cells),)

    def by_layer(self, network: Network) -> dict[str, Value]:
        """A count that has a sum, layer by layer."""
        nodes = network.graph.nodes
        chosen = self.chosen(network) if self.layers else list(nodes)
        if self.count == PARAMETERS:
            return {name: nodes[name].parameters for name in chosen}
        derivation = count(self.count).begin(
            network, Request(self.count, conventions=self.conventions)
        )
        cells: dict[str, Any] = {name: derivation.cells(nodes[name])[self.count] for name in chosen}
        return cells

    def chosen(self, network: Network) -> list[str]:
        """The layers that the labels mean, in every pass of a body.

        Raises:
            CallError: for a label that the network does not have.
        """
        return network.find(list(self.layers), every_pass=True)

    @property
    def batch_symbol(self) -> str | None:
        """The symbol that stands for the batch, where the count depends on it."""
        return self.conventions.symbol if self.count == MEMORY else None

    def _of_one(self, network: Network, nodes: Sequence[Node]) -> tuple[Value, ...]:
        if not self.layers or len(nodes) != 1:
            words = self.count.replace("_", " ")
            message = f"each layer has a {words} of its own"
            if self.layers:
                message = f"{len(nodes)} layers are meant, and {message}"
            raise call_error("count", message, f"name one, such as {nodes[-1].name}, with --layer")
        (node,) = nodes
        if self.count == SHAPE:
            return node.shape
        request = Request(self.count, conventions=self.conventions)
        cell: Any = count(self.count).begin(network, request).cells(node)[self.count]
        if not isinstance(cell, tuple):
            raise call_error(
                "count", f"{node.name} has no receptive field", "ask for another layer"
            )
        return cast("tuple[Value, ...]", cell)
