"""The convention of a program: its first line, the call, and the names of the other framework."""

from __future__ import annotations

import pytest

import symcnn
from symcnn import SymcnnError, parse

CONV = "Conv2d(3, 8, 5)"


def message(program: str, convention: str | None = None) -> str:
    with pytest.raises(SymcnnError) as caught:
        parse(program, convention=convention)
    return str(caught.value)


@pytest.mark.parametrize(
    "head",
    [
        "convention pytorch\n",
        "convention(pytorch)\n",
        'convention "pytorch"\n',
        "convention pytorch -> ",
        "# a comment\n\nconvention pytorch; ",
    ],
)
def test_the_first_line_names_the_convention(head: str) -> None:
    network = parse(f"{head}input(3x32x32)\nc: {CONV}")
    assert network.layers["c"].parameters == 608
    assert network.layers["c"].output_shape == (8, 28, 28)


def test_the_call_names_the_convention() -> None:
    network = parse(f"input(3, 32, 32) -> c: {CONV}", convention="pytorch")
    assert network.layers["c"].output_shape == (8, 28, 28)
    assert network.with_values().layers["c"].output_shape == (8, 28, 28)


def test_the_call_may_repeat_the_convention_and_not_contradict_it() -> None:
    program = f"convention pytorch\ninput(3x32x32) -> {CONV}"
    assert parse(program, convention="pytorch").parameters == 608
    assert "the call says convention keras" in message(program, "keras")


@pytest.mark.parametrize("word", ["pytorch", "keras"])
def test_the_convention_of_the_call_is_one_that_is_known(word: str) -> None:
    with pytest.raises(SymcnnError, match=f"did you mean '{word}'"):
        parse("input(3)", convention=f"{word[:-1]}")


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("convention torch\ninput(3)", "no convention is called 'torch'"),
        ("convention\ninput(3)", "a convention is one word"),
        ("convention pytorch keras\ninput(3)", "a convention is one word"),
        ("convention(5)\ninput(3)", "a convention is one word"),
        ("input(3)\nconvention pytorch", "one convention, told first"),
        ("convention keras\nconvention pytorch", "one convention, told first"),
        ("[convention pytorch] * 2", "one convention, told first"),
    ],
)
def test_a_convention_is_one_known_word_in_the_first_line(program: str, said: str) -> None:
    assert said in message(program)


def test_native_layers_follow_the_convention() -> None:
    network = parse("convention pytorch\ninput(3x32x32) -> c: conv(8, 5x5) -> p: pool(2)")
    assert network.layers["c"].parameters == 608
    assert network.layers["p"].output_shape == (8, 14, 14)
    joined = parse("convention pytorch\ninput(4x8x8) -> j: concat { conv(2, 1x1) | skip }")
    assert joined.layers["j"].output_shape == (6, 8, 8)


def test_open_axes_stand_in_the_order_of_the_convention() -> None:
    network = parse("convention pytorch\ninput(3, None, None) -> conv(8, 3x3, padding=same)")
    assert list(network.symbols) == ["H", "W"]


@pytest.mark.parametrize("name", ["nn.Conv2d", "torch.nn.Conv2d", "Conv2d", "nn.Flatten"])
def test_names_of_pytorch_say_so_under_keras(name: str) -> None:
    assert "PyTorch's" in message(f"input(32x32x3) -> {name}(3, 8, 5)")


def test_names_of_keras_say_so_under_pytorch() -> None:
    said = message("convention pytorch\ninput(3x32x32) -> Conv2D(8, 5)")
    assert "Conv2D is Keras's: leave out `convention pytorch`" in said


def test_what_is_told_again_must_agree() -> None:
    head = "convention pytorch\nlet c = 3\ninput(c, H, W) -> "
    number = parse(f"{head}Conv2d(3, 8, 5)")
    assert parse(f"{head}Conv2d(c, 8, 5)").evaluate() == number.evaluate() == 608
    assert "in_channels is 4, but its input has 3" in message(f"{head}Conv2d(4, 8, 5)")
    sum_ = "Conv2d(in_channels=c+1, out_channels=8, kernel_size=5)"
    assert "in_channels is 4, but its input has 3" in message(head + sum_)


def test_what_is_told_again_may_be_a_symbol() -> None:
    network = parse("convention pytorch\ninput(c, 8, 8) -> Conv2d(c, k, 3) -> Conv2d(k, 2*k, 3)")
    assert symcnn.parse("input(8, 8, c) -> conv(k, 3x3) -> conv(2*k, 3x3)").parameters == (
        network.parameters
    )
    assert "in_channels is k, but its input has c" in message(
        "convention pytorch\ninput(c, 8, 8) -> Conv2d(k, k, 3)"
    )


def test_lazy_classes_are_told_nothing() -> None:
    layers = "input(3x32x32) -> LazyConv2d(8, 5) -> flatten -> LazyLinear(10)"
    network = parse(layers, convention="pytorch")
    assert network.parameters == 608 + 6272 * 10 + 10
