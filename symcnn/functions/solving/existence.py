"""For which values of a symbol there are networks, whatever further symbols that are free are.

Where it depends on these, it is not told; nor where a body is repeated so often as a symbol says,
which may take long to look at.
"""

from __future__ import annotations

from collections.abc import Sequence

from symcnn.derivation.report import AT_LEAST
from symcnn.errors import CallError
from symcnn.formula.arithmetic import Value
from symcnn.functions.grid import Grid
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.searching import Search
from symcnn.functions.sweeping.sweep import Sweep
from symcnn.functions.ways import Resolve, resolver, with_large
from symcnn.network.network import Network
from symcnn.records import value_record


@value_record
class End:
    """The last value with a network, None where there is always a further one.

    0 stands for no network at all.
    """

    last: int | None


def end_of(network: Network, symbol: str) -> End | None:
    """Up to which value of a symbol there are networks, None where that is not told."""
    others = _others(network, symbol)
    if others is None:
        return None
    return end_of_networks(with_large(freely(network, symbol), others), symbol)


def end_of_networks(resolve: Resolve, symbol: str) -> End | None:
    """The last value of a symbol for which there is a network; None where that cannot be told."""
    search = Search(resolve, _any, AT_LEAST, 0)
    try:
        boxes = search.over(Box({symbol: Axis(1)})).boxes
    except CallError:
        return None
    lasts = [box.axes[symbol].last for box in boxes]
    return End(None if None in lasts else max((last for last in lasts if last), default=0))


def existing(network: Network, symbol: str, places: Sequence[int]) -> Sequence[int] | None:
    """The values of a symbol, of some, with which there is a network; None where not told."""
    others = _others(network, symbol)
    if others is None:
        return None
    sweep = Sweep(with_large(freely(network, symbol), others), _any, Grid({symbol: places}))
    good = [row.point[symbol] for row in sweep.rows() if not row.error]
    return None if any(way.is_doubtful for way in sweep.ways) else good


def freely(network: Network, symbol: str) -> Resolve:
    """The network under values of a symbol that the program or the call may give one."""
    given = {name: value for name, value in network.given.items() if name != symbol}
    return resolver(network.program, given, network.convention)


def repeating(network: Network) -> frozenset[str]:
    """The symbols that say how often bodies are repeated."""
    counts = (each.count for each in network.graph.repeats.values())
    return frozenset(name for count in counts for name in _free_in(count))


def _others(network: Network, symbol: str) -> Sequence[str] | None:
    """The further symbols that are free; None where networks are not looked for."""
    known = network.graph.symbols
    others = [name for name, value in known.items() if value is None and name != symbol]
    foreign = any(not _free_in(value) <= known.keys() for value in known.values())
    if symbol not in network.graph.names or foreign:
        return None
    return others if repeating(network).isdisjoint({symbol, *others}) else None


def _free_in(value: Value | None) -> set[str]:
    return {str(each) for each in getattr(value, "free_symbols", ())}


def _any(network: Network) -> tuple[int, ...]:
    """What every network has."""
    return (0,)
