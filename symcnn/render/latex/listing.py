"""A count at many points in LaTeX; why there is none at a point stands in a note."""

from __future__ import annotations

from collections.abc import Iterator

from symcnn.derivation.listing import Listing
from symcnn.formula.nodes import Name
from symcnn.render.latex import joined, page, paragraph
from symcnn.render.latex.columns import Look, TableCell, broadened
from symcnn.render.latex.dialect import inline
from symcnn.render.latex.tables import WHOLE, cell_of, tabular
from symcnn.render.latex.text import breakable
from symcnn.render.latex.width import measure_words
from symcnn.render.latex.words import sentence
from symcnn.render.phrases import capital, heading, listing_title
from symcnn.render.style import Style


def listing(listing: Listing, style: Style) -> Iterator[str]:
    """A row for each point."""
    notes: list[str] = []
    rows = [
        (
            *(cell_of(value, style) for value in row.values.values()),
            _noted(row.error, notes) if row.error else cell_of(row.cell, style),
        )
        for row in listing.rows
    ]
    look = broadened(rows, (), _look(listing, style))
    # Pages with notes below come in pieces, so that a slide may end before them.
    about = sentence(listing.about_values, style)
    blocks = [paragraph(about)] if about else []
    whole = WHOLE - 2 * (len(blocks) + len(notes))
    blocks.append(tabular(rows, (), look, notes, whole))
    blocks += [paragraph(f"Note {number}: {note}.") for number, note in enumerate(notes, 1)]
    yield page(listing_title(listing), "booktabs", joined(blocks), style)


def _look(listing: Listing, style: Style) -> Look:
    """The symbols in front, each as wide as its numbers, then the count."""
    symbols = [(f"${inline(Name(symbol), style)}$", "") for symbol in listing.symbols]
    first, _, second = capital(heading(listing.column)).partition(" ")
    columns = len(symbols) + 1
    return Look((*symbols, (first, second)), "r" * columns, (0.0,) * columns)


def _noted(error: str, notes: list[str]) -> TableCell:
    text = breakable(error)
    if text not in notes:
        notes.append(text)
    told = f"note {notes.index(text) + 1}"
    return TableCell(told, measure_words(told))
