"""The formulas of a layer by a method, specialised for its flags; made once for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from functools import lru_cache

from symcnn.choices import FLOPS, PER_UNIT, TENSORS
from symcnn.derivation.notation import Notation
from symcnn.errors import call_error
from symcnn.formula import arithmetic
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Name, Node, Number, Product, names, product_of, sum_of
from symcnn.formula.read import formula, formula_with_groups, without_groups
from symcnn.formula.rewrite import flattened, settled, specialised
from symcnn.formula.write import SYMPY, write
from symcnn.layers.declaration import AXES, Form, Layer, Lists, Weight
from symcnn.layers.formulas import axes_of, expanded, holds
from symcnn.records import record


@record
class Quantity:
    """A named formula in role names."""

    name: str
    formula: Node


@record
class Prepared:
    """A layer's way to its count: quantities in order, the last one the count.

    ``fallback`` says that the method has no form of its own for this layer, ``settled`` what its
    flags make of roles.
    """

    quantities: tuple[Quantity, ...]
    words: str
    fallback: bool
    remark: str = ""
    settled: Mapping[str, Node] = field(default_factory=dict[str, Node])

    def roles(self) -> dict[str, None]:
        """The roles in its formulas, in order of appearance."""
        own = {quantity.name for quantity in self.quantities}
        found: dict[str, None] = {}
        for quantity in self.quantities:
            found.update((name, None) for name in names(quantity.formula) if name not in own)
        return found


@lru_cache(maxsize=1024)
def prepared(
    layer: Layer,
    rank: int,
    flags: frozenset[tuple[str, bool]],
    method: str,
    notation: Notation | None,
    held: tuple[str, ...] = (),
    lists: Lists = (),
    pytorch: bool = False,
) -> Prepared:
    """The form of a layer for one method; with a notation, its own parentheses are kept.

    ``held`` are the terms that the layers that it holds add to its count, ``lists`` the lists of
    its formulas, those of its declaration where there are none. ``pytorch`` has the
    axes of tensors in PyTorch's order. There are no quantities where its
    flags leave it without weights.
    """
    on = dict(flags)
    lists = lists or tuple(layer.lists.items())
    if layer.weights and not held and not any(_counts(weight, on) for weight in layer.weights):
        return Prepared((), "", False)
    form = next((f for f in layer.forms if f.method == method and holds(f.when, on)), None)
    if form is None:
        own_way = method == TENSORS or (bool(held) and not layer.weights)
        return _tensors(layer, rank, on, not own_way, held, lists, pytorch)
    own = notation.parentheses.get(layer.name) if notation and method == PER_UNIT else None
    return _formed(layer, form, rank, on, held, lists, None if form.when else own, notation)


@lru_cache(maxsize=1024)
def multiplied(
    layer: Layer,
    rank: int,
    flags: frozenset[tuple[str, bool]],
    doubled: bool,
    held: tuple[str, ...] = (),
    lists: Lists = (),
) -> Prepared:
    """The form of a layer's multiply-accumulates; ``doubled`` counts each of them as two.

    ``held`` are the terms that the layers that it holds add to its count.
    """
    on = dict(flags)
    form = next(form for form in layer.macs if holds(form.when, on))
    found = _formed(layer, form, rank, on, held, lists or tuple(layer.lists.items()))
    if not doubled:
        return found
    *before, last = found.quantities
    twice = Quantity(FLOPS, flattened(Product((Number(2), last.formula))))
    return replace(found, quantities=(*before, twice))


def _formed(
    layer: Layer,
    form: Form,
    rank: int,
    on: dict[str, bool],
    held: tuple[str, ...] = (),
    lists: Lists = (),
    own: str | None = None,
    notation: Notation | None = None,
) -> Prepared:
    if not held and any("{held}" in definition.formula for definition in form.definitions):
        return Prepared((), "", fallback=False)
    absent = {d.quantity: False for d in form.definitions if not holds(d.when, on)}
    known = _settled(layer, on)
    quantities: list[Quantity] = []
    for definition in form.definitions:
        if definition.quantity in absent:
            continue
        text = expanded(definition.formula, AXES[rank], lists)
        text = text.replace("{held}", " + ".join(held))
        tree = formula(text)
        if own is not None:
            tree = _own(layer, formula_with_groups(expanded(own, AXES[rank])), tree, notation)
        tree = settled(specialised(tree, {**on, **absent}), known)
        quantities.append(Quantity(definition.quantity, tree))
    words, remark = (_worded(text, rank, on, lists) for text in (form.words, form.remark))
    return Prepared(tuple(quantities), words, False, remark, known)


def _counts(weight: Weight, flags: Mapping[str, bool]) -> bool:
    """Whether a weight tensor exists and is a parameter."""
    buffer = bool(weight.buffer) and holds(weight.buffer, flags)
    return holds(weight.when, flags) and not buffer


def _settled(layer: Layer, flags: dict[str, bool]) -> dict[str, Node]:
    """What the flags of a layer make of its roles."""
    found: dict[str, Node] = {}
    for condition, roles in layer.settled.items():
        if holds(condition, flags):
            found.update((role, formula(text)) for role, text in roles.items())
    return found


def _own(layer: Layer, own: Node, tree: Node, notation: Notation | None) -> Node:
    """A notation's own formula, proven equal to the catalogue's."""
    if without_groups(own) == tree:
        return own
    unknown = names(own).keys() - names(tree).keys()
    if not unknown:
        from symcnn.formula import algebra

        roles = {name: algebra.symbol(name) for name in names(tree)}
        if arithmetic.equal(evaluate(own, roles), evaluate(tree, roles)):
            return own
    assert notation is not None
    roles_known = ", ".join(names(tree))
    raise call_error(
        "notation",
        f"{notation.name}: the formula of {layer.name} does not count its parameters",
        f"it is {write(tree, SYMPY)}" if not unknown else f"its roles are {roles_known}",
    )


def _tensors(
    layer: Layer,
    rank: int,
    flags: dict[str, bool],
    fallback: bool,
    held: tuple[str, ...],
    lists: Lists,
    pytorch: bool,
) -> Prepared:
    """The sum of the sizes of the weight tensors, and of what the layers inside hold."""
    quantities: list[Quantity] = []
    known = _settled(layer, flags)
    for weight in layer.weights:
        if not _counts(weight, flags):
            continue
        factors = [
            # An axis of 1 is an axis all the same.
            axis if isinstance(settled(axis, known), Number) else settled(axis, known)
            for axis in map(formula, axes_of(weight.axes(pytorch), AXES[rank], lists))
        ]
        if weight.copies:
            copies = settled(formula(weight.copies), known)
            factors = factors if copies == Number(1) else [copies, *factors]
        quantities.append(Quantity(weight.name, flattened(product_of(tuple(factors)))))
    inside = sum_of(tuple(settled(formula(term), known) for term in held))
    if len(quantities) == 1 and not held:
        return Prepared((Quantity("parameters", quantities[0].formula),), "", fallback)
    terms = (*((inside,) if held else ()), *(Name(quantity.name) for quantity in quantities))
    if terms:
        quantities.append(Quantity("parameters", sum_of(terms)))
    return Prepared(tuple(quantities), "", fallback)


def _worded(text: str, rank: int, flags: dict[str, bool], lists: Lists) -> str:
    """The words of a form without those of flags that are off."""
    while "[" in text:
        before, _, rest = text.partition("[")
        flag, _, rest = rest.partition(":")
        inside, _, after = rest.partition("]")
        text = before + (inside if holds(flag, flags) else "") + after
    return expanded(text, AXES[rank], lists)


@lru_cache(maxsize=4096)
def axis_formula(text: str) -> Node:
    """The formula of an output axis, in role names."""
    return formula(text)
