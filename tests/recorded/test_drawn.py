"""Layers and networks drawn at random, recorded with what the frameworks take and refuse."""

from __future__ import annotations

import pytest

from symcnn import SymcnnError, parse
from tests.frameworks import keras_programs, torch_programs
from tests.frameworks.comparing import chain_differences, differences, torch_differences
from tests.frameworks.records import Record, load

OF_KERAS, OF_TORCH = load("drawn_keras"), load("drawn_torch")
NUMBERED = list(enumerate(OF_KERAS["networks"]))


LAYERS = list(enumerate(OF_TORCH["layers"]))
CHAINS = list(enumerate(OF_TORCH["chains"]))


def named(numbered: tuple[int, Record]) -> str:
    seed, record = numbered
    return f"{record.get('name') or record['class']}-{seed}"


@pytest.mark.parametrize("numbered", NUMBERED, ids=named)
def test_what_keras_takes(numbered: tuple[int, Record]) -> None:
    seed, network = numbered
    layers = network["layers"]
    program = keras_programs.program(layers, keras_programs.spelling(seed))
    assert not list(map(str, differences(network["name"], layers, program)))


@pytest.mark.parametrize("network", OF_KERAS["refused"], ids=lambda one: one["layers"][-1]["class"])
def test_what_keras_refuses(network: Record) -> None:
    with pytest.raises(SymcnnError):
        parse(keras_programs.program(network["layers"]))


@pytest.mark.parametrize("numbered", LAYERS, ids=named)
def test_what_torch_takes(numbered: tuple[int, Record]) -> None:
    seed, layer = numbered
    program = torch_programs.program({"layer": layer}, torch_programs.spelling(seed))
    assert not list(map(str, torch_differences({"layer": layer}, program)))


@pytest.mark.parametrize(("seed", "chain"), CHAINS, ids=lambda value: str(value)[:3])
def test_chains_that_torch_takes(seed: int, chain: list[Record]) -> None:
    program = torch_programs.chain_program(chain, torch_programs.spelling(seed))
    assert not list(map(str, chain_differences(chain, program)))


@pytest.mark.parametrize("layer", OF_TORCH["refused"], ids=lambda one: one["class"])
def test_what_torch_refuses(layer: Record) -> None:
    with pytest.raises(SymcnnError):
        parse(torch_programs.program({"layer": layer}))
