"""All layers, found by native, Keras or other name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from symcnn.layers import (
    activations,
    convolution,
    dense,
    depthwise,
    inputs,
    merging,
    normalization,
    pooling,
    regularization,
    reshaping,
    resizing,
)
from symcnn.layers.arguments import FLAG, Argument, ignored
from symcnn.layers.declaration import Layer

_FAMILIES = (
    inputs,
    convolution,
    depthwise,
    pooling,
    resizing,
    reshaping,
    dense,
    normalization,
    activations,
    regularization,
    merging,
)
# What every layer takes besides its own arguments.
COMMON: tuple[Argument, ...] = (
    Argument("trainable", FLAG, True),
    *ignored("dtype", "autocast", "activity_regularizer"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A name that a program may use: the layer, and what that name fixes.

    ``keras`` says that arguments by position follow Keras's order strictly.
    """

    layer: Layer
    rank: int | None = None
    keras: bool = False


@cache
def entries() -> dict[str, Entry]:
    """Every name of the catalogue."""
    found: dict[str, Entry] = {}
    for layer in layers():
        for name in (layer.name, *layer.aliases):
            found.setdefault(name, Entry(layer))
        for name, rank in layer.keras.items():
            found[name] = Entry(layer, rank, keras=True)
    return found


@cache
def layers() -> tuple[Layer, ...]:
    """Every layer, in the order of the families."""
    return tuple(layer for family in _FAMILIES for layer in family.LAYERS)


def arguments_by_name(layer: Layer) -> dict[str, Argument]:
    """A layer's arguments by each of their names, with those that all layers take."""
    return dict(_named((*layer.arguments, *COMMON)))


def _named(arguments: Iterable[Argument]) -> Iterable[tuple[str, Argument]]:
    for argument in reversed(tuple(arguments)):
        for alias in argument.aliases:
            yield alias, argument
        yield argument.name, argument
