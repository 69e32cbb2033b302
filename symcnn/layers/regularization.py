"""Dropout and noise: at work in training alone, without weights."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from symcnn.layers.arguments import NUMBER, Argument, Kind, Unfit, ignored
from symcnn.layers.declaration import Layer, Signature


def _share(value: Any, rank: int, checked: bool) -> Any:
    try:
        number = NUMBER.read(value, rank, checked)
    except Unfit:
        raise Unfit(_SHARE.expected) from None
    if checked and isinstance(number, int | Fraction) and not 0 <= number <= 1:
        raise Unfit(_SHARE.expected)
    return number


_SHARE = Kind("a number from 0 to 1", _share)
_RATE = Argument("rate", _SHARE, aliases=("p",))
_DROPPED = Signature((Argument("p", _SHARE, Fraction(1, 2), to=("rate",)), *ignored("inplace")))
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
        torch={"Dropout": _DROPPED},
        arguments=(_RATE, *_NOISE_SHAPE, *_SEED),
        reason=_DROPS,
        source="N. Srivastava et al. (2014); Keras 3, Dropout; PyTorch, Dropout",
        examples=("input(120) -> dropout(0.5)",),
    ),
    Layer(
        name="spatial_dropout",
        title="spatial dropout",
        keras={f"SpatialDropout{rank}D": rank for rank in (1, 2, 3)},
        torch={"Dropout1d": replace(_DROPPED, rank=1)},
        spatial=(1, 2, 3),
        arguments=(_RATE, *ignored("data_format"), *_SEED),
        differing={"SpatialDropout1D": (_RATE, *_SEED)},
        reason="Spatial dropout switches whole maps off while training: nothing is learned.",
        source="J. Tompson et al. (2015); Keras 3, SpatialDropout2D",
        examples=("input(28x28x8) -> spatial_dropout(0.2)",),
    ),
    Layer(
        name="channel_dropout",
        title="channel dropout",
        aliases=("feature_dropout",),
        torch={"Dropout2d": _DROPPED, "Dropout3d": _DROPPED, "FeatureAlphaDropout": _DROPPED},
        arguments=(_RATE, *_SEED),
        reason="Channel dropout switches whole channels off while training: nothing is learned.",
        source="J. Tompson et al. (2015); PyTorch, Dropout2d",
        examples=("input(28x28x8) -> channel_dropout(0.2)",),
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
        arguments=(Argument("stddev", _SHARE), *_SEED),
        reason=_NOISE,
        source="Keras 3, GaussianNoise",
        examples=("input(120) -> gaussian_noise(0.1)",),
    ),
    Layer(
        name="alpha_dropout",
        title="alpha dropout",
        keras={"AlphaDropout": None},
        torch={"AlphaDropout": _DROPPED},
        arguments=(_RATE, *_NOISE_SHAPE, *_SEED),
        reason=_DROPS,
        source="G. Klambauer et al. (2017); Keras 3, AlphaDropout; PyTorch, AlphaDropout",
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
        # It takes what stood where it stands now, and uses none of it.
        torch={"Identity": Signature(loose=True)},
        reason="It hands its input on: nothing is learned.",
        source="Keras 3, Identity",
        examples=("input(120) -> identity",),
    ),
)
