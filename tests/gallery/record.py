"""Records what frameworks count, layer by layer: ``python -m tests.gallery.record [NAME …]``.

It needs torch, torchvision, transformers, pytorchcv and keras; no trained weights are loaded. What
it writes, ``recorded.json.gz``, is all that the tests read. A row is a layer that holds weights, in
the order in which the network applies them: its name, its output's shape with the channels last
and without the batch, its trainable weights, its running statistics.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from importlib.metadata import version
from math import prod
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import torch
from torch import nn

RECORDED = Path(__file__).with_name("recorded.json.gz")
PACKAGES = ("torch", "torchvision", "transformers", "pytorchcv", "keras")
# Modules whose parameters are one layer, though parts of them are modules, too.
_WHOLE = (nn.MultiheadAttention, nn.LSTM)
# Modules that have the channels last wherever they stand.
_CHANNELS_LAST = (nn.Linear, nn.LayerNorm)
_STATISTICS = ("running_mean", "running_var")

Row = list[Any]
Rows = list[Row]


def torch_rows(model: nn.Module, *inputs: torch.Tensor) -> Rows:
    """The rows of a PyTorch model that is applied to inputs without values."""
    rows: Rows = []

    def note(name: str, module: nn.Module, output: Any) -> None:
        whole = isinstance(module, _WHOLE)
        learned = sum(p.numel() for p in module.parameters(recurse=whole))
        kept = sum(getattr(module, name).numel() for name in _statistics(module))
        if learned or kept:
            rows.append([name, _shape(module, output), learned, kept])

    for name, module in model.named_modules():
        module.register_forward_hook(
            lambda module, _, output, name=name: note(name or type(model).__name__, module, output)
        )
    model.eval()
    with torch.no_grad():
        model(*inputs)
    return rows


def _statistics(module: nn.Module) -> list[str]:
    return [name for name in _STATISTICS if getattr(module, name, None) is not None]


def _shape(module: nn.Module, output: Any) -> list[int]:
    """The shape of an output with the channels last."""
    while not isinstance(output, torch.Tensor):
        output = output[0]
    _, *extents = output.shape
    if len(extents) == 3 and type(module) not in _CHANNELS_LAST:
        extents = [*extents[1:], extents[0]]
    return extents


def joined(rows: Rows, pattern: str) -> Rows:
    """The rows with those made one whose names match a pattern with the same first group."""
    result: Rows = []
    for name, shape, learned, kept in rows:
        found = re.fullmatch(pattern, name)
        name = found[1] if found else name
        if result and result[-1][0] == name:
            _, _, before, statistics = result.pop()
            learned, kept = learned + before, kept + statistics
        result.append([name, shape, learned, kept])
    return result


def keras_rows(build: Any) -> Rows:
    """The rows of the Keras model that a function builds, in the order of its calls."""
    called: dict[int, Any] = {}
    original = keras.layers.Layer.__call__

    def call(layer: Any, *arguments: Any, **named: Any) -> Any:
        called.setdefault(id(layer), layer)
        return original(layer, *arguments, **named)

    keras.layers.Layer.__call__ = call
    try:
        model = build()
    finally:
        keras.layers.Layer.__call__ = original
    inside = {id(layer) for layer in model.layers}
    return [
        [layer.name, list(layer.output.shape[1:]), *_keras_counts(layer)]
        for layer in called.values()
        if layer.weights and id(layer) in inside
    ]


def _keras_counts(layer: Any) -> tuple[int, int]:
    kept = sum(prod(weight.shape) for weight in layer.non_trainable_weights)
    return sum(prod(weight.shape) for weight in layer.trainable_weights), kept


def main() -> None:
    """Record the networks that are named, or all of them."""
    from tests.gallery.references import REFERENCES

    recorded = json.loads(gzip.decompress(RECORDED.read_bytes())) if RECORDED.exists() else {}
    networks: dict[str, Any] = recorded.get("networks", {})
    for name in sys.argv[1:] or REFERENCES:
        reference = REFERENCES[name]
        rows = reference.rows()
        networks[name] = {"of": reference.words, "layers": rows}
        learned, kept = (sum(row[i] for row in rows) for i in (2, 3))
        print(f"{name}: {len(rows)} layers, {learned:,} trainable, {kept:,} statistics")
    record = {
        "versions": {package: version(package) for package in PACKAGES},
        "networks": {name: networks[name] for name in sorted(REFERENCES) if name in networks},
    }
    RECORDED.write_bytes(gzip.compress(json.dumps(record).encode(), mtime=0))


if __name__ == "__main__":
    main()
