"""What is said of a count as a function is so of its numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symcnn import SymcnnError, parse
from symcnn.formula.algebra import symbol
from symcnn.formula.exact import NoValue, value_at
from symcnn.functions.describing.description import described
from symcnn.functions.describing.rounding import bounds
from symcnn.functions.formulas.leading import leading, limit_of_quotient
from symcnn.functions.formulas.polynomials import coefficients, is_nonnegative, is_positive
from symcnn.functions.formulas.simplifying import factored, is_manageable, quotient
from symcnn.functions.quantity import Quantity
from symcnn.functions.words import percent, rounded
from tests.strategies import networks

f, k, n = symbol("f"), symbol("k"), symbol("n")
LENET = """let f = 5, k = 8
input(32x32x3)
CONV1: conv(k, f x f)
POOL1: maxpool(2)
CONV2: conv(16, f x f) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""


def test_lenet_in_its_filters() -> None:
    found = parse(LENET).describe("k")
    assert (found.expanded, found.degree, found.leading) == (476 * k + 59150, 1, 476 * k)
    assert (found.difference, found.derivative) == (476, 476)
    assert found.shares["FC3"] == sympy.Rational(48120, 62958)
    assert found.limits["CONV2"] == sympy.Rational(400, 476)
    assert found.dominant == "CONV2"
    assert "One more filter of CONV1 costs 476 parameters." in str(found)


def test_lenet_in_the_size_of_its_filters() -> None:
    found = parse(LENET).describe("f")
    assert (found.degree, found.difference, found.derivative) == (None, None, None)
    assert found.leading == 1232 * f**2
    assert found.report.data["values"][3] == {"f": 5, "parameters": 62958}
    assert found.report.data["networks"][0] == {"from": 1, "to": 10}
    assert "there is no network from f = 11 on" in str(found)


@pytest.mark.parametrize(
    ("program", "name", "words"),
    [
        ("input(9) -> dense(u)", "u", "Doubling u multiplies it by 2"),
        ("input(9) -> dense(u)", "u", "One more unit of dense1 costs 10 parameters"),
        ("input(9) -> dense(u) -> dense(3)", "u", "doubling u multiplies it by nearly 2"),
        ("input(9) -> [dense 9] * n", "n", "One more repeat costs 90 parameters"),
        ("input(9) -> dense(a*u)", "u", "One more of u costs 10·a parameters"),
        ("input(9x9x1) -> repeat(n, index=i) { conv(2**i, 3, same) }", "n",
         "one more multiplies it by nearly 4"),
        ("input(9x9x1) -> conv(4, f x f)", "f", "multiplies it by nearly 4"),
        ("input(9) -> dense(4) -> dense(min(u, 7))", "u", "As u grows, it comes near 75"),
        ("input(9x9x1) -> [conv(w, 3, same)] * n", "w", "Where n > 1, for large w it is nearly"),
        ("input(9x9x1) -> conv(2, 3) -> dense(w)", "v", "has no symbol 'v'"),
        ("let v = 2; input(9x9x1) -> conv(2, 3)", "v", "The parameters do not depend on v"),
    ],
)  # fmt: skip
def test_the_words(program: str, name: str, words: str) -> None:
    try:
        text = str(parse(program).describe(name))
    except SymcnnError as error:
        text = str(error)
    assert words in " ".join(text.split())


def test_the_batch() -> None:
    found = parse("input(9) -> dense(4)").describe("B", count="memory", batch="B")
    assert found.difference == 52
    assert "One more input of the batch costs 52 bytes." in str(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LENET.replace("let f = 5, k = 8", ""), "there is no network from f = 11 on"),
        ("input(HxWx3) -> conv(k, f x f)", None),
        # Where networks end depends on g, which is free: nothing is said.
        ("input(32x32x3) -> conv(k, g x g) -> conv(k, f x f)", None),
        ("input(32x32x3) -> [conv(k, f x f)] * n", None),
        ("input(32x32x3) -> conv(k, f x f, stride=s) -> conv(k, 2x2)", None),
    ],
)
def test_where_networks_end_though_further_symbols_are_free(text: str, told: str | None) -> None:
    words = " ".join(str(parse(text).describe("f")).split())
    if told is None:
        assert "no network from" not in words
    else:
        assert told in words


def test_values_are_shown_at_which_there_is_a_network() -> None:
    heads = "input(T x d) -> MultiHeadAttention(12, d/12) -> dense(u)"
    found = parse(heads).describe("d")
    places = [each["d"] for each in found.report.data["values"]]
    assert places == [1, 12, 24, 36, 48, 60]
    runs = found.report.data["networks"]
    good = [place for run in runs if "error" not in run for place in (run["from"], run["to"])]
    assert good == [12, 12, 24, 24, 36, 36, 48, 48, 60, 60]
    # However often the body is repeated: not looked for, and still not left to chance.
    repeated = parse(heads.replace("MultiHead", "[MultiHead").replace("d/12)", "d/12)] * n"))
    found = repeated.describe("d")
    assert [each["d"] for each in found.report.data["values"]] == places
    assert found.report.data["networks"] == []


def test_where_networks_end_their_last_one_tells_what_dominates() -> None:
    found = parse(LENET).describe("f")
    assert found.last == 10
    last = {
        name: layer.parameters
        for name, layer in parse(LENET).with_values(f=10).resolved.graph.nodes.items()
    }
    total = sum(last.values())
    shares = found.report.data["last_shares"]
    assert {n: Fraction(str(part)) for n, part in shares.items()} == {
        n: Fraction(p, total) for n, p in last.items()
    }
    assert found.dominant == max(last, key=last.__getitem__) == "CONV2"
    # Its formula lets conv2 grow as k², below 0 for the networks that are none.
    falls = parse("input(32x32x3) -> conv(k, 5x5) -> conv(20 - k, 3x3)").describe("k")
    assert (falls.last, falls.dominant) == (19, "conv1")


def test_the_first_depth_without_a_network_is_told() -> None:
    text = "input(4x4x3) -> repeat(n) { conv(8, 3x3, same) -> pool(2) }"
    found = parse(text).describe("n")
    assert [each["n"] for each in found.report.data["values"]] == [1, 2, 3, 4, 8, 16]
    assert "At n = 3 there is none" in str(found)
    assert found.dominant is None
    assert parse(text.replace(" -> pool(2)", "")).describe("n").dominant == "repeat1[i].conv1"


def test_layers_of_the_same_part_are_named_together() -> None:
    text = "input(8) -> A: dense(k) -> B: dense(k) -> C: dense(k)"
    told = " ".join(str(parse(text).describe("k")).split())
    assert "B and C have the largest shares, each near 0.5, 50.0 %." in told


def test_one_more_where_no_two_networks_are_neighbours() -> None:
    found = str(parse("input(8x8x3) -> conv(64*k, 3x3, groups=3)").describe("k"))
    assert "That is so of the formula; no two neighbouring k have a network." in found


def test_a_cost_of_either_sign_is_a_change() -> None:
    text = "input(8x8x1) -> conv(n - 3, 3) -> conv(k*(5 - n), 3)"
    assert "One more of k changes the parameters by 71·n - 9·n² - 130." in " ".join(
        str(parse(text).describe("k")).split()
    )
    assert "saves 9 parameters" in str(parse("input(8) -> dense(20 - k)").describe("k"))


def test_parts_have_no_limits_where_no_network_is() -> None:
    text = "input(8x8x1) -> conv(100 + k*(3 - n), 3) -> conv(100 + k*(n - 5), 3)"
    found = parse(f"let k, n; {text}").describe("k")
    assert set(found.limits.values()) == {None}
    assert found.dominant is None


def test_conditions_of_limits_are_in_the_data() -> None:
    found = parse("input(8x8x1) -> conv(n - 3, 3) -> conv(k*(5 - n), 3)").describe("k")
    assert found.report.data["limits_where"] == ["-9*n**2 + 71*n - 130 > 0"]
    assert "Where n = 3 to 4" in str(found)


def test_a_batch_that_is_free_beside_the_symbol() -> None:
    found = parse("input(9) -> dense(k)").describe("k", count="memory", batch="B")
    assert str(found.difference) == "4*B + 160"
    assert "B is free." in str(found)


def test_layers() -> None:
    found = parse(LENET).describe("f", layers=["CONV1"])
    assert found.expanded == 24 * f**2 + 8
    assert found.difference == 48 * f + 24
    assert str(found).startswith("Parameters of CONV1 in a network as a function of f\n")


@settings(max_examples=40)
@given(networks(5), st.sampled_from(["parameters", "macs", "memory"]), st.data())
def test_differences_shares_and_bounds_are_those_of_the_numbers(
    program: str, count: str, data: st.DataObject
) -> None:
    network = parse(program)
    names = [name for name in network.symbols if name.isalpha()]
    assume(names)
    name = data.draw(st.sampled_from(names))
    try:
        found = network.describe(name, count=count)
    except SymcnnError:
        assume(False)
        raise
    x = symbol(name)
    free = sorted(found.expanded.free_symbols | {x}, key=str)
    at = {each: data.draw(st.integers(1, 30)) for each in free}
    more = at | {x: at[x] + 1}
    try:
        here, there = value_at(found.expanded, at), value_at(found.expanded, more)
    except NoValue:
        return
    if found.difference is not None:
        assert value_at(found.difference, at) == there - here
    if found.factored is not None:
        assert value_at(found.factored, at) == here
    if found.bounds is not None:
        lower, upper = (value_at(bound, at) for bound in found.bounds)
        assert lower <= here <= upper
    current = network.values.get(name)
    now = at | {x: int(current)} if current is not None and current.is_Integer else at
    if value_at(found.expanded, now) and None not in found.shares.values():
        assert sum(Fraction(value_at(part, now)) for part in found.shares.values()) == 1
    for kind in ("text", "latex", "markdown", "html", "json"):
        assert found.to(kind)
    assert max(map(len, found.to("text").splitlines())) <= 80


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (3 * k * f**2 + f, 3 * k * f**2),
        (sympy.floor(f / 2) ** 2, f**2 / 4),
        (sympy.floor(f / 2) * 2 - f, None),
        (2**f * 3 + f**9, 3 * 2**f),
        (k**f + 2**f, None),
        (sympy.Min(f, 512) * f, 512 * f),
        (sympy.Max(f, 512), f),
        (sympy.floor(27 / f) + 4, 4),
        (sympy.ceiling(27 / f) + 4, 5),
        (sympy.Sum(n**f, (n, 1, f)), None),
    ],
)
def test_leading_terms(expression: Any, expected: Any) -> None:
    found = leading(expression, f)
    assert (None if found is None else found.term(f)) == expected


def test_limits_of_quotients() -> None:
    assert limit_of_quotient(2**f, f**9, f) == sympy.oo
    assert limit_of_quotient(f**2 + k, f**2 * k, f) == 1 / k
    assert limit_of_quotient(sympy.floor(f / 3), f, f) == sympy.Rational(1, 3)
    assert limit_of_quotient(f, sympy.Integer(0), f) is None


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=4), st.integers(1, 20), st.integers(1, 20))
def test_signs_that_hold_everywhere(numbers: list[int], at_f: int, at_k: int) -> None:
    terms = (f * k, f, k**2, sympy.Integer(1))
    expression = sympy.Add(*(a * b for a, b in zip(numbers, terms, strict=False)))
    value = value_at(sympy.sympify(expression), {f: at_f, k: at_k})
    assert not is_nonnegative(expression) or value >= 0
    assert not is_positive(expression) or value > 0


def test_bounds_without_floors() -> None:
    expression = 3 * sympy.floor(n / 4) ** 2 + 7
    found = bounds(sympy.floor((n + 3) / 4) ** 2 * 3 + 7)
    assert found is not None
    for place in range(1, 60):
        low, value, high = (
            value_at(each, {n: place})
            for each in (found[0], 3 * sympy.floor((n + 3) / 4) ** 2 + 7, found[1])
        )
        assert low <= value <= high
    # n - 3 may be below 0, so that its square grows where n falls.
    assert bounds(expression) is None


def test_what_is_too_large_is_left_as_it_is() -> None:
    symbols = [symbol(f"s{i}") for i in range(9)]
    large = sympy.expand(sympy.Add(*symbols) ** 2)
    assert not is_manageable(large)
    assert factored(large) is None
    assert quotient(large, large + 1) == large / (large + 1)
    assert factored(f**4000 - 1) is None
    assert coefficients((f + 1) ** 4000, f) is None


@given(st.fractions(0, 10**6))
def test_rounded_numbers(value: Fraction) -> None:
    assert abs(Fraction(rounded(value)) - value) <= value / 100
    if value <= 1 and percent(value)[0] not in "<>":
        assert abs(Fraction(percent(value).removesuffix(" %")) / 100 - value) <= Fraction(1, 2000)


@pytest.mark.parametrize(
    "call",
    [
        lambda: parse(LENET).describe("z"),
        lambda: parse(LENET).describe("f", count="shape"),
        lambda: parse(LENET).describe("f", layers="CONV9"),
        lambda: parse(LENET).describe("f", nothing=3),
        lambda: parse(LENET).describe(5),  # pyright: ignore[reportArgumentType]
    ],
)
def test_wrong_calls(call: Callable[[], Any]) -> None:
    with pytest.raises(SymcnnError):
        call()


def test_a_frame_of_pandas() -> None:
    pytest.importorskip("pandas")
    frame = parse(LENET).describe("k").to_dataframe()
    assert list(frame["parameters"])[3] == 62958


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("input(100) -> dense(100-n) -> dense(n)", 99),
        ("input(n) -> dense(64//n)", 64),
        ("input(32x32x3) -> conv(8, n x n) -> pool 2 -> conv(4, n x n)", 11),
        ("input(n) -> dense(3)", None),
    ],
)
def test_it_is_known_up_to_where_networks_are(text: str, end: int | None) -> None:
    network = parse(text)
    found = described(network.resolved, "n", Quantity())
    assert found.end is not None
    assert found.end.last == end
    if end is not None:
        network.with_values(n=end)
        for beyond in (end + 1, end + 2, 10 * end):
            with pytest.raises(SymcnnError):
                network.with_values(n=beyond)
