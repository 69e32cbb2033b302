"""What the steps of a walk work on: the graph so far, and how to go on with a body."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from symcnn.errors import Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import Kind
from symcnn.layers.catalogue import Entry
from symcnn.layers.declaration import Held, LayerProblem, Resolved, Site
from symcnn.network.binding import Bound
from symcnn.network.binding import Step as BoundStep
from symcnn.network.bodies import Body
from symcnn.network.declarations import Declarations
from symcnn.network.graph import Graph, Node, Output
from symcnn.network.hints import agreeing_width
from symcnn.network.reader import Reader
from symcnn.network.repetition import Repetition
from symcnn.network.scope import Rejected, Scope, Symbols, rejected
from symcnn.network.worlds import reconciled
from symcnn.records import value_record
from symcnn.source import Source, Span
from symcnn.syntax import tree

if TYPE_CHECKING:
    from symcnn.network.limits import Limit

MAXIMUM_LAYERS = 20_000
# Steps that make no layer, such as skip, are bounded too.
MAXIMUM_STEPS = 10 * MAXIMUM_LAYERS

Handed: TypeAlias = tuple[Output, ...]
Label: TypeAlias = tuple[str, Span]


def too_many(span: Span) -> Rejected:
    """The exception for a network beyond the bound."""
    return rejected("too-large", f"more than {MAXIMUM_LAYERS} layers", span, "repeat fewer times")


@value_record
class Place:
    """Where a step is walked: its body, the names that it sees, what is handed to it."""

    body: Body
    scope: Scope
    handed: Handed


@value_record
class Sharing:
    """A body that is applied again: the start of its paths, and of the first application's."""

    prefix: str
    original: str

    def original_of(self, path: str) -> str:
        """The layer whose weights a layer of the body uses."""
        return self.original + path.removeprefix(self.prefix)


class Construction(ABC):
    """A graph under construction, in the world of values or in the written one.

    ``valued`` is the finished graph of values when the written one is built; ``checked`` is off
    then, where symbols stand for themselves and nothing can be decided.
    """

    def __init__(
        self,
        source: Source,
        declared: Declarations,
        given: Mapping[str, Value],
        valued: Graph | None,
        convention: str,
    ) -> None:
        self.source = source
        self.problems: list[Problem] = declared.problems
        self.blocks = declared.blocks
        self.blocks_in_use: list[str] = []
        self.nodes: dict[str, Node] = {}
        self.valued = valued
        self.symbols = Symbols(declared.lets, given, written=valued is not None)
        self.checked = valued is None
        self.convention = convention
        self.reader = Reader(source, self.checked, convention, self.hold)
        self.sharing: Sharing | None = None
        self.depth = 0
        self.frozen = 0
        # Repeats of a free count: those around the step, all so far, how often they can be
        # passed; whether a body is only tried, and whether but for the shape that it hands on.
        self.around: list[Repetition] = []
        self.repeats: dict[str, Repetition] = {}
        self.limits: dict[Value, int] = {}
        self.trying = False
        self.outline = False
        self._walked = 0

    def add(self, node: Node) -> Node:
        """Record a layer under its name, and return it as it stands in the graph.

        Raises:
            Rejected: where another layer has the name already.
        """
        first = self.nodes.get(node.name)
        if self.around:
            node = replace(node, repeats=tuple(self.around))
        if first is None and self.valued is not None and not self.trying:
            values = {n: v for n, v in self.valued.symbols.items() if v is not None}
            node = reconciled(node, self.valued.nodes[node.name], values)
        if first is not None:
            hint = "give one another name"
            related = ((first.span, "first here"),)
            message = f"two layers are called '{node.name}'"
            raise Rejected(Problem("label-twice", message, node.span, hint, related))
        self.nodes[node.name] = node
        return node

    def graph(self) -> Graph:
        """What has been built."""
        return Graph(
            self.nodes,
            self.source,
            self.symbols.resolve_all(),
            frozenset(self.symbols.used),
            self.repeats,
            self._limits(),
        )

    def _limits(self) -> tuple[Limit, ...]:
        """How far the counts of bodies can grow, where something ends them."""
        if not self.repeats or not self.checked:
            return ()

        from symcnn.network.limits import Limit, limits

        found = limits(self.nodes.values(), self.repeats.values())
        known = {limit.value for limit in found}
        further = (Limit(count, most) for count, most in self.limits.items() if count not in known)
        return (*found, *further)

    def count_step(self, span: Span) -> None:
        """Count one more step; blocks that use blocks grow as fast as repeats do.

        Raises:
            Rejected: beyond the bound on layers or steps.
        """
        self._walked += 1
        if len(self.nodes) > MAXIMUM_LAYERS or self._walked > MAXIMUM_STEPS:
            raise too_many(span)

    @abstractmethod
    def chain(self, chain: tree.Chain, place: Place) -> Handed:
        """Walk the steps of a body."""

    @abstractmethod
    def layer(self, step: tree.Step, place: Place, path: str) -> Handed:
        """Apply a layer of the catalogue under a path that has been claimed."""

    def check_repeated(
        self, step: BoundStep, bound: Bound, site: Site, resolved: Resolved, scope: Scope
    ) -> None:
        """Refuse an argument that repeats what the input says, and says otherwise.

        Raises:
            LayerProblem: such as "in_channels is 3, but its input has 16".
        """
        self._compare(step, bound, site, resolved.roles, scope)

    def check_channels(self, step: BoundStep, bound: Bound, site: Site, scope: Scope) -> None:
        """Refuse other channels than the input has, before anything is said of its extents.

        Raises:
            LayerProblem: such as "in_channels is 3, but its input has 16".
        """
        if step.entry.strict and site.rank:
            self._compare(step, bound, site, {"in_channels": site.channels}, scope)

    def _compare(
        self, step: BoundStep, bound: Bound, site: Site, roles: Mapping[str, Value], scope: Scope
    ) -> None:
        if not site.checked:
            return
        for declared, value, argument in self.reader.repeated(step, bound, site.rank, scope):
            given = roles.get(declared.role)
            if given is None or arithmetic.equal(value, given):
                continue
            shown = argument.keyword or declared.name
            message = f"{shown} is {value}, but its input has {given}"
            hint = agreeing_width(value, given, site)
            raise LayerProblem("repeated", message, declared.name, hint)

    @abstractmethod
    def is_layer(self, name: str) -> bool:
        """Whether a name is a layer's or a word of the language."""

    @abstractmethod
    def entry(self, step: tree.Step, body: Body | None) -> tuple[str, Entry]:
        """The layer that a step names; the labels of its body stand in a hint."""

    @abstractmethod
    def hold(self, value: tree.Value, kind: Kind, scope: Scope) -> tuple[Held, ...]:
        """The layers in an argument that holds them."""

    @abstractmethod
    def holds_body(self, step: tree.Step) -> bool:
        """Whether a step is a block, a repeat or a network inside the network."""

    @abstractmethod
    def is_whole(self, step: tree.Step) -> bool:
        """Whether a `Sequential` is the network itself, with nothing but its input before it."""

    @abstractmethod
    def is_word(self, name: str) -> bool:
        """Whether a step of that name means something without any label."""

    @abstractmethod
    def label_of(self, step: tree.Step, name: tree.Value | None) -> Label | None:
        """The label of a step: in front of it, or by ``name=``."""

    @abstractmethod
    def claim(self, label: Label | None, kind: str, body: Body) -> str:
        """The path of a layer: its label, or the next automatic name of its kind."""

    @abstractmethod
    def record(
        self, label: Label | None, step: tree.Step, path: str, output: Output, body: Body
    ) -> None:
        """Remember a step by its name, so that it can be used again."""
