"""The table of a page: one row for each layer, the totals below."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.derivation.document import Row, Totals
from symcnn.render.html.dialect import escape
from symcnn.render.html.words import Words
from symcnn.render.phrases import TABLE_HEADINGS


def layers_table(
    rows: Iterable[Row], totals: Totals | None, words: Words, caption: str, linked: bool
) -> list[str]:
    """The rows, linked to the layers' sections if the page has them."""
    lines = [
        # A wide table scrolls by itself, with the keyboard too, so that the page need not.
        f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0">',
        '<table class="layers">',
        f"<caption>{caption}</caption>",
        f"<thead><tr>{''.join(map(_heading, TABLE_HEADINGS))}</tr></thead>",
        "<tbody>",
        *(_row(row, words, number if linked else 0) for number, row in enumerate(rows, 1)),
        "</tbody>",
    ]
    if totals is not None:
        counts = {
            "total": totals.parameters,
            "trainable": totals.trainable,
            "non-trainable": totals.non_trainable,
        }
        lines.append("<tfoot>")
        lines += [
            f'<tr><th scope="row" colspan="3">{called}</th><td>{words.cell(count)}</td></tr>'
            for called, count in counts.items()
        ]
        lines.append("</tfoot>")
    return [*lines, "</table>", "</div>"]


def _heading(text: str) -> str:
    return f'<th scope="col">{text}</th>'


def _row(row: Row, words: Words, number: int) -> str:
    called = escape(row.name)
    if number:
        called = f'<a href="#layer-{number}">{called}</a>'
    if row.shared_with is not None:
        called += f" <small>weights of {escape(row.shared_with)}</small>"
    return (
        f'<tr><th scope="row">{called}</th><td>{words.shape(row.output_shape)}</td>'
        f"<td>{words.cell(row.activation_size)}</td><td>{words.cell(row.parameters)}</td></tr>"
    )
