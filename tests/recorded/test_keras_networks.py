"""Every layer of every recorded Keras network: shape, counts and weight tensors are Keras's."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from symcnn import parse
from tests.frameworks import keras_programs
from tests.frameworks.comparing import differences
from tests.frameworks.records import Record, load

RANDOM = load("random_networks")["networks"]
APPLICATIONS = load("keras_applications")["networks"]
NETWORKS = [*RANDOM, *APPLICATIONS]


def name_of(network: Record) -> str:
    return network["name"]


def found_differences(network: Record, seed: int | None) -> list[str]:
    layers = keras_programs.inlined(network["layers"])
    program = keras_programs.program(layers, keras_programs.spelling(seed))
    return [str(one) for one in differences(network["name"], layers, program)]


@pytest.mark.parametrize("network", NETWORKS, ids=name_of)
def test_every_layer_is_as_keras_has_it(network: Record) -> None:
    assert not found_differences(network, None)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("network", RANDOM, ids=name_of)
def test_however_it_is_spelt(network: Record, seed: int) -> None:
    assert not found_differences(network, seed)


@pytest.mark.parametrize("network", APPLICATIONS, ids=name_of)
def test_large_networks_however_they_are_spelt(network: Record) -> None:
    assert not found_differences(network, 0)


def test_the_totals_are_the_sums() -> None:
    for network in RANDOM:
        layers = network["layers"]
        found = parse(keras_programs.program(layers))
        for count in ("trainable", "non_trainable"):
            assert getattr(found, count) == sum(layer[count] for layer in layers)


# --- a difference is noticed --------------------------------------------------------------------


def changed(layer: Record, fact: str) -> Any:
    value = copy.deepcopy(layer[fact])
    if isinstance(value, int):
        return value + 1
    if fact == "output_shape":
        return [*value[:-1], value[-1] + 1]
    value[0][1][0] += 1
    return value


@pytest.mark.parametrize("fact", ["output_shape", "trainable", "non_trainable", "weights"])
def test_a_planted_difference_is_noticed(fact: str) -> None:
    for network in RANDOM[::10]:
        layers = network["layers"]
        for index, layer in enumerate(layers):
            if not layer[fact] and fact == "weights":
                continue
            # The program is that of the true records; one fact of one layer is wrong.
            program = keras_programs.program(layers)
            planted = [*layers]
            planted[index] = layer | {fact: changed(layer, fact)}
            (difference,) = differences(network["name"], planted, program)
            assert (difference.layer["name"], difference.fact) == (layer["name"], fact)


def test_a_forgotten_layer_is_noticed() -> None:
    layers = RANDOM[0]["layers"]
    program = keras_programs.program(layers)
    (difference,) = differences("forgetful", layers[:-1], program)
    assert difference.fact == "layers"
