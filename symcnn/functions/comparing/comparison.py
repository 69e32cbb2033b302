"""Two networks compared: their counts, the difference and the ratio, what these come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from symcnn.errors import ProgramError, call_error
from symcnn.formula.algebra import expression_of, symbol, value_of
from symcnn.formula.arithmetic import Value
from symcnn.functions.comparing.balances import Balance, balances
from symcnn.functions.comparing.crossings import Signs, signs
from symcnn.functions.formulas.conditions import Conditions
from symcnn.functions.formulas.leading import large, limit_of_quotient
from symcnn.functions.formulas.polynomials import bare
from symcnn.functions.formulas.simplifying import multiplied_out, quotient
from symcnn.functions.quantity import OF_ONE_LAYER, Quantity
from symcnn.functions.solving.existence import end_of, existing
from symcnn.network.network import Network
from symcnn.records import record

# Of so many values of a symbol it is looked at whether both networks are.
_MOST_PLACES: Final = 4096


@record
class Side:
    """One of two networks: its total of a count, and that of each of its layers."""

    network: Network
    total: Any
    layers: Mapping[str, Value]


@record
class Pair:
    """Layers beside each other; where only one network has such a layer, the other has no name."""

    a: str | None
    b: str | None


@dataclass(frozen=True)
class Comparison:
    """Two networks and a count; symbols of the same name are the same symbol."""

    a: Side
    b: Side
    quantity: Quantity

    @cached_property
    def difference(self) -> Any:
        """The total of the first less that of the second, multiplied out."""
        return multiplied_out(self.a.total - self.b.total)

    @cached_property
    def ratio(self) -> Any:
        """The total of the first by that of the second; None where the second is 0."""
        return None if self.b.total == 0 else quotient(self.a.total, self.b.total)

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The symbols on which the totals depend."""
        return tuple(sorted(str(s) for s in self.a.total.free_symbols | self.b.total.free_symbols))

    @cached_property
    def limits(self) -> dict[str, Any]:
        """What the ratio comes near as a symbol grows, None where that cannot be told.

        Nor is it where there are no networks with large values of the symbol, on which it depends.
        """
        return {name: self._limit(name) for name in self.limit_conditions}

    def _limit(self, name: str) -> Any:
        x, where = symbol(name), self.limit_conditions[name]
        if where.never or (name in self.ends and self.ratio.has(x)):
            return None
        return limit_of_quotient(*self._totals, x)

    @cached_property
    def ends(self) -> dict[str, int]:
        """The largest value of each symbol with which both networks are, where there is one."""
        found: dict[str, int] = {}
        for side in (self.a, self.b):
            for name in {*self.symbols} & side.network.graph.names:
                end = end_of(side.network, name)
                if end is not None and end.last is not None:
                    found[name] = min(end.last, found.get(name, end.last))
        return found

    @cached_property
    def limit_conditions(self) -> dict[str, Conditions]:
        """Where the limit in a symbol is that of the formulas; of no ratio, nothing."""
        if self.ratio is None:
            return {}
        return {name: self._conditions(name).within(self.ends) for name in self.symbols}

    def _conditions(self, name: str) -> Conditions:
        """Where the second total grows as its leading term; the first may as well be 0."""
        return large(symbol(name), self.b.total, map(expression_of, self.b.layers.values()))

    @property
    def _totals(self) -> tuple[Any, Any]:
        return self.a.total, self.b.total

    @cached_property
    def signs(self) -> Signs | None:
        """Where the sign of the difference changes, if that depends on a single symbol."""
        if self.depends is None:
            return None
        found = signs(self._signed, symbol(self.depends))
        end = self.ends.get(self.depends)
        if found is None or end is None:
            return found
        within = found.upto(end)
        good = self._existing(self.depends, end)
        return within if good is None else within.among(good)

    def _existing(self, name: str, end: int) -> Sequence[int] | None:
        """The values of a symbol with which both networks are; None where that is not told."""
        if end > _MOST_PLACES:
            return None
        places = range(1, end + 1)
        sides = [side.network for side in (self.a, self.b) if name in side.network.graph.names]
        both = set(places)
        for network in sides:
            good = existing(network, name, places)
            if good is None:
                return None
            both.intersection_update(good)
        return sorted(both)

    @property
    def depends(self) -> str | None:
        """The single symbol on which the sign of the difference depends."""
        free = self._signed.free_symbols
        return str(*free) if len(free) == 1 else None

    @cached_property
    def _signed(self) -> Any:
        """What has the sign of the difference, without factors that are above 0."""
        plain = bare(self.difference)
        return plain if len(plain.free_symbols) == 1 else self.difference

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        """Where the difference is 0, if that depends on several symbols, and there are networks."""
        if self.depends is not None:
            return ()
        found = (
            replace(balance, conditions=balance.conditions.within(self.ends))
            for balance in balances(self.difference)
        )
        return tuple(balance for balance in found if not balance.conditions.never)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The layers side by side."""
        return paired(tuple(self.a.layers), tuple(self.b.layers))

    def without_network(self, values: Mapping[str, Value]) -> str:
        """Why one of the networks, or both, cannot have these values; empty where they can."""
        for side in (self.a, self.b):
            known = side.network.graph.symbols
            own = {name: value for name, value in values.items() if name in known}
            try:
                side.network.with_values(own)
            except ProgramError as error:
                return error.problems[0].message
        return ""


def compared(a: Network, b: Network, quantity: Quantity) -> Comparison:
    """The comparison of two networks.

    Raises:
        CallError: for a count of which there is no total.
    """
    if quantity.count in OF_ONE_LAYER:
        words = quantity.count.replace("_", " ")
        raise call_error("count", f"each layer has a {words} of its own", "compare another count")
    return Comparison(_side(a, quantity), _side(b, quantity), quantity)


def _side(network: Network, quantity: Quantity) -> Side:
    (total,) = quantity(network)
    return Side(network, expression_of(total), quantity.by_layer(network))


def paired(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Pair, ...]:
    """Layers side by side: by name where both networks have it, else by their order.

    >>> [(pair.a, pair.b) for pair in paired(("x", "c1", "y"), ("x", "c2", "d2", "y"))]
    [('x', 'x'), ('c1', 'c2'), ('y', 'y'), (None, 'd2')]
    """
    left = iter([name for name in b if name not in a])
    found = [Pair(name, name if name in b else next(left, None)) for name in a]
    return (*found, *(Pair(None, name) for name in left))


def plain(expression: Any) -> Value:
    """An expression as JSON and tables take it: a number where it is one."""
    return value_of(expression)
