"""Tables as CSV: whole numbers without grouping, formulas in SymPy's syntax."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from itertools import chain, islice

from symcnn.derivation.document import Document
from symcnn.derivation.listing import Listing
from symcnn.derivation.rows import Cell, Place, Table
from symcnn.formula.arithmetic import Value
from symcnn.render.style import Style

# So many lines are written at a time.
_PIECE = 1000
# A spreadsheet would run a cell that begins so.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def table(table: Table, style: Style) -> str:
    """The table as comma-separated values with a heading, the total last."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [column.name for column in table.columns]
    writer.writerow(("layer", "type", *(column.heading.lower() for column in table.columns)))
    for row in table.rows:
        writer.writerow((_name(row.name), row.type, *(_cell(row.cell(name)) for name in names)))
    for sums in table.sums[:1]:
        values = (sums.values.get(name) for name in names)
        writer.writerow((sums.word, "", *map(_cell, values)))
    return text.getvalue()


def listing(listing: Listing, style: Style) -> Iterator[str]:
    """A row for each point; the last column says why there is no count."""
    rows = chain(
        [(*listing.symbols, listing.count, "error")],
        ((*row.values.values(), _cell(row.cell), _name(row.error)) for row in listing.rows),
    )
    while piece := list(islice(rows, _PIECE)):
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerows(piece)
        yield text.getvalue()


def explain(document: Document, style: Style) -> str:
    """A derivation has no place in a table of values."""
    raise TypeError("a derivation cannot be written as CSV")


def _name(name: str) -> str:
    return f"'{name}" if name.startswith(_DANGEROUS) else name


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Place):
        return ", ".join(map(_value, cell.coordinates))
    return "x".join(map(_extent, cell)) if isinstance(cell, tuple) else _value(cell)


def _value(value: Value) -> str:
    if isinstance(value, int | Fraction):
        return str(value)
    from symcnn.formula import algebra

    return algebra.text_of(value)


def _extent(value: Value) -> str:
    text = _value(value)
    return f"({text})" if " " in text else text
