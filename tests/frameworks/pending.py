"""Classes of recorded networks that symcnn does not know yet; the list must shrink to nothing."""

from __future__ import annotations

import pytest

from symcnn import SymcnnError, parse
from tests.frameworks.records import Record, classes

KERAS: frozenset[str] = frozenset(
    {
        "Bidirectional",
        "Embedding",
        "GRU",
        "GroupNormalization",
        "GroupQueryAttention",
        "LSTM",
        "LayerNormalization",
        "LayerScale",
        "MultiHeadAttention",
        "Normalization",
        "PReLU",
        "RMSNormalization",
        "RepeatVector",
        "Rescaling",
        "SimpleRNN",
        "TimeDistributed",
        "UnitNormalization",
    }
)
FORMULAS: frozenset[str] = frozenset(
    {
        "AdditiveAttention",
        "Attention",
        "ConvLSTM1D",
        "ConvLSTM2D",
        "ConvLSTM3D",
        "EinsumDense",
        "GRUCell",
        "LSTMCell",
        "RNN",
        "ReversibleEmbedding",
        "STFTSpectrogram",
        "SimpleRNNCell",
        "SpectralNormalization",
        "StackedRNNCells",
    }
)

# Titles of formulas whose classes are known, but not with these arguments.
TITLES: frozenset[str] = frozenset({"Dense + enable_lora(rank)"})

TORCH: frozenset[str] = frozenset(
    {
        "AdaptiveLogSoftmaxWithLoss",
        "BatchNorm1d",
        "BatchNorm2d",
        "BatchNorm3d",
        "Bilinear",
        "Dropout",
        "Embedding",
        "EmbeddingBag",
        "Flatten",
        "GELU",
        "GRU",
        "GRUCell",
        "GroupNorm",
        "Hardsigmoid",
        "Hardswish",
        "InstanceNorm1d",
        "InstanceNorm2d",
        "InstanceNorm3d",
        "LSTM",
        "LSTMCell",
        "LayerNorm",
        "LazyBatchNorm1d",
        "LazyBatchNorm2d",
        "LazyBatchNorm3d",
        "LazyInstanceNorm1d",
        "LazyInstanceNorm2d",
        "LazyInstanceNorm3d",
        "LinearCrossEntropyLoss",
        "LocalResponseNorm",
        "MultiheadAttention",
        "PReLU",
        "RMSNorm",
        "RNN",
        "RNNCell",
        "ReLU",
        "ReLU6",
        "SiLU",
        "Sigmoid",
        "SyncBatchNorm",
        "Tanh",
        "Transformer",
        "TransformerDecoder",
        "TransformerDecoderLayer",
        "TransformerEncoder",
        "TransformerEncoderLayer",
        "spectral_norm",
        "weight_norm",
    }
)


def check_unknown(name: str, convention: str = "") -> None:
    """A class that is pending must not be known: once it is, the list must not name it."""
    try:
        parse(f"{convention}\ninput(8, 8, 4) -> {name}()")
    except SymcnnError as error:
        if f"no layer is called '{name}'" in str(error):
            return
    pytest.fail(f"{name} is known: take it out of tests/frameworks/pending.py, run tests/recorded")


def bridged(layers: list[Record]) -> list[Record]:
    """The layers with an input of the recorded shape in the place of each that is not known."""
    return [_input(layer) if set(classes(layer)) & KERAS else layer for layer in layers]


def _input(layer: Record) -> Record:
    arguments = {"shape": layer["output_shape"]}
    counts = {"inbound": [], "trainable": 0, "non_trainable": 0, "weights": []}
    return {**layer, **counts, "class": "InputLayer", "arguments": arguments}
