"""The arguments of the frameworks' classes: names, order by position, defaults."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symcnn.choices import KERAS, PYTORCH
from symcnn.layers.arguments import Argument, Required
from symcnn.layers.catalogue import Entry, arguments_by_name, entries
from symcnn.layers.refused import REFUSED
from symcnn.network.listings import SEQUENTIAL
from tests.frameworks.records import load

SIGNATURES = {
    KERAS: load("keras_signatures")["classes"],
    PYTORCH: load("torch_signatures")["classes"],
}
KNOWN = [
    (convention, name)
    for convention, signatures in SIGNATURES.items()
    for name in sorted(signatures.keys() & entries(convention).keys())
]
# Their defaults stand in torch's documentation, not in their signatures.
TOLD = frozenset({"RNN", "GRU", "LSTM"})
# Keras lets some classes take these by position too, behind all that matters.
BY_KEYWORD = frozenset({"name", "dtype", "input_tensor", "optional"})


@pytest.mark.parametrize("convention", SIGNATURES)
def test_every_class_is_known_or_refused_with_a_reason(convention: str) -> None:
    known = {*entries(convention), *REFUSED, *SEQUENTIAL}
    assert not set(SIGNATURES[convention]) - known


def rank_of(entry: Entry) -> int:
    signature = entry.signature
    fixed = signature.rank if signature is not None else None
    return fixed or (entry.layer.spatial[0] if entry.layer.spatial else 0)


def as_read(value: Any) -> Any:
    if isinstance(value, float):
        return Fraction(repr(value))
    return tuple(map(as_read, value)) if isinstance(value, list) else value


@pytest.mark.parametrize(("convention", "name"), KNOWN)
def test_arguments_stand_in_the_frameworks_order(convention: str, name: str) -> None:
    signature = SIGNATURES[convention][name]
    expected = [argument for argument, _ in signature if argument not in BY_KEYWORD]
    declared = entries(convention)[name].arguments
    found = [one.name for one in declared if one.name not in BY_KEYWORD]
    assert found[: len(expected)] == expected


@pytest.mark.parametrize(("convention", "name"), KNOWN)
def test_defaults_are_the_frameworks_own(convention: str, name: str) -> None:
    entry = entries(convention)[name]
    declared = arguments_by_name(entry)
    for argument, default in SIGNATURES[convention][name]:
        if argument not in BY_KEYWORD and name not in TOLD:
            check_default(entry, declared[argument], default, convention)


def check_default(entry: Entry, argument: Argument, default: Any, convention: str) -> None:
    if argument.kind.ignored:
        return
    required = isinstance(argument.default, Required)
    assert required == (default == "required"), argument.name
    # What repeats the channels of the input has no default of its own.
    if required or argument.role:
        return
    rank = rank_of(entry)
    expected = None if default is None else argument.kind.read(as_read(default), rank, True)
    assert argument.default_at(rank, convention) == expected, argument.name
