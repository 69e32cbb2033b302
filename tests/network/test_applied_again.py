"""Bodies applied again, and what several outputs become, where the number of passes is free."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symcnn import SymcnnError, parse
from symcnn.formula import algebra
from tests.network.unrolled import at, compare, totals

Problem = Callable[[str], tuple[str, str, str]]

UNIT = "block unit(n) { [a: conv(8, 3x3)] * n }\n"


def compare_totals(program: str, **values: int) -> None:
    """Totals of all counts, for rows that have other names unrolled."""
    free, known = parse(program), parse(program).with_values(**values)
    given: dict[Any, int] = {algebra.symbol(name): value for name, value in values.items()}
    totals(free, known, given)
    assert at(free.macs, given) == known.macs
    assert at(free.memory, given) == known.memory


def test_a_layer_applied_again_inside_a_body_that_is() -> None:
    network = parse("input(8) -> S: [a: dense(8) -> a] * 2 -> S")
    assert network.parameters == 144
    assert {name: int(layer.parameters) for name, layer in network.layers.items()} == {
        "input": 0,
        "S[0].a": 72,
        "S[0].a@2": 0,
        "S[1].a": 72,
        "S[1].a@2": 0,
        **dict.fromkeys(("S@2[0].a", "S@2[0].a@2", "S@2[1].a", "S@2[1].a@2"), 0),
    }
    compare("input(8) -> S: [a: dense(8) -> a] * n -> S", n=3)


@pytest.mark.parametrize(
    "program",
    [
        UNIT + "input(90x90x8) -> X: unit(n) -> [X] * k",
        UNIT + "input(90x90x8) -> X: unit(n) -> [X -> dense(8)] * k",
        UNIT + "input(90x90x8) -> [X: unit(n) -> [X] * k] * 2",
        UNIT + "input(90x90x8) -> [X: unit(n) -> [X] * n] * k",
    ],
)
def test_a_body_applied_again_in_a_repeat(program: str) -> None:
    compare_totals(program, n=2, k=3)
    compare_totals(program, n=3, k=1)


def test_an_index_stands_for_one_repeat() -> None:
    program = (
        "block unit() { repeat(n, index=i) { conv(4 + i, 3x3) } -> conv(4, 1x1) }\n"
        "block again() { X -> conv(4, 1x1) }\n"
        "input(90x90x4) -> X: unit() -> repeat(m, index={index}) { again() }"
    )
    with pytest.raises(
        SymcnnError, match=r"X@2\.repeat1 repeats over i, as repeat1 around it does"
    ):
        parse(program.replace("{index}", "i"))
    compare_totals(program.replace("{index}", "j"), n=2, m=3)


@pytest.mark.parametrize(
    "program",
    [
        "input(8) -> S: [a: dense(4)] * n -> S",
        "block unit(n) { [a: dense(8)] * n }\ninput(3) -> [X: unit(n) -> X] * m",
        "block unit(n) { [a: dense(8)] * n }\ninput(3) -> [X: unit(n) -> [X] * k] * m",
        """input(3) -> A: dense(3) -> B: dense(5) -> from(A, B)
        S: [given(a, b) -> from(a) -> c: dense(7) -> from(b) -> d: dense(9) -> from(c, d)] * n
        from(B, A) -> S -> concat""",
    ],
)
def test_unlike_weights_are_told(program: str) -> None:
    with pytest.raises(SymcnnError, match="would need other weights"):
        parse(program)


def test_two_outputs_that_grow_apart() -> None:
    program = """input(3) -> A: dense(3) -> B: dense(5) -> from(A, B)
        [given(a, b)
          from(a) -> c: concat { dense(7) | skip }
          from(b) -> d: concat { dense(9) | skip }
          from(c, d)] * n -> concat -> dense(2)"""
    compare(program, n=1)
    compare(program, n=4)


def test_outputs_that_take_each_other_in() -> None:
    program = "input(3) -> A: dense(3) -> from(A, A) -> [given(a, b) -> d: concat(a, b) -> {}] * n"
    with pytest.raises(SymcnnError, match="channels and channels_2 that depend on each other"):
        parse(program.format("from(b, d)"))
    compare(program.format("from(d, d)") + " -> concat", n=3)


@pytest.mark.parametrize("index", ["lambda", "max", "Sum", "true"])
@pytest.mark.parametrize("count", ["n", "3"])
def test_an_index_is_named_as_symbols_are(problem: Problem, index: str, count: str) -> None:
    program = f"input(8) -> repeat({count}, index={index}) {{ dense(4) }}"
    assert problem(program)[:2] == ("symbol", f"index={index}")


@pytest.mark.parametrize("count", ["m", "(m + 1)", "(n + 1)"])
def test_strides_in_a_repeat_in_a_repeat(count: str) -> None:
    """What is left after many passes is alike; after few it is not."""
    program = f"input(H x H x 8) -> [[relu -> conv(8, 3x3, same, stride=2)] * {count}] * n"
    compare(program, H=64, n=1, **({"m": 2} if "m" in count else {}))
    compare(program, H=65, n=2, **({"m": 3} if "m" in count else {}))
