"""Embeddings: a vector of its own for each word of a vocabulary."""

from __future__ import annotations

from typing import Any

from symcnn.layers.arguments import (
    COUNT,
    FLAG,
    Argument,
    Kind,
    choice,
    ignored,
)
from symcnn.layers.declaration import (
    Axis,
    Layer,
    Resolved,
    Shape,
    Signature,
    Site,
    Weight,
    kept,
    per_unit,
)
from symcnn.layers.low_rank import LOW_RANK, RANK, adapted, rank_of
from symcnn.layers.sight import Sights, pointwise, whole

_LOOKED_UP = "An embedding looks its rows up: no sums of products."
_TABLE = "each of the <vocabulary> words has a vector of <vector_length> numbers"


def _axes(site: Site, shape: Shape) -> tuple[Axis, ...]:
    """The axes of the input, then that of the vectors."""
    before = tuple(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(shape))
    return (*before, kept("features", site["output_dim"], "vector_length"))


def _resolved(site: Site, shape: Shape, **flags: bool) -> Resolved:
    words, features = site["input_dim"], site["output_dim"]
    return Resolved(
        {"vocabulary": words, "vector_length": features, **rank_of(site)},
        flags,
        _axes(site, shape),
        ("a vector of ", features, " for each of ", words, " words"),
    )


def _embedding(site: Site) -> Resolved:
    return _resolved(site, site.inputs[0], lora=site["lora_rank"] is not None)


def _each_word(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each word becomes a vector in its place."""
    return (pointwise(site.inputs[0]),)


def _bag(site: Site) -> Resolved:
    return _resolved(site, ())


def _reversible(site: Site) -> Resolved:
    return _resolved(site, site.inputs[0], untied=not site["tie_weights"])


def _not(value: Any, rank: int, checked: bool) -> bool:
    return not FLAG.read(value, rank, checked)


_VOCABULARY = Argument("input_dim", COUNT, aliases=("num_embeddings", "vocabulary"))
_FEATURES = Argument("output_dim", COUNT, aliases=("embedding_dim", "features"))
_DECORATION = ignored("embeddings_initializer", "embeddings_regularizer", "embeddings_constraint")
_SIZES = (
    Argument("num_embeddings", COUNT, to=("input_dim",)),
    Argument("embedding_dim", COUNT, to=("output_dim",)),
)
_NORMS = ignored("max_norm", "norm_type", "scale_grad_by_freq")
_FROZEN = Argument("_freeze", Kind("true or false", _not, decides=True), False, to=("trainable",))
_WEIGHT = Weight("embeddings", ("vocabulary", "vector_length"))
_WORDS = {
    "vocabulary": "the words of the vocabulary",
    "vector_length": "the length of each word's vector",
}
_SOURCE = "Y. Bengio et al. (2003), section 2; Keras 3, Embedding"

LAYERS = (
    Layer(
        name="embedding",
        title="embedding",
        aliases=("embed",),
        keras={"Embedding": None},
        torch={
            "Embedding": Signature(
                (
                    *_SIZES,
                    *ignored("padding_idx"),
                    *_NORMS,
                    *ignored("sparse", "_weight"),
                    _FROZEN,
                    *ignored("device", "dtype"),
                )
            )
        },
        arguments=(
            _VOCABULARY,
            _FEATURES,
            *_DECORATION,
            *ignored("mask_zero", "weights"),
            RANK,
            *ignored("lora_alpha", "quantization_config", "input_length"),
        ),
        ranks=(0, None),
        resolve=_embedding,
        sees=_each_word,
        weights=adapted(_WEIGHT, "lora_embeddings"),
        forms=(
            per_unit(
                "vocabulary*vector_length + lora_rank*(vocabulary + vector_length)",
                f"{_TABLE}; the table is frozen, and two thin matrices beside it are trained",
                when="lora",
                source=LOW_RANK,
            ),
            per_unit("vocabulary*vector_length", _TABLE),
        ),
        words=_WORDS,
        channels="the features of {layer}",
        uncounted=_LOOKED_UP,
        source=_SOURCE,
        examples=(
            "input(128) -> embedding(1000, 64)",
            "input(128) -> embedding(1000, 64, lora_rank=4)",
        ),
    ),
    Layer(
        name="embedding_bag",
        title="bag of embeddings",
        torch={
            "EmbeddingBag": Signature(
                (
                    *_SIZES,
                    *_NORMS,
                    Argument("mode", choice("mean", "sum", "max"), "mean"),
                    *ignored("sparse", "_weight", "include_last_offset", "padding_idx"),
                    *ignored("device", "dtype"),
                )
            )
        },
        arguments=(
            _VOCABULARY,
            _FEATURES,
            Argument("mode", choice("mean", "sum", "max"), "mean"),
        ),
        ranks=(1, 1),
        resolve=_bag,
        sees=whole,
        weights=(_WEIGHT,),
        forms=(per_unit("vocabulary*vector_length", _TABLE),),
        words=_WORDS,
        channels="the features of {layer}",
        uncounted=_LOOKED_UP,
        source="PyTorch, EmbeddingBag",
        examples=("input(12) -> embedding_bag(1000, 64)",),
    ),
    Layer(
        name="reversible_embedding",
        title="reversible embedding",
        keras={"ReversibleEmbedding": None},
        arguments=(
            _VOCABULARY,
            _FEATURES,
            Argument("tie_weights", FLAG, True),
            *_DECORATION,
            *ignored("mask_zero", "reverse_dtype", "logit_soft_cap"),
        ),
        ranks=(0, None),
        resolve=_reversible,
        sees=_each_word,
        weights=(
            _WEIGHT,
            Weight("reverse_embeddings", ("vector_length", "vocabulary"), when="untied"),
        ),
        forms=(
            per_unit(
                "vocabulary*vector_length + untied*vector_length*vocabulary",
                f"{_TABLE}[untied:; the way back has a table of its own]"
                "[!untied:; the way back uses the same table]",
            ),
        ),
        words=_WORDS,
        channels="the features of {layer}",
        uncounted=_LOOKED_UP,
        source="O. Press, L. Wolf (2017), section 3; Keras 3, ReversibleEmbedding",
        examples=(
            "input(128) -> reversible_embedding(1000, 64)",
            "input(128) -> reversible_embedding(1000, 64, tie_weights=false)",
        ),
    ),
)
