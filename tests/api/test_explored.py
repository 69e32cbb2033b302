"""Pages with sliders from Python."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import symcnn
from symcnn.api.explored import Page

LENET = "input(32x32x3) -> conv(k, f x f) -> pool 2 -> flatten -> dense 10"


def symbols(page: Page) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.html)
    assert found
    return json.loads(found[1])["symbols"]


def test_ranges_move_and_single_values_hold() -> None:
    page = symcnn.parse(LENET).explore(f=range(1, 12), k=8, count="macs")
    assert symbols(page) == [["f", 8, {"first": 1, "last": 11, "step": 1}]]
    assert page.title == "Multiply-accumulates of a network"
    page = symcnn.parse(LENET).explore(k=[16, 8, 64])
    assert symbols(page)[0] == ["k", 8, [8, 16, 64]]


def test_values_of_the_network_hold() -> None:
    page = symcnn.parse(LENET).with_values(k=3).explore()
    assert [name for name, *_ in symbols(page)] == ["f"]


def test_conventions_stand_among_the_values() -> None:
    page = symcnn.parse(LENET).explore(count="macs", macs="flops", k=4)
    assert page.title == "Floating-point operations of a network"


def test_a_page_is_saved_and_shows_itself(tmp_path: Path) -> None:
    page = symcnn.parse(LENET).explore()
    page.save(str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    assert page._repr_html_().startswith("<iframe")
    assert repr(page).startswith("<page: Parameters of a network, ")
    with pytest.raises(symcnn.SymcnnError, match="cannot write"):
        page.save(str(tmp_path / "nowhere" / "page.html"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"f": []}, "runs through no value"),
        ({"f": [0, 1]}, "positive integer"),
        ({"f": -1}, "positive integer"),
        ({"f": 2.5}, "positive integer"),
        ({"g": range(1, 3)}, "no symbol 'g'"),
        ({"count": "shape"}, "does not show shape"),
        ({"count": "macs", "macs": "none"}, "no macs is called"),
    ],
)
def test_what_no_page_can_show_is_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(symcnn.SymcnnError, match=message):
        symcnn.parse(LENET).explore(**values)
