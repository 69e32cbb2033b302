"""Sweeps that show themselves: a count at every point of a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import index
from typing import TYPE_CHECKING, Any, cast

from symcnn.api.frames import frame
from symcnn.choices import LISTING_FORMATS
from symcnn.derivation.listing import Listing
from symcnn.errors import call_error
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping.listing import document, sweep
from symcnn.functions.sweeping.sweep import Sweep as _Sweep
from symcnn.functions.sweeping.sweep import checked_grid
from symcnn.network.network import Network
from symcnn.render.listings import check_length, printer
from symcnn.render.style import Style

if TYPE_CHECKING:
    import numpy as np


class Sweep:
    """A count at every point of a grid, the last symbol the fastest.

    It gives rows one by one, dictionaries of the symbols' values and the count; where no network
    is, the count is None and ``error`` says why. Rows are worked out when they are asked for.
    """

    def __init__(self, sweep: _Sweep, quantity: Quantity, title: str) -> None:
        self._sweep = sweep
        self._quantity = quantity
        self._title = title

    def __len__(self) -> int:
        return self._sweep.grid.size

    def __repr__(self) -> str:
        over = ", ".join(self._sweep.grid.axes)
        return f"<sweep of {self._quantity.count} over {over}: {len(self)} points>"

    def __str__(self) -> str:
        return self.to("text")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._document().rows:
            found: dict[str, Any] = {**row.values, self._quantity.count: row.cell}
            if row.error:
                found["error"] = row.error
            yield found

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All rows."""
        return list(self)

    @cached_property
    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """The count over the grid, an axis for each symbol, and where there is a network.

        The count has 64 bits where that holds every number, else it is of Python's integers; where
        no network is, ``valid`` is false and the count 0. Needs NumPy.
        """
        from symcnn.functions.sweeping.gathering import gathered

        return gathered(self._sweep, self._quantity.count)

    def to(self, format: str = "text", **style: Any) -> str:
        """The rows in a format: text, csv, json, markdown or latex."""
        if format not in LISTING_FORMATS:
            hint = f"choose {', '.join(LISTING_FORMATS)}"
            raise call_error("format", f"a sweep cannot be written as {format}", hint)
        check_length(format, len(self))
        return "".join(printer(format).listing(self._document(), Style(**style)))

    def _document(self) -> Listing:
        return document(self._sweep, self._quantity, self._title)

    def _repr_markdown_(self) -> str:
        return self.to("markdown")

    def to_dataframe(self) -> Any:
        """The rows as a frame of pandas."""
        return frame(self.rows)


def swept(network: Network, quantity: Quantity, values: Mapping[str, Any]) -> Sweep:
    """The sweep of a network over the values of its symbols.

    Raises:
        SymcnnError: for values that are no positive integers, and as :func:`sweep` does.
    """
    grid = checked_grid({name: axis(name, given) for name, given in values.items()})
    found = sweep(network.program, network.given, network.convention, quantity, grid)
    return Sweep(found, quantity, network.title)


def axis(name: str, values: Any) -> Sequence[int]:
    """The values that a symbol runs through; a single one is enough.

    Raises:
        CallError: for a value that is no integer.
    """
    if isinstance(values, range):
        return values
    several: Iterable[Any] = (
        cast("Iterable[Any]", values) if isinstance(values, Iterable) else (values,)
    )
    try:
        return tuple(map(index, several))
    except TypeError:
        message = f"{name} = {values}: a symbol stands for a positive integer"
        raise call_error("vary", message, f"such as {name}=range(1, 12)") from None
