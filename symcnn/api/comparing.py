"""Two networks compared, showing itself in Jupyter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symcnn.api.frames import frame
from symcnn.api.network import Network, parse
from symcnn.api.reports import Reported
from symcnn.choices import PARAMETERS, TOTALLED
from symcnn.derivation.request import Conventions, checked_choice, checked_names
from symcnn.errors import call_error
from symcnn.functions.comparing.comparison import Comparison as _Comparison
from symcnn.functions.comparing.comparison import compared
from symcnn.functions.comparing.page import report
from symcnn.functions.quantity import Quantity

if TYPE_CHECKING:
    import sympy


class Comparison(Reported):
    """A count of two networks, its difference and its ratio, as expressions of the symbols."""

    def __init__(self, comparison: _Comparison) -> None:
        super().__init__(report(comparison))
        self._comparison = comparison

    @property
    def a(self) -> sympy.Expr:
        """The total of the first network."""
        return self._comparison.a.total

    @property
    def b(self) -> sympy.Expr:
        """The total of the second network."""
        return self._comparison.b.total

    @property
    def difference(self) -> sympy.Expr:
        """The first total less the second."""
        return self._comparison.difference

    @property
    def ratio(self) -> sympy.Expr | None:
        """The first total by the second, None where that is 0."""
        return self._comparison.ratio

    @property
    def limits(self) -> dict[str, sympy.Expr | None]:
        """What the ratio comes near as a symbol grows; None where that cannot be told."""
        return self._comparison.limits

    @property
    def crossings(self) -> list[dict[str, Any]]:
        """Where the sign of the difference changes, as JSON has it."""
        return self.report.data["crossings"]

    def to_dataframe(self) -> Any:
        """The layers side by side as a frame of pandas."""
        count = self._comparison.quantity.count
        rows = [
            {
                column: layer[side][key] if layer[side] else None
                for side in ("a", "b")
                for column, key in ((side, "name"), (f"{count}_{side}", count))
            }
            for layer in self.report.data["layers"]
        ]
        return frame(rows)


def compare(
    a: Network | str, b: Network | str, *, count: str = PARAMETERS, **conventions: Any
) -> Comparison:
    """A count of two networks, or of the programs in two texts, side by side.

    >>> from symcnn import compare
    >>> apart = "input(H x W x c) -> depthwise(f x f, bias=no) -> conv(k, 1x1, bias=no)"
    >>> compare(apart, "input(H x W x c) -> conv(k, f x f, bias=no)").ratio
    1/k + f**(-2)

    Raises:
        SymcnnError: for a mistake in a program, an unknown count or convention.
    """
    checked_choice("count", count, TOTALLED)
    checked_names(conventions, Conventions.names())
    networks = [_network(each) for each in (a, b)]
    quantity = Quantity(count, conventions=Conventions(**conventions))
    return Comparison(compared(networks[0].resolved, networks[1].resolved, quantity))


def _network(given: Network | str) -> Network:
    if isinstance(given, str):
        return parse(given)
    if not isinstance(given, Network):  # pyright: ignore[reportUnnecessaryIsInstance]
        message = f"networks or the texts of programs are compared, not {type(given).__name__}"
        raise call_error("call", message)
    return given
