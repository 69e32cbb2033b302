"""Worked solutions and tables in Markdown, with maths that GitHub and MyST both show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from symcnn.choices import BRIEF, FULL
from symcnn.collector import paused
from symcnn.derivation.document import Closing, Document, LegendEntry, Section
from symcnn.derivation.rows import Row, SumRow, Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.render import phrases
from symcnn.render.latex import text as latex_text
from symcnn.render.latex.display import chain_display, section_display
from symcnn.render.markdown import words as words
from symcnn.render.markdown.words import escape
from symcnn.render.phrases import noted
from symcnn.render.style import Style


def explain(document: Document, style: Style) -> str:
    """The worked solution in Markdown."""
    with paused():
        return _joined(_blocks(document, style))


def table(table: Table, style: Style) -> str:
    """The table in Markdown."""
    with paused():
        return _joined(
            [
                f"# {escape(phrases.titled('Layers', table.title))}",
                _symbols(table.symbols, style),
                _table(table, style),
                *(words.sentence(note, style) for note in table.notes),
            ]
        )


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(filter(None, blocks)) + "\n"


def _blocks(document: Document, style: Style) -> Iterable[str]:
    yield f"# {escape(phrases.title(document))}"
    yield _summary(document, style)
    yield from (words.sentence(note, style) for note in document.notes)
    yield _symbols(document.symbols, style)
    if document.detail == BRIEF:
        yield "\n".join(_brief(section, style) for section in document.sections)
        yield _legend(document.legend)
    else:
        if len(document.sections) > 1:
            yield _table(document.table, style)
        yield _legend(document.legend)
        for section in document.sections:
            yield from _section(section, document, style)
    if document.closing is not None:
        yield from _closing(document.closing, document, style)


# --- above the layers -----------------------------------------------------------------------------


def _summary(document: Document, style: Style) -> str:
    if not document.how:
        return ""
    if document.closing is None:
        return f"{phrases.capital(document.how)}."
    return f"{words.counted(document.closing.figure, style)}, {document.how}."


def _symbols(symbols: Mapping[str, Value | None], style: Style) -> str:
    given = [words.equation(n, written(v), style) for n, v in symbols.items() if v is not None]
    free = [words.inline(latex_text.name(n)) for n, v in symbols.items() if v is None]
    return phrases.symbols_sentence(given, free)


def _legend(entries: Sequence[LegendEntry]) -> str:
    if not entries:
        return ""
    return "\n".join(["## Letters", "", *map(_legend_entry, entries)])


def _legend_entry(entry: LegendEntry) -> str:
    text = f"- {words.inline(latex_text.name(entry.symbol))}, {escape(entry.words)}"
    if entry.primed:
        text += phrases.primed(words.inline(latex_text.name(entry.symbol.rstrip("\N{PRIME}"))))
    return text


def _table(table: Table, style: Style) -> str:
    names = [column.name for column in table.columns]
    sides = "|".join(":---" if column.extents else "---:" for column in table.columns)
    lines = [_line(["layer", *map(phrases.heading, table.columns)]), f"|:---|{sides}|"]
    lines += [
        _line((_called(row), *(words.cell(row.cell(name), style) for name in names)))
        for row in table.rows
    ]
    lines += [_sums(row, names, style, first=row is table.sums[0]) for row in table.sums]
    return "\n".join(lines)


def _sums(row: SumRow, names: Sequence[str], style: Style, *, first: bool) -> str:
    values = (row.values.get(name) for name in names)
    cells = [row.word, *("" if value is None else words.value(value, style) for value in values)]
    return _line([words.strong(cell) if first and cell else cell for cell in cells])


def _called(row: Row) -> str:
    name = escape(row.name)
    return name if row.shared_with is None else f"{name} (weights of {escape(row.shared_with)})"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# --- layers ---------------------------------------------------------------------------------------


def _section(section: Section, document: Document, style: Style) -> Iterable[str]:
    full = document.detail == FULL
    yield f"## {escape(section.row.name)}"
    yield _heading(section, style)
    origins = [words.origin(o, style) for o in section.origins if full or not o.own]
    yield "\n".join(f"- {told}" for told in dict.fromkeys(origins))
    yield words.sentence(section.words, style)
    if section.chains:
        yield words.display(section_display(section, document.detail, style))
    yield words.sentence((section.reason,), style) if section.reason else ""
    yield from (words.sentence(remark, style) for remark in section.remarks)
    if full:
        yield _weights(section, style)


def _heading(section: Section, style: Style) -> str:
    """What the layer is, the shapes that it takes and gives, its count."""
    row = section.row
    title = "" if section.title == row.name else escape(phrases.capital(section.title))
    if section.description:
        title += ": " if title else ""
        title += words.phrase(section.description, style)
    shapes = words.shape(row.output_shape, style)
    if row.input_shapes:
        taken = ", ".join(words.shape(given, style) for given in row.input_shapes)
        shapes = f"{taken} → {shapes}"
    parts = [title, shapes]
    if section.figure is not None:
        parts.append(words.strong(words.counted(section.figure, style)))
    return " — ".join(filter(None, parts))


def _weights(section: Section, style: Style) -> str:
    items = [
        f"{escape(weight.name)} {words.shape(weight.shape, style)}"
        + noted(weight, words.value(weight.copies, style))
        for weight in section.weights
    ]
    return f"Weight tensors: {', '.join(items)}." if items else ""


def _brief(section: Section, style: Style) -> str:
    """A layer in one line: formula, the numbers put in, the result."""
    called = f"- **{escape(section.row.name)}**"
    if not section.chains:
        nothing = section.nothing
        told = words.sentence((section.reason,), style)
        return f"{called}: {words.brief_line(nothing, nothing.brief, style) if nothing else told}"
    lines = (words.brief_line(chain, chain.brief, style) for chain in section.brief)
    return f"{called}: {'; '.join(lines)}"


def _closing(closing: Closing, document: Document, style: Style) -> Iterable[str]:
    """The total, how it comes about, and what it consists of."""
    yield "## Total"
    for chain in closing.chains:
        if document.detail == BRIEF:
            yield words.brief_line(chain, chain.brief, style)
        else:
            yield words.display(chain_display(chain, style))
    counted = words.strong(words.counted(closing.figure, style))
    parts = [f"{word}: {words.value(value, style)}" for word, value in closing.parts]
    yield f"{counted} — {'; '.join(parts)}." if parts else f"{counted}."
