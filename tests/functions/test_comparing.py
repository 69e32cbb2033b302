"""Differences, ratios, crossings and limits are those of the numbers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symcnn import SymcnnError, compare, parse
from symcnn.formula.algebra import symbol
from symcnn.formula.exact import NoValue, value_at
from symcnn.functions.comparing.balances import balances
from symcnn.functions.comparing.crossings import signs
from tests.strategies import networks

f, k, c = symbol("f"), symbol("k"), symbol("c")
APART = "input(H x W x c) -> depthwise(f x f, padding=same{0}) -> conv(k, 1x1{0})"
TOGETHER = "input(H x W x c) -> conv(k, f x f, padding=same{0})"
NO_BIAS = ", bias=no"


def test_depthwise_separable_against_standard() -> None:
    for count in ("parameters", "macs"):
        found = compare(APART.format(NO_BIAS), TOGETHER.format(NO_BIAS), count=count)
        assert found.ratio == 1 / k + 1 / f**2
        assert found.limits["f"] == 1 / k
        assert found.limits["k"] == 1 / f**2
        assert found.limits["c"] == found.ratio
    assert "1/k + 1/f²" in str(compare(TOGETHER.format(NO_BIAS), APART.format(NO_BIAS)))


def test_with_biases_whatever_is_true() -> None:
    found = compare(APART.format(""), TOGETHER.format(""))
    assert sympy.cancel(found.ratio - (c * f**2 + c + c * k + k) / (c * f**2 * k + k)) == 0
    assert found.limits["c"] == sympy.expand((f**2 + k + 1) / (f**2 * k))


def test_the_places_where_several_symbols_make_counts_equal() -> None:
    found = {
        each["symbol"]: each
        for each in compare(APART.format(NO_BIAS), TOGETHER.format(NO_BIAS)).crossings
    }
    assert found["k"]["at"] == "f**2/((f - 1)*(f + 1))"
    assert found["k"]["where"] == ["f - 1 > 0"]
    # At f = 2 that is k = 4/3: with one filter the standard convolution is the smaller one.
    assert (found["k"]["below"], found["k"]["above"]) == ("b", "a")


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (3 * k - 24, [("k", 8, "a", "b")]),
        (24 - 3 * k, [("k", 8, "b", "a")]),
        (k**2 + 5, []),
        # Below 1 in any case.
        (k * f - k + 3, []),
        (f * k - 12, [("f", 12 / k, "a", "b"), ("k", 12 / f, "a", "b")]),
        (f**2 - k, [("f", sympy.sqrt(k), "a", "b"), ("k", f**2, "b", "a")]),
    ],
)
def test_balances(difference: Any, expected: list[Any]) -> None:
    found = balances(difference)
    assert [(each.symbol, each.at, each.below, each.above) for each in found] == expected


@given(st.data())
def test_balances_are_where_the_difference_is_nothing(data: st.DataObject) -> None:
    numbers = st.integers(-4, 4)
    terms = (f * k, f, k, f**2, c * k, sympy.Integer(1))
    difference = sympy.expand(sympy.Add(*(data.draw(numbers) * term for term in terms)))
    for each in balances(difference):
        at = {s: sympy.Integer(data.draw(st.integers(1, 9))) for s in (f, k, c)}
        x = symbol(each.symbol)
        place = each.at.xreplace(at)
        if not all(condition.xreplace(at) > 0 for condition in each.conditions.above_zero):
            continue
        rest = difference.xreplace({s: v for s, v in at.items() if s != x})
        assert sympy.simplify(rest.subs(x, place)) == 0
        assert place > 0
        assert (rest.subs(x, place / 2) < 0) == (each.below == "a")
        if each.below != each.above:
            assert (rest.subs(x, 2 * place) < 0) == (each.above == "a")


@given(st.data())
def test_no_balance_of_a_linear_symbol_is_left_out(data: st.DataObject) -> None:
    numbers = st.integers(-4, 4)
    slope = sympy.expand(sympy.Add(*(data.draw(numbers) * term for term in (f, f**2, c, 1))))
    start = sympy.expand(sympy.Add(*(data.draw(numbers) * term for term in (f, f**2, c, 1))))
    difference = sympy.expand(slope * k + start)
    assume(len(difference.free_symbols) > 1)
    found = [each for each in balances(difference) if each.symbol == "k"]
    at = {s: sympy.Integer(data.draw(st.integers(1, 9))) for s in (f, c)}
    rising, rest = slope.xreplace(at), start.xreplace(at)
    assume(rising != 0 and -rest / rising >= 1)
    (there,) = (
        each for each in found if all(e.xreplace(at) > 0 for e in each.conditions.above_zero)
    )
    assert there.at.xreplace(at) == -rest / rising
    assert there.below == ("a" if rising > 0 else "b")


def test_where_it_holds_is_told_in_integers() -> None:
    twice = "input(32x32x3) -> conv(k, f x f) -> conv(k, f x f)"
    found = compare(twice, "input(32x32x3) -> conv(k, f x f, same) -> conv(2*k, 3x3)", count="macs")
    (balance,) = found.crossings
    f_of = balance["where"]
    assert f_of == ["f**4 - 34*f**3 + 289*f**2 - 4050 > 0", "-f**2 + 66*f - 65 > 0"]
    text = " ".join(str(found).split())
    # Beyond f = 16 there is no network: with f = 21 to 64 the formulas would be equal too.
    assert "Where f = 6 to 11, both are equal at k" in text
    assert "f = 21" not in text
    assert ". As k grows, A/B comes near f²·(f - 17)²/4,050." in text
    assert text.count("There is no network from f = 17 on") == 1
    assert found.report.data["limits_where"] == {}


def test_a_symbol_that_all_terms_share_has_no_part_in_where_they_are_equal() -> None:
    found = compare(
        "input(16x16x1) -> conv(k, f x f) -> flatten -> dense(2)",
        "input(16x16x1) -> conv(k, 3x3, same) -> flatten -> dense(2)",
    )
    assert found.report.data["ends"] == {"f": 16}
    # The formulas cross between 21 and 22.
    assert found.crossings == []
    assert "A has fewer parameters for every f. There is no network from f = 17 on." in " ".join(
        str(found).split()
    )
    wide = compare("input(3) -> dense(k*k) -> dense(m)", "input(3) -> dense(9*k) -> dense(m)")
    assert wide.crossings == [{"symbol": "k", "at": 9, "below": "a", "above": "b"}]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        # Equal points that are no crossings have their place among the ranges.
        (
            "input(1) -> dense(k*k + 5, bias=no)",
            "input(1) -> dense(6*k, bias=no)",
            "Both are equal at k = 1 and 5; A has fewer parameters from 2 to 4; B from 6 on.",
        ),
        (
            "input(1) -> dense(k//3 + 1)",
            "input(1) -> dense(k//2)",
            "Both are equal at k = 2, 4 to 7 and 9; B has fewer parameters for 1 and for 3; A for",
        ),
        # Nothing is said of what no network has: f ends, g is a divisor.
        (
            "input(32x32x3) -> conv(8, f x f) -> pool(2) -> flatten -> dense(10)",
            "input(32x32x3) -> conv(8, f x f) -> gap -> dense(1000)",
            "Up to f = 11 B has fewer parameters, from 12 on A. There is no network from f = 32",
        ),
        (
            "input(16x16x16) -> conv(64, 3x3, groups=g) -> gap -> dense(10)",
            "input(16x16x16) -> conv(9, 3x3) -> gap -> dense(10)",
            "Up to g = 8 B has fewer parameters, from 16 on A. There is no network from g = 17 on.",
        ),
    ],
)
def test_which_is_smaller_is_told_of_the_networks_there_are(
    first: str, second: str, told: str
) -> None:
    assert told in " ".join(str(compare(first, second)).split())


def test_between_integers_there_is_no_equal_one() -> None:
    found = compare(
        "input(8) -> dense(4*k) -> dense(m - c)", "input(8) -> dense(5) -> dense(m - c)"
    )
    told = " ".join(str(found).split())
    assert "Where m + 9 > c, up to k = 1 A has fewer parameters, from 2 on B." in told


def test_what_a_condition_holds_fast_is_put_in() -> None:
    found = compare("input(T x d) -> lstm(u)", "input(T x d) -> gru(u)")
    assert "Where u = 1, both are equal at d = 1;" in str(found)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # g + 1 divides 9 for g = 2 and 8, g + 3 divides 8 for g = 1 and 5.
        (
            "input(9x9x9) -> conv(9, 3x3, groups=g + 1)",
            "input(8x8x8) -> conv(8, 3x3, groups=g + 3)",
        ),
        # The one ends before the other begins.
        ("input(9 - k) -> dense(2)", "input(k - 20) -> dense(3)"),
        ("input(9 - k) -> dense(2)", "input(5) -> dense(k - 20)"),
    ],
)
def test_networks_that_are_never_both_there(first: str, second: str) -> None:
    found = compare(first, second)
    assert found.crossings == []
    assert found.report.data["equal"] == []
    assert "There are both networks for no" in str(found)


def test_several_ranges_are_read_as_one() -> None:
    found = compare(
        "input(32x32x3) -> conv(k, f x f) -> conv(k, f x f)",
        "input(32x32x3) -> conv(k, f x f, same) -> conv(m*k - k, 3x3)",
        count="macs",
    )
    text = " ".join(str(found).split())
    assert "Where m > 1, as k grows" in text
    assert " or " not in text.partition("For large values")[2].partition("as k grows")[0]


roots = st.lists(st.fractions(-3, 210, max_denominator=3), min_size=0, max_size=4)
plain = st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=5)


@given(roots, st.sampled_from([-2, 1]), plain, st.booleans())
def test_crossings_are_those_of_brute_force(
    places: list[Fraction], scale: int, numbers: list[int], of_roots: bool
) -> None:
    difference: Any = (
        scale * sympy.Mul(*(r.denominator * k - r.numerator for r in places))
        if of_roots
        else sympy.Add(*(number * k**power for power, number in enumerate(numbers)))
    )
    assume(difference != 0)
    found = signs(sympy.expand(difference), k)
    assert found is not None
    assert found.checked is None
    values = {place: value_at(difference, {k: place}) for place in range(1, 201)}
    apart = [place for place, value in values.items() if value]
    expected = [(a, b) for a, b in pairwise(apart) if values[a] * values[b] < 0]
    inside = [each for each in found.crossings if each.last <= 200]
    assert [(each.first, each.last) for each in inside] == expected
    assert [each.below for each in inside] == ["a" if values[a] < 0 else "b" for a, _ in expected]
    equal = [place for place, value in values.items() if not value]
    told = [place for run in found.equal for place in range(run.first, (run.last or 200) + 1)]
    assert [place for place in told if place <= 200] == equal
    within = found.upto(150).among(range(3, 151, 7))
    expected = [(place, (value > 0) - (value < 0)) for place, value in values.items()]
    assert [
        (place, run.sign)
        for run in within.runs
        for place in range(3, 151, 7)
        if run.first <= place <= (run.last or 150)
    ] == [(place, sign) for place, sign in expected if place in range(3, 151, 7)]


def test_crossings_with_floors_are_claimed_as_far_as_they_were_looked_at() -> None:
    found = signs(3 * sympy.floor(k / 2) - 20, k)
    assert found is not None
    assert found.checked == 4096
    assert [(each.first, each.last) for each in found.crossings] == [(13, 14)]


@settings(max_examples=40)
@given(networks(4), networks(4), st.sampled_from(["parameters", "macs", "memory"]), st.data())
def test_differences_and_ratios_are_those_of_the_numbers(
    first: str, second: str, count: str, data: st.DataObject
) -> None:
    try:
        found = compare(first, second, count=count)
    except SymcnnError:
        assume(False)
        raise
    free = found.a.free_symbols | found.b.free_symbols
    at = {each: data.draw(st.integers(1, 40)) for each in sorted(free, key=str)}
    try:
        a, b = value_at(found.a, at), value_at(found.b, at)
    except NoValue:
        return
    assert value_at(found.difference, at) == a - b
    if found.ratio is not None and b != 0:
        assert value_at(found.ratio, at) == Fraction(a) / Fraction(b)
    for kind in ("text", "latex", "markdown", "html", "json"):
        assert found.to(kind)
    assert max(map(len, found.to("text").splitlines())) <= 80


@settings(max_examples=40)
@given(networks(4), networks(4))
def test_ratios_come_near_their_limits(first: str, second: str) -> None:
    found = compare(first, second)
    for name, limit in found.limits.items():
        if found.ratio is None or limit is None or limit.free_symbols or not limit.is_finite:
            continue
        others = dict.fromkeys(found.ratio.free_symbols, 3)
        try:
            sooner, later = (
                abs(value_at(found.ratio, others | {symbol(name): far}) - value_at(limit, {}))
                for far in (10**3, 10**6)
            )
        except NoValue:
            continue
        assert later <= sooner / 100


def test_equal_networks() -> None:
    found = compare(TOGETHER.format(""), TOGETHER.format(""))
    assert found.difference == 0
    assert found.ratio == 1
    assert "Both have the same parameters, whatever the symbols are." in str(found)


def test_nothing_to_divide_by() -> None:
    found = compare("input(8) -> dense(3)", "input(8) -> relu")
    assert found.ratio is None
    assert found.report.data["limits"] == {}
    assert "B has no parameters, so that there is no ratio." in str(found)


def test_plain_numbers() -> None:
    found = compare("input(4) -> dense(1)", "input(4) -> dense(7)")
    assert (found.a, found.b, found.difference, found.ratio) == (5, 35, -30, sympy.Rational(1, 7))
    assert "A has about 0.143 times as many parameters as B (rounded)." in str(found)


def test_values_are_put_in_and_told() -> None:
    a = parse("let k = 8\ninput(32x32x3) -> conv(k, f x f)")
    found = compare(a, "let k = 4\ninput(32x32x3) -> conv(k, f x f)")
    assert found.ratio == 2
    text = str(found)
    assert "In A, k = 8." in text
    assert "In B, k = 4." in text


def test_letters_are_primed_where_the_program_uses_them() -> None:
    found = compare("input(A) -> dense(3)", "input(A) -> dense(4)")
    assert "A′ - B′" in str(found)
    memory = compare("input(8) -> dense(3)", "input(8) -> dense(4)", count="memory", batch="B")
    assert "A′ - B′" in str(memory)


def test_a_crossing_without_networks_is_told() -> None:
    found = compare("input(9x9x1) -> conv(1, f x f)", "input(9x9x1) -> conv(1, 1x1) -> dense(100)")
    assert found.crossings == []
    assert found.report.data["ends"] == {"f": 9}
    text = " ".join(str(found).split())
    assert "A has fewer parameters for every f. There is no network from f = 10 on." in text
    assert "For large values" not in text


@pytest.mark.parametrize(
    "call",
    [
        lambda: compare("input(8) -> dense(3)", 5),  # pyright: ignore[reportArgumentType]
        lambda: compare("input(8) -> dense(3)", "input(8)", count="shape"),
        lambda: compare("input(8) -> dense(3)", "input(8)", counts="macs"),
    ],
)
def test_wrong_calls(call: Callable[[], Any]) -> None:
    with pytest.raises(SymcnnError):
        call()


def test_a_frame_of_pandas() -> None:
    pytest.importorskip("pandas")
    frame = compare("input(4) -> dense(1)", "input(4) -> dense(7) -> relu").to_dataframe()
    assert list(frame["parameters_b"]) == [0, 35, 0]


def test_a_missing_pandas_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SymcnnError, match="frames need pandas"):
        compare("input(4) -> dense(1)", "input(4) -> dense(7)").to_dataframe()


def test_names_are_escaped() -> None:
    strange = "input(4) -> '<b>|_x_</b>': dense(u)"
    found = compare(parse(strange, name="a<i>.cnn"), "input(4) -> dense(7)")
    page = found.to("html")
    assert "<b>" not in page
    assert "a&lt;i&gt;.cnn" in page
    assert "\\|" in found.to("markdown")
