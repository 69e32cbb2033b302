"""Multiply-accumulates: the conventions, hand-worked layers, brute force, symbols."""

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


# --- hand-worked layers ---------------------------------------------------------------------------

# Each with its count, and where that count comes from.
CASES = [
    # C. Szegedy et al. (2015), section 3: 5x5 on 28x28x192 to 32, with and without 1x1 first.
    ("input(28x28x192) -> conv(32, 5x5, same)", 120_422_400),
    ("input(28x28x192) -> conv(16, 1x1) -> conv(32, 5x5, same)", 2_408_448 + 10_035_200),
    # A. Howard et al. (2017), section 3.1: D_K² M N D_F² and D_K² M D_F² + M N D_F².
    ("input(14x14x512) -> conv(512, 3x3, same)", 3 * 3 * 512 * 512 * 14 * 14),
    ("input(14x14x512) -> separable(512, 3x3, same)", 3 * 3 * 512 * 196 + 512 * 512 * 196),
    ("input(14x14x512) -> depthwise(3x3, same)", 903_168),
    ("input(14x14x512) -> depthwise(3x3, same, depth_multiplier=2)", 1_806_336),
    ("input(14x14x8) -> separable(16, 3x3, same, depth_multiplier=2)", 196 * (144 + 256)),
    # A. Krizhevsky et al. (2012), section 3.5: CONV1 and CONV2 in two groups.
    ("input(227x227x3) -> conv(96, 11x11, stride=4)", 105_415_200),
    ("input(27x27x96) -> conv(256, 5x5, pad=2, groups=2)", 223_948_800),
    # V. Dumoulin, F. Visin (2016), figure 4.5: a 3x3 window set on each of 3x3 inputs.
    ("input(3x3x1) -> conv_transpose(1, 3x3, stride=2)", 81),
    ("input(8x8x32) -> conv_transpose(16, 3x3, stride=2, padding=same)", 294_912),
    ("input(100x4) -> conv(8, 3, padding=causal)", 9_600),
    ("input(8x8x8x2) -> conv(4, 3x3x3)", 46_656),
    # The product of a 10x512 matrix and a 512x2048 one.
    ("input(10x512) -> dense(2048)", 10_485_760),
    ("input(4x5x16) -> dense(8)", 2_560),
    ("input(400) -> dense(120)", 48_000),
    # A 10x10 matrix of products of 8 pairs each.
    ("input(10x8) -> dot(axes=2) { skip | skip }", 800),
    ("input(32x32x16) -> bn -> relu -> maxpool(2) -> gap", 0),
]


@pytest.mark.parametrize(("program", "expected"), CASES, ids=[case[0] for case in CASES])
def test_layers_by_hand(program: str, expected: int) -> None:
    assert parse(program).macs == expected
    assert parse(program).count("macs", macs="flops") == 2 * expected


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
