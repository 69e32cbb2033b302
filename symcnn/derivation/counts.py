"""The counts: what pages call each, and where its derivation is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from symcnn.choices import (
    COLUMNS,
    DEFAULT_COLUMNS,
    MACS,
    MEMORY,
    PARAMETERS,
    RECEPTIVE_FIELD,
    SHAPE,
)
from symcnn.derivation.rows import Column
from symcnn.records import record

if TYPE_CHECKING:
    from symcnn.derivation.counted import Counted
    from symcnn.derivation.document import Closing, Figure
    from symcnn.derivation.letters import Letters
    from symcnn.derivation.request import Request
    from symcnn.derivation.rows import Cell, Part
    from symcnn.derivation.sections import Derived, Pair
    from symcnn.formula.arithmetic import Value
    from symcnn.network.graph import Node
    from symcnn.network.network import Network


class Derivation:
    """One count of one network, as a reader asked for it.

    ``how`` says in words how the total came about, for a line under the title; empty where there
    is no total. ``notes`` are sentences about the count as a whole; ``conventions`` are those that
    it was derived under, by name. ``subject`` and ``columns`` are there where the conventions ask
    for other words than those of the count itself, ``symbols`` where they bring symbols of their
    own.
    """

    how = ""
    subject = ""
    notes: tuple[tuple[Part, ...], ...] = ()
    conventions: Mapping[str, str | int] = MappingProxyType({})
    columns: tuple[Column, ...] = ()
    symbols: Mapping[str, Value | None] = MappingProxyType({})

    def uses(self, pairs: Sequence[Pair]) -> Iterable[tuple[str, Value]]:
        """The roles in the formulas of these layers, each with its value in symbols."""
        raise NotImplementedError

    def derived(self, pair: Pair, letters: Letters) -> Derived:
        """The lines of one layer.

        Raises:
            CheckError: when a line is not equal to the line before.
        """
        raise NotImplementedError

    def about(self, pair: Pair, letters: Letters) -> Derived:
        """What there is to say of one layer besides its lines."""
        raise NotImplementedError

    def counted(self, pair: Pair) -> Counted:
        """One layer on its way to the count: its form and its numbers."""
        raise NotImplementedError

    def figure(self, value: Value) -> Figure:
        """A value of the count with its noun."""
        raise NotImplementedError

    def cells(self, node: Node) -> Mapping[str, Cell]:  # noqa: ARG002
        """What the count adds to a layer's row, by column; the layer is of either world."""
        return {}

    def totals(self, nodes: Mapping[str, Node]) -> Mapping[str, Value]:  # noqa: ARG002
        """What the count adds to the network's totals, by name; the layers are of one world."""
        return {}

    def closing(self) -> Closing | None:
        """The total and how it comes about, where there is one."""
        return None


@record
class Count:
    """What pages call a count, and the module that derives it, by its function ``begin``.

    ``subject`` stands in the title of its pages, ``short`` where there is less room. ``columns``
    are those that it offers to tables, ``overview`` the names of the columns in the table on its
    own page. ``basic`` says that each row holds it, asked for or not; ``further`` that JSON holds
    its steps under its name.
    """

    name: str
    subject: str
    short: str
    columns: tuple[Column, ...]
    module: str
    overview: tuple[str, ...] = DEFAULT_COLUMNS
    basic: bool = False
    further: bool = True

    def begin(self, network: Network, request: Request) -> Derivation:
        """The derivation of this count for a network."""
        return cast(Derivation, import_module(self.module).begin(network, request))


COUNTS: Final = (
    Count(
        PARAMETERS,
        subject="Parameters",
        short="Parameters",
        columns=(
            Column("parameters", "parameters", "parameters"),
            Column("trainable", "trainable", "parameters"),
            Column("non_trainable", "non-trainable", "parameters"),
            Column("buffers", "buffers", "parameters"),
        ),
        module="symcnn.derivation.parameters",
        basic=True,
        further=False,
    ),
    Count(
        MACS,
        subject="Multiply-accumulates",
        short="Multiply-accumulates",
        columns=(Column(MACS, "MACs", "multiply-accumulates"),),
        overview=("shape", MACS),
        module="symcnn.derivation.macs",
    ),
    Count(
        MEMORY,
        subject="Memory",
        short="Memory",
        columns=(Column(MEMORY, "memory", "memory", unit="bytes"),),
        overview=("shape", PARAMETERS, MEMORY),
        module="symcnn.derivation.memory",
    ),
    Count(
        RECEPTIVE_FIELD,
        subject="Receptive fields",
        short="Receptive fields",
        columns=(
            Column(RECEPTIVE_FIELD, "receptive field", "receptive fields", extents=True),
            Column("jump", "jump", "receptive fields", extents=True),
            Column("start", "start", "receptive fields", extents=True),
        ),
        overview=("shape", RECEPTIVE_FIELD, "jump", "start"),
        module="symcnn.derivation.receptive_field",
    ),
    Count(
        SHAPE,
        subject="Output shapes",
        short="Shapes",
        columns=(
            Column("shape", "activation shape", "activations", extents=True),
            Column("size", "activation size", "activations"),
        ),
        module="symcnn.derivation.shapes",
        basic=True,
    ),
)


def count(name: str) -> Count:
    """The count of a name."""
    return next(count for count in COUNTS if count.name == name)


def column(name: str, *derivations: Derivation) -> Column:
    """The column of a name, as these derivations call it."""
    own = (column for derivation in derivations for column in derivation.columns)
    return next(column for column in (*own, *count(COLUMNS[name]).columns) if column.name == name)
