"""Convolutions in one, two and three dimensions, plain and transposed."""

from __future__ import annotations

from typing import Any

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.layers.activations import ACTIVATION
from symcnn.layers.arguments import (
    COUNT,
    DATA_FORMAT,
    EXTENTS,
    FLAG,
    Argument,
    Kind,
    extents,
    ignored,
    padding,
)
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Phrase,
    Resolved,
    Signature,
    Site,
    Weight,
    kept,
    per_unit,
    products,
)
from symcnn.layers.kernels import (
    BIAS,
    BIAS_WEIGHT,
    DILATION,
    FILTERS,
    KERNEL,
    STRIDES,
    check_causal,
    check_strides,
    described_convolution,
    filters_of,
    kernel_roles,
    padding_argument,
)
from symcnn.layers.windows import sliding, transposed

_GROUPS = Argument("groups", COUNT, 1)
_DECORATION = ignored(
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
)


def _convolution(site: Site) -> Resolved:
    filters, groups = site["filters"], site["groups"]
    check_causal(site)
    check_strides(site)
    if site.checked and groups != 1:
        _check_groups(site, "filters", filters)
        _check_groups(site, "input channels", site.channels)
    axes = sliding(site, site["kernel_size"], site["strides"], site["padding"])
    words: Phrase = filters_of(site)
    if groups != 1:
        words = (*words, " in ", groups, " groups")
    return Resolved(
        {**kernel_roles(site), "in_channels": site.channels, "filters": filters, "groups": groups},
        {"use_bias": site["use_bias"], "grouped": groups != 1},
        site.arranged(axes, kept("channels", filters, "filters")),
        described_convolution(site, words),
    )


def _check_groups(site: Site, what: str, count: Any) -> None:
    groups = site["groups"]
    if isinstance(count, int) and isinstance(groups, int) and count % groups:
        raise LayerProblem(
            "groups",
            f"{count} {what} cannot be divided into {groups} groups",
            "groups",
            f"take a divisor of {count}",
        )


def _transposed(site: Site) -> Resolved:
    filters = site["filters"]
    check_strides(site)
    axes = transposed(site, site["kernel_size"], site["strides"], site["padding"])
    return Resolved(
        {**kernel_roles(site), "in_channels": site.channels, "filters": filters},
        {"use_bias": site["use_bias"], "grouped": False},
        site.arranged(axes, kept("channels", filters, "filters")),
        described_convolution(site, filters_of(site)),
    )


def _through_inputs(weights: str, when: str = "") -> Form:
    """Inputs times outputs plus biases, an output being one weight of one filter."""
    return Form(
        INPUTS_OUTPUTS,
        (
            Definition("outputs", "filters*{kernel}"),
            Definition("weights", weights),
            Definition("biases", "filters", when="use_bias"),
            Definition("parameters", "weights + biases"),
        ),
        "each input channel has a weight of its own for each output of its group"
        if when
        else "each input channel has a weight of its own for each output",
        when,
    )


def _extra(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else extents(value, rank, checked, least=0)


_OUTPUT_PADDING = Argument("output_padding", Kind("integers", _extra, takes_sizes=True), None)
# In three dimensions Keras has the two the other way round.
_FORMAT_LAST = (_OUTPUT_PADDING, DATA_FORMAT)
_FORMAT_FIRST = (DATA_FORMAT, _OUTPUT_PADDING)
_PER_FILTER = "each filter has <{kernel}*in_channels> weights[use_bias: and one bias]"


def _torch(*channels: Argument, rank: int) -> Signature:
    """The signature of PyTorch's class for so many spatial axes."""
    arguments = (
        *channels,
        Argument("kernel_size", EXTENTS),
        Argument("stride", EXTENTS, 1, to=("strides",)),
        Argument("padding", padding("same", "valid"), 0),
        Argument("dilation", EXTENTS, 1, to=("dilation_rate",)),
        Argument("groups", COUNT, 1),
        Argument("bias", FLAG, True, to=("use_bias",)),
        *ignored("padding_mode", "device", "dtype"),
    )
    return Signature(arguments, rank)


_IN_CHANNELS = Argument("in_channels", COUNT, role="in_channels")
_OUT_CHANNELS = Argument("out_channels", COUNT, to=("filters",))


def _transposed_order(middle: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """The arguments of a transposed convolution in Keras's order."""
    first = (FILTERS, KERNEL, STRIDES, padding_argument("same", "valid"))
    return (*first, *middle, DILATION, ACTIVATION, BIAS, *_DECORATION)


LAYERS = (
    Layer(
        name="conv",
        title="convolution",
        keras={
            "Conv1D": 1,
            "Conv2D": 2,
            "Conv3D": 3,
            "Convolution1D": 1,
            "Convolution2D": 2,
            "Convolution3D": 3,
        },
        torch={
            **{f"Conv{r}d": _torch(_IN_CHANNELS, _OUT_CHANNELS, rank=r) for r in (1, 2, 3)},
            **{f"LazyConv{r}d": _torch(_OUT_CHANNELS, rank=r) for r in (1, 2, 3)},
        },
        aliases=("convolution",),
        spatial=(1, 2, 3),
        arguments=(
            FILTERS,
            KERNEL,
            STRIDES,
            padding_argument("same", "valid", "causal"),
            DATA_FORMAT,
            DILATION,
            _GROUPS,
            ACTIVATION,
            BIAS,
            *_DECORATION,
        ),
        resolve=_convolution,
        weights=(
            Weight("kernel", ("{kernel}", "in_channels/groups", "filters"), when="grouped"),
            Weight("kernel", ("{kernel}", "in_channels", "filters"), when="!grouped"),
            BIAS_WEIGHT,
        ),
        forms=(
            per_unit(
                "({kernel}*in_channels/groups + use_bias)*filters",
                "each filter sees <in_channels/groups> of the <in_channels> channels",
                when="grouped",
                source="A. Krizhevsky, I. Sutskever, G. Hinton (2012), section 3.5",
            ),
            per_unit("({kernel}*in_channels + use_bias)*filters", _PER_FILTER),
            _through_inputs("in_channels*outputs/groups", when="grouped"),
            _through_inputs("in_channels*outputs"),
        ),
        macs=(
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
        source="V. Dumoulin, F. Visin (2016), chapter 2; Keras 3, Conv2D",
        examples=(
            "input(32x32x3) -> conv(8, 5x5)",
            "input(28x28x16) -> conv(32, 3x3, stride=2, padding=same, groups=4, bias=false)",
            "input(100x4) -> conv(8, 3, padding=causal)",
        ),
    ),
    Layer(
        name="conv_transpose",
        title="transposed convolution",
        keras={
            "Conv1DTranspose": 1,
            "Conv2DTranspose": 2,
            "Conv3DTranspose": 3,
            "Convolution1DTranspose": 1,
            "Convolution2DTranspose": 2,
            "Convolution3DTranspose": 3,
        },
        aliases=("deconv", "convtranspose", "transposed_conv"),
        spatial=(1, 2, 3),
        arguments=_transposed_order(_FORMAT_LAST),
        differing=dict.fromkeys(
            ("Conv3DTranspose", "Convolution3DTranspose"), _transposed_order(_FORMAT_FIRST)
        ),
        resolve=_transposed,
        weights=(Weight("kernel", ("{kernel}", "filters", "in_channels")), BIAS_WEIGHT),
        forms=(
            per_unit("({kernel}*in_channels + use_bias)*filters", _PER_FILTER),
            _through_inputs("in_channels*outputs"),
        ),
        macs=(
            products(
                "{kernel}*filters*in_channels*{input} + use_bias*filters*{output}",
                "each input is multiplied by <{kernel}*filters> weights"
                "[use_bias:, each output takes one bias]",
            ),
        ),
        channels="the filters of {layer}",
        source="V. Dumoulin, F. Visin (2016), chapter 4; Keras 3, Conv2DTranspose",
        examples=("input(8x8x32) -> conv_transpose(16, 3x3, stride=2, padding=same)",),
    ),
)
