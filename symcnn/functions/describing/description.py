"""A count as a function of one symbol: its form, its growth, its differences, its shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from symcnn.errors import CheckError, Problem, call_error
from symcnn.formula import algebra, arithmetic
from symcnn.formula.algebra import expression_of, sympy
from symcnn.formula.arithmetic import Value
from symcnn.formula.summation import is_above_one
from symcnn.functions.describing.rounding import bounds
from symcnn.functions.describing.samples import Sample, Stretch, sampled
from symcnn.functions.formulas.conditions import Conditions
from symcnn.functions.formulas.leading import (
    Leading,
    large,
    leading,
    limit_of_quotient,
    may_be_large,
)
from symcnn.functions.formulas.polynomials import coefficients
from symcnn.functions.formulas.simplifying import factored, multiplied_out, quotient
from symcnn.functions.quantity import OF_ONE_LAYER, Quantity
from symcnn.functions.solving.existence import End, end_of
from symcnn.network.network import Network

# In what the step from one value to the next is no formula without floors and their kind.
_ROUGH: Final = {
    sympy.floor: "floors",
    sympy.ceiling: "ceilings",
    sympy.Min: "minima",
    sympy.Max: "maxima",
    sympy.Sum: "open sums",
}


@dataclass(frozen=True)
class Description:
    """A count of a network in which a symbol is free.

    ``current`` is the number that the program or the call gives to the symbol, ``samples`` the
    count at some values, ``stretches`` those with and without a network, as far as was looked,
    ``end`` up to which there are networks, where that is known.
    """

    network: Network
    symbol: str
    quantity: Quantity
    total: Any
    layers: Mapping[str, Any]
    current: int | None
    samples: tuple[Sample, ...]
    stretches: tuple[Stretch, ...]
    end: End | None = None

    @property
    def x(self) -> Any:
        """The symbol as SymPy's own."""
        return algebra.symbol(self.symbol)

    @property
    def depends(self) -> bool:
        """Whether the count depends on the symbol at all."""
        return self.total.has(self.x)

    @cached_property
    def expanded(self) -> Any:
        """The count multiplied out."""
        return multiplied_out(self.total)

    @cached_property
    def factored(self) -> Any:
        """The count as a product, None where it is too large for that."""
        return factored(self.total)

    @cached_property
    def coefficients(self) -> Mapping[int, Any] | None:
        """The coefficients of the powers of the symbol, None where the count is no polynomial."""
        return coefficients(self.total, self.x)

    @property
    def degree(self) -> int | None:
        """The degree in the symbol, None where the count is no polynomial."""
        return None if self.coefficients is None else max(self.coefficients, default=0)

    @cached_property
    def leading(self) -> Leading | None:
        """The term that the count is nearly equal to for large values, None where unknown."""
        return leading(self.total, self.x)

    @cached_property
    def difference(self) -> Any:
        """What one more of the symbol adds; None where that depends on what floors leave."""
        if not self.is_smooth:
            return None
        return multiplied_out(self.total.xreplace({self.x: self.x + 1}) - self.total)

    @property
    def is_smooth(self) -> bool:
        """Whether the symbol stands in no floor, minimum or open sum."""
        return not self.rough

    @cached_property
    def rough(self) -> tuple[str, ...]:
        """In what kinds of parts the symbol stands that are no formulas of plain arithmetic."""
        kinds = {part.func for part in self.total.atoms(*_ROUGH) if part.has(self.x)}
        return tuple(name for kind, name in _ROUGH.items() if kind in kinds)

    @cached_property
    def derivative(self) -> Any:
        """The derivative of a polynomial, None of anything else."""
        if self.coefficients is None:
            return None
        return multiplied_out(sympy.diff(self.total, self.x))

    @cached_property
    def bounds(self) -> tuple[Any, Any] | None:
        """Bounds without floors, None where there are no floors or no bounds were found."""
        return None if self.is_smooth else bounds(self.total)

    @cached_property
    def shares(self) -> Mapping[str, Any]:
        """Each layer's part of the count: at the current value, else as a function."""
        at = {} if self.current is None else {self.x: sympy.Integer(self.current)}
        total = self.total.xreplace(at)
        if total == 0:
            return dict.fromkeys(self.layers)
        return {name: quotient(count.xreplace(at), total) for name, count in self.layers.items()}

    @cached_property
    def limits(self) -> Mapping[str, Any]:
        """What each layer's part comes near as the symbol grows, None where it cannot be told.

        Where a part would be below 0 or above all, no network is left there to have parts.
        """
        if self.last is not None or (self.samples and self.samples[-1].error):
            return dict.fromkeys(self.layers)
        found = {
            name: limit_of_quotient(count, self.total, self.x)
            for name, count in self.layers.items()
        }
        parts = [part for part in found.values() if part is not None and part.is_Rational]
        there = may_be_large(self.x, self.conditions, self.layers.values())
        possible = there and all(0 <= part <= 1 for part in parts)
        return found if possible else dict.fromkeys(found)

    @cached_property
    def conditions(self) -> Conditions:
        """Where the count grows as its leading term, and its parts come near their limits."""
        return large(self.x, self.total, self.layers.values())

    @property
    def last(self) -> int | None:
        """The last value of the symbol with a network, None where there is or may be a further."""
        return self.end.last if self.end is not None and self.end.last else None

    @cached_property
    def outlook(self) -> Mapping[str, Any]:
        """Each layer's part in the end: of the last network, or of ever larger ones."""
        if self.last is None:
            return self.limits
        at = {self.x: sympy.Integer(self.last)}
        total = self.total.xreplace(at)
        if total == 0:
            return dict.fromkeys(self.layers)
        return {name: quotient(count.xreplace(at), total) for name, count in self.layers.items()}

    @cached_property
    def leaders(self) -> tuple[str, ...]:
        """The layers with the largest part in the end, none where that cannot be told."""
        parts = self.outlook
        alone = tuple(name for name, part in parts.items() if part == 1)
        known = all(part is not None and part.is_Rational for part in parts.values())
        if not self.depends or alone or not known:
            return alone if self.depends else ()
        largest = max(parts.values(), default=0)
        return tuple(name for name, part in parts.items() if part == largest)

    @property
    def dominant(self) -> str | None:
        """The one layer with the largest part in the end, None where there is no such."""
        return self.leaders[0] if len(self.leaders) == 1 else None

    @property
    def factor(self) -> Any:
        """By what doubling the symbol multiplies the count in the end; None where it grows else."""
        found = self.leading
        if found is None or found.coefficient == 0 or found.ratio != 1:
            return None
        return sympy.Integer(2) ** found.power

    @property
    def step(self) -> Any:
        """By what one more of the symbol multiplies the count in the end, where that is above 1."""
        found = self.leading
        return found.ratio if found is not None and is_above_one(found.ratio) else None


def described(network: Network, symbol: str, quantity: Quantity) -> Description:
    """A count as a function of a symbol, which is free, whatever value the program gives it.

    Raises:
        CallError: for a symbol that the program does not have, a count of which there is no total.
        ProgramError: where there is no network without a value for the symbol.
    """
    if quantity.count in OF_ONE_LAYER:
        words = quantity.count.replace("_", " ")
        raise call_error("count", f"each layer has a {words} of its own", "describe another count")
    free = _freed(network, symbol, quantity)
    (total,) = quantity(free)
    value = network.graph.symbols.get(symbol)
    current = value if isinstance(value, int) else None
    samples, stretches = sampled(free, symbol, quantity, current)
    found = Description(
        free,
        symbol,
        quantity,
        expression_of(total),
        {name: expression_of(count) for name, count in quantity.by_layer(free).items()},
        current,
        samples,
        stretches,
        end_of(free, symbol),
    )
    _check(found)
    return found


def _freed(network: Network, symbol: str, quantity: Quantity) -> Network:
    """The network with the symbol free."""
    known = network.graph.symbols
    if symbol in known and known[symbol] is None:
        return network
    return network.with_values({symbol: algebra.symbol(symbol)})


def _check(description: Description) -> None:
    """Compare the formula with the network itself at the values that are shown.

    Raises:
        CheckError: where they differ.
    """
    for sample in description.samples:
        if sample.value is None:
            continue
        expected = algebra.substitute(description.total, {description.symbol: sample.place})
        if not arithmetic.equal(expected, sample.value):
            where = f"{description.symbol} = {sample.place}"
            message = f"at {where} the network has {sample.value}, its formula {expected}"
            raise CheckError([Problem("check", message, hint="please report this program")])


def plain(expression: Any) -> Value | None:
    """An expression as JSON takes it, a number where it is one."""
    return None if expression is None else algebra.value_of(expression)
