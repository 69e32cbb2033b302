"""Attention of both frameworks: counts and shapes as Keras 3.15 and PyTorch 2.13 report them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import parse
from symcnn.network.graph import Node

Problem = Callable[[str], tuple[str, str, str]]


def last(program: str) -> Node:
    return list(parse(program).resolved.graph.nodes.values())[-1]


def handed(step: str, *shapes: str, convention: str = "") -> str:
    """A program that hands several inputs to a step."""
    labels = [f"x{index}" for index in range(len(shapes))]
    inputs = [f"{label}: input({shape})" for label, shape in zip(labels, shapes, strict=True)]
    return "\n".join([convention, *inputs, f"from({', '.join(labels)}) -> {step}"])


def shapes(node: Node) -> list[object]:
    return [tensor.shape for tensor in node.weights]


# --- counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "inputs", "output", "parameters"),
    [
        ("MultiHeadAttention(8, 64)", ["4x512", "5x512"], (4, 512), 1_050_624),
        ("MultiHeadAttention(2, 4)", ["4x8", "5x8", "5x8"], (4, 8), 288),
        ("MultiHeadAttention(3, 4, 5, use_bias=False)", ["4x6", "5x7", "5x9"], (4, 6), 375),
        ("MultiHeadAttention(3, 4, 5, use_gate=True)", ["4x7", "4x7"], (4, 7), 544),
        ("MultiHeadAttention(8, 4, output_shape=64)", ["1x64", "1x48"], (1, 64), 7_328),
        ("MultiHeadAttention(2, 3, output_shape=(3, 2))", ["4x5", "6x5"], (4, 3, 2), 150),
        ("MultiHeadAttention(2, 3, attention_axes=2)", ["4x3x5", "4x6x5"], (4, 3, 5), 143),
        ("GroupQueryAttention(4, 4, 2)", ["4x8", "5x8"], (4, 8), 424),
        ("GroupQueryAttention(3, 6, 2, use_bias=False)", ["4x7", "5x7", "5x5"], (4, 7), 324),
        ("GroupQueryAttention(8, 4, 1, use_gate=True)", ["4x16", "4x16"], (4, 16), 1_888),
        ("Attention()", ["4x6", "5x6"], (4, 6), 0),
        ("Attention(True, 'concat')", ["4x6", "5x6"], (4, 6), 2),
        ("Attention(use_scale=True)", ["3x4x6", "3x5x9", "3x5x6"], (3, 4, 9), 1),
        ("AdditiveAttention()", ["4x11", "5x11"], (4, 11), 11),
        ("AdditiveAttention(use_scale=False)", ["4x6", "5x6"], (4, 6), 0),
    ],
)
def test_keras(step: str, inputs: list[str], output: object, parameters: int) -> None:
    node = last(handed(step, *inputs))
    assert node.shape == output
    assert node.parameters == parameters


@pytest.mark.parametrize(
    ("step", "inputs", "parameters", "attention"),
    [
        ("MultiheadAttention(12, 3)", ["4x12", "6x12", "6x12"], 624, (4, 6)),
        ("MultiheadAttention(12, 3, bias=False)", ["4x12", "6x12", "6x12"], 576, (4, 6)),
        ("MultiheadAttention(12, 3, add_bias_kv=True)", ["4x12", "6x12", "6x12"], 648, (4, 7)),
        ("MultiheadAttention(8, 8, add_zero_attn=True)", ["8x8", "5x8", "5x8"], 288, (8, 6)),
        ("MultiheadAttention(16, 4, kdim=16, vdim=8)", ["3x16", "1x16", "1x8"], 960, (3, 1)),
    ],
)
def test_pytorch(step: str, inputs: list[str], parameters: int, attention: object) -> None:
    node = last(handed(f"nn.{step}", *inputs, convention="convention pytorch"))
    assert node.shape == node.inputs[0].shape
    assert node.parameters == parameters
    assert node.resolved.others == {"weights": attention}


def test_weight_tensors() -> None:
    node = last("input(10x512) -> mha(8, 64, value_dim=32)")
    kernels = [(512, 8, 64), (512, 8, 64), (512, 8, 32), (8, 32, 512)]
    biases = [(8, 64), (8, 64), (8, 32), (512,)]
    assert shapes(node)[::2] == kernels
    assert shapes(node)[1::2] == biases
    torch = last("convention pytorch\ninput(10x512) -> nn.MultiheadAttention(512, 8)")
    assert shapes(torch) == [(1536, 512), (1536,), (512, 512), (512,)]


def test_one_input_is_self_attention() -> None:
    alone = last("input(10x512) -> mha(8, 64)")
    twice = last(handed("mha(8, 64)", "10x512", "10x512"))
    assert alone.parameters == twice.parameters == 1_050_624


def test_inputs_stand_in_the_order_of_the_framework() -> None:
    """Keras: query, value, key; PyTorch: query, key, value."""
    keras = last(handed("mha(2, 3)", "4x5", "6x7", "6x8"))
    torch = last(handed("mha(2, 3)", "4x5", "6x8", "6x7", convention="convention pytorch"))
    assert shapes(keras) == shapes(torch)
    assert (8, 2, 3) in shapes(keras)


def test_symbols() -> None:
    network = parse("input(n x d) -> mha(h, k)")
    assert str(network.parameters) == "4*d*h*k + d + 3*h*k"
    split = parse("convention pytorch\ninput(n x d) -> nn.MultiheadAttention(d, h)")
    assert str(split.parameters) == "4*d**2 + 4*d"
    assert str(split.macs) == "4*d**2*n + 2*d*n**2"


# --- words --------------------------------------------------------------------------------------


def test_attention_with_heads_and_without() -> None:
    page = parse("convention pytorch\ninput(10x512) -> nn.MultiheadAttention(512, 8)").explain()
    text = " ".join(page.to("text").split())
    assert "width = d/h = 512/8 = 64" in text
    assert "Without heads it is as much, 4·d² + 4·d" in text
    keras = " ".join(parse("input(10x512) -> mha(8, 64)").explain().to("text").split())
    assert "PyTorch's embed_dim is that of all heads together, h·d_k here" in keras


# --- mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "inputs", "kind", "words"),
    [
        ("mha(8, 64)", ["4x5", "6x5", "7x5"], "shapes", "keys and values come in pairs"),
        ("mha(8, 64)", ["4x5", "6x2x5"], "shapes", "as many axes"),
        ("mha(8, 0)", ["4x5"], "argument", "a positive integer"),
        ("mha(2, 3, attention_axes=1)", ["4x3x5", "4x6x5"], "shapes", "axis 2 is not attended"),
        ("mha(2, 3, attention_axes=3)", ["4x3x5", "4x3x5"], "axis", "the features not among"),
        ("gqa(4, 6, 4)", ["4x8"], "groups", "6 heads of queries cannot share 4 heads"),
        ("attention", ["4x8", "5x9"], "shapes", "queries have 8 features, keys 9"),
        ("additive_attention", ["4x8", "5x9"], "shapes", "queries have 8 features, keys 9"),
        ("attention", ["3x4x8", "2x5x8"], "shapes", "do not go together"),
        ("attention", ["4x8"], "inputs", "takes up to 3 inputs, not 1"),
        ("split_mha(3)", ["4x8"], "groups", "8 features cannot be split into 3 heads"),
        ("split_mha(2)", ["4x8", "4x8"], "inputs", "one input or three, not 2"),
    ],
)
def test_mistakes(problem: Problem, step: str, inputs: list[str], kind: str, words: str) -> None:
    found, _, message = problem(handed(step, *inputs))
    assert found == kind
    assert words in message


@pytest.mark.parametrize(
    ("step", "kind", "words"),
    [
        ("nn.MultiheadAttention(12, 5)", "groups", "12 features cannot be split into 5 heads"),
        ("nn.MultiheadAttention(10, 2)", "repeated", "embed_dim is 10, but its input has 12"),
        ("nn.MultiheadAttention(12, 3, kdim=5)", "repeated", "kdim is 5, but its input has 12"),
    ],
)
def test_mistakes_in_pytorch(problem: Problem, step: str, kind: str, words: str) -> None:
    found, _, message = problem(f"convention pytorch\ninput(4x12) -> {step}")
    assert found == kind
    assert words in message
