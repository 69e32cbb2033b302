"""Sweeps give at every point what the network itself gives there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symcnn.errors import ProgramError, SymcnnError
from symcnn.functions.grid import Grid
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping.sweep import Row, Sweep
from symcnn.functions.ways import Resolve, resolver
from symcnn.network.network import Network, read
from symcnn.source import Source
from symcnn.syntax.parse import parse_program
from tests.strategies import networks, programs

LENET = (
    "input(32x32x3) -> CONV1: conv(k, f x f) -> pool 2 -> conv(16, f x f) -> pool 2 -> flatten"
    " -> dense 120 -> dense 10"
)
numpy_or_not = pytest.mark.parametrize("arrays", [True, False], ids=["arrays", "points"])


def network(text: str) -> Network:
    return read(Source("<test>", text))


def resolve(text: str) -> Resolve:
    return resolver(parse_program(Source("<test>", text)), {})


def directly(resolve: Any, asked: Quantity, point: Mapping[str, int]) -> tuple[Any, str]:
    try:
        return asked(resolve(point)), ""
    except ProgramError as error:
        return (), error.problems[0].message


def swept(text: str, arrays: bool, asked: Quantity, **axes: Sequence[int]) -> list[Row]:
    if arrays:
        pytest.importorskip("numpy")
    return list(Sweep(resolve(text), asked, Grid(axes), arrays).rows())


def check(text: str, arrays: bool, asked: Quantity, **axes: Sequence[int]) -> None:
    rows = swept(text, arrays, asked, **axes)
    assert [row.point for row in rows] == list(Grid(axes).points())
    for row in rows:
        assert (row.numbers, row.error) == directly(resolve(text), asked, row.point)
        assert all(type(number) is int for number in row.numbers)


@numpy_or_not
@pytest.mark.parametrize("count", ["parameters", "macs", "memory"])
def test_every_point_is_as_the_network_has_it(arrays: bool, count: str) -> None:
    check(LENET, arrays, Quantity(count), f=range(1, 36), k=(8, 16, 32))


@numpy_or_not
@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("input(H x 9 x c) -> conv(k, 3x3, stride=s, groups=g)", "H=5 c=6 k=6 g=4 s=1"),
        ("input(8x8x3) -> repeat(n, index=i) { conv(k*2**i, 3x3, same, stride=2) }", "n=5 k=1"),
        ("input(c) -> a: dense(c*(c+1)/2) -> dense(u) -> b: dense(3*u) -> add(a, b)", "c=9 u=9"),
        ("input(T x d) -> MultiHeadAttention(h, 64) -> lstm(u)", "T=3 d=4 h=4 u=1"),
        ("input(n*(n-1)/2) -> dense(2)", "n=5"),
        ("input(64x8) -> conv(4, k, dilation=r) -> upsample(s) -> flatten", "r=9 k=7 s=1"),
    ],
)
def test_groups_strides_repeats_and_sums(arrays: bool, text: str, most: str) -> None:
    last = {name: int(value) for name, value in (pair.split("=") for pair in most.split())}
    for count in ("parameters", "memory"):
        for only in (2, 7):
            axes = {name: range(1, end + 1) if end > 1 else (only,) for name, end in last.items()}
            check(text, arrays, Quantity(count), **axes)


@numpy_or_not
def test_a_pass_is_counted_where_there_is_one(arrays: bool) -> None:
    text = "input(8x8x3) -> repeat(n) { conv(8, 3x3, same) }"
    rows = swept(text, arrays, Quantity("parameters", ("repeat1[3].conv1",)), n=range(2, 6))
    assert [row.numbers for row in rows] == [(), (), (584,), (584,)]
    assert rows[0].error == "the network has no layer 'repeat1[3].conv1'"
    with pytest.raises(SymcnnError, match="no layer 'conv7'"):
        swept(text, arrays, Quantity("parameters", ("conv7",)), n=[1])


@numpy_or_not
def test_one_layer_and_several(arrays: bool) -> None:
    for layers in (("CONV1",), ("CONV1", "conv1"), ("maxpool2",)):
        for count in ("parameters", "macs", "memory"):
            check(LENET, arrays, Quantity(count, layers), f=range(1, 12), k=(2, 3))
    for count in ("receptive_field", "shape"):
        check(LENET, arrays, Quantity(count, ("maxpool1",)), f=range(1, 30), k=(2,))


@numpy_or_not
def test_numbers_of_any_size_are_exact(arrays: bool) -> None:
    widths = [10**power for power in range(40)]
    check(LENET, arrays, Quantity("macs"), f=range(1, 12), k=widths)
    rows = swept("input(3) -> dense(k)", arrays, Quantity(), k=(2**62, 2**63, 2**64))
    assert [row.numbers[0] for row in rows] == [2**64, 2**65, 2**66]


@numpy_or_not
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("input(8) -> dense(12 // (k - 3))", range(1, 9)),
        ("input(8) -> dense(12/(k - 3))", range(1, 9)),
        ("input(8) -> dense(10**30 // (k - 3))", range(1, 9)),
        ("input(8) -> dense(10**30/(k - 3))", range(1, 9)),
        ("input(8) -> dense((k - 3)**(k - 5) + k)", range(1, 9)),
        ("input(8) -> dense(10**k)", (1, 999, 1000, 1001, 9_999, 10_001, 10**9)),
        ("input(8) -> dense(10**30 + 2**(10**20 // k))", (10**18, 10**19, 10**20)),
    ],
)
def test_what_is_not_worked_out_at_a_point_does_no_harm_at_another(
    arrays: bool, text: str, values: Sequence[int]
) -> None:
    check(text, arrays, Quantity(), k=values)


@numpy_or_not
def test_rows_can_be_gone_through_again(arrays: bool) -> None:
    sweep = Sweep(resolve(LENET), Quantity(), Grid({"f": range(1, 40), "k": (2, 3)}), arrays)
    first = next(sweep.rows())
    rows, ways = list(sweep.rows()), len(sweep.ways)
    assert (first.point, first.numbers) == (rows[0].point, rows[0].numbers)
    again = list(sweep.rows())
    assert [(r.numbers, r.error) for r in rows] == [(r.numbers, r.error) for r in again]
    assert len(sweep.ways) == ways


@numpy_or_not
def test_names_may_hold_any_sign(arrays: bool) -> None:
    text = "input(8x8x2) -> '\ue0005\ue001': conv(2, f x f)"
    check(text, arrays, Quantity(), f=(8, 9))


@numpy_or_not
def test_what_is_too_large_is_told_where_it_is(arrays: bool) -> None:
    (small, large) = swept("input(3) -> dense(10**k)", arrays, Quantity(), k=(9, 1001))
    assert small.numbers == (4 * 10**9,)
    assert "1000 digits" in large.error


@pytest.mark.parametrize("text", [LENET, "input(H x W x 3) -> [conv(k, 3x3) -> pool 2]*3"])
def test_both_ways_of_working_agree(text: str) -> None:
    symbols = network(text).graph.symbols
    axes = {name: range(1, 24, step) for step, name in enumerate(symbols, 1)}
    one, other = (swept(text, arrays, Quantity(), **axes) for arrays in (True, False))
    assert [(r.point, r.numbers, r.error) for r in one] == [
        (r.point, r.numbers, r.error) for r in other
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.one_of(networks(), programs()),
    values=st.lists(st.sets(st.integers(1, 9), min_size=1, max_size=4), min_size=8, max_size=8),
    count=st.sampled_from(("parameters", "macs", "memory")),
    arrays=st.booleans(),
)
def test_random_networks(text: str, values: list[set[int]], count: str, arrays: bool) -> None:
    try:
        symbols = list(network(text).graph.symbols)
    except SymcnnError:
        symbols = []
    assume(0 < len(symbols) <= len(values))
    drawn = zip(symbols, values, strict=False)
    axes = {name: sorted(found)[: 3 if at < 2 else 1] for at, (name, found) in enumerate(drawn)}
    check(text, arrays, Quantity(count), **axes)


def test_a_grid_is_worked_in_blocks() -> None:
    axes: dict[str, Sequence[int]] = {"f": range(1, 5), "k": range(1, 8), "w": [3, 1]}
    grid = Grid(axes)
    for most in (1, 2, 3, 14, 15, 100):
        blocks = list(grid.blocks(most))
        assert all(block.size <= most for block in blocks)
        assert [point for block in blocks for point in block.points()] == list(grid.points())
