"""Worked solutions and tables as a terminal shows them, within 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from symcnn.choices import BRIEF, FULL
from symcnn.render import phrases
from symcnn.render.phrases import heading
from symcnn.render.style import Style
from symcnn.render.text.columns import tables
from symcnn.render.text.filling import columns_of, padded
from symcnn.render.text.pieces import Pieces

if TYPE_CHECKING:
    from symcnn.derivation.document import Chain, Closing, Document, Section
    from symcnn.derivation.rows import Part, SumRow, Table

_INDENT = "  "
# Longer names stand in a line of their own; more fits beside a formula in brief.
_WIDEST_NAME = (18, 28)


def explain(document: Document, style: Style) -> str:
    """The worked solution as plain text."""
    widest = _WIDEST_NAME[document.detail == BRIEF]
    names = (columns_of(section.row.name) for section in document.sections)
    page = _Page(style, 2 + max((name for name in names if name <= widest), default=2))
    blocks = [page.section(section, document) for section in document.sections]
    if document.closing is not None:
        blocks.append(page.closing(document.closing, document))
    if document.notes:
        blocks.append(page.notes(document.notes))
    if document.legend:
        blocks.append(page.legend(document))
    separator = "\n" if document.detail == BRIEF else "\n\n"
    return page.finished(separator.join(blocks))


def table(table: Table, style: Style) -> str:
    """The table as plain text."""
    page = _Page(style)
    names = [column.name for column in table.columns]
    rows = [
        (page.label(row.name), *(page.cell(row.cell(name)) for name in names)) for row in table.rows
    ]
    sums = [_sums(row, names, page) for row in table.sums]
    headings = ["layer", *map(heading, table.columns)]
    alignment = "l" + "".join("l" if column.extents else "r" for column in table.columns)
    parts = tables(headings, alignment, rows, sums, style.width)
    return page.finished("\n\n".join(filter(None, (*parts, page.notes(table.notes)))))


def _sums(row: SumRow, names: Sequence[str], page: _Page) -> tuple[str, ...]:
    values = (row.values.get(name) for name in names)
    return (row.word, *("" if value is None else page.value(value) for value in values))


class _Page(Pieces):
    """Writes the parts of a worked solution under one style."""

    def __init__(self, style: Style, name_width: int = 0) -> None:
        super().__init__(style)
        self._name_width = name_width
        self._arrow = "->" if style.ascii_only else "→"

    # --- sections ---------------------------------------------------------------------------

    def section(self, section: Section, document: Document) -> str:
        if document.detail == BRIEF:
            return self._brief(section)
        lines = self._heading(section)
        for origin in section.origins:
            if not origin.own or document.detail == FULL:
                equation = f"{self._dialect.name(origin.symbol)} = {self.formula(origin.value)}"
                lines += self.wrapped(f"{equation}, {self.label(origin.words)}", _INDENT)
        if section.chains:
            lines += self._chains(section, document)
        elif section.nothing is not None:
            lines.append(f"{_INDENT}{self._in_line(section.nothing)}")
        if section.figure is not None and section.figure.note:
            lines.append(f"{_INDENT}that is {section.figure.note}")
        lines += self.wrapped(self.label(section.reason), _INDENT)
        for remark in section.remarks:
            lines += self.wrapped(self.phrase(remark), _INDENT)
        if document.detail == FULL:
            lines += self._weights(section)
        return "\n".join(lines)

    def _heading(self, section: Section) -> list[str]:
        row = section.row
        title = (
            f"{section.title}: {self.phrase(section.description)}"
            if section.description
            else section.title
        )
        shapes = self.shape(row.output_shape)
        if row.input_shapes:
            before = ", ".join(map(self.shape, row.input_shapes))
            shapes = f"{before} {self._arrow} {shapes}"
        lines, lead = self._named(row.name)
        room = self._style.width - columns_of(lead + title) - columns_of(shapes)
        if room >= 3:
            return [*lines, lead + title + " " * room + shapes]
        margin = " " * self._name_width
        return [*lines, *self.wrapped(title, lead, margin), *self.wrapped(shapes, margin)]

    def _named(self, name: str) -> tuple[list[str], str]:
        """How what is said of a layer begins: a name longer than most has a line of its own."""
        name = self.label(name)
        if columns_of(name) + 2 > self._name_width:
            return self.wrapped(name, "", _INDENT), " " * self._name_width
        return [], padded(name, self._name_width)

    def _weights(self, section: Section) -> list[str]:
        lines: list[str] = []
        for weight in section.weights:
            notes = phrases.weight_notes(weight, self.value(weight.copies))
            text = ", ".join((f"{weight.name}: {self.shape(weight.shape)}", *notes))
            lines += self.wrapped(text, _INDENT)
        return lines

    def _brief(self, section: Section) -> str:
        lines, lead = self._named(section.row.name)
        if not section.chains:
            nothing = section.nothing
            said = self._in_line(nothing) if nothing else self.label(section.reason)
            return "\n".join([*lines, lead + said])
        margin = " " * self._name_width
        for index, chain in enumerate(section.brief):
            first = lead if index == 0 else margin
            lines += self.wrapped(self._in_line(chain), first, margin + _INDENT)
        return "\n".join(lines)

    def _in_line(self, chain: Chain) -> str:
        steps = " = ".join(self.formula(step.formula) for step in chain.brief)
        return f"{chain.quantity} = {steps}"

    # --- derivations ------------------------------------------------------------------------

    def _chains(self, section: Section, document: Document) -> list[str]:
        lines: list[str] = []
        several = len(section.chains) > 1
        width = max(columns_of(chain.quantity) for chain in section.chains)
        words = self.phrase(section.words)
        if words and several:
            lines += self.wrapped(words, _INDENT)
        for chain in section.chains:
            texts = [self.formula(step.formula) for step in chain.steps]
            line = f"{_INDENT}{padded(chain.quantity, width)} = {' = '.join(texts)}"
            if several and document.detail != FULL and columns_of(line) <= self._style.width:
                lines.append(line)
                continue
            note = "" if several else words
            lines += self._stacked(chain, texts, width, note, document.detail == FULL)
        return lines

    def _stacked(
        self, chain: Chain, texts: list[str], width: int, words: str, full: bool
    ) -> list[str]:
        """One line for each step, aligned at the equals sign; words to the right, else above."""
        lines: list[str] = []
        margin = " " * (len(_INDENT) + width + 3)
        notes = [step.words if full else "" for step in chain.steps]
        notes[0] = words or notes[0]
        column = min(max(map(columns_of, texts)), 34) + 4
        for index, (text, note) in enumerate(zip(texts, notes, strict=True)):
            lead = (
                f"{_INDENT}{padded(chain.quantity, width)} = " if index == 0 else f"{margin[:-2]}= "
            )
            gap = max(column - columns_of(text), 4)
            if note and len(lead) + columns_of(text) + gap + columns_of(note) <= self._style.width:
                lines.append(f"{lead}{text}{' ' * gap}{note}")
                continue
            if note:
                lines += self.wrapped(note, _INDENT if index == 0 else margin)
            lines += self.wrapped(lead + text, "", margin + _INDENT)
        return lines

    # --- the whole --------------------------------------------------------------------------

    def closing(self, closing: Closing, document: Document) -> str:
        lines: list[str] = []
        for chain in closing.chains:
            brief = document.detail == BRIEF
            steps = chain.brief if brief else chain.steps
            texts = [self.formula(step.formula) for step in steps]
            if brief:
                lines += self.wrapped(f"{chain.quantity} = {' = '.join(texts)}", "", _INDENT)
            else:
                lines += self._stacked(chain, texts, len(chain.quantity), "", False)
        note = f" ({closing.figure.note})" if closing.figure.note else ""
        figure = f"{self.value(closing.figure.value)} {closing.figure.noun}{note}"
        parts = [f"{word} {self.value(value)}" for word, value in closing.parts]
        said = self.wrapped(f"total: {', '.join([figure, *parts])}", "", _INDENT)
        return "\n".join([*said, *lines] if document.detail != BRIEF else [*lines, *said])

    def notes(self, notes: Sequence[tuple[Part, ...]]) -> str:
        lines: list[str] = []
        for note in notes:
            first, *rest = note
            words = (phrases.capital(first), *rest) if isinstance(first, str) else note
            lines += self.wrapped(f"{self.phrase(words)}.", "")
        return "\n".join(lines)

    def legend(self, document: Document) -> str:
        symbols = [self._dialect.name(entry.symbol) for entry in document.legend]
        width = max(map(columns_of, symbols))
        lines: list[str] = []
        for entry, symbol in zip(document.legend, symbols, strict=True):
            words = self.label(entry.words)
            if entry.primed:
                words += phrases.primed(symbol[:-1])
            lines += self.wrapped(f"{padded(symbol, width)}  {words}", _INDENT, " " * (width + 4))
        return "\n".join(["where", *lines])
