"""Attention without projections: by dot products, or by a sum of queries and keys."""

from __future__ import annotations

from symcnn.choices import MACS
from symcnn.formula import arithmetic
from symcnn.layers.arguments import FLAG, Argument, choice, ignored
from symcnn.layers.attending import WORDS, Streams, is_same, sights, streams, stretched
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Site,
    Weight,
    kept,
    per_unit,
    products,
)
from symcnn.layers.sight import Sights
from symcnn.layers.windows import joined


def _attention(site: Site, additive: bool) -> Resolved:
    found = streams(site)
    _check(site, found, stretches=additive)
    queries, values = found.queries, found.values
    before = queries[:-2]
    return Resolved(
        {
            "query_features": queries[-1],
            "value_features": values[-1],
            "query_length": queries[-2],
            "value_length": values[-2],
            "batches": arithmetic.multiply(before),
        },
        {
            "use_scale": site["use_scale"],
            "additive": additive,
            "same_features": is_same(values[-1], queries[-1]),
            "same_length": is_same(values[-2], queries[-2]),
            "whole": not before,
        },
        (
            *(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(queries[:-1])),
            kept("features", values[-1], "value_features"),
        ),
        ("queries and keys added" if additive else "queries times keys",),
    )


def _dot(site: Site) -> Resolved:
    return _attention(site, additive=site["score_mode"] == "concat")


def _additive(site: Site) -> Resolved:
    return _attention(site, additive=True)


def _check(site: Site, found: Streams, stretches: bool) -> None:
    """Refuse queries and keys that cannot be multiplied, or added, in pairs."""
    queries, keys = found.queries, found.keys
    if not site.checked:
        return
    pairs = zip(queries[:-2], keys[:-2], strict=False)
    alike = all(stretched(one, other) for one, other in pairs)
    if len(queries) != len(keys) or not alike:
        message = f"queries and keys of {joined(queries)} and {joined(keys)} do not go together"
        raise LayerProblem("shapes", message, hint="all axes but the last two must agree")
    same = arithmetic.equal(queries[-1], keys[-1]) or (stretches and 1 in (queries[-1], keys[-1]))
    if not same:
        message = f"queries have {queries[-1]} features, keys {keys[-1]}"
        raise LayerProblem("shapes", message, hint="they are compared feature by feature")


def _sees(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    return sights(site, tuple(range(len(site.inputs[0]) - 2)))


_SETTLED = {
    "same_features": {"value_features": "query_features"},
    "same_length": {"value_length": "query_length"},
    "whole": {"batches": "1"},
}
_SUMS = Definition("sums", "batches*query_length*value_length*value_features")
_WEIGHTED = "values weighted by the scores"
_ALL_WORDS = {**WORDS, "batches": "the places that attend by themselves"}

LAYERS = (
    Layer(
        name="attention",
        title="dot-product attention",
        aliases=("dot_attention",),
        keras={"Attention": None},
        arguments=(
            Argument("use_scale", FLAG, False),
            Argument("score_mode", choice("dot", "concat"), "dot"),
            *ignored("dropout", "seed"),
        ),
        ranks=(2, None),
        inputs=(2, 3),
        resolve=_dot,
        sees=_sees,
        settled=_SETTLED,
        weights=(
            Weight("scale", (), when="use_scale"),
            Weight("concat_score_weight", (), when="additive"),
        ),
        forms=(
            per_unit(
                "use_scale + additive",
                "[use_scale:one number scales the scores][use_scale additive:, ]"
                "[additive:one number weighs their sum]",
            ),
        ),
        idle="Without a scale nothing is learned: each score is a product of query and key.",
        macs=(
            Form(
                MACS,
                (_SUMS, Definition(MACS, "sums")),
                f"each score is a sum of functions of single values; {_WEIGHTED}",
                when="additive",
            ),
            Form(
                MACS,
                (
                    Definition("scores", "batches*query_length*value_length*query_features"),
                    _SUMS,
                    Definition(MACS, "scores + sums"),
                ),
                f"each query with each key, then {_WEIGHTED}",
            ),
        ),
        words=_ALL_WORDS,
        channels="the features of {layer}",
        source="M.-T. Luong, H. Pham, C. Manning (2015), section 3.1; Keras 3, Attention",
        examples=(
            "q: input(10x64) -> v: input(20x64) -> from(q, v) -> attention",
            "q: input(10x64) -> v: input(20x64) -> from(q, v) -> attention(use_scale=true)",
        ),
    ),
    Layer(
        name="additive_attention",
        title="additive attention",
        keras={"AdditiveAttention": None},
        arguments=(Argument("use_scale", FLAG, True), *ignored("dropout")),
        ranks=(2, None),
        inputs=(2, 3),
        resolve=_additive,
        sees=_sees,
        settled=_SETTLED,
        weights=(Weight("scale", ("query_features",), when="use_scale"),),
        forms=(per_unit("query_features", "one weight for each feature of a query and a key"),),
        idle="Without a scale nothing is learned: the features are added as they are.",
        macs=(
            Form(
                MACS,
                (
                    Definition("scores", "batches*query_length*value_length*query_features"),
                    _SUMS,
                    Definition(MACS, "scores + sums"),
                ),
                f"each query with each key, then {_WEIGHTED}",
                when="use_scale",
            ),
            products("batches*query_length*value_length*value_features", _WEIGHTED),
        ),
        words=_ALL_WORDS,
        channels="the features of {layer}",
        source="D. Bahdanau, K. Cho, Y. Bengio (2015), appendix A.1.2; Keras 3, AdditiveAttention",
        examples=("q: input(10x64) -> v: input(20x64) -> from(q, v) -> additive_attention",),
    ),
)
