"""A count at many points in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from symcnn.derivation.listing import Listing
from symcnn.formula.nodes import Name
from symcnn.render.latex.dialect import inline
from symcnn.render.markdown import words
from symcnn.render.phrases import capital, heading, listing_title
from symcnn.render.style import Style


def listing(listing: Listing, style: Style) -> Iterator[str]:
    """A row for each point; why there is no count stands in the last column."""
    rows = list(listing.rows)
    told = any(row.error for row in rows)
    symbols = [words.inline(inline(Name(symbol), style)) for symbol in listing.symbols]
    headings = [*symbols, words.escape(capital(heading(listing.column))), *([""] if told else [])]
    lines = [_line(headings), _line(["---:"] * (len(symbols) + 1) + [":---"] * told)]
    for row in rows:
        cells = [words.value(value, style) for value in row.values.values()]
        cells.append(words.cell(row.cell, style))
        lines.append(_line([*cells, *([words.escape(row.error)] if told else [])]))
    title = words.escape(listing_title(listing))
    about = words.sentence(listing.about_values, style)
    blocks = [f"# {title}", *([about] if about else []), "\n".join(lines)]
    yield "\n\n".join(blocks) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
