"""Attention in which several heads of queries share one head of keys and values."""

from __future__ import annotations

from typing import Any

from symcnn.choices import INPUTS_OUTPUTS, MACS, PER_UNIT
from symcnn.layers.arguments import COUNT, FLAG, Argument, ignored
from symcnn.layers.attending import WORDS, attends, is_same, lengths, streams
from symcnn.layers.attention import DECORATION, kernels
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Resolved,
    Site,
    Weight,
)


def _attention(site: Site) -> Resolved:
    found = streams(site)
    queries, keys, values = found.queries, found.keys, found.values
    heads, groups = site["num_query_heads"], site["num_key_value_heads"]
    if site.checked:
        _check_heads(heads, groups)
    sizes = lengths(found)
    return Resolved(
        {
            "heads": heads,
            "shared_heads": groups,
            "key_dim": site["head_dim"],
            "query_features": queries[-1],
            "key_features": keys[-1],
            "value_features": values[-1],
            **sizes,
        },
        {
            "use_bias": site["use_bias"],
            "use_gate": site["use_gate"],
            "same_features": is_same(keys[-1], queries[-1]) and is_same(values[-1], queries[-1]),
            "same_length": is_same(sizes["value_length"], sizes["query_length"]),
        },
        describe=(heads, " heads of width ", site["head_dim"], ", keys and values for ", groups),
    )


def _check_heads(heads: Any, groups: Any) -> None:
    if isinstance(heads, int) and isinstance(groups, int) and heads % groups:
        raise LayerProblem(
            "groups",
            f"{heads} heads of queries cannot share {groups} heads of keys and values",
            "num_key_value_heads",
            f"take a divisor of {heads}",
        )


LAYERS = (
    Layer(
        name="gqa",
        title="grouped-query attention",
        aliases=("group_query_attention", "grouped_query_attention"),
        keras={"GroupQueryAttention": None},
        arguments=(
            Argument("head_dim", COUNT, aliases=("key_dim",)),
            Argument("num_query_heads", COUNT, aliases=("num_heads", "heads")),
            Argument("num_key_value_heads", COUNT),
            *ignored("dropout"),
            Argument("use_bias", FLAG, True, ("bias",)),
            *ignored("sliding_window", "flash_attention"),
            *DECORATION,
            Argument("use_gate", FLAG, False),
            *ignored("seed"),
        ),
        ranks=(2, 2),
        inputs=(1, 3),
        resolve=_attention,
        sees=attends,
        settled={
            "same_features": {
                "key_features": "query_features",
                "value_features": "query_features",
            },
            "same_length": {"value_length": "query_length"},
        },
        weights=(
            *kernels("query", "query_features", "key_dim"),
            *kernels("key", "key_features", "key_dim", heads="shared_heads"),
            *kernels("value", "value_features", "key_dim", heads="shared_heads"),
            *kernels("gate", "query_features", "key_dim", "use_gate"),
            Weight("output_kernel", ("heads", "key_dim", "query_features")),
            Weight("output_bias", ("query_features",), when="use_bias"),
        ),
        forms=(
            Form(
                PER_UNIT,
                (
                    Definition("queries", "heads*(query_features + use_bias)*key_dim"),
                    Definition("keys", "shared_heads*(key_features + use_bias)*key_dim"),
                    Definition("values", "shared_heads*(value_features + use_bias)*key_dim"),
                    Definition("gates", "heads*(query_features + use_bias)*key_dim", "use_gate"),
                    Definition("outputs", "(heads*key_dim + use_bias)*query_features"),
                    Definition("parameters", "queries + keys + values + gates + outputs"),
                ),
                "each of the <heads> heads has queries of its own; <shared_heads> heads of keys and"
                " values serve them all",
                source="J. Ainslie et al. (2023), section 2.2",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition(
                        "weights",
                        "query_features*heads*key_dim + key_features*shared_heads*key_dim"
                        " + value_features*shared_heads*key_dim"
                        " + use_gate*query_features*heads*key_dim + heads*key_dim*query_features",
                    ),
                    Definition(
                        "biases",
                        "heads*key_dim + shared_heads*key_dim + shared_heads*key_dim"
                        " + use_gate*heads*key_dim + query_features",
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
                    Definition("queries", "query_length*heads*(query_features + use_bias)*key_dim"),
                    Definition(
                        "keys", "value_length*shared_heads*(key_features + use_bias)*key_dim"
                    ),
                    Definition(
                        "values", "value_length*shared_heads*(value_features + use_bias)*key_dim"
                    ),
                    Definition(
                        "gates",
                        "query_length*heads*(query_features + use_bias)*key_dim",
                        when="use_gate",
                    ),
                    Definition("scores", "heads*query_length*value_length*key_dim"),
                    Definition("sums", "heads*query_length*value_length*key_dim"),
                    Definition("outputs", "query_length*(heads*key_dim + use_bias)*query_features"),
                    Definition(MACS, "queries + keys + values + gates + scores + sums + outputs"),
                ),
                "projections, then in each head each query with each key,"
                " and the values weighted by the scores",
            ),
        ),
        words={**WORDS, "shared_heads": "the heads of keys and values"},
        channels="the features of {layer}",
        source="J. Ainslie et al. (2023), section 2.2; Keras 3, GroupQueryAttention",
        examples=("input(10x512) -> gqa(64, 8, 2)",),
    ),
)
