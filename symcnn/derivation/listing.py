"""The neutral form of a count at many points: no markup, rows that may come one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symcnn.derivation.report import Phrase, values_phrase
from symcnn.derivation.rows import Cell, Column
from symcnn.formula.arithmetic import Value
from symcnn.records import record


@record
class Point:
    """The values of the symbols at a point, and the count there; where there is none, why."""

    values: Mapping[str, int]
    cell: Cell
    error: str = ""


@record
class Listing:
    """A count at many points.

    ``title`` is the name of the source, ``subject`` names the count in a title, ``column`` is its
    own; ``layers`` are those that it is the count of, all of them where it is empty.
    ``symbols`` are those that vary, in order, ``fixed`` the values of the others. ``rows`` can be
    gone through once.
    """

    title: str
    count: str
    subject: str
    column: Column
    layers: tuple[str, ...]
    symbols: tuple[str, ...]
    fixed: Mapping[str, Value]
    rows: Iterable[Point]

    @property
    def about_values(self) -> Phrase:
        """The sentence on the symbols that do not vary; nothing where there are none."""
        return ("with ", *values_phrase(self.fixed)) if self.fixed else ()
