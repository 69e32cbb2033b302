"""A layer's section: its heading, its derivation and its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symcnn.derivation.document import Chain, Origin, Part, Row, Section, Size, WeightRow
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Phrase
from symcnn.network.graph import Node


@dataclass(frozen=True, slots=True)
class Pair:
    """A layer with all values put in, and the same layer in its author's symbols."""

    valued: Node
    written: Node


@dataclass(frozen=True, slots=True)
class Derived:
    """What a count has to say of one layer."""

    chains: tuple[Chain, ...] = ()
    origins: tuple[Origin, ...] = ()
    words: tuple[Part, ...] = ()
    reason: str = ""
    remarks: tuple[tuple[Part, ...], ...] = ()


def row_of(node: Node) -> Row:
    """The row of a layer."""
    return Row(
        node.name,
        node.layer.name,
        tuple(output.layer for output in node.inputs),
        tuple(output.shape or () for output in node.inputs),
        node.shape,
        node.activation_size,
        node.parameters,
        node.trainable,
        node.non_trainable,
        node.shared_with,
    )


def section(pair: Pair, derived: Derived) -> Section:
    """The section of a layer around the derivation of one of its counts."""
    node = pair.valued
    return Section(
        row_of(node),
        node.layer.title,
        described(node.resolved.describe),
        tuple(WeightRow(t.name, t.shape, t.trainable) for t in node.weights),
        derived.origins,
        derived.chains,
        derived.words,
        derived.reason,
        derived.remarks,
    )


def described(phrase: Phrase) -> tuple[Part, ...]:
    """A layer's description with its numbers as formulas."""
    return tuple(map(_part, phrase))


def _part(part: Any) -> Part:
    if isinstance(part, str):
        return part
    if isinstance(part, tuple):
        extents: tuple[Value, ...] = part  # pyright: ignore[reportUnknownVariableType]
        return Size(tuple(map(written, extents)))
    return written(part)
