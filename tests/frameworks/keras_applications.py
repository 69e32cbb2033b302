"""Records the architectures of ``keras.applications``, as they are and with odd sizes."""

from __future__ import annotations

from typing import Any

from tests.frameworks.keras_measuring import keras, model_record
from tests.frameworks.records import Record

_AS_THEY_ARE = (
    *(f"ConvNeXt{size}" for size in ("Tiny", "Small", "Base", "Large", "XLarge")),
    *(f"DenseNet{depth}" for depth in (121, 169, 201)),
    *(f"EfficientNetB{scale}" for scale in range(8)),
    *(f"EfficientNetV2{scale}" for scale in ("B0", "B1", "B2", "B3", "S", "M", "L")),
    *("InceptionResNetV2", "InceptionV3", "MobileNet", "MobileNetV2"),
    *("MobileNetV3Large", "MobileNetV3Small", "NASNetLarge", "NASNetMobile"),
    *(f"ResNet{depth}{version}" for version in ("", "V2") for depth in (50, 101, 152)),
    *("VGG16", "VGG19", "Xception"),
)

# Further networks: other sizes, widths, heads.
_VARIED: dict[str, tuple[str, Record]] = {
    "ConvNeXtTiny-96x128": ("ConvNeXtTiny", {"include_top": False, "input_shape": [96, 128, 3]}),
    "ConvNeXtTiny-33x47-max": (
        "ConvNeXtTiny",
        {"include_top": False, "input_shape": [33, 47, 3], "pooling": "max"},
    ),
    "DenseNet121-grey": ("DenseNet121", {"input_shape": [57, 70, 1], "classes": 4}),
    "DenseNet201-without-head": (
        "DenseNet201",
        {"include_top": False, "input_shape": [65, 40, 3], "pooling": "avg"},
    ),
    "EfficientNetB0-plain": (
        "EfficientNetB0",
        {"include_top": False, "input_shape": [75, 91, 3]},
    ),
    "EfficientNetB2-five": ("EfficientNetB2", {"input_shape": [45, 64, 3], "classes": 5}),
    "EfficientNetV2B0-100": ("EfficientNetV2B0", {"input_shape": [100, 100, 3], "classes": 5}),
    "EfficientNetV2B1-unscaled": (
        "EfficientNetV2B1",
        {"include_preprocessing": False, "input_shape": [61, 52, 3], "classes": 3},
    ),
    "InceptionV3-75x83": ("InceptionV3", {"include_top": False, "input_shape": [75, 83, 3]}),
    "InceptionResNetV2-99x76": (
        "InceptionResNetV2",
        {"include_top": False, "input_shape": [99, 76, 3], "pooling": "avg"},
    ),
    "MobileNet-half-160": ("MobileNet", {"alpha": 0.5, "input_shape": [160, 160, 3]}),
    "MobileNet-quarter-grey": (
        "MobileNet",
        {"alpha": 0.25, "depth_multiplier": 2, "input_shape": [45, 33, 1], "classes": 6},
    ),
    "MobileNetV2-1.4": ("MobileNetV2", {"alpha": 1.4, "input_shape": [224, 224, 3]}),
    "MobileNetV2-0.35-70x34": (
        "MobileNetV2",
        {"alpha": 0.35, "include_top": False, "input_shape": [70, 34, 3], "pooling": "max"},
    ),
    "MobileNetV3Large-minimal-160": (
        "MobileNetV3Large",
        {"minimalistic": True, "alpha": 0.75, "input_shape": [160, 160, 3], "classes": 20},
    ),
    "MobileNetV3Small-minimal": (
        "MobileNetV3Small",
        {"minimalistic": True, "input_shape": [224, 224, 3]},
    ),
    "MobileNetV3Small-77x60": (
        "MobileNetV3Small",
        {"include_top": False, "include_preprocessing": False, "input_shape": [77, 60, 3]},
    ),
    "NASNetMobile-without-head": (
        "NASNetMobile",
        {"include_top": False, "input_shape": [224, 224, 3]},
    ),
    "NASNetMobile-50x61": ("NASNetMobile", {"include_top": False, "input_shape": [50, 61, 3]}),
    "ResNet50-grey-96": ("ResNet50", {"input_shape": [96, 96, 1], "classes": 7}),
    "ResNet101V2-41x58": (
        "ResNet101V2",
        {"include_top": False, "input_shape": [41, 58, 3], "pooling": "avg"},
    ),
    "VGG16-64-without-head": ("VGG16", {"include_top": False, "input_shape": [64, 64, 3]}),
    "VGG19-33x50": ("VGG19", {"input_shape": [33, 50, 2], "classes": 9}),
    "Xception-71x80": (
        "Xception",
        {"include_top": False, "input_shape": [71, 80, 3], "pooling": "avg"},
    ),
}

APPLICATIONS: dict[str, tuple[str, Record]] = {name: (name, {}) for name in _AS_THEY_ARE} | _VARIED


def recorded() -> list[Record]:
    """Every application with its layers."""
    return [_record(name, *built) for name, built in APPLICATIONS.items()]


def _record(name: str, constructor: str, arguments: Record) -> Record:
    keras.utils.clear_session()
    given: dict[str, Any] = dict(arguments)
    if "input_shape" in given:
        given["input_shape"] = tuple(given["input_shape"])
    model = getattr(keras.applications, constructor)(weights=None, **given)
    return {
        "name": name,
        "constructor": constructor,
        "options": arguments,
        "layers": model_record(model),
    }
