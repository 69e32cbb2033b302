"""Sentences on the convention that a network follows."""

from __future__ import annotations

from symcnn.choices import PYTORCH
from symcnn.derivation.document import Part
from symcnn.network.network import Network

_FIRST = "shapes have the channels first"
_BUFFERS = "buffers are kept with the parameters and counted apart"


def on_convention(network: Network) -> tuple[tuple[Part, ...], ...]:
    """Where PyTorch's order of axes and its buffers show in a network."""
    if network.convention != PYTORCH:
        return ()
    nodes = network.graph.nodes.values()
    told: list[str] = []
    if any(len(node.shape) > 1 for node in nodes):
        told.append(_FIRST)
    if any(node.buffers != 0 for node in nodes):
        told.append(_BUFFERS)
    return ((f"as in PyTorch, {'; '.join(told)}",),) if told else ()
