"""Tables and their rows: what stands in a column, and the row of a layer.

They stand apart from worked solutions, which a table need not wait for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from symcnn.choices import KERAS
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node as Formula
from symcnn.layers.declaration import Shape
from symcnn.network.graph import Node
from symcnn.records import record

# A piece of a sentence: words, a formula, or a size.
Part: TypeAlias = "str | Formula | Size"
# What stands in a column of a table: a count, extents, coordinates, or nothing where there is no
# such thing.
Cell: TypeAlias = "Value | Shape | Place | None"


@record
class Size:
    """Extents to be joined by the size sign."""

    extents: tuple[Formula, ...]


@record
class Place:
    """Coordinates, one for each axis; they stand beside each other, without the size sign."""

    coordinates: tuple[Value, ...]


@record
class Range:
    """An index and the passes that it runs through, by ones."""

    index: str
    lower: int
    upper: Value


@record
class Row:
    """A layer's row in a table: where its input comes from, its output, its counts.

    Shapes leave the batch out. ``activation_size`` is the number of values in the output;
    ``counts`` holds the layer's counts by name, ``parameters``, ``trainable``, ``non_trainable``
    and what else was asked for; ``shared_with`` names the layer whose weights this one uses again,
    ``repeat`` is for how many layers it stands, in a body repeated a free number of times: shapes
    are then those of the passes in ``ranges``, counts the sums over all. ``further_outputs`` are
    the shapes of what it gives besides its output, by name.
    """

    name: str
    type: str
    inputs: tuple[str, ...]
    input_shapes: tuple[Shape, ...]
    output_shape: Shape
    activation_size: Value
    counts: Mapping[str, Cell]
    shared_with: str | None = None
    repeat: Value | None = None
    ranges: tuple[Range, ...] = ()
    further_outputs: Mapping[str, Shape] = field(default_factory=dict[str, Shape])

    def cell(self, column: str) -> Cell:
        """What stands in a column."""
        if column in self.counts:
            return self.counts[column]
        return self.output_shape if column == "shape" else self.activation_size


@record
class Column:
    """A column of a table: its name in calls and JSON, its heading, what its values are.

    ``subject`` is its part in the words of a caption, ``unit`` the unit of its values;
    ``extents`` says that a cell holds extents, to be joined by the size sign.
    """

    name: str
    heading: str
    subject: str
    unit: str = ""
    extents: bool = False


@record
class SumRow:
    """A row below a table: its word, and its values by column."""

    word: str
    values: Mapping[str, Value]


@record
class Table:
    """One row for each layer, and the sums below.

    ``totals`` are the counts of the whole network by name, whether they have a column or not;
    ``notes`` are sentences about the network as a whole, ``convention`` is the framework that it
    follows.
    """

    title: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sums: tuple[SumRow, ...]
    totals: Mapping[str, Value]
    symbols: Mapping[str, Value | None] = field(default_factory=dict[str, "Value | None"])
    conventions: Mapping[str, str | int] = field(default_factory=dict[str, "str | int"])
    notes: tuple[tuple[Part, ...], ...] = ()
    convention: str = KERAS


def row_of(node: Node, *further: Mapping[str, Cell]) -> Row:
    """The row of a layer, with what further counts add to it."""
    counts: dict[str, Cell] = {
        "parameters": node.parameters,
        "trainable": node.trainable,
        "non_trainable": node.non_trainable,
        "buffers": node.buffers,
    }
    for cells in further:
        counts.update(cells)
    return Row(
        node.name,
        node.layer.name,
        tuple(output.layer for output in node.inputs),
        tuple(output.shape or () for output in node.inputs),
        node.shape,
        node.activation_size,
        counts,
        node.shared_with,
        node.repeat,
        tuple(Range(r.index, r.start, r.last) for r in node.repeats),
        node.further_outputs,
    )
