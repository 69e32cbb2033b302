"""Losses that hold weights: they end a network with a layer of their own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers import dense
from symcnn.layers.arguments import (
    COUNT,
    FLAG,
    NUMBER,
    SIZES,
    Argument,
    Kind,
    Unfit,
    ignored,
    parts_of,
)
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Part,
    Resolved,
    Signature,
    Site,
    Weight,
    per_unit,
    products,
)
from symcnn.layers.held import part_of
from symcnn.layers.sight import whole

_DENSE = dense.LAYERS[0]


def _cross_entropy(site: Site) -> Resolved:
    (inputs,) = site.inputs[0]
    classes = arithmetic.multiply((site["num_classes"], *site["out_features"]))
    return Resolved(
        {"inputs": inputs, "classes": classes},
        {"use_bias": site["use_bias"]},
        (),
        ("the loss of ", classes, " classes"),
    )


def _adaptive(site: Site) -> Resolved:
    """A head for frequent classes and one for each cluster of rare ones, ever narrower."""
    (inputs,), cutoffs, classes = site.inputs[0], site["cutoffs"], site["n_classes"]
    if site.checked and isinstance(classes, int) and cutoffs[-1] >= classes:
        message = f"cutoffs lie between 1 and {classes - 1}, the classes less one"
        raise LayerProblem("argument", message, "cutoffs")
    divisor = site["div_value"]
    if site.checked and arithmetic.is_number(divisor) and divisor <= 0:
        raise LayerProblem("argument", f"{divisor} divides no inputs", "div_value", "such as 4")
    noun = " cluster" if len(cutoffs) == 1 else " clusters"
    parts: list[Part] = []
    edges = (*cutoffs, classes)
    for index, (first, last) in enumerate(pairwise(edges), 1):
        shrunk = arithmetic.power(divisor, index)
        width = arithmetic.floor(arithmetic.divide(inputs, shrunk))
        size = arithmetic.add((last, arithmetic.negate(first)))
        parts.append(_linear(site, inputs, width, f"projection_{index}", ""))
        received = f"the units of projection_{index}"
        parts.append(_linear(site, width, size, f"cluster_{index}", received))
    return Resolved(
        {"inputs": inputs, "frequent": cutoffs[0], "clusters": len(cutoffs)},
        {"use_bias": site["use_bias"]},
        (),
        ("the loss of ", classes, " classes, rare ones in ", len(cutoffs), noun),
        parts=tuple(parts),
    )


def _linear(site: Site, inputs: Value, units: Value, name: str, received: str) -> Part:
    """A fully connected layer without bias."""
    given = {"units": units, "use_bias": False}
    part = part_of(site, _DENSE, name, ((inputs,),), (units,), given)
    return replace(part, received=received)


def _cutoffs(value: Any, rank: int, checked: bool) -> tuple[int, ...]:
    edges = parts_of(value) or (value,)
    known = all(arithmetic.is_whole(edge) and edge > 0 for edge in edges)
    if not known or any(one >= other for one, other in pairwise(edges)):
        raise Unfit("positive integers that grow")
    return edges


_CUTOFFS = Argument("cutoffs", Kind("positive integers that grow", _cutoffs, takes_sizes=True))
_CLASSES = Argument("n_classes", COUNT)
_DIVISOR = Argument("div_value", NUMBER, 4)
_IN_FEATURES = Argument("in_features", COUNT, role="inputs")

LAYERS = (
    Layer(
        name="adaptive_softmax",
        title="adaptive softmax",
        torch={
            "AdaptiveLogSoftmaxWithLoss": Signature(
                (
                    _IN_FEATURES,
                    _CLASSES,
                    _CUTOFFS,
                    _DIVISOR,
                    Argument("head_bias", FLAG, False, to=("use_bias",)),
                    *ignored("device", "dtype"),
                )
            )
        },
        ranks=(1, 1),
        arguments=(
            _CLASSES,
            _CUTOFFS,
            _DIVISOR,
            Argument("use_bias", FLAG, False, ("bias", "head_bias")),
        ),
        resolve=_adaptive,
        holds=("projection_1", "cluster_1"),
        sees=whole,
        weights=(
            Weight("head", ("frequent + clusters", "inputs")),
            Weight("bias", ("frequent + clusters",), when="use_bias"),
        ),
        forms=(
            per_unit(
                "(inputs + use_bias)*(frequent + clusters) + {held}",
                "the head has a unit for each frequent class and for each cluster of rare ones",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("head", "inputs*(frequent + clusters)"),
                    Definition("biases", "frequent + clusters", when="use_bias"),
                    Definition("parameters", "head + biases + {held}"),
                ),
                "every input is connected to every output",
            ),
        ),
        macs=(
            products(
                "(inputs + use_bias)*(frequent + clusters) + {held}",
                "the head, and all clusters",
            ),
        ),
        words={
            "frequent": "the classes before the first cutoff",
            "clusters": "the clusters of rarer classes",
            "head": "from the inputs to frequent classes and clusters",
        },
        source="E. Grave et al. (2017), section 4.3; PyTorch, AdaptiveLogSoftmaxWithLoss",
        examples=(
            "input(64) -> adaptive_softmax(1000, (100, 400))",
            "input(64) -> adaptive_softmax(1000, (100, 400), bias=yes)",
        ),
    ),
    Layer(
        name="linear_cross_entropy",
        title="linear cross entropy",
        torch={
            "LinearCrossEntropyLoss": Signature(
                (
                    _IN_FEATURES,
                    Argument("num_classes", COUNT),
                    Argument("out_features", SIZES, ()),
                    Argument("bias", FLAG, False, to=("use_bias",)),
                    *ignored(
                        "device",
                        "dtype",
                        "reduction",
                        "weight",
                        "ignore_index",
                        "label_smoothing",
                        "options",
                    ),
                )
            )
        },
        ranks=(1, 1),
        arguments=(
            Argument("num_classes", COUNT),
            Argument("out_features", SIZES, ()),
            Argument("use_bias", FLAG, False, ("bias",)),
        ),
        resolve=_cross_entropy,
        sees=whole,
        weights=(
            Weight("weight", ("classes", "inputs")),
            Weight("bias", ("classes",), when="use_bias"),
        ),
        forms=(
            per_unit(
                "(inputs + use_bias)*classes",
                "each class has <inputs> weights[use_bias: and one bias]",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("weights", "inputs*classes"),
                    Definition("biases", "classes", when="use_bias"),
                    Definition("parameters", "weights + biases"),
                ),
                "every input is connected to every class",
            ),
        ),
        macs=(
            products(
                "(inputs + use_bias)*classes",
                "each class takes <inputs> products[use_bias: and one bias]",
            ),
        ),
        words={"classes": "the classes, each of which the loss has a unit for"},
        source="PyTorch, LinearCrossEntropyLoss",
        examples=("input(64) -> linear_cross_entropy(10)",),
    ),
)
