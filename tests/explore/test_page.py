"""A page is one file that loads nothing, holds nothing harmful, and stays small."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from symcnn.errors import CallError
from symcnn.explore.explored import Page, explored
from symcnn.explore.script import MODULES, script
from symcnn.functions.quantity import Quantity
from tests.explore.expected import moving
from tests.explore.test_script import LENET

HOSTILE = "</script><script>alert(1)</script>&<!--\u2028"


def page(text: str = LENET, count: str = "parameters") -> Page:
    return explored(moving(text), Quantity(count))


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of those that hold code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.found[-1] if self.found else ("", {})
        if tag in ("script", "style") and data.strip():
            self.code.append((tag, attributes, data))


def test_the_policy_lets_the_page_itself_run_and_nothing_else() -> None:
    elements = Elements(page().html)
    (policy,) = (
        attributes["content"]
        for tag, attributes in elements.found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    hashes = {
        "script" if "type" not in attributes else "data": code
        for tag, attributes, code in elements.code
        if tag == "script"
    }
    (style,) = (code for tag, _, code in elements.code if tag == "style")
    for kind, code in (("script-src", hashes["script"]), ("style-src", style)):
        assert rules[kind] == f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {"default-src", "base-uri", "form-action", "script-src", "style-src"}


def test_nothing_is_loaded_and_no_attribute_runs() -> None:
    for tag, attributes in Elements(page().html).found:
        assert not attributes.keys() & {"src", "srcset", "style", "action", "data", "poster"}
        assert not any(name.startswith("on") for name in attributes)
        assert tag not in ("link", "img", "iframe", "object", "form", "base")
    assert "http" not in re.sub(r"http-equiv|http://www\.w3\.org/[\w/]+", "", page().html)
    for module in MODULES:
        assert f"modules.{module} = " in script()
    assert not re.search(r"\binnerHTML|\beval\b|new Function|document\.write|fetch\(", script())


def test_names_do_no_harm() -> None:
    found = page(f"input(9) -> '{HOSTILE}': dense(k)").html
    elements = Elements(found)
    assert [tag for tag, _ in elements.found].count("script") == 2
    (data,) = (code for tag, attributes, code in elements.code if attributes.get("type"))
    assert not set(data) & set("<>&\u2028\u2029")
    assert {row["name"] for row in json.loads(data)["rows"]} == {"input", HOSTILE}


def test_signs_that_mark_numbers_are_only_signs_in_a_name() -> None:
    name = "\ue0005\ue001"
    (data,) = (
        code
        for _, attributes, code in Elements(
            page(f"input(9) -> '{name}': dense(k) -> dense(3)").html
        ).code
        if attributes.get("type")
    )
    told = [
        origin[3]
        for section in json.loads(data)["sections"]
        for origin in section.get("origins", [])
    ]
    assert f"the units of {name}" in told


def test_lenet_is_below_100_kilobytes() -> None:
    assert len(page().html.encode()) < 100_000


def test_the_same_call_gives_the_same_page() -> None:
    assert page().html == page().html


def test_a_count_without_a_total_has_no_page() -> None:
    with pytest.raises(CallError, match="does not show shape"):
        page(count="shape")


def test_ranges_without_a_network_are_refused() -> None:
    with pytest.raises(CallError) as caught:
        explored(moving(LENET, f=range(40, 50)), Quantity())
    assert "no network exists within these ranges" in str(caught.value)
    assert "the 40×40 window is larger than its input, 32×32" in str(caught.value)


def test_a_frame_holds_the_whole_page() -> None:
    ((tag, attributes),) = Elements(page().framed).found
    assert tag == "iframe"
    assert attributes["srcdoc"] == page().html
    assert attributes["sandbox"] == "allow-scripts"
