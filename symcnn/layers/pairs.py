"""Layers that compare or combine two inputs in pairs: bilinear, similarity, distance."""

from __future__ import annotations

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula import arithmetic
from symcnn.layers.arguments import AXIS, COUNT, FLAG, Argument, ignored
from symcnn.layers.declaration import (
    Axis,
    Definition,
    Form,
    Layer,
    LayerProblem,
    Noun,
    Phrase,
    Resolved,
    Shape,
    Signature,
    Site,
    Weight,
    kept,
    per_unit,
    products,
)
from symcnn.layers.merging import broadcast
from symcnn.layers.sight import WHOLE, Sight, Sights, Window
from symcnn.layers.windows import axis_index, joined


def _bilinear(site: Site) -> Resolved:
    (*before, first), (*other, second) = site.inputs
    units = site["units"]
    alike = len(before) == len(other) and all(map(arithmetic.equal, before, other))
    if site.checked and not alike:
        message = (
            f"shapes {joined(site.inputs[0])} and {joined(site.inputs[1])} do not fit together"
        )
        raise LayerProblem("shapes", message, hint="all axes but the last must agree")
    leading = tuple(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(before))
    words: Phrase = (units, Noun(units, " unit", " units"), ", over pairs of inputs")
    return Resolved(
        {
            "first_inputs": first,
            "second_inputs": second,
            "units": units,
            "positions": arithmetic.multiply(before),
        },
        {"use_bias": site["use_bias"]},
        (*leading, kept("units", units)),
        words,
    )


def _last_axes(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """The last axis of each input is seen whole, at each position by itself."""
    return tuple(
        (*(Window(axis) for axis in range(len(given) - 1)), WHOLE) for given in site.inputs
    )


def _similarity(site: Site) -> Resolved:
    shape = broadcast(site, *site.inputs)
    axis = axis_index(site["axis"], shape)
    rest = [kept(f"axis {i + 1}", size, "size") for i, size in enumerate(shape) if i != axis]
    return Resolved(output=tuple(rest), describe=("the cosine of the angle between two inputs",))


def _distance(site: Site) -> Resolved:
    *rest, _ = broadcast(site, *site.inputs)
    axes = [kept(f"axis {i + 1}", size, "size") for i, size in enumerate(rest)]
    if site["keepdims"]:
        axes.append(Axis(f"axis {len(rest) + 1}", "1", {}))
    return Resolved(output=tuple(axes), describe=("the distance between two inputs",))


def _across(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """One axis is seen whole and gone; an extent of 1 is stretched, and so seen by every output."""
    both = broadcast(site, *site.inputs)
    axis = axis_index(site.arguments.get("axis", -1), both)
    return tuple(
        tuple(_seen(both, shape, given, axis, place) for place in _places(both, given))
        for given in site.inputs
    )


def _places(both: Shape, given: Shape) -> range:
    """Where the axes of an input stand among those of both together."""
    return range(len(both) - len(given), len(both))


def _seen(both: Shape, shape: Shape, given: Shape, axis: int, place: int) -> Sight:
    extent = given[place - len(both) + len(given)]
    if place == axis or (extent == 1 and both[place] != 1):
        return WHOLE
    gone = len(shape) < len(both) and place > axis
    return Window(place - 1 if gone else place)


LAYERS = (
    Layer(
        name="bilinear",
        title="bilinear",
        torch={
            "Bilinear": Signature(
                (
                    Argument("in1_features", COUNT, role="first_inputs"),
                    Argument("in2_features", COUNT, role="second_inputs"),
                    Argument("out_features", COUNT, to=("units",)),
                    Argument("bias", FLAG, True, to=("use_bias",)),
                    *ignored("device", "dtype"),
                )
            )
        },
        inputs=(2, 2),
        arguments=(
            Argument("units", COUNT, aliases=("out_features",)),
            Argument("use_bias", FLAG, True, ("bias",)),
        ),
        resolve=_bilinear,
        sees=_last_axes,
        weights=(
            Weight("weight", ("units", "first_inputs", "second_inputs")),
            Weight("bias", ("units",), when="use_bias"),
        ),
        forms=(
            per_unit(
                "(first_inputs*second_inputs + use_bias)*units",
                "each unit has a weight for each pair of inputs[use_bias: and one bias]",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("pairs", "first_inputs*second_inputs"),
                    Definition("weights", "pairs*units"),
                    Definition("biases", "units", when="use_bias"),
                    Definition("parameters", "weights + biases"),
                ),
                "every pair of inputs is connected to every output",
            ),
        ),
        macs=(
            products(
                "(first_inputs*second_inputs + first_inputs + use_bias)*units*positions",
                "each unit multiplies the second input by its weights, and the first by that"
                "[use_bias:, and adds one bias]",
            ),
        ),
        words={
            "first_inputs": "the values of the first input",
            "second_inputs": "the values of the second input",
            "pairs": "each value of the first input with each of the second",
        },
        channels="the units of {layer}",
        source="J. Tenenbaum, W. Freeman (2000), section 2; PyTorch, Bilinear",
        examples=("a: input(20) -> b: input(30) -> from(a, b) -> bilinear(40)",),
    ),
    Layer(
        name="cosine_similarity",
        title="cosine similarity",
        torch={
            "CosineSimilarity": Signature((Argument("dim", AXIS, 1, to=("axis",)), *ignored("eps")))
        },
        inputs=(2, 2),
        arguments=(Argument("axis", AXIS, -1, ("dim",)),),
        resolve=_similarity,
        sees=_across,
        reason="It compares two inputs by a fixed rule: nothing is learned.",
        source="PyTorch, CosineSimilarity",
        examples=("a: input(128) -> b: input(128) -> from(a, b) -> cosine_similarity",),
    ),
    Layer(
        name="pairwise_distance",
        title="pairwise distance",
        torch={
            "PairwiseDistance": Signature(
                (*ignored("p", "eps"), Argument("keepdim", FLAG, False, to=("keepdims",)))
            )
        },
        inputs=(2, 2),
        arguments=(*ignored("p"), Argument("keepdims", FLAG, False, ("keepdim",))),
        resolve=_distance,
        sees=_across,
        reason="It compares two inputs by a fixed rule: nothing is learned.",
        source="PyTorch, PairwiseDistance",
        examples=("a: input(128) -> b: input(128) -> from(a, b) -> pairwise_distance",),
    ),
)
