"""What is done to the channels alone, without weights: shuffled, padded, normalized."""

from __future__ import annotations

from typing import Any

from symcnn.layers.arguments import COUNT, DATA_FORMAT, IGNORED, Argument, Kind, Unfit, ignored
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
)
from symcnn.layers.padding import PAIRS
from symcnn.layers.sight import Sights, Window


def _shuffle(site: Site) -> Resolved:
    groups, channels = site["groups"], site.channels
    if isinstance(channels, int) and isinstance(groups, int) and channels % groups:
        message = f"{channels} channels cannot be divided into {groups} groups"
        raise LayerProblem("groups", message, "groups")
    words: Any = ("one channel from each of ", groups, " groups in turn")
    return Resolved(describe=words)


def _padding(site: Site) -> Resolved:
    ((before, after),) = site["padding"]
    roles = {"in_channels": site.channels, "padding_before": before, "padding_after": after}
    channels = Axis("channels", "in_channels + padding_before + padding_after", roles)
    spatial = tuple(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(site.spatial))
    return Resolved(output=site.arranged(spatial, channels), describe=("channels of zeros added",))


def _padded(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Place by place; the channels move by those in front."""
    ((before, _),) = site["padding"]
    channels = 0 if site.channels_first else len(shape) - 1
    amounts = (before if axis == channels else 0 for axis in range(len(shape)))
    return (tuple(Window(axis, padding=amount) for axis, amount in enumerate(amounts)),)


def _sides(value: Any, rank: int, checked: bool) -> Any:
    """Channels in front and behind; a single number counts for both."""
    try:
        return PAIRS.read(value, 1, checked)
    except Unfit:
        raise Unfit("an integer from 0 or a pair of them") from None


_SIDES = Kind("padding amounts", _sides, takes_sizes=True)

_GROUPS = Argument("groups", COUNT)
_NEIGHBOURS = Signature((Argument("size", IGNORED), *ignored("alpha", "beta", "k")))

LAYERS = (
    Layer(
        name="channel_shuffle",
        title="channel shuffle",
        aliases=("shuffle",),
        torch={"ChannelShuffle": Signature((_GROUPS,))},
        arguments=(_GROUPS, DATA_FORMAT),
        resolve=_shuffle,
        reason="A shuffle puts the channels in another order: nothing is learned.",
        source="X. Zhang et al. (2018), section 3.1; PyTorch, ChannelShuffle",
        examples=("input(28x28x240) -> channel_shuffle(3)",),
    ),
    Layer(
        name="channelpad",
        title="channel padding",
        aliases=("channel_padding",),
        arguments=(Argument("padding", _SIDES), DATA_FORMAT),
        resolve=_padding,
        sees=_padded,
        channels="the channels of {layer}",
        reason="Channels of zeros are put beside those of the input: nothing is learned.",
        source="K. He et al. (2016), section 3.3, option A",
        examples=("input(32x32x16) -> channelpad(8)", "input(32x32x16) -> channelpad((0, 16))"),
    ),
    Layer(
        name="lrn",
        title="local response normalization",
        aliases=("local_response_normalization",),
        torch={"LocalResponseNorm": _NEIGHBOURS, "CrossMapLRN2d": _NEIGHBOURS},
        arguments=ignored("size", "alpha", "beta", "k"),
        reason="Each value is divided by a fixed function of its neighbours: nothing is learned.",
        source="A. Krizhevsky et al. (2012), section 3.3; PyTorch, LocalResponseNorm",
        examples=("input(55x55x96) -> lrn",),
    ),
)
