"""Tables as CSV: whole numbers without grouping, formulas in SymPy's syntax."""

from __future__ import annotations

import csv
from io import StringIO

from symcnn.derivation.document import Document, Table
from symcnn.formula.arithmetic import Value
from symcnn.render.style import Style

_COLUMNS = (
    "layer",
    "type",
    "activation shape",
    "activation size",
    "parameters",
    "trainable",
    "non-trainable",
)
# A spreadsheet would run a cell that begins so.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def table(table: Table, style: Style) -> str:
    """The table as comma-separated values with a heading, the total last."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in table.rows:
        writer.writerow(
            (
                _name(row.name),
                row.type,
                "x".join(_extent(extent) for extent in row.output_shape),
                _value(row.activation_size),
                _value(row.parameters),
                _value(row.trainable),
                _value(row.non_trainable),
            )
        )
    totals = table.totals
    counts = (totals.parameters, totals.trainable, totals.non_trainable)
    writer.writerow(("total", "", "", "", *map(_value, counts)))
    return text.getvalue()


def explain(document: Document, style: Style) -> str:
    """A derivation has no place in a table of values."""
    raise TypeError("a derivation cannot be written as CSV")


def _name(name: str) -> str:
    return f"'{name}" if name.startswith(_DANGEROUS) else name


def _value(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    from symcnn.formula import algebra

    return algebra.text_of(value)


def _extent(value: Value) -> str:
    text = _value(value)
    return f"({text})" if " " in text else text
