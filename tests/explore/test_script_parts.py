"""Small parts of the page's script, each called by itself: ticks, addresses, number boxes."""

from __future__ import annotations

from typing import Any

import pytest

from symcnn.derivation.plot import Axis
from symcnn.render.plot.scaling import power_of, words_of
from tests.explore.expected import evaluated_in_node

DATA = {
    "symbols": [["f", 5, {"first": 1, "last": 11, "step": 2}], ["k", 8, [8, 16, 64]]],
    "largest": 10**12,
}


def called(module: str, expression: str) -> Any:
    """The value of an expression of a module's exports, ``m``, and data of a page, ``data``."""
    return evaluated_in_node((module,), DATA, f"((m) => {expression})({module})")


LARGE = ["10⁶", "2·10⁶", "10²³"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("m.ticks(0, 62958)", [0, 20_000, 40_000, 60_000]),
        ("m.ticks(1, 13, 8)", [2, 4, 6, 8, 10, 12]),
        ("m.ticks(1, 3)", [1, 2, 3]),
        ("m.ticks(5, 5)", [5]),
        ("m.ticks(0, 1)", [0, 1]),
        ("m.logarithmicTicks(40, 2e6)", [100, 1000, 10_000, 100_000, 1_000_000]),
        ("m.logarithmicTicks(20, 70)", [20, 30, 40, 50, 60, 70]),
        ("m.logarithmicTicks(1, 1e20).length <= 7", True),
        ("[m.tickLabel(48120, 0), m.tickLabel(25e5, 6)]", ["48,120", "2.5"]),
        ("[m.tickLabel(1e16, 0), m.tickLabel(25e15, 0)]", ["10¹⁶", "2.5·10¹⁶"]),
        ("[1e5, 1e6, 2e6, 1e23].map((n) => m.tickLabel(n, 0, 1e6))", ["100,000", *LARGE]),
    ],
)
def test_axes(expression: str, expected: Any) -> None:
    assert called("curve", expression) == expected


@pytest.mark.parametrize("unit", ["", "bytes"])
@pytest.mark.parametrize(
    "largest", [1, 9_999, 10_000, 999_999, 10**6, 10**9, 10**12, 10**15, 10**25]
)
def test_an_axis_has_the_words_of_a_plot(largest: int, unit: str) -> None:
    axis = Axis("memory", unit=unit)
    power = power_of(axis, [largest])
    found = called("curve", f"[m.powerOf({largest}), m.axisWords('memory', '{unit}', {power})]")
    assert found == [power, words_of(axis, power)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", "5"),
        (" 48,120 ", "48120"),
        ("1000000000000", "1000000000000"),
        ("9007199254740993", None),
        ("0", None),
        ("-3", None),
        ("1.5", None),
        ("1e3", None),
        ("", None),
        ("٣", None),
    ],
)
def test_number_boxes_take_positive_whole_numbers(text: str, expected: str | None) -> None:
    assert called("settings", f"m.accepted({text!r}, data)") == expected


@pytest.mark.parametrize(
    ("hash", "expected"),
    [
        ("", ["5", "8", "", 0]),
        ("#f=3&k=16", ["3", "16", "", 0]),
        ("#k=999&@layer=a%20%3Cb%3E&@plot=k", ["5", "999", "a <b>", 1]),
        ("#f=0&k=x&@plot=z&%E0%A4%A&=&&f", ["5", "8", "", 0]),
        ("#__proto__=3&constructor=4", ["5", "8", "", 0]),
    ],
)
def test_addresses(hash: str, expected: list[Any]) -> None:
    read = f"m.fromAddress({hash!r}, data, m.started(data))"
    assert called("settings", f"(s => [...s.values, s.layer, s.axis])({read})") == expected
    again = f"m.fromAddress(m.address(data, {read}), data, m.started(data))"
    assert called("settings", f"(s => [...s.values, s.layer, s.axis])({again})") == expected


def test_stops_of_sliders() -> None:
    stops = (
        "data.symbols.map(m.stops).map((s) => Array.from({length: s.length}, (_, i) => s.at(i)))"
    )
    assert called("settings", stops) == [["1", "3", "5", "7", "9", "11"], ["8", "16", "64"]]
    near = "[1, 4, 12, 13, 39, 41, 900].map((v) => m.nearest(m.stops(data.symbols[1]), BigInt(v)))"
    assert called("settings", near) == [0, 0, 1, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("m.grouped(-1234567n)", "-1,234,567"),
        ("m.plain(m.floor(m.ratio(-7n, 2n)))", "-4"),
        ("m.plain(m.ceiling(m.ratio(-7n, 2n)))", "-3"),
        ("m.plain(m.modulo(-7n, 3n))", "2"),
        ("m.plain(m.divide(6n, -4n))", "-3/2"),
        ("m.fits(255n, 8n) && !m.fits(256n, 8n)", True),
    ],
)
def test_exact_numbers(expression: str, expected: Any) -> None:
    assert called("exact", expression) == expected
