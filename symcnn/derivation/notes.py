"""Sentences on a network: the convention that it follows, the sums that its counts keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from symcnn.choices import PYTORCH
from symcnn.derivation.rows import Cell, Part, Place
from symcnn.formula.nodes import Name
from symcnn.formula.rewrite import written
from symcnn.network.graph import Node
from symcnn.network.network import Network

_IT_HAS = "has no closed form that holds for all values; it is"
_THEY_HAVE = "have no closed form that holds for all values; they are"
_FIRST = "maps have the channels first"
_BUFFERS = "buffers are kept with the parameters and counted apart"


def on_convention(network: Network) -> tuple[tuple[Part, ...], ...]:
    """Where PyTorch's order of axes and its buffers show in a network."""
    if network.convention != PYTORCH:
        return ()
    nodes = network.graph.nodes.values()
    told: list[str] = []
    if any(map(_takes_channels_first, nodes)):
        told.append(_FIRST)
    if any(node.buffers != 0 for node in nodes):
        told.append(_BUFFERS)
    return ((f"as in PyTorch, {'; '.join(told)}",),) if told else ()


def _takes_channels_first(node: Node) -> bool:
    """Whether a layer slides over a map whose channels come first, or works along them."""
    slides = node.site.rank > 0 and node.site.channels_first
    return slides or (node.site.arguments.get("axis") == 1 and len(node.shape) > 1)


def on_open_sums(cells: Iterable[Cell]) -> tuple[tuple[Part, ...], ...]:
    """Which sums over an index stay in counts because they have no closed form."""
    values = [
        cell
        for cell in cells
        if not (cell is None or isinstance(cell, int | Fraction | Place | tuple))
    ]
    if not values:
        return ()
    from symcnn.formula.algebra import sympy

    found = {total for value in values for total in value.atoms(sympy.Sum)}
    if not found:
        return ()
    # Around a sum without a closed form there is none either.
    inner = [total for total in found if not total.function.has(sympy.Sum)]
    limits = [limit for total in found for limit in total.limits]
    indices = {str(index) for index, *_ in limits}
    ends = {str(symbol) for _, *bounds in limits for end in bounds for symbol in end.free_symbols}
    ends -= indices
    several = len(inner) > 1
    one = ("the sum of ", written(inner[0].function), " over ")
    return (
        (
            *(("the sums over ",) if several else one),
            *_listed(sorted(indices)),
            f" {_THEY_HAVE if several else _IT_HAS} added up where ",
            *_listed(sorted(ends)),
            " have values" if len(ends) > 1 else " has a value",
        ),
    )


def _listed(names: Sequence[str]) -> Iterator[Part]:
    for place, name in enumerate(names):
        if place:
            yield " and " if place == len(names) - 1 else ", "
        yield Name(name)
