"""Classes of recorded networks that symcnn does not know yet; the list must shrink to nothing."""

from __future__ import annotations

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


def bridged(layers: list[Record]) -> list[Record]:
    """The layers with an input of the recorded shape in the place of each that is not known."""
    return [_input(layer) if set(classes(layer)) & KERAS else layer for layer in layers]


def _input(layer: Record) -> Record:
    arguments = {"shape": layer["output_shape"]}
    counts = {"inbound": [], "trainable": 0, "non_trainable": 0, "weights": []}
    return {**layer, **counts, "class": "InputLayer", "arguments": arguments}
