"""Transformers: stacks of their layers, and an encoder with a decoder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symcnn.formula import arithmetic
from symcnn.layers import layer_normalization, transformer_layers
from symcnn.layers.arguments import COUNT, LAYER, Argument, ignored
from symcnn.layers.attention import OPTIONAL_COUNT
from symcnn.layers.declaration import (
    Held,
    Layer,
    LayerProblem,
    Part,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
    products,
)
from symcnn.layers.held import Built, gives, output_axes, part_of
from symcnn.layers.sight import whole
from symcnn.layers.transformer_layers import (
    LAYER_ARGUMENTS,
    TORCH_ACTIVATION,
    TORCH_END,
    check_memory,
)

_NORMALIZATION = layer_normalization.LAYERS[0]
_ENCODER_LAYER, _DECODER_LAYER = transformer_layers.LAYERS

# --- stacks ---------------------------------------------------------------------------------------


def _encoder(site: Site) -> Resolved:
    return _stack(site, _ENCODER_LAYER)


def _decoder(site: Site) -> Resolved:
    check_memory(site)
    return _stack(site, _DECODER_LAYER)


def _stack(site: Site, kind: Layer) -> Resolved:
    """Equal layers one after the other, each with weights of its own, and a normalization."""
    depth = site["num_layers"]
    name = kind.name.removeprefix("transformer_")
    held = _only(site["layer"], "layer")
    if held.layer is not kind:
        message = f"it is a stack of {_called(kind, site)}, not of {held.layer.name}"
        raise LayerProblem("argument", message, "layer")
    layer = replace(held(*site.inputs, name=name), copies="layers")
    parts = (layer,)
    if site["norm"] is not None:
        norm = _only(site["norm"], "norm")
        parts = (layer, norm(site.inputs[0], name=name.replace("layer", "norm")))
    last = parts[-1]
    return Resolved(
        {"layers": depth},
        {},
        last.resolved.output,
        (depth, " layer" if depth == 1 else " layers", " of ", *layer.resolved.describe),
        parts=parts,
        channels=gives(last).replace(last.name, "{layer}"),
    )


def _called(layer: Layer, site: Site) -> str:
    """A layer's name as a program of this convention writes it."""
    return next(iter(layer.torch)) if site.pytorch else layer.name


def _only(layers: tuple[Held, ...], argument: str) -> Held:
    if len(layers) != 1:
        raise LayerProblem("argument", f"it holds one layer, not {len(layers)}", argument)
    return layers[0]


# --- both -----------------------------------------------------------------------------------------


def _transformer(site: Site) -> Resolved:
    source, target = site.inputs
    width = site["d_model"]
    if site.checked and width is not None and not arithmetic.equal(width, source[-1]):
        message = f"d_model is {width}, but its input has {source[-1]}"
        raise LayerProblem("repeated", message, "d_model", f"write d_model={source[-1]}")
    encoder = _half(site, "encoder", (source,), _ENCODER, _ENCODER_LAYER)
    decoder = _half(site, "decoder", (target, encoder.shape), _DECODER, _DECODER_LAYER)
    counts = (part.resolved.roles["layers"] for part in (encoder, decoder))
    _, features = output_axes(decoder)
    return Resolved(
        output=(kept("length", target[0], "target_length"), features),
        describe=(next(counts), " layers of the encoder, ", next(counts), " of the decoder"),
        parts=(encoder, decoder),
    )


def _half(site: Site, name: str, inputs: tuple[Shape, ...], stack: Layer, layer: Layer) -> Part:
    """The stack on one side: the one that is given, or one of layers as the arguments say."""
    custom = site[f"custom_{name}"]
    if custom is not None:
        held = _only(custom, f"custom_{name}")
        if held.layer is not stack:
            message = f"{held.layer.name} takes no masks, with which a transformer calls its {name}"
            hint = f"put a {_called(stack, site)} there, or write the layers one by one"
            raise LayerProblem("argument", message, f"custom_{name}", hint)
        return held(*inputs, name=name)
    own = Built(site, layer, {a.name: site[a.name] for a in LAYER_ARGUMENTS})
    norm = Built(site, _NORMALIZATION, {"center": site["use_bias"]})
    given = {"layer": (own,), "norm": (norm,), "num_layers": site[f"num_{name}_layers"]}
    return part_of(site, stack, name, inputs, inputs[0], given)


# --- declarations ---------------------------------------------------------------------------------

_OF_ONES_OWN = replace(
    LAYER,
    expected="an encoder or decoder",
    example="TransformerEncoder(TransformerEncoderLayer(512, 8), 6)",
    own="the weights and the output of a custom one are what its Python code makes of them",
)
_TORCH_TRANSFORMER = Signature(
    (
        Argument("d_model", COUNT, 512),
        Argument("nhead", COUNT, 8, to=("num_heads",)),
        Argument("num_encoder_layers", COUNT, 6),
        Argument("num_decoder_layers", COUNT, 6),
        Argument("dim_feedforward", COUNT, 2048, to=("units",)),
        *ignored("dropout"),
        TORCH_ACTIVATION,
        Argument("custom_encoder", _OF_ONES_OWN, None),
        Argument("custom_decoder", _OF_ONES_OWN, None),
        *TORCH_END,
    )
)
_NUM_LAYERS = Argument("num_layers", COUNT)
_NORM = Argument("norm", LAYER, None)


def _stack_of(name: str, resolve: Callable[[Site], Resolved], layer: Layer) -> Layer:
    """An encoder or a decoder."""
    framework = f"Transformer{name.capitalize()}"
    kind = replace(LAYER, example=f"{framework}Layer(512, 8)")
    given = Argument(f"{name}_layer", kind, to=("layer",))
    more = ignored("enable_nested_tensor", "mask_check") if name == "encoder" else ()
    before, _, one = layer.examples[0].rpartition("-> ")
    return Layer(
        name=f"transformer_{name}",
        title=f"transformer {name}",
        torch={framework: Signature((given, _NUM_LAYERS, _NORM, *more))},
        arguments=(Argument("layer", kind, aliases=(f"{name}_layer",)), _NUM_LAYERS, _NORM),
        ranks=(2, 2),
        inputs=layer.inputs,
        resolve=resolve,
        holds=(f"layers*{name}_layer", f"{name}_norm"),
        sees=whole,
        macs=(products("{held}"),),
        source=f"A. Vaswani et al. (2017), section 3.1; PyTorch, {framework}",
        examples=(f"{before}-> transformer_{name}({one}, 6, norm=ln())",),
    )


_ENCODER = _stack_of("encoder", _encoder, _ENCODER_LAYER)
_DECODER = _stack_of("decoder", _decoder, _DECODER_LAYER)

LAYERS = (
    _ENCODER,
    _DECODER,
    Layer(
        name="transformer",
        title="transformer",
        torch={"Transformer": _TORCH_TRANSFORMER},
        arguments=(
            *LAYER_ARGUMENTS[:1],
            Argument("num_encoder_layers", COUNT, 6),
            Argument("num_decoder_layers", COUNT, 6),
            *LAYER_ARGUMENTS[1:],
            Argument("custom_encoder", _OF_ONES_OWN, None),
            Argument("custom_decoder", _OF_ONES_OWN, None),
            Argument("d_model", OPTIONAL_COUNT, None),
        ),
        ranks=(2, 2),
        inputs=(2, 2),
        resolve=_transformer,
        holds=("encoder", "decoder"),
        sees=whole,
        macs=(products("{held}"),),
        words={"target_length": "the length of the target"},
        channels="the features of {layer}",
        source="A. Vaswani et al. (2017), section 3.1 and figure 1; PyTorch, Transformer",
        examples=("s: input(10x512) -> t: input(20x512) -> from(s, t) -> transformer(8)",),
    ),
)
