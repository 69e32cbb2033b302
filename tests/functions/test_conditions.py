"""Where conditions hold is where their expressions are above 0, for all positive integers."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symcnn.formula.algebra import symbol
from symcnn.functions.formulas.conditions import Conditions, conditions
from symcnn.functions.formulas.leading import large
from symcnn.functions.words import where_phrase
from symcnn.render.style import Style
from symcnn.render.text.pieces import Pieces

f, k, n = symbol("f"), symbol("k"), symbol("n")


def holds(found: Conditions, values: dict[str, int]) -> bool:
    """Whether integers fulfil conditions, by their places and what is open."""
    for name, runs in found.places.items():
        at = values[name]
        if not any(run.first <= at and (run.last is None or at <= run.last) for run in runs):
            return False
    at = {symbol(name): sympy.Integer(value) for name, value in values.items()}
    return all(each.xreplace(at) > 0 for each in found.open)


coefficients = st.lists(st.integers(-30, 30), min_size=1, max_size=4)


@given(st.lists(coefficients, max_size=3), coefficients, st.integers(1, 40), st.integers(1, 40))
def test_conditions(ones: list[list[int]], other: list[int], at: int, place: int) -> None:
    def polynomial(numbers: list[int], x: Any) -> Any:
        return sympy.Add(*(number * x**power for power, number in enumerate(numbers)))

    told = [polynomial(numbers, f) for numbers in ones] + [polynomial(other, f * k + f)]
    found = conditions(*told)
    values = {symbol("f"): sympy.Integer(at), symbol("k"): sympy.Integer(place)}
    expected = all(each.xreplace(values) > 0 for each in told)
    assert holds(found, {"f": at, "k": place}) == expected
    if found.never:
        assert not expected


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((), ""),
        ((k + 1,), ""),
        ((2 - f,), "where f = 1, "),
        ((9 - f,), "where f < 9, "),
        ((f - 1,), "where f > 1, "),
        ((9 * f - f**2 - 8,), "where f = 2 to 7, "),
        (((f - 3) ** 2,), "where f is not 3, "),
        ((((f - 3) * (f - 4)) ** 2, n - 1), "where n > 1 and either f < 3 or f > 4, "),
        (((f - 3) ** 2 * (f - 9), k - f), "where f > 9 and k > f, "),
        (
            ((f - 3) * (f - 9), (k - 2) * (k - 8)),
            "where f < 3 or f > 9 and either k = 1 or k > 8, ",
        ),
        (((f - 3) ** 2 + 1,), ""),
        ((f - 3, 9 - f, k - 1), "where f = 4 to 8 and k > 1, "),
        ((f - k,), "where f > k, "),
    ],
)
def test_words(told: tuple[Any, ...], words: str) -> None:
    assert Pieces(Style()).phrase(where_phrase(conditions(*told))) == words


@given(st.lists(coefficients, min_size=1, max_size=2), st.integers(1, 30), st.integers(1, 40))
def test_within_ends_conditions_hold_where_they_did(
    ones: list[list[int]], end: int, at: int
) -> None:
    told = [sympy.Add(*(c * f**power for power, c in enumerate(numbers))) for numbers in ones]
    plain = conditions(*told)
    within = plain.within({"f": end, "k": 7})
    if at <= end and "f" in within.places:
        assert holds(within, {"f": at}) == holds(plain, {"f": at})
    elif at <= end and not within.never:
        assert holds(plain, {"f": at})
    if within.never:
        assert not any(holds(plain, {"f": place}) for place in range(1, end + 1))


def test_what_never_holds() -> None:
    assert conditions(66 * f - f**2 - 1089).never
    assert conditions(f - 9, 9 - f).never
    assert not conditions(f - k, k - f).never
    assert conditions(f - 9).within({"f": 9}).never
    assert not conditions(f - 9).within({"f": 10}).never


def test_large_values_rest_on_coefficients_of_unknown_sign() -> None:
    assert large(k, (f - 3) * k**2 + 7).above_zero == (f - 3,)
    assert large(k, n * k).above_zero == ()
    assert large(k, sympy.Integer(4)).above_zero == ()
    # Each part of a network's count is 0 or more.
    parts = [k * (f - 3) ** 2, 7 * k, sympy.Integer(9)]
    assert large(k, sympy.Add(*parts), parts).above_zero == ()
    assert large(k, sympy.Add(*parts), parts[::2]).above_zero != ()
