"""Draws arguments of Keras's convolutions, pooling and what else slides over maps or cuts them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tests.frameworks.drawing import Draw, Shape
from tests.frameworks.records import Record

# Arguments for a class put on an input of a shape; None where the class takes no such input.
Drawn: TypeAlias = Callable[[Draw, Shape], Record]
# All of Keras's but glu, which halves the last axis: Keras's shapes of layers do not know that.
ACTIVATIONS = (
    *("relu", "sigmoid", "tanh", "softmax", "softplus", "softsign", "selu", "elu", "gelu", "silu"),
    *("swish", "linear", "exponential", "hard_sigmoid", "hard_silu", "hard_swish", "leaky_relu"),
    *("relu6", "mish", "celu", "log_softmax", "log_sigmoid", "squareplus", "sparsemax"),
    *("hard_tanh", "tanh_shrink", "hard_shrink", "soft_shrink", "sparse_plus", "threshold"),
)


def _decorated(draw: Draw) -> Record:
    return draw.some(
        0.15,
        activation=draw.word(*ACTIVATIONS),
        kernel_initializer=draw.word("he_normal", "zeros"),
        bias_initializer=draw.word("zeros", "ones"),
        kernel_regularizer=draw.word("l2", "l1"),
        activity_regularizer=draw.word("l2"),
        kernel_constraint=draw.word("non_neg"),
    )


def channels_of(shape: Shape, arguments: Record) -> int:
    """The channels of an input under the data format among the arguments."""
    return shape[0] if arguments.get("data_format") == "channels_first" else shape[-1]


def _sliding(draw: Draw, rank: int, *paddings: str) -> Record:
    found = draw.some(
        0.4,
        strides=lambda: draw.extents(rank, 1, 3),
        padding=draw.word(*paddings),
        use_bias=draw.word(True, False),
        data_format=draw.word("channels_last", "channels_last", "channels_first"),
    )
    # Keras takes dilation with a stride of 1 alone; now and then both, to be refused.
    if draw.chance(0.3) and ("strides" not in found or draw.chance(0.2)):
        found["dilation_rate"] = draw.extents(rank, 1, 3)
    return found


def convolution(rank: int) -> Drawn:
    """Arguments of ConvND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        causal = ("causal",) if rank == 1 or draw.chance(0.05) else ()
        found = {"filters": draw.randint(1, 12), "kernel_size": draw.extents(rank, 1, 5)}
        found |= _sliding(draw, rank, "valid", "same", "SAME", *causal)
        if draw.chance(0.3):
            groups = draw.divisor(channels_of(shape, found))
            found["groups"] = groups if draw.chance(0.85) else draw.randint(1, 4)
            found["filters"] = groups * draw.randint(1, 4)
        return found | _decorated(draw)

    return drawn


def transposed(rank: int) -> Drawn:
    """Arguments of ConvNDTranspose."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"filters": draw.randint(1, 12), "kernel_size": draw.extents(rank, 1, 5)}
        found |= _sliding(draw, rank, "valid", "same")
        if draw.chance(0.35):
            strides = found.get("strides", 1)
            least = min(strides) if isinstance(strides, list) else strides
            high = least - 1 if draw.chance(0.8) else least
            found["output_padding"] = draw.extents(rank, 0, high)
        return found | _decorated(draw)

    return drawn


def depthwise(rank: int) -> Drawn:
    """Arguments of DepthwiseConvND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"kernel_size": draw.extents(rank, 1, 5)}
        found |= _sliding(draw, rank, "valid", "same")
        return found | draw.some(0.4, depth_multiplier=draw.one_to(3))

    return drawn


def separable(rank: int) -> Drawn:
    """Arguments of SeparableConvND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"filters": draw.randint(1, 12)} | depthwise(rank)(draw, shape)
        return found | draw.some(0.2, activation=draw.word(*ACTIVATIONS))

    return drawn


def pooling(rank: int) -> Drawn:
    """Arguments of MaxPoolingND and AveragePoolingND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"pool_size": draw.extents(rank, 1, 4)} if draw.chance(0.85) else {}
        return found | draw.some(
            strides=lambda: draw.extents(rank, 1, 4),
            padding=draw.word("valid", "same"),
            data_format=draw.word("channels_last", "channels_first"),
        )

    return drawn


def global_pooling(draw: Draw, shape: Shape) -> Record:
    """Arguments of global pooling."""
    return draw.some(
        keepdims=draw.word(True, False), data_format=draw.word("channels_last", "channels_first")
    )


def adaptive_pooling(rank: int) -> Drawn:
    """Arguments of adaptive pooling."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"output_size": draw.extents(rank, 1, 5)}
        return found | draw.some(data_format=draw.word("channels_last", "channels_first"))

    return drawn


def zero_padding(rank: int) -> Drawn:
    """Arguments of ZeroPaddingND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"padding": draw.sides(rank, 3)} if draw.chance(0.9) else {}
        return found | draw.some(0.25, data_format=draw.word("channels_last", "channels_first"))

    return drawn


def cropping(rank: int) -> Drawn:
    """Arguments of CroppingND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"cropping": draw.sides(rank, 3)} if draw.chance(0.9) else {}
        if rank == 1 and draw.chance(0.9):
            return found  # Cropping1D takes no data format
        return found | draw.some(0.25, data_format=draw.word("channels_last", "channels_first"))

    return drawn


def upsampling(rank: int) -> Drawn:
    """Arguments of UpSamplingND."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found = {"size": draw.extents(rank, 1, 3)} if draw.chance(0.85) else {}
        if rank == 1 and draw.chance(0.9):
            return found  # UpSampling1D takes its size alone
        if rank == 2:
            words = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
            found |= draw.some(0.25, interpolation=draw.word(*words))
        return found | draw.some(0.25, data_format=draw.word("channels_last", "channels_first"))

    return drawn


def windows() -> dict[str, Drawn]:
    """Every class of this module by its Keras names."""
    found: dict[str, Drawn] = {}
    for rank in (1, 2, 3):
        for word in ("Conv", "Convolution"):
            found[f"{word}{rank}D"] = convolution(rank)
            found[f"{word}{rank}DTranspose"] = transposed(rank)
        for word in ("MaxPooling", "MaxPool", "AveragePooling", "AvgPool"):
            found[f"{word}{rank}D"] = pooling(rank)
            found[f"Global{word}{rank}D"] = global_pooling
        for word in ("Max", "Average"):
            found[f"Adaptive{word}Pooling{rank}D"] = adaptive_pooling(rank)
        found[f"ZeroPadding{rank}D"] = zero_padding(rank)
        found[f"Cropping{rank}D"] = cropping(rank)
        found[f"UpSampling{rank}D"] = upsampling(rank)
        if rank < 3:
            found[f"DepthwiseConv{rank}D"] = depthwise(rank)
            for word in ("SeparableConv", "SeparableConvolution"):
                found[f"{word}{rank}D"] = separable(rank)
    return found
