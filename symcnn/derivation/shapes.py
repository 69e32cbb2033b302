"""Derives the shape of a layer's output, axis by axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from symcnn.derivation.chains import chain
from symcnn.derivation.counts import Derivation
from symcnn.derivation.document import Chain, Origin
from symcnn.derivation.forms import axis_formula
from symcnn.derivation.letters import Letters
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Part, Size
from symcnn.derivation.sections import Derived, Pair
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import names
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Axis
from symcnn.layers.roles import ROLES
from symcnn.network.graph import Node
from symcnn.network.network import Network

_KEPT = "size"


def axes_of(node: Node) -> tuple[Axis, ...]:
    """The output axes that have something to derive."""
    return tuple(axis for axis in node.resolved.output or () if axis.formula != _KEPT)


def derived(pair: Pair, letters: Letters, symbols: Mapping[str, Value]) -> Derived:
    """The lines of each axis; axes that are derived alike share their lines."""
    node = pair.valued
    if node.layer.begins:
        return Derived(reason="The shape of the input is given.")
    axes, further = axes_of(node), _further(node)
    if not axes:
        fewer = bool(node.inputs) and len(node.shape) < len(node.inputs[0].shape or ())
        reason = "The other axes stay as they are." if fewer else "The shape stays as it is."
        return Derived(reason=reason, remarks=further)
    one_world = pair.valued is pair.written
    chains: list[Chain] = []
    origins: dict[tuple[str, str], Origin] = {}
    alike: list[tuple[Axis, Axis]] = []
    for axis, written_axis in zip(axes, axes_of(pair.written), strict=True):
        same = next(
            (i for i, pair_ in enumerate(alike) if _same(pair_, (axis, written_axis))), None
        )
        if same is not None:
            joint = _and(chains[same].quantity, _called(axis, letters))
            chains[same] = replace(chains[same], quantity=joint)
            continue
        tree = axis_formula(axis.formula)
        roles = names(tree)
        chains.append(
            chain(
                _called(axis, letters),
                letters.lettered(tree, roles),
                tree,
                written_axis.roles,
                written_axis.roles if one_world else axis.roles,
                symbols,
            )
        )
        alike.append((axis, written_axis))
        for role in roles:
            origin = _origin(role, axis, node, letters)
            origins.setdefault((origin.symbol, str(origin.value)), origin)
    return Derived(tuple(chains), tuple(chains), origins=tuple(origins.values()), remarks=further)


def _further(node: Node) -> tuple[tuple[Part, ...], ...]:
    """What a layer gives besides its output: the names that `from( )` takes, and their shapes."""
    parts: list[Part] = []
    for name, shape in node.further_outputs.items():
        extents = Size(tuple(map(written, shape)))
        parts += ["; " if parts else "further outputs: ", f"{node.name}.{name}, ", extents]
    return (tuple(parts),) if parts else ()


def _called(axis: Axis, letters: Letters) -> str:
    """The axis by its name, or by the notation's letter for a window's output."""
    letter = letters.output
    return letter if letter and _KEPT in axis.roles else letters.quantity(axis.name)


def _and(first: str, second: str) -> str:
    return first if first == second else f"{first}, {second}"


def _same(first: tuple[Axis, Axis], second: tuple[Axis, Axis]) -> bool:
    return all(
        one.formula == other.formula and one.roles == other.roles
        for one, other in zip(first, second, strict=True)
    )


def _origin(role: str, axis: Axis, node: Node, letters: Letters) -> Origin:
    before = node.inputs[0].layer if node.inputs else node.name
    received = role == "size"
    called = "the input" if before == "input" else before
    known = node.layer.words.get(role) or ROLES.get(role, role)
    reaches = node.inputs[0].reaches if node.inputs else ""
    source = f"that reaches {reaches}" if reaches else f"of {called}"
    words = f"the {axis.name} {source}" if received else known
    value = written(axis.roles[role])
    return Origin(
        letters.of(role), value, words, before if received else node.name, not received, node.span
    )


class ShapeDerivation(Derivation):
    """The output shapes of a network."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def uses(self, pairs: Sequence[Pair]) -> Iterable[tuple[str, Value]]:
        """The roles of every axis that has something to derive."""
        for pair in pairs:
            for axis in axes_of(pair.written):
                yield from axis.roles.items()

    def derived(self, pair: Pair, letters: Letters) -> Derived:
        """The lines of each axis."""
        return derived(pair, letters, self.network.values)


def begin(network: Network, request: Request) -> Derivation:
    """The output shapes of a network."""
    return ShapeDerivation(network)
