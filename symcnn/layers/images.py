"""What is done to images before a network learns from them: sizes, crops, augmentation."""

from __future__ import annotations

from typing import Any

from symcnn.formula import arithmetic
from symcnn.layers.arguments import COUNT, DATA_FORMAT, IGNORED, Argument, ignored
from symcnn.layers.declaration import Layer, LayerProblem, Phrase, Resolved, Shape, Site, kept
from symcnn.layers.sight import Sights, Undefined, channel_by_channel, spatial


def _sized(*words: str) -> Any:
    """The resolution of a layer that leaves images of one size."""

    def resolve(site: Site) -> Resolved:
        wanted = (site["height"], site["width"])
        axes = tuple(
            kept(axis, size, "output_size") for axis, size in zip(site.axes, wanted, strict=True)
        )
        described: Phrase = (*words, wanted)
        output = site.arranged(axes, kept("channels", site.channels))
        return Resolved(output=output, describe=described)

    return resolve


def _resized(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Images of any size become those of one: their places need not line up."""
    reason = "images of another size have places of their own"
    return spatial(site, (Undefined(reason),) * site.rank, channel_by_channel(site))


def _cut_out(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    reason = "the crop may stand anywhere"
    return spatial(site, (Undefined(reason),) * site.rank, channel_by_channel(site))


_SIZE = (Argument("height", COUNT), Argument("width", COUNT))
_RESIZED = (
    *_SIZE,
    *ignored(
        "interpolation",
        "crop_to_aspect_ratio",
        "pad_to_aspect_ratio",
        "fill_mode",
        "fill_value",
        "antialias",
    ),
    DATA_FORMAT,
)
# Keras's classes that keep the shape, each with its arguments; those with a ! must be given.
_KEPT = {
    "AugMix": "value_range num_chains chain_depth factor alpha all_ops interpolation seed"
    " data_format",
    "AutoContrast": "value_range",
    "ContrastLimitedAdaptiveHistogramEqualization": "value_range clip_limit tile_grid_size"
    " data_format",
    "CutMix": "factor seed data_format",
    "Equalization": "value_range bins data_format",
    "MixUp": "alpha data_format seed",
    "RandAugment": "value_range num_ops factor interpolation seed data_format",
    "RandomBrightness": "factor! value_range seed",
    "RandomColorJitter": "value_range brightness_factor contrast_factor saturation_factor"
    " hue_factor seed data_format",
    "RandomContrast": "factor! value_range seed",
    "RandomElasticTransform": "factor scale interpolation fill_mode fill_value value_range seed"
    " data_format",
    "RandomErasing": "factor scale fill_value value_range seed data_format",
    "RandomFlip": "mode seed data_format",
    "RandomGaussianBlur": "factor kernel_size sigma value_range data_format seed",
    "RandomGrayscale": "factor data_format seed",
    "RandomHue": "factor! value_range data_format seed",
    "RandomInvert": "factor value_range seed data_format",
    "RandomPerspective": "factor scale interpolation fill_value seed data_format",
    "RandomPosterization": "factor! value_range data_format seed",
    "RandomRotation": "factor! fill_mode interpolation seed fill_value data_format",
    "RandomSaturation": "factor! value_range data_format seed",
    "RandomSharpness": "factor! value_range data_format seed",
    "RandomShear": "x_factor y_factor interpolation fill_mode fill_value data_format seed",
    "RandomTranslation": "height_factor! width_factor! fill_mode interpolation seed fill_value"
    " data_format",
    "RandomZoom": "height_factor! width_factor fill_mode interpolation seed fill_value data_format",
    "Solarization": "addition_factor threshold_factor value_range seed",
}


def _left_aside(names: str) -> tuple[Argument, ...]:
    return tuple(
        Argument(name[:-1], IGNORED) if name.endswith("!") else Argument(name, IGNORED, None)
        for name in names.split()
    )


def _of_three_colours(site: Site) -> Resolved:
    """The shape of images of red, green and blue, kept; grey is mixed from all three."""
    known = site.checked and arithmetic.is_number(site.channels)
    if known and site.channels != 3:
        message = f"colours are mixed from 3 channels, not from {site.channels}"
        raise LayerProblem("shapes", message, hint="images of red, green and blue stand before it")
    return Resolved()


LAYERS = (
    Layer(
        name="rescale",
        title="rescaling",
        aliases=("rescaling",),
        keras={"Rescaling": None},
        arguments=(Argument("scale", IGNORED), *ignored("offset")),
        reason="It multiplies by a given number and adds another: nothing is learned.",
        source="Keras 3, Rescaling",
        examples=("input(28x28x1) -> rescale(1/255)",),
    ),
    Layer(
        name="resize",
        title="resizing",
        aliases=("resizing",),
        keras={"Resizing": 2},
        spatial=(2,),
        arguments=_RESIZED,
        resolve=_sized("images of "),
        sees=_resized,
        reason="It interpolates by a fixed rule: nothing is learned.",
        source="Keras 3, Resizing",
        examples=("input(300x400x3) -> resize(224, 224)",),
    ),
    Layer(
        name="center_crop",
        title="centre crop",
        keras={"CenterCrop": 2},
        spatial=(2,),
        arguments=(*_SIZE, DATA_FORMAT),
        resolve=_sized("the middle, "),
        sees=_resized,
        reason="It cuts the middle out of each image: nothing is learned.",
        source="Keras 3, CenterCrop",
        examples=("input(256x256x3) -> center_crop(224, 224)",),
    ),
    Layer(
        name="random_crop",
        title="random crop",
        keras={"RandomCrop": 2},
        spatial=(2,),
        arguments=(*_SIZE, *ignored("seed"), DATA_FORMAT),
        resolve=_sized("a piece of "),
        sees=_cut_out,
        reason="It cuts a piece out of each image: nothing is learned.",
        source="Keras 3, RandomCrop",
        examples=("input(256x256x3) -> random_crop(224, 224)",),
    ),
    Layer(
        name="augment",
        title="image augmentation",
        aliases=("augmentation",),
        keras=dict.fromkeys(_KEPT),
        differing={name: _left_aside(arguments) for name, arguments in _KEPT.items()},
        reason="It alters images by rules and at random: nothing is learned.",
        source="Keras 3, image augmentation layers",
        examples=("input(224x224x3) -> RandomFlip('horizontal') -> augment",),
    ),
    Layer(
        name="color_degeneration",
        title="colour degeneration",
        keras={"RandomColorDegeneration": None},
        arguments=(*_left_aside("factor! value_range"), DATA_FORMAT, *_left_aside("seed")),
        ranks=(3, None),
        resolve=_of_three_colours,
        reason="It mixes each image with its grey at random: nothing is learned.",
        source="Keras 3, RandomColorDegeneration",
        examples=("input(224x224x3) -> RandomColorDegeneration(0.5)",),
    ),
)
