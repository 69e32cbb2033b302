"""A page with sliders for a network: from what the call asks to the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from symcnn.choices import TOTALLED
from symcnn.errors import CallError, ProgramError, call_error
from symcnn.explore.covering import TooMany
from symcnn.explore.gathering import gathered
from symcnn.explore.page import data_of, framed, written
from symcnn.explore.sliders import Moving, narrowed, sliders
from symcnn.explore.telling import Teller
from symcnn.functions.quantity import Quantity
from symcnn.functions.ways import Resolve
from symcnn.records import value_record
from symcnn.render.phrases import titled

_LARGEST_PAGE: Final = 4_000_000


@value_record
class Page:
    """A page: its title and its text, a whole file of HTML."""

    title: str
    html: str

    @property
    def framed(self) -> str:
        """The page in a frame, for a notebook."""
        return framed(self.title, self.html)


def explored(moving: Moving, quantity: Quantity) -> Page:
    """The page of a count of a network whose symbols move.

    Raises:
        SymcnnError: as :func:`data_for` does, and for a page that would be too large.
    """
    data = data_for(moving, quantity)
    title = titled(data["about"]["subject"], moving.program.source.title)
    html = written(title, data)
    if len(html) > _LARGEST_PAGE:
        message = f"the page would have more than {_LARGEST_PAGE:,} characters"
        raise call_error("vary", message, "narrow the ranges, such as --vary f=1..11")
    return Page(title, html)


def data_for(moving: Moving, quantity: Quantity) -> dict[str, Any]:
    """What the page of a count holds.

    Raises:
        CallError: for a count that is not one of `TOTALLED`, where nothing can move, and for
            ranges in which the network has too many forms for one page, or exists nowhere.
        ProgramError: for a program that is wrong whatever its symbols are.
    """
    if quantity.count not in TOTALLED:
        hint = f"choose {', '.join(TOTALLED)}"
        raise call_error("count", f"a page does not show {quantity.count}", hint)
    teller = Teller(quantity)
    found = sliders(moving, teller)
    try:
        parts = gathered(moving.resolve, teller, found)
    except TooMany:
        narrower = narrowed(found, moving.axes)
        if narrower == found:
            raise
        found = narrower
        parts = gathered(moving.resolve, teller, found)
    if "about" not in parts.tables:
        raise _nowhere(moving.resolve, {slider.name: slider.start for slider in found})
    return data_of(parts, found)


def _nowhere(resolve: Resolve, point: Mapping[str, int]) -> CallError:
    """The refusal of ranges in which no network is; it tells what is wrong at one of the points."""
    where = ", ".join(f"{name} = {value}" for name, value in point.items())
    try:
        resolve(point)
    except ProgramError as error:
        why = f"; at {where}: {error.problems[0].message}"
    else:
        why = ""
    message = f"no network exists within these ranges{why}"
    return call_error("vary", message, "give other ranges, such as --vary f=1..11")
