"""Counts as SymPy expressions: those of a layer, and their totals."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from symcnn.choices import COUNTS, MACS, MEMORY, RECEPTIVE_FIELD
from symcnn.derivation.counts import Derivation, count
from symcnn.derivation.document import WeightRow
from symcnn.derivation.request import Conventions, Request, checked_choice, checked_names
from symcnn.derivation.rows import Place
from symcnn.derivation.sections import weight_rows
from symcnn.errors import MissingKey, Problem, call_error
from symcnn.formula.arithmetic import Value
from symcnn.network.graph import Graph, Node
from symcnn.network.hints import nearest_layer
from symcnn.network.network import Network
from symcnn.network.totals import total

if TYPE_CHECKING:
    import sympy

# The counts that every layer holds.
_BASIC = ("parameters", "trainable", "non_trainable")


def expression(value: Value) -> sympy.Expr:
    """A value as SymPy's own."""
    from symcnn.formula import algebra

    return algebra.expression_of(value)


class LayerViews(dict[str, "LayerView"]):
    """The layers of a network by name."""

    def __missing__(self, name: str) -> LayerView:
        hint = nearest_layer(str(name), self) or f"it has {', '.join(islice(self, 5))}"
        message = f"the network has no layer '{name}'"
        raise MissingKey([Problem("unknown-label", message, hint=hint)])


class Counts:
    """The counts of one network, each derived once for each way of counting."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._found: dict[Request, Derivation] = {}

    def derivation(self, name: str, conventions: Mapping[str, Any]) -> Derivation:
        """The derivation of a count under conventions."""
        checked_choice("count", name, COUNTS)
        checked_names(conventions, Conventions.names())
        request = Request(name, conventions=Conventions(**conventions))
        if request not in self._found:
            self._found[request] = count(name).begin(self._network, request)
        return self._found[request]

    def of(
        self, node: Node, name: str, conventions: Mapping[str, Any], column: str | None = None
    ) -> Any:
        """A count of a layer, or a column of it; what has a value for each axis is a tuple."""
        if name in _BASIC:
            return expression(getattr(node, name))
        cell = self.derivation(name, conventions).cells(node).get(column or name)
        if cell is None:
            return None
        if isinstance(cell, Place):
            return tuple(map(expression, cell.coordinates))
        return tuple(map(expression, cell)) if isinstance(cell, tuple) else expression(cell)

    def total(self, graph: Graph, name: str, conventions: Mapping[str, Any]) -> sympy.Expr:
        """The total of a count over the layers of one of the network's worlds.

        Raises:
            CallError: for a count that layers have each their own, a shape.
        """
        if name in _BASIC:
            return expression(total(graph, name))
        totals = self.derivation(name, conventions).totals(graph.nodes)
        if name not in totals:
            raise call_error("count", f"{name} has no total", "each layer has its own")
        return expression(totals[name])


class LayerView:
    """A layer of a network: its shape, weights and counts as SymPy expressions."""

    def __init__(self, node: Node, counts: Counts) -> None:
        self._node = node
        self._counts = counts

    def __repr__(self) -> str:
        return f"<layer {self.name}: {self.type}, {self.parameters} parameters>"

    @property
    def name(self) -> str:
        """Its label or automatic name."""
        return self._node.name

    @property
    def type(self) -> str:
        """The catalogue's native name."""
        return self._node.layer.name

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the layers that it takes its input from."""
        return tuple(output.layer for output in self._node.inputs)

    @property
    def output_shape(self) -> tuple[sympy.Expr, ...]:
        """The shape of its output, without the batch."""
        return tuple(map(expression, self._node.shape))

    @property
    def further_outputs(self) -> dict[str, tuple[sympy.Expr, ...]]:
        """The shapes of what it gives besides its output, by name: the states of an LSTM."""
        further = self._node.further_outputs.items()
        return {name: tuple(map(expression, shape)) for name, shape in further}

    @property
    def activation_size(self) -> sympy.Expr:
        """The number of values in its output."""
        return expression(self._node.activation_size)

    @property
    def parameters(self) -> sympy.Expr:
        """All its weights, trainable or not."""
        return expression(self._node.parameters)

    @property
    def trainable(self) -> sympy.Expr:
        """Its trainable weights."""
        return expression(self._node.trainable)

    @property
    def non_trainable(self) -> sympy.Expr:
        """Its weights that training leaves alone."""
        return expression(self._node.non_trainable)

    @property
    def macs(self) -> sympy.Expr:
        """Its multiply-accumulates, one for each product."""
        return self.count(MACS)

    @property
    def memory(self) -> sympy.Expr:
        """Its bytes in training: weights, gradients, Adam's state, activations, in float32."""
        return self.count(MEMORY)

    @property
    def receptive_field(self) -> tuple[sympy.Expr, ...] | None:
        """How much of the input its outputs see, for each axis in space or time."""
        return self.count(RECEPTIVE_FIELD)

    @property
    def jump(self) -> tuple[sympy.Expr, ...] | None:
        """The distance between what two neighbouring outputs see, for each of these axes."""
        return self._counts.of(self._node, RECEPTIVE_FIELD, {}, "jump")

    @property
    def start(self) -> tuple[sympy.Expr, ...] | None:
        """The centre of what its first output sees, places counted from 0."""
        return self._counts.of(self._node, RECEPTIVE_FIELD, {}, "start")

    def count(self, name: str, /, **conventions: Any) -> Any:
        """A count by its name, under conventions such as ``macs="with-bias"``.

        What has an extent for each axis is a tuple, what is not defined None.
        """
        return self._counts.of(self._node, name, conventions)

    @property
    def buffers(self) -> sympy.Expr:
        """What it keeps beside its weights, in no other count: PyTorch's running statistics."""
        return expression(self._node.buffers)

    @property
    def repeat(self) -> sympy.Expr | None:
        """For how many layers it stands, in a body repeated a free number of times."""
        repeat = self._node.repeat
        return None if repeat is None else expression(repeat)

    @property
    def weights(self) -> tuple[WeightRow, ...]:
        """Its weight tensors with their shapes."""
        return weight_rows(self._node)
