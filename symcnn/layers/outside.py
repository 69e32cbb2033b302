"""Layers that other packages declare, found by their entry points."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from symcnn.errors import call_error
from symcnn.layers.declaration import Layer

GROUP = "symcnn.layers"


def declared(known: Collection[str]) -> tuple[Layer, ...]:
    """The layers of every entry point in the group; each is a Layer or an iterable of them.

    Raises:
        CallError: for one that cannot be loaded, is no layer or takes a ``known`` name.
    """
    from importlib.metadata import entry_points

    found: list[Layer] = []
    taken = set(known)
    for point in entry_points(group=GROUP):
        for layer in _loaded(point):
            for name in (layer.name, *layer.aliases, *layer.keras, *layer.torch):
                if name in taken:
                    raise call_error(
                        "entry-point",
                        f"the entry point '{point.name}' declares '{name}', which is known already",
                        "a known name cannot be replaced: give the layer another one",
                    )
            taken.update((layer.name, *layer.aliases, *layer.keras, *layer.torch))
            found.append(layer)
    return tuple(found)


def _loaded(point: Any) -> tuple[Layer, ...]:
    try:
        value: Any = point.load()
        layers: list[Any] = [value] if isinstance(value, Layer) else list(value)
    except Exception as error:  # noqa: BLE001 - a foreign module may raise anything
        message = f"the entry point '{point.name}' cannot be loaded: {error}"
        raise call_error("entry-point", message, f"it stands in {point.value}") from None
    for layer in layers:
        if not isinstance(layer, Layer):
            message = f"the entry point '{point.name}' gives a {type(layer).__name__}, no Layer"
            raise call_error("entry-point", message, f"it stands in {point.value}")
    return tuple(layers)
