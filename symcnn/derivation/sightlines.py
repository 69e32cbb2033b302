"""Follows each input of a network through all its layers: what each output shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from symcnn.derivation.counted import part_of
from symcnn.derivation.fields import Along, Field, Unknown, itself
from symcnn.derivation.passes import NotAlike, after_passes
from symcnn.derivation.seeing import seen, united
from symcnn.layers.declaration import Part
from symcnn.layers.sight import Sights, Undefined, Window, pointwise
from symcnn.network.graph import Graph, Node, Output
from symcnn.network.repetition import Repetition

# For each input of the network that reaches a map, the fields of the input's axes.
State: TypeAlias = Mapping[str, "tuple[Field, ...]"]


def sights_of(node: Node) -> Sights:
    """What a layer says that its outputs see; without a word, each the place of its own."""
    layer = node.layer
    if layer.sees is not None:
        return layer.sees(node.site, node.resolved, node.shape)
    if node.resolved.output is None and len(node.site.inputs) == 1:
        return (pointwise(node.shape),)
    reason = f"{layer.name} does not say what its outputs see"
    unsaid = Undefined(reason, tuple(range(len(node.shape))))
    return tuple((unsaid,) * len(given) for given in node.site.inputs)


class Sightlines:
    """What the layers of one world show, and the axes of the inputs that fields are told of.

    A layer that stands for many is looked at in pass i.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.states: dict[str, State] = {}
        # What a repeated body is handed in pass i, by its path, and hands on after the last.
        self._entering: dict[str, dict[str, State]] = {}
        self._leaving: dict[str, State] = {}
        for path, nodes in groupby(graph.nodes.values(), _path):
            if path:
                self._repeated(list(nodes))
            else:
                self._passed(nodes)
        inputs = [node for node in graph.nodes.values() if node.layer.begins]
        # The axes of each input in space or time, and whether the first of them are steps.
        self.axes = {node.name: self._spatial_axes(node) for node in inputs}
        self.steps = {node.name: self._first_map(node)[1] for node in inputs}

    def given(self, node: Node) -> tuple[State, ...]:
        """What each input of a layer shows."""
        return tuple(self._given(node, output) for output in node.inputs)

    def _given(self, node: Node, output: Output) -> State:
        path, layer = _path(node), output.layer
        if path and _path(self.graph.nodes[layer]) == path:
            return self.states[layer]
        entering = self._entering.get(path, {}) if output.reaches else {}
        return entering.get(layer) or self._leaving.get(layer) or self.states[layer]

    def _passed(self, nodes: Iterator[Node] | Sequence[Node]) -> None:
        for node in nodes:
            self.states[node.name] = self._state(node)

    def _state(self, node: Node) -> State:
        if node.layer.begins:
            return {node.name: tuple(map(itself, range(len(node.shape))))}
        given, sights = self.given(node), sights_of(node)
        reached = dict.fromkeys(name for state in given for name in state)
        found: dict[str, tuple[Field, ...]] = {}
        for name in reached:
            extents = self.graph.nodes[name].shape
            columns = [
                [
                    seen(field, axes, extents[axis], node.name)
                    for axis, field in enumerate(state[name])
                ]
                for state, axes in zip(given, sights, strict=True)
                if name in state
            ]
            found[name] = tuple(map(united, zip(*columns, strict=True)))
        return found

    # --- bodies repeated a free number of times ---------------------------------------------------

    def _repeated(self, nodes: Sequence[Node]) -> None:
        """A body: one pass shows what each changes, and so what all of them do."""
        repetition = nodes[0].repeats[0]
        inside = {node.name for node in nodes}
        outside = [o for node in nodes for o in node.inputs if o.layer not in inside]
        leaving = {
            output.layer
            for node in self.graph.nodes.values()
            if node.name not in inside
            for output in node.inputs
            if output.layer in inside
        } or {nodes[-1].name}
        try:
            self._walk(nodes, repetition, outside, leaving)
        except NotAlike as reason:
            self._unknown(nodes, {output.layer for output in outside}, str(reason))

    def _walk(
        self,
        nodes: Sequence[Node],
        repetition: Repetition,
        outside: Sequence[Output],
        leaving: set[str],
    ) -> None:
        if not all(output.reaches for output in outside):
            raise NotAlike("each pass of a repeated body takes a layer outside of it again")
        entries = {output.layer for output in outside}
        if any(len(node.repeats) > 1 for node in nodes) or len(entries) != 1 or len(leaving) != 1:
            raise NotAlike("bodies repeated within bodies, or with several ends, are not followed")
        (entry,), (last,) = entries, leaving
        before = self._leaving.get(entry) or self.states[entry]
        self._passed(nodes)
        after = self.states[last]
        changes = {name: zip(before[name], after[name], strict=True) for name in before}
        passes = {
            name: [after_passes(one, other, repetition) for one, other in pairs]
            for name, pairs in changes.items()
        }
        path = repetition.path
        self._entering[path] = {
            entry: {name: tuple(here for here, _ in found) for name, found in passes.items()}
        }
        self._passed(nodes)
        self._leaving[last] = {
            name: tuple(end for _, end in found) for name, found in passes.items()
        }

    def _unknown(self, nodes: Sequence[Node], entries: set[str], reason: str) -> None:
        begun = [node for node in nodes if node.layer.begins]
        self._passed(begun)
        reached = {
            name: len(fields)
            for entry in (*entries, *(node.name for node in begun))
            for name, fields in self.states[entry].items()
        }
        for node in nodes:
            if node in begun:
                continue
            unknown = Unknown(tuple(range(len(node.shape))), reason)
            self.states[node.name] = {name: (unknown,) * count for name, count in reached.items()}

    # --- the axes of an input ---------------------------------------------------------------------

    def _spatial_axes(self, start: Node) -> tuple[int, ...]:
        """The axes of an input that are no channels: those in space or time."""
        channels, _ = self._first_map(start)
        return tuple(axis for axis in range(len(start.shape)) if axis != channels)

    def _first_map(self, start: Node) -> tuple[int | None, int]:
        """The channels of an input, None where it has none, and how many axes of steps are first.

        Which axis holds the channels is said by the first layer that has any.
        """
        count = len(start.shape)
        for node in self.graph.nodes.values():
            for state, sights, shape in zip(
                self.given(node), sights_of(node), node.site.inputs, strict=True
            ):
                fields = state.get(start.name)
                if fields is None:
                    continue
                found = _map_of(part_of(node, ""))
                if found is not None:
                    steps, channels_first = found
                    place = steps if channels_first else len(shape) - 1
                    along = [f.to if isinstance(f, Along) else None for f in fields]
                    channels = along.index(place) if place in along else count - 1
                    return channels, steps if along[:steps] == list(range(steps)) else 0
                if count == 1 and len(node.shape) > 1 and isinstance(sights[0], Window):
                    return None, 0
        return count - 1, 0


def _map_of(part: Part) -> tuple[int, bool] | None:
    """How many axes stand in front of the map that a layer takes, and if its channels are first."""
    if part.layer.spatial:
        return part.layer.leading, part.site.channels_first
    for inside in part.resolved.parts[:1]:
        found = _map_of(inside)
        if found is not None:
            return found[0] + len(part.site.inputs[0]) - len(inside.site.inputs[0]), found[1]
    return None


def _path(node: Node) -> str:
    """The path of the outermost body that a layer is repeated in, empty outside of all."""
    return node.repeats[0].path if node.repeats else ""
