"""Asks a network for a count of each of its layers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from symcnn.choices import PARAMETERS
from symcnn.derivation.counts import count
from symcnn.derivation.request import Request
from symcnn.errors import call_error
from symcnn.formula.arithmetic import Value
from symcnn.functions.quantity import Quantity
from symcnn.network.network import Network

# Layers times points that are kept.
_MOST = 2_000_000


@dataclass(slots=True, eq=False)
class LayerByLayer:
    """A count of each layer; ``points`` is at how many points it will be asked for.

    Networks at other points may have further layers. ``names`` are all that have been met, first
    met first, as their counts stand; ``order`` are the same as they stand in the network.
    """

    quantity: Quantity
    points: int = 1
    names: list[str] = field(default_factory=list[str])
    order: list[str] = field(default_factory=list[str])

    def __call__(self, network: Network) -> tuple[Value, ...]:
        """The count of every layer that has been met so far, 0 where this network has it not.

        Raises:
            CallError: for a label that the network does not have, or more layers than can be kept.
        """
        counts = self._counts(network)
        self._meet(list(counts))
        if len(self.names) * self.points > _MOST:
            message = f"{len(self.names):,} layers at {self.points:,} points are too many to plot"
            raise call_error("plot", message, "vary in larger steps, or name layers with --layer")
        return tuple(counts.get(name, 0) for name in self.names)

    def _counts(self, network: Network) -> Mapping[str, Value]:
        nodes = network.graph.nodes
        asked = self.quantity
        chosen = {name: nodes[name] for name in asked.chosen(network)} if asked.layers else nodes
        if asked.count == PARAMETERS:
            return {name: node.parameters for name, node in chosen.items()}
        request = Request(asked.count, conventions=asked.conventions)
        derivation = count(asked.count).begin(network, request)
        return {
            name: cast("Value", derivation.cells(node)[asked.count])
            for name, node in chosen.items()
        }

    def _meet(self, layers: list[str]) -> None:
        """A further layer stands behind the one that is before it in its network."""
        known = set(self.names)
        further = [name for name in layers if name not in known]
        self.names += further
        if not known:
            self.order += further
            return
        before = {name: layers[place - 1] for place, name in enumerate(layers) if place}
        for name in further:
            place = self.order.index(before[name]) + 1 if name in before else 0
            self.order.insert(place, name)
