"""Layers that surround each map: with zeros, a constant, or with its own values again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symcnn.formula import arithmetic
from symcnn.layers.arguments import (
    DATA_FORMAT,
    IGNORED,
    Argument,
    Kind,
    Unfit,
    ignored,
    is_integral,
    parts_of,
)
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
)
from symcnn.layers.padding import PAIRS
from symcnn.layers.sight import See, Sights, Window, channel_by_channel, first_axis, spatial
from symcnn.layers.windows import is_below


def edges(site: Site, argument: str, formula: str, even: str) -> tuple[Axis, ...]:
    """The axes after rows were added or cut: ``even`` where both sides of an axis are alike."""
    axes: list[Axis] = []
    for axis, size, (before, after) in zip(site.axes, site.spatial, site[argument], strict=True):
        if before == after:
            axes.append(Axis(axis, even, {"size": size, argument: before}))
        else:
            roles = {"size": size, f"{argument}_before": before, f"{argument}_after": after}
            axes.append(Axis(axis, formula, roles))
    return site.arranged(tuple(axes), kept("channels", site.channels))


def shifted(argument: str, sign: int) -> See:
    """Each place seen by one output, behind what was added or before what was cut."""

    def see(site: Site, resolved: Resolved, shape: Shape) -> Sights:
        first = first_axis(site)
        moved = (
            Window(first + axis, padding=sign * before)
            for axis, (before, _) in enumerate(site[argument])
        )
        return spatial(site, moved, channel_by_channel(site))

    return see


def _padding(words: str, spare: int | None = None) -> Callable[[Site], Resolved]:
    """The resolution of a padding; ``spare`` rows of the map at least are not repeated."""

    def resolve(site: Site) -> Resolved:
        if spare is not None and site.checked:
            _check_sides(site, spare)
        formula, even = "size + padding_before + padding_after", "size + 2*padding"
        return Resolved(output=edges(site, "padding", formula, even), describe=(words,))

    return resolve


def _check_sides(site: Site, spare: int) -> None:
    for size, sides in zip(site.spatial, site["padding"], strict=True):
        for side in sides:
            if is_below(arithmetic.add((size, -spare)), side):
                most = "fewer rows than the map has" if spare else "at most the rows of the map"
                message = f"a side takes {most}, {size}, not {side}"
                raise LayerProblem("padding", message, "padding")


def _sides(shorter: bool) -> Kind:
    """PyTorch's padding: the sides of the last axis first; negative ones cut.

    ``shorter`` says that the first axes may be left out.
    """

    def read(value: Any, rank: int, checked: bool) -> Any:
        expected = f"an integer or {2 * rank} of them, the sides of the last axis first"
        sides = parts_of(value) or (value,) * (2 * rank)
        fits = len(sides) == 2 * rank or (shorter and len(sides) % 2 == 0 and len(sides) < 2 * rank)
        if not fits or not all(is_integral(side, None, checked) for side in sides):
            raise Unfit(expected)
        pairs = [(sides[i], sides[i + 1]) for i in range(0, len(sides), 2)]
        pairs += [(0, 0)] * (rank - len(pairs))
        return tuple(reversed(pairs))

    return Kind("integers, the sides of the last axis first", read, takes_sizes=True)


def _torch(name: str, *further: Argument, shorter: bool = False) -> dict[str, Signature]:
    arguments = (Argument("padding", _sides(shorter)), *further)
    return {f"{name}{rank}d": Signature(arguments, rank) for rank in (1, 2, 3)}


def _own_values(name: str, class_: str, title: str, resolve: Any) -> Layer:
    """A padding that repeats values of the map itself."""
    return Layer(
        name=name,
        title=title,
        aliases=(f"{name.removesuffix('_pad')}_padding",),
        torch=_torch(class_),
        spatial=(1, 2, 3),
        arguments=(Argument("padding", PAIRS), DATA_FORMAT),
        resolve=resolve,
        sees=shifted("padding", 1),
        reason="It surrounds each map with values of its own: nothing is learned.",
        source=f"PyTorch, {class_}2d",
        examples=(f"input(28x28x8) -> {name}(2)",),
    )


LAYERS = (
    Layer(
        name="zeropad",
        title="zero padding",
        aliases=("zero_padding", "pad"),
        keras={f"ZeroPadding{rank}D": rank for rank in (1, 2, 3)},
        torch=_torch("ZeroPad", shorter=True),
        spatial=(1, 2, 3),
        arguments=(Argument("padding", PAIRS, 1), DATA_FORMAT),
        resolve=_padding("zeros around each map"),
        sees=shifted("padding", 1),
        reason="Zero padding surrounds each map with zeros: nothing is learned.",
        source="Keras 3, ZeroPadding2D; PyTorch, ZeroPad2d",
        examples=("input(28x28x8) -> zeropad(2)", "input(8x8x3) -> zeropad(((0, 1), (0, 1)))"),
    ),
    Layer(
        name="constant_pad",
        title="constant padding",
        aliases=("constant_padding",),
        torch=_torch("ConstantPad", Argument("value", IGNORED), shorter=True),
        spatial=(1, 2, 3),
        arguments=(Argument("padding", PAIRS), *ignored("value"), DATA_FORMAT),
        resolve=_padding("one value around each map"),
        sees=shifted("padding", 1),
        reason="It surrounds each map with one value: nothing is learned.",
        source="PyTorch, ConstantPad2d",
        examples=("input(28x28x8) -> constant_pad(2, value=1)",),
    ),
    _own_values(
        "reflection_pad",
        "ReflectionPad",
        "reflection padding",
        _padding("each map mirrored at its edges", spare=1),
    ),
    _own_values(
        "replication_pad",
        "ReplicationPad",
        "replication padding",
        _padding("the edges of each map repeated"),
    ),
    _own_values(
        "circular_pad",
        "CircularPad",
        "circular padding",
        _padding("each map continued from its other side", spare=0),
    ),
)
