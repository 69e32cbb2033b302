r"""Worked solutions and tables in LaTeX, as fragments to ``\input`` or as whole documents.

A fragment asks for amsmath, a table for booktabs; neither has a preamble. Other renderers take
their formulas from here.
"""

from __future__ import annotations

from typing import Final

from symcnn.choices import BRIEF, FULL
from symcnn.derivation.document import Closing, Document, Section
from symcnn.derivation.rows import Table
from symcnn.render.latex import words as words
from symcnn.render.latex.dialect import formula
from symcnn.render.latex.display import (
    chain_display,
    chain_displays,
    section_display,
    section_displays,
)
from symcnn.render.latex.tables import tabulars
from symcnn.render.latex.text import breakable, escape
from symcnn.render.style import Style

__all__ = [
    "chain_display",
    "chain_displays",
    "escape",
    "explain",
    "formula",
    "joined",
    "page",
    "paragraph",
    "section_display",
    "section_displays",
    "table",
]


# Pages end between layers rather than within one. What divides slides and frames does not count
# what of a display is below its middle, so it must not end one right behind a display, before the
# space that follows it. Displays keep the same distance from a short line as from a long one.
_OPENING: Final = (
    "\\par\\begingroup\n"
    "\\interlinepenalty=100 \\predisplaypenalty=100 \\postdisplaypenalty=10000\n"
    "\\abovedisplayshortskip=\\abovedisplayskip \\belowdisplayshortskip=\\belowdisplayskip"
)


def explain(document: Document, style: Style) -> str:
    """The worked solution in LaTeX."""
    legend = words.legend(document, style)
    blocks = [paragraph(legend)] if legend else []
    blocks += [_section(section, document, style) for section in document.sections]
    if document.closing is not None:
        blocks.append(_closing(document.closing, document, style))
    blocks += [paragraph(words.sentence(note, style)) for note in document.notes]
    title = f"{document.short} of {document.title}, step by step"
    return page(title, "amsmath", f"{_OPENING}\n{joined(blocks)}\n\\endgroup", style)


def table(table: Table, style: Style) -> str:
    """The table in LaTeX: one row for each layer, and the totals."""
    shared = "; ".join(
        f"{breakable(row.name)} uses the weights of {breakable(row.shared_with)}"
        for row in table.rows
        if row.shared_with is not None
    )
    body, notes = tabulars(table, style)
    blocks = [body]
    blocks += [paragraph(f"Note {number}: {note}.") for number, note in enumerate(notes, 1)]
    if shared:
        blocks.append(paragraph(f"Shared weights: {shared}."))
    blocks += [paragraph(words.sentence(note, style)) for note in table.notes]
    return page(f"Layers of {table.title}", "booktabs", joined(blocks), style)


def page(title: str, package: str, body: str, style: Style) -> str:
    """A fragment, or a whole document around it."""
    loaded = f"\\usepackage{{{package}}}"
    if not style.standalone:
        needs = f"% A fragment that needs {loaded}: \\input it where you like."
        return f"{needs}\n% {escape(title)}\n{body}\n"
    heading = f"{{\\raggedright\\noindent\\Large\\bfseries {breakable(title)}\\par}}"
    return (
        f"\\documentclass{{article}}\n{loaded}\n\\begin{{document}}\n"
        f"{heading}\n\\bigskip\n{body}\n\\end{{document}}\n"
    )


def joined(blocks: list[str]) -> str:
    """Blocks one below the other; a page may well end between, or widen the space there."""
    return "\n\\penalty0\\vskip 6pt plus 48pt minus 4pt\n".join(blocks)


def paragraph(text: str) -> str:
    """Ragged right, so that nothing can stand out of the margin."""
    return f"{{\\raggedright\\noindent {text}\\par}}"


def _display(body: str) -> str:
    return f"\\[\n{body}\n\\]"


def _block(lines: list[str], displays: list[str], after: list[str]) -> str:
    """Lines, then displays in the same paragraph (no page may end between), then sentences."""
    above = "\\newline\n".join(line for line in lines if line)
    parts = [above, *map(_display, displays), *after]
    return paragraph("\n".join(parts))


def _section(section: Section, document: Document, style: Style) -> str:
    if document.detail == BRIEF:
        return _brief(section, style)
    full = document.detail == FULL
    shown = [origin for origin in section.origins if full or not origin.own]
    sentences = [
        words.sentence(section.words, style),
        words.sentence((section.reason,), style) if section.reason else "",
        words.origins(shown, style),
        words.weights(section, style) if full else "",
    ]
    about = "\n".join(sentence for sentence in sentences if sentence)
    after = (*words.in_other_units(section.figure), *section.remarks)
    remarks = [words.sentence(remark, style) for remark in after]
    displays = section_displays(section, document.detail, style)
    return _block([words.heading(section, style), about], displays, remarks)


def _brief(section: Section, style: Style) -> str:
    """The name and one line; a layer with nothing to count has nothing to be put in a display."""
    name = f"\\textbf{{{breakable(section.row.name)}}}"
    if section.chains:
        return _block([name], section_displays(section, BRIEF, style), [])
    nothing = section.nothing
    told = words.line(nothing, style) if nothing is not None else breakable(section.reason)
    return paragraph(f"{name}\\quad {told}")


def _closing(closing: Closing, document: Document, style: Style) -> str:
    """The total, how it comes about, and what it consists of."""
    displays = [
        display
        for chain in closing.chains
        for display in chain_displays(chain, style, document.detail)
    ]
    name = "\\textbf{Total}"
    if not displays:
        figure = closing.figure
        name = f"{name}\\quad {words.value(figure.value, style)} {figure.noun}."
    after = (*words.in_other_units(closing.figure), closing.sentence or words.parts(closing))
    said = [words.sentence(sentence, style) for sentence in after if sentence]
    return _block([name], displays, said)
