"""Arguments by position, by keyword, by word; Keras's order and the native, freer one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import parse

Rows = Callable[[str], dict[str, tuple[str, str]]]
Problem = Callable[[str], tuple[str, str, str]]


def last(program: str) -> tuple[str, int]:
    layer = list(parse(program).layers.values())[-1]
    return "x".join(map(str, layer.output_shape)), int(layer.parameters)


@pytest.mark.parametrize(
    "step",
    [
        "conv(8, 5x5)",
        "conv(5x5, 8)",
        "conv 8 5x5",
        "conv 5x5 8",
        "conv(8, 5)",
        "conv(filters=8, kernel_size=5)",
        "conv(kernel=5, out_channels=8)",
        "conv(8, kernel_size=5x5)",
        "conv(5x5, filters=8)",
        "conv 8 kernel=5",
        "conv(8, (5, 5),)",
        "Conv2D(8, 5)",
        "Conv2D(filters=8, kernel_size=(5, 5))",
        "Conv2D(8, [5, 5])",
        "tf.keras.layers.Conv2D(8, (5, 5))",
        "layers.Conv2D(8, 5, 1, 'valid')",
        "keras.layers.Convolution2D(8, 5)",
        "convolution 8 5",
        "conv(8, 5x5, stride=1, pad=0, dilation=1, groups=1, bias=true)",
        "conv(8, 5x5, strides=1, padding=valid, dilation_rate=1, use_bias=yes)",
        "conv(8, 5x5, relu)",
        "conv(relu, 8, 5x5)",
        "conv 8 5x5 valid relu",
        "conv(8, 5x5, 'relu', valid)",
        "conv(8, 5x5, activation=tf.nn.relu)",
        "conv(8, 5x5, activation=keras.activations.relu)",
        "conv(8, 5x5, activation=LeakyReLU(0.1))",
        "Conv2D(8, 5, activation=None)",
        "Conv2D(8, 5, kernel_initializer=tf.keras.initializers.HeNormal(seed=3))",
        "Conv2D(8, 5, kernel_regularizer=l2(1e-4), bias_initializer='zeros')",
        "Conv2D(8, 5, dtype='float32')",
        "Conv2D(8, 5, kernel_initializer=RandomNormal(mean=0., stddev=1./255))",
        "Conv2D(8, 5, kernel_constraint=max_norm(3, axis=[0, 1]))",
        "Conv2D(8, 5, kernel_regularizer=None)",
    ],
)
def test_one_convolution_in_many_spellings(step: str) -> None:
    assert last(f"input(32x32x3) -> {step}") == ("28x28x8", 608)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("conv(8, 5x5, 2)", "14x14x8"),
        ("conv(8, 5x5, stride=2x1)", "14x28x8"),
        ("conv(8, 5x5, same)", "32x32x8"),
        ("conv(8, 5x5, padding=2)", "32x32x8"),
        ("conv(8, 5x5, padding=(2, 1))", "32x30x8"),
        ("conv(8, 5x5, padding=((2, 1), (0, 0)))", "31x28x8"),
        ("conv(8, 5x5, dilation=2)", "24x24x8"),
        ("conv(8, 5x3)", "28x30x8"),
        ("maxpool(2)", "16x16x3"),
        ("maxpool(3, 2)", "15x15x3"),
        ("maxpool(3, 2, same)", "16x16x3"),
        ("maxpool 3 stride=2 same", "16x16x3"),
        ("pool", "16x16x3"),
        ("pool(2x1)", "16x32x3"),
        ("MaxPooling2D((2, 2), 1)", "31x31x3"),
        ("avgpool(kernel=4, pad=1)", "8x8x3"),
        ("gap", "3"),
        ("gap(keepdims=true)", "1x1x3"),
        ("flatten", "3072"),
        ("zeropad(2)", "36x36x3"),
        ("zeropad((1, 2))", "34x36x3"),
        ("zeropad(((1, 0), (2, 3)))", "33x37x3"),
        ("crop(2)", "28x28x3"),
        ("upsample 2", "64x64x3"),
        ("upsample(2x3, bilinear)", "64x96x3"),
        ("reshape(1024, 3)", "1024x3"),
        ("reshape((-1, 3))", "1024x3"),
        ("Reshape((1024, -1))", "1024x3"),
        ("reshape(32x96)", "32x96"),
        ("permute((3, 1, 2))", "3x32x32"),
        ("permute(3, 1, 2)", "3x32x32"),
        ("conv_transpose(4, 2, stride=2)", "64x64x4"),
        ("separable(4, 3)", "30x30x4"),
        ("depthwise 3", "30x30x3"),
        ("dense 7", "32x32x7"),
        ("bn", "32x32x3"),
        ("Activation('relu')", "32x32x3"),
        ("activation relu", "32x32x3"),
    ],
)
def test_shapes(step: str, expected: str) -> None:
    assert last(f"input(32x32x3) -> {step}")[0] == expected


@pytest.mark.parametrize(
    ("shape", "step", "expected"),
    [
        ("100x4", "conv(8, 3)", "98x8"),
        ("100x4", "conv(8, 3, causal)", "100x8"),
        ("100x4", "conv(8, 3, padding=(2, 0))", "100x8"),
        ("8x8x8x2", "conv(4, 3)", "6x6x6x4"),
        ("8x8x8x2", "conv(4, 3x1x1)", "6x8x8x4"),
        ("100x4", "pool 2", "50x4"),
        ("8x8x8x2", "pool 2", "4x4x4x2"),
        ("100x4", "gap", "4"),
        ("8x8x8x2", "gap", "2"),
        ("100x4", "zeropad((2, 1))", "103x4"),
        ("100x4", "upsample 3", "300x4"),
    ],
)
def test_the_rank_is_taken_from_the_input(shape: str, step: str, expected: str) -> None:
    assert last(f"input({shape}) -> {step}")[0] == expected


@pytest.mark.parametrize(
    ("shape", "step"),
    [
        ("100x4", "Conv2D(8, 3)"),
        ("8x8x3", "Conv1D(8, 3)"),
        ("8", "conv(8, 3)"),
        ("8x8x8x8x3", "conv(8, 3)"),
        ("100x4", "MaxPooling2D()"),
        ("8", "gap"),
    ],
)
def test_a_wrong_rank_names_both_layers(problem: Problem, shape: str, step: str) -> None:
    kind, at, message = problem(f"IN: input({shape})\nC: {step}")
    assert kind == "wrong-rank"
    assert at == step
    assert "IN gives" in message
    assert "IN stands here" in message


def test_channels_first() -> None:
    first = "data_format='channels_first'"
    program = (
        f"input(3x32x32) -> Conv2D(8, 5, {first}) -> MaxPooling2D(2, {first})"
        f" -> BatchNormalization(axis=1) -> GlobalAveragePooling2D({first}) -> Dense(10)"
    )
    layers = parse(program).layers
    shapes = ["x".join(map(str, layer.output_shape)) for layer in layers.values()]
    assert shapes == ["3x32x32", "8x28x28", "8x14x14", "8x14x14", "8", "10"]
    assert [int(layer.parameters) for layer in layers.values()] == [0, 608, 0, 32, 0, 90]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("zeropad(1, data_format=channels_first)", "3x10x12"),
        ("crop(1, data_format=channels_first)", "3x6x8"),
        ("upsample(2, data_format=channels_first)", "3x16x20"),
        ("flatten(data_format=channels_first)", "240"),
        ("gap(data_format=channels_first, keepdims=true)", "3x1x1"),
        ("depthwise(3, data_format=channels_first)", "3x6x8"),
        ("separable(4, 3, data_format=channels_first)", "4x6x8"),
        ("conv_transpose(4, 2, stride=2, data_format=channels_first)", "4x16x20"),
    ],
)
def test_channels_first_everywhere(step: str, expected: str) -> None:
    assert last(f"input(3x8x10) -> {step}")[0] == expected


# --- mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "at", "words"),
    [
        ("conv(8, 3, stroke=2)", "stroke", "did you mean 'stride'"),
        ("conv(8, 3, colour=2)", "colour", "it takes"),
        ("Dense(8, unit=3)", "unit", "did you mean 'units'"),
        ("relu(slope=2)", "slope", ""),
    ],
)
def test_an_unknown_argument(problem: Problem, step: str, at: str, words: str) -> None:
    kind, where, message = problem(f"input(8x8x3) -> {step}")
    assert (kind, where) == ("unknown-argument", at)
    assert words in message


@pytest.mark.parametrize(
    ("step", "at"),
    [
        ("conv(8, 3, filters=4)", "filters=4"),
        ("conv(8, 3, stride=2, strides=2)", "strides=2"),
        ("Conv2D(8, 3, 1, strides=2)", "strides=2"),
        ("conv(8, 3, same, padding=1)", "padding=1"),
        ("dense(8, units=8)", "units=8"),
        ("dense(8, trainable=no, trainable=no)", "trainable=no"),
    ],
)
def test_an_argument_given_twice(problem: Problem, step: str, at: str) -> None:
    kind, where, message = problem(f"input(8x8x3) -> {step}")
    assert (kind, where) == ("argument-twice", at)
    assert "twice" in message


@pytest.mark.parametrize(
    ("step", "missing"),
    [
        ("conv", "filters"),
        ("conv(8)", "kernel_size"),
        ("conv(3x3)", "filters"),
        ("Conv2D()", "filters"),
        ("dense", "units"),
        ("Dense(activation=relu)", "units"),
        ("dropout", "rate"),
        ("Reshape()", "target_shape"),
        ("activation", "activation"),
        ("permute()", "dims"),
    ],
)
def test_a_missing_argument(problem: Problem, step: str, missing: str) -> None:
    kind, at, message = problem(f"input(8x8x3) -> {step}")
    assert (kind, at) == ("missing-argument", step)
    assert f"needs {missing}" in message


@pytest.mark.parametrize(
    "step",
    [
        "relu(1, 2, 3, 4)",
        "dense(8, 9)",
        "Dense(8, 9)",
        "flatten(3)",
        "gap 7",
        "bn(3, 4, 5, 6, 7)",
        "Flatten(None, 1)",
        "GlobalAveragePooling2D(None, False, 3)",
    ],
)
def test_too_many_or_misplaced_arguments(problem: Problem, step: str) -> None:
    kind, _, _ = problem(f"input(8x8x3) -> {step}")
    assert kind in ("arguments", "argument", "axis")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("conv(8, 3, padding=-1)", "padding must be"),
        ("conv(8, -1)", "kernel_size must be"),
        ("conv(8, 0)", "kernel_size must be"),
        ("conv(8, 3, stride=0)", "stride must be"),
        ("conv(8, 3x3x3)", "kernel_size must be"),
        ("conv(8, 3, stride=(1, 2, 3))", "stride must be"),
        ("conv(8, 3, groups=0)", "groups must be"),
        ("conv(8, 3, padding=(1, 2, 3))", "padding must be"),
        ("conv(8, 3, activation=rleu)", "activation must be"),
        ("conv(8, 3, data_format=first)", "data_format must be"),
        ("upsample(0)", "size must be"),
        ("conv(8, 'three')", "'three'"),
        ("maxpool(2, padding=causal)", "padding must be"),
        ("dropout(yes)", "yes"),
        ("upsample(size=None)", "it takes size or output_size"),
        ("time_distributed(layer=None)", "a layer stands here"),
        ("SpectralNormalization(None)", "a layer stands here"),
        ("RNN(cell=None)", "a cell stands here"),
    ],
)
def test_values_that_do_not_fit(problem: Problem, step: str, words: str) -> None:
    kind, _, message = problem(f"input(8x8x3) -> {step}")
    assert kind in ("argument", "arguments", "padding")
    assert words in message


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("conv(8, 9)", "kernel-too-large"),
        ("conv(8, 3, dilation=4)", "kernel-too-large"),
        ("pool 9", "kernel-too-large"),
        ("conv(8, 11, padding=1)", "kernel-too-large"),
        ("conv(8, 3, groups=2)", "groups"),
        ("conv(8, 3, groups=3)", "groups"),
        ("crop(4)", "crop-too-large"),
        ("reshape(7, 7)", "reshape"),
        ("reshape(-1, 7)", "reshape"),
        ("reshape(-1, -1)", "reshape"),
        ("permute(1, 2)", "permute"),
        ("permute(1, 1, 2)", "permute"),
        ("bn(axis=4)", "axis"),
        ("bn(axis=0)", "axis"),
        ("conv(8, 3, padding=causal)", "padding"),
    ],
)
def test_layers_that_do_not_go_with_their_input(problem: Problem, step: str, kind: str) -> None:
    found, _, message = problem(f"IN: input(8x8x3) -> C: {step}")
    assert found == kind
    assert "C: " in message
    assert "IN gives 8×8×3" in message


def test_all_mistakes_are_told_at_once() -> None:
    from symcnn import SymcnnError

    program = "input(8x8x3)\nconv(8, 3, stroke=2)\nnothing\ndense(0)\nconv(4, padding=smae)\n"
    with pytest.raises(SymcnnError) as caught:
        parse(program)
    kinds = [problem.kind for problem in caught.value.problems]
    assert kinds == ["unknown-argument", "unknown-layer", "argument", "argument"]


def test_what_follows_a_mistake_is_not_blamed_for_it() -> None:
    from symcnn import SymcnnError

    program = "input(8x8x3) -> a: conv(8, 9) -> b: conv(4, 3) -> add(a, b) -> flatten -> dense 10"
    with pytest.raises(SymcnnError) as caught:
        parse(program)
    assert [problem.kind for problem in caught.value.problems] == ["kernel-too-large"]


def test_twenty_mistakes_are_enough() -> None:
    from symcnn import SymcnnError

    with pytest.raises(SymcnnError) as caught:
        parse("input(8)\n" + "nothing\n" * 100)
    assert len(caught.value.problems) == 20


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("convv", "conv"),
        ("Conv2d", "Conv2D"),
        ("desne", "dense"),
        ("maxpol", "maxpool"),
        ("tf.keras.layers.Dens", "Dense"),
        ("unitt", "unit"),
    ],
)
def test_an_unknown_layer_names_the_nearest(problem: Problem, word: str, near: str) -> None:
    kind, at, message = problem(f"block unit {{ relu }}\ninput(8x8x3) -> {word}")
    assert (kind, at) == ("unknown-layer", word)
    assert f"'{near}'" in message


@pytest.mark.parametrize(
    "program", ["dense(8)", "conv(8, 3)", "relu -> dense 3", "add { relu | relu }"]
)
def test_a_program_begins_with_an_input(problem: Problem, program: str) -> None:
    kind, _, message = problem(program)
    assert kind == "no-input"
    assert "input(32x32x3)" in message


def test_an_empty_program(problem: Problem) -> None:
    for program in ("", "# nothing", "let f = 5", "\n\n"):
        assert problem(program)[0] == "empty"
