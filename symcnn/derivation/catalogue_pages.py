"""The catalogue as data: what `symcnn layers` and the reference page print."""

from __future__ import annotations

from symcnn.choices import METHODS, PER_UNIT
from symcnn.derivation.forms import Quantity, multiplied, prepared
from symcnn.layers.arguments import ByConvention, ByRank, Required
from symcnn.layers.catalogue import layers, outside_layers
from symcnn.layers.declaration import Layer, holds
from symcnn.records import record, value_record

_TYPICAL_RANK = 2


@value_record
class ArgumentRow:
    """An argument: its names, what it takes, its default as Keras writes it."""

    name: str
    aliases: tuple[str, ...]
    expected: str
    default: str


@record
class MethodRow:
    """How one method counts the parameters, with every flag on."""

    method: str
    quantities: tuple[Quantity, ...]


@record
class LayerPage:
    """All that the catalogue holds of one layer."""

    name: str
    title: str
    aliases: tuple[str, ...]
    keras: tuple[str, ...]
    torch: tuple[str, ...]
    arguments: tuple[ArgumentRow, ...]
    ignored: tuple[str, ...]
    methods: tuple[MethodRow, ...]
    macs: tuple[Quantity, ...]
    weights: tuple[tuple[str, tuple[str, ...], bool], ...]
    reason: str
    source: str
    examples: tuple[str, ...]

    @property
    def formula(self) -> Quantity | None:
        """The per-unit count, where there are parameters."""
        row = next((row for row in self.methods if row.method == PER_UNIT), None)
        return row.quantities[-1] if row is not None else None


def pages() -> tuple[LayerPage, ...]:
    """Every layer of the catalogue."""
    return tuple(map(page_of, (*layers(), *outside_layers())))


def page_of(layer: Layer) -> LayerPage:
    """One layer of the catalogue."""
    flags = dict(typical_flags(layer))
    named = [a for a in layer.arguments if not a.kind.ignored]
    return LayerPage(
        layer.name,
        layer.title,
        layer.aliases,
        tuple(layer.keras),
        tuple(layer.torch),
        tuple(ArgumentRow(a.name, a.aliases, a.kind.expected, _default(a.default)) for a in named),
        tuple(a.name for a in layer.arguments if a.kind.ignored),
        _methods(layer),
        _macs(layer),
        tuple(
            (w.name, _listed(layer, w.shape), w.trainable)
            for w in layer.weights
            if holds(w.when, flags)
        ),
        layer.reason,
        layer.source,
        layer.examples,
    )


def _listed(layer: Layer, shape: tuple[str, ...]) -> tuple[str, ...]:
    """The axes of a weight tensor with the layer's own lists in full."""
    parts = (layer.lists.get(axis.strip("{}"), (axis,)) for axis in shape)
    return tuple(role for part in parts for role in part)


def _default(value: object) -> str:
    """A default as a page says it; where it depends on something, on what."""
    if isinstance(value, ByConvention):
        return f"{value.keras} (PyTorch: {value.pytorch})"
    if isinstance(value, ByRank):
        return ", ".join(f"{default} in {rank}D" for rank, default in value.defaults)
    return "" if isinstance(value, Required) else str(value)


def _methods(layer: Layer) -> tuple[MethodRow, ...]:
    """Each method's formulas for two spatial axes, biases and the like included."""
    held = layer.held
    if not layer.weights and not held:
        return ()
    rank = _TYPICAL_RANK if layer.spatial else 0
    flags = typical_flags(layer)
    return tuple(
        MethodRow(method, prepared(layer, rank, flags, method, None, held).quantities)
        for method in METHODS
    )


def _macs(layer: Layer) -> tuple[Quantity, ...]:
    """The formulas of its multiply-accumulates, of the additions of biases too."""
    if not layer.macs:
        return ()
    special = {flag for form in layer.macs for flag in form.when.replace("!", "").split()}
    flags = {**dict.fromkeys(special, False), **dict(typical_flags(layer))}
    if not any(holds(form.when, flags) for form in layer.macs):
        flags |= dict.fromkeys(special, True)
    rank = _TYPICAL_RANK if layer.spatial else 0
    return multiplied(layer, rank, frozenset(flags.items()), False, layer.held).quantities


def typical_flags(layer: Layer) -> frozenset[tuple[str, bool]]:
    """The flags of a layer's weights and forms, on, but for those that make a special case."""
    special = {flag for form in layer.forms for flag in form.when.split() if flag[0] != "!"}
    special |= set(layer.unusual.split())
    return frozenset((flag, flag not in special) for flag in flags_of(layer))


def flags_of(layer: Layer) -> set[str]:
    """The flags that a layer's weights and forms know, words included."""
    conditions = [weight.when for weight in layer.weights]
    conditions += [weight.buffer for weight in layer.weights]
    conditions += layer.settled
    for form in layer.forms:
        conditions += [form.when, *(definition.when for definition in form.definitions)]
        words = f"{form.words}{form.remark}".split("[")[1:]
        conditions += [part.partition(":")[0] for part in words]
    return {flag.lstrip("!") for condition in conditions for flag in condition.split()}
