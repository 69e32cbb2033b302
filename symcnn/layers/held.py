"""Layers inside a layer: one after the other, each handed what the one before it gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from symcnn.layers.arguments import Required
from symcnn.layers.declaration import Axis, Held, Layer, Part, Shape, Site, kept
from symcnn.records import record


def part_of(
    site: Site,
    layer: Layer,
    name: str,
    inputs: tuple[Shape, ...],
    shape: Shape,
    given: Mapping[str, Any],
) -> Part:
    """A layer of the catalogue that is a part of another by nature, with its default arguments.

    ``shape`` is what it gives, ``given`` are the arguments that have no default or another value.
    """
    arguments = {
        argument.name: argument.default_at(0, site.convention)
        for argument in layer.arguments
        if not isinstance(argument.default, Required) and not argument.kind.ignored
    }
    arguments |= {"trainable": site["trainable"], **given}
    inner = Site(arguments, inputs, 0, site.checked, site.convention)
    return Part(name, layer, inner, layer.resolve(inner), shape)


@record
class Built:
    """A layer that keeps its input's shape, made by the layer that holds it for itself."""

    site: Site
    layer: Layer
    given: Mapping[str, Any]

    def __call__(self, *inputs: Shape, name: str = "", **changed: Any) -> Part:
        """The layer applied."""
        given = {**self.given, **changed}
        return part_of(self.site, self.layer, name or self.layer.name, inputs, inputs[0], given)


def in_turn(layers: Sequence[Held], shape: Shape, before: str = "the input") -> tuple[Part, ...]:
    """The layers applied one after the other, the first of them to an input of a shape.

    Those of one kind are numbered: ``dense1``, ``dense2``. ``before`` is what the first is
    applied to.
    """
    kinds = Counter(held.layer.name for held in layers)
    numbers: Counter[str] = Counter()
    parts: list[Part] = []
    received = ""
    for held in layers:
        name = held.layer.name
        if kinds[name] > 1:
            numbers[name] += 1
            name = f"{name}{numbers[name]}"
        part = replace(held(shape, name=name), received=received)
        received = gives(part, parts[-1].name if parts else before) or received
        parts.append(part)
        shape = part.shape
    return tuple(parts)


def gives(part: Part, before: str = "the input") -> str:
    """Where the channels of a layer's output come from, empty where they are its input's."""
    return given_by(part, before).replace("{layer}", part.name)


def given_by(part: Part, before: str = "the input") -> str:
    """The same words, with ``{layer}`` in the place of the layer's name."""
    words = part.resolved.channels or part.layer.channels
    return words.replace("{shape} ", "").replace("{before}", before)


def output_axes(part: Part) -> tuple[Axis, ...]:
    """The axes of a layer's output, each with its formula."""
    if part.resolved.output is not None:
        return part.resolved.output
    return tuple(kept(f"axis {index + 1}", size, "size") for index, size in enumerate(part.shape))
