"""What a worked solution consists of. Renderers print it and know nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from symcnn.choices import KERAS
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node
from symcnn.layers.declaration import Shape
from symcnn.source import Span

# A piece of a sentence: words, a formula, or a size.
Part: TypeAlias = "str | Node | Size"
# What stands in a column of a table: a count, extents, coordinates, or nothing where there is no
# such thing.
Cell: TypeAlias = "Value | Shape | Place | None"


@dataclass(frozen=True, slots=True, eq=False)
class Size:
    """Extents to be joined by the size sign."""

    extents: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Coordinates, one for each axis; they stand beside each other, without the size sign."""

    coordinates: tuple[Value, ...]


FORMULA = "formula"
SUBSTITUTION = "substitution"
INTERMEDIATE = "intermediate"
RESULT = "result"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One line: a formula equal to the line before, and in words how it came from it."""

    kind: str
    formula: Node
    words: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A quantity and the lines that lead to its value.

    ``quantity`` is a word (``parameters``) or a letter of the notation (``o``).
    """

    quantity: str
    steps: tuple[Step, ...]
    value: Value

    @property
    def brief(self) -> tuple[Step, ...]:
        """Formula, the values put in, the result."""
        kept = (step for step in self.steps[:-1] if step.kind in (FORMULA, SUBSTITUTION))
        return (*kept, self.steps[-1])


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where a number of a formula comes from: ``d = 8, the filters of CONV1``.

    ``layer`` is the layer that it comes from, ``span`` the text that gives it, where there is one.
    """

    symbol: str
    value: Node
    words: str
    layer: str
    own: bool
    span: Span | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """An index and the passes that it runs through, by ones."""

    index: str
    lower: int
    upper: Value


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class WeightRow:
    """A weight tensor in a layer's section; ``copies`` says how many there are of its shape."""

    name: str
    shape: Shape
    trainable: bool
    copies: Value = 1


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A value and the noun of what it counts, ``608 parameters``.

    ``note`` says the same in another unit.
    """

    value: Value
    noun: str
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A layer: its heading, where its numbers come from, its derivation, its counts.

    ``brief`` are the chains that stand for the layer where it has one line; ``nothing`` is the
    line of a layer without anything to count. ``words`` say what the formula counts, ``reason``
    why there is nothing to derive, ``remarks`` are further sentences.
    """

    row: Row
    title: str
    description: tuple[Part, ...]
    weights: tuple[WeightRow, ...] = ()
    origins: tuple[Origin, ...] = ()
    chains: tuple[Chain, ...] = ()
    brief: tuple[Chain, ...] = ()
    nothing: Chain | None = None
    figure: Figure | None = None
    words: tuple[Part, ...] = ()
    reason: str = ""
    remarks: tuple[tuple[Part, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LegendEntry:
    """A letter, and what it stands for."""

    symbol: str
    words: str
    primed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Closing:
    """The total of the count that a page derives, and how it comes about.

    ``parts`` is what the total consists of, each with its word; ``sentence`` says it in prose.
    """

    figure: Figure
    chains: tuple[Chain, ...] = ()
    parts: tuple[tuple[str, Value], ...] = ()
    sentence: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SumRow:
    """A row below a table: its word, and its values by column."""

    word: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A worked solution: sections in the order of the network, then the total.

    ``count`` and ``method`` say what was derived and how, ``how`` the latter in words; ``subject``
    and ``short`` name what was derived in a title, at length and in a word; ``title`` is the name
    of the source. ``further`` says that the steps of the count also stand under its name.
    ``closing`` is None where there is no total to tell. ``notes`` are sentences about the count as
    a whole, ``conventions`` what it was derived under, by name.
    """

    title: str
    count: str
    subject: str
    short: str
    method: str
    how: str
    detail: str
    sections: tuple[Section, ...]
    table: Table
    closing: Closing | None = None
    legend: tuple[LegendEntry, ...] = ()
    symbols: Mapping[str, Value | None] = field(default_factory=dict[str, "Value | None"])
    further: bool = False
    notes: tuple[tuple[Part, ...], ...] = ()
    conventions: Mapping[str, str | int] = field(default_factory=dict[str, "str | int"])
