"""What a framework reports of its networks, as data: read, written, looked through.

A network is a list of layers in the order in which they were built. A layer holds its class, the
arguments exactly as they were given, the layers that it takes its inputs from, and what the
framework says of it: output shape (without the batch), trainable and non-trainable counts, and
its weight tensors as ``[name, shape, trainable]``.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "recorded" / "data"

Record = dict[str, Any]


def load(name: str) -> Record:
    """The records of a file in ``tests/recorded/data``, by its name without ending."""
    return json.loads(lzma.decompress((DATA / f"{name}.json.xz").read_bytes()))


def store(name: str, records: Record, folder: Path = DATA) -> Path:
    """Write records so that the same records give the same bytes."""
    text = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    path = folder / f"{name}.json.xz"
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    return path


def layers_within(layers: list[Record]) -> Iterator[Record]:
    """Every layer, those of nested models and wrapped ones (as written) included."""
    for layer in layers:
        yield layer
        yield from layers_within(layer.get("layers", []))


def is_layer(value: Any) -> bool:
    """Whether an argument is a layer itself, as a wrapper's is."""
    return isinstance(value, dict) and "class" in value


def classes(layer: Record) -> Iterator[str]:
    """The class of a layer and of every layer among its arguments."""
    yield layer["class"]
    stack: list[Any] = list(layer.get("arguments", {}).values())
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value)
        elif is_layer(value):
            yield from classes(value)
