"""The fully connected layer."""

from __future__ import annotations

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula import arithmetic
from symcnn.layers.activations import ACTIVATION, described_activation
from symcnn.layers.arguments import COUNT, FLAG, Argument, ignored
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    Noun,
    Resolved,
    Signature,
    Site,
    Weight,
    kept,
    kernel_weight,
    per_unit,
    products,
)
from symcnn.layers.low_rank import LOW_RANK, RANK, adapted, rank_of
from symcnn.layers.sight import each_position


def _dense(site: Site) -> Resolved:
    units, shape = site["units"], site.inputs[0]
    leading = tuple(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(shape[:-1]))
    noun = Noun(units, " unit", " units")
    return Resolved(
        {
            "inputs": shape[-1],
            "units": units,
            "positions": arithmetic.multiply(shape[:-1]),
            **rank_of(site),
        },
        {
            "use_bias": site["use_bias"],
            "placed": len(shape) > 1,
            "lora": site["lora_rank"] is not None,
        },
        (*leading, kept("units", units)),
        (units, noun, *described_activation(site)),
    )


_IN_FEATURES = Argument("in_features", COUNT, role="inputs")
_TORCH = (
    Argument("out_features", COUNT, to=("units",)),
    Argument("bias", FLAG, True, to=("use_bias",)),
    *ignored("device", "dtype"),
)

LAYERS = (
    Layer(
        name="dense",
        title="fully connected",
        aliases=("fc", "linear_layer", "fully_connected"),
        keras={"Dense": None},
        torch={
            "Linear": Signature((_IN_FEATURES, *_TORCH)),
            "LazyLinear": Signature(_TORCH),
        },
        arguments=(
            Argument("units", COUNT, aliases=("out_features",)),
            ACTIVATION,
            Argument("use_bias", FLAG, True, ("bias",)),
            *ignored(
                "kernel_initializer",
                "bias_initializer",
                "kernel_regularizer",
                "bias_regularizer",
                "activity_regularizer",
                "kernel_constraint",
                "bias_constraint",
            ),
            RANK,
            *ignored("lora_alpha", "quantization_config"),
        ),
        resolve=_dense,
        sees=each_position,
        weights=(
            *adapted(kernel_weight(("inputs", "units")), "lora_kernel"),
            Weight("bias", ("units",), when="use_bias"),
        ),
        forms=(
            per_unit(
                "units*inputs + use_bias*units + lora_rank*(inputs + units)",
                "each unit has <inputs> weights, which are frozen,[use_bias: and one bias;]"
                " two thin matrices beside them are trained",
                when="lora",
                source=LOW_RANK,
            ),
            per_unit(
                "units*inputs + use_bias*units",
                "each unit has <inputs> weights[use_bias: and one bias]",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("weights", "inputs*units"),
                    Definition("thin", "inputs*lora_rank + lora_rank*units"),
                    Definition("biases", "units", when="use_bias"),
                    Definition("parameters", "weights + thin + biases"),
                ),
                "every input is connected to every output, and by <lora_rank> ways beside that",
                when="lora",
                source=LOW_RANK,
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("weights", "inputs*units"),
                    Definition("biases", "units", when="use_bias"),
                    Definition("parameters", "weights + biases"),
                ),
                "every input is connected to every output",
            ),
        ),
        macs=(
            products(
                "(inputs + use_bias)*units*positions",
                "each unit takes <inputs> products[use_bias: and one bias] at each position",
                when="placed",
            ),
            products(
                "(inputs + use_bias)*units",
                "each unit takes <inputs> products[use_bias: and one bias]",
            ),
        ),
        channels="the units of {layer}",
        source="I. Goodfellow, Y. Bengio, A. Courville (2016), section 6.3; Keras 3, Dense",
        examples=("input(400) -> dense(120)", "input(10x64) -> dense(32, bias=false)"),
    ),
)
