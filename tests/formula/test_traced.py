"""Traced numbers: arithmetic on a tape, and every decision a condition."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symcnn.formula.tape import ASKED, SAME, Condition, Tape, evaluated
from symcnn.formula.traced import Traced, words

WORK: dict[str, Callable[[Any, Any], Any]] = {
    "sum": lambda f, k: 3 + f + k + f,
    "difference": lambda f, k: 32 - f - k,
    "product": lambda f, k: 2 * f * k * f,
    "quotient": lambda f, k: 3 * f / k,
    "floor of a quotient": lambda f, k: f * k // 7,
    "divided into": lambda f, k: 100 // f + 100 % k,
    "rest": lambda f, k: (f + 10) % k,
    "power": lambda f, k: 2**f + f**2 + k**f,
    "negative power": lambda f, k: f ** (-1) + k,
    "rounding": lambda f, k: math.floor(f / k) + math.ceil(f / k),
    "negative": lambda f, k: -f + k,
    "absolute": lambda f, k: abs(f - k),
    "extremes": lambda f, k: min(f, k) + max(f, k, 4),
    "both parts": lambda f, k: sum(divmod(f * 5, k)),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
@given(f=st.integers(1, 9), k=st.integers(1, 9), at=st.tuples(st.integers(1, 9), st.integers(1, 9)))
def test_arithmetic_is_exact_here_and_wherever_the_conditions_hold(
    work: Callable[[Any, Any], Any], f: int, k: int, at: tuple[int, int]
) -> None:
    tape = Tape()
    found = work(Traced.symbol(tape, "f", f), Traced.symbol(tape, "k", k))
    # Python's own numbers, fractions for quotients.
    expected = work(Fraction(f), Fraction(k))
    place = found.place
    assert tape.values[place] == expected
    point = dict(zip("fk", at, strict=True))
    asked = {place for c in tape.conditions for place in (c.left, c.right)}
    values = evaluated(tape, asked, point)
    if all(holds(condition, values) for condition in tape.conditions):
        there = work(*map(Fraction, at))
        assert evaluated(tape, {place}, point)[place] == there


def holds(condition: Condition, values: dict[int, Any]) -> bool:
    answer = ASKED[condition.relation](values[condition.left], values[condition.right])
    return answer == condition.holds


USES: dict[str, Callable[[Any], Any]] = {
    "index": lambda f: "abcdefgh"[f],
    "range": lambda f: list(range(f)),
    "repetition": lambda f: [0] * f,
    "key": {5: "five"}.__getitem__,
    "set": lambda f: len({f, 5}),
    "integer": int,
    "float": float,
    "bits": lambda f: f.bit_length(),
    "greatest common divisor": lambda f: math.gcd(f, 10),
    "spelling": lambda f: format(f, "04"),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_who_takes_it_for_a_plain_number_makes_it_one(use: Callable[[Any], Any]) -> None:
    tape = Tape()
    number = Traced.symbol(tape, "f", 5)
    assert use(number) == use(5)
    assert Condition(SAME, number.place, tape.number(5), True) in tape.conditions


ASKS: dict[str, Callable[[Any], bool]] = {
    "below": lambda f: f < 7,
    "above": lambda f: f > 7,
    "at most": lambda f: f <= 5,
    "at least": lambda f: f <= 5,
    "equal": lambda f: f == 5,
    "unequal": lambda f: f != 5,
    "nothing": lambda f: not f,
    "an integer": lambda f: isinstance(f / 2, int),
    "in a tuple": lambda f: f in (1, 2),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_every_question_is_a_condition(ask: Callable[[Any], bool]) -> None:
    tape = Tape()
    answer = ask(Traced.symbol(tape, "f", 5))
    assert answer is ask(Fraction(5)) or ask is ASKS["an integer"]
    assert tape.conditions


def test_what_is_whole_whatever_the_symbols_are_is_no_question() -> None:
    tape = Tape()
    f = Traced.symbol(tape, "f", 5)
    assert isinstance((3 * f + 1) // 2, int)
    assert not tape.conditions


def test_it_is_unlike_what_is_no_number() -> None:
    f = Traced.symbol(Tape(), "f", 5)
    assert f != "5"
    assert f is not None
    with pytest.raises(TypeError):
        _ = f < "6"
    with pytest.raises(TypeError):
        _ = f + "6"


def test_a_fraction_is_no_index() -> None:
    with pytest.raises(TypeError):
        range(Traced.symbol(Tape(), "f", 5) / 2)  # pyright: ignore[reportArgumentType]


def test_division_by_zero_is_one() -> None:
    f = Traced.symbol(Tape(), "f", 5)
    for work in (lambda: 1 / (f - 5), lambda: 1 % (f - 5), lambda: f // 0):
        with pytest.raises(ZeroDivisionError):
            work()


def test_messages_come_in_parts() -> None:
    tape = Tape()
    f = Traced.symbol(tape, "f", 5)
    message = f"the {f}×{f} window is larger than {f + 1}"
    parts = words(message)
    assert parts[0] == "the "
    assert [part for part in parts if isinstance(part, int)] == [0, 0, (f + 1).place]


def test_equal_operations_stand_once_on_the_tape() -> None:
    tape = Tape()
    f = Traced.symbol(tape, "f", 5)
    assert isinstance(f * f, Traced)
    assert (f * f).place == (f * f).place
