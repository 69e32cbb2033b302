"""Worked solutions and tables as one page of HTML: native MathML, no script, nothing to load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from symcnn.choices import BRIEF
from symcnn.collector import paused
from symcnn.derivation.document import Closing, Document
from symcnn.derivation.rows import Part, Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.render.html.layer import brief, brief_line, derivation, layer
from symcnn.render.html.page import page
from symcnn.render.html.tables import layers_table
from symcnn.render.html.words import Words, letter
from symcnn.render.phrases import capital, symbols_sentence, title, titled
from symcnn.render.style import Style


def explain(document: Document, style: Style) -> str:
    """The worked solution as a page."""
    with paused():
        return _explained(document, Words(style))


def _explained(document: Document, words: Words) -> str:
    notes = _notes(document.notes, words)
    body = [*_summary(document, words), *notes, *_symbols(document.symbols, words)]
    if document.detail == BRIEF:
        body += ['<dl class="brief">']
        body += [brief(section, words) for section in document.sections]
        body += ["</dl>", *_legend(document, words)]
    else:
        if len(document.sections) > 1:
            body += layers_table(document.table, words, "All layers", linked=True)
        body += _legend(document, words)
        body += [
            layer(section, number, document, words)
            for number, section in enumerate(document.sections, 1)
        ]
    if document.closing is not None:
        body += _closing(document.closing, document, words)
    return page(title(document), body)


def table(table: Table, style: Style) -> str:
    """The table as a page."""
    words = Words(style)
    with paused():
        rows = layers_table(table, words, table.caption, linked=False)
        body = [*_symbols(table.symbols, words), *rows, *_notes(table.notes, words)]
        return page(titled("Layers", table.title), body, broad=True)


def _notes(notes: Sequence[tuple[Part, ...]], words: Words) -> Iterable[str]:
    """Sentences about the count or the network as a whole."""
    yield from (f'<p class="note">{words.sentence(note)}</p>' for note in notes)


def _summary(document: Document, words: Words) -> Iterable[str]:
    """What was counted and how, in a line under the title."""
    if document.how:
        closing = document.closing
        how = document.how
        text = f"{words.counted(closing.figure)}, {how}" if closing else capital(how)
        yield f'<p class="summary">{text}.</p>'


def _symbols(symbols: Mapping[str, Value | None], words: Words) -> Iterable[str]:
    """The symbols of the program, those with a value and those without."""
    given = [words.equation(n, written(v)) for n, v in symbols.items() if v is not None]
    free = [letter(symbol) for symbol, value in symbols.items() if value is None]
    text = symbols_sentence(given, free)
    if text:
        yield f'<p class="symbols">{text}</p>'


def _legend(document: Document, words: Words) -> Iterable[str]:
    if not document.legend:
        return
    yield '<section class="legend" aria-labelledby="letters">'
    yield '<h2 id="letters">Letters</h2>'
    yield "<dl>"
    for entry in document.legend:
        yield f"<dt>{letter(entry.symbol)}</dt><dd>{words.legend_entry(entry)}</dd>"
    yield "</dl></section>"


def _closing(closing: Closing, document: Document, words: Words) -> Iterable[str]:
    """The total, how it comes about, and what it consists of."""
    yield '<section class="closing" aria-labelledby="total">'
    yield '<header><h2 id="total">Total</h2>'
    yield f'<p class="count">{words.counted(closing.figure)}</p></header>'
    if document.detail == BRIEF:
        yield from (f"<p>{brief_line(chain, words)}</p>" for chain in closing.chains)
    else:
        yield from derivation(closing.chains, words, full=False)
    if closing.parts:
        parts = (f"{capital(word)}: {words.value(value)}." for word, value in closing.parts)
        yield f'<p class="split">{" ".join(parts)}</p>'
    yield "</section>"
