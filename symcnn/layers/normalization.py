"""Normalization of batches."""

from __future__ import annotations

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.layers.arguments import AXIS, FLAG, Argument, ignored
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    Resolved,
    Site,
    Weight,
    per_unit,
)
from symcnn.layers.windows import axis_index


def _batch_normalization(site: Site) -> Resolved:
    shape = site.inputs[0]
    return Resolved(
        {"in_channels": shape[axis_index(site["axis"], shape)]},
        {"scale": site["scale"], "center": site["center"], "renorm": site["renorm"]},
        describe=("each channel shifted and scaled",),
    )


LAYERS = (
    Layer(
        name="bn",
        title="batch normalization",
        aliases=("batchnorm", "batch_norm", "batch_normalization"),
        keras={"BatchNormalization": None},
        arguments=(
            Argument("axis", AXIS, -1),
            *ignored("momentum", "epsilon"),
            Argument("center", FLAG, True),
            Argument("scale", FLAG, True),
            *ignored(
                "beta_initializer",
                "gamma_initializer",
                "moving_mean_initializer",
                "moving_variance_initializer",
                "beta_regularizer",
                "gamma_regularizer",
                "beta_constraint",
                "gamma_constraint",
            ),
            Argument("renorm", FLAG, False),
            *ignored("renorm_clipping", "renorm_momentum", "synchronized"),
        ),
        resolve=_batch_normalization,
        weights=(
            Weight("gamma", ("in_channels",), when="scale"),
            Weight("beta", ("in_channels",), when="center"),
            Weight("moving_mean", ("in_channels",), trainable=False),
            Weight("moving_variance", ("in_channels",), trainable=False),
            Weight("moving_stddev", ("in_channels",), when="renorm", trainable=False),
            Weight("renorm_mean", ("in_channels",), when="renorm", trainable=False),
            Weight("renorm_stddev", ("in_channels",), when="renorm", trainable=False),
        ),
        forms=(
            per_unit(
                "(scale + center + 1 + 1 + renorm + renorm + renorm)*in_channels",
                "each channel has [scale:a scale, ][center:a shift, ]a running mean"
                " and a running variance[renorm:, and three more for renormalization]",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("learned", "(scale + center)*in_channels"),
                    Definition("statistics", "(1 + 1 + renorm + renorm + renorm)*in_channels"),
                    Definition("parameters", "learned + statistics"),
                ),
                "what is learned for each input channel, and what is kept of the batches",
            ),
        ),
        uncounted="Normalization scales and shifts value by value: no sums of products.",
        source="S. Ioffe, C. Szegedy (2015), algorithm 1; Keras 3, BatchNormalization",
        examples=("input(32x32x16) -> bn", "input(32x32x16) -> bn(center=false, scale=false)"),
    ),
)
