"""Every recorded layer of torch.nn: shape, parameters and buffers are torch's."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.frameworks import torch_programs
from tests.frameworks.comparing import torch_differences
from tests.frameworks.records import Record, load

# A network of Keras among the classic ones.
NOT_TORCH = frozenset({"Bidirectional"})


def layers_of_all() -> dict[str, list[Record]]:
    """The distinct layers of every file, by class."""
    found: dict[str, dict[str, Record]] = defaultdict(dict)
    classic = load("classic_networks")["networks"]
    formulas = [one for one in load("layer_formulas")["layers"] if one["framework"] == "torch"]
    for layer in (
        *load("torch_layers")["layers"],
        *load("torchvision_networks")["layers"],
        *(layer for network in classic for layer in network["layers"]),
        *(case for one in formulas for case in one["cases"]),
    ):
        key = f"{layer['arguments']} {layer['inputs']}"
        found[layer["class"]].setdefault(key, layer)
    return {name: list(layers.values()) for name, layers in sorted(found.items())}


LAYERS = layers_of_all()
COMPARED = {name: LAYERS[name] for name in LAYERS if name not in NOT_TORCH}


def found_differences(layers: list[Record], seed: int | None) -> list[str]:
    named = {f"layer{index}": layer for index, layer in enumerate(layers)}
    program = torch_programs.program(named, torch_programs.spelling(seed))
    return [str(one) for one in torch_differences(named, program)]


@pytest.mark.parametrize("name", COMPARED)
def test_every_layer_is_as_torch_has_it(name: str) -> None:
    assert not found_differences(COMPARED[name], None)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", COMPARED)
def test_however_it_is_spelt(name: str, seed: int) -> None:
    assert not found_differences(COMPARED[name], seed)


@pytest.mark.parametrize("fact", ["output_shape", "trainable", "buffered"])
def test_a_planted_difference_is_noticed(fact: str) -> None:
    for layers in COMPARED.values():
        layer = next((layer for layer in layers if layer[fact] is not None), None)
        if layer is None:  # a loss: its output is a number for the whole batch
            assert fact == "output_shape"
            continue
        value = layer[fact]
        wrong = value + 1 if isinstance(value, int) else [*value[:-1], value[-1] + 1]
        program = torch_programs.program({"layer": layer})
        (difference,) = torch_differences({"layer": layer | {fact: wrong}}, program)
        assert difference.fact == fact
