"""Derives the memory that a layer takes: weights, gradients, an optimizer's state, activations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from symcnn.choices import ADAM, DTYPES, MEMORY, NO_OPTIMIZER, OPTIMIZERS
from symcnn.derivation.copies import ONE, over_copies
from symcnn.derivation.counted import Counted, chains_of, origins_of
from symcnn.derivation.counts import Derivation
from symcnn.derivation.document import Closing, Figure
from symcnn.derivation.forms import Prepared, Quantity
from symcnn.derivation.letters import Letters
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Cell
from symcnn.derivation.sections import Derived, Pair
from symcnn.derivation.sums import sum_of_counts
from symcnn.errors import Problem, ProgramError, call_error
from symcnn.formula.arithmetic import ArithmeticProblem, Value, add, checked, multiply
from symcnn.formula.nodes import Name, sum_of
from symcnn.formula.read import formula
from symcnn.network.graph import Node
from symcnn.network.network import Network
from symcnn.network.totals import total_of

WEIGHTS, GRADIENTS, STATE, ACTIVATIONS = "weights", "gradients", "state", "activations"
_PARTS: Final = (WEIGHTS, GRADIENTS, STATE, ACTIVATIONS)
_WORDS: Final = {STATE: "optimizer state"}
_UNITS: Final = ("KiB", "MiB", "GiB", "TiB", "PiB")
_OPTIMIZERS: Final = {
    NO_OPTIMIZER: "Nothing is trained: there are neither gradients nor the state of an optimizer",
    "sgd": "Plain stochastic gradient descent keeps a gradient for each trainable parameter",
    "momentum": (
        "Gradient descent with momentum keeps a gradient and one more value for each trainable"
        " parameter"
    ),
    ADAM: "Adam keeps a gradient and two more values for each trainable parameter",
}
_ACTIVATIONS: Final = (
    "The output of every layer counts as kept, the input's too; gradients of activations, what"
    " single operations need in passing and what a framework needs for itself do not count"
)


class MemoryDerivation(Derivation):
    """The memory of a network in bytes, under conventions of type, batch and optimizer."""

    def __init__(self, network: Network, request: Request) -> None:
        told = request.conventions
        self.network = network
        self.optimizer = told.optimizer
        self._found: dict[Node, Value] = {}
        self.bytes = DTYPES[told.dtype]
        self.conventions = {"dtype": told.dtype, "batch": told.batch, "optimizer": told.optimizer}
        self.how = f"in {told.dtype}, for a batch of {told.batch}"
        size = "1 byte" if self.bytes == 1 else f"{self.bytes} bytes"
        self.notes = (
            (f"A {told.dtype} takes {size}",),
            (_OPTIMIZERS[told.optimizer],),
            (_ACTIVATIONS,),
        )
        if isinstance(told.batch, str):
            self.symbols = {told.batch: network.values.get(told.batch)}
            for repetition in network.graph.repeats.values():
                if repetition.index == told.batch:
                    message = f"'{told.batch}' is the index of {repetition.path}, and no batch"
                    raise call_error("batch", message, "give the batch another name")

    # --- numbers ------------------------------------------------------------------------------

    @cached_property
    def _batches(self) -> tuple[Value, Value]:
        """The batch in symbols and with all values put in."""
        batch = self.conventions["batch"]
        if isinstance(batch, int):
            return batch, batch
        from symcnn.formula import algebra

        value = self.symbols[batch]
        symbol = algebra.symbol(batch)
        return symbol, symbol if value is None else value

    def _roles(self, node: Node, batch: Value) -> dict[str, Value]:
        """The numbers of one layer; a layer that stands for many is one of them here."""
        sizes = [tensor.size for tensor in node.weights if not tensor.buffer]
        return {
            "parameters": add(sizes),
            "trainable": add([t.size for t in node.weights if t.trainable]),
            "buffers": add([t.size for t in node.weights if t.buffer]),
            "values": node.activation_size,
            "batch": batch,
            "bytes": self.bytes,
        }

    def _parts(self, node: Node, batch: Value) -> dict[str, Value]:
        """The bytes of one layer by what they are for."""
        roles = self._roles(node, batch)
        trained = self.optimizer != NO_OPTIMIZER
        gradients = multiply((roles["trainable"], self.bytes)) if trained else 0
        return {
            WEIGHTS: multiply((add((roles["parameters"], roles["buffers"])), self.bytes)),
            GRADIENTS: gradients,
            STATE: multiply((OPTIMIZERS[self.optimizer], gradients)),
            ACTIVATIONS: multiply((batch, roles["values"], self.bytes)),
        }

    def _sums(self, nodes: Mapping[str, Node]) -> dict[str, Value]:
        """The bytes of all layers by what they are for, and in all."""
        batch = self._batch_of(nodes)
        parts = {node: self._parts(node, batch) for node in nodes.values()}

        def summed(part: str) -> Value:
            def count(node: Node) -> Value:
                return node.over_copies(parts[node][part])

            return total_of(nodes.values(), count, MEMORY, self.network.source)

        whole = total_of(nodes.values(), self.count, MEMORY, self.network.source)
        return {**{part: summed(part) for part in _PARTS}, MEMORY: whole}

    def _batch_of(self, nodes: Mapping[str, Node]) -> Value:
        in_symbols, value = self._batches
        return value if nodes is self.network.graph.nodes else in_symbols

    def count(self, node: Node) -> Value:
        """The bytes of a layer, of all of them where it stands for many."""
        found = self._found.get(node)
        if found is None:
            found = self._found[node] = self._count(node)
        return found

    def _count(self, node: Node) -> Value:
        own = self.network.graph.nodes.get(node.name) is node
        parts = self._parts(node, self._batches[1 if own else 0])
        try:
            return node.over_copies(checked(add(list(parts.values()))))
        except ArithmeticProblem as problem:
            message = f"the memory of {node.name}: {problem.message}"
            found = Problem(problem.kind, message, node.span, problem.hint)
            raise ProgramError([found], self.network.source) from None

    # --- lines --------------------------------------------------------------------------------

    def uses(self, pairs: Sequence[Pair]) -> Iterable[tuple[str, Value]]:
        """The roles of every layer's lines."""
        for pair in pairs:
            yield from self.counted(pair).uses()

    def derived(self, pair: Pair, letters: Letters) -> Derived:
        """The lines of each part, and their sum."""
        node, found = pair.valued, self.counted(pair)
        lines = chains_of(found, letters, self._values)
        chains = over_copies(lines, node, letters.quantity(ONE), self.count(node))
        figure = self.figure(chains[-1].value)
        told = self.about(pair, letters)
        return replace(told, chains=chains, brief=chains[-1:], figure=figure)

    def about(self, pair: Pair, letters: Letters) -> Derived:
        """Where a layer's numbers come from."""
        return Derived(origins=origins_of(pair, self.counted(pair), letters))

    def figure(self, value: Value) -> Figure:
        """A number of bytes, also in a larger unit."""
        return _figure(value)

    @property
    def _values(self) -> Mapping[str, Value]:
        own = {name: value for name, value in self.symbols.items() if value is not None}
        return {**own, **self.network.values}

    def counted(self, pair: Pair) -> Counted:
        """A layer's form and numbers."""
        node = pair.valued
        in_symbols, batch = self._batches
        valued = self._roles(node, batch)
        one_world = pair.written is node and in_symbols is batch
        roles = valued if one_world else self._roles(pair.written, in_symbols)
        form = prepared(
            valued["parameters"] != 0,
            valued["buffers"] != 0,
            valued["trainable"] != 0 and self.optimizer != NO_OPTIMIZER,
            OPTIMIZERS[self.optimizer],
        )
        return Counted(MEMORY, form, node.layer, roles, valued, ())

    # --- the whole network --------------------------------------------------------------------

    def cells(self, node: Node) -> Mapping[str, Cell]:
        """The layer's bytes."""
        return {MEMORY: self.count(node)}

    def totals(self, nodes: Mapping[str, Node]) -> Mapping[str, Value]:
        """The network's bytes."""
        return {MEMORY: self._sums(nodes)[MEMORY]}

    def closing(self) -> Closing:
        """The total, and what it is for."""
        sums = self._sums(self.network.graph.nodes)
        whole = sums.pop(MEMORY)
        parts = tuple((_WORDS.get(part, part), value) for part, value in sums.items() if value != 0)
        chains = sum_of_counts(self.network, self.count, whole)
        return Closing(_figure(whole), chains, parts)


@lru_cache(maxsize=64)
def prepared(weights: bool, buffers: bool, trained: bool, kept: int) -> Prepared:
    """The formulas of a layer's memory; what there is none of has no line."""
    parts: dict[str, str] = {}
    if weights or buffers:
        held = [name for name, there in (("parameters", weights), ("buffers", buffers)) if there]
        together = " + ".join(held)
        parts[WEIGHTS] = f"({together})*bytes"
    if trained:
        parts[GRADIENTS] = "trainable*bytes"
        if kept:
            parts[STATE] = "trainable*bytes" if kept == 1 else f"{kept}*trainable*bytes"
    parts[ACTIVATIONS] = "batch*values*bytes"
    quantities = [Quantity(name, formula(text)) for name, text in parts.items()]
    if len(quantities) == 1:
        return Prepared((Quantity(MEMORY, quantities[0].formula),), "", fallback=False)
    total = sum_of(tuple(Name(quantity.name) for quantity in quantities))
    return Prepared((*quantities, Quantity(MEMORY, total)), "", fallback=False)


def readable(value: Value) -> str:
    """A number of bytes in a larger unit, to three digits; empty where there is no larger one.

    >>> readable(1_068_272), readable(12_288)
    ('about 1.02 MiB', '12 KiB')
    """
    if not isinstance(value, int) or value < 1024:
        return ""
    power = min((value.bit_length() - 1) // 10, len(_UNITS))
    unit = 1024**power
    whole, rest = divmod(value, unit)
    if not rest:
        return f"{whole} {_UNITS[power - 1]}"
    places = 2 if whole < 10 else 1 if whole < 100 else 0
    scaled = (value * 10**places * 2 + unit) // (2 * unit)
    digits = str(scaled)
    number = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"about {number} {_UNITS[power - 1]}"


def _figure(value: Value) -> Figure:
    return Figure(value, "byte" if value == 1 else "bytes", readable(value))


def begin(network: Network, request: Request) -> Derivation:
    """The memory of a network."""
    return MemoryDerivation(network, request)
