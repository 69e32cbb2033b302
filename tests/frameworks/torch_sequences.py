"""Draws recurrent modules of torch.nn, attention and transformers, with their inputs."""

from __future__ import annotations

from tests.frameworks.drawing import Draw, Shape
from tests.frameworks.records import Record
from tests.frameworks.torch_values import linear
from tests.frameworks.torch_windows import Drawn, convolution


def recurrent(name: str) -> Drawn:
    """RNN, GRU and LSTM, stacked and in both directions."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        features, hidden = draw.randint(1, 12), draw.randint(2, 12)
        found: Record = {"input_size": features, "hidden_size": hidden}
        found |= draw.some(0.4, num_layers=draw.one_to(3), dropout=draw.word(0.1))
        found |= draw.flags("bias", "batch_first", "bidirectional", probability=0.35)
        if name == "RNN":
            found |= draw.some(0.2, nonlinearity=draw.word("tanh", "relu"))
        if name == "LSTM":
            found |= draw.some(0.3, proj_size=draw.one_to(hidden - (not draw.chance(0.05))))
        return found, [[draw.randint(1, 9), features + draw.chance(0.05)]]

    return drawn


def cell(draw: Draw) -> tuple[Record, list[Shape]]:
    """RNNCell, GRUCell and LSTMCell."""
    features = draw.randint(1, 12)
    found: Record = {"input_size": features, "hidden_size": draw.randint(1, 12)}
    return found | draw.flags("bias"), [[features]]


def attention(draw: Draw) -> tuple[Record, list[Shape]]:
    """MultiheadAttention on a query, a key and a value."""
    heads = draw.randint(1, 4)
    width = heads * draw.randint(1, 6) + draw.chance(0.05)
    found: Record = {"embed_dim": width, "num_heads": heads}
    flags = ("bias", "add_bias_kv", "add_zero_attn", "batch_first")
    found |= draw.flags(*flags, probability=0.25)
    found |= draw.some(0.3, kdim=draw.one_to(9), vdim=draw.one_to(9), dropout=draw.word(0.1))
    queries, keys = draw.randint(1, 9), draw.randint(1, 9)
    widths = (found.get("kdim", width), found.get("vdim", width))
    return found, [[queries, width], *([keys, one] for one in widths)]


def encoder_layer(draw: Draw) -> tuple[Record, list[Shape]]:
    """TransformerEncoderLayer."""
    heads = draw.randint(1, 4)
    width = heads * draw.randint(1, 6)
    found: Record = {"d_model": width, "nhead": heads}
    found |= draw.some(0.7, dim_feedforward=draw.one_to(40))
    found |= draw.some(0.2, activation=draw.word("relu", "gelu"), dropout=draw.word(0.0))
    found |= draw.flags("bias", "batch_first", "norm_first", probability=0.25)
    return found, [[draw.randint(1, 9), width]]


def decoder_layer(draw: Draw) -> tuple[Record, list[Shape]]:
    """TransformerDecoderLayer on a target and a memory."""
    found, (target,) = encoder_layer(draw)
    return found, [target, [draw.randint(1, 9), target[1]]]


def encoder(draw: Draw) -> tuple[Record, list[Shape]]:
    """TransformerEncoder."""
    inner, shapes = encoder_layer(draw)
    layer = {"class": "TransformerEncoderLayer", "arguments": inner}
    return {"encoder_layer": layer, "num_layers": draw.randint(1, 3)} | _norm(draw, inner), shapes


def decoder(draw: Draw) -> tuple[Record, list[Shape]]:
    """TransformerDecoder."""
    inner, shapes = decoder_layer(draw)
    layer = {"class": "TransformerDecoderLayer", "arguments": inner}
    return {"decoder_layer": layer, "num_layers": draw.randint(1, 3)} | _norm(draw, inner), shapes


def _norm(draw: Draw, inner: Record) -> Record:
    norm = {"class": "LayerNorm", "arguments": {"normalized_shape": inner["d_model"]}}
    return {"norm": norm} if draw.chance(0.3) else {}


def transformer(draw: Draw) -> tuple[Record, list[Shape]]:
    """Transformer on a source and a target."""
    inner, (source,) = encoder_layer(draw)
    found = inner | {
        "num_encoder_layers": draw.randint(1, 2),
        "num_decoder_layers": draw.randint(1, 2),
    }
    return found, [source, [draw.randint(1, 9), source[1]]]


def parametrized(draw: Draw) -> tuple[Record, list[Shape]]:
    """A module under weight_norm or spectral_norm."""
    name, drawn = draw.choice((("Linear", linear), ("Conv2d", convolution(2))))
    arguments, shapes = drawn(draw)
    return {"module": {"class": name, "arguments": arguments}}, shapes


def sequences() -> dict[str, Drawn]:
    """Every class of this module by its name in torch.nn."""
    found: dict[str, Drawn] = {
        "MultiheadAttention": attention,
        "Transformer": transformer,
        "TransformerDecoder": decoder,
        "TransformerDecoderLayer": decoder_layer,
        "TransformerEncoder": encoder,
        "TransformerEncoderLayer": encoder_layer,
        "spectral_norm": parametrized,
        "weight_norm": parametrized,
    }
    for name in ("RNN", "GRU", "LSTM"):
        found[name] = recurrent(name)
        found[f"{name}Cell"] = cell
    return found
