"""What one more of a symbol is: a filter, a unit, a repeat, where that is plain."""

from __future__ import annotations

from typing import Any, Final

from symcnn.formula.algebra import symbol as symbol_of
from symcnn.functions.expressions import stands_in
from symcnn.network.network import Network

# Arguments of layers with what one more of them is.
_NOUNS: Final = {"filters": "filter", "out_channels": "filter", "units": "unit"}
_REPEAT: Final = "repeat"
_INPUT: Final = "input of the batch"


def noun_of(network: Network, symbol: str, batch: int | str) -> str:
    """The noun for one more of a symbol, which is free in the network: ``filter of CONV1``.

    Empty where the symbol is more than one thing, or something else. ``batch`` is the number or
    symbol of inputs in memory.
    """
    x: Any = symbol_of(symbol)
    uses = [
        (_NOUNS.get(argument, ""), node.name, value)
        for node in network.graph.nodes.values()
        for argument, value in node.site.arguments.items()
        if stands_in(x, value)
    ]
    counts: list[Any] = [each.count for each in network.graph.repeats.values()]
    repeats = [count for count in counts if x in getattr(count, "free_symbols", ())]
    if symbol == batch:
        return "" if uses or repeats else _INPUT
    if not uses and repeats == [x]:
        return _REPEAT
    if len(uses) != 1 or repeats:
        return ""
    ((noun, layer, value),) = uses
    return f"{noun} of {layer}" if noun and value == x else ""
