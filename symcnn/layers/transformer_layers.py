"""The layers of transformers: attention, a feed-forward network, normalizations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcnn.choices import INPUTS_OUTPUTS, MACS, PER_UNIT
from symcnn.formula import arithmetic
from symcnn.layers import split_attention
from symcnn.layers.activations import ACTIVATION_KIND, described_activation
from symcnn.layers.arguments import COUNT, FLAG, Argument, ignored
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Noun,
    Part,
    Phrase,
    Resolved,
    Shape,
    Signature,
    Site,
    Weight,
)
from symcnn.layers.held import part_of
from symcnn.layers.sight import whole
from symcnn.layers.split_attention import check_split
from symcnn.layers.windows import joined

(_ATTENTION,) = split_attention.LAYERS


def _encoder_layer(site: Site) -> Resolved:
    return _of_layer(site, (_attention(site, "self_attention"),))


def _decoder_layer(site: Site) -> Resolved:
    check_memory(site)
    return _of_layer(
        site,
        (_attention(site, "self_attention"), _attention(site, "cross_attention", site.inputs[1])),
    )


def _of_layer(site: Site, attentions: tuple[Part, ...]) -> Resolved:
    heads, units = site["num_heads"], site["units"]
    length, width = site.inputs[0]
    words: Phrase = (heads, Noun(heads, " head", " heads"), ", ", units, " features inside")
    first = (", normalized first",) if site["norm_first"] else ()
    return Resolved(
        {
            "query_features": width,
            "inner_features": units,
            "query_length": length,
        },
        {"use_bias": site["use_bias"]},
        describe=(*words, *described_activation(site), *first),
        parts=attentions,
    )


def _attention(site: Site, name: str, attended: Shape | None = None) -> Part:
    """Attention of the first input, to itself or to another."""
    heads, shape = site["num_heads"], site.inputs[0]
    check_split(site, shape[-1], heads, "num_heads")
    inputs = (shape,) if attended is None else (shape, attended, attended)
    given = {"num_heads": heads, "use_bias": site["use_bias"]}
    return part_of(site, _ATTENTION, name, inputs, shape, given)


def check_memory(site: Site) -> None:
    """Refuse what an encoder gives where it has other features than the target."""
    target, memory = site.inputs
    if site.checked and not arithmetic.equal(target[-1], memory[-1]):
        message = f"target and memory have the same features, not {joined(target)} and"
        raise LayerProblem("shapes", f"{message} {joined(memory)}")


# --- declarations ---------------------------------------------------------------------------------

ACTIVATION = Argument("activation", ACTIVATION_KIND, "relu")
LAYER_ARGUMENTS = (
    Argument("num_heads", COUNT, aliases=("heads", "nhead")),
    Argument("units", COUNT, 2048, ("dim_feedforward",)),
    ACTIVATION,
    Argument("use_bias", FLAG, True, ("bias",)),
    Argument("norm_first", FLAG, False),
)
TORCH_ACTIVATION = replace(ACTIVATION, kind=replace(ACTIVATION_KIND, quoted=("relu", "gelu")))
TORCH_END = (
    *ignored("layer_norm_eps", "batch_first"),
    Argument("norm_first", FLAG, False),
    Argument("bias", FLAG, True, to=("use_bias",)),
    *ignored("device", "dtype"),
)
_TORCH_LAYER = Signature(
    (
        Argument("d_model", COUNT, role="query_features"),
        Argument("nhead", COUNT, to=("num_heads",)),
        Argument("dim_feedforward", COUNT, 2048, to=("units",)),
        *ignored("dropout"),
        TORCH_ACTIVATION,
        *TORCH_END,
    )
)


_NETWORK = "a feed-forward network takes each position to <inner_features> features and back"


def _weights(normalizations: int) -> tuple[Weight, ...]:
    """The feed-forward network, and what each normalization has."""
    return (
        Weight("linear1_weight", ("inner_features", "query_features")),
        Weight("linear1_bias", ("inner_features",), "use_bias"),
        Weight("linear2_weight", ("query_features", "inner_features")),
        Weight("linear2_bias", ("query_features",), "use_bias"),
        *(weight for place in range(1, normalizations + 1) for weight in _normalization(place)),
    )


def _normalization(place: int) -> tuple[Weight, ...]:
    return (
        Weight(f"norm{place}_weight", ("query_features",)),
        Weight(f"norm{place}_bias", ("query_features",), "use_bias"),
    )


def _forms(normalizations: int, attention: str) -> tuple[Form, ...]:
    """Attention, then the feed-forward network; a normalization goes with each."""
    further = (
        Definition("normalizations", f"{normalizations}*(1 + use_bias)*query_features"),
        Definition("parameters", "{held} + feed_forward + normalizations"),
    )
    words = (
        f"{attention}; {_NETWORK};"
        " a normalization goes with each; each feature has a scale[use_bias: and a shift]"
    )
    each_unit = (
        "(query_features + use_bias)*inner_features + (inner_features + use_bias)*query_features"
    )
    return (
        Form(PER_UNIT, (Definition("feed_forward", each_unit), *further), words),
        Form(
            INPUTS_OUTPUTS,
            (
                Definition(
                    "projections", "query_features*inner_features + inner_features*query_features"
                ),
                Definition("shifts", "inner_features + query_features", "use_bias"),
                Definition("feed_forward", "projections + shifts"),
                *further,
            ),
            words,
        ),
    )


def _layer(
    name: str, resolve: Callable[[Site], Resolved], normalizations: int, attention: str
) -> Layer:
    """An encoder's layer or a decoder's."""
    framework = f"Transformer{name.capitalize()}Layer"
    one = normalizations == 2
    example = "input(10x512)" if one else "t: input(10x512) -> m: input(20x512) -> from(t, m)"
    return Layer(
        name=f"transformer_{name}_layer",
        title=f"transformer {name} layer",
        torch={framework: _TORCH_LAYER},
        arguments=LAYER_ARGUMENTS,
        ranks=(2, 2),
        inputs=(1, 1) if one else (2, 2),
        resolve=resolve,
        sees=whole,
        holds=("self_attention",) if one else ("self_attention", "cross_attention"),
        weights=_weights(normalizations),
        forms=_forms(normalizations, attention),
        macs=(
            Form(
                MACS,
                (
                    Definition(
                        "feed_forward",
                        "query_length*((query_features + use_bias)*inner_features"
                        " + (inner_features + use_bias)*query_features)",
                    ),
                    Definition(MACS, "{held} + feed_forward"),
                ),
                f"{attention}; {_NETWORK}",
            ),
        ),
        words=_WORDS,
        channels="the features of {layer}",
        source=f"A. Vaswani et al. (2017), section 3; PyTorch, {framework}",
        examples=(f"{example} -> transformer_{name}_layer(8)",),
    )


_WORDS = {
    "query_features": "the features of each position",
    "inner_features": "the features inside the feed-forward network",
    "feed_forward": "to the features inside and back",
    "projections": "the two matrices of the feed-forward network",
    "shifts": "its biases",
    "normalizations": "a scale and a shift for each feature, of each normalization",
}
_ENCODER_LAYER = _layer("encoder", _encoder_layer, 2, "each position attends to all")
_DECODER_LAYER = _layer(
    "decoder",
    _decoder_layer,
    3,
    "each position of the target attends to the target and to what the encoder gives",
)


LAYERS = (_ENCODER_LAYER, _DECODER_LAYER)
