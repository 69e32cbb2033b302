from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from symcnn.derivation.explain import explain
from symcnn.derivation.request import Request
from symcnn.render import markdown
from symcnn.render.markdown.words import escape
from symcnn.render.style import Style
from tests.render.pages import (
    NETWORKS,
    REQUESTS,
    STRANGE,
    document,
    labelled,
    layers,
    network,
    printable,
)

PAGES = [(name, request) for name in NETWORKS for request in REQUESTS]
DISPLAY = re.compile(r"^\$\$\n(.*?)\n\$\$$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<![\\$])\$([^$\n]+)(?<!\\)\$(?!\$)")
NODE = Path(__file__).parents[1] / "node"


def tokens(text: str) -> list[Token]:
    """All tokens, those within lines included; tables are on, HTML is on and must not occur."""
    found: list[Token] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        found += [token, *(token.children or ())]
    return found


def kinds(text: str) -> list[str]:
    """The tags of a page without its maths."""
    without = INLINE.sub("x", DISPLAY.sub("x", text))
    return [t.type for t in tokens(without) if t.type not in ("text", "text_special")]


def shown(text: str) -> str:
    return "".join(t.content for t in tokens(text) if t.type in ("text", "text_special"))


def maths(page: str) -> list[tuple[str, bool]]:
    found = [(body, True) for body in DISPLAY.findall(page)]
    return found + [(body, False) for body in INLINE.findall(DISPLAY.sub("", page))]


@pytest.mark.parametrize(("name", "request_name"), PAGES)
def test_a_page_is_markdown_without_html(name: str, request_name: str) -> None:
    page = markdown.explain(document(name, request_name), Style())
    seen = kinds(page)
    assert not any(kind.startswith("html") or kind == "code_block" for kind in seen)
    assert page.startswith("# ")
    assert page.count("$$") % 2 == 0
    assert not re.search(r"\bnan\b|\bNone\b|\n\n\n", page)


@pytest.mark.parametrize(("name", "request_name"), PAGES)
def test_maths_survives_githubs_markdown(name: str, request_name: str) -> None:
    for body, display in maths(markdown.explain(document(name, request_name), Style())):
        # A backslash before punctuation is kept at the end of a line alone.
        assert not re.search(r"\\[^A-Za-z \\\n]|\\\\(?!\n)", body)
        assert not re.search(r"[<>*|`~]|\n\n", body)
        assert display or "\n" not in body
        # No underscore can open an emphasis: before each stands a letter.
        assert not re.search(r"(?<![A-Za-z])_", body)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
@pytest.mark.skipif(not (NODE / "node_modules").is_dir(), reason="needs npm ci in tests/node")
def test_katex_and_mathjax_take_all_maths() -> None:
    lines: list[str] = []
    for grouping in ("comma", "space"):
        for name, request_name in PAGES:
            style = Style(grouping=grouping)
            page = markdown.explain(document(name, request_name), style)
            lines += (json.dumps({"tex": t, "display": d}) for t, d in maths(page))
    run = subprocess.run(
        ["node", "check.mjs"],
        cwd=NODE,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""


@pytest.mark.parametrize("name", NETWORKS)
def test_a_table(name: str) -> None:
    found = layers(name)
    page = markdown.table(found, Style())
    lines = [line for line in page.splitlines() if line.startswith("|")]
    assert len(lines) == len(found.rows) + 5
    assert len({line.count("|") for line in lines}) == 1
    assert kinds(page).count("tr_open") == len(lines) - 1


@pytest.mark.parametrize("label", STRANGE)
@pytest.mark.parametrize("request_name", ["full", "brief"])
def test_labels_are_mere_text(label: str, request_name: str) -> None:
    plain = markdown.explain(labelled("plain", request_name), Style())
    page = markdown.explain(labelled(label, request_name), Style())
    assert kinds(page) == kinds(plain)
    # The title, and at least once for each layer.
    assert shown(page).count(printable(label).strip()) >= 10


@given(st.text(max_size=30))
@example("1) a\\|b")
@example("a  ")
def test_any_text_is_harmless_wherever_it_stands(text: str) -> None:
    marked = escape(text)
    plain = printable(text).strip()
    for before in ("", "## ", "- ", "word "):
        page = f"{before}{marked.strip()}\n"
        expected = f"{before if before == 'word ' else ''}{plain}"
        assert shown(page).strip() == expected.strip()
        allowed = {"paragraph", "heading", "inline", "bullet_list", "list_item"}
        assert {re.sub("_(open|close)$", "", k) for k in kinds(page)} <= allowed
    row = f"| {marked} | b |"
    assert kinds(f"| h | i |\n|---|---|\n{row}\n").count("td_open") == 2
    assert "$" not in re.sub(r"\\.", "", marked)


def test_labels_of_a_table_are_mere_text() -> None:
    found = layers("lenet")
    plain = kinds(markdown.table(found, Style()))
    for label in STRANGE:
        rows = tuple(replace(row, name=label) for row in found.rows)
        page = markdown.table(replace(found, title=label, rows=rows), Style())
        assert kinds(page) == plain


@pytest.mark.parametrize(
    ("grouping", "digits", "maths_digits"),
    [
        ("comma", "48,120", "48{,}120"),
        ("space", "48\u2009120", "48\\thinspace 120"),
        ("point", "48.120", "48{.}120"),
        ("none", "48120", "48120"),
    ],
)
def test_digits_are_grouped(grouping: str, digits: str, maths_digits: str) -> None:
    page = markdown.explain(document("lenet", "full"), Style(grouping=grouping))
    assert f"**{digits} parameters**" in page
    assert f"&= {maths_digits}" in page


def test_the_worked_example() -> None:
    page = markdown.explain(document("lenet", "normal"), Style())
    expected = """## CONV2

Convolution: 16 filters of 5×5, stride 1, no padding — 14×14×8 → 10×10×16 — **3,216 parameters**

- $d = 8$, the filters of CONV1

Each filter has $m \\cdot n \\cdot d$ weights and one bias.

$$
\\begin{aligned}
\\mathrm{parameters} &= (m \\cdot n \\cdot d + 1) \\cdot k \\\\
&= (5 \\cdot 5 \\cdot 8 + 1) \\cdot 16 \\\\
&= (200 + 1) \\cdot 16 \\\\
&= 201 \\cdot 16 \\\\
&= 3{,}216
\\end{aligned}
$$
"""
    assert expected in page


def test_details() -> None:
    brief, normal, full = (
        markdown.explain(document("lenet", d), Style()) for d in ("brief", "normal", "full")
    )
    line = (
        "- **CONV1**: $\\mathrm{parameters} = (m \\cdot n \\cdot d + 1) \\cdot k"
        " = (5 \\cdot 5 \\cdot 3 + 1) \\cdot 8 = 608$"
    )
    assert line in brief
    assert "\\scriptstyle" in full
    assert "\\scriptstyle" not in normal
    assert "Weight tensors: kernel 5×5×3×8, bias 8." in full
    assert "Weight tensors" not in normal
    assert "## Total" in brief
    part = explain(network(NETWORKS["lenet"]), Request(layers=("CONV1", "FC3")))
    page = markdown.explain(part, Style())
    assert "48,120" in page
    assert "62,958" not in page
