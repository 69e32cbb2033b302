"""A layer's section: its heading, its derivation and its counts."""

from __future__ import annotations

from typing import Any

from symcnn.derivation.copies import remarks
from symcnn.derivation.document import Chain, Figure, Origin, Section, WeightRow
from symcnn.derivation.rows import Part, Row, Size
from symcnn.formula.arithmetic import Value
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Noun, Phrase
from symcnn.network.graph import Node
from symcnn.records import value_record


@value_record
class Pair:
    """A layer with all values put in, and the same layer in its author's symbols."""

    valued: Node
    written: Node


@value_record
class Derived:
    """What a count has to say of one layer; the fields are those of a section.

    ``once`` are remarks that a page makes once, with the first layer of which they are true.
    """

    chains: tuple[Chain, ...] = ()
    brief: tuple[Chain, ...] = ()
    nothing: Chain | None = None
    figure: Figure | None = None
    origins: tuple[Origin, ...] = ()
    words: tuple[Part, ...] = ()
    reason: str = ""
    remarks: tuple[tuple[Part, ...], ...] = ()
    once: tuple[tuple[Part, ...], ...] = ()


def weight_rows(node: Node) -> tuple[WeightRow, ...]:
    """The weight tensors of a layer; what it keeps as buffers is none."""
    return tuple(
        WeightRow(tensor.name, tensor.shape, tensor.trainable, tensor.copies)
        for tensor in node.weights
        if not tensor.buffer
    )


def section(pair: Pair, derived: Derived, row: Row) -> Section:
    """The section of a layer around the derivation of one of its counts."""
    node = pair.valued
    return Section(
        row,
        node.layer.title,
        described(node.resolved.describe),
        weight_rows(node),
        derived.origins,
        derived.chains,
        derived.brief,
        derived.nothing,
        derived.figure,
        derived.words,
        derived.reason,
        (*derived.remarks, *remarks(node)),
    )


def described(phrase: Phrase) -> tuple[Part, ...]:
    """A layer's description with its numbers as formulas."""
    return tuple(map(_part, phrase))


def _part(part: Any) -> Part:
    if isinstance(part, str):
        return part
    if isinstance(part, Noun):
        return part.word
    if isinstance(part, tuple):
        extents: tuple[Value, ...] = part  # pyright: ignore[reportUnknownVariableType]
        return Size(tuple(map(written, extents)))
    return written(part)
