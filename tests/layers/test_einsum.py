"""The dense layer by an equation, as Keras 3.15 reports it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import parse
from symcnn.network.graph import Node

Problem = Callable[[str], tuple[str, str, str]]


def einsum(arguments: str, shape: str = "32x64") -> Node:
    return list(parse(f"input({shape}) -> EinsumDense({arguments})").resolved.graph.nodes.values())[
        -1
    ]


@pytest.mark.parametrize(
    ("arguments", "shape", "output", "weights"),
    [
        ("'ab,bc->ac', 5", "3", (5,), [(3, 5)]),
        ("'ab,bc->ac', 5, bias_axes='c'", "3", (5,), [(3, 5), (5,)]),
        ("'abc,cd->abd', (None, 7), None, 'd'", "3x4", (3, 7), [(4, 7), (7,)]),
        ("'abc,cde->abde', (None, 2, 8), bias_axes='e'", "32x64", (32, 2, 8), [(64, 2, 8), (8,)]),
        ("'abc,cde->abde', (32, 2, 8), bias_axes='d'", "32x64", (32, 2, 8), [(64, 2, 8), (2, 1)]),
        ("'...x,xy->...y', 16, bias_axes='y'", "8x8x64", (8, 8, 16), [(64, 16), (16,)]),
        ("'ab...,bc->ac...', 6, bias_axes='c'", "4x5x7", (6, 5, 7), [(4, 6), (6, 1, 1)]),
        ("'abc,b->abc', (4, 5)", "4x5", (4, 5), [(4,)]),
        ("'abc,bd->acd', (5, 6)", "4x5", (5, 6), [(4, 6)]),
    ],
)
def test_shapes(arguments: str, shape: str, output: object, weights: object) -> None:
    node = einsum(arguments, shape)
    assert node.shape == output
    assert [tensor.shape for tensor in node.weights] == weights


def test_low_rank() -> None:
    node = einsum("'abc,cde->abde', (None, 2, 8), bias_axes='de', lora_rank=3")
    assert node.trainable == 3 * 64 * 2 + 3 * 8 + 16
    assert node.non_trainable == 64 * 2 * 8


def test_symbols() -> None:
    network = parse('input(T x c) -> einsum("btc,chk->bthk", (None, h, k), bias_axes="hk")')
    assert str(network.parameters) == "c*h*k + h*k"


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        ("'ab,bc', 5", "argument", "an equation such as"),
        ("'a...,ab->b...', 5", "argument", "an equation such as"),
        ("'abc,ce->abd', (None, 5)", "axis", "'d' is neither the input's nor the kernel's"),
        ("'abc,cz->abc', (None, 5)", "axis", "'z' is neither the input's nor the output's"),
        ("'abb,bd->abd', (None, 5)", "axis", "'abb' names an axis twice"),
        ("'ab,bc->ac', 5", "axis", "names 2 axes with the batch, the input 32×64 has 3"),
        ("'abc,acd->abd', (None, 5)", "axis", "'a' is the batch"),
        ("'abc,cd->abd', 5", "shapes", "output_shape has 1"),
        ("'abc,cd->abd', (9, 5)", "shapes", "'b' is 32 in the input, but 9 in output_shape"),
        ("'abc,cd->abd', (None, None)", "shapes", "must say how long 'd' is"),
        ("'abc,cd->abd', (None, 5), bias_axes='c'", "axis", "the bias's axis 'c'"),
        ("'abc,cd->abd', (None, 5), bias_axes='b'", "shapes", "must say how long 'b' is"),
    ],
)
def test_mistakes(problem: Problem, arguments: str, kind: str, words: str) -> None:
    found, _, message = problem(f"input(32x64) -> EinsumDense({arguments})")
    assert found == kind
    assert words in message
