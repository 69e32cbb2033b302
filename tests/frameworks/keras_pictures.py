"""Draws arguments of Keras's layers for pictures, sound and categories."""

from __future__ import annotations

from tests.frameworks.drawing import Draw, Shape
from tests.frameworks.keras_windows import Drawn
from tests.frameworks.records import Record

_FILLS = ("reflect", "wrap", "constant", "nearest")


def resizing(draw: Draw, shape: Shape) -> Record:
    """Arguments of Resizing."""
    found = {"height": draw.randint(1, 20), "width": draw.randint(1, 20)}
    return found | draw.some(
        0.2,
        interpolation=draw.word("bilinear", "nearest", "bicubic"),
        crop_to_aspect_ratio=draw.word(True, False),
        data_format=draw.word("channels_last", "channels_first"),
    )


def cut_to(draw: Draw, shape: Shape) -> Record:
    """Arguments of CenterCrop and RandomCrop."""
    found = {"height": draw.randint(1, 12), "width": draw.randint(1, 12)}
    return found | draw.some(0.2, data_format=draw.word("channels_last", "channels_first"))


def altering(**needed: tuple[object, ...]) -> Drawn:
    """Arguments of a layer that alters pictures: what it needs, and options without effect."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found: Record = {name: draw.choice(words) for name, words in needed.items()}
        return found | draw.some(0.2, seed=draw.word(1, None))

    return drawn


def categories(*modes: str, **needed: tuple[object, ...]) -> Drawn:
    """Arguments of a layer that writes numbers as categories."""

    def drawn(draw: Draw, shape: Shape) -> Record:
        found: Record = {name: draw.choice(words) for name, words in needed.items()}
        return found | draw.some(0.7, output_mode=draw.word(*modes))

    return drawn


def fourier(draw: Draw, shape: Shape) -> Record:
    """Arguments of STFTSpectrogram; a window by its name would need a further package."""
    length = draw.randint(2, 12)
    found: Record = {"frame_length": length, "window": None}
    modes = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
    found |= draw.some(0.6, mode=draw.word(*modes), frame_step=draw.one_to(length))
    found |= draw.some(0.3, fft_length=lambda: 16, padding=draw.word("valid", "same"))
    return found | draw.flags("expand_dims", probability=0.3)


def mel(draw: Draw, shape: Shape) -> Record:
    """Arguments of MelSpectrogram."""
    found: Record = {"fft_length": draw.choice((16, 32)), "sequence_stride": draw.randint(2, 9)}
    found |= draw.some(0.5, num_mel_bins=draw.one_to(20))
    return found | draw.some(0.3, sequence_length=lambda: 16)


def pipeline(draw: Draw, shape: Shape) -> Record:
    """Arguments of Pipeline."""
    layers = [
        {"class": "RandomFlip", "arguments": {"mode": "horizontal"}},
        {"class": "Resizing", "arguments": resizing(draw, shape)},
        {"class": "CenterCrop", "arguments": {"height": 2, "width": 2}},
    ]
    return {"layers": draw.sample(layers, draw.randint(1, 3))}


_FACTOR = {"factor": (0.2, 0.5)}
PICTURES: dict[str, Drawn] = {
    "AugMix": altering(),
    "AutoContrast": altering(value_range=([0, 255],)),
    "CenterCrop": cut_to,
    "ContrastLimitedAdaptiveHistogramEqualization": altering(clip_limit=(4.0,)),
    "CutMix": altering(),
    "Equalization": altering(bins=(256,)),
    "MixUp": altering(alpha=(0.2,)),
    "Pipeline": pipeline,
    "RandAugment": altering(num_ops=(2,)),
    "RandomBrightness": altering(**_FACTOR),
    "RandomColorDegeneration": altering(**_FACTOR),
    "RandomColorJitter": altering(brightness_factor=(0.2, None)),
    "RandomContrast": altering(**_FACTOR),
    "RandomCrop": cut_to,
    "RandomElasticTransform": altering(),
    "RandomErasing": altering(),
    "RandomFlip": altering(mode=("horizontal", "vertical", "horizontal_and_vertical")),
    "RandomGaussianBlur": altering(kernel_size=(3, 5)),
    "RandomGrayscale": altering(**_FACTOR),
    "RandomHue": altering(**_FACTOR),
    "RandomInvert": altering(),
    "RandomPerspective": altering(),
    "RandomPosterization": altering(factor=(4,)),
    "RandomRotation": altering(factor=(0.2, [-0.2, 0.3]), fill_mode=_FILLS),
    "RandomSaturation": altering(**_FACTOR),
    "RandomSharpness": altering(**_FACTOR),
    "RandomShear": altering(x_factor=(0.2,)),
    "RandomTranslation": altering(height_factor=(0.1,), width_factor=(0.2,), fill_mode=_FILLS),
    "RandomZoom": altering(height_factor=(0.1,)),
    "Resizing": resizing,
    "Solarization": altering(),
}
CATEGORIES: dict[str, Drawn] = {
    "CategoryEncoding": categories("one_hot", "multi_hot", "count", num_tokens=(3, 10)),
    "Discretization": categories(
        "int", "one_hot", "multi_hot", "count", bin_boundaries=([0.0, 0.5, 1.0], [1, 2])
    ),
}
SOUND: dict[str, Drawn] = {"MelSpectrogram": mel, "STFTSpectrogram": fourier}
