"""Draws modules of torch.nn that slide over maps, pad, cut or enlarge them, with their inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from tests.frameworks.drawing import Draw, Shape
from tests.frameworks.records import Record

# Draws a module's arguments and the shapes of its inputs, channels first.
Drawn: TypeAlias = Callable[[Draw], tuple[Record, list[Shape]]]
_MODES = ("zeros", "reflect", "replicate", "circular")


def map_of(draw: Draw, rank: int, channels: int | None = None) -> Shape:
    """Channels and so many spatial axes; what a chain hands on, where one is drawn."""
    if draw.given is not None:
        return [*draw.given]
    high = {1: 30, 2: 20, 3: 10}[rank]
    extents = [draw.randint(1 if draw.chance(0.1) else 3, high) for _ in range(rank)]
    return [channels or draw.choice((1, 2, 3, 4, 6, 8, 12)), *extents]


def convolution(rank: int, *, lazy: bool = False) -> Drawn:
    """ConvNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        shape = map_of(draw, rank)
        groups = draw.divisor(shape[0]) if draw.chance(0.3) else 1
        channels = shape[0] if draw.chance(0.95) else shape[0] + 1
        found: Record = {} if lazy else {"in_channels": channels}
        found["out_channels"] = groups * draw.randint(1, 6) if draw.chance(0.95) else 5
        found["kernel_size"] = draw.extents(rank, 1, 5)
        if groups > 1 or draw.chance(0.1):
            found["groups"] = groups
        found |= draw.some(
            0.35,
            stride=lambda: draw.extents(rank, 1, 4),
            padding=lambda: draw.choice((draw.extents(rank, 0, 3), "same", "valid")),
            dilation=lambda: draw.extents(rank, 1, 3),
            bias=draw.word(True, False),
        )
        return found | draw.some(0.15, padding_mode=draw.word(*_MODES)), [shape]

    return drawn


def transposed(rank: int, *, lazy: bool = False) -> Drawn:
    """ConvTransposeNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        shape = map_of(draw, rank)
        groups = draw.divisor(shape[0]) if draw.chance(0.3) else 1
        found: Record = {} if lazy else {"in_channels": shape[0]}
        found |= {"out_channels": groups * draw.randint(1, 6)}
        found["kernel_size"] = draw.extents(rank, 1, 5)
        if groups > 1:
            found["groups"] = groups
        found |= draw.some(
            0.4,
            stride=lambda: draw.extents(rank, 1, 4),
            padding=lambda: draw.extents(rank, 0, 2),
            output_padding=lambda: draw.extents(rank, 0, 2),
            dilation=lambda: draw.extents(rank, 1, 3),
            bias=draw.word(True, False),
        )
        return found, [shape]

    return drawn


def max_pooling(rank: int) -> Drawn:
    """MaxPoolNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        found: Record = {"kernel_size": draw.extents(rank, 1, 5)}
        found |= draw.some(
            0.4,
            stride=lambda: draw.extents(rank, 1, 4),
            padding=lambda: draw.extents(rank, 0, 2),
            dilation=lambda: draw.extents(rank, 1, 3),
            ceil_mode=draw.word(True, False),
        )
        return found | draw.flags("return_indices", probability=0.05), [map_of(draw, rank)]

    return drawn


def unpooling(rank: int) -> Drawn:
    """MaxUnpoolNd, on values and their places."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        found: Record = {"kernel_size": draw.extents(rank, 2, 4)}
        found |= draw.some(
            0.4,
            stride=lambda: draw.extents(rank, 1, 4),
            padding=lambda: draw.extents(rank, 0, 1),
        )
        shape = map_of(draw, rank)
        return found, [shape, shape]

    return drawn


def average_pooling(rank: int) -> Drawn:
    """AvgPoolNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        found: Record = {"kernel_size": draw.extents(rank, 1, 5)}
        found |= draw.some(
            0.4,
            stride=lambda: draw.extents(rank, 1, 4),
            padding=lambda: draw.extents(rank, 0, 2),
            ceil_mode=draw.word(True, False),
            count_include_pad=draw.word(True, False),
        )
        return found, [map_of(draw, rank)]

    return drawn


def power_pooling(rank: int) -> Drawn:
    """LPPoolNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        # In one dimension torch takes numbers and no tuples here.
        extents = draw.extents if rank > 1 else lambda rank, low, high: draw.randint(low, high)
        found: Record = {"norm_type": draw.choice((1, 2)), "kernel_size": extents(rank, 1, 4)}
        found |= draw.some(
            0.4, stride=lambda: extents(rank, 1, 3), ceil_mode=draw.word(True, False)
        )
        return found, [map_of(draw, rank)]

    return drawn


def adaptive_pooling(rank: int) -> Drawn:
    """AdaptiveAvgPoolNd and AdaptiveMaxPoolNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        wanted: Any = draw.extents(rank, 1, 7)
        if isinstance(wanted, list) and rank > 1 and draw.chance(0.3):
            wanted[draw.randrange(rank)] = None
        return {"output_size": wanted}, [map_of(draw, rank)]

    return drawn


def fractional_pooling(rank: int) -> Drawn:
    """FractionalMaxPoolNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        found: Record = {"kernel_size": draw.extents(rank, 1, 3)}
        if draw.chance(0.6):
            found["output_size"] = draw.extents(rank, 1, 4)
        else:
            found["output_ratio"] = draw.choice((0.5, 0.7))
        return found, [map_of(draw, rank)]

    return drawn


def padded(rank: int, kind: str) -> Drawn:
    """ZeroPadNd, ConstantPadNd, ReflectionPadNd, ReplicationPadNd and CircularPadNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        low = -1 if kind in ("Zero", "Constant") and draw.chance(0.3) else 0
        each = [draw.randint(low, 3) for _ in range(2 * rank)]
        found: Record = {"padding": each if draw.chance(0.6) else draw.randint(0, 3)}
        if kind == "Constant":
            found["value"] = draw.choice((0, 1.5))
        return found, [map_of(draw, rank)]

    return drawn


def shuffled(draw: Draw) -> tuple[Record, list[Shape]]:
    """PixelShuffle."""
    factor = draw.randint(1, 3)
    channels = factor * factor * draw.randint(1, 4) + (draw.chance(0.1))
    return {"upscale_factor": factor}, [map_of(draw, 2, channels)]


def unshuffled(draw: Draw) -> tuple[Record, list[Shape]]:
    """PixelUnshuffle."""
    factor = draw.randint(1, 3)
    extents = [factor * draw.randint(1, 5) + draw.chance(0.05) for _ in range(2)]
    return {"downscale_factor": factor}, [[draw.randint(1, 6), *extents]]


def upsampled(draw: Draw) -> tuple[Record, list[Shape]]:
    """Upsample, in any rank."""
    rank = draw.choice((1, 2, 2, 3))
    found: Record = {}
    if draw.chance(0.5):
        found["size"] = draw.extents(rank, 1, 12)
    else:
        numbers = (1, 2, 3, 1.5, 0.5)
        found["scale_factor"] = draw.choice(
            (draw.choice(numbers), [draw.choice(numbers) for _ in range(rank)])
        )
    modes = {1: ("nearest", "linear"), 2: ("nearest", "bilinear", "bicubic")}
    found |= draw.some(mode=draw.word(*modes.get(rank, ("nearest", "trilinear"))))
    return found, [map_of(draw, rank)]


def upsampled_in_two(draw: Draw) -> tuple[Record, list[Shape]]:
    """UpsamplingNearest2d and UpsamplingBilinear2d."""
    if draw.chance(0.5):
        return {"size": draw.extents(2, 1, 12)}, [map_of(draw, 2)]
    return {"scale_factor": draw.choice((1, 2, 3))}, [map_of(draw, 2)]


def unfolded(draw: Draw) -> tuple[Record, list[Shape]]:
    """Unfold."""
    found: Record = {"kernel_size": draw.extents(2, 1, 4)}
    found |= draw.some(
        0.4,
        dilation=lambda: draw.extents(2, 1, 2),
        padding=lambda: draw.extents(2, 0, 2),
        stride=lambda: draw.extents(2, 1, 3),
    )
    return found, [map_of(draw, 2)]


def folded(draw: Draw) -> tuple[Record, list[Shape]]:
    """Fold, of what an Unfold with the same arguments gives."""
    height, width = draw.randint(3, 9), draw.randint(3, 9)
    kernel, stride = draw.randint(1, 3), draw.randint(1, 2)
    blocks = ((height - kernel) // stride + 1) * ((width - kernel) // stride + 1)
    found: Record = {"output_size": [height, width], "kernel_size": kernel, "stride": stride}
    channels = kernel * kernel * draw.randint(1, 3)
    return found, [[channels, blocks + draw.chance(0.1)]]


def windows() -> dict[str, Drawn]:
    """Every class of this module by its name in torch.nn."""
    found: dict[str, Drawn] = {
        "Fold": folded,
        "PixelShuffle": shuffled,
        "PixelUnshuffle": unshuffled,
        "Unfold": unfolded,
        "Upsample": upsampled,
        "UpsamplingBilinear2d": upsampled_in_two,
        "UpsamplingNearest2d": upsampled_in_two,
    }
    for rank in (1, 2, 3):
        found[f"Conv{rank}d"] = convolution(rank)
        found[f"LazyConv{rank}d"] = convolution(rank, lazy=True)
        found[f"ConvTranspose{rank}d"] = transposed(rank)
        found[f"LazyConvTranspose{rank}d"] = transposed(rank, lazy=True)
        found[f"MaxPool{rank}d"] = max_pooling(rank)
        found[f"MaxUnpool{rank}d"] = unpooling(rank)
        found[f"AvgPool{rank}d"] = average_pooling(rank)
        found[f"LPPool{rank}d"] = power_pooling(rank)
        if rank > 1:
            found[f"FractionalMaxPool{rank}d"] = fractional_pooling(rank)
        for word in ("Avg", "Max"):
            found[f"Adaptive{word}Pool{rank}d"] = adaptive_pooling(rank)
        for kind in ("Zero", "Constant", "Reflection", "Replication", "Circular"):
            found[f"{kind}Pad{rank}d"] = padded(rank, kind)
    return found
