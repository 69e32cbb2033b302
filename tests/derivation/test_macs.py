"""Multiply-accumulates: the conventions, biases, brute force, symbols."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn import SymcnnError, parse
from symcnn.choices import MACS_CONVENTIONS
from symcnn.formula import algebra

LENET = """input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""


@pytest.mark.parametrize(
    ("convention", "total", "first"),
    [
        ("multiply-accumulate", 849_320, 470_400),
        ("with-bias", 857_406, 476_672),
        ("flops", 1_698_640, 940_800),
    ],
)
def test_the_conventions(convention: str, total: int, first: int) -> None:
    network = parse(LENET)
    assert network.count("macs", macs=convention) == total
    assert network.layers["CONV1"].count("macs", macs=convention) == first
    data = json.loads(network.to("json", columns="macs", macs=convention))
    assert data["totals"]["macs"] == total == sum(layer["macs"] for layer in data["layers"])
    assert data["conventions"] == {"macs": convention}


def test_one_for_each_product_unless_told() -> None:
    network = parse(LENET)
    assert network.macs == 849_320 == network.evaluate(count="macs")
    assert [layer.macs for layer in network.layers.values()] == [
        0, 470_400, 0, 320_000, 0, 0, 48_000, 10_080, 840,
    ]  # fmt: skip


def test_the_page_names_the_tools_and_the_convention(call: Callable[..., Any]) -> None:
    for convention in MACS_CONVENTIONS:
        arguments = ("-e", LENET, "--count", "macs", "--macs", convention)
        for form in ("text", "latex", "markdown", "html", "json"):
            page = " ".join(call("explain", *arguments, "--format", form).out.split())
            page = page.replace("\\allowbreak{}", "")
            for tool in ("fvcore", "calflops", "torchinfo", "thop", "onnx-tool", "ptflops"):
                assert tool in page
            assert "FlopCounterMode" in page


def test_an_unknown_convention_is_an_error(call: Callable[..., Any]) -> None:
    ran = call("table", "-e", LENET, "--macs", "flop")
    assert ran.status == 2
    assert "flops" in ran.err
    with pytest.raises(SymcnnError, match="did you mean 'flops'"):
        parse(LENET).count("macs", macs="flop")


def test_shared_layers_work_each_time_they_are_applied() -> None:
    network = parse("input(8) -> d: dense(8) -> relu -> d -> dense(10)")
    assert network.layers["d@2"].parameters == 0
    assert network.macs == 64 + 64 + 80


def test_a_layer_that_does_not_say_is_an_error() -> None:
    from symcnn.layers.catalogue import Entry, entries
    from symcnn.layers.declaration import Layer, Weight

    mixing = Layer("mixing", "mixing", weights=(Weight("kernel", ("8",)),))
    entries()["mixing"] = Entry(mixing, mixing.arguments)
    try:
        with pytest.raises(SymcnnError, match="does not say how many multiply-accumulates"):
            parse("input(8) -> mixing").explain(count="macs")
    finally:
        del entries()["mixing"]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("input(8x8x3) -> conv(4, 3x3)", 27 * 4 * 36 + 4 * 36),
        ("input(8x8x3) -> conv(4, 3x3, bias=false)", 27 * 4 * 36),
        ("input(8x8x3) -> depthwise(3x3)", 10 * 3 * 36),
        ("input(8x8x3) -> separable(5, 3x3)", (27 + 4 * 5) * 36),
        ("input(8x8x3) -> conv_transpose(4, 3x3)", 27 * 4 * 64 + 4 * 100),
        ("input(6x8) -> dense(5)", 9 * 5 * 6),
        ("input(6x8) -> dense(5, bias=false)", 8 * 5 * 6),
    ],
)
def test_biases_count_once_for_each_output(program: str, expected: int) -> None:
    assert parse(program).count("macs", macs="with-bias") == expected


# --- brute force ----------------------------------------------------------------------------------


@given(
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    channels=st.integers(1, 3),
    layers=st.lists(
        st.tuples(
            st.integers(1, 3),
            st.integers(1, 4),
            st.integers(1, 3),
            st.sampled_from(["same", "valid"]),
        ),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=60)
def test_stacks_of_convolutions_product_by_product(
    size: tuple[int, int], channels: int, layers: list[tuple[int, int, int, str]]
) -> None:
    """Loops over every output, filter, channel and weight, as a naive program would."""
    program, expected, shape = f"input({size[0]}x{size[1]}x{channels})", 0, size
    for filters, kernel, stride, padding in layers:
        if padding == "valid" and min(shape) < kernel:
            continue
        program += f" -> conv({filters}, {kernel}x{kernel}, stride={stride}, padding={padding})"
        room = shape if padding == "same" else tuple(extent - kernel + 1 for extent in shape)
        places = [range(0, extent, stride) for extent in room]
        shape = (len(places[0]), len(places[1]))
        for _ in itertools.product(*places):
            expected += (
                sum(1 for _ in itertools.product(range(kernel), repeat=2)) * channels * filters
            )
        channels = filters
    assert parse(program).macs == expected


# --- symbols --------------------------------------------------------------------------------------


def test_symbols_stay() -> None:
    network = parse("input(H x W x c) -> conv(k, f x f, same) -> flatten -> dense(u)")
    height, width, c, k, f, u = map(algebra.symbol, "HWckfu")
    expected = f**2 * c * k * height * width + height * width * k * u
    assert sympy.expand(network.macs - expected) == 0
    values = {"H": 8, "W": 9, "c": 3, "k": 4, "f": 3, "u": 5}
    assert network.evaluate(count="macs", **values) == 9 * 3 * 4 * 72 + 72 * 4 * 5
    numbers = parse("input(8x9x3) -> conv(4, 3x3, same) -> flatten -> dense(5)")
    assert network.evaluate(count="macs", **values) == numbers.macs


def test_values_of_let_come_after_the_symbols() -> None:
    network = parse("let f = 3\ninput(9x9x2) -> C: conv(k, f x f)")
    chain = network.explain(count="macs", layers="C").document.sections[0].chains[-1]
    words = [step.words for step in chain.steps if step.kind == "substitution"]
    assert words == ["put in what this layer gives", "put in the values of the symbols"]
    assert str(chain.value) == "882*k"
