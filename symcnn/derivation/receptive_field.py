"""Derives the receptive field of a layer: how much of the input an output sees, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from symcnn.choices import RECEPTIVE_FIELD
from symcnn.derivation.counts import Derivation
from symcnn.derivation.field_axes import AxisLines, chains_of, lines_of, origins_of
from symcnn.derivation.fields import Along, Everything, Field, Lost, Unknown
from symcnn.derivation.letters import Letters
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Cell, Part, Place, Size
from symcnn.derivation.sections import Derived, Pair
from symcnn.derivation.sightlines import Sightlines, sights_of
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import AXES
from symcnn.layers.sight import Window
from symcnn.network.graph import Node
from symcnn.network.network import Network

_NOTE = (
    "Size is the extent of the input that an output sees, jump the distance between what two"
    " neighbours see, start the centre of what the first output sees. Places of the input are"
    " counted from 0, so that a field may begin before it, in the padding (A. Araujo,"
    " W. Norris, J. Sim (2019), Computing receptive fields of convolutional neural networks)"
)
_ITSELF = "Each place of the input sees itself."
_NO_AXES = "The input has no axes in space or time, so that there is nothing to see a part of."
_WHOLE = "It sees the whole input."
_LOST = "Each value sees as much as before; its place follows no axis, so that there is no jump."
_TOGETHER = "It sees what its inputs see together."
_PARTLY = "Of an axis without jump it sees all."
_UNLIKE = "fields are of unlike size here: the size told is that of the largest"
_KEPT = "Each value sees what the value in its place sees."


class FieldDerivation(Derivation):
    """The receptive fields of a network."""

    notes = ((_NOTE,),)

    def __init__(self, network: Network) -> None:
        self.network = network

    @cached_property
    def _valued(self) -> Sightlines:
        return Sightlines(self.network.graph)

    @cached_property
    def _written(self) -> Sightlines:
        graph = self.network.written
        return self._valued if graph is self.network.graph else Sightlines(graph)

    def _world(self, node: Node) -> Sightlines:
        own = self.network.graph.nodes.get(node.name) is node
        return self._valued if own else self._written

    # --- values -------------------------------------------------------------------------------

    def cells(self, node: Node) -> Mapping[str, Cell]:
        """Size, jump and start for each axis of the input in space or time."""
        groups = _told(self._world(node), node)
        cells: dict[str, Cell] = {RECEPTIVE_FIELD: None, "jump": None, "start": None}
        if len(groups) != 1 or not groups[0][1]:
            return cells
        fields = groups[0][1]
        sizes = [field.size for field in fields if not isinstance(field, Unknown)]
        along = [field for field in fields if isinstance(field, Along)]
        if len(sizes) == len(fields):
            cells[RECEPTIVE_FIELD] = tuple(sizes)
        if len(along) == len(fields):
            cells["jump"] = Place(tuple(field.jump for field in along))
            cells["start"] = Place(tuple(field.start for field in along))
        return cells

    # --- lines --------------------------------------------------------------------------------

    def uses(self, pairs: Sequence[Pair]) -> Iterable[tuple[str, Value]]:
        """The roles in the lines of every axis."""
        for pair in pairs:
            for axis in self._axes(pair):
                yield from axis.uses()

    def derived(self, pair: Pair, letters: Letters) -> Derived:
        """The lines of each axis, or in words what an output sees."""
        node = pair.valued
        groups = _told(self._valued, node)
        if len(groups) > 1:
            return Derived(reason="It sees unlike much of each input.", remarks=(_each(groups),))
        fields = groups[0][1]
        reason = _reason(node, fields)
        axes = self._axes(pair)
        if not axes:
            return Derived(reason=reason)
        chains = chains_of(axes, letters, self.network.values)
        told = any(axis.formulas for axis in axes)
        unlike = any(isinstance(field, Along) and not field.plain for field in fields)
        return Derived(
            chains,
            chains,
            origins=origins_of(axes, pair, letters, self.network.graph.nodes),
            reason=reason or ("" if told else _TOGETHER if len(node.inputs) > 1 else _KEPT),
            remarks=(*_enlarged(node), *(((_UNLIKE,),) if unlike else ())),
        )

    def _axes(self, pair: Pair) -> Sequence[AxisLines]:
        """The lines of each axis that is told of, where all can be told."""
        groups = _told(self._valued, pair.valued)
        if len(groups) != 1 or any(isinstance(field, Unknown) for field in groups[0][1]):
            return ()
        start = groups[0][0][0]
        axes = self._valued.axes[start]
        called = _called(axes, self._valued.steps[start])
        worlds = self._valued, self._written
        return [
            lines_of(pair, *worlds, start, axis, name)
            for axis, name in zip(axes, called, strict=True)
        ]


def _called(axes: Sequence[int], steps: int) -> tuple[str, ...]:
    """What axes are called, the steps of a sequence of maps apart."""
    extents = AXES.get(len(axes) - steps)
    if steps == 1 and extents is not None:
        return ("steps", *extents)
    return AXES.get(len(axes)) or tuple(f"axis_{axis + 1}" for axis in axes)


def _enlarged(node: Node) -> tuple[tuple[Part, ...], ...]:
    """Why windows are larger than the layer's own."""
    if node.layer.begins:
        return ()
    sights = (sight for axes in sights_of(node) for sight in axes)
    words = (sight.words for sight in sights if isinstance(sight, Window))
    return tuple((told,) for told in dict.fromkeys(filter(None, words)))


def _told(lines: Sightlines, node: Node) -> list[tuple[list[str], tuple[Field, ...]]]:
    """What is told of the axes in space or time, each with the inputs that are seen so."""
    groups: list[tuple[list[str], tuple[Field, ...]]] = []
    for name, fields in lines.states[node.name].items():
        own = tuple(fields[axis] for axis in lines.axes[name])
        for names, others in groups:
            if list(map(_shown, own)) == list(map(_shown, others)):
                names.append(name)
                break
        else:
            groups.append(([name], own))
    return groups


def _shown(field: Field) -> tuple[object, ...]:
    match field:
        case Along():
            return field.size, field.jump, field.start
        case Lost() | Everything():
            return type(field), field.size
        case Unknown():
            return type(field), field.reason


def _reason(node: Node, fields: Sequence[Field]) -> str:
    """What there is to say in words."""
    if node.layer.begins:
        return _ITSELF if fields else _NO_AXES
    if not fields:
        return _NO_AXES
    for field in fields:
        if isinstance(field, Unknown):
            return f"It is not defined from here: {field.reason}."
    if all(isinstance(field, Everything) for field in fields):
        return _WHOLE
    if any(isinstance(field, Lost) for field in fields):
        return _LOST
    return _PARTLY if any(isinstance(field, Everything) for field in fields) else ""


def _each(groups: Sequence[tuple[list[str], tuple[Field, ...]]]) -> tuple[Part, ...]:
    """What is seen of each input, in a sentence."""
    parts: list[Part] = []
    for names, fields in groups:
        parts.append(f"{', of' if parts else 'Of'} {' and '.join(names)} ")
        sizes = [field.size for field in fields if not isinstance(field, Unknown)]
        if len(sizes) < len(fields):
            parts.append("what is not defined from here")
        else:
            parts += [Size(tuple(map(written, sizes))) if sizes else "all"]
    return tuple(parts)


def begin(network: Network, request: Request) -> Derivation:
    """The receptive fields of a network."""
    return FieldDerivation(network)
