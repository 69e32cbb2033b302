"""Labels, automatic names, paths, and labels applied again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import parse

Rows = Callable[[str], dict[str, tuple[str, str]]]
Problem = Callable[[str], tuple[str, str, str]]


def names(program: str) -> list[str]:
    return list(parse(program).layers)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("input(8) -> dense 4 -> dense 2", ["input", "dense1", "dense2"]),
        (
            "input(8x8x3) -> pool -> pool 2 -> avgpool",
            ["input", "maxpool1", "maxpool2", "avgpool1"],
        ),
        ("input(8x8x3) -> Conv2D(3, 3) -> conv 3 3", ["input", "conv1", "conv2"]),
        ("input(8) -> input(4) -> dense(2)", ["input1", "input2", "dense1"]),
        ("a: input(8)\nb: input(4)", ["a", "b"]),
        ("a: input(8)\ninput(4)", ["a", "input"]),
        ("input(8) -> dense1: dense(4) -> dense(2)", ["input", "dense1", "dense2"]),
        ("input(8) -> dense(4) -> dense1: dense(2)", ["input", "dense2", "dense1"]),
        ("input(8) -> input2: dense(4)\ninput(4)", ["input1", "input2", "input3"]),
        ("X: input(8) -> Y: dense(4)", ["X", "Y"]),
        ("input(8) -> Dense(4, name='out')", ["input", "out"]),
        ("input(8) -> Dense(4, name=out) -> dense(3, name=“fin”)", ["input", "out", "fin"]),
        ("input(8) -> Dense(4, name=None)", ["input", "dense1"]),
        ("input(8) -> L: Dense(4, name='other')", ["input", "L"]),
        ("input(8) -> conv: dense(4) -> pool: dense(2)", ["input", "conv", "pool"]),
        ("input(8) -> from: dense(4) -> skip: dense(2)", ["input", "from", "skip"]),
        ("Dense(4, input_shape=(8,))", ["input", "dense1"]),
    ],
)
def test_names_are_deterministic(program: str, expected: list[str]) -> None:
    assert names(program) == expected


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            "input(8) -> [dense 4 -> relu] * 2",
            [
                "input",
                "repeat1[0].dense1",
                "repeat1[0].relu1",
                "repeat1[1].dense1",
                "repeat1[1].relu1",
            ],
        ),
        ("input(8) -> repeat(2) { d: dense 4 }", ["input", "repeat1[0].d", "repeat1[1].d"]),
        ("input(8) -> R: [dense 4] * 2", ["input", "R[0].dense1", "R[1].dense1"]),
        ("input(8) -> R: repeat(2) { dense 4 }", ["input", "R[0].dense1", "R[1].dense1"]),
        (
            "input(8) -> [[dense 4] * 2] * 2",
            ["input"] + [f"repeat1[{i}].repeat1[{j}].dense1" for i in range(2) for j in range(2)],
        ),
        ("input(8) -> [dense 4] * 1", ["input", "repeat1[0].dense1"]),
        ("input(8) -> [dense 4]", ["input", "dense1"]),
        (
            "block b { dense 4 }\ninput(8) -> b -> b -> B: b",
            ["input", "b1.dense1", "b2.dense1", "B.dense1"],
        ),
        (
            "block b { [dense 4] * 2 }\ninput(8) -> b",
            ["input", "b1.repeat1[0].dense1", "b1.repeat1[1].dense1"],
        ),
        ("input(8) -> add { A: dense 4 | dense 4 }", ["input", "A", "dense1", "add1"]),
        ("input(8) -> residual { dense 8 }", ["input", "dense1", "add1"]),
        ("input(8) -> S: residual { dense 8 }", ["input", "dense1", "S"]),
        (
            "Sequential([Input((8,)), Sequential([Dense(4)]), Sequential([Dense(2)], name='s')])",
            ["input", "sequential1.dense1", "s.dense1"],
        ),
    ],
)
def test_bodies_have_names_of_their_own(program: str, expected: list[str]) -> None:
    assert names(program) == expected


def test_a_label_may_stand_in_several_bodies() -> None:
    program = "input(8) -> a: dense 4 -> [a: dense 4] * 2 -> repeat(1) { a: dense 4 }"
    assert names(program) == ["input", "a", "repeat1[0].a", "repeat1[1].a", "repeat2[0].a"]


@pytest.mark.parametrize(
    "program",
    [
        "input(8) -> a: dense 4 -> a: dense 4",
        "input(8) -> [a: dense 4 -> a: dense 4] * 2",
        "input(8) -> add { a: dense 4 | a: dense 4 }",
        "input(8) -> a: dense 4 -> Dense(4, name='a')",
        "a: input(8) -> a: dense 4",
        "input(8) -> add { a: dense 4 | dense 4 } -> a: relu",
    ],
)
def test_the_same_label_twice_in_one_body(problem: Problem, program: str) -> None:
    kind, at, message = problem(program)
    assert kind == "label-twice"
    assert at in ("a", "'a'")
    assert "first here" in message
    assert message.count("^") >= 2


def test_an_automatic_name_is_no_label_that_stands_later() -> None:
    assert names("input(8) -> dense 4 -> dense1: dense 4 -> dense 4") == [
        "input",
        "dense2",
        "dense1",
        "dense3",
    ]


# --- labels applied again -----------------------------------------------------------------------


def test_a_label_applied_again_shares_its_weights(rows: Rows) -> None:
    found = rows("input(8x8x3) -> c: conv(3, 3, same) -> relu -> c -> c")
    assert found["c"] == ("8x8x3", "84")
    assert found["c@2"] == ("8x8x3", "0")
    assert found["c@3"] == ("8x8x3", "0")


def test_its_row_says_so() -> None:
    import json

    data = json.loads(parse("input(8) -> c: dense(8) -> c").to("json"))
    row = data["layers"][-1]
    assert (row["name"], row["parameters"], row["shared_with"]) == ("c@2", 0, "c")
    assert data["totals"]["parameters"] == 72
    assert "shared_with" not in data["layers"][1]


def test_an_automatic_name_is_applied_again(rows: Rows) -> None:
    assert rows("input(8) -> dense(8) -> dense1")["dense1@2"] == ("8", "0")


def test_shapes_may_differ_where_weights_do_not(rows: Rows) -> None:
    found = rows("a: input(8x8x3)\nb: input(5x5x3)\nfrom(a) -> c: conv(4, 3)\nfrom(b) -> c")
    assert found["c"] == ("6x6x4", "112")
    assert found["c@2"] == ("3x3x4", "0")


@pytest.mark.parametrize(
    "program",
    [
        "input(8x8x3) -> c: conv(4, 3, same) -> c",
        "input(8) -> d: dense 4 -> d",
        "a: input(8)\nb: input(5x8x8)\nfrom(a) -> d: dense 4\nfrom(b) -> d",
    ],
)
def test_weights_that_do_not_fit_are_told(problem: Problem, program: str) -> None:
    kind, at, _ = problem(program)
    assert kind == "sharing"
    assert at in ("c", "d")


def test_a_group_is_applied_again(rows: Rows) -> None:
    found = rows("input(8x8x3) -> g: [conv(3, 3, same) -> bn] * 2 -> g")
    assert found["g[0].conv1"][1] == "84"
    assert found["g@2[0].conv1"][1] == "0"
    assert found["g@2[1].bn1"][1] == "0"
    assert len(found) == 9


def test_a_block_is_applied_again(rows: Rows) -> None:
    program = "block b(c) { conv(c, 1) }\ninput(8x8x3) -> B: b(3) -> B"
    found = rows(program)
    assert found["B.conv1"] == ("8x8x3", "12")
    assert found["B@2.conv1"] == ("8x8x3", "0")


def test_a_layer_inside_a_body_is_applied_again(rows: Rows) -> None:
    found = rows("input(8) -> [d: dense 8] * 2 -> repeat1[0].d")
    assert found["repeat1[0].d@2"] == ("8", "0")


@pytest.mark.parametrize("step", ["dense", "conv", "skip"])
def test_a_word_that_is_label_and_layer(problem: Problem, step: str) -> None:
    kind, at, message = problem(f"input(8) -> {step}: dense(8) -> {step}")
    assert kind == "ambiguous"
    assert at == step
    assert "a label and a layer" in message


@pytest.mark.parametrize(
    "program",
    [
        "input(8) -> relu: dense(8) -> relu()",
        "input(8) -> dense: dense(8) -> dense(4)",
        "input(8) -> dense: dense(8) -> dense 4",
        "input(8) -> dense: dense(8) -> relu -> from(dense) -> dense 4",
        "input(8) -> dense: dense(8) -> relu -> add(dense, relu1)",
    ],
)
def test_where_it_can_be_told_apart_it_is_fine(program: str) -> None:
    assert parse(program).layers


@pytest.mark.parametrize(
    "name", [r"\\input{x}", "<script>", "a b", "&amp;", "%", "$x$", "🐍", "=1+1"]
)
def test_hostile_labels_are_harmless(name: str) -> None:
    network = parse(f'input(8) -> "{name}": dense 4')
    assert list(network.layers)[1] == name
    assert network.to("text")
    assert network.explain().to("text")
