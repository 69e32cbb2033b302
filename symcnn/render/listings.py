"""The modules that write a count at many points, by format."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from symcnn.errors import call_error

if TYPE_CHECKING:
    from symcnn.derivation.listing import Listing
    from symcnn.render.style import Style

_MODULES: Final = {
    "text": "symcnn.render.text.listing",
    "csv": "symcnn.render.csv_data",
    "json": "symcnn.render.json_data",
    "markdown": "symcnn.render.markdown.listing",
    "latex": "symcnn.render.latex.listing",
}


# Formats whose rows are written one by one; what the others take together must fit a page.
_STREAMED: Final = frozenset({"csv", "json"})
_LONGEST: Final = 100_000


def check_length(format: str, points: int) -> None:
    """Refuse more rows than a page of the format holds.

    Raises:
        CallError: beyond the bound.
    """
    if format not in _STREAMED and points > _LONGEST:
        message = f"{points:,} points are more than the {_LONGEST:,} of a page in {format}"
        raise call_error("vary", message, "ask for csv or json, or vary in larger steps")


class Printer(Protocol):
    """What such a module offers."""

    def listing(self, listing: Listing, style: Style) -> Iterator[str]:
        """The listing, piece by piece."""
        ...


def printer(format: str) -> Printer:
    """The module of a format, imported when it is first asked for."""
    return cast(Printer, import_module(_MODULES[format]))
