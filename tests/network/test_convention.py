"""The convention of a program: its first line, the call, and the names of the other framework."""

from __future__ import annotations

import json

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


# --- listings of torch.nn -------------------------------------------------------------------------

LISTED = "nn.Sequential(nn.Conv2d(3, 8, 5), nn.ReLU(), nn.Flatten(), nn.Linear(6272, 10))"


@pytest.mark.parametrize(
    "listing",
    [
        LISTED,
        f"model = {LISTED}",
        f"net = torch.{LISTED}",
        LISTED.replace("nn.", ""),
        LISTED.replace("(nn.Conv", "([nn.Conv").replace("))", ")])"),
    ],
)
def test_a_sequential_behind_its_input_is_the_network(listing: str) -> None:
    network = parse(f"convention pytorch\ninput(3, 32, 32)\n{listing}")
    counts = {name: view.parameters for name, view in network.layers.items()}
    assert counts == {"input": 0, "conv1": 608, "relu1": 0, "flatten1": 0, "dense1": 62_730}


def test_several_sequentials_stand_under_the_names_they_are_assigned_to() -> None:
    network = parse(
        "convention pytorch\ninput(3, 8, 8)\nbody = nn.Sequential(nn.Conv2d(3, 4, 3))\n"
        "head = nn.Sequential(nn.Flatten(), nn.LazyLinear(2))\nnn.Sequential(nn.Sigmoid())"
    )
    names = ["input", "body.conv1", "head.flatten1", "head.dense1", "sequential1.sigmoid1"]
    assert list(network.layers) == names


def test_a_sequential_before_more_layers_has_a_name_of_its_own() -> None:
    network = parse(f"convention pytorch\ninput(3, 32, 32)\nmodel = {LISTED}\nnn.ReLU()")
    assert list(network.layers)[-2:] == ["model.dense1", "relu1"]


def test_an_ordered_dictionary_names_its_layers() -> None:
    network = parse(
        "convention pytorch\ninput(3, 8, 8)\n"
        "nn.Sequential(OrderedDict([('a', nn.Conv2d(3, 4, 3)), ('b', nn.Sequential(nn.ReLU()))]))"
    )
    assert list(network.layers) == ["input", "a", "b.relu1"]


@pytest.mark.parametrize(
    "listed",
    ["OrderedDict([])", "OrderedDict([nn.ReLU()])", "OrderedDict([('a', 3)])", "OrderedDict(a)"],
)
def test_other_dictionaries_are_refused(listed: str) -> None:
    said = message(f"convention pytorch\ninput(3, 8, 8)\nnn.Sequential({listed})")
    assert "name" in said


def test_torch_lines_are_one_error_that_says_what_else_is_needed() -> None:
    program = f"import torch.nn as nn\n\nmodel = {LISTED}\nmodel = model.to(device)"
    with pytest.raises(SymcnnError) as caught:
        parse(program)
    (problem,) = caught.value.problems
    assert problem.kind == "python"
    assert problem.hint.startswith("paste line 3 alone, below `convention pytorch` and an input")
    with pytest.raises(SymcnnError) as caught:
        parse(f"convention pytorch\ninput(3, 32, 32)\n{program}")
    assert caught.value.problems[0].hint == "paste line 5 alone"


def test_a_module_of_ones_own_is_told_where_its_order_stands() -> None:
    program = "class Net(nn.Module):\n  def __init__(self):\n    self.c = nn.Conv2d(3, 8, 5)"
    assert "in the order in which forward( ) applies them" in message(program)


# --- hints ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("nn.Conv2d(3, 8, 5)", "input(3, 32, 32)"),
        ("nn.Conv1d(in_channels=16, out_channels=8, kernel_size=5)", "input(16, 100)"),
        ("nn.Conv3d(1, 8, 5)", "input(1, 16, 32, 32)"),
        ("nn.Linear(784, 10)", "input(784)"),
        ("nn.MaxPool2d(2)", "input(3, 32, 32)"),
        ("conv(8, 3x3)", "input(3, 32, 32)"),
    ],
)
def test_a_missing_input_is_shown_in_the_order_of_the_convention(step: str, shown: str) -> None:
    assert f"such as {shown}" in message(f"convention pytorch\n{step}")


def test_channels_that_stand_last_are_told_from_wrong_ones() -> None:
    said = message("convention pytorch\ninput(32, 32, 3) -> nn.Conv2d(3, 8, 5)")
    assert "in_channels is 3, but its input has 32" in said
    assert "PyTorch has the channels first: 3×32×32" in said
    assert "write 16" in message("convention pytorch\ninput(16, 9, 9) -> nn.Conv2d(3, 8, 5)")


def test_a_listing_of_the_other_framework_is_one_error() -> None:
    with pytest.raises(SymcnnError) as caught:
        parse(f"input(3, 32, 32)\n{LISTED}")
    (problem,) = caught.value.problems
    assert (problem.kind, problem.message) == ("convention", "nn.Conv2d is PyTorch's")
    said = message("convention pytorch\ninput(3, 32, 32) -> keras.layers.Dense(4)")
    assert "keras.layers.Dense is Keras's" in said


def test_arguments_that_keras_gives_to_every_layer_are_none_of_torch() -> None:
    said = message("convention pytorch\ninput(8) -> nn.Linear(8, 4, trainable=False)")
    assert "Linear takes no argument 'trainable'" in said
    assert "write frozen { Linear(…) }" in said


def test_identity_takes_what_stood_in_its_place() -> None:
    network = parse("convention pytorch\ninput(8) -> nn.Identity(512, 10, bias=False, p=0.1)")
    assert network.layers["identity1"].output_shape == (8,)


# --- buffers --------------------------------------------------------------------------------------

NORMALIZED = "convention pytorch\ninput(8, 4, 4)\nnn.BatchNorm2d(8)"


def test_buffers_are_told_apart_in_every_format() -> None:
    network = parse(NORMALIZED)
    data = json.loads(network.to("json"))
    assert data["convention"] == "pytorch"
    assert [layer["buffers"] for layer in data["layers"]] == [0, 17]
    assert data["totals"] == {"parameters": 16, "trainable": 16, "non_trainable": 0, "buffers": 17}
    assert json.loads(network.explain().to("json"))["layers"][1]["buffers"] == 17
    header, *_, total = network.to("csv").splitlines()
    assert header.endswith(",buffers")
    assert total.endswith(",17")
    for form in ("text", "markdown", "html", "latex"):
        assert "buffers" in network.to(form)
        assert "buffers" in network.explain().to(form)
    assert "buffers" in network.to("text", columns="shape,buffers").splitlines()[0]


def test_without_buffers_nothing_is_said_of_them() -> None:
    network = parse("input(8) -> dense(2)")
    data = json.loads(network.to("json"))
    assert "convention" not in data
    assert "buffers" not in data["totals"]
    assert "buffers" not in network.to("csv")
    torch = parse("convention pytorch\ninput(8) -> nn.Linear(8, 2)")
    assert json.loads(torch.to("json"))["totals"]["buffers"] == 0
    assert "buffers" not in torch.to("text")
