"""Derives how many multiply-accumulates a layer takes, under a stated convention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from symcnn.choices import FLOPS, MACS, MULTIPLY_ACCUMULATE, WITH_BIAS
from symcnn.derivation.copies import ONE, over_copies
from symcnn.derivation.counted import (
    Counted,
    chains_of,
    counted,
    origins_of,
    part_of,
    value_of,
    words_of,
)
from symcnn.derivation.counts import Derivation
from symcnn.derivation.document import RESULT, Chain, Closing, Figure, Step
from symcnn.derivation.forms import Prepared, multiplied
from symcnn.derivation.letters import Letters
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Cell, Column
from symcnn.derivation.sections import Derived, Pair
from symcnn.derivation.sums import sum_of_counts
from symcnn.errors import Problem, ProgramError
from symcnn.formula.arithmetic import ArithmeticProblem, Value, checked
from symcnn.formula.evaluate import EvaluationError
from symcnn.formula.nodes import Number
from symcnn.layers.declaration import Part, lists_of
from symcnn.network.graph import Node
from symcnn.network.network import Network
from symcnn.network.totals import total_of

_HOW = {
    MULTIPLY_ACCUMULATE: "one for each product, biases left out",
    WITH_BIAS: "one for each product and one for each bias added",
    FLOPS: "two for each product, a multiplication and an addition, biases left out",
}
_NOTES = {
    MULTIPLY_ACCUMULATE: (
        "Each product counts as one multiply-accumulate, as in fvcore and calflops; torchinfo also"
        " counts each bias that is added (with-bias), PyTorch's FlopCounterMode two operations for"
        " each product (flops)"
    ),
    WITH_BIAS: (
        "Each product and each bias that is added counts as one multiply-accumulate, as in"
        " torchinfo; fvcore and calflops leave biases out (multiply-accumulate), and so does"
        " PyTorch's FlopCounterMode, which counts two operations for each product (flops)"
    ),
    FLOPS: (
        "Each product counts as two operations, a multiplication and an addition, as in PyTorch's"
        " FlopCounterMode; fvcore and calflops count it as one multiply-accumulate, torchinfo also"
        " counts each bias that is added (with-bias)"
    ),
}
_UNCOUNTED = (
    "Work value by value, such as activations, pooling and normalization, is not counted; thop,"
    " onnx-tool and ptflops count some of it, so that their numbers are larger"
)
_WEIGHTLESS = "It takes no sums of products; other work is not counted."


class _Unknown(Exception):
    """A layer that does not say what it multiplies; its text is the layer's name."""


class MacsDerivation(Derivation):
    """The multiply-accumulates of a network under one convention."""

    def __init__(self, network: Network, request: Request) -> None:
        self.network = network
        self.convention = request.conventions.macs
        self.how = _HOW[self.convention]
        self.notes = ((f"{_NOTES[self.convention]}. {_UNCOUNTED}",),)
        self.conventions = {MACS: self.convention}
        self._doubled = self.convention == FLOPS
        self._found: dict[Node, Value] = {}
        if self._doubled:
            self.columns = (Column(MACS, "FLOPs", "floating-point operations"),)
            self.subject = "Floating-point operations"

    def uses(self, pairs: Sequence[Pair]) -> Iterable[tuple[str, Value]]:
        """The roles of every form."""
        for pair in pairs:
            yield from self.counted(pair).uses()

    def derived(self, pair: Pair, letters: Letters) -> Derived:
        """The lines of a layer, or why it takes none."""
        node, told = pair.valued, self.about(pair, letters)
        if told.nothing is not None:
            return replace(told, figure=self.figure(0))
        lines = chains_of(self.counted(pair), letters, self.network.values)
        chains = over_copies(lines, node, letters.quantity(ONE), self.count(node))
        figure = self.figure(chains[-1].value)
        return replace(told, chains=chains, brief=chains[-1:], figure=figure)

    def about(self, pair: Pair, letters: Letters) -> Derived:
        """What there is to say of a layer besides its lines."""
        node, found = pair.valued, self.counted(pair)
        if not found.form.quantities:
            nothing = Chain(self._word, (Step(RESULT, Number(0)),), 0)
            return Derived(nothing=nothing, reason=node.layer.uncounted or _WEIGHTLESS)
        return Derived(origins=origins_of(pair, found, letters), words=words_of(found, letters))

    def cells(self, node: Node) -> Mapping[str, Cell]:
        """The layer's multiply-accumulates."""
        return {MACS: self.count(node)}

    def totals(self, nodes: Mapping[str, Node]) -> Mapping[str, Value]:
        """The network's multiply-accumulates."""
        return {MACS: self._total(nodes)}

    def closing(self) -> Closing:
        """The total, the sum of all layers."""
        value = self._total(self.network.graph.nodes)
        return Closing(self.figure(value), sum_of_counts(self.network, self.count, value))

    def count(self, node: Node) -> Value:
        """The multiply-accumulates of a layer.

        Raises:
            ProgramError: where the layer does not say how many it takes.
        """
        found = self._found.get(node)
        if found is None:
            found = self._found[node] = self._count(node)
        return found

    def _count(self, node: Node) -> Value:
        part = part_of(node, self._word)
        try:
            return node.over_copies(checked(value_of(part, self._form, _roles)))
        except _Unknown as unknown:
            message = f"{unknown} does not say how many multiply-accumulates it takes"
            hint = "its declaration needs macs, or uncounted: why it takes none"
            problem = Problem("uncounted", message, node.span, hint)
            raise ProgramError([problem], self.network.source) from None
        except (EvaluationError, ArithmeticProblem) as problem:
            message = f"the {self._word} of {node.name}: {problem.message}"
            wrong = Problem(problem.kind, message, node.span, problem.hint)
            raise ProgramError([wrong], self.network.source) from None

    def _total(self, nodes: Mapping[str, Node]) -> Value:
        return total_of(nodes.values(), self.count, self._word, self.network.source)

    def counted(self, pair: Pair) -> Counted:
        """A layer's form and numbers."""
        return counted(pair, self._word, self._form, _roles)

    def _form(self, part: Part, held: tuple[str, ...]) -> Prepared:
        """A layer's form; only what the network itself holds is doubled, not what is inside."""
        layer = part.layer
        if not layer.macs:
            if (layer.weights or held) and not layer.uncounted:
                raise _Unknown(layer.name)
            return Prepared((), "", fallback=False)
        flags = dict(part.resolved.flags)
        flags["use_bias"] = flags.get("use_bias", False) and self.convention == WITH_BIAS
        doubled = part.name == FLOPS
        settled, lists = frozenset(flags.items()), lists_of(layer, part.resolved)
        return multiplied(layer, part.site.rank, settled, doubled, held, lists)

    @property
    def _word(self) -> str:
        return FLOPS if self._doubled else MACS

    def figure(self, value: Value) -> Figure:
        """A count and its noun."""
        noun = "floating-point operation" if self._doubled else "multiply-accumulate"
        return Figure(value, noun if value == 1 else f"{noun}s")


def _roles(part: Part) -> Mapping[str, Value]:
    """The roles of a layer, with the extents of the maps that it takes and gives."""
    site, axes = part.site, part.site.axes
    if not axes:
        return part.resolved.roles
    shape = part.shape[1:] if site.channels_first else part.shape
    return {
        **{f"input_{axis}": extent for axis, extent in zip(axes, site.spatial, strict=False)},
        **{f"output_{axis}": extent for axis, extent in zip(axes, shape, strict=False)},
        **part.resolved.roles,
    }


def begin(network: Network, request: Request) -> Derivation:
    """The multiply-accumulates of a network."""
    return MacsDerivation(network, request)
