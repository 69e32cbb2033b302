"""Derives how many parameters a layer has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from symcnn.choices import BUFFERS, INPUTS_OUTPUTS, PARAMETERS, PER_UNIT, TENSORS
from symcnn.derivation.copies import ONE, over_copies
from symcnn.derivation.counted import (
    Counted,
    chains_of,
    counted,
    origins_of,
    reason_of,
    remarks_of,
    words_of,
)
from symcnn.derivation.counts import Derivation
from symcnn.derivation.document import RESULT, Chain, Closing, Figure, Step
from symcnn.derivation.forms import Prepared, prepared
from symcnn.derivation.letters import Letters
from symcnn.derivation.notation import notation
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Part
from symcnn.derivation.sections import Derived, Pair
from symcnn.derivation.sums import sum_of_counts
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Number
from symcnn.formula.rewrite import written
from symcnn.layers.declaration import Part as LayerPart
from symcnn.layers.declaration import lists_of
from symcnn.network.graph import Node
from symcnn.network.network import Network
from symcnn.network.totals import total

_HOW = {
    PER_UNIT: "counted unit by unit",
    INPUTS_OUTPUTS: "counted as inputs times outputs, plus biases",
    TENSORS: "counted weight tensor by weight tensor",
}
_NOTHING = Chain(PARAMETERS, (Step(RESULT, Number(0)),), 0)


def derived(
    pair: Pair, counted: Counted, letters: Letters, symbols: Mapping[str, Value]
) -> Derived:
    """The lines of a layer's count.

    Raises:
        CheckError: when the textbook's formula is not the sum of the weight tensors.
    """
    node = pair.valued
    told = replace(about(pair, counted, letters), figure=_figure(node.parameters))
    if told.nothing is not None:
        return told
    lines = chains_of(counted, letters, symbols)
    chains = over_copies(lines, node, letters.quantity(ONE), node.parameters)
    return replace(told, chains=chains, brief=chains[-1:])


def about(pair: Pair, counted: Counted, letters: Letters) -> Derived:
    """What there is to say of a layer's count besides its lines."""
    node, form = pair.valued, counted.form
    if node.shared_with is not None and form.quantities:
        reason = f"It uses the weights of {node.shared_with} again: none of its own."
        return Derived(nothing=_NOTHING, reason=reason)
    if not form.quantities:
        reason = reason_of(node.layer, node.resolved) or _without_parameters(node)
        return Derived(nothing=_NOTHING, reason=reason, remarks=_buffers(node))
    remarks: list[tuple[Part, ...]] = []
    if form.fallback:
        remarks.append(("counted by its weight tensors instead",))
    if node.non_trainable != 0:
        remarks.append(_split(pair))
    remarks.extend(_buffers(node))
    return Derived(
        origins=origins_of(pair, counted, letters),
        words=words_of(counted, letters),
        remarks=tuple(remarks),
        once=remarks_of(counted, letters),
    )


def _split(pair: Pair) -> tuple[Part, ...]:
    node = pair.valued
    fixed = ", ".join(t.name for t in node.weights if not (t.trainable or t.buffer))
    return (
        written(node.trainable),
        " trainable, ",
        written(node.non_trainable),
        f" not: {fixed}",
    )


def _buffers(node: Node) -> tuple[tuple[Part, ...], ...]:
    """What a layer keeps besides its parameters."""
    buffers = ", ".join(tensor.name for tensor in node.weights if tensor.buffer)
    return ((written(node.buffers), f" buffers, no parameters: {buffers}"),) if buffers else ()


def _without_parameters(node: Node) -> str:
    """Why a layer whose kind may have weights has none here."""
    return "What it holds is not learned." if node.weights else "It has no weights."


def _figure(value: Value) -> Figure:
    return Figure(value, "parameter" if value == 1 else "parameters")


# --- the whole network ----------------------------------------------------------------------------


class ParameterDerivation(Derivation):
    """The parameters of a network by one method."""

    def __init__(self, network: Network, request: Request) -> None:
        self.network = network
        self.method = request.method
        self.how = _HOW[request.method]
        chosen = notation(request.notation, request.method)
        self._own = chosen if request.own_parentheses else None

    def uses(self, pairs: Sequence[Pair]) -> Iterable[tuple[str, Value]]:
        """The roles of every form."""
        for pair in pairs:
            yield from self.counted(pair).uses()

    def derived(self, pair: Pair, letters: Letters) -> Derived:
        """The lines of a layer's count."""
        return derived(pair, self.counted(pair), letters, self.network.values)

    def about(self, pair: Pair, letters: Letters) -> Derived:
        """What there is to say of a layer besides its lines."""
        return about(pair, self.counted(pair), letters)

    def counted(self, pair: Pair) -> Counted:
        """A layer's form and numbers."""
        return counted(pair, PARAMETERS, self._form)

    def _form(self, part: LayerPart, held: tuple[str, ...]) -> Prepared:
        """The layer's form by the method."""
        layer, resolved = part.layer, part.resolved
        flags, lists = frozenset(resolved.flags.items()), lists_of(layer, resolved)
        turned = part.site.pytorch and self.method == TENSORS
        rank, method = part.site.rank, self.method
        return prepared(layer, rank, flags, method, self._own, held, lists, turned)

    def figure(self, value: Value) -> Figure:
        """A count and its noun."""
        return _figure(value)

    def closing(self) -> Closing | None:
        """The total, and how much of it is trained."""
        graph = self.network.graph
        trainable, fixed = total(graph, "trainable"), total(graph, "non_trainable")
        whole = total(graph, PARAMETERS)
        return Closing(
            _figure(whole),
            sum_of_counts(self.network, lambda node: node.parameters, whole),
            (("trainable", trainable), ("non-trainable", fixed), *self._kept()),
            _trained(trainable, fixed) if whole != 0 else (),
        )

    def _kept(self) -> tuple[tuple[str, Value], ...]:
        """The buffers, where there are any."""
        kept = total(self.network.graph, BUFFERS)
        return ((BUFFERS, kept),) if kept != 0 else ()


def _trained(trainable: Value, fixed: Value) -> tuple[Part, ...]:
    """How many of the parameters are trained, in one sentence."""
    if fixed == 0:
        return ("All of them are trainable",)
    if trainable == 0:
        return ("None of them is trainable",)
    return ("Trainable: ", written(trainable), "; not trainable: ", written(fixed))


def begin(network: Network, request: Request) -> Derivation:
    """The parameters of a network."""
    return ParameterDerivation(network, request)
