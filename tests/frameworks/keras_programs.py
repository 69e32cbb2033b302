"""Writes a network that Keras reported on as a program: Keras's classes, labels, ``from( )``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.frameworks.records import Record, load
from tests.frameworks.spelling import Spelling

PREFIXES = ("keras.layers.", "tf.keras.layers.", "layers.", "L.")
MERGES = frozenset({"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"})
# Other class names of the same layer, drawn now and then.
_ALIASES = {
    "MaxPooling": "MaxPool",
    "AveragePooling": "AvgPool",
    "GlobalAveragePooling": "GlobalAvgPool",
    "GlobalMaxPooling": "GlobalMaxPool",
    "Conv": "Convolution",
    "SeparableConv": "SeparableConvolution",
}


def spelling(seed: int | None = None) -> Spelling:
    """Keras's spelling; plain without a seed."""
    orders: Mapping[str, Sequence[str]] = {
        name: [argument for argument, _ in arguments]
        for name, arguments in load("keras_signatures")["classes"].items()
    }
    return Spelling(orders, PREFIXES, seed)


def program(layers: list[Record], spelled: Spelling | None = None) -> str:
    """The program of a network, one labelled step for each layer."""
    return _Writer(spelled or spelling()).program(inlined(layers))


def inlined(layers: list[Record]) -> list[Record]:
    """The layers with those of nested models in the place of the model.

    The model's name then stands for its last layer, and its own input for what it is put on.
    """
    flat: list[Record] = []
    names: dict[str, str] = {}
    for layer in layers:
        here = dict(layer, inbound=[names.get(name, name) for name in layer["inbound"]])
        if layer.get("kind") != "model":
            flat.append(here)
            continue
        inner = inlined(layer["layers"])
        first, *rest = inner
        assert first["class"] == "InputLayer"
        (outside,) = here["inbound"]
        for one in rest:
            one["inbound"] = [outside if n == first["name"] else n for n in one["inbound"]]
        flat += rest
        names[layer["name"]] = rest[-1]["name"]
    return flat


class _Writer:
    def __init__(self, spelled: Spelling) -> None:
        self._spelled = spelled

    def program(self, layers: list[Record]) -> str:
        parts: list[str] = []
        before: str | None = None
        for layer in layers:
            inbound = layer["inbound"]
            step = self._step(layer)
            if layer["class"] == "InputLayer" or inbound == [before]:
                arrow = bool(parts) and layer["class"] != "InputLayer" and self._spelled.chance(0.3)
                parts.append(f"{' -> ' if arrow else chr(10)}{step}")
            elif len(inbound) > 1 and layer["class"] in MERGES and self._takes_labels(layer):
                parts.append(f"\n{self._merge(layer)}")
            else:
                parts.append(f"\nfrom({', '.join(inbound)}) -> {step}")
            before = layer["name"]
        return "".join(parts).strip() + "\n"

    def _step(self, layer: Record) -> str:
        layer = _known(layer)
        if layer["class"].islower():
            return f"{layer['name']}: {self._spelled.plain(layer)}"
        if self._spelled.chance(0.15):
            layer = dict(layer, **{"class": _alias(layer["class"])})
        name: Any = layer["name"]
        if self._spelled.chance(0.3):
            return self._spelled.layer(layer, f"name={self._spelled.value(name)}")
        return f"{name}: {self._spelled.layer(layer)}"

    def _takes_labels(self, layer: Record) -> bool:
        return not layer["arguments"] and self._spelled.one_of("labels", "from") == "labels"

    def _merge(self, layer: Record) -> str:
        word = "concat" if layer["class"] == "Concatenate" else layer["class"].lower()
        return f"{layer['name']}: {word}({', '.join(layer['inbound'])})"


def _alias(name: str) -> str:
    for prefix, other in _ALIASES.items():
        rest = name.removeprefix(prefix)
        if rest != name and rest in ("1D", "2D", "3D"):
            return other + rest
    return name


def _known(layer: Record) -> Record:
    """A layer in words of the language: classes of some applications alone, and operations.

    ConvNeXt's scale is a weight per channel, InceptionResNet's a sum, and an operation on one
    tensor and numbers keeps its shape.
    """
    if layer["class"] == "LayerScale":
        return dict(layer, arguments={}, **{"class": "layer_scale"})
    if layer["class"] == "CustomScaleLayer":
        return dict(layer, arguments={}, **{"class": "Add"})
    if layer.get("kind") == "op":
        kind = "Identity" if len(layer["inbound"]) == 1 else layer["class"]
        return dict(layer, arguments={}, **{"class": kind})
    return layer
