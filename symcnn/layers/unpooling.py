"""Pooling undone: each maximum goes back to where it was found."""

from __future__ import annotations

from symcnn.layers.arguments import DATA_FORMAT, Argument
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Phrase,
    Resolved,
    Shape,
    Site,
    kept,
)
from symcnn.layers.padding import even_padding
from symcnn.layers.pooling import OUTPUT_SIZE, TORCH_PADDING, TORCH_WINDOW, WINDOW, torch_pools
from symcnn.layers.sight import Sights, Spread, channel_by_channel, first_axis, spatial
from symcnn.layers.windows import joined


def _unpooling(site: Site) -> Resolved:
    window, strides, wanted = site["pool_size"], site["strides"], site["output_size"]
    strides = strides or window
    shapes = set(map(str, site.inputs))
    if site.checked and len(shapes) > 1:
        first, second = site.inputs
        message = f"{joined(first)} values have no {joined(second)} places"
        raise LayerProblem("shapes", message, hint="take the indices of the pool that it undoes")
    words: Phrase = ("each value back to its place in windows of ", window)
    if wanted is not None:
        axes = tuple(
            kept(name, size, "output_size") for name, size in zip(site.axes, wanted, strict=True)
        )
        return Resolved(output=site.arranged(axes, kept("channels", site.channels)), describe=words)
    columns = zip(site.axes, site.spatial, window, strides, site["padding"], strict=True)
    axes = tuple(
        Axis(
            name,
            "(size - 1)*stride - 2*padding + kernel",
            {"size": size, "kernel": extent, "stride": stride, "padding": side},
        )
        for name, size, extent, stride, (side, _) in columns
    )
    return Resolved(output=site.arranged(axes, kept("channels", site.channels)), describe=words)


def _undone(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each value may go to any place of its window."""
    window, strides = site["pool_size"], site["strides"] or site["pool_size"]
    first = first_axis(site)
    spread = [
        Spread(first + axis, window[axis], strides[axis], site["padding"][axis][0])
        for axis in range(site.rank)
    ]
    return spatial(site, spread, channel_by_channel(site)) * len(site.inputs)


LAYERS = (
    Layer(
        name="maxunpool",
        title="max unpooling",
        aliases=("max_unpool",),
        torch=torch_pools("MaxUnpool", *TORCH_WINDOW, TORCH_PADDING),
        spatial=(1, 2, 3),
        inputs=(1, 2),
        arguments=(
            *WINDOW[:2],
            Argument("padding", even_padding(), 0, ("pad",)),
            DATA_FORMAT,
            OUTPUT_SIZE,
        ),
        resolve=_unpooling,
        sees=_undone,
        reason="Unpooling puts each value where its maximum was found: nothing is learned.",
        source="M. Zeiler, R. Fergus (2014), section 2.1; PyTorch, MaxUnpool2d",
        examples=(
            "input(28x28x8) -> p: maxpool(2, indices=yes) -> from(p, p.indices) -> maxunpool(2)",
        ),
    ),
)
