"""The dense layer whose axes an equation names: ``abc,cd->abd``."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from typing import Any, cast

from symcnn.choices import PER_UNIT
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.activations import ACTIVATION, described_activation
from symcnn.layers.arguments import Argument, Kind, Unfit, ignored, is_integral
from symcnn.layers.declaration import (
    Axis,
    Definition,
    Form,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Site,
    Weight,
    kept,
    products,
)
from symcnn.layers.low_rank import LOW_RANK, RANK, adapted, rank_of
from symcnn.layers.sight import WHOLE, Sight, Sights, Window
from symcnn.layers.windows import joined
from symcnn.records import value_record

_EQUATION = re.compile(r"(\.{3})?([a-zA-Z]+)(\.{3})?,([a-zA-Z]+)->(\.{3})?([a-zA-Z]+)(\.{3})?")
_FORMS = "ab,bc->ac, ...b,bc->...c or ab...,bc->ac..."


@value_record
class _Axes:
    """What each axis of an application is: letters, or the extents behind an ellipsis.

    ``before`` and ``behind`` are the extents that the dots stand for, the batch left out;
    ``batch`` is the letter that stands for the batch, where no dots do.
    """

    given: str
    kernel: str
    output: str
    before: Shape
    behind: Shape
    batch: str

    def lettered(self, letters: str) -> str:
        """The letters without that of the batch."""
        return letters.replace(self.batch, "") if self.batch else letters


def _equation(value: Any, rank: int, checked: bool) -> Any:
    found = _EQUATION.fullmatch(value.replace(" ", "")) if isinstance(value, str) else None
    if found is None:
        raise Unfit(f"an equation such as {_FORMS}")
    left, given, right, kernel, *out = found.groups()
    if (left, right) != (out[0], out[2]) or (left and right) or (right and len(given) < 2):
        raise Unfit(f"an equation such as {_FORMS}")
    return given, kernel, out[1], bool(left), bool(right)


def _extents(value: Any, rank: int, checked: bool) -> Any:
    parts = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
    if not all(part is None or is_integral(part, 1, checked) for part in parts):
        raise Unfit("positive integers, or None for an extent of the input")
    return parts


def _letters(value: Any, rank: int, checked: bool) -> Any:
    if value is not None and not (isinstance(value, str) and value.isalpha()):
        raise Unfit("letters of the equation")
    return value


def _problem(message: str, argument: str = "equation", hint: str = "") -> LayerProblem:
    kind = "shapes" if argument == "output_shape" else "axis"
    return LayerProblem(kind, message, argument, hint)


def _axes(site: Site) -> _Axes:
    given, kernel, output, left, right = site["equation"]
    for letters in (given, kernel, output):
        if len(set(letters)) < len(letters):
            raise _problem(f"'{letters}' names an axis twice")
    _check_letters(given, kernel, output)
    shape = site.inputs[0]
    dotted = len(shape) + 1 - len(given)
    if dotted < 0 or (dotted and not (left or right)):
        message = f"'{given}' names {len(given)} axes with the batch, the input {joined(shape)}"
        raise _problem(f"{message} has {len(shape) + 1}")
    batch = "" if left and dotted else given[0]
    if batch and (output[0] != batch or batch in kernel):
        raise _problem(f"'{batch}' is the batch: it begins the output, and is not in the kernel")
    before = shape[: dotted - 1] if left and dotted else ()
    behind = shape[len(shape) - dotted :] if right and dotted else ()
    return _Axes(given, kernel, output, before, behind, batch)


def _check_letters(given: str, kernel: str, output: str) -> None:
    for letter in output:
        if letter not in given + kernel:
            raise _problem(f"the output's axis '{letter}' is neither the input's nor the kernel's")
    for letter in kernel:
        if letter not in given + output:
            raise _problem(f"the kernel's axis '{letter}' is neither the input's nor the output's")


def _extents_of(site: Site, axes: _Axes) -> dict[str, Value]:
    """The extent of each letter but the batch's."""
    shape = site.inputs[0]
    own = shape[len(axes.before) : len(shape) - len(axes.behind)]
    extents: dict[str, Value] = dict(zip(axes.lettered(axes.given), own, strict=True))
    wanted, letters = site["output_shape"], axes.lettered(axes.output)
    if len(wanted) != len(letters):
        noun = "extent" if len(letters) == 1 else "extents"
        message = f"output_shape has {len(wanted)}, but the equation wants {len(letters)} {noun}"
        raise _problem(message, "output_shape", f"one for each of '{letters}', without the batch")
    for letter, extent in zip(letters, wanted, strict=True):
        known = extents.get(letter)
        weighted = letter in axes.kernel or letter in (site["bias_axes"] or "")
        if extent is None and (known is None or weighted):
            raise _problem(f"output_shape must say how long '{letter}' is", "output_shape")
        if extent is None:
            continue
        if known is None:
            extents[letter] = extent
        elif site.checked and not arithmetic.equal(known, extent):
            message = f"'{letter}' is {known} in the input, but {extent} in output_shape"
            raise _problem(message, "output_shape")
    return extents


def _bias(site: Site, axes: _Axes) -> tuple[str, ...]:
    """The axes of the bias: from the first that it has to the last of the output."""
    chosen: str = site["bias_axes"] or ""
    for letter in chosen:
        if letter not in axes.output or letter == axes.batch:
            raise _problem(f"the bias's axis '{letter}' is none of the output's", "bias_axes")
    first = min((axes.output.index(letter) for letter in chosen), default=0)
    own = tuple(letter if letter in chosen else "1" for letter in axes.output[first:])
    return (*own, *("1" for _ in axes.behind)) if chosen else ()


def _einsum(site: Site) -> Resolved:
    axes = _axes(site)
    extents = _extents_of(site, axes)
    output, dotted = axes.lettered(axes.output), (*axes.before, *axes.behind)
    summed = set(axes.given) - set(axes.kernel) - set(axes.output)
    multiplied = [letter for letter in extents if letter not in summed]
    kernel = tuple(extents[letter] for letter in axes.kernel)
    return Resolved(
        {**extents, "dotted": arithmetic.multiply(dotted), **rank_of(site)},
        {
            "use_bias": site["bias_axes"] is not None,
            "lora": site["lora_rank"] is not None,
            "placed": bool(dotted),
        },
        (
            *_kept(axes.before, 0),
            *(kept(f"axis {letter}", extents[letter], "size") for letter in output),
            *_kept(axes.behind, len(axes.before) + len(output)),
        ),
        ("kernel ", kernel, *described_activation(site)),
        lists={
            "axes": tuple(axes.kernel),
            "inputs": tuple(axes.kernel[:-1]),
            "outputs": tuple(axes.kernel[-1]),
            "bias": _bias(site, axes),
            "multiplied": tuple(multiplied),
            "results": tuple(output),
        },
    )


def _kept(extents: Shape, first: int) -> Iterable[Axis]:
    return (kept(f"axis {i}", extent, "size") for i, extent in enumerate(extents, first + 1))


def _through_kernel(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """An axis of the input that the output has is seen place by place, any other whole."""
    axes = _axes(site)
    output = axes.lettered(axes.output)
    first, behind = len(axes.before), len(axes.before) + len(output)
    own: list[Sight] = [
        Window(first + output.index(letter)) if letter in output else WHOLE
        for letter in axes.lettered(axes.given)
    ]
    before, after = range(first), range(behind, behind + len(axes.behind))
    return ((*map(Window, before), *own, *map(Window, after)),)


_LETTERS = {letter: f"axis {letter} of the equation" for letter in string.ascii_letters}
_EVERY = "one product for each value of the axes <{multiplied}> together"

LAYERS = (
    Layer(
        name="einsum",
        title="dense layer by an equation",
        aliases=("einsum_dense",),
        keras={"EinsumDense": None},
        arguments=(
            Argument("equation", Kind("an equation", _equation, takes_numbers=False, texts=True)),
            Argument("output_shape", Kind("positive integers or None", _extents, takes_sizes=True)),
            ACTIVATION,
            Argument(
                "bias_axes",
                Kind("letters of the equation", _letters, takes_numbers=False, texts=True),
                None,
            ),
            *ignored(
                "kernel_initializer",
                "bias_initializer",
                "kernel_regularizer",
                "bias_regularizer",
                "kernel_constraint",
                "bias_constraint",
            ),
            RANK,
            *ignored("lora_alpha", "gptq_unpacked_column_size", "quantization_config"),
        ),
        resolve=_einsum,
        sees=_through_kernel,
        lists={
            "axes": ("c", "d"),
            "inputs": ("c",),
            "outputs": ("d",),
            "bias": ("d",),
            "multiplied": ("b", "c", "d"),
            "results": ("b", "d"),
        },
        weights=(
            *adapted(Weight("kernel", ("{axes}",)), "lora_kernel", ("{inputs}", "{outputs}")),
            Weight("bias", ("{bias}",), when="use_bias"),
        ),
        forms=(
            Form(
                PER_UNIT,
                (
                    Definition("weights", "{axes}"),
                    Definition("thin", "{inputs}*lora_rank + lora_rank*{outputs}", when="lora"),
                    Definition("biases", "{bias}", when="use_bias"),
                    Definition("parameters", "weights + thin + biases"),
                ),
                "the kernel has the axes that stand between comma and arrow"
                "[lora:; it is frozen, and two thin matrices beside it are trained]",
                source=LOW_RANK,
            ),
        ),
        macs=(
            products("{multiplied}*dotted + use_bias*{results}*dotted", _EVERY, when="placed"),
            products("{multiplied} + use_bias*{results}", _EVERY),
        ),
        words={
            **_LETTERS,
            "weights": "the values of the kernel",
            "biases": "the values of the bias",
            "thin": "the two thin matrices beside the kernel",
            "dotted": "the positions that the dots stand for",
        },
        channels="the last axis of {layer}",
        source="Keras 3, EinsumDense",
        examples=(
            'input(32x64) -> einsum("abc,cd->abd", (None, 16), bias_axes="d")',
            'input(8x8x64) -> einsum("...x,xy->...y", 16)',
        ),
    ),
)
