"""Layers of LeNet-5 that later networks gave up: trained subsampling, radial basis functions.

Its third, the convolution whose maps see only some of the maps before, is a plain convolution
told its connections.
"""

from __future__ import annotations

from symcnn.layers.activations import ACTIVATION, described_activation
from symcnn.layers.arguments import COUNT, DATA_FORMAT, EXTENTS, FLAG, OPTIONAL_EXTENTS, Argument
from symcnn.layers.declaration import (
    Layer,
    Noun,
    Phrase,
    Resolved,
    Site,
    Weight,
    kept,
    per_unit,
    products,
)
from symcnn.layers.padding import even_padding
from symcnn.layers.sight import through_pool, whole
from symcnn.layers.windows import described_window, sliding

_SOURCE = "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), section II.B"


def _subsampling(site: Site) -> Resolved:
    window = site["pool_size"]
    strides = site["strides"] or window
    axes = sliding(site, window, strides, site["padding"])
    words: Phrase = (
        "the sum over windows of ",
        window,
        ", scaled and shifted",
        *described_window(strides, site["padding"]),
        *described_activation(site),
    )
    roles = {f"kernel_{axis}": window[index] for index, axis in enumerate(site.axes)}
    return Resolved(
        {**roles, "in_channels": site.channels},
        {"use_bias": site["use_bias"]},
        site.arranged(axes, kept("channels", site.channels)),
        words,
    )


def _radial(site: Site) -> Resolved:
    (inputs,), units = site.inputs[0], site["units"]
    noun = Noun(units, " unit", " units")
    return Resolved(
        {"inputs": inputs, "units": units},
        {"fixed": site["fixed"]},
        (kept("units", units),),
        (units, noun, ", the squared distance of the input to a centre"),
    )


LAYERS = (
    Layer(
        name="subsample",
        title="trained subsampling",
        aliases=("subsampling",),
        spatial=(1, 2, 3),
        arguments=(
            Argument("pool_size", EXTENTS, 2, ("kernel_size", "kernel", "size")),
            Argument("strides", OPTIONAL_EXTENTS, None, ("stride",)),
            Argument("padding", even_padding(), 0, ("pad",)),
            DATA_FORMAT,
            Argument("use_bias", FLAG, True, ("bias",)),
            ACTIVATION,
        ),
        resolve=_subsampling,
        sees=through_pool,
        weights=(
            Weight("coefficient", ("in_channels",)),
            Weight("bias", ("in_channels",), when="use_bias"),
        ),
        forms=(
            per_unit(
                "(1 + use_bias)*in_channels",
                "each map has one coefficient[use_bias: and one bias]",
            ),
        ),
        macs=(
            products(
                "({kernel} + use_bias)*in_channels*{output}",
                "each output adds up <{kernel}> inputs times a coefficient[use_bias:, and a bias]",
                source=_SOURCE,
            ),
        ),
        source=f"{_SOURCE}, layer S2",
        examples=("input(28x28x6) -> subsample(2)", "input(28x28x6) -> subsample(2, bias=false)"),
    ),
    Layer(
        name="rbf",
        title="radial basis functions",
        aliases=("radial_basis",),
        ranks=(1, 1),
        arguments=(
            Argument("units", COUNT, aliases=("out_features",)),
            Argument("fixed", FLAG, True),
        ),
        resolve=_radial,
        sees=whole,
        weights=(Weight("centres", ("units", "inputs"), buffer="fixed"),),
        forms=(
            per_unit("units*inputs", "each unit has a centre of <inputs> values", when="!fixed"),
        ),
        macs=(
            products(
                "inputs*units",
                "each unit adds up <inputs> squared differences",
                source=f"{_SOURCE}, equation 7",
            ),
        ),
        # Its page shows what it would learn.
        unusual="fixed",
        channels="the units of {layer}",
        source=f"{_SOURCE}, equation 7",
        examples=("input(84) -> rbf(10)", "input(84) -> rbf(10, fixed=false)"),
    ),
)
