"""Branches, merges, restarts, blocks and repeats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import SymcnnError, parse

Rows = Callable[[str], dict[str, tuple[str, str]]]
Problem = Callable[[str], tuple[str, str, str]]


def inputs(program: str, name: str) -> tuple[str, ...]:
    return parse(program).layers[name].inputs


# --- restarts and merges ------------------------------------------------------------------------


def test_from_restarts_the_chain() -> None:
    program = "input(8) -> a: dense 4 -> dense 3\nfrom(a) -> b: dense 2"
    assert inputs(program, "b") == ("a",)


def test_from_hands_on_several_outputs() -> None:
    program = "q: input(5x8)\nv: input(7x8)\nfrom(q, v) -> d: dot(axes=2)"
    assert inputs(program, "d") == ("q", "v")
    assert [str(n) for n in parse(program).layers["d"].output_shape] == ["5", "7"]


@pytest.mark.parametrize(
    "merge",
    [
        "add(a, b)",
        "from(a, b) -> add",
        "from(a, b) -> Add()",
        "from(a, b) -> keras.layers.Add(name='m2')",
        "subtract(a, b)",
        "multiply(a, b)",
        "average(a, b)",
        "maximum(a, b)",
        "minimum(a, b)",
        "from(b) -> add(a, b)",
        "add('a', “b”)",
        "add(a, b, a)",
    ],
)
def test_merges_by_label(merge: str) -> None:
    program = f"a: input(8x8x3)\nb: input(8x8x3)\n{merge}"
    layer = list(parse(program).layers.values())[-1]
    assert layer.inputs[:2] == ("a", "b")
    assert layer.output_shape == (8, 8, 3)
    assert layer.parameters == 0


def test_concatenation_adds_channels(rows: Rows) -> None:
    found = rows("a: input(8x8x3)\nb: input(8x8x5)\nconcat(a, b) -> concat(a, b, concat1, axis=-1)")
    assert found["concat1"] == ("8x8x8", "0")
    assert found["concat2"] == ("8x8x16", "0")


def test_concatenation_along_another_axis(rows: Rows) -> None:
    assert rows("a: input(8x3)\nb: input(5x3)\nconcat(a, b, axis=1)")["concat1"][0] == "13x3"
    assert (
        rows("a: input(8x3)\nb: input(5x3)\nfrom(a, b) -> Concatenate(1)")["concat1"][0] == "13x3"
    )


def test_extents_of_one_stretch_as_in_keras(rows: Rows) -> None:
    assert rows("a: input(8x8x3)\nb: input(1x1x3)\nmultiply(a, b)")["multiply1"][0] == "8x8x3"
    assert rows("a: input(8x8x3)\nb: input(3)\nadd(b, a)")["add1"][0] == "8x8x3"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("add { conv(3, 1) | skip }", ("conv1", "input")),
        ("add { conv(3, 1) | conv(3, 3, same) }", ("conv1", "conv2")),
        ("residual { conv(3, 1) }", ("conv1", "input")),
        ("residual { conv(3, 1) | conv(3, 3, same) }", ("conv1", "conv2")),
        ("add { skip | skip }", ("input", "input")),
        ("add {\n conv(3, 1) -> relu\n| skip\n}", ("relu1", "input")),
        ("add { from(input) | skip }", ("input", "input")),
        ("add { from(input, input) }", ("input", "input")),
        ("Add() { conv(3, 1) | skip }", ("conv1", "input")),
    ],
)
def test_branches_start_from_the_current_output(program: str, expected: tuple[str, ...]) -> None:
    assert inputs(f"input(8x8x3) -> {program}", "add1") == expected


def test_a_residual_within_a_residual(rows: Rows) -> None:
    found = rows("input(8) -> residual { dense 8 -> residual { dense 8 } }")
    assert list(found) == ["input", "dense1", "dense2", "add1", "add2"]


def test_a_residual_repeated(rows: Rows) -> None:
    found = rows("input(8) -> residual { dense 8 } * 2 -> residual { dense 8 | dense 8 } * 2")
    assert list(found) == [
        "input",
        *("residual1[0].dense1", "residual1[0]", "residual1[1].dense1", "residual1[1]"),
        *("residual2[0].dense1", "residual2[0].dense2", "residual2[0]"),
        *("residual2[1].dense1", "residual2[1].dense2", "residual2[1]"),
    ]
    assert inputs("input(8) -> residual { dense 8 } * 2", "residual1[1]") == (
        "residual1[1].dense1",
        "residual1[0]",
    )


def test_a_frozen_body_repeated() -> None:
    layers = parse("input(8) -> frozen { dense 8 } * 2 -> dense 8").layers
    assert [(name, layer.trainable) for name, layer in layers.items()] == [
        ("input", 0),
        ("frozen1[0].dense1", 0),
        ("frozen1[1].dense1", 0),
        ("dense1", 72),
    ]


def test_branches_are_joined_end_to_end(rows: Rows) -> None:
    program = "input(8x8x3) -> concat { conv(4, 1) | conv(5, 3, same) | pool 3 stride=1 same }"
    assert rows(program)["concat1"][0] == "8x8x12"


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("a: input(8x8x3)\nb: input(8x8x4)\nadd(a, b)", "shapes"),
        ("a: input(8x8x3)\nb: input(4x4x3)\nadd(a, b)", "shapes"),
        ("input(H x H x 3) -> residual { conv(3, 3) }", "shapes"),
        ("input(8x8x3) -> residual { conv(3, 3) }", "shapes"),
        ("a: input(8x8x3)\nb: input(4x8x3)\nconcat(a, b)", "shapes"),
        ("a: input(8x8x3)\nb: input(8)\nconcat(a, b)", "shapes"),
        ("a: input(8x3)\nb: input(8x4)\nfrom(a, b) -> dot(axes=2)", "shapes"),
        ("a: input(8x3)\nb: input(8x3)\nfrom(a, b) -> dot(axes=(1, 2))", "shapes"),
        ("a: input(8x3)\nb: input(8x3)\nconcat(a, b, axis=3)", "axis"),
    ],
)
def test_branches_that_cannot_be_joined_name_both(
    problem: Problem, program: str, kind: str
) -> None:
    found, _, message = problem(program)
    assert found == kind
    assert message.count("note: ") >= 2
    assert message.count(" gives ") >= 2


@pytest.mark.parametrize(
    "program",
    [
        "input(8) -> add",
        "input(8) -> add(input)",
        "a: input(8)\nb: input(8)\nfrom(a, b) -> dense 3",
        "a: input(8)\nfrom(a, a, a) -> subtract",
        "input(8) -> add { skip }",
        "a: input(8)\nfrom(a, a, a) -> dot(axes=1)",
    ],
)
def test_layers_take_so_many_inputs(problem: Problem, program: str) -> None:
    kind, _, message = problem(program)
    assert kind == "inputs"
    assert "takes" in message


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("input(8) -> from(nobody)", "nobody"),
        ("input(8) -> add(input, nobody)", "nobody"),
        ("input(8) -> from(dense1) -> dense 3", "dense1"),
        ("input(8) -> residual { a: dense 8 }\nfrom(b)", "b"),
    ],
)
def test_an_unknown_label(problem: Problem, program: str, at: str) -> None:
    kind, where, _ = problem(program)
    assert (kind, where) == ("unknown-label", at)


@pytest.mark.parametrize(
    "step", ["from a, b", "from a,b -> add", "from a, b\nadd", "from input, input"]
)
def test_a_comma_ends_bare_arguments(problem: Problem, step: str) -> None:
    kind, at, message = problem(f"a: input(8)\nb: input(8)\n{step}")
    assert (kind, at) == ("from", ",")
    assert "write from(a, b)" in message


@pytest.mark.parametrize(
    "step",
    [
        "from",
        "from()",
        "from(3)",
        "from(a=input)",
        "from(input) { relu }",
        "skip(3)",
        "skip { relu }",
    ],
)
def test_words_of_the_language_used_wrongly(problem: Problem, step: str) -> None:
    kind, _, _ = problem(f"input(8) -> {step}")
    assert kind in ("from", "skip", "braces")


CELL = """block cell(c) {
  given(now, before)
  from(now) -> h: conv(c, 1x1)
  out: concat(h, before)
  from(out, now)
}
"""


def test_given_names_what_a_body_is_handed() -> None:
    program = f"{CELL}a: input(8x8x3)\nb: relu\nfrom(b, a) -> [cell(8)] * 3 -> given(y, z)\n"
    program += "from(y) -> gap"
    assert inputs(program, "repeat1[0].cell1.out") == ("repeat1[0].cell1.h", "a")
    assert inputs(program, "repeat1[1].cell1.out") == ("repeat1[1].cell1.h", "b")
    assert inputs(program, "repeat1[2].cell1.out") == (
        "repeat1[2].cell1.h",
        "repeat1[0].cell1.out",
    )
    assert inputs(program, "gap1") == ("repeat1[2].cell1.out",)


def test_given_keeps_an_automatic_name_free() -> None:
    program = "input(8) -> given(dense1) -> dense 3 -> from(dense1) -> z: relu"
    assert list(parse(program).layers) == ["input", "dense2", "z"]
    assert inputs(program, "z") == ("input",)


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("input(8) -> given(a, b) -> relu", "given(a, b)"),
        ("a: input(8)\nb: input(8)\nfrom(a, b) -> given(c) -> relu", "given(c)"),
        ("input(8) -> given(a) -> given(a) -> relu", "a"),
        ("input(8) -> a: relu -> given(a) -> relu", "a"),
        ("input(8) -> given -> relu", "given"),
        ("input(8) -> given(3) -> relu", "3"),
        ("input(8) -> given(a=input) -> relu", "a=input"),
        ("input(8) -> given(a) { relu }", "given(a) { relu }"),
        ("input(8) -> given a, b", ","),
        ("input(8) -> dense 3 -> given(a) -> a", "a"),
        (f"{CELL}input(8x8x3) -> cell(8)", "given(now, before)"),
    ],
)
def test_given_used_wrongly(problem: Problem, program: str, at: str) -> None:
    assert problem(program)[1] == at


def test_given_after_a_mistake_says_no_more() -> None:
    with pytest.raises(SymcnnError) as caught:
        parse("input(8) -> dnse 3 -> given(a, b)\nadd(a, b) -> dense 3")
    assert [problem.kind for problem in caught.value.problems] == ["unknown-layer"]


@pytest.mark.parametrize("step", ["from input", "from(input)", "from('input')", "from(input,)"])
def test_from_in_every_spelling(step: str) -> None:
    assert inputs(f"input(8) -> dense 3 -> {step} -> z: relu", "z") == ("input",)


def test_paths_stand_where_labels_stand() -> None:
    program = (
        "input(8) -> [d: dense 8] * 3 -> add(repeat1[0].d, repeat1[2].d)"
        " -> from(repeat1[1].d) -> z: relu"
    )
    assert inputs(program, "z") == ("repeat1[1].d",)
    assert inputs(program, "add1") == ("repeat1[0].d", "repeat1[2].d")


def test_a_body_is_what_it_hands_on() -> None:
    program = "input(8) -> R: [dense 8 -> relu] * 2 -> dense 3 -> from(R) -> z: relu"
    assert inputs(program, "z") == ("R[1].relu1",)
    program = "block b { dense 8 -> relu }\ninput(8) -> b -> dense 3 -> from(b1) -> z: relu"
    assert inputs(program, "z") == ("b1.relu1",)


def test_a_body_sees_the_labels_around_it() -> None:
    program = "input(8) -> a: dense 8 -> [dense 8 -> add(a, dense1)] * 2"
    assert inputs(program, "repeat1[1].add1") == ("a", "repeat1[1].dense1")


def test_labels_of_branches_can_be_seen_later() -> None:
    program = "input(8) -> residual { inner: dense 8 } -> from(inner) -> z: relu"
    assert inputs(program, "z") == ("inner",)


@pytest.mark.parametrize("step", ["relu { skip }", "conv(8, 3) { relu }", "dense 3 { relu }"])
def test_braces_belong_to_merges(problem: Problem, step: str) -> None:
    assert problem(f"input(8x8x3) -> {step}")[0] == "braces"


def test_labels_or_braces_not_both(problem: Problem) -> None:
    assert problem("a: input(8)\nadd(a, a) { skip | skip }")[0] == "braces"


@pytest.mark.parametrize("step", ["add { relu | }", "add { | relu }", "add { }", "residual { }"])
def test_an_empty_branch(problem: Problem, step: str) -> None:
    kind, _, message = problem(f"input(8) -> {step}")
    assert kind == "branch"
    assert "skip" in message


# --- repeats ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        "[dense 8] * 3",
        "repeat(3) { dense 8 }",
        "dense(8) * 3",
        "R: [dense 8] * (1 + 2)",
        "[dense 8] * n",
        "dense(8) * n",
        "repeat(n) { dense 8 }",
        "repeat(n=3) { dense 8 }",
        "[dense 8]*3",
        "repeat 3 { dense 8 }",
        "[\ndense 8\n] * 3",
    ],
)
def test_repeats_have_weights_of_their_own(step: str) -> None:
    network = parse(f"let n = 3\ninput(8) -> {step}")
    assert network.evaluate() == 3 * 72
    assert len(network.layers) == 4


def test_an_index_counts_from_nothing(rows: Rows) -> None:
    found = rows("input(8) -> repeat(3, index=i) { dense(2**i) }")
    assert [row[0] for row in found.values()] == ["8", "1", "2", "4"]


def test_an_index_is_gone_outside() -> None:
    network = parse("input(8) -> repeat(2, index=i) { dense(i + 1) } -> dense(i)")
    assert set(network.symbols) == {"i"}


def test_an_index_in_a_nested_repeat(rows: Rows) -> None:
    program = "input(8) -> repeat(2, index=i) { repeat(2, index=j) { dense(2*i + j + 1) } }"
    assert [row[0] for row in rows(program).values()] == ["8", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("[dense 8] * 0", "count"),
        ("[dense 8] * (-1)", "count"),
        ("[dense 8] * (1/2)", "count"),
        ("repeat(0) { dense 8 }", "count"),
        ("repeat { dense 8 }", "repeat"),
        ("repeat(2, 3) { dense 8 }", "repeat"),
        ("repeat(2)", "repeat"),
        ("repeat(2) { dense 8 | dense 8 }", "repeat"),
        ("repeat(2, index=3) { dense 8 }", "repeat"),
        ("repeat('2') { dense 8 }", "repeat"),
        ("[dense 8] * (10**9)", "too-large"),
        ("repeat(10**9) { dense 8 }", "too-large"),
        ("relu * 1000000000000", "too-large"),
    ],
)
def test_repeats_that_cannot_be(problem: Problem, step: str, kind: str) -> None:
    assert problem(f"input(8) -> {step}")[0] == kind


def test_nested_repeats_are_bounded(problem: Problem) -> None:
    program = "input(8) -> " + "[" * 12 + "relu" + "] * 99" * 12
    assert problem(program)[0] == "too-large"


# --- blocks -------------------------------------------------------------------------------------


def test_a_bottleneck(rows: Rows) -> None:
    program = """
block bottleneck(c, s=1) {
  add {
    conv(c, 1x1, stride=s, bias=false) -> bn -> relu
    conv(c, 3x3, padding=same, bias=false) -> bn -> relu
    conv(4*c, 1x1, bias=false) -> bn
  | conv(4*c, 1x1, stride=s, bias=false) -> bn
  }
  relu
}
input(56x56x64) -> bottleneck(64) -> B2: bottleneck(128, s=2)
"""
    found = rows(program)
    assert found["bottleneck1.relu3"][0] == "56x56x256"
    assert found["B2.relu3"][0] == "28x28x512"
    assert found["bottleneck1.conv1"][1] == str(64 * 64)
    assert found["B2.conv4"][1] == str(256 * 512)


@pytest.mark.parametrize(
    ("definition", "use", "expected"),
    [
        ("b(c, k=3) { conv(c, k) }", "b(4)", "6x6x4"),
        ("b(c, k=3) { conv(c, k) }", "b(4, 5)", "4x4x4"),
        ("b(c, k=3) { conv(c, k) }", "b(k=5, c=4)", "4x4x4"),
        ("b(c, k=c) { conv(c, k) }", "b(4)", "5x5x4"),
        ("b(c, d=2*c) { conv(c + d, 1) }", "b(2)", "8x8x6"),
        ("b(w=same) { conv(4, 3, padding=w) }", "b", "8x8x4"),
        ("b(w=same) { conv(4, 3, padding=w) }", "b(valid)", "6x6x4"),
        ("b(w='same') { conv(4, 3, padding=w) }", 'b(w="valid")', "6x6x4"),
        ("b(w=same) { conv(4, 3, padding=w) }", "b(1)", "8x8x4"),
        ("b(w=same) { conv(4, 3, w) }", "b", "8x8x4"),
        ("b(w=same) { conv(4, 3, w) }", "b(valid)", "6x6x4"),
        ("b(a=relu) { conv(4, 3, a, same) }", "b(tanh)", "8x8x4"),
        ("b(s=3x3) { conv(4, s) }", "b", "6x6x4"),
        ("b(s=3x3) { conv(4, s) }", "b(5x1)", "4x8x4"),
        ("b(s=3) { conv(4, s) }", "b((5, 1))", "4x8x4"),
        ("b(on=yes) { gap(keepdims=on) }", "b", "1x1x3"),
        ("b(on=yes) { gap(keepdims=on) }", "b(no)", "3"),
        ("b(s=None) { maxpool(2, strides=s) }", "b", "4x4x3"),
        ("b(n=2) { [conv(4, 3)] * n }", "b(3)", "2x2x4"),
        ("b(n) { repeat(n, index=i) { conv(i + 1, 1) } }", "b(3)", "8x8x3"),
        ("b(c) { inner(c) }\nblock inner(d) { conv(2*d, 1) }", "b(3)", "8x8x6"),
        ("b() { conv(4, 1) }", "b()", "8x8x4"),
        ("b { conv(k, 1) }", "b", "8x8xk"),
    ],
)
def test_parameters_of_blocks(definition: str, use: str, expected: str) -> None:
    program = f"block {definition}\ninput(8x8x3) -> {use}"
    layer = list(parse(program).layers.values())[-1]
    assert "x".join(map(str, layer.output_shape)) == expected


def test_a_block_is_repeated(rows: Rows) -> None:
    found = rows("block b { dense 8 }\ninput(8) -> b * 2 -> b() * 2")
    assert len(found) == 5
    assert sum(int(count) for _, count in found.values()) == 4 * 72


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("block b(c) { dense(c) }\ninput(8) -> b", "missing-argument"),
        ("block b(c) { dense(c) }\ninput(8) -> b(1, 2)", "arguments"),
        ("block b(c) { dense(c) }\ninput(8) -> b(d=2)", "unknown-argument"),
        ("block b(c) { dense(c) }\ninput(8) -> b(1, c=2)", "argument-twice"),
        ("block b { b }\ninput(8) -> b", "too-deep"),
        ("block b { c }\nblock c { b }\ninput(8) -> b", "too-deep"),
        ("block b { [b] * 2 }\ninput(8) -> b", "too-deep"),
        ("block dense { relu }\ninput(8)", "block"),
        ("block from { relu }\ninput(8)", "block"),
        ("block b { relu }\nblock b { relu }\ninput(8)", "block"),
        ("block b { let k = 3 }\ninput(8) -> b", "let"),
        ("input(8) -> [let k = 3] * 2", "let"),
        ("input(8) -> residual { block b { relu } }", "block"),
        ("input(8) -> residual { let k = 8; dense(k) }", "let"),
        ("block b(c) { relu }\ninput(8) -> b(LSTM(3))", "arguments"),
        ("block b { relu }\ninput(8) -> b { relu }", "braces"),
        ("block b(c, c) { relu }\ninput(8) -> b(1, 2)", "argument-twice"),
    ],
)
def test_blocks_used_wrongly(problem: Problem, program: str, kind: str) -> None:
    assert problem(program)[0] == kind


def test_a_mistake_in_a_block_is_told_once() -> None:
    from symcnn import SymcnnError

    with pytest.raises(SymcnnError) as caught:
        parse("block b { dense(8, stroke=2) }\ninput(8) -> b -> b -> [b] * 3")
    assert len(caught.value.problems) == 1


# --- frozen bodies ------------------------------------------------------------------------------


def frozen(program: str) -> dict[str, int]:
    """The parameters that training leaves alone, of each layer that has some."""
    layers = parse(program).layers
    return {name: int(view.non_trainable) for name, view in layers.items() if view.non_trainable}


def test_a_frozen_body_is_counted_and_not_trained() -> None:
    program = "input(4) -> a: dense(2) -> frozen { b: dense(3) -> [dense(1)] * 2 } -> dense(5)"
    assert frozen(program) == {"b": 9, "repeat1[0].dense1": 4, "repeat1[1].dense1": 2}
    network = parse(program)
    assert network.parameters == network.trainable + network.non_trainable
    assert network.trainable == 10 + 10


def test_the_names_of_a_frozen_body_are_those_around_it() -> None:
    program = "input(4) -> frozen { a: dense(2) } -> dense(3)\nfrom(a) -> dense(1)"
    assert list(parse(program).layers) == ["input", "a", "dense1", "dense2"]
    assert frozen(program) == {"a": 10}


def test_frozen_bodies_nest_in_blocks_and_blocks_in_them() -> None:
    block = "block unit(c) { dense(c) -> frozen { dense(c) } }\n"
    assert frozen(f"{block}input(4) -> unit(2)") == {"unit1.dense2": 6}
    whole = frozen(f"{block}input(4) -> frozen {{ unit(2) }} -> unit(3)")
    assert whole == {"unit1.dense1": 10, "unit1.dense2": 6, "unit2.dense2": 12}


def test_a_shared_layer_is_frozen_where_it_stands() -> None:
    program = "input(4) -> frozen { a: dense(4) } -> a"
    assert frozen(program) == {"a": 20}
    assert parse(program).layers["a@2"].parameters == 0


def test_frozen_has_no_label(problem: Problem) -> None:
    assert problem("input(4) -> x: frozen { dense(4) }")[0] == "frozen"


@pytest.mark.parametrize("step", ["frozen", "frozen(3) { relu }", "frozen { relu | relu }"])
def test_frozen_takes_one_body(step: str, problem: Problem) -> None:
    kind, _, message = problem(f"input(4) -> {step}")
    assert kind == "frozen"
    assert "one body" in message


@pytest.mark.parametrize("step", ["x: Unknown()", "Unknown(name='x')"])
def test_the_name_of_an_unknown_layer_stays_known(step: str) -> None:
    with pytest.raises(SymcnnError) as caught:
        parse(f"input(8) -> {step} -> dense(2)\nfrom(x) -> dense(3)")
    assert [problem.kind for problem in caught.value.problems] == ["unknown-layer"]
