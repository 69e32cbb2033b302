"""The script of a page shows at every setting what the network itself tells there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest

from tests.explore.expected import data_of, shown, told

LENET = """input(32x32x3)
CONV1: conv(k, f x f) -> POOL1: maxpool(2)
CONV2: conv(16, f x f) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)"""


def check(
    text: str,
    count: str,
    points: Sequence[Sequence[int]],
    batch: int | str = 1,
    **axes: Sequence[int],
) -> list[dict[str, Any]]:
    """Compare the script with the network at points, in the order of the program's symbols."""
    data = data_of(text, count, batch, **axes)
    names = [symbol[0] for symbol in data["symbols"]]
    (found,) = shown([(data, points)])
    expected = [told(text, count, dict(zip(names, point, strict=True)), batch) for point in points]
    for point, one, other in zip(points, found, expected, strict=True):
        compare(one, other, f"{names} = {list(point)}")
    return expected


def compare(found: Any, expected: Any, where: str) -> None:
    assert found is not None, where
    assert found.keys() == expected.keys(), where
    assert found.get("complaint") == expected.get("complaint"), where
    assert found.get("total") == expected.get("total"), where
    for one, other in zip(found.get("layers", []), expected.get("layers", []), strict=True):
        for key in other:
            assert one[key] == other[key], f"{where}: {other['name']}, {key}"


@pytest.mark.parametrize("count", ["parameters", "macs", "memory"])
def test_lenet(count: str) -> None:
    points = list(product((1, 2, 8, 16), range(1, 17, 3)))
    expected = check(LENET, count, points)
    assert any("complaint" in each for each in expected)
    assert any("layers" in each for each in expected)


NETWORKS = {
    "strides and padding": (
        "let s = 2, p = 1\ninput(H x W x 3) -> conv(4, 3x3, stride=s, padding=p, bias=no) -> bn"
        " -> pool(3, 2, same) -> conv(6, (3, 1), strides=(2, 1)) -> gap -> dense 10"
    ),
    "depth": (
        "let n = 2, k = 4\ninput(32x32x3)"
        " -> [residual { conv(k, 3x3, same) -> bn -> relu | conv(k, 1) } -> pool 2] * n -> gmp"
    ),
    "groups": (
        "let c = 6, g = 3, k = 6\ninput(8 x 8 x c) -> conv(k, 3x3, same, groups=g)"
        " -> separable(2*k, 3x3) -> flatten -> dense(k*g, relu)"
    ),
    "attention": "input(T x d) -> MultiHeadAttention(h, 64) -> layer_norm -> dense(4*d)",
    "recurrent": "input(T x d) -> bidirectional(lstm(u, return_sequences=yes)) -> gru(2*u)",
    "derived": "let k = 3, w = 2*k, v = w + k\ninput(9) -> dense(w) -> dense(v) -> dense(k)",
    "shared": "let k = 5\ninput(k) -> A: dense(k) -> A -> dense(2) -> dropout(0.5)",
    "fractions": "input(n*(n-1)/2) -> dense(n//2 + 1) -> dense(max(n - 4, 3))",
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("count", ["parameters", "macs", "memory"])
def test_every_stop_of_every_slider(name: str, count: str) -> None:
    """From where the page starts, each slider in turn through its range."""
    text = NETWORKS[name]
    symbols = data_of(text, count)["symbols"]
    start = [symbol[1] for symbol in symbols]
    points = [
        [*start[:place], value, *start[place + 1 :]]
        for place, (_, _, run) in enumerate(symbols)
        for value in range(run["first"], run["last"] + 1)
    ]
    check(text, count, points)


def test_the_batch_is_a_slider() -> None:
    points = list(product((1, 32), (8, 1), (5, 16)))
    expected = check(LENET, "memory", points, batch="B")
    assert [symbol[0] for symbol in data_of(LENET, "memory", "B")["symbols"]] == ["B", "k", "f"]
    assert any("complaint" in each for each in expected)


def test_a_false_line_is_never_shown() -> None:
    """Where lines do not lead to the count, or one of them is not equal to the one before."""
    data = data_of(LENET)
    rows = {row["name"]: row for row in data["rows"]}
    rows["CONV1"]["count"] = rows["FC4"]["count"]
    ((found,),) = shown([(data, [[8, 5]])])
    lines = {layer["name"]: layer["lines"] for layer in found["layers"]}
    assert lines.pop("CONV1") is None
    assert all(each is not None for each in lines.values())


def test_beyond_the_page_there_are_no_numbers() -> None:
    """A depth that the page does not hold is outside of it; a width is not."""
    data = data_of("let n = 2, k = 3\ninput(8) -> [dense(k)] * n", n=range(1, 4), k=range(1, 4))
    assert [symbol[0] for symbol in data["symbols"]] == ["n", "k"]
    (found,) = shown([(data, [[3, 3], [4, 3], [3, 10**11]])])
    assert found[0]["total"] == "51"
    assert found[1] is None
    assert found[2]["total"] == str(9 * 10**11 + 2 * (10**22 + 10**11))
