"""The programs that the benchmark runs."""

from __future__ import annotations

from pathlib import Path

_GALLERY = Path(__file__).parents[2] / "docs" / "gallery"

LENET = """input({size})
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""

# Fifteen ways to write a convolution that keeps 32×32×16.
CONVOLUTIONS = (
    "conv(16, 3x3, padding=same)",
    "conv 16 5x5 same",
    "Conv2D(16, (3,3), padding='same', activation='relu')",
    "Conv2D(filters=16, kernel_size=(3, 3), strides=(1, 1), padding='same', use_bias=False)",
    'tf.keras.layers.Conv2D(16, 3, padding="same")',
    "conv(16, 1x1, bias=false)",
    "conv(16, 7x7, pad=3)",
    "conv(16, 3x3, same, groups=4)",
    "depthwise(3x3, padding=same)",
    "separable(16, 3x3, padding=same)",
    "Conv2DTranspose(16, (3,3), padding='same')",
    "conv_transpose(16, 3x3, padding=same)",
    "conv(16, 3x3, padding=((1,1),(1,1)))",
    "conv(16, 3x3, same, dilation=2)",
    "DepthwiseConv2D((3,3), padding='same')",
)


def lenet(size: str) -> str:
    """The LeNet-like network of the documentation for one input size."""
    return LENET.format(size=size)


def graphs() -> dict[str, str]:
    """Branching networks of 600 and 1,000 layers, in blocks and repeats.

    ResNet-152 has nine units more in its third stage, which makes 605 layers of it.
    """
    longer = _gallery("resnet152").replace("stage(256, 36)", "stage(256, 45)")
    return {"ResNet, 605 layers": longer, "NASNet-Large, 1,021 layers": _gallery("nasnet_large")}


def free_resnet() -> str:
    """ResNet-50 with the image's height and width and all its own widths free."""
    text = _gallery("resnet50").replace("224x224x3", "H x W x 3")
    for narrow, free in (("64", "w"), ("128", "2*w"), ("256", "4*w"), ("512", "8*w")):
        text = text.replace(f"stage({narrow},", f"stage({free},")
    return text.replace("conv(64,", "conv(w,")


def _gallery(name: str) -> str:
    return (_GALLERY / f"{name}.cnn").read_text(encoding="utf-8")


def convolutions(count: int) -> str:
    """So many labelled convolutions in a row."""
    kinds = len(CONVOLUTIONS)
    lines = (f"layer_{i}: {CONVOLUTIONS[i % kinds]}" for i in range(count))
    return "\n".join(["input 32x32x16", *lines, ""])


def hostile() -> dict[str, str]:
    """Programs of up to 10 kB that try to take long."""
    sums = "*".join(f"(a{i}+b{i})" for i in range(400))
    lets = "\n".join(f"let a{i + 1} = a{i}*(a{i} + 1)" for i in range(300))
    return {
        "nested repeats": "[" * 12 + "input 3 -> relu" + "] * 99" * 12,
        "a large repeat": "input 3 -> repeat(10**9) { dense 3 }",
        "a large power": "input(2**10**9)",
        "a sum": f"input({'+'.join(['1'] * 4000)})",
        "a product of sums": f"input(3) -> dense({sums[:9000].rpartition('*')[0]})",
        "growing values": f"let a0\n{lets}\ninput(a299)"[:10_000],
        "minima": f"input(3) -> dense({'+'.join(f'min(a{i}, b{i}, c{i})' for i in range(400))})",
        "floors": f"input(H x 3) -> {' -> '.join(['maxpool1'] * 0 + ['pool 3 2 same'] * 600)}",
        "symbolic widths": "input(H x W x 3)\n" + "conv(k*k, f x f, stride=s)\n" * 370,
        "layers": "input 8x8x3\n" + "relu\n" * 1990,
    }
