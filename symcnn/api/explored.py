"""Pages with sliders that show themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symcnn.api.sweeps import axis
from symcnn.errors import call_error
from symcnn.explore.explored import Page as _Page
from symcnn.explore.explored import explored as _explored
from symcnn.explore.sliders import Moving
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping.sweep import checked_grid
from symcnn.network.given import checked_values
from symcnn.network.network import Network


class Page:
    """A page with a slider for each symbol, one file of HTML that loads nothing."""

    def __init__(self, page: _Page) -> None:
        self._page = page

    def __repr__(self) -> str:
        return f"<page: {self.title}, {len(self.html):,} characters>"

    @property
    def title(self) -> str:
        """What it shows."""
        return self._page.title

    @property
    def html(self) -> str:
        """The whole file."""
        return self._page.html

    def save(self, path: str) -> None:
        """Write the file.

        Raises:
            CallError: where that is not possible.
        """
        try:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(self.html)
        except OSError as error:
            raise call_error("file", f"cannot write {path}: {error.strerror}") from None

    def _repr_html_(self) -> str:
        return self._page.framed


def explored(network: Network, quantity: Quantity, values: Mapping[str, Any]) -> Page:
    """The page of a network; symbols run through the values given, a single one is held fast.

    Raises:
        SymcnnError: for values that are no positive integers, and as the page's maker does.
    """
    moved = [name for name, value in values.items() if isinstance(value, Iterable)]
    axes = checked_grid({name: axis(name, values[name]) for name in moved}).axes
    fast = checked_values({name: value for name, value in values.items() if name not in axes})
    given = {name: value for name, value in network.given.items() if name not in axes}
    moving = Moving(network.program, {**given, **fast}, network.convention, axes)
    return Page(_explored(moving, quantity))
