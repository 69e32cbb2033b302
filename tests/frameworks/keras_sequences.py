"""Draws arguments of Keras's recurrent layers, of attention and of embeddings."""

from __future__ import annotations

from tests.frameworks.drawing import Draw, Shape
from tests.frameworks.keras_values import dense, layer
from tests.frameworks.keras_windows import Drawn, convolution
from tests.frameworks.records import Record

_CELLS = ("SimpleRNNCell", "GRUCell", "LSTMCell")


def cell(name: str) -> Drawn:
    """Arguments of a recurrent cell."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"units": draw.randint(1, 12)} | draw.flags("use_bias")
        found |= draw.some(0.2, activation=draw.word("tanh", "relu"), dropout=draw.word(0.1))
        if name.startswith("GRU"):
            found |= draw.flags("reset_after", probability=0.5)
        if name.startswith("LSTM"):
            found |= draw.flags("unit_forget_bias")
        return found

    return drawn


def recurrent(name: str) -> Drawn:
    """Arguments of SimpleRNN, GRU and LSTM."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = cell(name)(draw, shape) | draw.flags("return_sequences", probability=0.7)
        found |= draw.flags("go_backwards", "unroll", probability=0.1)
        found |= draw.flags("return_state", probability=0.15)
        return found | draw.some(0.1, recurrent_dropout=draw.word(0.2))

    return drawn


def cells(draw: Draw, shape: Shape) -> Record:
    """Arguments of RNN over cells of Keras's own."""
    several = [
        layer(name, **cell(name)(draw, shape))
        for name in draw.choices(_CELLS, k=draw.randint(1, 3))
    ]
    stacked = layer("StackedRNNCells", cells=several)
    found: Record = {"cell": draw.choice([several[0], several, stacked])}
    return found | draw.flags("return_sequences", probability=0.6)


def bidirectional(draw: Draw, shape: Shape) -> Record:
    """Arguments of Bidirectional."""
    name = draw.choice(("SimpleRNN", "GRU", "LSTM"))
    inner = layer(name, **recurrent(name)(draw, shape))
    found: Record = {"layer": inner}
    modes = ("concat", "sum", "mul", "ave", None)
    found |= draw.some(0.5, merge_mode=draw.word(*modes))
    if draw.chance(0.1):
        backward = dict(inner["arguments"], go_backwards=True)
        found["backward_layer"] = layer(name, **backward)
    return found


def time_distributed(draw: Draw, shape: Shape) -> Record:
    """Arguments of TimeDistributed for an input of any rank from 2."""
    inside = shape[1:]
    rank = len(inside) - 1
    choices = [layer("Dense", **dense(draw, inside)), layer("Flatten"), layer("Dropout", rate=0.5)]
    choices.append(layer("LayerNormalization"))
    if rank in (1, 2, 3):
        choices.append(layer(f"Conv{rank}D", **convolution(rank)(draw, inside)))
        choices.append(layer(f"GlobalAveragePooling{rank}D"))
    if rank == 1:
        choices.append(layer("LSTM", units=draw.randint(1, 8)))
    return {"layer": draw.choice(choices)}


def convolutional(rank: int) -> Drawn:
    """Arguments of ConvLSTMND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found: Record = {"filters": draw.randint(1, 6), "kernel_size": draw.extents(rank, 1, 3)}
        found |= draw.flags("use_bias", "unit_forget_bias")
        found |= draw.flags("return_sequences", probability=0.5)
        return found | draw.some(
            0.3,
            strides=lambda: draw.extents(rank, 1, 2),
            padding=draw.word("valid", "same"),
            data_format=draw.word("channels_last", "channels_first"),
        )

    return drawn


def multi_head(draw: Draw, shape: Shape) -> Record:
    """Arguments of MultiHeadAttention."""
    found = {"num_heads": draw.randint(1, 8), "key_dim": draw.randint(1, 16)}
    found |= draw.some(0.3, value_dim=draw.one_to(12), use_bias=draw.word(True, False))
    found |= draw.some(0.2, output_shape=draw.one_to(20), dropout=draw.word(0.1))
    return found | draw.some(0.1, use_gate=draw.word(True, False))


def grouped_query(draw: Draw, shape: Shape) -> Record:
    """Arguments of GroupQueryAttention."""
    groups = draw.randint(1, 4)
    heads = groups * draw.randint(1, 3) if draw.chance(0.9) else draw.randint(1, 8)
    found = {"head_dim": draw.randint(1, 8), "num_query_heads": heads}
    found["num_key_value_heads"] = groups
    return found | draw.flags("use_bias") | draw.flags("use_gate", probability=0.1)


def attention(draw: Draw, shape: Shape) -> Record:
    """Arguments of Attention."""
    return draw.some(score_mode=draw.word("dot", "concat")) | draw.flags("use_scale")


def additive(draw: Draw, shape: Shape) -> Record:
    """Arguments of AdditiveAttention."""
    return draw.flags("use_scale", probability=0.5)


def embedding(draw: Draw, shape: Shape) -> Record:
    """Arguments of Embedding."""
    found = {"input_dim": draw.choice((2, 10, 100, 5000)), "output_dim": draw.randint(1, 16)}
    found |= draw.some(0.2, mask_zero=draw.word(True, False), lora_rank=draw.one_to(4))
    return found | draw.some(0.1, input_length=draw.one_to(9))


def reversible(draw: Draw, shape: Shape) -> Record:
    """Arguments of ReversibleEmbedding."""
    found = {"input_dim": draw.choice((2, 10, 100)), "output_dim": draw.randint(1, 16)}
    return found | draw.some(0.5, tie_weights=draw.word(True, False))


def concatenated(draw: Draw, shape: Shape) -> Record:
    """Arguments of Concatenate."""
    return draw.some(0.4, axis=lambda: draw.axis(len(shape), 0.3))


def dotted(draw: Draw, shape: Shape) -> Record:
    """Arguments of Dot for two inputs of the same shape."""
    rank = len(shape)
    axis = draw.axis(rank, 0.2)
    axes = axis if draw.chance(0.6) else [axis, axis if draw.chance(0.6) else draw.axis(rank)]
    return {"axes": axes} | draw.flags("normalize")
