"""Compares what symcnn derives from a program with what a framework reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from symcnn import parse
from symcnn.api.counted import LayerView
from tests.frameworks.records import Record


@dataclass(frozen=True)
class Difference:
    """A fact of a layer in which symcnn and a framework differ."""

    network: str
    layer: Record
    fact: str
    framework: Any
    symcnn: Any

    def __str__(self) -> str:
        layer = self.layer
        return (
            f"{self.network}: {layer.get('name', '')} {layer['class']}({layer['arguments']}): "
            f"{self.fact} {self.framework}, symcnn says {self.symcnn}"
        )


def rows(program: str) -> dict[str, Record]:
    """Every layer of a program: shapes, counts and weight tensors, in plain integers."""
    return {name: _row(view) for name, view in parse(program).layers.items()}


def _row(view: LayerView) -> Record:
    return {
        "output_shape": _extents(view.output_shape),
        "further_outputs": list(map(_extents, view.further_outputs.values())),
        "trainable": int(view.trainable),
        "non_trainable": int(view.non_trainable),
        "buffered": int(view.buffers),
        "weights": [
            [_extents(weight.shape), weight.trainable]
            for weight in view.weights
            for _ in range(int(str(weight.copies)))
        ],
    }


def _extents(shape: Iterable[Any]) -> list[int | None]:
    """A shape as a framework writes it: None for what is not known."""
    return [None if getattr(extent, "free_symbols", None) else int(extent) for extent in shape]


def differences(name: str, layers: list[Record], program: str) -> Iterator[Difference]:
    """Every fact in which the layers of a Keras network differ from those of its program."""
    found = rows(program)
    for layer in layers:
        row = _of(layer["name"], found)
        outputs = [row["output_shape"], *row["further_outputs"]]
        # What a cell is recorded with is its output alone.
        outputs = outputs[:1] if layer["class"].endswith("Cell") else outputs
        if outputs != [*_shapes(layer["output_shape"])]:
            yield Difference(name, layer, "output_shape", layer["output_shape"], outputs)
        for fact in ("trainable", "non_trainable"):
            if row[fact] != layer[fact]:
                yield Difference(name, layer, fact, layer[fact], row[fact])
        weights = [weight[1:] for weight in layer["weights"]]
        if sorted(row["weights"]) != sorted(weights):
            yield Difference(name, layer, "weights", weights, row["weights"])
    extra = {name.partition(".")[0] for name in found} ^ {layer["name"] for layer in layers}
    if extra:
        yield Difference(name, layers[-1], "layers", len(layers), sorted(extra))


def chain_differences(layers: list[Record], program: str) -> Iterator[Difference]:
    """Every fact in which a chain of modules differs from the steps of its program."""
    _, *steps = rows(program).items()
    named = dict(zip((name for name, _ in steps), layers, strict=True))
    return torch_differences(named, program)


def _shapes(recorded: list[Any]) -> Iterator[list[int | None]]:
    """The shapes of one output, or of several, however they nest."""
    if any(isinstance(part, list) for part in recorded):
        for part in recorded:
            yield from _shapes(part)
    else:
        yield recorded


def _of(name: str, found: dict[str, Record]) -> Record:
    """The row of a layer; a pipeline hands on what the last of its layers does."""
    inside = [row for path, row in found.items() if path.startswith(f"{name}.")]
    return found[name] if name in found else inside[-1]


def torch_differences(layers: dict[str, Record], program: str) -> Iterator[Difference]:
    """Every fact in which modules of torch differ from the layers of these names."""
    found = rows(program)
    for name, layer in layers.items():
        row = found[name]
        # The shape of a loss's output is not recorded: it is a number for the whole batch.
        facts = ("trainable", "buffered") if layer["output_shape"] is None else _TORCH_FACTS
        further = ("further_outputs",) if "further_outputs" in layer else ()
        for fact in (*facts, *further):
            if row[fact] != layer[fact]:
                yield Difference(name, layer, fact, layer[fact], row[fact])
        if row["non_trainable"]:
            yield Difference(name, layer, "non_trainable", 0, row["non_trainable"])
        tensors = sorted(shape for _, shape in layer["parameters"])
        derived = sorted(shape for shape, _ in row["weights"])
        if derived != tensors:
            yield Difference(name, layer, "parameters", tensors, derived)


_TORCH_FACTS = ("output_shape", "trainable", "buffered")
