"""Classes of recorded networks that symcnn does not know yet; the list must shrink to nothing."""

from __future__ import annotations

import pytest

from symcnn import SymcnnError, parse
from tests.frameworks.records import Record, classes

# Every class of keras.layers that is neither in the catalogue nor refused with a reason.
KERAS: frozenset[str] = frozenset()

TORCH: frozenset[str] = frozenset()


def check_unknown(name: str, convention: str = "") -> None:
    """A class that is pending must not be known: once it is, the list must not name it."""
    try:
        parse(f"{convention}\ninput(8, 8, 4) -> {name}()")
    except SymcnnError as error:
        if f"no layer is called '{name}'" in str(error):
            return
    pytest.fail(f"{name} is known: take it out of tests/frameworks/pending.py, run tests/recorded")


def bridged(layers: list[Record]) -> list[Record]:
    """The layers with an input of the recorded shape in the place of each that is not known."""
    return [as_input(layer) if pending(layer) else layer for layer in layers]


def pending(layer: Record) -> bool:
    """Whether a class of a layer, or of one inside it, is not known yet."""
    return bool(set(classes(layer)) & KERAS)


def as_input(layer: Record) -> Record:
    """An input of a layer's output shape in its place."""
    arguments = {"shape": layer["output_shape"]}
    counts = {"inbound": [], "trainable": 0, "non_trainable": 0, "weights": []}
    return {**layer, **counts, "class": "InputLayer", "arguments": arguments}
