from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
import sympy
from hypothesis import example, given
from hypothesis import strategies as st

from symcnn.formula.arithmetic import ArithmeticProblem
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Name, Node, Number, Product, Sum, names
from symcnn.formula.read import formula
from symcnn.render import html
from symcnn.render.html.dialect import MathML, escape
from symcnn.render.html.words import Words, math
from symcnn.render.style import Style
from tests.render.mathml import linear
from tests.render.pages import (
    NETWORKS,
    REQUESTS,
    STRANGE,
    document,
    labelled,
    layers,
    printable,
)
from tests.strategies import assignments, formulas

VOID = {"meta", "wbr"}


class Outline(HTMLParser):
    """What a browser's parser sees: tags in order, and whether all were closed in turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        assert tag in VOID
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert not parser.open
    return parser


def unbroken(seen: Outline) -> list[str]:
    """The tags of a page but for the places where names with points may end a line."""
    return [tag for tag in seen.tags if tag != "wbr"]


def tree(page: str) -> ET.Element:
    return ET.fromstring(page)  # noqa: S314 - our own page


PAGES = [(name, request) for name in NETWORKS for request in REQUESTS]


@pytest.mark.parametrize(("name", "request_name"), PAGES)
def test_a_page_is_whole_well_formed_and_needs_nothing_else(name: str, request_name: str) -> None:
    page = html.explain(document(name, request_name), Style())
    assert page.lower().startswith("<!doctype html>")
    root = tree(page)
    outline(page)
    assert root.get("lang") == "en"
    assert next(meta.get("charset") for meta in root.iter("meta")) == "utf-8"
    policies = [m.get("content") for m in root.iter("meta") if m.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert len(list(root.iter("h1"))) == 1
    assert not re.search(r"<script|<link|<img|src=|url\(|@import|mfenced|columnalign", page)
    assert not re.search(r"\bnan\b|\bNone\b|zoo|&(?!amp;|lt;|gt;|quot;|#39;)", page)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_table_is_a_page_too(name: str) -> None:
    root = tree(html.table(layers(name), Style()))
    assert {th.get("scope") for th in root.iter("th")} == {"col", "row"}
    assert root.find(".//caption") is not None
    assert len(root.findall(".//tbody/tr")) == len(layers(name).rows)


@pytest.mark.parametrize(("name", "request_name"), PAGES)
def test_identifiers_are_unique_and_links_lead_to_them(name: str, request_name: str) -> None:
    root = tree(html.explain(document(name, request_name), Style()))
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers))
    wanted = [a.get("href", "").removeprefix("#") for a in root.iter("a")]
    wanted += [e.get("aria-labelledby") for e in root.iter() if e.get("aria-labelledby")]
    assert set(wanted) <= set(identifiers)


@pytest.mark.parametrize("request_name", [r for r in REQUESTS if "brief" not in r])
@pytest.mark.parametrize("name", NETWORKS)
def test_every_line_reads_back_as_its_formula(name: str, request_name: str) -> None:
    found = document(name, request_name)
    root = tree(html.explain(found, Style()))
    lines = [dd for dd in root.findall(".//dl[@class]/dd") if dd.get("class") != "how"]
    steps = [s for section in found.sections for c in section.chains for s in c.steps]
    steps += [s for c in (found.closing.chains if found.closing else ()) for s in c.steps]
    assert len(lines) == len(steps)
    for line, step in zip(lines, steps, strict=True):
        text = linear(line).replace("\N{PRIME}", "_prime")
        assert text.startswith("=")
        values = {n: i for i, n in enumerate(sorted(names(step.formula)), 3)}
        read = formula(text[1:])
        primed = {n.replace("\N{PRIME}", "_prime"): v for n, v in values.items()}
        assert evaluate(read, primed) == evaluate(step.formula, values)


@given(formulas, assignments, st.sampled_from(("dot", "times")))
def test_mathml_means_what_the_formula_means(
    node: Node, values: dict[str, int], multiplication: str
) -> None:
    dialect = MathML(Style(multiplication=multiplication))
    try:
        expected = evaluate(node, values)
    except (EvaluationError, ArithmeticProblem):
        return
    whole = tree(f"<math>{dialect.formula(node)}</math>")
    assert evaluate(formula(linear(whole)), values) == expected
    pieces = tree(f"<span>{math(dialect.pieces(node))}</span>")
    assert linear(pieces) == linear(whole)


def test_nothing_stands_between_factors_but_the_sign() -> None:
    node = Product((Number(5), Number(5), Number(3)))
    dot, times = (MathML(Style(multiplication=m)).formula(node) for m in ("dot", "times"))
    assert dot == "<mn>5</mn><mo>·</mo><mn>5</mn><mo>·</mo><mn>3</mn>"
    assert times == dot.replace("·", "×")


@pytest.mark.parametrize(
    ("grouping", "digits"),
    [("comma", "48,120"), ("space", "48\u2009120"), ("point", "48.120"), ("none", "48120")],
)
def test_digits_are_grouped(grouping: str, digits: str) -> None:
    page = html.explain(document("lenet", "full"), Style(grouping=grouping))
    assert f"<mn>{digits}</mn>" in page
    assert f"<b>{digits}</b> parameters" in page
    others = {",", "\u2009"} - {digits[2]}
    body = page[page.index("<body>") :]
    for other in others:
        assert not re.search(rf"\d{other}\d{{3}}", body)


@pytest.mark.parametrize(
    ("symbol", "markup"),
    [
        ("m", "<mi>m</mi>"),
        ("filters", "<mi>filters</mi>"),
        ("kernel_height", "<mi>kernel_height</mi>"),
        ("C_in", "<msub><mi>C</mi><mi>in</mi></msub>"),
        ("p_1", "<msub><mi>p</mi><mn>1</mn></msub>"),
        ("m\N{PRIME}", "<mrow><mi>m</mi><mo>\N{PRIME}</mo></mrow>"),
    ],
)
def test_names(symbol: str, markup: str) -> None:
    assert MathML(Style()).formula(Name(symbol)) == markup


def test_a_minus_sign_is_a_minus_sign() -> None:
    markup = MathML(Style()).formula(formula("-a - b"))
    assert "-" not in re.sub("<[^>]*>", "", markup)
    assert markup.count("\N{MINUS SIGN}") == 2


def test_wide_sums_come_in_pieces_that_keep_their_signs() -> None:
    node = Sum(tuple(Number(1000 * i) for i in range(1, 20)))
    markup = math(MathML(Style()).pieces(node))
    assert markup.count("<math>") == 19
    assert markup.count('<mo form="infix">+</mo>') == 18


@pytest.mark.parametrize("label", STRANGE)
@pytest.mark.parametrize("request_name", ["full", "brief"])
def test_labels_are_mere_text(label: str, request_name: str) -> None:
    plain = outline(html.explain(labelled("plain", request_name), Style()))
    page = html.explain(labelled(label, request_name), Style())
    seen = outline(page)
    assert unbroken(seen) == unbroken(plain)
    headings = [e for e in tree(page).iter() if e.tag in ("h2", "dt")]
    texts = ["".join(heading.itertext()) for heading in headings]
    assert printable(label) in texts


@given(st.text(max_size=40))
@example("\x85\u2028\ud800")
def test_any_text_is_escaped(text: str) -> None:
    markup = escape(text)
    assert "".join(tree(f"<p a='{markup}'>{markup}</p>").itertext()) == printable(text)
    assert tree(f'<p a="{markup}"/>').get("a") == printable(text)


def test_labels_of_a_table_are_mere_text() -> None:
    found = layers("lenet")
    for label in STRANGE:
        rows = tuple(replace(row, name=label, shared_with=label) for row in found.rows)
        page = html.table(replace(found, title=label, rows=rows), Style())
        shared = tuple(replace(row, shared_with="x") for row in found.rows)
        plain = html.table(replace(found, title="x", rows=shared), Style())
        assert unbroken(outline(page)) == unbroken(outline(plain))


def test_a_wide_table_scrolls_by_itself_and_with_the_keyboard() -> None:
    root = tree(html.table(layers("lenet"), Style()))
    main = root.find(".//main")
    assert main is not None
    assert main.get("class") == "broad"
    box = root.find(".//div[@class='scroll']")
    assert box is not None
    assert (box.get("tabindex"), box.get("role")) == ("0", "region")
    assert box.get("aria-label") == root.findtext(".//caption")
    sheet = root.findtext(".//style") or ""
    assert re.search(r"^\.scroll \{[^}]*overflow-x: auto;", sheet, re.MULTILINE)


def test_names_in_tables_break_between_the_parts_of_their_path_alone() -> None:
    found = layers("lenet")
    rows = tuple(replace(row, name="layer_1[0].conv1") for row in found.rows)
    for page in (
        html.table(replace(found, rows=rows), Style()),
        html.explain(replace(document("lenet", "full"), table=replace(found, rows=rows)), Style()),
    ):
        assert page.count("layer_1[0].<wbr/>conv1") == len(rows)
        sheet = tree(page).findtext(".//style") or ""
        first = re.search(r"^th:first-child \{[^}]*\}", sheet, re.MULTILINE)
        assert first
        assert "overflow-wrap: normal" in first[0]


def test_short_shapes_stay_in_one_piece() -> None:
    words = Words(Style())
    k = sympy.Symbol("k", integer=True, positive=True)
    assert words.shape((112, 112, 2 * k)).count("<math>") == 1
    assert words.shape((10**9 + k, 10**9 + 2 * k, 10**9 + 3 * k)).count("<math>") == 3


def test_a_source_without_a_name_is_a_network() -> None:
    found = replace(document("lenet", "brief"), title="<stdin>")
    assert "<h1>Parameters of the network</h1>" in html.explain(found, Style())


def test_details() -> None:
    brief, normal, full = (
        html.explain(document("lenet", d), Style()) for d in ("brief", "normal", "full")
    )
    assert "the filters of CONV1" in normal
    assert "the filters of CONV1" not in brief
    assert "<math><mi>k</mi><mo>=</mo><mn>16</mn></math>, the filters of the layer" in full
    assert "<math><mi>k</mi><mo>=</mo><mn>16</mn></math>" not in normal
    assert 'class="how"' in full
    assert 'class="how"' not in normal
    assert "Weight tensors" in full
    assert "Weight tensors" not in normal
    assert "<section" not in brief.replace('<section class="', "")
    for page in (brief, normal, full):
        assert "<b>62,958</b> parameters" in page


def test_part_of_a_network_has_no_total() -> None:
    found = document("lenet", "normal")
    part = replace(found, sections=found.sections[1:2], closing=None)
    page = html.explain(part, Style())
    assert "62,958" not in page
    assert 'class="layers"' not in page


def test_the_legend_says_why_a_letter_is_primed() -> None:
    page = html.explain(document("symbolic", "shape"), Style())
    assert "(primed: the program uses <math><mi>f</mi></math> otherwise)" in page
