"""Each layer of the gallery's networks is what the paper or the framework says."""

from __future__ import annotations

import gzip
import json
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import pytest

from symcnn import explain
from tests.gallery.files import FILES, FOLDER, network
from tests.gallery.published import (
    GOOGLENET,
    GOOGLENET_ABOUT,
    LENET5,
    LENET5_SHAPES,
    SQUEEZENET,
)

RECORDED = json.loads(gzip.decompress(Path(__file__).with_name("recorded.json.gz").read_bytes()))
NETWORKS: dict[str, Any] = RECORDED["networks"]


@cache
def layers(name: str, values: str = "") -> list[dict[str, Any]]:
    """The layers of a file as JSON has them, with values such as ``n=5``."""
    symbol, _, value = values.partition("=")
    given = {symbol: int(value)} if symbol else {}
    read = network(FOLDER / f"{name}.cnn").with_values(**given)
    return json.loads(read.to("json"))["layers"]


def extents(shape: list[int]) -> list[int]:
    """A shape without the ones in front, which a pooled map keeps or loses."""
    while len(shape) > 1 and shape[0] == 1:
        shape = shape[1:]
    return shape


def inside(name: str, label: str) -> list[dict[str, Any]]:
    """The layers under a label."""
    return [
        layer
        for layer in layers(name)
        if layer["name"] == label or layer["name"].startswith((f"{label}.", f"{label}["))
    ]


def test_every_file_is_compared() -> None:
    """With a framework's network, LeNet-5 with the figures of its paper."""
    compared = {key.partition(" ")[0] for key in NETWORKS}
    assert {"lenet5", *compared} == {path.stem for path in FILES}


@pytest.mark.parametrize("key", NETWORKS)
def test_layers_with_weights(key: str) -> None:
    """Their shapes and counts, in the order in which the framework applies them."""
    name, _, values = key.partition(" ")
    found = [
        (extents(layer["output_shape"]), layer["trainable"], layer["non_trainable"])
        for layer in layers(name, values)
        if layer["parameters"]
    ]
    recorded = [
        (extents(shape), learned, statistics)
        for _, shape, learned, statistics in NETWORKS[key]["layers"]
    ]
    assert found == recorded


def test_lenet5_as_published() -> None:
    read = network(FOLDER / "lenet5.cnn")
    derived = json.loads(read.explain(count="macs", macs="with-bias").to("json"))
    found = {layer["name"]: layer for layer in derived["layers"] if layer["name"] in LENET5}
    counts = {name: (layer["parameters"], layer["macs"]) for name, layer in found.items()}
    assert counts == LENET5
    assert sum(connections for _, connections in counts.values()) == 340_908
    assert {name: layer["output_shape"] for name, layer in found.items()} == LENET5_SHAPES
    assert read.layers["OUTPUT"].buffers == 840


@pytest.mark.parametrize(("label", "count"), SQUEEZENET.items())
def test_squeezenet_as_published(label: str, count: int) -> None:
    assert sum(layer["parameters"] for layer in inside("squeezenet", label)) == count


def kernels(name: str, label: str) -> int:
    """The weights under a label, without biases."""
    derived = json.loads(explain(network(FOLDER / f"{name}.cnn"), layers=[label]).to("json"))
    return sum(
        prod(weight["shape"])
        for layer in derived["layers"]
        for weight in layer["weights"]
        if len(weight["shape"]) > 1
    )


@pytest.mark.parametrize(("label", "printed"), GOOGLENET.items())
def test_googlenet_as_published(label: str, printed: int) -> None:
    assert kernels("googlenet", label) // 1024 == printed


@pytest.mark.parametrize(("label", "printed"), GOOGLENET_ABOUT.items())
def test_googlenet_about_as_published(label: str, printed: int) -> None:
    assert kernels("googlenet", label) / 1024 == pytest.approx(printed, rel=0.08)
