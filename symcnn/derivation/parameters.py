"""Derives how many parameters a layer has."""

from __future__ import annotations

from collections.abc import Mapping

from symcnn.derivation.chains import chain
from symcnn.derivation.document import Chain, Origin, Part
from symcnn.derivation.forms import Prepared, prepared
from symcnn.derivation.letters import Letters
from symcnn.derivation.notation import Notation
from symcnn.derivation.sections import Derived, Pair
from symcnn.errors import CheckError, Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node
from symcnn.formula.read import formula
from symcnn.formula.rewrite import written
from symcnn.layers.roles import RECEIVED, ROLES


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
    if node.shared_with is not None and form.quantities:
        return Derived(reason=f"It uses the weights of {node.shared_with} again: none of its own.")
    if not form.quantities:
        return Derived(reason=node.layer.reason or "It has no weights.")
    chains = _chains(pair, form, letters, symbols)
    if not arithmetic.equal(chains[-1].value, node.parameters):
        message = f"{node.name}: {chains[-1].value} is not the {node.parameters} of its weights"
        raise CheckError([Problem("check", message, hint="please report this program")])
    remarks: list[tuple[Part, ...]] = []
    if form.fallback:
        remarks.append(("counted by its weight tensors instead",))
    if node.non_trainable != 0:
        remarks.append(_split(pair))
    return Derived(chains, _origins(pair, form, letters), _words(form, letters), "", tuple(remarks))


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
        tree: Node = formula(inside)
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
