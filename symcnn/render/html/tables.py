"""The table of a page: one row for each layer, the totals below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symcnn.derivation.rows import Column, Row, SumRow, Table
from symcnn.render.html.dialect import escape
from symcnn.render.html.words import Words
from symcnn.render.phrases import heading


def layers_table(table: Table, words: Words, caption: str, linked: bool) -> list[str]:
    """The rows, linked to the layers' sections if the page has them."""
    names = [column.name for column in table.columns]
    sides = [_side(place, column) for place, column in enumerate(table.columns)]
    headings = map(_heading, map(heading, table.columns), sides)
    lines = [
        # A wide table scrolls by itself, with the keyboard too, so that the page need not.
        f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0">',
        '<table class="layers">',
        f"<caption>{caption}</caption>",
        f"<thead><tr>{_heading('layer')}{''.join(headings)}</tr></thead>",
        "<tbody>",
        *(_row(r, names, sides, words, n if linked else 0) for n, r in enumerate(table.rows, 1)),
        "</tbody>",
    ]
    if table.sums:
        lines.append("<tfoot>")
        lines += [_sums(row, names, words) for row in table.sums]
        lines.append("</tfoot>")
    return [*lines, "</table>", "</div>"]


def _side(place: int, column: Column) -> str:
    """Extents stand on the left, counts on the right; the style sheet expects extents first."""
    if column.extents == (place == 0):
        return ""
    return ' class="left"' if column.extents else ' class="right"'


def _heading(text: str, side: str = "") -> str:
    return f'<th scope="col"{side}>{text}</th>'


def _sums(row: SumRow, names: Sequence[str], words: Words) -> str:
    """A sum; its word reaches to the first value."""
    first = next(place for place, name in enumerate(names) if name in row.values)
    values = (row.values.get(name) for name in names[first:])
    cells = (f"<td>{'' if value is None else words.cell(value)}</td>" for value in values)
    return f'<tr><th scope="row" colspan="{first + 1}">{row.word}</th>{"".join(cells)}</tr>'


def _row(row: Row, names: Sequence[str], sides: Sequence[str], words: Words, number: int) -> str:
    called = f'<span class="name">{_name(row.name)}</span>'
    if number:
        called = f'<a href="#layer-{number}">{called}</a>'
    if row.shared_with is not None:
        called += f" <small>weights of {_name(row.shared_with)}</small>"
    columns = zip(names, sides, strict=True)
    cells = "".join(f"<td{side}>{words.cell(row.cell(name))}</td>" for name, side in columns)
    return f'<tr><th scope="row">{called}</th>{cells}</tr>'


def _name(name: str) -> str:
    """A layer's name, which may end a line between the parts of its path."""
    return "<wbr/>".join(map(escape, re.findall(r"[^.]*\.|[^.]+", name)))
