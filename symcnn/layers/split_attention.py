"""Multi-head attention as PyTorch has it: the heads split the width of the queries."""

from __future__ import annotations

from typing import Any

from symcnn.choices import INPUTS_OUTPUTS, MACS, PER_UNIT
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import COUNT, FLAG, Argument, ignored
from symcnn.layers.attending import WORDS, Streams, attends, is_same, lengths, streams
from symcnn.layers.attention import OPTIONAL_COUNT
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Noun,
    Resolved,
    Signature,
    Site,
    Weight,
)


def check_split(site: Site, width: Value, heads: Any, argument: str) -> None:
    """Refuse heads that do not share a width evenly."""
    known = isinstance(width, int) and isinstance(heads, int)
    if site.checked and known and width % heads:
        raise LayerProblem(
            "groups",
            f"{width} features cannot be split into {heads} heads",
            argument,
            f"take a divisor of {width}",
        )


def _attention(site: Site) -> Resolved:
    if len(site.inputs) == 2:
        hint = "hand it one for self-attention, or queries, keys and values"
        raise LayerProblem("inputs", "it takes one input or three, not 2", hint=hint)
    found, heads = streams(site), site["num_heads"]
    width = found.queries[-1]
    check_split(site, width, heads, "num_heads")
    _check_widths(site, found)
    sizes = lengths(found)
    more = int(site["add_bias_kv"]) + int(site["add_zero_attn"])
    noun = Noun(heads, " head", " heads")
    return Resolved(
        {
            "heads": heads,
            "query_features": width,
            "key_features": found.keys[-1],
            "value_features": found.values[-1],
            "sources": arithmetic.add((sizes["value_length"], more)),
            **sizes,
        },
        {
            "use_bias": site["use_bias"],
            "extended": site["add_bias_kv"],
            "appended": more > 0,
            "same_features": is_same(found.keys[-1], width) and is_same(found.values[-1], width),
            "same_length": is_same(sizes["value_length"], sizes["query_length"]),
        },
        describe=(heads, noun, ", which split ", width, " features"),
        others={"weights": (found.queries[0], arithmetic.add((found.values[0], more)))},
    )


def _check_widths(site: Site, found: Streams) -> None:
    """PyTorch is told the features of keys and values where they differ from the queries'."""
    for argument, shape in (("kdim", found.keys), ("vdim", found.values)):
        if argument not in site.arguments or not site.checked:
            continue
        told = site[argument]
        told = found.queries[-1] if told is None else told
        if not arithmetic.equal(told, shape[-1]):
            message = f"{argument} is {told}, but its input has {shape[-1]}"
            raise LayerProblem("repeated", message, argument, f"write {argument}={shape[-1]}")


_TORCH = Signature(
    (
        Argument("embed_dim", COUNT, role="query_features"),
        Argument("num_heads", COUNT),
        *ignored("dropout"),
        Argument("bias", FLAG, True, to=("use_bias",)),
        Argument("add_bias_kv", FLAG, False),
        Argument("add_zero_attn", FLAG, False),
        Argument("kdim", OPTIONAL_COUNT, None),
        Argument("vdim", OPTIONAL_COUNT, None),
        *ignored("batch_first", "device", "dtype"),
    )
)

LAYERS = (
    Layer(
        name="split_mha",
        title="multi-head attention",
        torch={"MultiheadAttention": _TORCH},
        arguments=(
            Argument("num_heads", COUNT, aliases=("heads",)),
            Argument("use_bias", FLAG, True, ("bias",)),
            Argument("add_bias_kv", FLAG, False),
            Argument("add_zero_attn", FLAG, False),
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
            "!appended": {"sources": "value_length"},
            "!appended same_length": {"sources": "query_length"},
        },
        weights=(
            Weight("in_proj_weight", ("3*query_features", "query_features"), "same_features"),
            Weight("q_proj_weight", ("query_features", "query_features"), "!same_features"),
            Weight("k_proj_weight", ("query_features", "key_features"), "!same_features"),
            Weight("v_proj_weight", ("query_features", "value_features"), "!same_features"),
            Weight("in_proj_bias", ("3*query_features",), "use_bias"),
            Weight("bias_k", ("1", "1", "query_features"), "extended"),
            Weight("bias_v", ("1", "1", "query_features"), "extended"),
            Weight("out_proj_weight", ("query_features", "query_features")),
            Weight("out_proj_bias", ("query_features",), "use_bias"),
        ),
        forms=(
            Form(
                PER_UNIT,
                (
                    Definition("width", "query_features/heads"),
                    Definition("queries", "heads*(query_features + use_bias)*width"),
                    Definition("keys", "heads*(key_features + use_bias)*width"),
                    Definition("values", "heads*(value_features + use_bias)*width"),
                    Definition("learned_pair", "query_features + query_features", "extended"),
                    Definition("outputs", "(heads*width + use_bias)*query_features"),
                    Definition("parameters", "queries + keys + values + learned_pair + outputs"),
                ),
                "the <heads> heads split the features; each projects by matrices of its own"
                "[use_bias:, with biases]; one matrix joins the heads",
                source="A. Vaswani et al. (2017), section 3.2.2",
                remark="Without heads it is as much"
                "[use_bias same_features !extended:, <4*query_features**2 + 4*query_features>]:"
                " they split the width, so that their number changes nothing; Keras's key_dim"
                " is the width of one head, <query_features/heads> here",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition(
                        "weights",
                        "query_features*query_features + key_features*query_features"
                        " + value_features*query_features + query_features*query_features",
                    ),
                    Definition("biases", "4*query_features", when="use_bias"),
                    Definition("learned_pair", "query_features + query_features", "extended"),
                    Definition("parameters", "weights + biases + learned_pair"),
                ),
                "queries, keys, values and outputs; the heads change nothing, as they split them",
            ),
        ),
        macs=(
            Form(
                MACS,
                (
                    Definition(
                        "queries", "query_length*(query_features + use_bias)*query_features"
                    ),
                    Definition("keys", "value_length*(key_features + use_bias)*query_features"),
                    Definition("values", "value_length*(value_features + use_bias)*query_features"),
                    Definition("scores", "query_length*sources*query_features"),
                    Definition("sums", "query_length*sources*query_features"),
                    Definition(
                        "outputs", "query_length*(query_features + use_bias)*query_features"
                    ),
                    Definition(MACS, "queries + keys + values + scores + sums + outputs"),
                ),
                "projections, then each query with each key, and the values weighted by the"
                " scores; all heads together take as many products as one of the whole width",
            ),
        ),
        words={
            **WORDS,
            "width": "the width of each head",
            "learned_pair": "a learned key and a learned value behind the others",
            "sources": "the values that each query attends to, learned ones and zeros included",
        },
        channels="the features of {layer}",
        source="A. Vaswani et al. (2017), section 3.2.2; PyTorch, MultiheadAttention",
        examples=("input(10x512) -> split_mha(8)",),
    ),
)
