"""All layers, found by their native names or by those of a framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from symcnn.choices import CONVENTIONS, KERAS, PYTORCH
from symcnn.layers.arguments import FLAG, Argument, ignored
from symcnn.layers.declaration import Layer, Signature
from symcnn.layers.names import NAMES
from symcnn.records import record

# Modules that declare layers, in the order of the pages; one is loaded when a name of it is asked.
_FAMILIES = (
    "inputs",
    "convolution",
    "transposed",
    "depthwise",
    "pooling",
    "global_pooling",
    "unpooling",
    "borders",
    "resizing",
    "reshaping",
    "patches",
    "channels",
    "dense",
    "einsum",
    "learned",
    "lenet",
    "normalization",
    "layer_normalization",
    "adapted_normalization",
    "weight_normalization",
    "embedding",
    "attention",
    "split_attention",
    "grouped_attention",
    "scored_attention",
    "activations",
    "prelu",
    "regularization",
    "merging",
    "recurrent",
    "wrappers",
    "sequences",
    "recurrent_cells",
    "conv_recurrent",
    "images",
    "spectrograms",
    "encoding",
    "pairs",
    "losses",
    "transformer_layers",
    "transformers",
)
# What every layer takes besides its own arguments.
COMMON: tuple[Argument, ...] = (
    Argument("trainable", FLAG, True),
    *ignored("dtype", "autocast", "activity_regularizer"),
)


@record
class Entry:
    """A name that a program may use: the layer, and the class of a framework that it names.

    ``arguments`` stand in the order of that class, those of a native name are found by what they
    take; ``common`` are those that it shares with all others.
    """

    layer: Layer
    arguments: tuple[Argument, ...]
    signature: Signature | None = None
    common: tuple[Argument, ...] = COMMON

    @property
    def strict(self) -> bool:
        """Whether it is a framework's name, whose order of arguments holds."""
        return self.signature is not None

    @property
    def rank(self) -> int | None:
        """The number of spatial axes that the name fixes."""
        return self.signature.rank if self.signature is not None else None

    @property
    def fixed(self) -> Mapping[str, Any]:
        """The arguments of the layer that the name stands for."""
        return self.signature.fixed if self.signature is not None else {}

    @property
    def loose(self) -> bool:
        """Whether the name takes whatever it is given."""
        return self.signature is not None and self.signature.loose

    def fits(self, axes: int) -> bool:
        """Whether the input of a layer that knows no spatial rank may have so many axes."""
        least, most = self._ranks
        return least <= axes and (most is None or axes <= most)

    @property
    def wanted(self) -> str:
        """How many axes that input has, in words."""
        least, most = self._ranks
        if most is None:
            return f"at least {least} axes"
        counts = [str(count) for count in range(least, most + 1)]
        return f"{' or '.join(counts)} {'axis' if most == 1 else 'axes'}"

    @property
    def _ranks(self) -> tuple[int, int | None]:
        own = self.signature.ranks if self.signature is not None else None
        return own or self.layer.ranks


def entries(convention: str = KERAS) -> dict[str, Entry]:
    """Every name of the catalogue in a framework's convention: its own and the native ones."""
    return _entries(convention)


@cache
def _entries(convention: str) -> dict[str, Entry]:
    return _merged(_FAMILIES, convention)


def known(name: str, convention: str = KERAS) -> Entry | None:
    """The layer of the catalogue that a name means; only the modules that declare it are loaded."""
    declaring = _declaring().get(name)
    if declaring is None:
        # A layer that stands in no list yet is found as well, only later.
        return entries(convention).get(name)
    found: Entry | None = None
    for family in declaring:
        found = _preferred(found, _family_entries(family, convention).get(name))
    return found


def entry_of(name: str, convention: str = KERAS) -> Entry | None:
    """The layer of a name; layers from outside are read when the catalogue has no such name.

    Raises:
        CallError: for a layer from outside that cannot be loaded or takes a known name.
    """
    found = known(name, convention)
    return found if found is not None else _outside_entries(convention).get(name)


@cache
def layers() -> tuple[Layer, ...]:
    """Every layer of the catalogue, in the order of the families."""
    return tuple(layer for family in _FAMILIES for layer in _declared(family))


def families() -> dict[str, tuple[str, ...]]:
    """The names that each module declares, under any convention, as ``NAMES`` keeps them."""
    return {
        family: tuple(sorted({*_family_entries(family, KERAS), *_family_entries(family, PYTORCH)}))
        for family in _FAMILIES
    }


@cache
def _declaring() -> Mapping[str, tuple[str, ...]]:
    """The modules that declare each name."""
    found: dict[str, tuple[str, ...]] = {}
    for family, names in NAMES.items():
        for name in names.split():
            found[name] = (*found.get(name, ()), family)
    return found


def _declared(family: str) -> tuple[Layer, ...]:
    return import_module(f"symcnn.layers.{family}").LAYERS


@cache
def _family_entries(family: str, convention: str) -> Mapping[str, Entry]:
    return _named_entries(_declared(family), convention)


def _merged(families: Iterable[str], convention: str) -> dict[str, Entry]:
    """The names of several families."""
    found: dict[str, Entry] = {}
    for family in families:
        for name, entry in _family_entries(family, convention).items():
            found[name] = _preferred(found.get(name), entry) or entry
    return found


def _preferred(found: Entry | None, other: Entry | None) -> Entry | None:
    """Of two entries of one name a framework's class, and the first of two native ones."""
    return other if found is None or (other is not None and other.strict) else found


@cache
def _outside_entries(convention: str) -> Mapping[str, Entry]:
    return _named_entries(outside_layers(), convention)


@cache
def outside_layers() -> tuple[Layer, ...]:
    """The layers that other packages declare under the entry point group ``symcnn.layers``.

    Raises:
        CallError: for one that cannot be loaded or takes a known name.
    """
    from symcnn.layers.outside import declared

    return declared({name for convention in CONVENTIONS for name in entries(convention)})


def _named_entries(layers: Iterable[Layer], convention: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for layer in layers:
        entry = Entry(layer, layer.arguments)
        for name in (layer.name, *layer.aliases):
            found.setdefault(name, entry)
        found.update(_framework_entries(layer, convention))
    return found


def _framework_entries(layer: Layer, convention: str) -> Iterable[tuple[str, Entry]]:
    if convention == PYTORCH:
        for name, signature in layer.torch.items():
            # In torch.nn nothing is common to all classes.
            yield name, Entry(layer, signature.arguments, signature, common=())
        return
    for name, rank in layer.keras.items():
        arguments = layer.differing.get(name, layer.arguments)
        yield name, Entry(layer, arguments, Signature(arguments, rank))


@cache
def arguments_by_name(entry: Entry) -> Mapping[str, Argument]:
    """The arguments of a name by each of their names, with those that all layers take."""
    return dict(_named((*entry.arguments, *entry.common)))


def _named(arguments: Iterable[Argument]) -> Iterable[tuple[str, Argument]]:
    for argument in reversed(tuple(arguments)):
        for alias in argument.aliases:
            yield alias, argument
        yield argument.name, argument
