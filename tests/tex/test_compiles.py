"""All fragments compile without a warning in article, exam and beamer, under two engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from symcnn import compare, parse
from symcnn.derivation.explain import explain
from symcnn.derivation.request import Request
from symcnn.derivation.table import table
from symcnn.render import latex
from symcnn.render.style import Style
from tests.tex.engines import ENGINES, complaints, need
from tests.tex.programs import Fragment, fragments, network

_ENGINE = pytest.mark.parametrize("engine", ENGINES)
_PREAMBLE = "\\usepackage{amsmath}\n\\usepackage{booktabs}\n"


def _article(body: str) -> str:
    return f"\\documentclass{{article}}\n{_PREAMBLE}\\begin{{document}}\n{body}\\end{{document}}\n"


def _exam(body: str) -> str:
    return (
        f"\\documentclass[answers]{{exam}}\n{_PREAMBLE}\\begin{{document}}\n"
        f"\\begin{{questions}}\n{body}\\end{{questions}}\n\\end{{document}}\n"
    )


def _beamer(body: str) -> str:
    preamble = "\\documentclass{beamer}\n\\usepackage{booktabs}\n"
    preamble += "\\setbeamertemplate{navigation symbols}{}\n"
    return f"{preamble}\\begin{{document}}\n{body}\\end{{document}}\n"


def _page(fragment: Fragment) -> str:
    name = fragment.name
    return f"\\typeout{{{name}}}Before.\n\\input{{{name}}}\nAfter.\n\\clearpage\n"


def _question(fragment: Fragment) -> str:
    """A layer as the solution of a question; a whole network as the question itself."""
    text = f"\\input{{{fragment.name}}}\n"
    if fragment.single:
        text = f"\\begin{{solution}}\n{text}\\end{{solution}}\n"
    return f"\\typeout{{{fragment.name}}}\\question How many?\n{text}\\clearpage\n"


def _frame(fragment: Fragment) -> str:
    options = "" if fragment.single else "[allowframebreaks]"
    text = f"\\typeout{{{fragment.name}}}\\input{{{fragment.name}}}"
    return f"\\begin{{frame}}{options}{{A title}}\n{text}\n\\end{{frame}}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tex")
    for fragment in fragments():
        (place / f"{fragment.name}.tex").write_text(fragment.text, encoding="utf-8")
    return place


@_ENGINE
def test_fragments_in_an_article(engine: str, folder: Path) -> None:
    need(engine)
    body = "".join(map(_page, fragments()))
    assert complaints(engine, folder, f"article-{engine}", _article(body)) == []


@_ENGINE
def test_fragments_in_an_exam(engine: str, folder: Path) -> None:
    need(engine)
    body = "".join(map(_question, fragments()))
    assert complaints(engine, folder, f"exam-{engine}", _exam(body)) == []


@_ENGINE
def test_fragments_in_slides(engine: str, folder: Path) -> None:
    need(engine)
    body = "".join(_frame(fragment) for fragment in fragments() if fragment.boxable)
    assert complaints(engine, folder, f"beamer-{engine}", _beamer(body)) == []


@_ENGINE
def test_whole_pages_about_counts(engine: str, tmp_path: Path) -> None:
    need(engine)
    apart = parse("input(H x W x c) -> depthwise(f x f, bias=no) -> conv(k, 1x1, bias=no)")
    compared = compare(apart, "input(H x W x c) -> conv(k, f x f, bias=no)")
    for kind, page in (("compare", compared), ("describe", apart.describe("f"))):
        text = page.to("latex", standalone=True)
        assert complaints(engine, tmp_path, kind, text) == []


@_ENGINE
@pytest.mark.parametrize("name", ["lenet", "symbolic", "residual", "strange"])
def test_whole_documents(engine: str, name: str, tmp_path: Path) -> None:
    need(engine)
    style = Style(standalone=True)
    document = explain(network(name), Request(detail="full"))
    for kind, text in (
        ("explain", latex.explain(document, style)),
        ("table", latex.table(table(network(name)), style)),
    ):
        assert complaints(engine, tmp_path, kind, text) == []
