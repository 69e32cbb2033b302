"""What a symbol stands for in a network, told from the roles in which layers use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from symcnn.errors import ProgramError
from symcnn.formula.tape import Tape
from symcnn.formula.traced import Traced, is_traced
from symcnn.functions.ways import Resolve

_WORDS: Final = {
    "kernel_length": "filter size",
    "kernel_height": "filter size",
    "kernel_width": "filter size",
    "kernel_depth": "filter size",
    "filters": "number of filters",
    "units": "number of units",
    "hidden_units": "number of units",
    "depth_multiplier": "filters for each channel",
}


def meanings(resolve: Resolve, symbol: str, point: Mapping[str, int]) -> set[str]:
    """The words for a symbol, several where it has several meanings.

    The network is resolved at a point with a traced number, which tells the symbol itself from
    other numbers of the same value.
    """
    tape = Tape()
    traced = Traced.symbol(tape, symbol, point[symbol])
    try:
        network = resolve({**point, symbol: traced})
    except ProgramError:
        return set()
    return {
        _WORDS[role]
        for node in network.graph.nodes.values()
        for role, value in node.resolved.roles.items()
        if role in _WORDS and is_traced(value) and value.place == traced.place
    }
