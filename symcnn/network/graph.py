"""A network whose layers are resolved: shapes, weights and counts, each exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import Layer, Resolved, Shape, Site
from symcnn.network.repetition import Repetition, over_copies
from symcnn.records import record
from symcnn.source import Source, Span

if TYPE_CHECKING:
    from symcnn.network.limits import Limit


@record
class Origin:
    """Where the channels of an output come from: ``the filters of CONV1``."""

    words: str
    layer: str


@record
class Output:
    """What a step hands on: the layer that made it, its shape and its channels' origin.

    ``shape`` is None after a mistake, so that what follows is not blamed for it. ``reaches`` names
    the pass of a repeat that takes it, where that stands for many: only the first of them takes it
    from the layer itself.
    """

    layer: str
    shape: Shape | None
    origin: Origin
    reaches: str = ""


@record
class Tensor:
    """A weight tensor with its shape; ``size`` is the number of its weights.

    Where there are several of the shape, ``copies`` says how many, and ``size`` counts them all.
    A ``buffer`` is no parameter: it is kept with the layer and stands in no count.
    """

    name: str
    shape: Shape
    size: Value
    trainable: bool
    copies: Value = 1
    buffer: bool = False


@record
class Node:
    """A layer of the network: one row of its table.

    ``activation_size`` is the number of values in its output; ``shared_with`` names the layer
    whose weights this one uses again, so that its own counts are 0. A layer inside repeats whose
    counts are free stands for many: its shapes and weights are those of one of them, in the
    indices of ``repeats``, its counts the sums over all.
    """

    name: str
    layer: Layer
    site: Site
    resolved: Resolved
    inputs: tuple[Output, ...]
    output: Output
    weights: tuple[Tensor, ...]
    span: Span
    activation_size: Value
    shared_with: str | None = None
    repeats: tuple[Repetition, ...] = ()

    @property
    def shape(self) -> Shape:
        """The output shape, without the batch."""
        assert self.output.shape is not None
        return self.output.shape

    @property
    def further_outputs(self) -> Mapping[str, Shape]:
        """The shapes of what it gives besides its output, by name."""
        others = self.resolved.others
        return {name: self.shape if shape is None else shape for name, shape in others.items()}

    @property
    def parameters(self) -> Value:
        """All its weights, trainable or not."""
        sizes = [tensor.size for tensor in self.weights if not tensor.buffer]
        return self.over_copies(arithmetic.add(sizes))

    @property
    def trainable(self) -> Value:
        """Its trainable weights."""
        sizes = [tensor.size for tensor in self.weights if tensor.trainable]
        return self.over_copies(arithmetic.add(sizes))

    @property
    def non_trainable(self) -> Value:
        """Its weights that training leaves alone."""
        sizes = [t.size for t in self.weights if not (t.trainable or t.buffer)]
        return self.over_copies(arithmetic.add(sizes))

    @property
    def buffers(self) -> Value:
        """What is kept with its weights and is no parameter, such as running statistics."""
        sizes = [tensor.size for tensor in self.weights if tensor.buffer]
        return self.over_copies(arithmetic.add(sizes))

    @property
    def repeat(self) -> Value | None:
        """How many layers it stands for, None for one."""
        return self.over_copies(1) if self.repeats else None

    def over_copies(self, value: Value) -> Value:
        """A count of one layer, summed over all that it stands for and multiplied out.

        Raises:
            ProgramError: where the sum is too large.
        """
        if not self.repeats or value == 0:
            return arithmetic.tidy(value)
        return arithmetic.tidy(over_copies(value, self.repeats, self.name, self.span))


@record
class Graph:
    """The layers of a network in the order of the program, and the symbols in it.

    ``repeats`` are the bodies repeated a free number of times, by their paths, and ``limits`` how
    far symbols in their counts can grow before nothing is left of a feature map.
    """

    nodes: Mapping[str, Node]
    source: Source
    symbols: Mapping[str, Value | None] = field(default_factory=dict[str, "Value | None"])
    names: frozenset[str] = frozenset()
    repeats: Mapping[str, Repetition] = field(default_factory=dict[str, Repetition])
    limits: tuple[Limit, ...] = ()
