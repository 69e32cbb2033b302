"""Names of layers stand beside the modules that declare them, so that few are loaded."""

from __future__ import annotations

import sys
from subprocess import run

import pytest

from symcnn.choices import CONVENTIONS
from symcnn.layers.catalogue import entries, families, known
from symcnn.layers.names import NAMES


def test_every_name_stands_with_its_module() -> None:
    declared = {family: " ".join(names) for family, names in families().items()}
    assert declared == NAMES, "run `python -m tests.write_tables`"


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_a_name_alone_is_what_it_is_among_all(convention: str) -> None:
    for name, entry in entries(convention).items():
        assert known(name, convention) is entry


def test_a_name_that_stands_in_no_list_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symcnn.layers.catalogue._declaring", dict)
    assert known("conv") is entries()["conv"]
    assert known("convx") is None


def test_a_program_loads_the_layers_that_it_names_alone() -> None:
    script = (
        "import sys; from symcnn import parse; parse('input(8x8x3) -> conv(4, 3x3) -> Dense(2)');"
        "print(*(name for name in sys.modules if name.startswith('symcnn.layers.')))"
    )
    loaded = run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    families = {name.rpartition(".")[2] for name in loaded.split()} & NAMES.keys()
    assert {"convolution", "dense", "inputs"} <= families
    assert not families & {"attention", "recurrent", "images", "merging"}
