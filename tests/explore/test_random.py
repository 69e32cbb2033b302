"""Random networks at random settings, and random tapes: the script has Python's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symcnn.errors import CallError, SymcnnError
from symcnn.explore.page import entry
from symcnn.formula.tape import (
    ADD,
    CEILING,
    DIVIDE,
    FLOOR,
    LEAST,
    MODULO,
    MOST,
    MULTIPLY,
    POWER,
    Tape,
    evaluated,
)
from symcnn.network.network import read
from symcnn.source import Source
from tests.explore.expected import data_of, shown, told
from tests.explore.test_script import compare
from tests.strategies import networks, programs

UNARY = (FLOOR, CEILING)
BINARY = (DIVIDE, MODULO)
SEVERAL = (ADD, MULTIPLY, LEAST, MOST)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.one_of(networks(), programs()),
    values=st.lists(st.sets(st.integers(1, 9), min_size=1, max_size=3), min_size=8, max_size=8),
    count=st.sampled_from(("parameters", "macs", "memory")),
)
def test_random_networks(text: str, values: list[set[int]], count: str) -> None:
    try:
        symbols = list(read(Source("<test>", text)).graph.symbols)
    except SymcnnError:
        symbols = []
    assume(0 < len(symbols) <= len(values))
    drawn = zip(symbols, values, strict=False)
    axes = {name: sorted(found)[: 3 if at < 2 else 1] for at, (name, found) in enumerate(drawn)}
    points = [dict(zip(axes, point, strict=True)) for point in product(*axes.values())]
    try:
        expected = [told(text, count, point) for point in points]
    except CallError as error:
        # A symbol that only the value of another one needs is gone where that is given.
        assert "no symbol" in str(error)
        assume(False)
    try:
        data = data_of(text, count, **axes)
    except CallError as error:
        assert "no network exists" in str(error)
        assert all("complaint" in each for each in expected)
        return
    order = [symbol[0] for symbol in data["symbols"]]
    (found,) = shown([(data, [[point[name] for name in order] for point in points])])
    for point, one, other in zip(points, found, expected, strict=True):
        compare(one, other, f"{text!r} {point}")


@st.composite
def tapes(draw: st.DrawFn) -> tuple[Tape, int]:
    """A tape of two symbols: sums, products, fractions, roundings; its last place."""
    tape = Tape()
    places = [tape.symbol("a", 7), tape.symbol("b", 3)]
    numbers = draw(st.lists(st.one_of(st.integers(), st.fractions()), max_size=4))
    places += [tape.number(n.numerator if n.denominator == 1 else n) for n in numbers]
    some = st.sampled_from
    for _ in range(draw(st.integers(1, 12))):
        kind = draw(some((*UNARY, *BINARY, *SEVERAL)))
        size = 1 if kind in UNARY else 2 if kind in BINARY else draw(st.integers(2, 4))
        parts = tuple(draw(some(places)) for _ in range(size))
        if kind in BINARY and not tape.values[parts[1]]:
            continue
        places.append(tape.apply(kind, parts))
    return tape, places[-1]


def data(tape: Tape, place: int) -> dict[str, Any]:
    """A page that shows a number of a tape."""
    operations = [entry(*operation, ["a", "b"]) for operation in tape.operations]
    way = {"rows": [], "total": place}
    return {"tape": operations, "root": -2, "forks": [], "ways": [way], "rows": [], "names": []}


@settings(max_examples=25, deadline=None)
@given(st.lists(tapes(), min_size=20, max_size=20), st.integers(1, 10**20), st.integers(1, 99))
def test_random_tapes(drawn: list[tuple[Tape, int]], a: int, b: int) -> None:
    """Negative numbers are rounded down, fractions are exact, nothing ends at 2**53."""
    points = ({"a": 7, "b": 3}, {"a": a, "b": b})
    known = [
        (tape, place, numbers) for tape, place in drawn if (numbers := at(tape, place, points))
    ]
    found = shown([(data(tape, place), [[7, 3], [a, b]]) for tape, place, _ in known])
    for (_, _, numbers), totals in zip(known, found, strict=True):
        assert [total["total"] for total in totals] == numbers


def at(tape: Tape, place: int, points: Sequence[dict[str, int]]) -> list[str]:
    """The number at a place at each point; nothing where one divides by zero."""
    try:
        return [str(Fraction(evaluated(tape, {place}, point)[place])) for point in points]
    except ZeroDivisionError:
        return []


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (2, 100, 2**100),
        (-3, 3, -27),
        (2, -3, Fraction(1, 8)),
        (Fraction(-2, 3), -3, Fraction(-27, 8)),
    ],
)
def test_powers(base: Any, exponent: int, expected: Any) -> None:
    tape = Tape()
    place = tape.apply(POWER, (tape.number(base), tape.number(exponent)))
    ((total,),) = shown([(data(tape, place), [[1, 1]])])
    assert total["total"] == str(expected)
