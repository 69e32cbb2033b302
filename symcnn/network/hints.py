"""What hints show of inputs, in the order of axes of the framework that a program follows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from symcnn.choices import KERAS
from symcnn.errors import Problem, did_you_mean
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Number
from symcnn.layers.declaration import Site
from symcnn.layers.windows import joined
from symcnn.network.binding import Bound, Step
from symcnn.source import Span

_KERAS = "input(32x32x3)"
# By the number of spatial axes.
_PYTORCH = {0: "input({})", 1: "input({}, 100)", 2: "input({}, 32, 32)", 3: "input({}, 16, 32, 32)"}
_CHANNELS = ("in_channels", "in_features", "num_features", "input_size")


def no_layers(convention: str) -> Problem:
    """The problem of a program without any layer."""
    hint = f"begin with an input, such as {example_input(convention)}"
    return Problem("empty", "the program has no layers", Span(0, 0), hint)


def example_input(convention: str, step: Step | None = None, bound: Bound | None = None) -> str:
    """An input as it may be written, with the channels that a first layer says it takes."""
    if convention == KERAS:
        return _KERAS
    given = bound.given if bound is not None else {}
    values = [given[name].value for name in _CHANNELS if name in given]
    told = next((value.value for value in values if isinstance(value, Number)), None)
    rank = step.entry.rank if step is not None else None
    if rank is None:
        rank = 0 if told is not None else 2
    return _PYTORCH[rank].format(told or 3)


def agreeing_width(value: Value, given: Value, site: Site) -> str:
    """What makes an argument that repeats the input's width agree with it."""
    shape = site.inputs[0]
    *extents, last = shape
    if site.rank:
        first = f"PyTorch has the channels first: {joined((value, *extents))}"
        return first if last == value else f"write {given}"
    if not extents:
        return f"write {given}"
    values = arithmetic.multiply(shape)
    if arithmetic.equal(value, values):
        return f"its {joined(shape)} hold {value} values: put nn.Flatten() in front"
    # A feature map is flattened; what has two axes may well be a sequence.
    if len(shape) > 2:
        return f"put nn.Flatten() in front and write {values}, or {given} for the last axis alone"
    return f"write {given}"


def nearest_layer(name: str, layers: Iterable[str]) -> str:
    """A hint that names the layers so called inside a body, else the nearest of all."""
    inside = list(islice((layer for layer in layers if layer.endswith(f".{name}")), 3))
    if inside:
        return f"did you mean {' or '.join(map(repr, inside))}?"
    return did_you_mean(name, layers)
