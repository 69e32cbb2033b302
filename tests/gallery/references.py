"""Which framework's network each file of the gallery is compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import torch
import torchvision
from pytorchcv.model_provider import get_model
from torch import nn
from transformers import BertConfig, BertModel, GPT2Config, GPT2Model

from tests.gallery import rebuilt
from tests.gallery.record import Rows, joined, keras_rows, torch_rows


@dataclass(frozen=True)
class Reference:
    """A network of a framework: what it is in words, and how its rows are read off."""

    words: str
    rows: Callable[[], Rows]


def _image(size: int, channels: int = 3) -> torch.Tensor:
    return torch.empty(1, channels, size, size, device="meta")


def _torchvision(
    name: str, size: int = 224, change: Callable[[Any], None] | None = None, **named: Any
) -> Reference:
    def rows() -> Rows:
        with torch.device("meta"):
            model = getattr(torchvision.models, name)(weights=None, **named)
        if change is not None:
            change(model)
        return torch_rows(model, _image(size))

    return Reference(f"torchvision.models.{name}", rows)


def _strides_first(model: nn.Module) -> None:
    """The stride of a bottleneck in its first convolution, as the paper has it."""
    for unit in model.modules():
        if isinstance(unit, torchvision.models.resnet.Bottleneck):
            unit.conv1.stride, unit.conv2.stride = unit.conv2.stride, (1, 1)


def _pytorchcv(name: str, size: int = 224) -> Reference:
    def rows() -> Rows:
        with torch.device("meta"):
            model = get_model(name)
        return torch_rows(model, _image(size))

    return Reference(f"pytorchcv {name}", rows)


def _keras(name: str, **named: Any) -> Reference:
    build = getattr(keras.applications, name)
    words = f"keras.applications.{name}"
    return Reference(words, lambda: keras_rows(lambda: build(weights=None, **named)))


def _rebuilt(words: str, build: Callable[[], Any]) -> Reference:
    return Reference(words, lambda: keras_rows(build))


def _dcgan() -> Rows:
    with torch.device("meta"):
        generator, discriminator = rebuilt.dcgan()
        return torch_rows(generator, torch.empty(1, 100, 1, 1)) + torch_rows(
            discriminator, torch.empty(1, 3, 64, 64)
        )


def _ids(length: int) -> torch.Tensor:
    return torch.zeros(1, length, dtype=torch.long, device="meta")


def _vit() -> Rows:
    """The class token and the positions stand in the modules around those that follow them."""
    patches, *rows, positions, head, token = _torchvision("vit_b_16").rows()
    token[1] = positions[1]
    norm = rows.pop()
    return [patches, token, positions, *rows, norm, head]


def _bert() -> Rows:
    with torch.device("meta"):
        rows = torch_rows(BertModel(BertConfig()), _ids(512))
    return joined(rows, r"(.*attention)\.(?:self\.\w+|output\.dense)")


def _gpt2() -> Rows:
    with torch.device("meta"):
        rows = torch_rows(GPT2Model(GPT2Config()), _ids(1024))
    return joined(rows, r"(.*attn)\.c_\w+")


def _transformer() -> Rows:
    with torch.device("meta"):
        rows = torch_rows(rebuilt.Transformer(37000), _ids(20), _ids(30))
    # The embedding is applied twice, and counts once.
    return [row for i, row in enumerate(rows) if row[0] != "embedding" or i == 0]


def _tagger() -> Rows:
    with torch.device("meta"):
        return torch_rows(rebuilt.Tagger(9, 3, 6, 6), _ids(5))


REFERENCES: dict[str, Reference] = {
    "alexnet": _rebuilt("the paper's, in Keras", lambda: rebuilt.alexnet(groups=2)),
    "alexnet g=1": _rebuilt("the paper's without groups, in Keras", lambda: rebuilt.alexnet(1)),
    "alexnet_one_tower": _torchvision("alexnet"),
    "zfnet": _pytorchcv("zfnet"),
    "nin": _pytorchcv("nin_cifar10", 32),
    **{f"vgg{depth}": _torchvision(f"vgg{depth}") for depth in (11, 13, 16, 19)},
    "googlenet": _rebuilt("the paper's table 1, in Keras", rebuilt.googlenet),
    "inception_v3": _keras("InceptionV3"),
    **{f"resnet{depth}": _torchvision(f"resnet{depth}") for depth in (18, 34)},
    **{
        f"resnet{depth}": _torchvision(f"resnet{depth}", change=_strides_first)
        for depth in (50, 101, 152)
    },
    **{
        f"resnet_cifar n={n}": _rebuilt(
            "the paper's section 4.2, in Keras", lambda n=n: rebuilt.resnet_cifar(n)
        )
        for n in (3, 5, 7, 9, 18)
    },
    "resnext50": _torchvision("resnext50_32x4d"),
    "densenet121": _torchvision("densenet121"),
    "squeezenet": _torchvision("squeezenet1_0", 227),
    "mobilenet_v1": _keras("MobileNet"),
    **{f"mobilenet_v1 a={a}": _keras("MobileNet", alpha=a / 4) for a in (1, 2, 3)},
    "mobilenet_v2": _torchvision("mobilenet_v2"),
    "mobilenet_v3_large": _torchvision("mobilenet_v3_large"),
    "mobilenet_v3_small": _torchvision("mobilenet_v3_small"),
    "xception": _keras("Xception"),
    "shufflenet": _pytorchcv("shufflenet_g3_w1"),
    "efficientnet_b0": _torchvision("efficientnet_b0"),
    "unet": _rebuilt("the paper's figure 1, in Keras", rebuilt.unet),
    "convnext_t": _torchvision("convnext_tiny"),
    "lstm_tagger": Reference("PyTorch's tutorial on sequence models", _tagger),
    "transformer": Reference("the paper's base model, of torch.nn's layers", _transformer),
    "bert_base": Reference("transformers.BertModel", _bert),
    "gpt2_small": Reference("transformers.GPT2Model", _gpt2),
    "vit_b_16": Reference("torchvision.models.vit_b_16", _vit),
    "dcgan": Reference("PyTorch's DCGAN tutorial", _dcgan),
    "nasnet_large": _keras("NASNetLarge"),
}
