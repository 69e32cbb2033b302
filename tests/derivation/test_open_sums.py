"""Counts whose sum over the passes has no closed form: kept as a sum, equal to the unrolled one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from symcnn import explain, parse
from symcnn.formula.algebra import symbol, sympy
from symcnn.formula.equality import equal

HALVING = "input(32x32x3) -> [conv(8, 3x3, same) -> pool 2] * n -> gap -> dense(10)"
PROGRAMS = {
    "halving": HALVING,
    "of symbols": "input(H x W x c) -> [conv(F, f x f, same) -> pool 2] * n -> gap -> dense 10",
    "nested": "input(700x520x3) -> [[conv(4, 3x3, same) -> pool 2] * n -> conv(8, 1x1)] * m -> gap",
    "by the index": "input(H x H x 3) -> repeat(n, index=i) { conv(4*2**i, 3x3, same) -> pool 2 }",
    "two bodies": """input(H x H x 3) -> [conv(4, 3x3, same) -> pool 2] * n
        [conv(8, 3x3, same) -> pool 2] * n -> gap""",
    "with values": """let F = 5
        input(40x40x3) -> [conv(F, 3x3, same) -> pool 2] * n -> gap""",
}
COUNTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("macs", {}),
    ("macs", {"macs": "with-bias"}),
    ("macs", {"macs": "flops"}),
    ("memory", {}),
    ("memory", {"batch": 3, "optimizer": "sgd"}),
)


@pytest.mark.parametrize(("count", "conventions"), COUNTS)
@pytest.mark.parametrize("name", PROGRAMS)
def test_they_equal_the_unrolled_network(
    name: str, count: str, conventions: dict[str, Any]
) -> None:
    network = parse(PROGRAMS[name])
    value: Any = network.count(count, **conventions)
    assert value.has(sympy.Sum)
    for n in range(1, 5):
        chosen = {"n": n, "m": 1 + n % 2, "H": 500 + 77 * n, "W": 149, "c": 3, "F": 4 + n, "f": 3}
        values = {s: v for s, v in chosen.items() if s in network.symbols}
        point = {symbol(s): v for s, v in values.items()}
        unrolled = network.evaluate(count=count, **conventions, **values)
        assert value.subs(point).doit() == unrolled, values


def test_each_row_is_the_sum_of_the_layers_that_it_stands_for() -> None:
    network, unrolled = parse(HALVING), parse(HALVING).with_values(n=4)
    row: Any = network.layers["repeat1[i].conv1"].macs
    copies = [unrolled.layers[f"repeat1[{turn}].conv1"].macs for turn in (1, 2, 3)]
    assert row.subs(symbol("n"), 4).doit() == sum(copies)


def test_other_layers_and_counts_are_told_all_the_same() -> None:
    assert "= 80" in explain(HALVING, count="macs", layers="dense1").to("text")
    text = parse(HALVING).to("text", columns="parameters,macs")
    assert "584·n - 270" in text
    assert "221,264 + 576·Σ_{i=1}^{n-1} floor(32/2^i)²" in text


def test_the_page_says_what_stands_in_the_way() -> None:
    one = (
        "The sum of floor(32/2^i)² over i has no closed form that holds for all values; it is added"
        " up where n has a value."
    )
    for page in (explain(HALVING, count="macs").to("text"), parse(HALVING).to(columns="macs")):
        assert one in " ".join(page.split())
    nested = " ".join(parse(PROGRAMS["nested"]).to(columns="macs").split())
    several = (
        "The sums over i and i2 have no closed form that holds for all values; they are added up"
        " where m and n have values."
    )
    assert several in nested
    assert "no closed form" not in parse(HALVING).to(columns="parameters")
    assert "no closed form" not in parse(HALVING).with_values(n=3).to(columns="macs")


def test_every_line_is_in_the_steps() -> None:
    found = explain(HALVING, count="macs", layers="repeat1[i].conv1", detail="full").to("text")
    assert "macs     = Σ_{i=1}^{n-1} 576·floor(32/2^i)²" in found
    assert "take the sum term by term; what has no closed form stays a sum" in found
    assert "         = 576·Σ_{i=1}^{n-1} floor(32/2^i)²" in found


def test_programs_read_the_sum_back() -> None:
    told = json.loads(parse(HALVING).to("json", columns="macs"))["totals"]["macs"]
    assert told == "576*Sum(floor(32/2**i)**2, (i, 1, n - 1)) + 221264"
    n = symbol("n")
    read: Any = sympy.sympify(told, locals={"n": n})
    assert equal(read, parse(HALVING).macs)
    assert told in parse(HALVING).to("csv", columns="macs")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("latex", r"576 \cdot \sum_{i=1}^{n - 1} {\lfloor 32 / 2^{i} \rfloor}^{2}"),
        ("markdown", r"576 \cdot \sum_{i=1}^{n - 1} \left\lfloor"),
        ("html", "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow>"),
    ],
)
def test_tables_of_every_format_show_the_sum(form: str, words: str) -> None:
    assert words in parse(HALVING).to(form, columns="macs")
