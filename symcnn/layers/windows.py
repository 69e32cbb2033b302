"""Output extents of windows that slide over an axis, as formulas, each with its condition.

Source: V. Dumoulin and F. Visin, A guide to convolution arithmetic for deep learning (2016),
relationships 6 (stride and padding), 13 (transposed) and 15 (dilation). The rule for `same` is
TensorFlow's: as many windows as steps of the stride; that for extents rounded up is PyTorch's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula
from symcnn.layers.declaration import Axis, LayerProblem, Phrase, Shape, Site

_PLAIN = "floor((size + 2*padding - kernel)/stride) + 1"
_DILATED = "floor((size + 2*padding - dilation*(kernel - 1) - 1)/stride) + 1"
_UNEVEN = "floor((size + padding_before + padding_after - kernel)/stride) + 1"
_UNEVEN_DILATED = (
    "floor((size + padding_before + padding_after - dilation*(kernel - 1) - 1)/stride) + 1"
)
# Rounded up, a last window may reach over the edge, but begins inside the input or the padding
# before it.
_UP = "min(ceil((size + 2*padding - kernel)/stride), ceil((size + padding)/stride) - 1) + 1"
_UP_DILATED = (
    "min(ceil((size + 2*padding - dilation*(kernel - 1) - 1)/stride),"
    " ceil((size + padding)/stride) - 1) + 1"
)
_UP_UNEVEN = (
    "min(ceil((size + padding_before + padding_after - kernel)/stride),"
    " ceil((size + padding_before)/stride) - 1) + 1"
)
_UP_UNEVEN_DILATED = (
    "min(ceil((size + padding_before + padding_after - dilation*(kernel - 1) - 1)/stride),"
    " ceil((size + padding_before)/stride) - 1) + 1"
)
# By rounding up, even padding and dilation.
_WINDOWS = {
    (False, True, False): _PLAIN,
    (False, True, True): _DILATED,
    (False, False, False): _UNEVEN,
    (False, False, True): _UNEVEN_DILATED,
    (True, True, False): _UP,
    (True, True, True): _UP_DILATED,
    (True, False, False): _UP_UNEVEN,
    (True, False, True): _UP_UNEVEN_DILATED,
}
_SAME = "ceil(size/stride)"
# Keras leaves no gap between windows that a large stride pulls apart.
_TRANSPOSED = "size*stride + max(kernel - stride, 0)"
_TRANSPOSED_DILATED = "size*stride + max(dilation*(kernel - 1) + 1 - stride, 0)"
_TRANSPOSED_SAME = "size*stride"
_TRANSPOSED_PADDED = "(size - 1)*stride - 2*padding + dilation*(kernel - 1) + output_padding + 1"
_TRANSPOSED_PADDED_SAME = (
    "(size - 1)*stride - 2*floor((dilation*(kernel - 1) + 1)/2)"
    " + dilation*(kernel - 1) + output_padding + 1"
)


def sliding(site: Site, kernel: Shape, strides: Shape, padding: Any) -> tuple[Axis, ...]:
    """The axes after a sliding window; ``padding`` is a word or pairs of amounts.

    Extents are rounded down unless the layer's ``ceil_mode`` rounds them up.

    Raises:
        LayerProblem: for a window that is larger than its padded input.
    """
    dilation: Shape = site.arguments.get("dilation_rate", (1,) * site.rank)
    if padding in ("same", "causal"):
        return _rows(site, _SAME, {"size": site.spatial, "stride": strides})
    sides: Any = ((0, 0),) * site.rank if padding == "valid" else padding
    roles: dict[str, Shape] = {"size": site.spatial, "kernel": kernel, "stride": strides}
    even = not any(_differs(before, after) for before, after in sides)
    if even:
        roles["padding"] = tuple(before for before, _ in sides)
    else:
        roles["padding_before"] = tuple(before for before, _ in sides)
        roles["padding_after"] = tuple(after for _, after in sides)
    dilated = any(_differs(step, 1) for step in dilation)
    if dilated:
        roles["dilation"] = dilation
    up = bool(site.arguments.get("ceil_mode"))
    if site.checked and not up:
        _check_fit(site, kernel, dilation, sides)
    return _rows(site, _WINDOWS[up, even, dilated], roles)


def transposed(site: Site, kernel: Shape, strides: Shape, padding: Any) -> tuple[Axis, ...]:
    """The axes after a transposed convolution."""
    dilation: Shape = site["dilation_rate"]
    extra: Shape | None = site["output_padding"]
    roles: dict[str, Shape] = {"size": site.spatial, "stride": strides}
    if extra is None and padding == "same":
        return _rows(site, _TRANSPOSED_SAME, roles)
    roles["kernel"] = kernel
    if extra is None and padding == "valid":
        if not any(_differs(step, 1) for step in dilation):
            return _rows(site, _TRANSPOSED, roles)
        return _rows(site, _TRANSPOSED_DILATED, roles | {"dilation": dilation})
    roles |= {"dilation": dilation, "output_padding": extra or (0,) * site.rank}
    if padding == "same":
        return _rows(site, _TRANSPOSED_PADDED_SAME, roles)
    sides: Any = ((0, 0),) * site.rank if padding == "valid" else padding
    if any(_differs(before, after) for before, after in sides):
        message = "a transposed convolution pads both sides of an axis alike"
        raise LayerProblem("padding", message, "padding")
    roles["padding"] = tuple(before for before, _ in sides)
    return _rows(site, _TRANSPOSED_PADDED, roles)


def _rows(site: Site, formula: str, roles: Mapping[str, Shape]) -> tuple[Axis, ...]:
    return tuple(
        Axis(axis, formula, {role: values[index] for role, values in roles.items()})
        for index, axis in enumerate(site.axes)
    )


def _check_fit(site: Site, kernel: Shape, dilation: Shape, sides: Any) -> None:
    for size, extent, step, (before, after) in zip(
        site.spatial, kernel, dilation, sides, strict=True
    ):
        padded = arithmetic.add((size, before, after))
        reach = extent if step == 1 else arithmetic.add((step * (extent - 1), 1))
        if is_below(padded, reach):
            where = "input" if (before, after) == (0, 0) else "padded input"
            grown = "" if step == 1 else " dilated"
            raise LayerProblem(
                "kernel-too-large",
                f"the{grown} {joined(kernel)} window is larger than its {where}, "
                f"{joined(site.spatial)}",
                hint="pad the input, or take a smaller window",
            )


def extents_of(axes: Iterable[Axis]) -> Shape:
    """The extents that axes come to."""
    return tuple(evaluate(formula(axis.formula), axis.roles) for axis in axes)


def _differs(value: Value, other: Value) -> bool:
    return bool(value != other)


def is_below(left: Value, right: Value) -> bool:
    """Whether ``left < right`` for certain."""
    if isinstance(left, int) and isinstance(right, int):
        return left < right
    from symcnn.formula import algebra

    return algebra.is_definitely_below(left, right)


def joined(shape: Shape) -> str:
    """A shape in words of a message."""
    extents = map(_grouped if len(shape) > 1 else arithmetic.spelled, shape)
    return "\N{MULTIPLICATION SIGN}".join(extents) if shape else "a single number"


def _grouped(extent: Value) -> str:
    """An extent, in parentheses where it would run into its neighbours."""
    joint = any(getattr(extent, kind, False) for kind in ("is_Add", "is_Mul", "is_Pow"))
    words = arithmetic.spelled(extent)
    return f"({words})" if joint else words


def axis_index(axis: int, shape: Shape, argument: str = "axis") -> int:
    """The place of an axis in a shape without the batch; Keras counts the batch as axis 0.

    Raises:
        LayerProblem: where the shape has no such axis.
    """
    index = axis - 1 if axis > 0 else len(shape) + axis
    if axis == 0 or not 0 <= index < len(shape):
        raise LayerProblem("axis", f"{joined(shape)} has no axis {axis}", argument)
    return index


def described_window(strides: Shape, padding: Any, dilation: Shape = ()) -> Phrase:
    """Stride, padding and dilation in words."""
    words: list[Any] = [", stride ", _alike(strides)]
    if isinstance(padding, str):
        words.append(", no padding" if padding == "valid" else f", {padding} padding")
    else:
        sides = tuple(side for pair in padding for side in pair)
        if not _is_alike(sides):
            words.append(", uneven padding")
        else:
            words += [", padding ", sides[0]] if sides[0] != 0 else [", no padding"]
    if any(_differs(step, 1) for step in dilation):
        words += [", dilation ", _alike(dilation)]
    return tuple(words)


def _alike(shape: Shape) -> Any:
    return shape[0] if _is_alike(shape) else shape


def _is_alike(values: Sequence[Any]) -> bool:
    """Whether all are the same, however they came about."""
    return all(value == values[0] for value in values[1:])
