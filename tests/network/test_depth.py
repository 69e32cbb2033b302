"""Bodies repeated a free number of times, against the same networks unrolled."""

from __future__ import annotations

import time
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symcnn import Network, SymcnnError, explain, parse
from symcnn.formula import algebra
from symcnn.formula.algebra import sympy
from tests.network.unrolled import compare, further

BLOCK = """
block unit(c) {
  residual { conv(c, 3x3, same, bias=false) -> bn -> relu -> conv(c, 3x3, same) }
  relu
}
"""
PROGRAMS = {
    "one kind of layer": "input(8) -> dense(8) * n",
    "the first pass differs": "input(32x32x3) -> [conv 64 3x3 same -> relu] * n -> gap -> dense 10",
    "dense growth": """input(32x32x16)
        repeat(n) { concat { bn -> relu -> conv(12, 3x3, same) | skip } }
        gap -> dense 10""",
    "growth by a symbol": "input(32xHxc) -> repeat(n) { concat { conv(g, 3x3, same) | skip } }",
    "doubling": "input(8x8x3) -> repeat(n) { concat { skip | skip } -> bn }",
    "widths by the index": "input(32x32x3) -> repeat(n, index=i) { conv(16*2**i, 3x3, same) }",
    "widths by the index from the input on": """input(32x32x8)
        repeat(n, index=i) { conv(16*2**i, 3x3, same) -> bn -> relu }""",
    "widths that fall": "input(16x16x3) -> repeat(n, index=i) { conv(2**(n - i), 1x1) }",
    "the design's example": """input(256 x 256 x d)
        [[conv F 3x3 same -> relu] * n -> pool 2] * m
        flatten -> [dense u -> relu] * K -> dense 10""",
    "blocks": BLOCK
    + """input(16x16x3) -> conv 8 1x1 -> unit(8) * n -> conv 16 1x1 stride=2
        unit(16) * (2*n + 1) -> gap -> dense 2""",
    "strides": """input(900x777x3)
        conv(4, 3x3, stride=2) * n -> flatten -> dense 3""",
    "strides of three, same": """input(700x3)
        repeat(n, index=i) { conv(3*i + 2, 5, stride=3, padding=same) -> bn(scale=false) }
        flatten -> dense n""",
    "what a pass leaves by the index of two": """input(32x32x3)
        repeat(n, index=i) {
          repeat(m, index=j) { conv(4*(i + 1) + j, 1x1, bias=false) } -> bn
        }""",
    "a count by the index": "input(9x9x3) -> repeat(n, index=i) { conv(4, 3x3, same) * (i + 1) }",
    "another axis count after the first pass": """input(16x16x3)
        repeat(n) { flatten -> dense(4) -> reshape(2, 2, 1) }""",
    "growing maps": "input(16x16x3) -> repeat(n) { upsample(2) -> conv(4, 3x3, same) }",
    "an input in the body": "[input(8) -> dense(4)] * n",
    "shared in a pass": "input(9x3) -> repeat(n) { D: conv(3, 1) -> relu -> D -> D }",
    "labels": "input(9x3) -> S: repeat(n) { c: conv(3, 3, same) -> x: relu } -> from(S) -> dense 4",
    "two after each other": """input(20x3)
        repeat(n) {
          concat { conv(4, 3, same) | conv 2 1 | skip }
          repeat(m) { concat { conv(5, 3, same) | skip } }
        }
        flatten -> dense 4""",
    "values beside symbols": """let g = 4, p = 2*n
        input(20x3) -> repeat(p) { concat { conv(g, 3, same) | conv(g - 1, 1) | skip } }""",
    "frozen": """input(20x3)
        frozen { repeat(n) { concat { conv(4, 3, same) -> bn | skip } } } -> dense 4""",
    "pytorch": """convention pytorch
        input(64, 32, 32)
        repeat(n, index=i) { concat { nn.Conv2d(64 + 12*i, 12, 3, padding=1) | skip } }""",
    "an own index twice": """input(9x3)
        repeat(n, index=i) { conv(i + 1, 1) -> repeat(m, index=i) { conv(2*i + 1, 1) } }""",
    "an index like a symbol": "input(9 x i) -> repeat(n, index=i) { conv(i + 1, 1) } -> dense i",
}
VALUES = {"n": (1, 2, 3, 4), "m": (1, 3), "K": (2,), "F": (3,), "u": (5,), "d": (4,), "H": (10,)}


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_row_and_total_is_that_of_the_unrolled_network(name: str) -> None:
    text = PROGRAMS[name]
    symbols = [s for s, value in parse(text).symbols.items() if value is None]
    choices = (VALUES.get(symbol, (3,)) for symbol in symbols)
    for values in product(*choices):
        compare(text, **dict(zip(symbols, values, strict=True)))


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_line_of_every_method_is_checked(name: str) -> None:
    for method in ("per-unit", "inputs-outputs", "tensors"):
        explain(PROGRAMS[name], method=method)
    explain(PROGRAMS[name], count="shape")


def parameters(text: str) -> Any:
    return parse(text).parameters


def test_the_counts_are_exact_functions_of_depth() -> None:
    symbols: Any = tuple(map(algebra.symbol, "ngc"))
    n, g, c = symbols
    assert parameters("input(8) -> [dense(8)] * n") == 72 * n
    dense = "input(8 x 8 x c) -> repeat(n) { concat { conv(g, 3x3, same, bias=false) | skip } }"
    assert (parameters(dense) - (9 * c * g * n + 9 * g**2 * n * (n - 1) / 2)).expand() == 0
    widths = "input(8x8x8) -> repeat(n, index=i) { conv(16*2**i, 1x1, bias=false) }"
    assert parameters(widths) == 128 * (4**n - 1) / 3


def test_a_row_says_for_how_many_layers_it_stands() -> None:
    network = parse("input(8x8x3) -> [[conv 4 1x1] * n] * m")
    rows = {name: str(layer.repeat) for name, layer in network.layers.items()}
    assert rows == {
        "input": "None",
        "repeat1[0].repeat1[0].conv1": "None",
        "repeat1[0].repeat1[i].conv1": "n - 1",
        "repeat1[i].repeat1[i2].conv1": "m*n - n",
    }


@pytest.mark.parametrize("label", ["repeat1[i].c", "repeat1[any].c", "repeat1[i]", "repeat1"])
def test_a_word_for_an_index_means_every_pass(label: str) -> None:
    # The first pass has other inputs than those that follow.
    network = parse("input(3) -> [c: dense(8)] * n -> dense(3)")
    assert network.resolved.find([label], every_pass=True) == ["repeat1[0].c", "repeat1[i].c"]
    assert network.with_values(n=3).resolved.find([label]) == [f"repeat1[{i}].c" for i in range(3)]
    count = network.describe("n", layers=[label]).expanded
    assert str(count) == "72*n - 40"
    swept = network.sweep(n=[1, 2, 5], layers=[label])
    assert [row["parameters"] for row in swept] == [32, 104, 320]
    found = network.solve("n", where=f"{label}.parameters <= 320")
    assert [answer["n"] for answer in found.solutions] == [1, 2, 3, 4, 5]


def test_a_layer_that_is_called_so_is_explained_alone() -> None:
    network = parse("input(3) -> [c: dense(8)] * n -> dense(3)")
    assert network.resolved.find(["repeat1[i].c"]) == ["repeat1[i].c"]
    assert "repeat1[0].c  fully" not in explain(network, layers=["repeat1[i].c"]).to("text")


@pytest.mark.parametrize(
    "label", ["repeat1[i]c", "repeat1[i].", "repeat1[7].c", "repeat[i].c", "[i]"]
)
def test_no_other_label_means_a_pass(label: str) -> None:
    with pytest.raises(SymcnnError, match="has no layer"):
        parse("input(3) -> [c: dense(8)] * 2").resolved.find([label])


def test_a_value_unrolls() -> None:
    text = "input(8) -> [dense(8)] * n"
    assert [*parse(text).with_values(n=2).layers] == [
        "input",
        "repeat1[0].dense1",
        "repeat1[1].dense1",
    ]
    assert parse(text).evaluate(n=5) == 360
    assert [*parse(f"let n = 2\n{text}").layers] == [*parse(text).with_values(n=2).layers]


def test_index_names_stand_for_one_thing_only() -> None:
    names = [*parse("input(i) -> [dense(i)] * n -> repeat(m, index=i) { dense(i + 1) }").layers]
    assert names == ["input", "repeat1[i2].dense1", "repeat2[0].dense1", "repeat2[i2].dense1"]


def test_both_worlds_hold_the_same_rows() -> None:
    text = (
        "let k = 3, g = 2*k\ninput(9x9x2) -> repeat(n) { concat { conv(g, k x k, same) | skip } }"
    )
    network = parse(text).resolved
    assert [*network.graph.nodes] == [*network.written.nodes]
    row = network.written.nodes["repeat1[i].conv1"]
    count: Any = row.parameters
    assert {str(symbol) for symbol in count.free_symbols} == {"n", "g", "k"}


def test_where_the_values_decide_the_written_world_follows_them() -> None:
    text = "let f = 2\ninput(8) -> repeat(n, index=i) { dense(f**i) }"
    for n in range(1, 6):
        compare(text, n=n)


# --- what has no closed form ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "words", "mark"),
    [
        (
            "input(HxHx1) -> repeat(n) { upsample(3) -> pool(2) } -> gap",
            "closed-form",
            "repeat1[i].maxpool1 hands on floor(3*height/2) as its height",
            "pool(2)",
        ),
        (
            "input(8xHx3) -> repeat(n) { permute(2, 1, 3) }",
            "closed-form",
            "height and width that depend on each other",
            "permute(2, 1, 3)",
        ),
        (
            "input(8x8x1) -> repeat(n, index=i) { concat { conv(2**i**2, 1x1) | skip } }",
            "closed-form",
            "the sum of 2**(t**2) over t has no closed form",
            "concat { conv(2**i**2, 1x1) | skip }",
        ),
        ("input(8) -> [dense(8)] * (n/2)", "count", "a body repeated n/2 times", "(n/2)"),
        ("input(8) -> [dense(8)] * (1 - n)", "count", "a body repeated 1 - n times", "(1 - n)"),
        ("input(8) -> repeat(n, index=i) { dense(i) }", "argument", "not i = 0", "i"),
        (
            "input(8) -> repeat(n, index=i) { dense(n - i - 1) }",
            "argument",
            "not n - i - 1 = 0",
            "n - i - 1",
        ),
        (
            "input(8) -> repeat(n, index=i) { dense(4) * (n - i - 1) }",
            "count",
            "a body repeated 0 times",
            "(n - i - 1)",
        ),
        (
            "input(8x8x4) -> repeat(n, index=i) { conv(4 + i, 1x1, groups=2) }",
            "groups",
            "5 filters cannot be divided into 2 groups",
            "groups=2",
        ),
        (
            "input(8) -> S: repeat(n) { c: dense(8) } -> add(S[0].c, S)",
            "unknown-label",
            "the passes of 'S' have no names while their number is free",
            "S[0].c",
        ),
        (
            "input(8) -> S: repeat(n) { c: dense(8) } -> add(S[i].c, S)",
            "unknown-label",
            "the passes of 'S' have no names while their number is free",
            "S[i].c",
        ),
        ("input(8) -> repeat(n) { desne(8) }", "unknown-layer", "'desne'", "desne"),
    ],
)
def test_what_stands_in_the_way_is_named(text: str, kind: str, words: str, mark: str) -> None:
    with pytest.raises(SymcnnError) as caught:
        _ = parse(text).parameters
    (problem,) = caught.value.problems
    assert problem.kind == kind
    assert words in problem.message
    assert problem.span is not None
    assert text[problem.span.start : problem.span.end] == mark


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("input(8) -> repeat(n, index=i) { dense(c**i) }", {"c": 3}),
        ("input(8) -> repeat(n, index=i) { dense(c**i) }", {"c": 1}),
        ("input(8) -> repeat(n, index=i) { dense(i**i + 1) -> dense(2) }", {}),
        (
            "input(8) -> repeat(m, index=j) { repeat(n, index=i) { dense(c**i + j) } }",
            {"c": 2, "m": 2},
        ),
        ("input(8) -> repeat(n, index=i) { dense(max(i, 2)) }", {}),
    ],
)
def test_weights_whose_sum_has_no_closed_form_stay_a_sum(text: str, values: dict[str, int]) -> None:
    parameters: Any = parse(text).parameters
    assert parameters.has(sympy.Sum)
    for n in range(1, 5):
        compare(text, n=n, **values)


def limits(network: Network) -> dict[str, int | None]:
    return {str(limit.value): limit.most for limit in network.resolved.graph.limits}


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("input(8) -> repeat(n, index=i) { dense(40 - 2*i) }", {"n": 20}),
        ("input(32x32x3) -> [pool 2] * n -> conv 4 3x3", {"n": 3}),
        ("input(32x32x3) -> [pool 2] * (2*n + 1)", {"n": 2}),
        ("input(33x1x3) -> [conv(2, 3x1)] * n -> [conv(2, 3x1)] * n", {"n": 8}),
        ("input(32x32x3) -> [[pool 2] * n] * m", {"n": 5, "floor(32/2**(m*n))": None}),
        ("input(32x32x3) -> [pool 2] * (n*m)", {"m*n": 5}),
        ("input(99x12) -> repeat(n, index=i) { conv(12, 1, groups=i + 1) }", {"n": 4}),
        ("input(8) -> [dense(8)] * n", {}),
        ("input(HxWx8) -> [conv 8 3x3] * n", {}),
        ("input(8) -> repeat(n, index=i) { dense(2**(n - i)) }", {}),
    ],
)
def test_what_a_count_is_at_most(text: str, limit: dict[str, int | None]) -> None:
    network, most = parse(text), limit.get("n")
    assert limits(network) == limit
    if most is not None and len(limit) == 1:
        network.with_values(n=most)
        with pytest.raises(SymcnnError):
            network.with_values(n=most + 1)


def test_how_far_a_count_reaches_is_told() -> None:
    network = parse("input(32x32x3) -> repeat(n) { conv 3 3x3 same -> pool 2 }")
    assert limits(network) == {"n": 5}
    assert "n is at most 5" in network.to("text")
    network.with_values(n=5)
    with pytest.raises(SymcnnError):
        network.with_values(n=6)
    assert "n - 1 is at least 1" in parse("input(8) -> [dense(8)] * (n - 1)").to("text")


@pytest.mark.parametrize(
    "text",
    [
        "input(8) -> " + "[" * 40 + "dense(8)" + "] * n" * 40,
        "input(8x8x3) -> " + "[conv F 3x3 same -> " * 5 + "relu" + "] * n" * 5,
        "input(8) -> repeat(n, index=i) { dense(2**(2**i)) }",
        "input(8) -> repeat(n, index=i) { dense((i + 2)**900) }",
        "input(8) -> repeat(n, index=i) { dense((n + i)**40) }",
        "input(8) -> [dense(8)] * (2**n**n)",
        "input(8) -> [dense(8)] * 2**(n**9)",
        "input(8x8x3) -> repeat(n) { " + "concat { skip | skip } -> " * 60 + "relu }",
        "input(8) -> repeat(n, index=i) { " + "dense(9 + i) -> " * 400 + "relu }",
        "block b(c) { [dense(c)] * c -> dense(c) }\ninput(8) -> [b(n) -> b(n*n)] * n",
        "input(HxWx3) -> [[[[conv F 3x3 same -> pool 2] * a -> bn] * b -> pool 3] * c] * d -> gap",
    ],
)
def test_hostile_repeats_end_in_time(text: str) -> None:
    start = time.process_time()
    try:
        parse(text).to("text")
        explain(text)
    except SymcnnError as error:
        assert all(problem.message for problem in error.problems)
    assert time.process_time() - start < 10


# --- random bodies -------------------------------------------------------------------------------

_WIDTHS = st.sampled_from(("2", "3", "k", "2*k + 1"))
_INDEXED = st.sampled_from(("i + 1", "2*i + 3", "2**i", "3*2**i", "i*i + 1", "k*i + 2"))
_PLAIN = st.one_of(
    st.builds("conv({}, 3x3, same)".format, _WIDTHS),
    st.builds("conv({}, 1x1, bias=false)".format, _WIDTHS),
    st.builds("conv({}, 3x3, stride=2, padding=same)".format, _WIDTHS),
    st.builds("conv({}, 5x5)".format, _WIDTHS),
    st.sampled_from(
        (
            "bn",
            "relu",
            "pool 2",
            "pool(3, 2)",
            "depthwise(3x3, same, bias=false)",
            "upsample(2)",
            "zeropad(1)",
            "concat { skip | skip }",
            "D: bn -> relu -> D",
        )
    ),
    st.builds("concat {{ conv({}, 3x3, same) -> bn | skip }}".format, _WIDTHS),
    st.builds("conv({0}, 1x1) -> residual {{ conv({0}, 3x3, same) -> bn }}".format, _WIDTHS),
)
_BY_INDEX = st.one_of(
    _PLAIN,
    st.builds("conv({}, 3x3, same)".format, _INDEXED),
    st.builds("concat {{ conv({}, 1x1) | skip }}".format, _INDEXED),
)


def _chain(steps: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(steps, min_size=1, max_size=3).map(" -> ".join)


_INNER = st.one_of(
    st.builds("[{}] * m".format, _chain(_PLAIN)),
    st.builds("repeat(m, index=j) {{ {} }}".format, _chain(_PLAIN)),
    st.builds("frozen {{ [{}] * m }}".format, _chain(_PLAIN)),
)
_BODIES = st.one_of(
    st.builds("[{}] * n".format, _chain(_PLAIN)),
    st.builds("repeat(n, index=i) {{ {} }}".format, _chain(_BY_INDEX)),
    st.builds("repeat(n, index=i) {{ {} }}".format, _chain(st.one_of(_BY_INDEX, _INNER))),
    st.builds("repeat(n, index=i) {{ {} }} -> [{}] * n".format, _chain(_BY_INDEX), _chain(_PLAIN)),
)
# Extents that many strides leave something of.
_INPUTS = st.sampled_from(("16777216x16777215x3", "16777216x8388609x3", "16777216 x 99999999 x k"))


@settings(max_examples=15, deadline=None)
@given(_INPUTS, _BODIES, st.sampled_from(("gap -> dense 2", "conv(k, 1x1)", "flatten")))
def test_random_bodies_are_those_of_the_unrolled_network(shape: str, body: str, tail: str) -> None:
    # A label may stand once in a body.
    assume(body.count("D: ") < 2)
    text = f"input({shape}) -> {body} -> {tail}"
    try:
        free = parse(text)
        _ = free.parameters, free.trainable
    except SymcnnError as error:
        assert {problem.kind for problem in error.problems} == {"closed-form"}, str(error)
        assume(False)
        return
    symbols = [name for name, value in free.symbols.items() if value is None]
    for n, m in ((1, 2), (2, 1), (3, 2), (5, 1)):
        values = {"n": n, "m": m, "k": 2}
        compare(text, **{name: values[name] for name in symbols})
    further(text, **{name: {"n": 3, "m": 2, "k": 2}[name] for name in symbols})
