"""The modules that write a count at many points, by format."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

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


class Printer(Protocol):
    """What such a module offers."""

    def listing(self, listing: Listing, style: Style) -> Iterator[str]:
        """The listing, piece by piece."""
        ...


def printer(format: str) -> Printer:
    """The module of a format, imported when it is first asked for."""
    return cast(Printer, import_module(_MODULES[format]))
