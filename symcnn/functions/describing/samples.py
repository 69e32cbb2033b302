"""A count at a few values of one symbol, and the values at which there is a network at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from symcnn.errors import ProgramError
from symcnn.formula.arithmetic import Value
from symcnn.functions.quantity import Quantity
from symcnn.functions.solving.existence import existing, freely
from symcnn.functions.ways import Resolve
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
class Stretch:
    """Neighbouring values, all with a network or all without; then with the reason at the first."""

    first: int
    last: int
    error: str = ""


def sampled(
    network: Network, symbol: str, quantity: Quantity, current: int | None
) -> tuple[tuple[Sample, ...], tuple[Stretch, ...]]:
    """The count at a few values of a symbol, and the stretches with and without a network.

    Where that depends on further symbols that are free, or where a body is repeated so often as
    one of them says, which may take long, there are no stretches.
    """
    if symbol not in network.graph.names:
        return (), ()
    usual = sorted({*_SHOWN, *(() if current is None else (current,))})
    places = sorted({*range(1, SCANNED + 1), *_LARGER, *usual})
    ask = _Asking(freely(network, symbol), quantity, symbol)
    good = existing(network, symbol, places)
    if good is None:
        few = [ask.directly(place) for place in usual]
        if all(each.error for each in few):
            return tuple(ask.further(places)), ()
        return tuple(sorted([*few, *ask.edges(few)], key=lambda each: each.place)), ()
    if not any(place in good for place in usual):
        usual = [places[0], *good[: len(_SHOWN)]]
    return tuple(map(ask.directly, usual)), tuple(_stretches(ask, good))


def _stretches(ask: _Asking, good: Sequence[int]) -> Iterator[Stretch]:
    """The first integers parted into those at which there is a network and the others."""
    for exists, group in groupby(range(1, SCANNED + 1), key=good.__contains__):
        members = list(group)
        error = "" if exists else ask.directly(members[0]).error
        yield Stretch(members[0], members[-1], error)


@record
class _Asking:
    """Asks a network for a quantity at values of a symbol."""

    resolve: Resolve
    quantity: Quantity
    symbol: str

    def directly(self, place: int) -> Sample:
        """At one value."""
        values: Mapping[str, Value] = {self.symbol: place}
        try:
            (value,) = self.quantity(self.resolve(values))
        except ProgramError as error:
            return Sample(place, None, error.problems[0].message)
        return Sample(place, value)

    def edges(self, samples: Sequence[Sample]) -> Iterator[Sample]:
        """The first place without a network behind one with, where networks end in between."""
        for one, other in pairwise(samples):
            if not one.error and other.error and other.place > one.place + 1:
                good, bad = one.place, other
                while bad.place > good + 1:
                    middle = self.directly((good + bad.place) // 2)
                    good, bad = (good, middle) if middle.error else (middle.place, bad)
                if bad is not other:
                    yield bad

    def further(self, places: Iterable[int]) -> Iterator[Sample]:
        """At the first place, and at the first few where there is a network."""
        good = 0
        for number, place in enumerate(places):
            sample = self.directly(place)
            if not sample.error:
                good += 1
            if not sample.error or number == 0:
                yield sample
            if good == len(_SHOWN):
                return
