"""Values that do not vary are those of every network that there is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from symcnn.formula.tape import Tape
from symcnn.formula.traced import Traced, is_traced
from symcnn.network.network import Network
from symcnn.network.settled import settled_values
from symcnn.source import Source
from symcnn.syntax.parse import parse_program
from symcnn.syntax.tree import Program


def program(text: str) -> Program:
    return parse_program(Source("<test>", text))


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("input(8x8x3) -> conv(k, f x f)", {"k": 8}),
        ("let k = 8; input(8x8x3) -> conv(k, f x f)", {}),
        ("let k = 8; input(8x8x3) -> conv(k, f x f)", {"k": 9}),
        ("let w = 2*k, k = 4, u = w*f; input(8x8x3) -> conv(w, fxf) -> conv(u, 1x1)", {}),
        ("let w = 2*f; input(8x8x3) -> conv(w, f x f)", {"w": 7}),
        ("let f = 7, k = f; input(8x8x3) -> conv(k, 3x3)", {}),
        ("let f; input(8x8x3) -> conv(k, f x f)", {"k": 8}),
        ("convention pytorch; let half = 1/2; input(3x8x8) -> Conv2d(3, k, f)", {"k": 8}),
        ("let n = 2; block b(k) { conv(k, f x f) }; input(9x9x3) -> [b(4)]*n", {}),
    ],
)
def test_they_are_the_values_of_the_network_that_do_not_hang_on_what_varies(
    text: str, given: dict[str, Any]
) -> None:
    found = settled_values(program(text), given, None, ["f"])
    varied = {**given, "f": Traced.symbol(Tape(), "f", 2)}
    values = Network(program(text), varied).values
    assert found == {name: value for name, value in values.items() if not is_traced(value)}
    assert list(found) == [name for name in values if name in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let k = 8; input(4x4x3) -> conv(k, 5x5, valid)", {"k": 8}),
        ("let a = b, b = a, k = 8; input(4) -> dense(f)", {"k": 8}),
        ("let a = same, k = 8; input(4) -> dense(f)", {"k": 8}),
        ("let a = 1/(k - 8), k = 8; input(4) -> dense(f)", {"k": 8}),
        ("let a = b + k, k = 8, b; input(4) -> dense(f)", {"k": 8}),
    ],
)
def test_they_are_told_where_there_is_no_network(text: str, expected: dict[str, int]) -> None:
    assert settled_values(program(text), {}, None, ["f"]) == expected


def test_chains_of_any_length() -> None:
    names = [f"a{place}" for place in range(3000)]
    lets = ", ".join(f"{one} = {other} + 1" for one, other in pairwise(names))
    text = f"let {lets}, {names[-1]} = 1; input(4) -> dense(f)"
    found = settled_values(program(text), {}, None, ["f"])
    assert found["a0"] == 3000
    assert settled_values(program(text), {}, None, ["f", names[-1]]) == {}
