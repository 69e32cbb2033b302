"""What a layer is declared as: names, arguments, weights, textbook forms, output shape.

All that a declaration needs can be imported from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from symcnn.choices import KERAS, PYTORCH
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import Argument
from symcnn.layers.formulas import (
    Definition,
    Form,
    Lists,
    Weight,
    expanded,
    holds,
    kernel_weight,
    per_unit,
    products,
)
from symcnn.layers.problem import LayerProblem
from symcnn.records import record, value_record

if TYPE_CHECKING:
    from symcnn.layers.sight import See

__all__ = (
    "AXES",
    "Axis",
    "Definition",
    "Form",
    "Held",
    "Layer",
    "LayerProblem",
    "Lists",
    "Noun",
    "Part",
    "Phrase",
    "Resolved",
    "Shape",
    "Signature",
    "Site",
    "Weight",
    "expanded",
    "holds",
    "keeps_shape",
    "kept",
    "kernel_weight",
    "lists_of",
    "per_unit",
    "products",
)

Shape: TypeAlias = tuple[Value, ...]


@value_record
class Noun:
    """A noun behind a number, in the form that goes with it.

    Which one that is, is asked when the words are told and not before.
    """

    count: Value
    one: str
    many: str

    @property
    def word(self) -> str:
        """The form for the number."""
        return self.one if self.count == 1 else self.many


# Words of a description: text, a number, a noun, or a size to be joined by the size sign.
Phrase: TypeAlias = tuple["str | Value | Shape | Noun", ...]

AXES = {
    0: (),
    1: ("length",),
    2: ("height", "width"),
    3: ("depth", "height", "width"),
}


@record
class Axis:
    """One axis of an output shape: its name, its formula and the values of the formula's roles."""

    name: str
    formula: str
    roles: Mapping[str, Value]


@record
class Resolved:
    """A layer with its numbers: what the roles and flags of its formulas are here.

    ``output`` is None for a layer that keeps the shape of its first input. ``others`` are the
    shapes of further outputs by name (None: that of the first), ``parts`` the layers that it
    holds, applied. ``channels`` takes the place of the layer's own words for where its output's
    channels come from, ``lists`` the place of its own lists of roles.
    """

    roles: Mapping[str, Value] = field(default_factory=dict[str, Value])
    flags: Mapping[str, bool] = field(default_factory=dict[str, bool])
    output: tuple[Axis, ...] | None = None
    describe: Phrase = ()
    others: Mapping[str, Shape | None] = field(default_factory=dict[str, "Shape | None"])
    parts: tuple[Part, ...] = ()
    channels: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])


@record
class Part:
    """A layer held by another, as it is applied inside: its numbers and its output shape.

    ``name`` is what formulas call its count. ``received`` says where its inputs come from, empty
    where they are those of the layer that holds it. ``copies`` is the role of that layer that says
    how many there are of it, each with weights of its own, empty for one.
    """

    name: str
    layer: Layer
    site: Site
    resolved: Resolved
    shape: Shape
    received: str = ""
    copies: str = ""

    @property
    def term(self) -> str:
        """What it adds to the count of the layer that holds it, as a formula."""
        return f"{self.copies}*{self.name}" if self.copies else self.name


class Held(Protocol):
    """A layer given as an argument; called with input shapes it is applied to them."""

    @property
    def layer(self) -> Layer:
        """Its declaration."""
        ...

    def __call__(self, *inputs: Shape, name: str = "", **changed: Any) -> Part:
        """The layer applied, under a name of its own, with some of its arguments changed."""
        ...


@record
class Site:
    """Where a layer is applied: its arguments as read, its input shapes, its spatial rank.

    ``checked`` is off where values stand for symbols only, so that nothing can be decided.
    ``convention`` is the framework whose defaults hold.
    """

    arguments: Mapping[str, Any]
    inputs: tuple[Shape, ...]
    rank: int
    checked: bool = True
    convention: str = KERAS

    def __getitem__(self, argument: str) -> Any:
        return self.arguments[argument]

    @property
    def pytorch(self) -> bool:
        """Whether PyTorch's convention holds."""
        return self.convention == PYTORCH

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the spatial axes."""
        return AXES[self.rank]

    @property
    def channels_first(self) -> bool:
        """Whether the channels stand in front of the spatial axes."""
        return self.arguments.get("data_format") == "channels_first"

    @property
    def spatial(self) -> Shape:
        """The spatial extents of the first input."""
        shape = self.inputs[0]
        return shape[1:] if self.channels_first else shape[:-1]

    @property
    def channels(self) -> Value:
        """The channels of the first input."""
        return self.inputs[0][0 if self.channels_first else -1]

    def arranged(self, spatial: tuple[Axis, ...], channels: Axis) -> tuple[Axis, ...]:
        """Spatial axes and channels in the order of the data format."""
        return (channels, *spatial) if self.channels_first else (*spatial, channels)


def kept(name: str, value: Value, role: str = "") -> Axis:
    """An axis that is one value: ``filters``, or an extent that stays as it is."""
    return Axis(name, role or name, {role or name: value})


def keeps_shape(site: Site) -> Resolved:
    """The resolution of a layer that changes neither shape nor count."""
    return Resolved()


@record
class Signature:
    """A framework's class: its arguments in its own order, with its own names and defaults.

    ``rank`` is the spatial rank that the class fixes (None: any), ``ranks`` bounds the number of
    axes of its input where the layer has no spatial rank; ``fixed`` are values of the layer's own
    arguments that the class stands for. ``loose`` marks a class that takes whatever it is given
    and uses none of it.
    """

    arguments: tuple[Argument, ...] = ()
    rank: int | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict[str, Any])
    loose: bool = False
    ranks: tuple[int, int | None] | None = None


@record
class Layer:
    """A layer of the catalogue.

    ``keras`` maps its Keras class names to the spatial rank that each fixes (None: any), ``torch``
    the names of its classes in torch.nn to their signatures. ``begins`` marks an input, ``joins``
    a layer whose inputs may be named in its parentheses or written as branches.
    ``spatial`` are the spatial ranks that it takes, empty where its input may have any shape;
    ``leading`` is how many axes stand in front of a map: the steps of a sequence of maps.
    ``ranks`` bounds the number of axes of an input of any shape. ``inputs`` is how many it takes at
    least and at most (None: no bound). ``reason`` says why it has no parameters, ``idle`` why one
    with weights has none where its flags leave it without; ``macs`` are the
    forms of its multiply-accumulates, ``uncounted`` says why it has none. ``sees`` says what its
    outputs see of its inputs, unless each value by itself. ``channels`` says where its output's
    channels come from, with ``{layer}``, ``{before}`` and ``{shape}`` for its name, its input's
    layer and shape, unless from its input. ``differing`` holds the arguments of the Keras classes
    that do not have the layer's own: in another order, without one, or with one that must be given.
    ``settled`` are the values of roles that flags bring with them, which take their place in its
    formulas: without groups, one group. ``holds`` are the terms that the layers inside it
    typically add to its count, unless it holds one layer that it is given. ``unusual`` are the
    flags that a plain layer has not, ``lists`` the lists of roles in its formulas,
    ``{normalized}``, as they typically are.
    """

    name: str
    title: str
    resolve: Callable[[Site], Resolved] = keeps_shape
    arguments: tuple[Argument, ...] = ()
    aliases: tuple[str, ...] = ()
    keras: Mapping[str, int | None] = field(default_factory=dict[str, "int | None"])
    spatial: tuple[int, ...] = ()
    leading: int = 0
    ranks: tuple[int, int | None] = (1, None)
    inputs: tuple[int, int | None] = (1, 1)
    weights: tuple[Weight, ...] = ()
    forms: tuple[Form, ...] = ()
    channels: str = ""
    reason: str = ""
    idle: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    macs: tuple[Form, ...] = ()
    uncounted: str = ""
    sees: See | None = None
    source: str = ""
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    examples: tuple[str, ...] = ()
    torch: Mapping[str, Signature] = field(default_factory=dict[str, Signature])
    holds: tuple[str, ...] = ()
    settled: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])
    unusual: str = ""
    begins: bool = False
    joins: bool = False
    differing: Mapping[str, tuple[Argument, ...]] = field(
        default_factory=dict[str, "tuple[Argument, ...]"]
    )

    @property
    def held(self) -> tuple[str, ...]:
        """What the layers inside it typically add to its count."""
        given = any(argument.kind.holds for argument in self.arguments)
        return self.holds or (("layer",) if given else ())


def lists_of(layer: Layer, resolved: Resolved) -> Lists:
    """The lists of roles in a layer's formulas as they are here."""
    return tuple({**layer.lists, **resolved.lists}.items()) if layer.lists else ()
