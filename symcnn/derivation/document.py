"""What a worked solution consists of. Renderers print it and know nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from symcnn.derivation.rows import Part, Row, Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node
from symcnn.layers.declaration import Shape
from symcnn.records import record
from symcnn.source import Span

FORMULA = "formula"
SUBSTITUTION = "substitution"
INTERMEDIATE = "intermediate"
RESULT = "result"


@record
class Step:
    """One line: a formula equal to the line before, and in words how it came from it."""

    kind: str
    formula: Node
    words: str = ""


@record
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


@record
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


@record
class WeightRow:
    """A weight tensor in a layer's section; ``copies`` says how many there are of its shape."""

    name: str
    shape: Shape
    trainable: bool
    copies: Value = 1


@record
class Figure:
    """A value and the noun of what it counts, ``608 parameters``.

    ``note`` says the same in another unit.
    """

    value: Value
    noun: str
    note: str = ""


@record
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


@record
class LegendEntry:
    """A letter, and what it stands for."""

    symbol: str
    words: str
    primed: bool = False


@record
class Closing:
    """The total of the count that a page derives, and how it comes about.

    ``parts`` is what the total consists of, each with its word; ``sentence`` says it in prose.
    """

    figure: Figure
    chains: tuple[Chain, ...] = ()
    parts: tuple[tuple[str, Value], ...] = ()
    sentence: tuple[Part, ...] = ()


@record
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
