"""Keras as it is installed and symcnn, on layers and networks that nobody has recorded.

What Keras takes symcnn takes, with the same shapes, counts and tensors; what Keras refuses symcnn
refuses, with an error of its own.
"""

from __future__ import annotations

import pytest

from symcnn import SymcnnError, parse
from symcnn.layers.catalogue import entries
from tests.frameworks import keras_programs
from tests.frameworks.comparing import differences
from tests.frameworks.drawing import Draw
from tests.frameworks.keras_classes import CLASSES, drawn
from tests.frameworks.keras_measuring import keras, measured
from tests.frameworks.keras_networks import drawn_network, refused_layers
from tests.frameworks.records import Record, load

pytestmark = pytest.mark.filterwarnings("ignore")

DRAWS = 24


def check_accepted(name: str, layers: list[Record], seed: int) -> None:
    for spelled in (keras_programs.spelling(), keras_programs.spelling(seed)):
        program = keras_programs.program(layers, spelled)
        try:
            found = [str(one) for one in differences(name, layers, program)]
        except SymcnnError as error:
            pytest.fail(f"{name}: Keras takes\n{program}\nsymcnn says\n{error}")
        assert not found, program


def check_refused(name: str, layers: list[Record], reason: str) -> None:
    program = keras_programs.program(layers)
    try:
        parse(program)
    except SymcnnError:
        return
    pytest.fail(f"{name}: symcnn takes\n{program}\nKeras says\n{reason}")


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_layer_with_any_arguments(name: str) -> None:
    for number in range(DRAWS):
        drawing = f"{name} {number}"
        layers = drawn(Draw(drawing), name)
        try:
            found = measured(layers, eager=CLASSES[name].eager)
        except Exception as error:  # noqa: BLE001 - of every kind
            check_refused(drawing, layers, str(error))
        else:
            check_accepted(drawing, found, number)


def test_a_network_of_any_layers(seed: int) -> None:
    network = drawn_network(seed)
    check_accepted(f"seed {seed}", network.layers, seed)
    for refused, reason in refused_layers(network):
        check_refused(f"seed {seed}", refused, reason)


# --- the catalogue and keras.layers --------------------------------------------------------------

# Inputs, of which every program has one; cells that stand in an RNN alone; what Keras hashes with
# TensorFlow, whatever its backend.
_NOT_DRAWN = frozenset({"HashedCrossing", "Hashing", "Input", "InputLayer", "StackedRNNCells"})


def test_every_class_of_the_catalogue_is_drawn() -> None:
    known = {name for name, entry in entries().items() if entry.strict}
    assert known - _NOT_DRAWN <= set(CLASSES)


def test_the_records_are_of_this_version() -> None:
    if load("keras_signatures")["meta"]["keras"] != keras.__version__:
        pytest.skip(f"Keras {keras.__version__} is installed")
    from tests.frameworks.keras_signatures import signatures

    assert load("keras_signatures")["classes"] == signatures()
