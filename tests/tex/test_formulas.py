"""KaTeX and MathJax take every formula of the fragments and of the Markdown pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from symcnn.render import latex, renderer
from symcnn.render.style import Style
from tests.tex.engines import refusals
from tests.tex.programs import PROGRAMS, documents, fragments, tables

_DISPLAY = re.compile(r"\\\[\n(.*?)\n\\\]", re.DOTALL)
_INLINE = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$")
_FENCED = re.compile(r"^\$\$\n?(.*?)\n?\$\$$|^```math\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|^```.*?^```$", re.DOTALL | re.MULTILINE)
_BACKQUOTED = re.compile(r"\$`(.+?)`\$")


def _of_latex(text: str) -> Iterator[tuple[str, bool]]:
    for display in _DISPLAY.findall(text):
        yield display, True
    words = _DISPLAY.sub("", text)
    for line in words.splitlines():
        if not line.startswith("%"):
            yield from ((formula, False) for formula in _INLINE.findall(line))


def _of_markdown(text: str) -> Iterator[tuple[str, bool]]:
    for dollars, fence in _FENCED.findall(text):
        yield dollars or fence, True
    words = _FENCED.sub("", text)
    yield from ((formula, False) for formula in _BACKQUOTED.findall(words))
    words = _CODE.sub("", _BACKQUOTED.sub("", words))
    for line in words.splitlines():
        yield from ((formula, False) for formula in _INLINE.findall(line))


def test_formulas_are_found() -> None:
    text = "A $a \\cdot b$ for \\$5\n\\[\n\\begin{aligned}\na &= b\n\\end{aligned}\n\\]\n% $x$"
    assert list(_of_latex(text)) == [
        ("\\begin{aligned}\na &= b\n\\end{aligned}", True),
        ("a \\cdot b", False),
    ]
    assert list(_of_markdown("`$` costs \\$1\n\n$$\na\n$$\n\nor $b$")) == [
        ("a", True),
        ("b", False),
    ]


def test_formulas_of_fragments() -> None:
    found = {formula for fragment in fragments() for formula in _of_latex(fragment.text)}
    assert len(found) > 500
    assert refusals(sorted(found)) == []


def test_formulas_in_other_styles() -> None:
    found: set[tuple[str, bool]] = set()
    for grouping in ("space", "point", "none"):
        style = Style(multiplication="times", grouping=grouping)
        for name in PROGRAMS:
            for section in documents(name)["normal"].sections:
                found.add((latex.section_display(section, "full", style), True))
                found |= {
                    (latex.formula(step.formula, style), False)
                    for chain in section.chains
                    for step in chain.steps
                }
    assert refusals(sorted(found - {("", True)})) == []


@pytest.mark.parametrize("detail", ["normal", "brief", "full"])
def test_formulas_of_markdown(detail: str) -> None:
    markdown = pytest.importorskip("symcnn.render.markdown")
    assert renderer("markdown") is markdown
    pages = [markdown.explain(documents(name)[detail], Style()) for name in PROGRAMS]
    pages += [markdown.table(content, Style()) for content in tables().values()]
    found = {formula for page in pages for formula in _of_markdown(page)}
    assert len(found) > 100
    assert refusals(sorted(found)) == []
