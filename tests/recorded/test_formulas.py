"""Closed formulas of layers' counts: they give what was measured, and so does symcnn."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula
from tests.frameworks import keras_programs
from tests.frameworks.comparing import differences
from tests.frameworks.formulas import keras_layers
from tests.frameworks.records import Record, load

LAYERS = load("layer_formulas")["layers"]
OF_KERAS = [layer for layer in LAYERS if layer["framework"] == "keras"]
# Which measured count each formula gives.
COUNTS = {
    "formula": "trainable",
    "non_trainable_formula": "non_trainable",
    "buffers_formula": "buffered",
}


def name_of(layer: Record) -> str:
    return f"{layer['framework']} {layer['title']}"


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_the_formulas_give_what_was_measured(layer: Record) -> None:
    assert len(layer["cases"]) >= 3
    for case in layer["cases"]:
        values = {name: Fraction(value) for name, value in case["substitution"].items()}
        for name in COUNTS.keys() & layer.keys():
            assert evaluate(formula(layer[name]), values) == case.get(COUNTS[name], 0)


@pytest.mark.parametrize("layer", OF_KERAS, ids=name_of)
@pytest.mark.parametrize("seed", [None, 0, 1])
def test_every_case_is_as_measured(layer: Record, seed: int | None) -> None:
    spelled = keras_programs.spelling(seed)
    for case in layer["cases"]:
        layers = keras_layers(case)
        program = keras_programs.program(layers, spelled)
        facts = layers[-1] | case
        found = differences(layer["title"], [*map(_input, layers[:-1]), facts], program)
        assert not list(map(str, found))


def _input(layer: Record) -> Record:
    shape = layer["arguments"]["shape"]
    return layer | {"output_shape": shape, "trainable": 0, "non_trainable": 0, "weights": []}
