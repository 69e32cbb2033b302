"""A layer on its way to a count: its form and numbers, and those of the layers that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from symcnn.derivation.chains import chain
from symcnn.derivation.document import Chain, Origin
from symcnn.derivation.forms import Prepared
from symcnn.derivation.letters import Letters
from symcnn.derivation.rows import Part as Words
from symcnn.derivation.sections import Pair
from symcnn.formula import nodes
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula
from symcnn.formula.rewrite import settled, written
from symcnn.layers.declaration import Layer, Part, Resolved
from symcnn.layers.roles import RECEIVED, ROLES
from symcnn.network.graph import Node
from symcnn.records import record

# The form of a layer, given the terms that the layers that it holds add to its count.
Prepare: TypeAlias = Callable[[Part, "tuple[str, ...]"], Prepared]
# The values of the roles in the formulas of a layer.
Roles: TypeAlias = Callable[[Part], "Mapping[str, Value]"]

# Roles of sequences of vectors, which have no channels but features.
_FEATURES: Final = frozenset({"features"})


@record
class Counted:
    """A layer with its form, its roles in both worlds, and the layers inside it.

    ``name`` is what its count is called, ``received`` where its inputs come from if not from
    those of the whole layer.
    """

    name: str
    form: Prepared
    layer: Layer
    written: Mapping[str, Value]
    valued: Mapping[str, Value]
    parts: tuple[Counted, ...]
    received: str = ""

    def uses(self) -> Iterator[tuple[str, Value]]:
        """The roles of its formulas with their values in the author's symbols."""
        for part in self.parts:
            yield from part.uses()
        for role in self.roles():
            yield role, self.written[role]

    def roles(self) -> list[str]:
        """The roles of its own formulas; the counts of its parts are none."""
        held = {part.name for part in self.parts}
        return [role for role in self.form.roles() if role not in held]


def own_roles(part: Part) -> Mapping[str, Value]:
    """The roles as the layer gives them."""
    return part.resolved.roles


def counted(pair: Pair, name: str, prepare: Prepare, roles: Roles = own_roles) -> Counted:
    """A layer of the network on its way to the count of that name."""
    valued = part_of(pair.valued, name)
    one_world = pair.written is pair.valued
    return _counted(valued, valued if one_world else part_of(pair.written, name), prepare, roles)


def part_of(node: Node, name: str) -> Part:
    """A layer of the network as if another held it."""
    return Part(name, node.layer, node.site, node.resolved, node.shape)


def _counted(
    valued: Part, written_part: Part, prepare: Prepare, roles: Roles, around: str = ""
) -> Counted:
    received = valued.received or around
    pairs = zip(valued.resolved.parts, written_part.resolved.parts, strict=True)
    parts = tuple(_counted(one, other, prepare, roles, received) for one, other in pairs)
    parts = tuple(part for part in parts if part.form.quantities)
    counting = {part.name for part in parts}
    terms = tuple(part.term for part in valued.resolved.parts if part.name in counting)
    form = prepare(valued, terms)
    values = roles(valued)
    in_symbols = values if valued is written_part else roles(written_part)
    return Counted(valued.name, form, valued.layer, in_symbols, values, parts, received)


def chains_of(
    counted: Counted, letters: Letters, symbols: Mapping[str, Value]
) -> tuple[Chain, ...]:
    """The lines of a layer, those of the layers inside it first."""
    return _chains(counted, letters, symbols, inside=False)[0]


def _chains(
    counted: Counted, letters: Letters, symbols: Mapping[str, Value], inside: bool
) -> tuple[tuple[Chain, ...], Value, Value]:
    """The lines, and the count in the author's symbols and with all values put in."""
    one_world = counted.written is counted.valued
    chains: list[Chain] = []
    roles, valued = dict(counted.written), dict(counted.valued)
    for part in counted.parts:
        lines, in_symbols, value = _chains(part, letters, symbols, inside=True)
        chains.extend(lines)
        roles[part.name], valued[part.name] = in_symbols, value
    in_symbols = value = 0
    for quantity in counted.form.quantities:
        last = quantity is counted.form.quantities[-1]
        alike = one_world or _are_alike(quantity.formula, roles, valued)
        line = chain(
            letters.quantity(counted.name if last else quantity.name),
            letters.lettered(quantity.formula, counted.roles()),
            quantity.formula,
            roles,
            roles if alike else valued,
            symbols,
        )
        chains.append(line)
        value = line.value
        if not last or inside:
            in_symbols = evaluate(quantity.formula, roles)
            roles[quantity.name], valued[quantity.name] = in_symbols, value
    return tuple(chains), in_symbols, value


def _are_alike(node: nodes.Node, one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether a formula has the same numbers in both worlds, which are told once."""
    return not any(bool(one[name] != other[name]) for name in nodes.names(node))


def origins_of(pair: Pair, counted: Counted, letters: Letters) -> tuple[Origin, ...]:
    """Where each letter's value comes from, each told once.

    A letter with several values says for which of the layers inside each of them is.
    """
    told: dict[str, dict[tuple[str, str], tuple[str, Origin]]] = {}
    for inside, origin in each_origin(pair, counted, letters):
        values = told.setdefault(origin.symbol, {})
        values.setdefault((str(origin.value), origin.words), (inside, origin))
    return tuple(
        replace(origin, words=f"for {inside} {origin.words}")
        if inside and len(values) > 1
        else origin
        for values in told.values()
        for inside, origin in values.values()
    )


def each_origin(
    pair: Pair, counted: Counted, letters: Letters, inside: str = ""
) -> Iterator[tuple[str, Origin]]:
    """Each origin, with the layer inside that it is told for; empty for the layer itself."""
    node, roles = pair.valued, counted.valued
    for part in counted.parts:
        yield from each_origin(pair, part, letters, part.name)
    for role in counted.roles():
        received = role in RECEIVED and bool(node.inputs)
        origin = node.inputs[0].origin if received and not counted.received else None
        words = counted.layer.words.get(role) or ROLES.get(role, role)
        if received and counted.received:
            words = counted.received
        words = origin.words if origin else words
        if role in _FEATURES:
            words = words.replace("the channels", "the features", 1)
        yield (
            inside,
            Origin(
                letters.of(role),
                written(roles[role]),
                words,
                origin.layer if origin else node.name,
                not received,
                node.span,
            ),
        )


def words_of(counted: Counted, letters: Letters) -> tuple[Words, ...]:
    """The words of a layer's form after those of the layers inside it, each clause told once.

    What stands between angle brackets becomes a formula.
    """
    told: list[Words] = []
    for clause in _clauses(counted, letters).values():
        told += ["; ", *clause] if told else clause
    return tuple(told)


def _clauses(counted: Counted, letters: Letters) -> dict[str, tuple[Words, ...]]:
    """The clauses of the words; those that not all layers inside share name their layer."""
    inside = {part.name: _clauses(part, letters) for part in counted.parts}
    told = {name: clauses for name, clauses in inside.items() if _tells(name, inside)}
    shared = set[str]().union(*told.values()).intersection(*told.values())
    found = {said: clauses[said] for clauses in told.values() for said in clauses if said in shared}
    for name, clauses in told.items():
        mark = f"in {name} "
        for said in clauses:
            if said not in shared:
                found[mark + said] = (mark, *clauses[said]) if mark else clauses[said]
                mark = ""
    for text in filter(None, counted.form.words.split("; ")):
        clause = _worded(counted.form, text, letters)
        found.setdefault(_said(clause), clause)
    return found


def _tells(name: str, inside: Mapping[str, Mapping[str, tuple[Words, ...]]]) -> bool:
    """Whether a layer inside says what no other of them says as well, or before it."""
    own, before = inside[name].keys(), True
    for other, clauses in inside.items():
        if other == name:
            before = False
        elif own <= clauses.keys() and (before or own != clauses.keys()):
            return False
    return bool(own)


def remarks_of(counted: Counted, letters: Letters) -> tuple[tuple[Words, ...], ...]:
    """The remarks of a layer's form, those of the layers inside it first, each told once."""
    return tuple({_said(remark): remark for remark in _remarks(counted, letters)}.values())


def _remarks(counted: Counted, letters: Letters) -> Iterator[tuple[Words, ...]]:
    for part in counted.parts:
        yield from _remarks(part, letters)
    own = _worded(counted.form, counted.form.remark, letters)
    if own:
        yield own


def _said(words: tuple[Words, ...]) -> str:
    """What tells words from others."""
    return " ".join(map(repr, words))


def _worded(form: Prepared, text: str, letters: Letters) -> tuple[Words, ...]:
    """Words with the formulas in them; each is lettered by the roles of the form."""
    parts: list[Words] = []
    roles = form.roles()
    while "<" in text:
        before, _, rest = text.partition("<")
        inside, _, text = rest.partition(">")
        tree = settled(formula(inside), form.settled)
        parts += [before, letters.lettered(tree, roles)]
    return (*parts, text) if text or parts else ()


def value_of(part: Part, prepare: Prepare, roles: Roles) -> Value:
    """The count of a layer alone, without its lines."""
    values = dict(roles(part))
    held: list[str] = []
    for inside in part.resolved.parts:
        value = value_of(inside, prepare, roles)
        if value != 0:
            held.append(inside.term)
            values[inside.name] = value
    found: Value = 0
    for quantity in prepare(part, tuple(held)).quantities:
        found = values[quantity.name] = evaluate(quantity.formula, values)
    return found


def reason_of(layer: Layer, resolved: Resolved) -> str:
    """Why a layer counts for nothing, or why what it holds does."""
    if layer.reason or layer.idle:
        return layer.reason or layer.idle
    reasons = (reason_of(part.layer, part.resolved) for part in resolved.parts)
    return next(filter(None, reasons), "")
