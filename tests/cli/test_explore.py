"""``symcnn explore``: what the call says, and what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LENET = "input(32x32x3) -> conv(k, f x f) -> pool 2 -> flatten -> dense 10"
Call = Callable[..., Any]


def data(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def test_the_page_goes_to_a_file_or_to_standard_output(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    ran = call("explore", "-e", LENET, "-o", str(file))
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    ran = call("explore", "-e", LENET)
    assert ran.status == 0
    assert ran.out == file.read_text(encoding="utf-8")
    assert ran.out.startswith("<!DOCTYPE html>")


def test_ranges_and_values(call: Call) -> None:
    ran = call("explore", "-e", LENET, "--vary", "f=1..9:2", "--set", "k=8")
    assert data(ran.out)["symbols"] == [["f", 7, {"first": 1, "last": 9, "step": 2}]]
    ran = call("explore", "-e", LENET, "--vary", "f=7,3", "--vary", "k=8", "--count", "memory")
    assert data(ran.out)["symbols"] == [["k", 8, [8]], ["f", 7, [3, 7]]]
    assert data(ran.out)["about"]["column"] == "memory (bytes)"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["-e", "input(8) -> dense(4)"], 2, "no symbol that could move"),
        (["-e", LENET, "--vary", "f=40..50"], 2, "no network exists within these ranges"),
        (["-e", LENET, "--vary", "g=1..3"], 2, "no symbol 'g'"),
        (["-e", LENET, "--vary", "f=3..1"], 2, "backwards"),
        (["-e", LENET, "--vary", "f=1..900000"], 2, "more than 100,000"),
        (["-e", LENET, "--set", "k=2*f"], 2, "is no number"),
        (["-e", LENET, "--count", "shape"], 2, "invalid choice"),
        (["-e", LENET, "--macs", "flops"], 2, "--count macs"),
        (["-e", LENET.replace("pool", "pol")], 1, "no layer is called 'pol'"),
        (["-e", "let a = b, b = a\ninput(8) -> dense(a)"], 1, "in a circle"),
        ([], 2, "name one program"),
        (["-e", LENET, "-o", "/nowhere/at/all.html"], 2, "cannot write"),
        # The page would have all passes of all depths.
        (["-e", "input(8) -> [dense(8)] * n", "--vary", "n=1..2000"], 2, "--vary n=1.."),
    ],
)
def test_mistakes(call: Call, arguments: list[str], status: int, words: str) -> None:
    ran = call("explore", *arguments)
    assert ran.status == status
    assert words in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err
