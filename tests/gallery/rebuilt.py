"""Networks that no package has as their paper draws them, built in Keras and PyTorch."""

from __future__ import annotations

from typing import Any

from keras import Input, Model, layers, ops
from torch import nn


def alexnet(groups: int) -> Model:
    """Krizhevsky et al. (2012), section 3.5."""
    image = x = Input((227, 227, 3))
    x = layers.Conv2D(96, 11, 4)(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Conv2D(256, 5, padding="same", groups=groups)(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Conv2D(384, 3, padding="same")(x)
    x = layers.Conv2D(384, 3, padding="same", groups=groups)(x)
    x = layers.Conv2D(256, 3, padding="same", groups=groups)(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Flatten()(x)
    for units in (4096, 4096, 1000):
        x = layers.Dense(units)(x)
    return Model(image, x)


# Table 1 of the paper: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj; None: a pooling.
_INCEPTIONS = (
    (64, 96, 128, 16, 32, 32),
    (128, 128, 192, 32, 96, 64),
    None,
    (192, 96, 208, 16, 48, 64),
    (160, 112, 224, 24, 64, 64),
    (128, 128, 256, 24, 64, 64),
    (112, 144, 288, 32, 64, 64),
    (256, 160, 320, 32, 128, 128),
    None,
    (256, 160, 320, 32, 128, 128),
    (384, 192, 384, 48, 128, 128),
)


def googlenet() -> Model:
    """Szegedy et al. (2015), table 1."""

    def conv(x: Any, filters: int, kernel: int, stride: int = 1) -> Any:
        return layers.Conv2D(filters, kernel, stride, padding="same")(x)

    def pool(x: Any, stride: int = 2) -> Any:
        return layers.MaxPooling2D(3, stride, padding="same")(x)

    image = Input((224, 224, 3))
    x = pool(conv(image, 64, 7, 2))
    x = pool(conv(conv(x, 64, 1), 192, 3))
    for widths in _INCEPTIONS:
        if widths is None:
            x = pool(x)
            continue
        one, three_in, three, five_in, five, pooled = widths
        x = layers.Concatenate()(
            [
                conv(x, one, 1),
                conv(conv(x, three_in, 1), three, 3),
                conv(conv(x, five_in, 1), five, 5),
                conv(pool(x, 1), pooled, 1),
            ]
        )
    return Model(image, layers.Dense(1000)(layers.GlobalAveragePooling2D()(x)))


def resnet_cifar(n: int) -> Model:
    """He et al. (2016), section 4.2: option A, the missing channels of a shortcut are zeros."""

    def conv_bn(x: Any, filters: int, stride: int = 1) -> Any:
        x = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(x)
        return layers.BatchNormalization()(x)

    image = Input((32, 32, 3))
    x = ops.relu(conv_bn(image, 16))
    for filters in (16, 32, 64):
        for unit in range(n):
            stride = 2 if unit == 0 and filters > 16 else 1
            short = x
            if stride == 2:
                zeros = filters // 4
                short = ops.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (zeros, zeros)))
            x = conv_bn(ops.relu(conv_bn(x, filters, stride)), filters)
            x = ops.relu(x + short)
    return Model(image, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))


def unet() -> Model:
    """Ronneberger et al. (2015), figure 1."""

    def pair(x: Any, filters: int) -> Any:
        return layers.Conv2D(filters, 3)(layers.Conv2D(filters, 3)(x))

    image = x = Input((572, 572, 1))
    seen: list[Any] = []
    for filters in (64, 128, 256, 512):
        seen.append(pair(x, filters))
        x = layers.MaxPooling2D(2)(seen[-1])
    x = pair(x, 1024)
    for filters in (512, 256, 128, 64):
        x = layers.Conv2DTranspose(filters, 2, 2)(x)
        copy = seen.pop()
        copy = layers.Cropping2D((copy.shape[1] - x.shape[1]) // 2)(copy)
        x = pair(layers.Concatenate()([copy, x]), filters)
    return Model(image, layers.Conv2D(2, 1)(x))


def dcgan() -> tuple[nn.Module, nn.Module]:
    """The generator and the discriminator of PyTorch's DCGAN tutorial."""
    generator: list[nn.Module] = [
        nn.ConvTranspose2d(100, 512, 4, 1, 0, bias=False),
        nn.BatchNorm2d(512),
    ]
    for filters in (256, 128, 64):
        generator.append(nn.ConvTranspose2d(2 * filters, filters, 4, 2, 1, bias=False))
        generator.append(nn.BatchNorm2d(filters))
    generator.append(nn.ConvTranspose2d(64, 3, 4, 2, 1, bias=False))
    discriminator: list[nn.Module] = [nn.Conv2d(3, 64, 4, 2, 1, bias=False)]
    for filters in (128, 256, 512):
        discriminator.append(nn.Conv2d(filters // 2, filters, 4, 2, 1, bias=False))
        discriminator.append(nn.BatchNorm2d(filters))
    discriminator.append(nn.Conv2d(512, 1, 4, 1, 0, bias=False))
    return nn.Sequential(*generator), nn.Sequential(*discriminator)


class Transformer(nn.Module):
    """Vaswani et al. (2017), table 3, base: one embedding for both languages and the output."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, 512)
        encoder = nn.TransformerEncoderLayer(512, 8, 2048, batch_first=True)
        decoder = nn.TransformerDecoderLayer(512, 8, 2048, batch_first=True)
        self.encoder = nn.TransformerEncoder(encoder, 6, enable_nested_tensor=False)
        self.decoder = nn.TransformerDecoder(decoder, 6)

    def forward(self, source: Any, target: Any) -> Any:
        memory = self.encoder(self.embedding(source))
        return self.decoder(self.embedding(target), memory)


class Tagger(nn.Module):
    """PyTorch's tutorial on sequence models: a word's embedding, an LSTM, a tag's score."""

    def __init__(self, words: int, tags: int, features: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, features)
        self.lstm = nn.LSTM(features, hidden, batch_first=True)
        self.tags = nn.Linear(hidden, tags)

    def forward(self, sentence: Any) -> Any:
        return self.tags(self.lstm(self.embedding(sentence))[0])
