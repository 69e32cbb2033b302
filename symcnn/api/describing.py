"""A count as a function of a symbol, showing itself in Jupyter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symcnn.api.frames import frame
from symcnn.api.reports import Reported
from symcnn.errors import call_error
from symcnn.functions.describing import description as describing
from symcnn.functions.describing.page import report
from symcnn.functions.quantity import Quantity
from symcnn.network.network import Network

if TYPE_CHECKING:
    import sympy


class Description(Reported):
    """A count as a function of a symbol; what is not defined is None."""

    def __init__(self, description: describing.Description) -> None:
        super().__init__(report(description))
        self._description = description

    @property
    def expanded(self) -> sympy.Expr:
        """The count multiplied out."""
        return self._description.expanded

    @property
    def factored(self) -> sympy.Expr | None:
        """The count as a product."""
        return self._description.factored

    @property
    def degree(self) -> int | None:
        """The degree of a polynomial."""
        return self._description.degree

    @property
    def leading(self) -> sympy.Expr | None:
        """The term that the count is nearly equal to for large values."""
        found = self._description.leading
        return None if found is None else found.term(self._description.x)

    @property
    def growth(self) -> str:
        """How the count grows, in words."""
        return self.report.data["growth"]

    @property
    def difference(self) -> sympy.Expr | None:
        """What one more of the symbol adds."""
        return self._description.difference

    @property
    def derivative(self) -> sympy.Expr | None:
        """The derivative of a polynomial, over the reals."""
        return self._description.derivative

    @property
    def bounds(self) -> tuple[sympy.Expr, sympy.Expr] | None:
        """What the count is at least and at most, without floors."""
        return self._description.bounds

    @property
    def shares(self) -> Mapping[str, sympy.Expr | None]:
        """Each layer's part of the count, at the value that the symbol has, else as a function."""
        return self._description.shares

    @property
    def limits(self) -> Mapping[str, sympy.Expr | None]:
        """What each layer's part comes near as the symbol grows."""
        return self._description.limits

    @property
    def last(self) -> int | None:
        """The last value of the symbol with a network, None where none is known."""
        return self._description.last

    @property
    def dominant(self) -> str | None:
        """The layer with the largest part in the last network, or as the symbol grows."""
        return self._description.dominant

    def to_dataframe(self) -> Any:
        """The count at a few values of the symbol as a frame of pandas."""
        return frame(self.report.data["values"])


def described(network: Network, symbol: str, quantity: Quantity) -> Description:
    """The description of a network.

    Raises:
        SymcnnError: for what is no symbol of the program, and where it needs a value.
    """
    if not isinstance(symbol, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise call_error("symbol", f"a symbol is given by its name, not {type(symbol).__name__}")
    return Description(describing.described(network, symbol, quantity))
