"""torch.nn as it is installed and symcnn, on modules and chains that nobody has recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from symcnn import SymcnnError, parse
from symcnn.choices import PYTORCH
from symcnn.layers.catalogue import entries
from tests.frameworks import torch_programs
from tests.frameworks.comparing import Difference, chain_differences, torch_differences
from tests.frameworks.drawing import Draw
from tests.frameworks.records import Record, load
from tests.frameworks.torch_measuring import measured, signatures, version
from tests.frameworks.torch_networks import CLASSES, drawn_chain, drawn_layer

pytestmark = pytest.mark.filterwarnings("ignore")

DRAWS = 24


def check_accepted(name: str, program: str, found: Iterator[Difference]) -> None:
    try:
        differences = [str(one) for one in found]
    except SymcnnError as error:
        pytest.fail(f"{name}: torch takes\n{program}\nsymcnn says\n{error}")
    assert not differences, program


def check_refused(name: str, layer: Record, reason: str) -> None:
    program = torch_programs.program({"layer": layer})
    try:
        parse(program)
    except SymcnnError:
        return
    pytest.fail(f"{name}: symcnn takes\n{program}\ntorch says\n{reason}")


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_layer_with_any_arguments(name: str) -> None:
    for number in range(DRAWS):
        drawing = f"{name} {number}"
        layer = drawn_layer(Draw(drawing), name)
        try:
            found = measured(layer)
        except Exception as error:  # noqa: BLE001 - of every kind
            check_refused(drawing, layer, str(error))
            continue
        for spelled in (torch_programs.spelling(), torch_programs.spelling(number)):
            program = torch_programs.program({"layer": found}, spelled)
            check_accepted(drawing, program, torch_differences({"layer": found}, program))


def test_a_chain_of_any_layers(seed: int) -> None:
    chain = drawn_chain(seed)
    for refused, reason in chain.refused:
        check_refused(f"seed {seed}", refused, reason)
    if not chain.layers:
        return
    for spelled in (torch_programs.spelling(), torch_programs.spelling(seed)):
        program = torch_programs.chain_program(chain.layers, spelled)
        check_accepted(f"seed {seed}", program, chain_differences(chain.layers, program))


def test_every_class_of_the_catalogue_is_drawn() -> None:
    known = {name for name, entry in entries(PYTORCH).items() if entry.strict}
    assert known <= set(CLASSES)


def test_the_records_are_of_this_version() -> None:
    if load("torch_signatures")["meta"]["torch"] != version():
        pytest.skip(f"torch {version()} is installed")
    assert load("torch_signatures")["classes"] == signatures()
