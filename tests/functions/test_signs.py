"""The signs of polynomials at all positive integers are those of their values."""

from __future__ import annotations

import time
from math import prod

from hypothesis import assume, given
from hypothesis import strategies as st

from symcnn.functions.formulas.signs import Run, runs

numbers = st.lists(st.integers(-50, 50), min_size=1, max_size=6)
roots = st.lists(st.integers(-5, 40), max_size=6)


def value(polynomial: list[int], place: int) -> int:
    return sum(c * place**power for power, c in enumerate(reversed(polynomial)))


def sign_in(found: list[Run], place: int) -> int:
    (sign,) = (
        run.sign for run in found if run.first <= place and (run.last is None or place <= run.last)
    )
    return sign


def multiplied(places: list[int]) -> list[int]:
    """The coefficients of the product of n - r over all places r."""
    found = [1]
    for place in places:
        found = [a - place * b for a, b in zip([*found, 0], [0, *found], strict=True)]
    return found


@given(numbers)
def test_any_polynomial(polynomial: list[int]) -> None:
    assume(polynomial[0])
    found = runs(polynomial)
    for place in range(1, 130):
        number = value(polynomial, place)
        assert sign_in(found, place) == (number > 0) - (number < 0)


@given(roots, st.integers(1, 60))
def test_polynomials_of_whole_roots(places: list[int], at: int) -> None:
    number = prod(at - place for place in places)
    assert sign_in(runs(multiplied(places)), at) == (number > 0) - (number < 0)


def test_runs_follow_each_other() -> None:
    found = [(run.first, run.last, run.sign) for run in runs(multiplied([3, 4, 9]))]
    assert found == [(1, 2, -1), (3, 4, 0), (5, 8, -1), (9, 9, 0), (10, None, 1)]


def test_roots_far_away_and_close_together_take_no_time() -> None:
    start = time.process_time()
    # 10**300 * (n - 10)**2 - 1, twice 0 within 10**-150 of 10, and n = 10**90 or so.
    assert [run.sign for run in runs([10**300, -20 * 10**300, 10**302 - 1])] == [1, -1, 1]
    assert runs([1, -(10**90)])[1] == Run(10**90, 10**90, 0)
    assert time.process_time() - start < 5
