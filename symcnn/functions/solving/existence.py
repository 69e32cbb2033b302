"""Up to which value of a symbol there are networks."""

from __future__ import annotations

from symcnn.derivation.report import AT_LEAST
from symcnn.errors import CallError
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.searching import Search
from symcnn.functions.ways import Resolve
from symcnn.network.network import Network
from symcnn.records import value_record


@value_record
class End:
    """The last value with a network, None where there is always a further one.

    0 stands for no network at all.
    """

    last: int | None


def end_of_networks(resolve: Resolve, symbol: str) -> End | None:
    """The last value of a symbol for which there is a network; None where that cannot be told."""
    search = Search(resolve, any_network, AT_LEAST, 0)
    try:
        boxes = search.over(Box({symbol: Axis(1)})).boxes
    except CallError:
        return None
    lasts = [box.axes[symbol].last for box in boxes]
    return End(None if None in lasts else max((last for last in lasts if last), default=0))


def any_network(network: Network) -> tuple[int, ...]:
    """What every network has."""
    return (0,)
