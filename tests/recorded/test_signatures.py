"""The arguments of Keras's classes: their names, their order by position, their defaults."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symcnn.choices import KERAS as CONVENTION
from symcnn.layers.arguments import Argument, Required
from symcnn.layers.catalogue import Entry, arguments_by_name, entries
from symcnn.layers.refused import REFUSED
from symcnn.network.listings import SEQUENTIAL
from tests.frameworks import pending
from tests.frameworks.records import load

SIGNATURES = load("keras_signatures")["classes"]
ENTRIES = entries()
KNOWN = sorted(SIGNATURES.keys() & ENTRIES.keys())
# Keras lets some classes take these by position too, behind all that matters.
BY_KEYWORD = frozenset({"name", "dtype", "input_tensor", "optional"})


def test_every_class_of_keras_is_known_or_told() -> None:
    missing = set(SIGNATURES) - set(ENTRIES) - set(REFUSED) - SEQUENTIAL
    assert missing == pending.KERAS, "take what is known now out of tests/frameworks/pending.py"


def rank_of(entry: Entry) -> int:
    return entry.rank or (entry.layer.spatial[0] if entry.layer.spatial else 0)


def as_read(value: Any) -> Any:
    if isinstance(value, float):
        return Fraction(repr(value))
    return tuple(map(as_read, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("name", KNOWN)
def test_arguments_stand_in_keras_order(name: str) -> None:
    expected = [argument for argument, _ in SIGNATURES[name] if argument not in BY_KEYWORD]
    found = [one.name for one in ENTRIES[name].arguments if one.name not in BY_KEYWORD]
    assert found[: len(expected)] == expected


@pytest.mark.parametrize("name", KNOWN)
def test_defaults_are_keras_own(name: str) -> None:
    entry = ENTRIES[name]
    declared = arguments_by_name(entry)
    for argument, default in SIGNATURES[name]:
        if argument not in BY_KEYWORD and not declared[argument].kind.ignored:
            check_default(entry, declared[argument], default)


def check_default(entry: Entry, argument: Argument, default: Any) -> None:
    required = isinstance(argument.default, Required)
    assert required == (default == "required"), argument.name
    if required:
        return
    rank = rank_of(entry)
    expected = None if default is None else argument.kind.read(as_read(default), rank, True)
    assert argument.default_at(rank, CONVENTION) == expected, argument.name
