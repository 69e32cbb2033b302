"""Draws whole networks at random and builds them in Keras as they grow.

What Keras refuses on the way is kept as well: the layer, and the shapes that it was put on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.frameworks.drawing import Draw, Shape, size
from tests.frameworks.keras_classes import CLASSES, inputs_of, shape_of
from tests.frameworks.keras_measuring import built
from tests.frameworks.keras_pictures import PICTURES
from tests.frameworks.keras_programs import MERGES
from tests.frameworks.records import Record

_LARGEST = 40_000
_MOST_REFUSED = 5

# What a network of a theme is built of most of the time, and the axes of its input.
THEMES: dict[str, tuple[int, tuple[str, ...]]] = {
    "cnn1d": (2, ("Conv1D", "SeparableConv1D", "DepthwiseConv1D", "MaxPooling1D", "AvgPool1D")),
    "cnn2d": (3, ("Conv2D", "SeparableConv2D", "DepthwiseConv2D", "MaxPool2D", "ZeroPadding2D")),
    "cnn3d": (4, ("Conv3D", "MaxPooling3D", "Cropping3D", "ZeroPadding3D", "AveragePooling3D")),
    "autoencoder": (3, ("Conv2D", "Conv2DTranspose", "UpSampling2D", "MaxPooling2D")),
    "embedding": (1, ("Embedding", "LSTM", "Dense", "LayerNormalization", "Bidirectional")),
    "mlp": (1, ("Dense", "Dropout", "BatchNormalization", "Activation", "Reshape")),
    "recurrent": (2, ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "TimeDistributed")),
    "transformer": (
        2,
        ("MultiHeadAttention", "GroupQueryAttention", "LayerNormalization", "Dense"),
    ),
    "video": (4, ("ConvLSTM2D", "TimeDistributed", "Conv3D", "MaxPooling3D")),
}
_QUERIES = ("MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention")
# Not inside a network: they hand on several outputs, or cannot be put on symbols.
_APART = frozenset({"Dot", *(name for name, kind in CLASSES.items() if kind.eager)})


@dataclass
class Growing:
    """A network that grows layer by layer."""

    draw: Draw
    favourites: tuple[str, ...]
    layers: list[Record] = field(default_factory=list)
    refused: list[tuple[list[Shape], Record, str]] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)

    @property
    def last(self) -> str:
        return self.layers[-1]["name"]

    def shape(self, name: str) -> Shape:
        return list(self.outputs[name].shape[1:])

    def put(self, name: str, arguments: Record, inbound: list[str]) -> bool:
        """Put a layer on earlier ones; whether Keras takes it."""
        number = sum(layer["class"] == name for layer in self.layers)
        label = f"{name.lower()}_{number}" if self.draw.chance(0.9) else f"{name}{number}"
        record: Record = {"name": label, "class": name, "arguments": arguments, "inbound": inbound}
        try:
            measured = built(record, self.outputs)
        except Exception as error:  # noqa: BLE001 - of every kind
            self.refused.append(([self.shape(one) for one in inbound], record, str(error)))
            return False
        self.layers.append(measured)
        return True

    def forget(self) -> None:
        """Take the last layer away again."""
        del self.outputs[self.layers.pop()["name"]]

    def begin(self, axes: int, *, whole_numbers: bool) -> None:
        options = {"dtype": "int32"} if whole_numbers else {}
        record: Record = {"class": "InputLayer", "inbound": []}
        name = "input" if not self.layers else f"input_{len(self.layers)}"
        shape = shape_of(self.draw, axes)
        if whole_numbers:
            shape = [self.draw.randint(2, 12)]
        record |= {"name": name, "arguments": {"shape": shape} | options}
        self.layers.append(built(record, self.outputs))

    def grow(self, onto: str) -> bool:
        """One more layer on an output."""
        shape = self.shape(onto)
        name = self._chosen(shape)
        arguments = CLASSES[name].arguments(self.draw, shape)
        arguments.pop("return_state", None)
        if arguments.get("merge_mode", "") is None:
            arguments["merge_mode"] = "concat"
        for inner in (arguments.get("layer"), arguments.get("backward_layer")):
            if inner is not None:
                inner["arguments"].pop("return_state", None)
        inbound = [onto, *self._keys(name, shape)]
        if not self.put(name, arguments, inbound):
            return False
        output = self.shape(self.last)
        if None in output or size(output) > _LARGEST:
            self.forget()
            return False
        return True

    def _chosen(self, shape: Shape) -> str:
        fitting = [
            name
            for name, kind in CLASSES.items()
            if len(shape) in kind.axes
            and name not in _APART
            and name not in MERGES
            # Pictures have three channels, and whole numbers come from an input alone.
            and (name not in PICTURES or shape[-1] == 3)
            and (kind.dtype is None or self.layers[-1]["arguments"].get("dtype") == kind.dtype)
        ]
        liked = [name for name in self.favourites if name in fitting]
        if self.layers[-1]["arguments"].get("dtype") == "int32":
            return "Embedding" if "Embedding" in fitting else "Flatten"
        return self.draw.choice(liked if liked and self.draw.chance(0.6) else fitting)

    def _keys(self, name: str, shape: Shape) -> list[str]:
        """Earlier outputs that an attention takes for its values and keys."""
        if name not in _QUERIES:
            return []
        alike = [
            other
            for other in self.outputs
            if len(self.shape(other)) == len(shape) and self.shape(other)[1:] == shape[1:]
        ]
        if name in _QUERIES[:2] and self.draw.chance(0.5):
            return []
        return [self.draw.choice(alike)] * self.draw.choice((1, 1, 2))

    def branch(self) -> bool:
        """Several branches from one output, joined."""
        fork, ends = self.last, [self.last] if self.draw.chance(0.4) else []
        for _ in range(self.draw.randint(2 - len(ends), 3)):
            end = fork
            for _ in range(self.draw.randint(1, 2)):
                if self.grow(end):
                    end = self.last
            ends.append(end)
        return self.join(ends)

    def join(self, ends: list[str]) -> bool:
        """Earlier outputs joined, where a layer joins such shapes."""
        names = [name for name in MERGES if name != "Subtract" or len(ends) == 2]
        name = self.draw.choice(sorted(names))
        shape = self.shape(ends[0])
        if len(ends) < 2 or len({len(self.shape(end)) for end in ends}) > 1:
            return False
        return self.put(name, CLASSES[name].arguments(self.draw, shape), ends)

    def rejoin(self) -> bool:
        """The last output joined with an earlier one of its shape."""
        shape = self.shape(self.last)
        alike = [name for name in self.outputs if self.shape(name) == shape and name != self.last]
        return bool(alike) and self.join([self.last, self.draw.choice(alike)])


def drawn_network(seed: int) -> Growing:
    """A network of 3 to 25 layers, its theme and all else by the seed."""
    draw = Draw(f"network {seed}")
    theme = draw.choice(sorted(THEMES))
    axes, favourites = THEMES[theme]
    whole = theme == "embedding" or (theme == "transformer" and draw.chance(0.5))
    network = Growing(draw, favourites)
    network.begin(1 if whole else axes, whole_numbers=whole)
    if draw.chance(0.1):
        network.begin(axes, whole_numbers=False)
    wanted, straight = draw.randint(3, 25), draw.chance(0.4)
    while len(network.layers) < wanted and len(network.refused) < _MOST_REFUSED:
        roll = draw.random()
        if straight or roll < 0.65:
            network.grow(network.last)
        elif roll < 0.85:
            network.branch()
        elif roll < 0.95:
            network.rejoin()
        else:
            network.grow(draw.choice(sorted(network.outputs)))
    return network


def refused_layers(network: Growing) -> list[tuple[list[Record], str]]:
    """What Keras refused on the way: each layer on inputs of the same shapes."""
    found: list[tuple[list[Record], str]] = []
    for shapes, record, error in network.refused:
        inputs = inputs_of(shapes, CLASSES[record["class"]].dtype)
        inbound = [one["name"] for one in inputs]
        found.append(([*inputs, record | {"name": "layer", "inbound": inbound}], error))
    return found
