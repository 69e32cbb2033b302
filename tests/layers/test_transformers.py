"""Transformers: counts as PyTorch 2.13 reports them, symbols, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import parse
from symcnn.network.graph import Node

Problem = Callable[[str], tuple[str, str, str]]

ENCODER = "nn.TransformerEncoder(nn.TransformerEncoderLayer"
DECODER = "nn.TransformerDecoder(nn.TransformerDecoderLayer"


def handed(step: str, width: int | str = 12) -> str:
    """A program that hands a source of 5 positions and a target of 7 to a step of torch.nn."""
    lines = [f"s: input(5, {width})", f"t: input(7, {width})"]
    inputs = "s" if "nn.TransformerEncoder" in step[:21] else "s, t"
    return "\n".join(["convention pytorch", *lines, f"from({inputs}) -> {step}"])


def last(program: str) -> Node:
    return list(parse(program).resolved.graph.nodes.values())[-1]


@pytest.mark.parametrize(
    ("step", "parameters"),
    [
        ("nn.TransformerEncoderLayer(12, 3, 20)", 1_184),
        ("nn.TransformerEncoderLayer(12, 4, 7, bias=False, norm_first=True)", 768),
        ("nn.TransformerDecoderLayer(12, 3, 20)", 1_832),
        ("nn.TransformerDecoderLayer(12, 2, 9, 0.1, F.gelu, bias=False)", 1_404),
        (f"{ENCODER}(12, 3, 20), 4)", 4_736),
        (f"{ENCODER}(12, 3, 20), num_layers=4, norm=nn.RMSNorm(12))", 4_748),
        (f"{DECODER}(12, 3, 20), 2, norm=nn.LayerNorm(12, bias=False))", 3_676),
        ("nn.Transformer(12, 3, 2, 1, 20, bias=False)", 3_852),
        (f"nn.Transformer(12, 3, 2, 1, 20, custom_encoder={ENCODER}(12, 2, 5), 3))", 4_283),
    ],
)
def test_pytorch(step: str, parameters: int) -> None:
    node = last(handed(step))
    assert node.parameters == parameters
    assert node.shape == (7 if "nn.Transformer(" in step else 5, 12)


def test_the_base_model_is_transformers_default() -> None:
    """A. Vaswani et al. (2017), table 3, without embeddings; each half ends in a normalization."""
    node = last(handed("nn.Transformer()", 512))
    assert node.parameters == 44_140_544
    assert {tensor.copies for tensor in node.weights} == {1, 6}


def test_native_names_are_the_same_layers() -> None:
    native = "s: input(5x12) -> t: input(7x12) -> from(s, t) -> transformer(3, 2, 1, 20)"
    assert last(native).parameters == last(handed("nn.Transformer(12, 3, 2, 1, 20)")).parameters
    braces = "input(5x12) -> transformer_encoder(4) { transformer_encoder_layer(3, 20) }"
    assert last(braces).parameters == 4_736


def test_frozen_layers_are_not_trained() -> None:
    node = last("input(5x12) -> frozen { transformer_encoder_layer(3, 20) }")
    assert (node.parameters, node.trainable) == (1_184, 0)


def test_width_and_depth_may_be_symbols() -> None:
    step = "nn.TransformerEncoder(nn.TransformerEncoderLayer(d, h, 4*d), N)"
    network = parse(f"convention pytorch\nlet d, h, N\ninput(n, d) -> {step}")
    assert str(network.parameters.expand()) == "12*N*d**2 + 13*N*d"
    assert network.evaluate(d=768, h=12, N=12, n=1) == 85_054_464


@pytest.mark.parametrize(
    ("step", "place", "words"),
    [
        ("nn.TransformerEncoderLayer(16, 4)", "16", "d_model is 16, but its input has 12"),
        (f"{ENCODER}(16, 4), 2)", "16", "d_model is 16, but its input has 12"),
        ("nn.TransformerDecoderLayer(12, 5)", "5", "12 features cannot be split into 5 heads"),
        ("nn.Transformer(12, nhead=5)", "nhead=5", "12 features cannot be split into 5 heads"),
        ("nn.Transformer()", "nn.Transformer()", "d_model is 512, but its input has 12"),
        (f"{ENCODER}(12, 3), 0)", "0", "num_layers must be a positive integer"),
        (
            "nn.TransformerEncoder(nn.Linear(12, 12), 2)",
            "nn.Linear(12, 12)",
            "it is a stack of TransformerEncoderLayer, not of dense",
        ),
        (
            "nn.Transformer(12, 3, custom_encoder=nn.Linear(12, 12))",
            "custom_encoder=nn.Linear(12, 12)",
            "dense takes no masks, with which a transformer calls its encoder",
        ),
        (
            "nn.Transformer(12, 3, custom_decoder=MyDecoder(12))",
            "MyDecoder",
            "what its Python code makes of them",
        ),
        (
            "nn.TransformerDecoderLayer(12, 3, activation=nn.PReLU())",
            "nn.PReLU()",
            "activation must be a known activation",
        ),
        (
            "nn.TransformerEncoderLayer(12, 3, activation='tanh')",
            "'tanh'",
            "activation must be relu or gelu where it is quoted",
        ),
    ],
)
def test_mistakes(problem: Problem, step: str, place: str, words: str) -> None:
    _, found, message = problem(handed(step))
    assert found.removeprefix("activation=") == place
    assert words in message


def test_target_and_source_have_the_same_features(problem: Problem) -> None:
    inputs = "s: input(5x8) -> t: input(7x12) -> from(s, t)"
    for step in ("transformer(4)", "transformer_decoder_layer(4)"):
        _, _, message = problem(f"{inputs} -> {step}")
        assert "target and memory have the same features" in message


def test_words_of_the_parts_stand_once() -> None:
    page = parse(handed("nn.Transformer()", 512)).explain().to("text")
    assert page.count("one matrix joins the heads") == 1
    assert page.count("Without heads it is as much") == 1
    assert "h     the heads" in page
