"""Draws arguments of Keras's layers that work on values: dense, norms, activations, shapes."""

from __future__ import annotations

from tests.frameworks.drawing import Draw, Shape, size
from tests.frameworks.keras_windows import ACTIVATIONS, Drawn
from tests.frameworks.records import Record


def nothing(draw: Draw, shape: Shape) -> Record:
    """No arguments at all."""
    return {}


def layer(name: str, **arguments: object) -> Record:
    """A layer as an argument of another."""
    return {"class": name, "arguments": arguments}


def dense(draw: Draw, shape: Shape) -> Record:
    """Arguments of Dense."""
    found = {"units": draw.randint(1, 20)}
    found |= draw.some(0.3, activation=draw.word(*ACTIVATIONS), use_bias=draw.word(True, False))
    return found | draw.some(0.1, lora_rank=draw.one_to(4), kernel_initializer=draw.word("zeros"))


def einsum_dense(draw: Draw, shape: Shape) -> Record:
    """Arguments of EinsumDense for an input of any rank."""
    rank, units, heads = len(shape), draw.randint(1, 9), draw.randint(1, 4)
    letters = "bcdefg"[:rank]
    last = letters[-1]
    same: list[int | None] = [None] * (rank - 1)
    choices = [
        (f"...{last},{last}z->...z", [units] if rank == 1 else units, "z"),
        (f"a{letters},{last}z->a{letters[:-1]}z", [*same, units], "z"),
        (f"a{letters},{last}yz->a{letters[:-1]}yz", [*same, heads, units], "yz"),
    ]
    if rank > 1:
        joined = letters[-2:]
        choices += [
            (f"a{letters},{joined}z->a{letters[:-2]}z", [*same[:-1], units], "z"),
            (
                f"a{letters},{letters[-2]}z->a{letters[:-2]}z{last}",
                [*same[:-1], units, shape[-1]],
                "z",
            ),
            (f"a{letters},{last}z->az{letters[:-1]}", [units, *shape[:-1]], "z"),
        ]
    equation, output_shape, outputs = draw.choice(choices)
    if isinstance(output_shape, list) and len(output_shape) == 1:
        output_shape = output_shape[0] if draw.chance(0.5) else output_shape
    found = {"equation": equation, "output_shape": output_shape}
    if draw.chance(0.5):
        found["bias_axes"] = outputs if draw.chance(0.7) else outputs[-1]
    return found


def batch_normalization(draw: Draw, shape: Shape) -> Record:
    """Arguments of BatchNormalization."""
    found = draw.some(
        axis=lambda: draw.axis(len(shape)),
        momentum=draw.word(0.9, 0.99),
        epsilon=draw.word(1e-3, 1e-05),
    )
    found |= draw.flags("center", "scale", "trainable")
    return found | draw.flags("renorm", probability=0.05)


def layer_normalization(draw: Draw, shape: Shape) -> Record:
    """Arguments of LayerNormalization."""
    found = draw.some(axis=lambda: draw.axes(len(shape)), epsilon=draw.word(1e-6))
    return found | draw.flags("center", "scale")


def rms_normalization(draw: Draw, shape: Shape) -> Record:
    """Arguments of RMSNormalization."""
    return draw.some(axis=lambda: draw.axes(len(shape)), epsilon=draw.word(1e-6))


def group_normalization(draw: Draw, shape: Shape) -> Record:
    """Arguments of GroupNormalization."""
    axis = draw.axis(len(shape), 0.7)
    count = shape[axis if axis < 0 else axis - 1]
    groups = draw.choice([-1, 1, draw.divisor(count), draw.divisor(count), 32])
    found = {"groups": groups} if draw.chance(0.9) else {}
    if axis != -1 or draw.chance(0.2):
        found["axis"] = axis
    return found | draw.flags("center", "scale") | draw.some(0.1, epsilon=draw.word(1e-6))


def unit_normalization(draw: Draw, shape: Shape) -> Record:
    """Arguments of UnitNormalization."""
    return draw.some(axis=lambda: draw.axes(len(shape)), order=draw.word(1, 2))


def spectral_normalization(draw: Draw, shape: Shape) -> Record:
    """Arguments of SpectralNormalization."""
    inner = layer("Dense", **dense(draw, shape))
    inner["arguments"].pop("lora_rank", None)
    rank = len(shape) - 1
    if rank in (1, 2, 3) and draw.chance(0.6):
        inner = layer(f"Conv{rank}D", filters=draw.randint(1, 8), kernel_size=1)
        inner["arguments"] |= draw.flags("use_bias")
    return {"layer": inner} | draw.some(power_iterations=draw.one_to(3))


def normalization(draw: Draw, shape: Shape) -> Record:
    """Arguments of Normalization, adapted or given."""
    found: Record = draw.some(0.5, axis=lambda: draw.choice([-1, 1, len(shape), None]))
    axis = found.get("axis", -1)
    if draw.chance(0.3) and len(shape) > 1 and axis != -1:
        found["axis"] = sorted(draw.sample(range(1, len(shape) + 1), 2))
    elif draw.chance(0.5):
        count = 1 if axis is None else shape[axis if axis < 0 else axis - 1]
        single = draw.chance(0.5)
        found["mean"] = 0.5 if single else [0.25] * count
        found["variance"] = 2.0 if single else [1.5] * count
    return found | draw.flags("invert")


def prelu(draw: Draw, shape: Shape) -> Record:
    """Arguments of PReLU."""
    axes = draw.sample(range(1, len(shape) + 1), draw.randint(1, len(shape)))
    return draw.some(0.6, shared_axes=lambda: axes if draw.chance(0.8) else axes[0])


def softmax(draw: Draw, shape: Shape) -> Record:
    """Arguments of Softmax."""
    return draw.some(axis=lambda: draw.axes(len(shape)))


def reshape(draw: Draw, shape: Shape) -> Record:
    """Arguments of Reshape: any factors of the size, one of them left open at times."""
    total, target = size(shape), []
    for _ in range(draw.randint(0, 3)):
        target.append(draw.divisor(total))
        total //= target[-1]
    target.append(total)
    draw.shuffle(target)
    if draw.chance(0.5):
        target[draw.randrange(len(target))] = -1
    elif draw.chance(0.1):
        target[0] += 1
    return {"target_shape": target}


def permute(draw: Draw, shape: Shape) -> Record:
    """Arguments of Permute."""
    axes = list(range(1, len(shape) + 1))
    return {"dims": draw.sample(axes, len(axes) if draw.chance(0.95) else len(axes) - 1)}


def _rate(name: str, *values: float) -> Drawn:
    return lambda draw, shape: {name: draw.choice(values)}


def _optional(**values: tuple[object, ...]) -> Drawn:
    def drawn(draw: Draw, shape: Shape) -> Record:
        return draw.some(**{name: draw.word(*words) for name, words in values.items()})

    return drawn


ANY_SHAPE: dict[str, Drawn] = {
    "Activation": lambda draw, shape: {"activation": draw.choice(ACTIVATIONS)},
    "ActivityRegularization": _optional(l1=(0.0, 0.01), l2=(0.01,)),
    "AlphaDropout": _rate("rate", 0.1, 0.5),
    "BatchNormalization": batch_normalization,
    "Dense": dense,
    "Dropout": _rate("rate", 0.1, 0.25, 0.5),
    "ELU": _optional(alpha=(1.0, 0.5)),
    "EinsumDense": einsum_dense,
    "Flatten": _optional(data_format=("channels_last", "channels_first")),
    "GaussianDropout": _rate("rate", 0.1, 0.25),
    "GaussianNoise": _rate("stddev", 0.1, 1),
    "GroupNormalization": group_normalization,
    "Identity": nothing,
    "LayerNormalization": layer_normalization,
    "LeakyReLU": _optional(negative_slope=(0.2, 0.3)),
    "Masking": _optional(mask_value=(0.0, -1)),
    "Normalization": normalization,
    "PReLU": prelu,
    "Permute": permute,
    "RMSNormalization": rms_normalization,
    "ReLU": _optional(max_value=(6.0, 1), negative_slope=(0.1,), threshold=(0.0, 0.5)),
    "Rescaling": lambda draw, shape: (
        {"scale": draw.choice((1 / 255, 2, 0.5))} | draw.some(offset=draw.word(-1, 0.5))
    ),
    "Reshape": reshape,
    "Softmax": softmax,
    "SpectralNormalization": spectral_normalization,
    "UnitNormalization": unit_normalization,
}
