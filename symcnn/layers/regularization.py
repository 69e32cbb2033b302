"""Dropout and noise: at work in training alone, without weights."""

from __future__ import annotations

from symcnn.layers.arguments import NUMBER, Argument, ignored
from symcnn.layers.declaration import Layer

_RATE = Argument("rate", NUMBER, aliases=("p",))
_NOISE_SHAPE = ignored("noise_shape")
_SEED = ignored("seed")
_DROPS = "Dropout switches values off at random while training: nothing is learned."
_NOISE = "Noise is drawn at random while training: nothing is learned."

LAYERS = (
    Layer(
        name="dropout",
        title="dropout",
        aliases=("drop",),
        keras={"Dropout": None},
        arguments=(_RATE, *_NOISE_SHAPE, *_SEED),
        reason=_DROPS,
        source="N. Srivastava et al. (2014); Keras 3, Dropout",
        examples=("input(120) -> dropout(0.5)",),
    ),
    Layer(
        name="spatial_dropout",
        title="spatial dropout",
        keras={f"SpatialDropout{rank}D": rank for rank in (1, 2, 3)},
        spatial=(1, 2, 3),
        arguments=(_RATE, *ignored("data_format"), *_SEED),
        differing={"SpatialDropout1D": (_RATE, *_SEED)},
        reason="Spatial dropout switches whole maps off while training: nothing is learned.",
        source="J. Tompson et al. (2015); Keras 3, SpatialDropout2D",
        examples=("input(28x28x8) -> spatial_dropout(0.2)",),
    ),
    Layer(
        name="gaussian_dropout",
        title="Gaussian dropout",
        keras={"GaussianDropout": None},
        arguments=(_RATE, *_SEED),
        reason=_NOISE,
        source="Keras 3, GaussianDropout",
        examples=("input(120) -> gaussian_dropout(0.5)",),
    ),
    Layer(
        name="gaussian_noise",
        title="Gaussian noise",
        keras={"GaussianNoise": None},
        arguments=(Argument("stddev", NUMBER), *_SEED),
        reason=_NOISE,
        source="Keras 3, GaussianNoise",
        examples=("input(120) -> gaussian_noise(0.1)",),
    ),
    Layer(
        name="alpha_dropout",
        title="alpha dropout",
        keras={"AlphaDropout": None},
        arguments=(_RATE, *_NOISE_SHAPE, *_SEED),
        reason=_DROPS,
        source="G. Klambauer et al. (2017); Keras 3, AlphaDropout",
        examples=("input(120) -> alpha_dropout(0.1)",),
    ),
    Layer(
        name="activity_regularization",
        title="activity regularization",
        keras={"ActivityRegularization": None},
        arguments=ignored("l1", "l2"),
        reason="It adds to the loss and hands its input on: nothing is learned.",
        source="Keras 3, ActivityRegularization",
        examples=("input(120) -> activity_regularization(l1=0.01)",),
    ),
    Layer(
        name="masking",
        title="masking",
        keras={"Masking": None},
        arguments=ignored("mask_value"),
        reason="Masking marks steps to be left out: nothing is learned.",
        source="Keras 3, Masking",
        examples=("input(10x8) -> masking(0)",),
    ),
    Layer(
        name="identity",
        title="identity",
        keras={"Identity": None},
        reason="It hands its input on: nothing is learned.",
        source="Keras 3, Identity",
        examples=("input(120) -> identity",),
    ),
)
