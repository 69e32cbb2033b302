"""Memory in bytes: its parts, its conventions, its readable size."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symcnn import SymcnnError, parse
from symcnn.choices import DTYPES, OPTIMIZERS
from symcnn.derivation.memory import readable
from symcnn.formula import algebra

LENET = """input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""
PARAMETERS = 62_958
# Every output of the network, the input's too.
VALUES = 3072 + 6272 + 1568 + 1600 + 400 + 400 + 120 + 84 + 10


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch", [1, 32])
def test_the_parts_add_up(optimizer: str, dtype: str, batch: int) -> None:
    copies = {"none": 1, "sgd": 2, "momentum": 3, "adam": 4}[optimizer]
    expected = DTYPES[dtype] * (copies * PARAMETERS + batch * VALUES)
    told: dict[str, Any] = {"optimizer": optimizer, "dtype": dtype, "batch": batch}
    network = parse(LENET)
    assert network.count("memory", **told) == expected
    assert network.evaluate(count="memory", **told) == expected
    data = json.loads(network.to("json", columns="memory", **told))
    assert data["totals"]["memory"] == expected == sum(row["memory"] for row in data["layers"])
    assert data["conventions"] == {"dtype": dtype, "batch": batch, "optimizer": optimizer}
    document = network.explain(count="memory", **told).document
    assert document.closing is not None
    assert sum(int(str(value)) for _, value in document.closing.parts) == expected


def test_training_with_adam_in_float32_unless_told() -> None:
    network = parse(LENET)
    assert network.memory == 4 * (4 * PARAMETERS + VALUES)
    assert network.layers["CONV1"].memory == 4 * (4 * 608 + 6272)


def test_what_is_not_trained_has_no_gradients() -> None:
    network = parse("input(8x8x4) -> B: bn -> F: conv(2, 1x1, trainable=false)")
    values = {"B": 256, "F": 128}
    assert network.layers["B"].memory == 4 * (16 + 3 * 8 + values["B"])
    assert network.layers["F"].memory == 4 * (10 + values["F"])


def test_buffers_take_memory() -> None:
    from symcnn.layers.catalogue import Entry, entries
    from symcnn.layers.declaration import Layer, Resolved, Weight

    weights = (Weight("scale", ("4",)), Weight("mean", ("4",), buffer="running"))
    kept = Layer(
        "kept", "kept", lambda site: Resolved(flags={"running": site.rank == 0}), weights=weights
    )
    entries()["kept"] = Entry(kept, ())
    try:
        network = parse("input(8x4) -> K: kept")
        assert network.layers["K"].parameters == 4
        assert network.layers["K"].count("memory", optimizer="none") == 4 * (4 + 4 + 32)
        assert network.layers["K"].count("memory", optimizer="sgd") == 4 * (4 + 4 + 4 + 32)
        first = network.explain(count="memory", layers="K").document.sections[0].chains[0]
        assert first.quantity == "weights"
        assert first.value == 32
    finally:
        del entries()["kept"]


def test_shared_weights_take_memory_once() -> None:
    network = parse("input(8) -> d: dense(8) -> relu -> d")
    assert network.layers["d@2"].memory == 4 * 8


def test_the_batch_may_be_a_symbol() -> None:
    network = parse(LENET)
    batch = algebra.symbol("B")
    expected = 4 * (4 * PARAMETERS + batch * VALUES)
    assert sympy.expand(network.count("memory", batch="B") - expected) == 0
    data = json.loads(network.to("json", columns="memory", batch="B"))
    assert data["symbols"] == {"B": None}
    assert data["layers"][0]["memory"] == "12288*B"
    # A symbol of the program is the same symbol.
    given = parse("let B = 2\ninput(B x 3) -> dense(4)")
    assert given.evaluate(count="memory", batch="B") == 4 * (4 * 16 + 2 * (6 + 8))


def test_symbols_stay_and_values_follow() -> None:
    network = parse("let k = 4\ninput(H x W x 3) -> C: conv(k, 3x3, same)")
    height, width, k = map(algebra.symbol, "HWk")
    expected = 4 * (4 * 28 * k + height * width * k)
    assert sympy.expand(network.layers["C"].memory - expected) == 0
    section = network.explain(count="memory", layers="C").document.sections[0]
    assert [chain.quantity for chain in section.chains] == [
        "weights",
        "gradients",
        "state",
        "activations",
        "memory",
    ]
    assert sympy.expand(section.chains[-1].value - expected.subs(k, 4)) == 0


@pytest.mark.parametrize(
    "batch", [0, -1, 2.5, True, "1x", "for", "max", "true", "Sum", "ﬁ", "", 10**12 + 1, "9" * 5000]
)
def test_what_is_no_batch(batch: Any) -> None:
    with pytest.raises(SymcnnError, match="a batch is a number from 1 to") as caught:
        parse(LENET).count("memory", batch=batch)
    assert caught.value.exit_status == 2


def test_a_batch_is_no_index() -> None:
    network = parse("input(3) -> repeat(n, index=i) { dense(2 + i) }")
    with pytest.raises(SymcnnError, match="'i' is the index of repeat1, and no batch"):
        network.count("memory", batch="i")
    memory = network.count("memory", batch="n")
    for number in (1, 2, 5):
        unrolled = network.with_values(n=number).count("memory", batch=number)
        assert memory.subs(algebra.symbol("n"), number) == unrolled


@pytest.mark.parametrize(("name", "value"), [("dtype", "float23"), ("optimizer", "adamw")])
def test_unknown_conventions(name: str, value: str, call: Callable[..., Any]) -> None:
    with pytest.raises(SymcnnError, match=f"no {name} is called"):
        parse(LENET).count("memory", **{name: value})
    assert call("table", "-e", LENET, f"--{name}", value).status == 2


def test_a_page_says_it_in_larger_units_too() -> None:
    page = parse(LENET).explain(count="memory").to("text")
    assert "1,061,432 bytes (about 1.01 MiB)" in page
    assert "that is about 6.13 KiB" in page


@given(st.integers(0, 2**64))
def test_larger_units_are_near(value: int) -> None:
    """Three digits, or four before the next unit, and at most half of the last one off."""
    text = readable(value)
    if value < 1024:
        assert not text
        return
    number, unit = text.removeprefix("about ").split()
    size = 1024 ** (["KiB", "MiB", "GiB", "TiB", "PiB"].index(unit) + 1)
    digits = len(number.partition(".")[2])
    assert abs(Fraction(number) * size - value) * 2 * 10**digits <= size
    assert text.startswith("about ") == (Fraction(number) * size != value) or value % size
    assert len(number.replace(".", "")) in (1, 3, 4) or unit == "PiB" or value % size == 0
