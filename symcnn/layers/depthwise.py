"""Convolutions that treat each channel by itself: depthwise and separable."""

from __future__ import annotations

from symcnn.layers.activations import ACTIVATION
from symcnn.layers.arguments import COUNT, DATA_FORMAT, Argument, ignored
from symcnn.layers.declaration import (
    Axis,
    Layer,
    Phrase,
    Resolved,
    Site,
    Weight,
    kept,
    kernel_weight,
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
    described_convolution,
    filters_of,
    kernel_roles,
    padding_argument,
)
from symcnn.layers.sight import through_kernel, through_kernel_by_channel
from symcnn.layers.windows import sliding

_MULTIPLIER = Argument("depth_multiplier", COUNT, 1, ("multiplier",))
_DEPTHWISE_OUT = "in_channels*depth_multiplier"
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


def _multiplied(site: Site) -> Axis:
    roles = {"in_channels": site.channels, "depth_multiplier": site["depth_multiplier"]}
    if roles["depth_multiplier"] == 1:
        return kept("channels", site.channels, "in_channels")
    return Axis("channels", "in_channels*depth_multiplier", roles)


def _depthwise(site: Site) -> Resolved:
    multiplier = site["depth_multiplier"]
    check_causal(site)
    axes = sliding(site, site["kernel_size"], site["strides"], site["padding"])
    words: Phrase = ("a filter of ", site["kernel_size"], " for each channel")
    if multiplier != 1:
        words = (multiplier, " filters of ", site["kernel_size"], " for each channel")
    return Resolved(
        {**kernel_roles(site), "in_channels": site.channels, "depth_multiplier": multiplier},
        {"use_bias": site["use_bias"], "multiplied": multiplier != 1},
        site.arranged(axes, _multiplied(site)),
        described_convolution(site, words),
    )


def _separable(site: Site) -> Resolved:
    filters, multiplier = site["filters"], site["depth_multiplier"]
    check_causal(site)
    axes = sliding(site, site["kernel_size"], site["strides"], site["padding"])
    return Resolved(
        {
            **kernel_roles(site),
            "in_channels": site.channels,
            "filters": filters,
            "depth_multiplier": multiplier,
        },
        {"use_bias": site["use_bias"], "multiplied": multiplier != 1},
        site.arranged(axes, kept("channels", filters, "filters")),
        described_convolution(site, filters_of(site)),
    )


LAYERS = (
    Layer(
        name="depthwise",
        title="depthwise convolution",
        keras={"DepthwiseConv1D": 1, "DepthwiseConv2D": 2},
        aliases=("dwconv", "depthwise_conv"),
        spatial=(1, 2, 3),
        arguments=(
            KERNEL,
            STRIDES,
            padding_argument("same", "valid", "causal"),
            _MULTIPLIER,
            DATA_FORMAT,
            DILATION,
            ACTIVATION,
            BIAS,
            *_DEPTHWISE_DECORATION,
        ),
        resolve=_depthwise,
        sees=through_kernel_by_channel,
        weights=(
            kernel_weight(("{kernel}", "in_channels", "depth_multiplier")),
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
        macs=(
            products(
                "({kernel} + use_bias)*in_channels*depth_multiplier*{output}",
                "each output takes <{kernel}> products[use_bias: and one bias]",
                when="multiplied",
            ),
            products(
                "({kernel} + use_bias)*in_channels*{output}",
                "each output takes <{kernel}> products[use_bias: and one bias]",
            ),
        ),
        settled={"!multiplied": {"depth_multiplier": "1"}},
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
            FILTERS,
            KERNEL,
            STRIDES,
            padding_argument("same", "valid", "causal"),
            DATA_FORMAT,
            DILATION,
            _MULTIPLIER,
            ACTIVATION,
            BIAS,
            *_SEPARABLE_DECORATION,
        ),
        resolve=_separable,
        sees=through_kernel,
        weights=(
            kernel_weight(("{kernel}", "in_channels", "depth_multiplier"), name="depthwise_kernel"),
            kernel_weight(("{ones}", _DEPTHWISE_OUT, "filters"), name="pointwise_kernel"),
            BIAS_WEIGHT,
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
        macs=(
            products(
                "({kernel}*in_channels*depth_multiplier"
                " + (in_channels*depth_multiplier + use_bias)*filters)*{output}",
                "at each place, the depthwise filters and then the 1×1 ones",
                when="multiplied",
            ),
            products(
                "({kernel}*in_channels + (in_channels + use_bias)*filters)*{output}",
                "at each place, a filter for each channel and then the 1×1 ones",
            ),
        ),
        settled={"!multiplied": {"depth_multiplier": "1"}},
        channels="the filters of {layer}",
        source="F. Chollet (2017), Xception, section 3; Keras 3, SeparableConv2D",
        examples=("input(32x32x16) -> separable(64, 3x3, padding=same)",),
    ),
)
