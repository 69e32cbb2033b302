"""Multi-head attention: each head projects queries, keys and values, and one matrix joins them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from symcnn.choices import INPUTS_OUTPUTS, MACS, PER_UNIT
from symcnn.formula import arithmetic
from symcnn.layers.arguments import (
    COUNT,
    FLAG,
    KNOWN_AXES,
    Argument,
    Kind,
    Unfit,
    ignored,
    is_integral,
)
from symcnn.layers.attending import WORDS, Streams, is_same, lengths, sights, streams, stretched
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Noun,
    Phrase,
    Resolved,
    Shape,
    Site,
    Weight,
    kept,
)
from symcnn.layers.sight import Sights
from symcnn.layers.windows import axis_index, joined

OPTIONAL_COUNT_TEXT = "a positive integer or None"


def _optional_count(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else COUNT.read(value, rank, checked)


def _outputs(value: Any, rank: int, checked: bool) -> Any:
    """One extent or several; Keras reads 0 and none as the features of the query."""
    if value in (None, 0, ()):
        return None
    parts = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
    if not all(is_integral(part, 1, checked) for part in parts):
        raise Unfit("positive integers or None")
    return parts


def _axes_or_none(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None or value == () else KNOWN_AXES.read(value, rank, checked)


OPTIONAL_COUNT = Kind(OPTIONAL_COUNT_TEXT, _optional_count)
DECORATION = ignored(
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
)
_OUTPUTS = Kind("positive integers or None", _outputs, takes_sizes=True)
_AXES = Kind("known integers or None", _axes_or_none, takes_sizes=True, decides=True)


def _attention(site: Site) -> Resolved:
    found = streams(site)
    queries, keys, values = found.queries, found.keys, found.values
    heads, key_dim = site["num_heads"], site["key_dim"]
    value_dim = key_dim if site["value_dim"] is None else site["value_dim"]
    out: Shape = site["output_shape"] or (queries[-1],)
    names = ("out_features",) if len(out) == 1 else tuple(f"out_{i + 1}" for i in range(len(out)))
    apart = _apart(site, found)
    attended = replace(found, queries=_without(queries, apart), values=_without(values, apart))
    return Resolved(
        {
            "heads": heads,
            "key_dim": key_dim,
            "value_dim": value_dim,
            "query_features": queries[-1],
            "key_features": keys[-1],
            "value_features": values[-1],
            "batches": arithmetic.multiply([queries[axis] for axis in apart]),
            **lengths(attended),
            **dict(zip(names, out, strict=True)),
        },
        {
            "use_bias": site["use_bias"],
            "use_gate": site["use_gate"],
            "same_features": is_same(keys[-1], queries[-1]) and is_same(values[-1], queries[-1]),
            "same_widths": is_same(site["value_dim"], key_dim),
            "same_output": names == ("out_features",) and is_same(out[0], queries[-1]),
            "same_length": is_same(
                lengths(attended)["value_length"], lengths(attended)["query_length"]
            ),
            "whole": not apart,
        },
        (
            *(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(queries[:-1])),
            *(kept(name, size) for name, size in zip(names, out, strict=True)),
        ),
        _described(site, heads),
        lists={"out": names},
    )


def _described(site: Site, heads: Any) -> Phrase:
    noun = Noun(heads, " head", " heads")
    kind = "self-attention, " if len(site.inputs) == 1 else ""
    widths: Phrase = (" of width ", site["key_dim"])
    if not is_same(site["value_dim"], site["key_dim"]):
        widths = (*widths, ", values of width ", site["value_dim"])
    return (kind, heads, noun, *widths) if kind else (heads, noun, *widths)


def _apart(site: Site, found: Streams) -> tuple[int, ...]:
    """The axes along which nothing is attended to, each place by itself.

    Raises:
        LayerProblem: where queries and values differ along one of them, or in their axes.
    """
    queries, values = found.queries, found.values
    if len(queries) != len(values):
        message = f"queries and values have as many axes, not {joined(queries)} and"
        raise LayerProblem("shapes", f"{message} {joined(values)}")
    if site["attention_axes"] is None:
        return ()
    chosen = {axis_index(axis, queries, "attention_axes") for axis in site["attention_axes"]}
    if len(queries) - 1 in chosen or any(axis < 0 for axis in site["attention_axes"]):
        message = "attention goes along axes counted from 1, the features not among them"
        raise LayerProblem("axis", message, "attention_axes")
    apart = tuple(axis for axis in range(len(queries) - 1) if axis not in chosen)
    for axis in apart:
        if site.checked and not stretched(queries[axis], values[axis]):
            message = f"axis {axis + 1} is not attended to, so that queries and values must agree"
            raise LayerProblem("shapes", f"{message}: {queries[axis]} and {values[axis]}")
    return apart


def _along_axes(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    return sights(site, _apart(site, streams(site)))


def _without(shape: Shape, axes: tuple[int, ...]) -> Shape:
    return tuple(size for axis, size in enumerate(shape) if axis not in axes)


def kernels(
    name: str, features: str, width: str, when: str = "", heads: str = "heads"
) -> tuple[Weight, Weight]:
    """The kernel of a projection of all heads, and its bias."""
    return (
        Weight(f"{name}_kernel", (features, heads, width), when),
        Weight(f"{name}_bias", (heads, width), f"use_bias {when}".strip()),
    )


_EACH_HEAD = "each of the <heads> heads projects by matrices of its own[use_bias:, with biases];"

LAYERS = (
    Layer(
        name="mha",
        title="multi-head attention",
        aliases=("multi_head_attention",),
        keras={"MultiHeadAttention": None},
        arguments=(
            Argument("num_heads", COUNT, aliases=("heads",)),
            Argument("key_dim", COUNT),
            Argument("value_dim", OPTIONAL_COUNT, None),
            *ignored("dropout"),
            Argument("use_bias", FLAG, True, ("bias",)),
            Argument("output_shape", _OUTPUTS, None),
            Argument("attention_axes", _AXES, None),
            *ignored("sliding_window", "flash_attention"),
            *DECORATION,
            Argument("use_gate", FLAG, False),
            *ignored("seed"),
        ),
        ranks=(2, None),
        inputs=(1, 3),
        resolve=_attention,
        sees=_along_axes,
        settled={
            "same_features": {
                "key_features": "query_features",
                "value_features": "query_features",
            },
            "same_widths": {"value_dim": "key_dim"},
            "same_output": {"out_features": "query_features"},
            "same_length": {"value_length": "query_length"},
            "whole": {"batches": "1"},
        },
        lists={"out": ("out_features",)},
        weights=(
            *kernels("query", "query_features", "key_dim"),
            *kernels("key", "key_features", "key_dim"),
            *kernels("value", "value_features", "value_dim"),
            *kernels("gate", "query_features", "value_dim", "use_gate"),
            Weight("output_kernel", ("heads", "value_dim", "{out}")),
            Weight("output_bias", ("{out}",), when="use_bias"),
        ),
        forms=(
            Form(
                PER_UNIT,
                (
                    Definition("queries", "heads*(query_features + use_bias)*key_dim"),
                    Definition("keys", "heads*(key_features + use_bias)*key_dim"),
                    Definition("values", "heads*(value_features + use_bias)*value_dim"),
                    Definition("gates", "heads*(query_features + use_bias)*value_dim", "use_gate"),
                    Definition("outputs", "(heads*value_dim + use_bias)*{out}"),
                    Definition("parameters", "queries + keys + values + gates + outputs"),
                ),
                f"{_EACH_HEAD} one matrix joins the heads",
                source="A. Vaswani et al. (2017), section 3.2.2",
                remark="Keras's key_dim is the width of one head; PyTorch's embed_dim is that of"
                " all heads together, <heads*key_dim> here",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition(
                        "weights",
                        "query_features*heads*key_dim + key_features*heads*key_dim"
                        " + value_features*heads*value_dim"
                        " + use_gate*query_features*heads*value_dim + heads*value_dim*{out}",
                    ),
                    Definition(
                        "biases",
                        "heads*key_dim + heads*key_dim + heads*value_dim"
                        " + use_gate*heads*value_dim + {out}",
                        when="use_bias",
                    ),
                    Definition("parameters", "weights + biases"),
                ),
                "queries, keys and values of all heads, and the outputs",
            ),
        ),
        macs=(
            Form(
                MACS,
                (
                    Definition(
                        "queries",
                        "batches*query_length*heads*(query_features + use_bias)*key_dim",
                    ),
                    Definition(
                        "keys", "batches*value_length*heads*(key_features + use_bias)*key_dim"
                    ),
                    Definition(
                        "values",
                        "batches*value_length*heads*(value_features + use_bias)*value_dim",
                    ),
                    Definition(
                        "gates",
                        "batches*query_length*heads*(query_features + use_bias)*value_dim",
                        when="use_gate",
                    ),
                    Definition("scores", "batches*heads*query_length*value_length*key_dim"),
                    Definition("sums", "batches*heads*query_length*value_length*value_dim"),
                    Definition(
                        "outputs", "batches*query_length*(heads*value_dim + use_bias)*{out}"
                    ),
                    Definition(MACS, "queries + keys + values + gates + scores + sums + outputs"),
                ),
                "projections, then in each head each query with each key,"
                " and the values weighted by the scores",
            ),
        ),
        words={
            **WORDS,
            "out_features": "the features of the output",
            **{
                f"out_{place}": f"axis {place} of what the heads are joined to"
                for place in (1, 2, 3)
            },
            "batches": "the places that attend by themselves",
        },
        channels="the features of {layer}",
        source="A. Vaswani et al. (2017), section 3.2.2; Keras 3, MultiHeadAttention",
        examples=(
            "input(10x512) -> mha(8, 64)",
            "q: input(10x512) -> v: input(20x256) -> from(q, v) -> mha(8, 64, value_dim=32)",
        ),
    ),
)
