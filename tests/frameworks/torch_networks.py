"""Draws modules of torch.nn, alone and in chains, and measures what torch says of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.frameworks.drawing import Draw, size
from tests.frameworks.records import Record
from tests.frameworks.torch_measuring import measured
from tests.frameworks.torch_sequences import sequences
from tests.frameworks.torch_values import KEEPING, values
from tests.frameworks.torch_windows import windows

CLASSES = windows() | values() | sequences()
_LARGEST = 60_000
# Classes that a chain may put on a shape of any number of axes, of one axis, or of maps.
_ANY = (*KEEPING, "Flatten", "Linear", "LazyLinear", "LayerNorm", "RMSNorm", "GroupNorm", "PReLU")
_MAPS = (
    *("Conv", "LazyConv", "ConvTranspose", "MaxPool", "AvgPool", "BatchNorm", "InstanceNorm"),
    *("Conv", "Conv", "MaxPool", "AdaptiveAvgPool", "AdaptiveMaxPool", "LPPool", "Dropout"),
    *("ZeroPad", "ReflectionPad", "ReplicationPad", "ConstantPad", "CircularPad"),
)
_PLANES = ("PixelShuffle", "PixelUnshuffle", "Softmax2d", "UpsamplingNearest2d", "Unfold")


@dataclass
class Chain:
    """Modules one after the other, and those that torch refused on the way."""

    layers: list[Record] = field(default_factory=list)
    refused: list[tuple[Record, str]] = field(default_factory=list)


def drawn_layer(draw: Draw, name: str) -> Record:
    """A module of a class, with inputs that it is put on."""
    arguments, inputs = CLASSES[name](draw)
    return {"class": name, "arguments": arguments, "inputs": inputs}


def drawn_chain(seed: int) -> Chain:
    """A chain of 3 to 14 modules of torch.nn, all by the seed."""
    draw = Draw(f"chain {seed}")
    rank = draw.choice((0, 1, 2, 2, 2, 3))
    high = (30, 30, 24, 10)[rank]
    shape = [draw.choice((1, 2, 3, 4, 6, 8)), *(draw.randint(4, high) for _ in range(rank))]
    chain, wanted = Chain(), draw.randint(3, 14)
    while len(chain.layers) < wanted and len(chain.refused) < 5:
        draw.given = shape
        record = drawn_layer(draw, _chosen(draw, len(shape)))
        if record["inputs"] != [shape]:
            # It fits an input of its own choice alone.
            continue
        try:
            found = measured(record)
        except Exception as error:  # noqa: BLE001 - of every kind
            chain.refused.append((record, str(error)))
            continue
        if size(found["output_shape"]) > _LARGEST:
            break
        chain.layers.append(found)
        shape = found["output_shape"]
    return chain


def _chosen(draw: Draw, axes: int) -> str:
    rank = axes - 1
    if rank in (1, 2, 3) and draw.chance(0.7):
        if rank == 2 and draw.chance(0.1):
            return draw.choice(_PLANES)
        return f"{draw.choice(_MAPS)}{rank}d"
    return draw.choice(_ANY)
