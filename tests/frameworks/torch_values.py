"""Draws modules of torch.nn that work on values and sequences, with their inputs."""

from __future__ import annotations

from tests.frameworks.drawing import Draw, Shape, size
from tests.frameworks.records import Record
from tests.frameworks.torch_windows import Drawn, map_of


def any_shape(draw: Draw) -> Shape:
    """A shape of one to four axes; what a chain hands on, where one is drawn."""
    if draw.given is not None:
        return [*draw.given]
    return [draw.randint(1, 12), *(draw.randint(1, 7) for _ in range(draw.randint(0, 3)))]


def plain(**options: tuple[object, ...]) -> Drawn:
    """A module that keeps any shape, with options that change nothing."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        found = draw.some(0.3, **{name: draw.word(*words) for name, words in options.items()})
        return found, [any_shape(draw)]

    return drawn


def along(draw: Draw) -> tuple[Record, list[Shape]]:
    """Softmax and its like, along an axis."""
    shape = any_shape(draw)
    return {"dim": draw.choice((-1, 1, len(shape)))}, [shape]


def gated(draw: Draw) -> tuple[Record, list[Shape]]:
    """GLU, which halves an axis."""
    shape = any_shape(draw)
    axis = draw.choice((-1, 1))
    shape[0 if axis == 1 else -1] = 2 * draw.randint(1, 5) + draw.chance(0.1)
    return draw.some(0.5, dim=lambda: axis) or {"dim": axis}, [shape]


def linear(draw: Draw) -> tuple[Record, list[Shape]]:
    """Linear."""
    shape = any_shape(draw)
    features = shape[-1] + draw.chance(0.05)
    found: Record = {"in_features": features, "out_features": draw.randint(1, 20)}
    return found | draw.flags("bias"), [shape]


def lazy_linear(draw: Draw) -> tuple[Record, list[Shape]]:
    """LazyLinear."""
    return {"out_features": draw.randint(1, 20)} | draw.flags("bias"), [any_shape(draw)]


def bilinear(draw: Draw) -> tuple[Record, list[Shape]]:
    """Bilinear."""
    lead, first, second = any_shape(draw)[:-1], draw.randint(1, 9), draw.randint(1, 9)
    found: Record = {"in1_features": first, "in2_features": second}
    found["out_features"] = draw.randint(1, 9)
    return found | draw.flags("bias"), [[*lead, first], [*lead, second]]


def batch_norm(rank: int, *, lazy: bool = False) -> Drawn:
    """BatchNormNd; the one for a single spatial axis takes none as well."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        shape = map_of(draw, rank)
        if rank == 1 and draw.given is None and draw.chance(0.4):
            shape = shape[:1]
        found: Record = {} if lazy else {"num_features": shape[0] + draw.chance(0.05)}
        found |= draw.flags("affine", "track_running_stats", probability=0.3)
        return found | draw.some(0.2, eps=draw.word(1e-3), momentum=draw.word(0.2, None)), [shape]

    return drawn


def instance_norm(rank: int, *, lazy: bool = False) -> Drawn:
    """InstanceNormNd."""

    def drawn(draw: Draw) -> tuple[Record, list[Shape]]:
        shape = map_of(draw, rank)
        found: Record = {} if lazy else {"num_features": shape[0]}
        return found | draw.flags("affine", "track_running_stats", probability=0.4), [shape]

    return drawn


def group_norm(draw: Draw) -> tuple[Record, list[Shape]]:
    """GroupNorm."""
    shape = any_shape(draw)
    groups = draw.divisor(shape[0]) if draw.chance(0.9) else draw.randint(1, 5)
    return {"num_groups": groups, "num_channels": shape[0]} | draw.flags("affine"), [shape]


def layer_norm(draw: Draw) -> tuple[Record, list[Shape]]:
    """LayerNorm."""
    found, shapes = rms_norm(draw)
    return found | draw.flags("bias"), shapes


def rms_norm(draw: Draw) -> tuple[Record, list[Shape]]:
    """RMSNorm."""
    shape = any_shape(draw)
    last = shape[-draw.randint(1, len(shape)) :]
    normalized = last[0] if len(last) == 1 and draw.chance(0.6) else last
    if draw.chance(0.05):
        normalized = shape[-1] + 1
    found: Record = {"normalized_shape": normalized}
    return found | draw.flags("elementwise_affine") | draw.some(0.2, eps=draw.word(1e-6)), [shape]


def prelu(draw: Draw) -> tuple[Record, list[Shape]]:
    """PReLU: one slope, or one for each channel."""
    shape = any_shape(draw)
    count = draw.choice((1, shape[0], shape[0] + draw.chance(0.1)))
    return draw.some(0.7, num_parameters=lambda: count, init=draw.word(0.1)), [shape]


def flattened(draw: Draw) -> tuple[Record, list[Shape]]:
    """Flatten; the batch is axis 0 and stays."""
    shape = any_shape(draw)
    rank = len(shape)
    found = draw.some(
        0.4,
        start_dim=lambda: draw.choice((1, draw.randint(1, rank), -draw.randint(1, rank))),
        end_dim=lambda: draw.choice((-1, draw.randint(1, rank), -draw.randint(1, rank))),
    )
    return found, [shape]


def unflattened(draw: Draw) -> tuple[Record, list[Shape]]:
    """Unflatten."""
    shape = any_shape(draw)
    axis = draw.randint(1, len(shape))
    first = draw.divisor(shape[axis - 1])
    parts = [first, shape[axis - 1] // first]
    if draw.chance(0.3):
        parts[draw.randrange(2)] = -1
    elif draw.chance(0.1):
        parts[0] += 1
    dim = axis if draw.chance(0.7) else axis - len(shape) - 1
    return {"dim": dim, "unflattened_size": parts}, [shape]


def channel_shuffled(draw: Draw) -> tuple[Record, list[Shape]]:
    """ChannelShuffle."""
    shape = map_of(draw, 2)
    return {"groups": draw.divisor(shape[0])}, [shape]


def response_norm(draw: Draw) -> tuple[Record, list[Shape]]:
    """LocalResponseNorm."""
    return {"size": draw.randint(1, 5)}, [map_of(draw, draw.randint(1, 3))]


def embedding(draw: Draw) -> tuple[Record, list[Shape]]:
    """Embedding."""
    rows = draw.choice((1, 2, 10, 5000))
    found: Record = {"num_embeddings": rows, "embedding_dim": draw.randint(1, 20)}
    found |= draw.some(0.2, padding_idx=draw.word(0), max_norm=draw.word(1.0))
    return found, [[draw.randint(1, 9) for _ in range(draw.randint(1, 2))]]


def embedding_bag(draw: Draw) -> tuple[Record, list[Shape]]:
    """EmbeddingBag."""
    found: Record = {"num_embeddings": draw.randint(1, 50), "embedding_dim": draw.randint(1, 20)}
    return found | draw.some(mode=draw.word("sum", "mean", "max")), [[draw.randint(1, 9)]]


def alike(draw: Draw) -> tuple[Record, list[Shape]]:
    """CosineSimilarity and PairwiseDistance, of two inputs of a shape."""
    shape = [draw.randint(1, 9) for _ in range(draw.randint(1, 3))]
    other = [1 if draw.chance(0.1) else extent for extent in shape]
    return {}, draw.choice(([shape, other], [other, shape]))


def rare_classes(draw: Draw) -> tuple[Record, list[Shape]]:
    """AdaptiveLogSoftmaxWithLoss, on features and the class of each sample."""
    found: Record = {"in_features": draw.randint(8, 60)}
    cutoffs = [draw.randint(1, 9)]
    while draw.chance(0.4):
        cutoffs.append(cutoffs[-1] + draw.randint(1, 9))
    found |= {"n_classes": cutoffs[-1] + draw.randint(not draw.chance(0.1), 9), "cutoffs": cutoffs}
    found |= draw.some(0.3, div_value=draw.word(1.0, 1.5, 2.0)) | draw.flags("head_bias")
    return found, [[found["in_features"]], []]


def cross_entropy(draw: Draw) -> tuple[Record, list[Shape]]:
    """LinearCrossEntropyLoss, on features and the class of each sample."""
    found: Record = {"in_features": draw.randint(1, 20), "num_classes": draw.randint(1, 9)}
    return found | draw.flags("bias", probability=0.5), [[found["in_features"]], []]


def volume(draw: Draw) -> int:
    """A number of features."""
    return size([draw.randint(1, 4), draw.randint(1, 4)])


_SLOPE = {"negative_slope": (0.1, 0.2), "inplace": (True,)}
KEEPING: dict[str, Drawn] = {
    "AlphaDropout": plain(p=(0.2,)),
    "CELU": plain(alpha=(1.5,)),
    "Dropout": plain(p=(0.2, 0.5), inplace=(True,)),
    "ELU": plain(alpha=(0.5,)),
    "FeatureAlphaDropout": plain(p=(0.2,)),
    "GELU": plain(approximate=("none", "tanh")),
    "Hardshrink": plain(lambd=(0.3,)),
    "Hardsigmoid": plain(inplace=(True,)),
    "Hardswish": plain(),
    "Hardtanh": plain(min_val=(-2.0,), max_val=(2.0,)),
    "Identity": plain(),
    "LeakyReLU": plain(**_SLOPE),
    "LogSigmoid": plain(),
    "Mish": plain(),
    "RReLU": plain(lower=(0.1,)),
    "ReLU": plain(inplace=(True, False)),
    "ReLU6": plain(),
    "SELU": plain(),
    "SiLU": plain(),
    "Sigmoid": plain(),
    "Softplus": plain(beta=(2,)),
    "Softshrink": plain(lambd=(0.3,)),
    "Softsign": plain(),
    "Tanh": plain(),
    "Tanhshrink": plain(),
    "Threshold": lambda draw: ({"threshold": 0.1, "value": 20}, [any_shape(draw)]),
}


def values() -> dict[str, Drawn]:
    """Every class of this module by its name in torch.nn."""
    found: dict[str, Drawn] = KEEPING | {
        "AdaptiveLogSoftmaxWithLoss": rare_classes,
        "Bilinear": bilinear,
        "ChannelShuffle": channel_shuffled,
        "CosineSimilarity": alike,
        "CrossMapLRN2d": lambda draw: ({"size": draw.randint(1, 5)}, [map_of(draw, 2)]),
        "Embedding": embedding,
        "EmbeddingBag": embedding_bag,
        "Flatten": flattened,
        "GLU": gated,
        "GroupNorm": group_norm,
        "LayerNorm": layer_norm,
        "LazyLinear": lazy_linear,
        "Linear": linear,
        "LinearCrossEntropyLoss": cross_entropy,
        "LocalResponseNorm": response_norm,
        "LogSoftmax": along,
        "PReLU": prelu,
        "PairwiseDistance": alike,
        "RMSNorm": rms_norm,
        "Softmax": along,
        "Softmax2d": lambda draw: ({}, [map_of(draw, 2)]),
        "Softmin": along,
        "SyncBatchNorm": batch_norm(2),
        "Unflatten": unflattened,
    }
    for rank in (1, 2, 3):
        found[f"BatchNorm{rank}d"] = batch_norm(rank)
        found[f"LazyBatchNorm{rank}d"] = batch_norm(rank, lazy=True)
        found[f"InstanceNorm{rank}d"] = instance_norm(rank)
        found[f"LazyInstanceNorm{rank}d"] = instance_norm(rank, lazy=True)
        found[f"Dropout{rank}d"] = _dropped(rank)
    return found


def _dropped(rank: int) -> Drawn:
    return lambda draw: (draw.some(p=draw.word(0.2)), [map_of(draw, rank)])
