"""A count at a few values of one symbol, and the values at which there is a network at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from symcnn.errors import ProgramError
from symcnn.formula.arithmetic import Value
from symcnn.functions.grid import Grid
from symcnn.functions.quantity import Quantity
from symcnn.functions.solving.existence import End, end_of_networks
from symcnn.functions.sweeping.sweep import Sweep
from symcnn.functions.ways import Resolve, resolver, with_large
from symcnn.network.network import Network
from symcnn.records import record

# How far the values are looked at for which there is a network.
SCANNED = 64
_SHOWN = (1, 2, 4, 8, 16)
# Further ones, where there is no network at any of these.
_LARGER = (32, 64, 128, 256, 512, 1024)


@record
class Sample:
    """A value of the symbol with the count there; where no network is, why."""

    place: int
    value: Value | None
    error: str = ""


@record
class Run:
    """Neighbouring values, all with a network or all without; then with the reason at the first."""

    first: int
    last: int
    error: str = ""


def sampled(
    network: Network, symbol: str, quantity: Quantity, current: int | None
) -> tuple[tuple[Sample, ...], tuple[Run, ...]]:
    """The count at a few values of a symbol, and the runs of values with and without a network.

    Where further symbols are free, or where a body is repeated so often as the symbol says, which
    may take long, there are no runs.
    """
    if symbol not in network.graph.names:
        return (), ()
    own = () if current is None else (current,)
    given = {name: value for name, value in network.given.items() if name != symbol}
    ask = _Asking(resolver(network.program, given, network.convention), quantity, symbol)
    if _is_closed(network, symbol) and symbol not in repeating(network):
        rows = list(ask.swept(sorted({*range(1, SCANNED + 1), *_LARGER, *own})))
        return _shown(rows, own), tuple(_runs(rows))
    return tuple(map(ask.directly, sorted({*_SHOWN, *own}))), ()


def end_of(network: Network, symbol: str) -> End | None:
    """Up to which value of a symbol there is a network; None where that is not looked for.

    Where it depends on further symbols that are free, it is not told.
    """
    known = network.graph.symbols
    others = [name for name, value in known.items() if value is None and name != symbol]
    foreign = any(not _free_in(value) <= known.keys() for value in known.values())
    if symbol not in network.graph.names or foreign:
        return None
    if not repeating(network).isdisjoint({symbol, *others}):
        return None
    given = {name: value for name, value in network.given.items() if name != symbol}
    resolve = resolver(network.program, given, network.convention)
    return end_of_networks(with_large(resolve, others), symbol)


def _shown(rows: Sequence[Sample], own: Sequence[int]) -> tuple[Sample, ...]:
    few = [row for row in rows if row.place in (*_SHOWN, *own)]
    if all(row.error for row in few):
        few = [row for row in rows if row.place in (*_LARGER, *own)]
    return tuple(few)


def repeating(network: Network) -> frozenset[str]:
    """The symbols that say how often bodies are repeated."""
    counts = (each.count for each in network.graph.repeats.values())
    return frozenset(name for count in counts for name in _free_in(count))


def _is_closed(network: Network, symbol: str) -> bool:
    """Whether every other symbol has a number."""
    others = [value for name, value in network.graph.symbols.items() if name != symbol]
    return all(value is not None and _free_in(value) <= {symbol} for value in others)


def _free_in(value: Value | None) -> set[str]:
    return {str(each) for each in getattr(value, "free_symbols", ())}


@record
class _Asking:
    """Asks a network for a quantity at values of a symbol."""

    resolve: Resolve
    quantity: Quantity
    symbol: str

    def swept(self, places: Sequence[int]) -> Iterator[Sample]:
        """At many values, where every other symbol has a number."""
        for row in Sweep(self.resolve, self.quantity, Grid({self.symbol: places})).rows():
            value = None if row.error else row.numbers[0]
            yield Sample(row.point[self.symbol], value, row.error)

    def directly(self, place: int) -> Sample:
        """At one value."""
        values: Mapping[str, Value] = {self.symbol: place}
        try:
            (value,) = self.quantity(self.resolve(values))
        except ProgramError as error:
            return Sample(place, None, error.problems[0].message)
        return Sample(place, value)


def _runs(rows: Sequence[Sample]) -> Iterator[Run]:
    scanned = [row for row in rows if row.place <= SCANNED]
    for _, group in groupby(scanned, key=lambda row: bool(row.error)):
        members = list(group)
        yield Run(members[0].place, members[-1].place, members[0].error)
