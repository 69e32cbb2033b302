"""Derives how many parameters a layer has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from symcnn.choices import INPUTS_OUTPUTS, PARAMETERS, PER_UNIT, TENSORS
from symcnn.derivation.chains import chain, sum_chain
from symcnn.derivation.counts import Derivation
from symcnn.derivation.document import (
    RESULT,
    Chain,
    Closing,
    Figure,
    Origin,
    Part,
    Step,
)
from symcnn.derivation.forms import Prepared, prepared
from symcnn.derivation.letters import Letters
from symcnn.derivation.notation import Notation, notation
from symcnn.derivation.request import Request
from symcnn.derivation.sections import Derived, Pair
from symcnn.errors import CheckError, Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.nodes import Number, sum_of
from symcnn.formula.read import formula
from symcnn.formula.rewrite import flattened, written
from symcnn.layers.roles import RECEIVED, ROLES
from symcnn.network.network import Network, total

_HOW = {
    PER_UNIT: "counted unit by unit",
    INPUTS_OUTPUTS: "counted as inputs times outputs, plus biases",
    TENSORS: "counted weight tensor by weight tensor",
}
_NOTHING = Chain(PARAMETERS, (Step(RESULT, Number(0)),), 0)


def form_of(pair: Pair, method: str, own_parentheses: Notation | None) -> Prepared:
    """The layer's form by a method."""
    node = pair.valued
    flags = frozenset(node.resolved.flags.items())
    return prepared(node.layer, node.site.rank, flags, method, own_parentheses)


def derived(pair: Pair, form: Prepared, letters: Letters, symbols: Mapping[str, Value]) -> Derived:
    """The lines of a layer's count.

    Raises:
        CheckError: when the textbook's formula is not the sum of the weight tensors.
    """
    node = pair.valued
    figure = _figure(node.parameters)
    if node.shared_with is not None and form.quantities:
        reason = f"It uses the weights of {node.shared_with} again: none of its own."
        return Derived(nothing=_NOTHING, figure=figure, reason=reason)
    if not form.quantities:
        reason = node.layer.reason or "It has no weights."
        return Derived(nothing=_NOTHING, figure=figure, reason=reason)
    chains = _chains(pair, form, letters, symbols)
    if not arithmetic.equal(chains[-1].value, node.parameters):
        message = f"{node.name}: {chains[-1].value} is not the {node.parameters} of its weights"
        raise CheckError([Problem("check", message, hint="please report this program")])
    remarks: list[tuple[Part, ...]] = []
    if form.fallback:
        remarks.append(("counted by its weight tensors instead",))
    if node.non_trainable != 0:
        remarks.append(_split(pair))
    return Derived(
        chains,
        chains[-1:],
        None,
        figure,
        _origins(pair, form, letters),
        _words(form, letters),
        "",
        tuple(remarks),
    )


def _chains(
    pair: Pair, form: Prepared, letters: Letters, symbols: Mapping[str, Value]
) -> tuple[Chain, ...]:
    roles, valued = pair.written.resolved.roles, pair.valued.resolved.roles
    one_world = pair.written is pair.valued
    used = form.roles()
    chains: list[Chain] = []
    for quantity in form.quantities:
        lettered = letters.lettered(quantity.formula, used)
        line = chain(
            letters.quantity(quantity.name),
            lettered,
            quantity.formula,
            roles,
            roles if one_world else valued,
            symbols,
        )
        chains.append(line)
        if len(form.quantities) > 1:
            from symcnn.formula.evaluate import evaluate

            value = evaluate(quantity.formula, roles)
            roles = {**roles, quantity.name: value}
            valued = roles if one_world else {**valued, quantity.name: line.value}
    return tuple(chains)


def _origins(pair: Pair, form: Prepared, letters: Letters) -> tuple[Origin, ...]:
    node, roles = pair.valued, pair.valued.resolved.roles
    origins: list[Origin] = []
    for role in form.roles():
        received = role in RECEIVED and bool(node.inputs)
        origin = node.inputs[0].origin if received else None
        words = node.layer.words.get(role) or ROLES.get(role, role)
        origins.append(
            Origin(
                letters.of(role),
                written(roles[role]),
                origin.words if origin else words,
                origin.layer if origin else node.name,
                not received,
                node.span,
            )
        )
    return tuple(origins)


def _words(form: Prepared, letters: Letters) -> tuple[Part, ...]:
    """The words of a form; what stands between angle brackets becomes a formula."""
    if not form.words:
        return ()
    parts: list[Part] = []
    text, roles = form.words, form.roles()
    while "<" in text:
        before, _, rest = text.partition("<")
        inside, _, text = rest.partition(">")
        tree: Formula = formula(inside)
        parts += [before, letters.lettered(tree, roles)]
    return (*parts, text)


def _split(pair: Pair) -> tuple[Part, ...]:
    node = pair.valued
    fixed = ", ".join(t.name for t in node.weights if not t.trainable)
    return (
        written(node.trainable),
        " trainable, ",
        written(node.non_trainable),
        f" not: {fixed}",
    )


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
            roles = pair.written.resolved.roles
            yield from ((role, roles[role]) for role in self._form(pair).roles())

    def derived(self, pair: Pair, letters: Letters) -> Derived:
        """The lines of a layer's count."""
        return derived(pair, self._form(pair), letters, self.network.values)

    def _form(self, pair: Pair) -> Prepared:
        return form_of(pair, self.method, self._own)

    def closing(self) -> Closing | None:
        """The total, and how much of it is trained."""
        nodes = self.network.graph.nodes
        trainable, fixed = total(nodes, "trainable"), total(nodes, "non_trainable")
        counted = total(nodes, PARAMETERS)
        return Closing(
            _figure(counted),
            self._chains(counted),
            (("trainable", trainable), ("non-trainable", fixed)),
            _trained(trainable, fixed) if counted != 0 else (),
        )

    def _chains(self, value: Value) -> tuple[Chain, ...]:
        """The closing sum; layers without parameters add nothing and are left out."""
        network = self.network
        counts = [node.parameters for node in network.written.nodes.values()]
        terms = tuple(written(count) for count in counts if count != 0)
        if len(terms) < 2:
            return ()
        valued: Formula | None = None
        if not arithmetic.is_number(arithmetic.add(counts)) and network.values:
            values = [node.parameters for node in network.graph.nodes.values()]
            valued = flattened(sum_of(tuple(written(count) for count in values if count != 0)))
        return (sum_chain("total", flattened(sum_of(terms)), value, network.values, valued),)


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
