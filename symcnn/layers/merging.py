"""Layers that join several inputs: element by element, end to end, by products."""

from __future__ import annotations

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import AXIS, FLAG, KNOWN_AXES, Argument, ByConvention
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Site,
    kept,
    products,
)
from symcnn.layers.divisible import dividing
from symcnn.layers.sight import WHOLE, Sights, Undefined, Window, pointwise, value_by_value
from symcnn.layers.windows import axis_index, joined


def _element_by_element(site: Site) -> Resolved:
    shape = site.inputs[0]
    for other in site.inputs[1:]:
        shape = broadcast(site, shape, other)
    axes = tuple(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(shape))
    return Resolved(output=axes, describe=(f"{len(site.inputs)} inputs, value by value",))


def broadcast(site: Site, first: Shape, second: Shape) -> Shape:
    """The shape of two inputs together; an extent of 1 stretches, as in Keras."""
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    lead = len(longer) - len(shorter)
    joint: list[Value] = list(longer[:lead])
    for one, other in zip(longer[lead:], shorter, strict=True):
        if one == 1:
            joint.append(other)
        elif other == 1 or not site.checked or arithmetic.equal(one, other):
            joint.append(one)
        else:
            raise LayerProblem(
                "shapes",
                f"shapes {joined(first)} and {joined(second)} do not fit together",
                hint=_hint(longer[lead:], shorter)
                or "give the branches the same strides, padding and filters",
            )
    return tuple(joint)


def _hint(first: Shape, second: Shape) -> str:
    """What makes the extents agree that must, each beside its own."""
    apart = [pair for pair in zip(first, second, strict=True) if not arithmetic.equal(*pair)]
    if all(isinstance(one, int) and isinstance(other, int) for one, other in apart):
        return ""
    return dividing(apart)


def _other_axes(first: Shape, second: Shape, axis: int) -> str:
    """The same for all axes but the one along which they are joined."""
    if len(first) != len(second):
        return ""
    return _hint((*first[:axis], *first[axis + 1 :]), (*second[:axis], *second[axis + 1 :]))


def _concatenate(site: Site) -> Resolved:
    first = site.inputs[0]
    axis = axis_index(site["axis"], first)
    sizes: list[Value] = [first[axis]]
    for other in site.inputs[1:]:
        same = len(other) == len(first) and all(
            not site.checked or i == axis or arithmetic.equal(first[i], size)
            for i, size in enumerate(other)
        )
        if not same:
            raise LayerProblem(
                "shapes",
                f"shapes {joined(first)} and {joined(other)} do not fit end to end",
                hint=_other_axes(first, other, axis) or "all axes but the joined one must agree",
            )
        sizes.append(other[axis])
    roles = {f"input_{i + 1}": size for i, size in enumerate(sizes)}
    axes = tuple(
        Axis("channels", " + ".join(roles), roles)
        if i == axis
        else kept(f"axis {i + 1}", s, "size")
        for i, s in enumerate(first)
    )
    return Resolved(output=axes, describe=(f"{len(sizes)} inputs, end to end",))


def _end_to_end(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Place by place, but for the axis along which the inputs stand one behind the other."""
    axis = axis_index(site["axis"], site.inputs[0])
    joined = Undefined("the inputs stand one behind the other along this axis")
    axes = (*pointwise(shape[:axis]), joined, *(Window(i) for i in range(axis + 1, len(shape))))
    return (axes,) * len(site.inputs)


def _summed_axes(site: Site) -> tuple[int, int]:
    """The axis of each input along which products are summed."""
    axes = site["axes"]
    pair = axes * 2 if len(axes) == 1 else axes
    if len(pair) != 2:
        raise LayerProblem("axis", "axes is one integer or two", "axes")
    first, second = site.inputs
    return axis_index(pair[0], first, "axes"), axis_index(pair[1], second, "axes")


def _multiplied(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """The axes that are summed over are seen whole, the others place by place."""
    first, second = site.inputs
    one, other = _summed_axes(site)
    shift = len(first) - 1
    return (
        tuple(WHOLE if i == one else Window(i - (i > one)) for i in range(len(first))),
        tuple(WHOLE if i == other else Window(shift + i - (i > other)) for i in range(len(second))),
    )


def _dot(site: Site) -> Resolved:
    first, second = site.inputs
    one, other = _summed_axes(site)
    if site.checked and not arithmetic.equal(first[one], second[other]):
        raise LayerProblem(
            "shapes",
            f"{first[one]} and {second[other]} values cannot be multiplied in pairs",
            "axes",
        )
    rest = (*first[:one], *first[one + 1 :], *second[:other], *second[other + 1 :])
    kept_axes = tuple(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(rest))
    return Resolved(
        {"results": arithmetic.multiply(rest), "terms": first[one]},
        output=kept_axes or (Axis("axis 1", "1", {}),),
        describe=("products, summed",),
    )


def _merge(name: str, keras: str, verb: str, *aliases: str, most: int | None = None) -> Layer:
    return Layer(
        name=name,
        title=verb,
        aliases=aliases,
        keras={keras: None},
        inputs=(2, most),
        joins=True,
        resolve=_element_by_element,
        sees=value_by_value,
        reason=f"{keras} joins its inputs by a fixed rule: nothing is learned.",
        source=f"Keras 3, {keras}",
        examples=(f"input(8x8x4) -> {name} {{ conv(4, 3x3, same) | skip }}",),
    )


LAYERS = (
    _merge("add", "Add", "sum"),
    _merge("subtract", "Subtract", "difference", most=2),
    _merge("multiply", "Multiply", "product"),
    _merge("average", "Average", "mean"),
    _merge("maximum", "Maximum", "maximum"),
    _merge("minimum", "Minimum", "minimum"),
    Layer(
        name="concat",
        title="concatenation",
        aliases=("concatenate",),
        keras={"Concatenate": None},
        arguments=(Argument("axis", AXIS, ByConvention(-1, 1)),),
        inputs=(1, None),
        joins=True,
        resolve=_concatenate,
        sees=_end_to_end,
        channels="the channels joined in {layer}",
        reason="Concatenation puts its inputs side by side: nothing is learned.",
        source="Keras 3, Concatenate",
        examples=("input(8x8x4) -> concat { conv(4, 3x3, same) | skip }",),
    ),
    Layer(
        name="dot",
        title="dot product",
        keras={"Dot": None},
        arguments=(Argument("axes", KNOWN_AXES), Argument("normalize", FLAG, False)),
        inputs=(2, 2),
        joins=True,
        resolve=_dot,
        sees=_multiplied,
        channels="the products of {layer}",
        macs=(products("results*terms", "each result is a sum of <terms> products"),),
        words={
            "results": "the values of the output",
            "terms": "the extent of the axes that are summed over",
        },
        reason="The dot product has no weights: nothing is learned.",
        source="Keras 3, Dot",
        examples=("input(10x8) -> dot(axes=2) { skip | skip }",),
    ),
)
