"""Normalizations and embeddings: counts and shapes as Keras 3.15 and PyTorch 2.13 report them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import parse
from symcnn.network.graph import Node

Problem = Callable[[str], tuple[str, str, str]]


def last(program: str) -> Node:
    return list(parse(program).resolved.graph.nodes.values())[-1]


def counts(program: str) -> tuple[object, object, object]:
    """Trainable weights, those that are not, buffers."""
    node = last(program)
    return node.trainable, node.non_trainable, node.buffers


def page(program: str) -> str:
    return parse(program).explain().to("text")


# --- counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "trainable", "fixed"),
    [
        ("LayerNormalization()", 8, 0),
        ("LayerNormalization(axis=(1, 2, 3))", 2 * 9 * 8 * 4, 0),
        ("LayerNormalization(axis=[1, -1], center=False)", 9 * 4, 0),
        ("LayerNormalization(-1, 1e-3, False, False)", 0, 0),
        ("LayerNormalization(rms_scaling=True)", 4, 0),
        ("RMSNormalization()", 4, 0),
        ("RMSNormalization(axis=(2, 3))", 8 * 4, 0),
        ("GroupNormalization(2)", 8, 0),
        ("GroupNormalization(-1, scale=False)", 4, 0),
        ("GroupNormalization(3, axis=1)", 2 * 9, 0),
        ("UnitNormalization(axis=(1, 2))", 0, 0),
        ("BatchNormalization(axis=2)", 16, 16),
        ("BatchNormalization(renorm=True)", 8, 5 * 4),
        ("Normalization()", 0, 9),
        ("Normalization(axis=(1, 3))", 0, 2 * 9 * 4 + 1),
        ("Normalization(axis=None)", 0, 3),
        ("Normalization(mean=0.5, variance=2)", 0, 0),
        ("Normalization(mean=[1, 2, 3, 4], variance=[1, 1, 1, 1])", 0, 0),
        ("PReLU()", 9 * 8 * 4, 0),
        ("PReLU(shared_axes=[1, 2])", 4, 0),
        ("PReLU(shared_axes=(1, 2, 3))", 1, 0),
        ("SpectralNormalization(Conv2D(6, 3))", 222, 6),
        ("SpectralNormalization(Conv2DTranspose(6, 3))", 222, 4),
        ("Dense(6, lora_rank=2)", 2 * (4 + 6) + 6, 24),
        ("instance_norm", 8, 0),
        ("weight_norm { conv(6, 3x3) }", 222 + 6, 0),
    ],
)
def test_keras(step: str, trainable: int, fixed: int) -> None:
    assert counts(f"input(9x8x4) -> {step}") == (trainable, fixed, 0)


@pytest.mark.parametrize(
    ("step", "trainable", "buffers"),
    [
        ("nn.BatchNorm2d(4)", 8, 9),
        ("nn.BatchNorm2d(4, affine=False)", 0, 9),
        ("nn.BatchNorm2d(4, 1e-5, 0.1, True, False)", 8, 0),
        ("nn.BatchNorm2d(4, bias=False)", 4, 9),
        ("LazyBatchNorm2d()", 8, 9),
        ("SyncBatchNorm(4)", 8, 9),
        ("nn.InstanceNorm2d(4)", 0, 0),
        ("nn.InstanceNorm2d(4, affine=True, track_running_stats=True)", 8, 9),
        ("nn.GroupNorm(2, 4)", 8, 0),
        ("nn.GroupNorm(4, 4, affine=False)", 0, 0),
        ("nn.LayerNorm([4, 9, 8])", 2 * 4 * 9 * 8, 0),
        ("nn.LayerNorm(8, bias=False)", 8, 0),
        ("nn.LayerNorm((9, 8), elementwise_affine=False)", 0, 0),
        ("nn.RMSNorm([9, 8])", 72, 0),
        ("nn.PReLU()", 1, 0),
        ("nn.PReLU(4)", 4, 0),
        ("nn.utils.parametrizations.weight_norm(nn.Conv2d(4, 6, 3))", 222 + 6, 0),
        ("weight_norm(conv_transpose(6, 3x3), name='weight', dim=0)", 222 + 4, 0),
        ("weight_norm(nn.Conv2d(4, 6, 3), dim=None)", 222 + 1, 0),
        ("spectral_norm(nn.Conv2d(4, 6, 3))", 222, 6 + 36),
        ("bn", 8, 9),
        ("bn(affine=false)", 0, 9),
        ("ln", 16, 0),
        ("gn(2)", 8, 0),
        ("instance_norm(affine=true)", 8, 0),
        ("prelu", 1, 0),
    ],
)
def test_pytorch(step: str, trainable: int, buffers: int) -> None:
    assert counts(f"convention pytorch\ninput(4x9x8) -> {step}") == (trainable, 0, buffers)


def test_embeddings() -> None:
    assert last("input(7) -> Embedding(30, 5)").shape == (7, 5)
    assert last("input(2x7) -> embedding(30, 5, mask_zero=true)").shape == (2, 7, 5)
    assert counts("input(7) -> Embedding(30, 5)") == (150, 0, 0)
    assert counts("input(7) -> Embedding(30, 5, lora_rank=2)") == (2 * (30 + 5), 150, 0)
    assert counts("input(7) -> ReversibleEmbedding(30, 5)") == (150, 0, 0)
    assert counts("input(7) -> ReversibleEmbedding(30, 5, False)") == (300, 0, 0)
    torch = "convention pytorch\ninput(7) -> nn."
    assert counts(torch + "Embedding(30, 5, padding_idx=0)") == (150, 0, 0)
    assert counts(torch + "Embedding(30, 5, _freeze=True)") == (0, 150, 0)
    assert last(torch + "EmbeddingBag(30, 5, mode='sum')").shape == (5,)


def test_an_embedding_begins_a_keras_listing() -> None:
    network = parse("Sequential([Embedding(1000, 64, input_length=10), LayerNormalization()])")
    assert [layer.output_shape for layer in network.layers.values()][-1] == (10, 64)


def test_symbols() -> None:
    assert str(last("input(T x d) -> ln(axis=(1, 2))").parameters) == "2*T*d"
    assert str(last("input(T) -> embedding(V, d)").parameters) == "V*d"
    assert str(last("input(H x W x c) -> prelu(shared_axes=(1, 2))").parameters) == "c"
    assert (
        str(last("convention pytorch\ninput(c x H x W) -> nn.BatchNorm2d(c)").buffers) == "2*c + 1"
    )


# --- words --------------------------------------------------------------------------------------


def test_batch_normalization_says_what_the_other_framework_counts() -> None:
    keras = page("input(8x8x16) -> a: bn -> b: bn")
    assert keras.count("PyTorch keeps the running mean and variance as buffers") == 1
    torch = page("convention pytorch\ninput(16x8x8) -> BatchNorm2d(16) -> BatchNorm2d(16)")
    assert torch.count("Keras counts the running mean and variance too") == 1
    assert "33 buffers, no parameters" in torch


def test_shapes_that_are_normalized_have_no_gaps(problem: Problem) -> None:
    for layer in ("LayerNorm", "RMSNorm"):
        _, place, words = problem(f"convention pytorch\ninput(n, k) -> {layer}((None, 3))")
        assert place == "(None, 3)"
        assert "normalized_shape must be a tuple of positive integers" in words


def test_what_has_no_weights_says_why() -> None:
    assert "nothing to learn" in page("convention pytorch\ninput(4x9x8) -> InstanceNorm2d(4)")
    assert "they are constants" in page("input(4) -> normalization(mean=1, variance=2)")


# --- mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "kind", "words"),
    [
        ("input(8x8x6) -> gn(4)", "groups", "6 channels cannot be divided into 4 groups"),
        ("input(8x8x6) -> GroupNormalization()", "groups", "into 32 groups"),
        ("input(8x8x6) -> gn(0)", "argument", "a positive integer, or -1"),
        ("input(8x8x6) -> ln(axis=4)", "axis", "has no axis 4"),
        ("input(8x8x6) -> ln(axis=(3, -1))", "axis", "named twice"),
        ("input(8) -> normalization(mean=1)", "argument", "but no variance"),
        ("input(8) -> normalization(mean=[1, 2], variance=[1, 2])", "argument", "mean is 2"),
        ("input(8x4) -> PReLU(shared_axes=3)", "axis", "has no axis 3"),
        ("input(8x4) -> spectral_norm { flatten }", "argument", "no single kernel"),
        ("input(8x4) -> spectral_norm(Sequential([dense(3), dense(4)]))", "argument", "one layer"),
        ("input(8) -> weight_norm(dense(4), dim=2)", "axis", "no axis 2"),
        ("input(8) -> embedding(0, 4)", "argument", "a positive integer"),
    ],
)
def test_mistakes(problem: Problem, program: str, kind: str, words: str) -> None:
    found, _, message = problem(program)
    assert found == kind
    assert words in message


@pytest.mark.parametrize(
    ("step", "kind", "words"),
    [
        ("nn.BatchNorm2d(8)", "repeated", "num_features is 8, but its input has 4"),
        ("nn.BatchNorm1d(4)", "wrong-rank", "1 or 2 axes"),
        ("nn.InstanceNorm3d(4)", "wrong-rank", "4 axes"),
        ("nn.GroupNorm(3, 4)", "groups", "cannot be divided into 3 groups"),
        ("nn.LayerNorm(4)", "shapes", "normalized_shape is 4, but the input is 4×9×8"),
        ("nn.PReLU(8)", "shapes", "1 or the 4 channels, not 8"),
    ],
)
def test_mistakes_in_pytorch(problem: Problem, step: str, kind: str, words: str) -> None:
    found, _, message = problem(f"convention pytorch\ninput(4x9x8) -> {step}")
    assert found == kind
    assert words in message
