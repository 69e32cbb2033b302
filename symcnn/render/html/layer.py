"""A layer's part of a page: heading, where its numbers come from, derivation, weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symcnn.choices import FULL
from symcnn.derivation.document import RESULT, Chain, Document, Section, Step
from symcnn.render.html.dialect import escape
from symcnn.render.html.words import Words
from symcnn.render.phrases import capital, noted


def layer(section: Section, number: int, document: Document, words: Words) -> str:
    """The section of a layer."""
    full = document.detail == FULL
    origins = (origin for origin in section.origins if full or not origin.own)
    # Layers of several inputs of one kind would say the same thing twice.
    told = dict.fromkeys(map(words.origin, origins))
    return "\n".join(
        [
            f'<section aria-labelledby="layer-{number}">',
            *_heading(section, number, words),
            *_list("origins", told),
            *_paragraph("words", words.sentence(section.words)),
            *derivation(section.chains, words, full),
            *_paragraph("reason", words.sentence((section.reason,)) if section.reason else ""),
            *(
                line
                for remark in section.remarks
                for line in _paragraph("remark", words.sentence(remark))
            ),
            *(_weights(section, words) if full else ()),
            "</section>",
        ]
    )


def _heading(section: Section, number: int, words: Words) -> Iterable[str]:
    row = section.row
    yield f'<header><h2 id="layer-{number}">{escape(row.name)}</h2>'
    if section.figure is not None:
        yield f'<p class="count">{words.counted(section.figure)}</p>'
    title = "" if section.title == row.name else escape(capital(section.title))
    if section.description:
        title += ": " if title else ""
        title += words.phrase(section.description)
    shapes = f'<span class="shape">{words.shapes(row.input_shapes, row.output_shape)}</span>'
    yield f'<p class="what"><span>{title}</span> {shapes}</p></header>'


def _paragraph(kind: str, text: str) -> Iterable[str]:
    if text:
        yield f'<p class="{kind}">{text}</p>'


def _list(kind: str, items: Iterable[str]) -> Iterable[str]:
    lines = [f"<li>{item}</li>" for item in items]
    if lines:
        yield f'<ul class="{kind}">{"".join(lines)}</ul>'


def _weights(section: Section, words: Words) -> Iterable[str]:
    items = [
        f"{escape(weight.name)} {words.shape(weight.shape)}"
        + noted(weight, words.value(weight.copies))
        for weight in section.weights
    ]
    if items:
        yield "<h3>Weight tensors</h3>"
        yield from _list("weights", items)


def derivation(chains: Sequence[Chain], words: Words, full: bool) -> list[str]:
    """The lines of all chains, aligned at the equals sign."""
    if not chains:
        return []
    wide = any(words.is_wide(step.formula) for chain in chains for step in chain.steps)
    lines = [f'<dl class="lines{" wide" if wide else ""}">']
    for chain in chains:
        lines.append(f"<dt>{words.quantity(chain.quantity)}</dt>")
        lines += (_line(step, words, full) for step in chain.steps)
    return [*lines, "</dl>"]


def _line(step: Step, words: Words, full: bool) -> str:
    kind = ' class="result"' if step.kind == RESULT else ""
    line = f"<dd{kind}>{words.equals(step.formula)}</dd>"
    return f'{line}<dd class="how">{escape(step.words)}</dd>' if full and step.words else line


def brief(section: Section, words: Words) -> str:
    """A layer in one line: formula, the numbers put in, the result."""
    called = f"<dt>{escape(section.row.name)}</dt>"
    if not section.chains:
        nothing = section.nothing
        told = brief_line(nothing, words) if nothing else words.sentence((section.reason,))
        return f"{called}<dd>{told}</dd>"
    return called + "".join(f"<dd>{brief_line(chain, words)}</dd>" for chain in section.brief)


def brief_line(chain: Chain, words: Words) -> str:
    """A chain in one line."""
    steps = " ".join(words.equals(step.formula) for step in chain.brief)
    return f"{words.quantity(chain.quantity)} {steps}"
