"""Convolutions in one, two and three dimensions: plain, transposed, depthwise, separable."""

from __future__ import annotations

from typing import Any

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula.arithmetic import Value
from symcnn.layers.activations import ACTIVATION, described_activation
from symcnn.layers.arguments import (
    COUNT,
    DATA_FORMAT,
    EXTENTS,
    FLAG,
    OPTIONAL_EXTENTS,
    Argument,
    Kind,
    extents,
    ignored,
    padding,
)
from symcnn.layers.declaration import (
    Axis,
    Definition,
    Form,
    Layer,
    LayerProblem,
    Phrase,
    Resolved,
    Site,
    Weight,
    kept,
    per_unit,
)
from symcnn.layers.windows import described_window, sliding, transposed

_FILTERS = Argument("filters", COUNT, aliases=("out_channels",))
_KERNEL = Argument("kernel_size", EXTENTS, aliases=("kernel",))
_STRIDES = Argument("strides", EXTENTS, 1, ("stride",))
_DILATION = Argument("dilation_rate", EXTENTS, 1, ("dilation",))
_BIAS = Argument("use_bias", FLAG, True, ("bias",))
_MULTIPLIER = Argument("depth_multiplier", COUNT, 1, ("multiplier",))
_GROUPS = Argument("groups", COUNT, 1)


def _padding(*words: str) -> Argument:
    return Argument("padding", padding(*words), "valid", ("pad",))


_DECORATION = ignored(
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
)
_DEPTHWISE_DECORATION = ignored(
    "depthwise_initializer",
    "bias_initializer",
    "depthwise_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "depthwise_constraint",
    "bias_constraint",
)
_SEPARABLE_DECORATION = ignored(
    "depthwise_initializer",
    "pointwise_initializer",
    "bias_initializer",
    "depthwise_regularizer",
    "pointwise_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "depthwise_constraint",
    "pointwise_constraint",
    "bias_constraint",
)


def _kernel_roles(site: Site) -> dict[str, Value]:
    kernel = site["kernel_size"]
    return {f"kernel_{axis}": kernel[index] for index, axis in enumerate(site.axes)}


def _described(site: Site, first: Phrase) -> Phrase:
    return (
        *first,
        *described_window(site["strides"], site["padding"], site["dilation_rate"]),
        *described_activation(site),
    )


def _filters_of(site: Site) -> Phrase:
    filters = site["filters"]
    return (filters, " filter of " if filters == 1 else " filters of ", site["kernel_size"])


def _check_causal(site: Site) -> None:
    if site["padding"] == "causal" and site.rank != 1:
        raise LayerProblem("padding", "causal padding is for one dimension", "padding")


def _convolution(site: Site) -> Resolved:
    filters, groups = site["filters"], site["groups"]
    _check_causal(site)
    if site.checked and groups != 1:
        _check_groups(site, "filters", filters)
        _check_groups(site, "input channels", site.channels)
    axes = sliding(site, site["kernel_size"], site["strides"], site["padding"])
    words: Phrase = _filters_of(site)
    if groups != 1:
        words = (*words, " in ", groups, " groups")
    return Resolved(
        {**_kernel_roles(site), "in_channels": site.channels, "filters": filters, "groups": groups},
        {"use_bias": site["use_bias"], "grouped": groups != 1, "ungrouped": groups == 1},
        site.arranged(axes, kept("channels", filters, "filters")),
        _described(site, words),
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
    axes = transposed(site, site["kernel_size"], site["strides"], site["padding"])
    return Resolved(
        {**_kernel_roles(site), "in_channels": site.channels, "filters": filters},
        {"use_bias": site["use_bias"], "grouped": False},
        site.arranged(axes, kept("channels", filters, "filters")),
        _described(site, _filters_of(site)),
    )


def _multiplied(site: Site) -> Axis:
    roles = {"in_channels": site.channels, "depth_multiplier": site["depth_multiplier"]}
    if roles["depth_multiplier"] == 1:
        return kept("channels", site.channels, "in_channels")
    return Axis("channels", "in_channels*depth_multiplier", roles)


def _depthwise(site: Site) -> Resolved:
    multiplier = site["depth_multiplier"]
    _check_causal(site)
    axes = sliding(site, site["kernel_size"], site["strides"], site["padding"])
    words: Phrase = ("a filter of ", site["kernel_size"], " for each channel")
    if multiplier != 1:
        words = (multiplier, " filters of ", site["kernel_size"], " for each channel")
    return Resolved(
        {**_kernel_roles(site), "in_channels": site.channels, "depth_multiplier": multiplier},
        {"use_bias": site["use_bias"], "multiplied": multiplier != 1},
        site.arranged(axes, _multiplied(site)),
        _described(site, words),
    )


def _separable(site: Site) -> Resolved:
    filters, multiplier = site["filters"], site["depth_multiplier"]
    _check_causal(site)
    axes = sliding(site, site["kernel_size"], site["strides"], site["padding"])
    return Resolved(
        {
            **_kernel_roles(site),
            "in_channels": site.channels,
            "filters": filters,
            "depth_multiplier": multiplier,
        },
        {"use_bias": site["use_bias"], "multiplied": multiplier != 1},
        site.arranged(axes, kept("channels", filters, "filters")),
        _described(site, _filters_of(site)),
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
        "each input meets every weight of every filter once",
        when,
    )


def _extra(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else extents(value, rank, checked, least=0)


_OUTPUT_PADDING = Argument("output_padding", Kind("integers", _extra, takes_sizes=True), None)
_PER_FILTER = "each filter has <{kernel}*in_channels> weights[use_bias: and one bias]"
_BIAS_WEIGHT = Weight("bias", ("filters",), when="use_bias")
_DEPTHWISE_OUT = "in_channels*depth_multiplier"

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
        aliases=("convolution",),
        spatial=(1, 2, 3),
        arguments=(
            _FILTERS,
            _KERNEL,
            _STRIDES,
            _padding("same", "valid", "causal"),
            DATA_FORMAT,
            _DILATION,
            _GROUPS,
            ACTIVATION,
            _BIAS,
            *_DECORATION,
        ),
        resolve=_convolution,
        weights=(
            Weight("kernel", ("{kernel}", "in_channels/groups", "filters"), when="grouped"),
            Weight("kernel", ("{kernel}", "in_channels", "filters"), when="ungrouped"),
            _BIAS_WEIGHT,
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
        arguments=(
            _FILTERS,
            _KERNEL,
            _STRIDES,
            _padding("same", "valid"),
            DATA_FORMAT,
            _DILATION,
            ACTIVATION,
            _BIAS,
            *_DECORATION,
            _OUTPUT_PADDING,
        ),
        resolve=_transposed,
        weights=(Weight("kernel", ("{kernel}", "filters", "in_channels")), _BIAS_WEIGHT),
        forms=(
            per_unit("({kernel}*in_channels + use_bias)*filters", _PER_FILTER),
            _through_inputs("in_channels*outputs"),
        ),
        channels="the filters of {layer}",
        source="V. Dumoulin, F. Visin (2016), chapter 4; Keras 3, Conv2DTranspose",
        examples=("input(8x8x32) -> conv_transpose(16, 3x3, stride=2, padding=same)",),
    ),
    Layer(
        name="depthwise",
        title="depthwise convolution",
        keras={"DepthwiseConv1D": 1, "DepthwiseConv2D": 2},
        aliases=("dwconv", "depthwise_conv"),
        spatial=(1, 2, 3),
        arguments=(
            _KERNEL,
            _STRIDES,
            _padding("same", "valid", "causal"),
            _MULTIPLIER,
            DATA_FORMAT,
            _DILATION,
            ACTIVATION,
            _BIAS,
            *_DEPTHWISE_DECORATION,
        ),
        resolve=_depthwise,
        weights=(
            Weight("kernel", ("{kernel}", "in_channels", "depth_multiplier")),
            Weight("bias", (_DEPTHWISE_OUT,), when="use_bias"),
        ),
        forms=(
            per_unit(
                "({kernel} + use_bias)*in_channels*depth_multiplier",
                "each channel has <depth_multiplier> filters of its own",
                when="multiplied",
            ),
            per_unit(
                "({kernel} + use_bias)*in_channels",
                "each channel has a filter of <{kernel}> weights[use_bias: and one bias]",
            ),
        ),
        source="A. Howard et al. (2017), MobileNets, section 3.1; Keras 3, DepthwiseConv2D",
        examples=("input(32x32x16) -> depthwise(3x3, padding=same)",),
    ),
    Layer(
        name="separable",
        title="separable convolution",
        keras={
            "SeparableConv1D": 1,
            "SeparableConv2D": 2,
            "SeparableConvolution1D": 1,
            "SeparableConvolution2D": 2,
        },
        aliases=("sepconv", "separable_conv"),
        spatial=(1, 2, 3),
        arguments=(
            _FILTERS,
            _KERNEL,
            _STRIDES,
            _padding("same", "valid", "causal"),
            DATA_FORMAT,
            _DILATION,
            _MULTIPLIER,
            ACTIVATION,
            _BIAS,
            *_SEPARABLE_DECORATION,
        ),
        resolve=_separable,
        weights=(
            Weight("depthwise_kernel", ("{kernel}", "in_channels", "depth_multiplier")),
            Weight("pointwise_kernel", ("{ones}", _DEPTHWISE_OUT, "filters")),
            _BIAS_WEIGHT,
        ),
        forms=(
            per_unit(
                "{kernel}*in_channels*depth_multiplier"
                " + (in_channels*depth_multiplier + use_bias)*filters",
                "filters of one channel each, then a 1×1 convolution over their outputs",
                when="multiplied",
            ),
            per_unit(
                "{kernel}*in_channels + (in_channels + use_bias)*filters",
                "a filter for each channel, then a 1×1 convolution over all channels",
            ),
        ),
        channels="the filters of {layer}",
        source="F. Chollet (2017), Xception, section 3; Keras 3, SeparableConv2D",
        examples=("input(32x32x16) -> separable(64, 3x3, padding=same)",),
    ),
)
