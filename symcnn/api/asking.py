"""What a network is asked about its counts as functions: swept, plotted, solved, described."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from symcnn.choices import COUNTS, PARAMETERS, TOTALLED
from symcnn.derivation.request import Conventions, checked_choice, checked_names
from symcnn.errors import call_error, did_you_mean
from symcnn.functions.quantity import Quantity
from symcnn.network.network import Network

if TYPE_CHECKING:
    from symcnn.api.describing import Description
    from symcnn.api.explored import Page
    from symcnn.api.plots import Plot
    from symcnn.api.solutions import Solution
    from symcnn.api.sweeps import Sweep

# What a question is told beside symbols and conventions.
_OPTIONS: Final = ("count", "layers", "by", "log")


class Questions:
    """The questions that a network answers about its counts.

    ``layers`` are always those whose count it is, all of them unless told.
    """

    def __init__(self, network: Network) -> None:
        self._network = network

    @property
    def resolved(self) -> Network:
        """The network that derivations are built from."""
        return self._network

    def sweep(
        self,
        *,
        count: str = PARAMETERS,
        layers: str | Sequence[str] = (),
        **values: Any,
    ) -> Sweep:
        """A count at every point of a grid; each symbol takes the values given under its name.

        ``layers`` are those whose count it is, all of them unless told. Conventions of the count
        stand among the values.

        >>> from symcnn import parse
        >>> network = parse("input(32x32x3) -> conv(k, f x f)")
        >>> network.sweep(f=[3, 40], k=[8]).rows[0]
        {'f': 3, 'k': 8, 'parameters': 224}
        >>> network.sweep(f=[3, 40], k=[8]).rows[1]["error"]
        'conv1: the 40×40 window is larger than its input, 32×32'
        """
        checked_choice("count", count, COUNTS)
        from symcnn.api.sweeps import swept

        quantity = self._quantity(count, layers, values)
        return swept(self._asked(quantity), quantity, values)

    def describe(
        self,
        symbol: str,
        *,
        count: str = PARAMETERS,
        layers: str | Sequence[str] = (),
        **conventions: Any,
    ) -> Description:
        """A count as a function of a symbol, which is free whatever value it has.

        ``layers`` are those whose count it is, all of them unless told.

        >>> from symcnn import parse
        >>> described = parse("let k = 8; input(32x32x3) -> conv(k, 5x5)").describe("k")
        >>> described.expanded, described.difference, described.degree
        (76*k, 76, 1)
        """
        from symcnn.api.describing import described

        checked_choice("count", count, TOTALLED)
        checked_names(conventions, Conventions.names())
        quantity = self._quantity(count, layers, conventions)
        return described(self._asked(quantity), symbol, quantity)

    def solve(self, *unknowns: str, where: str, **values: Any) -> Solution:
        """The values of one symbol or two for which a count keeps a bound.

        ``where`` says which, such as ``"parameters <= 50000"`` or ``"CONV1.parameters = 608"``.
        Among ``values`` an unknown has the range that it lies in, another symbol its value;
        conventions of the count stand among them too.

        >>> from symcnn import parse
        >>> network = parse("input(32x32x3) -> conv(k, f x f)")
        >>> network.solve("f", "k", where="parameters = 608").solutions
        [{'f': 1, 'k': 152}, {'f': 5, 'k': 8}]
        >>> network.solve("k", where="parameters >= 50000", f=5).bounds
        {'k': (658, None)}
        """
        from symcnn.api.solutions import solved

        conventions = Conventions(**taken(values, self._network.graph.symbols))
        return solved(self._network, unknowns, where, conventions, values)

    def plot(
        self,
        *others: Questions | str,
        count: str = PARAMETERS,
        layers: str | Sequence[str] = (),
        by: str = "",
        log: str = "",
        **values: Any,
    ) -> Plot:
        """A count as a picture, over the values given under each symbol's name.

        Other networks, or the texts of programs, are lines of their own. ``by="layer"`` stacks
        the layers; without any values each layer is a bar. ``log`` names the logarithmic axes,
        ``"x"``, ``"y"`` or ``"xy"``. Conventions of the count stand among the values.

        >>> from symcnn import parse
        >>> network = parse("input(32x32x3) -> conv(8, f x f)")
        >>> network.plot(f=[3, 5]).document.series[0].values
        (224, 608)
        """
        from symcnn.api.plots import beside, plotted

        resolved = [beside(other) for other in others]
        quantity = self._quantity(count, layers, values, *resolved)
        return plotted([self._network, *resolved], quantity, values, by, log)

    def explore(self, *, count: str = PARAMETERS, **values: Any) -> Page:
        """A page with a slider for each symbol: its numbers and lines follow while it moves.

        Sliders run through the values that are given under their symbols' names, ``f=range(1,
        12)``; a single value holds a symbol fast. Conventions of the count stand among the values.

        >>> from symcnn import parse
        >>> page = parse("input(32x32x3) -> conv(k, f x f)").explore(f=range(1, 12), k=8)
        >>> page.title
        'Parameters of a network'
        """
        from symcnn.api.explored import explored

        quantity = self._quantity(count, (), values)
        return explored(self._asked(quantity), quantity, values)

    def _asked(self, quantity: Quantity) -> Network:
        """The network that is asked: the batch is one of its symbols."""
        return self._network.declaring(quantity.batch_symbol)

    def _quantity(
        self,
        count: str,
        layers: str | Sequence[str],
        choices: dict[str, Any],
        *others: Network,
    ) -> Quantity:
        """What is asked; its conventions are taken out of the choices, which leaves symbols.

        Raises:
            CallError: for a choice that is no symbol of any of the networks.
        """
        conventions = Conventions(**taken(choices, self._network.graph.symbols))
        chosen = (layers,) if isinstance(layers, str) else tuple(layers)
        quantity = Quantity(count, chosen, conventions)
        symbols = {quantity.batch_symbol}.union(
            *(network.graph.symbols for network in (self._network, *others))
        )
        for name in choices:
            if name not in symbols:
                known = [*_OPTIONS, *Conventions.names(), *filter(None, symbols)]
                hint = did_you_mean(name, known) or "its symbols are in .symbols"
                raise call_error("symbol", f"the program has no symbol '{name}'", hint)
        return quantity


def taken(choices: dict[str, Any], symbols: Collection[str] = ()) -> dict[str, Any]:
    """The conventions among the choices of a call, taken out of them; a symbol is none."""
    names = [name for name in choices if name in Conventions.names() and name not in symbols]
    return {name: choices.pop(name) for name in names}
