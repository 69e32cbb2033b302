"""The table of a page: one row for each layer, the totals below."""

from __future__ import annotations

from collections.abc import Sequence

from symcnn.derivation.document import Row, SumRow, Table
from symcnn.render.html.dialect import escape
from symcnn.render.html.words import Words
from symcnn.render.phrases import heading


def layers_table(table: Table, words: Words, caption: str, linked: bool) -> list[str]:
    """The rows, linked to the layers' sections if the page has them."""
    names = [column.name for column in table.columns]
    headings = ("layer", *map(heading, table.columns))
    lines = [
        # A wide table scrolls by itself, with the keyboard too, so that the page need not.
        f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0">',
        '<table class="layers">',
        f"<caption>{caption}</caption>",
        f"<thead><tr>{''.join(map(_heading, headings))}</tr></thead>",
        "<tbody>",
        *(_row(r, names, words, n if linked else 0) for n, r in enumerate(table.rows, 1)),
        "</tbody>",
    ]
    if table.sums:
        lines.append("<tfoot>")
        lines += [_sums(row, names, words) for row in table.sums]
        lines.append("</tfoot>")
    return [*lines, "</table>", "</div>"]


def _heading(text: str) -> str:
    return f'<th scope="col">{text}</th>'


def _sums(row: SumRow, names: Sequence[str], words: Words) -> str:
    """A sum; its word reaches to the first value."""
    first = next(place for place, name in enumerate(names) if name in row.values)
    values = (row.values.get(name) for name in names[first:])
    cells = (f"<td>{'' if value is None else words.cell(value)}</td>" for value in values)
    return f'<tr><th scope="row" colspan="{first + 1}">{row.word}</th>{"".join(cells)}</tr>'


def _row(row: Row, names: Sequence[str], words: Words, number: int) -> str:
    called = escape(row.name)
    if number:
        called = f'<a href="#layer-{number}">{called}</a>'
    if row.shared_with is not None:
        called += f" <small>weights of {escape(row.shared_with)}</small>"
    cells = "".join(f"<td>{words.cell(row.cell(name))}</td>" for name in names)
    return f'<tr><th scope="row">{called}</th>{cells}</tr>'
