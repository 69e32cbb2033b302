"""A count at many points, in columns for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from symcnn.derivation.listing import Listing
from symcnn.render import phrases
from symcnn.render.style import Style
from symcnn.render.text.columns import aligned_table
from symcnn.render.text.pieces import Pieces


def listing(listing: Listing, style: Style) -> Iterator[str]:
    """A row for each point; why there is no count stands behind the row."""
    page = Pieces(style)
    rows = [
        (*map(page.value, row.values.values()), page.cell(row.cell), page.label(row.error))
        for row in listing.rows
    ]
    headings = [*listing.symbols, phrases.heading(listing.column), ""]
    alignment = "r" * (len(headings) - 1) + "l"
    if not any(row[-1] for row in rows):
        headings, alignment, rows = headings[:-1], alignment[:-1], [row[:-1] for row in rows]
    title = page.label(phrases.listing_title(listing))
    table = aligned_table(headings, alignment, rows, (), style.width)
    about = page.sentence(listing.about_values)
    yield page.finished("\n\n".join([title, *([about] if about else []), table]))
