"""Networks of the literature: published totals, totals of the layers, and symcnn's agree."""

from __future__ import annotations

import pytest

from symcnn import parse
from tests.frameworks import keras_programs, torch_programs
from tests.frameworks.formulas import keras_layers
from tests.frameworks.records import Record, load
from tests.recorded.test_torch_layers import NOT_TORCH

CLASSIC = load("classic_networks")["networks"]
_VISION = load("torchvision_networks")
VISION = [
    network | {"layers": [_VISION["layers"][index] for index in network["layers"]]}
    for network in _VISION["networks"]
]
# Parameters that a network keeps outside of its modules, or in modules that it does not call:
# ConvNeXt's scales and its norms of channels first, the heads that training alone uses,
# the class token and the embedding of positions.
ELSEWHERE = {
    "convnext_tiny": 28_589_128 - 28_579_432,
    "googlenet": 13_004_888 - 6_624_904,
    "inception_v3": 27_161_264 - 23_834_568,
    "vit_b_16": 768 + 197 * 768,
}


def name_of(network: Record) -> str:
    return network["name"]


def total_by_symcnn(network: Record) -> int:
    """The parameters of all layers."""
    layers = [layer for layer in network["layers"] if layer["class"] not in NOT_TORCH]
    named = {f"layer{index}": layer for index, layer in enumerate(layers)}
    total = int(parse(torch_programs.program(named)).parameters)
    for layer in network["layers"]:
        if layer["class"] in NOT_TORCH:
            total += int(parse(keras_programs.program(keras_layers(layer))).parameters)
    return total


@pytest.mark.parametrize("network", CLASSIC, ids=name_of)
def test_the_layers_add_up_to_what_is_published(network: Record) -> None:
    layers = network["layers"]
    assert sum(layer["trainable"] for layer in layers) == network["total"]
    assert sum(layer["buffered"] for layer in layers) == network["buffered"]
    assert network["published"]
    for figure in network["published"]:
        assert figure.get("total", network["total"]) == network["total"]
        counted = [layer["trainable"] for layer in layers]
        for count in figure.get("layers", {}).values():
            # Published rows come in the order of the layers, whatever their names.
            counted = counted[counted.index(count) + 1 :]


@pytest.mark.parametrize("network", CLASSIC, ids=name_of)
def test_a_classic_network_has_its_total(network: Record) -> None:
    assert total_by_symcnn(network) == network["total"]


@pytest.mark.parametrize("network", VISION, ids=name_of)
def test_a_network_of_torchvision_has_its_total(network: Record) -> None:
    elsewhere = ELSEWHERE.get(network["name"], 0)
    assert total_by_symcnn(network) + elsewhere == network["total"]
