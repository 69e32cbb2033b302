"""What is said of a tape over a box is true at every point of the box."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn.formula.tape import ASKED, BELOW, SAME, WHOLE, Tape, evaluated
from symcnn.formula.traced import Traced
from symcnn.functions.solving import box_polynomials as polynomials
from symcnn.functions.solving.boxes import Axis, Box
from symcnn.functions.solving.enclosed_tape import EnclosedTape

axes = st.builds(
    Axis, st.integers(1, 30), st.integers(1, 4), st.one_of(st.none(), st.integers(1, 12))
)


@st.composite
def numbers(draw: st.DrawFn, x: Any, y: Any, depth: int = 0) -> Any:
    """A number made of two traced ones, as the code of layers makes them."""
    if depth > 3 or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from([x, y, 1, 2, 3, 7]))
    one = draw(numbers(x, y, depth + 1))
    other = draw(numbers(x, y, depth + 1))
    kind = draw(st.integers(0, 11))
    small = draw(st.integers(1, 5))
    if kind < 3:
        return (one + other, one * other, one - other)[kind]
    if kind < 6:
        return (one // small, -(-one // small), one % small)[kind - 3]
    if kind == 6:
        return one if type(one) is int else one / small
    if kind == 7:
        return one**2
    if kind == 8:
        return 2**x * small
    if kind == 9:
        return one // (other % 5 + 1)
    divisor = draw(st.sampled_from([x, y, x + y])) + small
    return one // divisor if kind == 10 else math.ceil(one / divisor)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), first=axes, second=axes)
def test_bounds_and_answers_hold_at_every_point(
    data: st.DataObject, first: Axis, second: Axis
) -> None:
    tape = Tape()
    x = Traced.symbol(tape, "x", first.start)
    y = Traced.symbol(tape, "y", second.start)
    made = [data.draw(numbers(x, y)) for _ in range(2)]
    places = [value.place for value in made if type(value) is Traced]
    box = Box({"x": first, "y": second})
    known = EnclosedTape(tape, box)
    points = [
        {"x": first.at(s), "y": second.at(t)}
        for s in range(min(first.count or 9, 9))
        for t in range(min(second.count or 9, 9))
    ]
    for place in places:
        least, most = known.least(known.of(place)), known.most(known.of(place))
        directions = {name: known.direction(place, name) for name in box.axes}
        for point in points:
            number = evaluated(tape, {place}, point)[place]
            assert least is None or least <= number
            assert most is None or number <= most
            for name, direction in directions.items():
                further = {**point, name: point[name] + box.axes[name].step}
                if direction is None or further not in points:
                    continue
                after = evaluated(tape, {place}, further)[place]
                assert {1: after >= number, -1: after <= number, 0: after == number}[direction]
    if len(places) == 2:
        for relation in (BELOW, SAME, WHOLE):
            answer = known.relation(relation, *places)
            for point in points:
                found = evaluated(tape, set(places), point)
                asked = ASKED[relation](found[places[0]], found[places[1]])
                assert answer is None or answer == asked


@pytest.mark.parametrize(
    ("polynomial", "lasts", "least"),
    [
        ({(0,): 3, (1,): 2}, [None], 3),
        ({(0,): 3, (1,): -2}, [4], -5),
        ({(0,): 3, (1,): -2}, [None], None),
        ({(2, 0): 1, (0, 1): -1}, [None, 5], -5),
        ({(1, 1): -1, (1, 0): 7}, [None, 5], 0),
    ],
)
def test_the_least_value_of_a_polynomial(
    polynomial: Any, lasts: list[int | None], least: int | None
) -> None:
    assert polynomials.least(polynomial, lasts) == least


def test_powers_of_one_root_cancel() -> None:
    tape = Tape()
    n = Traced.symbol(tape, "n", 3)
    difference: Any = 4**n - 2**n * 2**n
    growth: Any = 4**n - 3 * 2**n
    known = EnclosedTape(tape, Box({"n": Axis(3)}))
    assert known.of(difference.place).exact == {}
    assert known.least(known.of(growth.place)) == 64 - 24
    assert known.most(known.of(growth.place)) is None
