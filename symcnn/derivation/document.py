"""What a worked solution consists of. Renderers print it and know nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node
from symcnn.layers.declaration import Shape
from symcnn.source import Span

# A piece of a sentence: words, a formula, or a size.
Part: TypeAlias = "str | Node | Size"


@dataclass(frozen=True, slots=True, eq=False)
class Size:
    """Extents to be joined by the size sign."""

    extents: tuple[Node, ...]


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
class Row:
    """A layer's row in a table: where its input comes from, its output, its counts.

    Shapes leave the batch out. ``activation_size`` is the number of values in the output;
    ``shared_with`` names the layer whose weights this one uses again.
    """

    name: str
    type: str
    inputs: tuple[str, ...]
    input_shapes: tuple[Shape, ...]
    output_shape: Shape
    activation_size: Value
    parameters: Value
    trainable: Value
    non_trainable: Value
    shared_with: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class WeightRow:
    """A weight tensor in a layer's section."""

    name: str
    shape: Shape
    trainable: bool


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A layer: its heading, where its numbers come from, its derivation, its counts.

    ``words`` say what the formula counts, ``reason`` why there is nothing to derive, ``remarks``
    are further sentences.
    """

    row: Row
    title: str
    description: tuple[Part, ...]
    weights: tuple[WeightRow, ...] = ()
    origins: tuple[Origin, ...] = ()
    chains: tuple[Chain, ...] = ()
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
class Totals:
    """The counts of the whole network, and how the total comes about."""

    parameters: Value
    trainable: Value
    non_trainable: Value
    chains: tuple[Chain, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A worked solution: sections in the order of the network, then the total.

    ``count`` and ``method`` say what was derived and how; ``title`` is the name of the source.
    """

    title: str
    count: str
    method: str
    detail: str
    sections: tuple[Section, ...]
    totals: Totals
    legend: tuple[LegendEntry, ...] = ()
    symbols: Mapping[str, Value | None] = field(default_factory=dict[str, "Value | None"])
    whole: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One row for each layer, and the totals."""

    title: str
    rows: tuple[Row, ...]
    totals: Totals
    symbols: Mapping[str, Value | None] = field(default_factory=dict[str, "Value | None"])
