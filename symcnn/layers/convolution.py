"""Convolutions in one, two and three dimensions."""

from __future__ import annotations

from symcnn.formula import arithmetic
from symcnn.layers.activations import ACTIVATION
from symcnn.layers.arguments import DATA_FORMAT, Argument, ignored
from symcnn.layers.connections import CONNECTIONS, TABLE, connections_of
from symcnn.layers.declaration import (
    Layer,
    Resolved,
    Signature,
    Site,
    kept,
    kernel_weight,
    per_unit,
    products,
)
from symcnn.layers.kernels import (
    BIAS,
    BIAS_WEIGHT,
    DECORATION,
    DILATION,
    FILTERS,
    GROUPS,
    IN_CHANNELS,
    KERNEL,
    OUT_CHANNELS,
    PADDING_MODE,
    PER_FILTER,
    STRIDES,
    TORCH_BIAS,
    TORCH_DILATION,
    TORCH_WINDOW,
    check_causal,
    check_groups,
    check_padding_mode,
    check_strides,
    described_convolution,
    filters_of,
    kernel_roles,
    padding_argument,
    through_connections,
    through_inputs,
)
from symcnn.layers.padding import even_padding
from symcnn.layers.sight import through_kernel
from symcnn.layers.windows import sliding


def _convolution(site: Site) -> Resolved:
    filters, groups = site["filters"], site["groups"]
    check_causal(site)
    check_strides(site)
    check_padding_mode(site)
    check_groups(site)
    axes = sliding(site, site["kernel_size"], site["strides"], site["padding"])
    roles = {"in_channels": site.channels, "filters": filters, "groups": groups}
    words = filters_of(site)
    connections = connections_of(site)
    if connections is not None:
        roles["connections"] = connections
        pairs = arithmetic.multiply((site.channels, filters))
        words = (*words, " over ", connections, " of ", pairs, " pairs of maps")
    return Resolved(
        {**kernel_roles(site), **roles},
        {
            "use_bias": site["use_bias"],
            "grouped": groups != 1,
            "partial": connections is not None,
        },
        site.arranged(axes, kept("channels", filters, "filters")),
        described_convolution(site, words),
    )


def _torch(*channels: Argument, rank: int) -> Signature:
    """The signature of PyTorch's class for so many spatial axes."""
    arguments = (
        *channels,
        *TORCH_WINDOW,
        Argument("padding", even_padding("same", "valid"), 0),
        TORCH_DILATION,
        GROUPS,
        TORCH_BIAS,
        PADDING_MODE,
        *ignored("device", "dtype"),
    )
    return Signature(arguments, rank)


_KERAS = (
    FILTERS,
    KERNEL,
    STRIDES,
    padding_argument("same", "valid", "causal"),
    DATA_FORMAT,
    DILATION,
    GROUPS,
    ACTIVATION,
    BIAS,
    *DECORATION,
)
_NAMES = {
    "Conv1D": 1,
    "Conv2D": 2,
    "Conv3D": 3,
    "Convolution1D": 1,
    "Convolution2D": 2,
    "Convolution3D": 3,
}

LAYERS = (
    Layer(
        name="conv",
        title="convolution",
        keras=_NAMES,
        differing=dict.fromkeys(_NAMES, _KERAS),
        torch={
            **{f"Conv{r}d": _torch(IN_CHANNELS, OUT_CHANNELS, rank=r) for r in (1, 2, 3)},
            **{f"LazyConv{r}d": _torch(OUT_CHANNELS, rank=r) for r in (1, 2, 3)},
        },
        aliases=("convolution",),
        spatial=(1, 2, 3),
        arguments=(*_KERAS, CONNECTIONS, TABLE),
        resolve=_convolution,
        sees=through_kernel,
        weights=(
            kernel_weight(("{kernel}", "connections"), when="partial"),
            kernel_weight(("{kernel}", "in_channels/groups", "filters"), when="!partial grouped"),
            kernel_weight(("{kernel}", "in_channels", "filters"), when="!partial !grouped"),
            BIAS_WEIGHT,
        ),
        forms=(
            per_unit(
                "{kernel}*connections + use_bias*filters",
                "each of the <connections> connections has <{kernel}> weights"
                "[use_bias:, each filter one bias]",
                when="partial",
                source="Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), table I",
            ),
            per_unit(
                "({kernel}*in_channels/groups + use_bias)*filters",
                "each filter sees <in_channels/groups> of the <in_channels> channels",
                when="grouped",
                source="A. Krizhevsky, I. Sutskever, G. Hinton (2012), section 3.5",
            ),
            per_unit("({kernel}*in_channels + use_bias)*filters", PER_FILTER),
            through_connections(),
            through_inputs("in_channels*outputs/groups", when="grouped"),
            through_inputs("in_channels*outputs"),
        ),
        macs=(
            products(
                "({kernel}*connections + use_bias*filters)*{output}",
                "each connection takes <{kernel}> products for each output"
                "[use_bias:, each filter one bias]",
                when="partial",
            ),
            products(
                "({kernel}*in_channels/groups + use_bias)*filters*{output}",
                "each output takes <{kernel}*in_channels/groups> products[use_bias: and one bias]",
                when="grouped",
            ),
            products(
                "({kernel}*in_channels + use_bias)*filters*{output}",
                "each output takes <{kernel}*in_channels> products[use_bias: and one bias]",
            ),
        ),
        settled={"!grouped": {"groups": "1"}},
        channels="the filters of {layer}",
        source="V. Dumoulin, F. Visin (2016), chapter 2; Keras 3, Conv2D; PyTorch, Conv2d",
        examples=(
            "input(32x32x3) -> conv(8, 5x5)",
            "input(28x28x16) -> conv(32, 3x3, stride=2, padding=same, groups=4, bias=false)",
            "input(100x4) -> conv(8, 3, padding=causal)",
            "input(14x14x6) -> conv(16, 5x5, connections=60)",
            "input(14x14x3) -> conv(2, 5x5, table=((0, 1), (1, 2)))",
        ),
    ),
)
