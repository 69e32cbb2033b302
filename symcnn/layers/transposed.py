"""Transposed convolutions in one, two and three dimensions."""

from __future__ import annotations

from typing import Any

from symcnn.layers.activations import ACTIVATION
from symcnn.layers.arguments import (
    DATA_FORMAT,
    Argument,
    ByConvention,
    Kind,
    choice,
    extents,
    ignored,
)
from symcnn.layers.declaration import (
    Layer,
    LayerProblem,
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
    PER_FILTER,
    STRIDES,
    TORCH_BIAS,
    TORCH_DILATION,
    TORCH_WINDOW,
    check_groups,
    check_strides,
    described_convolution,
    filters_of,
    kernel_roles,
    through_inputs,
)
from symcnn.layers.padding import even_padding, padding
from symcnn.layers.sight import spread_by_kernel
from symcnn.layers.windows import is_below, transposed


def _transposed(site: Site) -> Resolved:
    filters, groups = site["filters"], site["groups"]
    check_groups(site)
    check_strides(site)
    if site.checked and site.pytorch and site["output_padding"] is not None:
        _check_output_padding(site)
    axes = transposed(site, site["kernel_size"], site["strides"], site["padding"])
    return Resolved(
        {**kernel_roles(site), "in_channels": site.channels, "filters": filters, "groups": groups},
        {"use_bias": site["use_bias"], "grouped": groups != 1},
        site.arranged(axes, kept("channels", filters, "filters")),
        described_convolution(site, filters_of(site)),
    )


def _check_output_padding(site: Site) -> None:
    """PyTorch adds fewer rows than the stride or the dilation skips."""
    columns = zip(site["output_padding"], site["strides"], site["dilation_rate"], strict=True)
    for extra, stride, dilation in columns:
        if not (is_below(extra, stride) or is_below(extra, dilation)):
            message = f"output_padding must be below the stride or the dilation, not {extra}"
            raise LayerProblem("output-padding", message, "output_padding")


def _extra(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else extents(value, rank, checked, least=0)


_EXTRA = Kind("integers", _extra, takes_sizes=True)
_OUTPUT_PADDING = Argument("output_padding", _EXTRA, None)
_PADDING = Argument("padding", padding("same", "valid"), ByConvention("valid", 0), ("pad",))
_FIRST = (FILTERS, KERNEL, STRIDES, _PADDING)
_LAST = (DILATION, ACTIVATION, BIAS, *DECORATION)
_KERAS = (*_FIRST, _OUTPUT_PADDING, DATA_FORMAT, *_LAST)
# Keras swaps two of them in three dimensions.
_KERAS_3D = (*_FIRST, DATA_FORMAT, _OUTPUT_PADDING, *_LAST)


def _torch(*channels: Argument, rank: int) -> Signature:
    """The signature of PyTorch's class for so many spatial axes."""
    arguments = (
        *channels,
        *TORCH_WINDOW,
        Argument("padding", even_padding(), 0),
        Argument("output_padding", _EXTRA, 0),
        GROUPS,
        TORCH_BIAS,
        TORCH_DILATION,
        Argument("padding_mode", choice("zeros"), "zeros"),
        *ignored("device", "dtype"),
    )
    return Signature(arguments, rank)


LAYERS = (
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
        differing={
            "Conv1DTranspose": _KERAS,
            "Conv2DTranspose": _KERAS,
            "Conv3DTranspose": _KERAS_3D,
            "Convolution1DTranspose": _KERAS,
            "Convolution2DTranspose": _KERAS,
            "Convolution3DTranspose": _KERAS_3D,
        },
        aliases=("deconv", "convtranspose", "transposed_conv"),
        torch={
            **{f"ConvTranspose{r}d": _torch(IN_CHANNELS, OUT_CHANNELS, rank=r) for r in (1, 2, 3)},
            **{f"LazyConvTranspose{r}d": _torch(OUT_CHANNELS, rank=r) for r in (1, 2, 3)},
        },
        spatial=(1, 2, 3),
        arguments=(*_KERAS, GROUPS),
        resolve=_transposed,
        sees=spread_by_kernel,
        weights=(
            kernel_weight(("{kernel}", "filters/groups", "in_channels"), when="grouped"),
            kernel_weight(("{kernel}", "filters", "in_channels"), when="!grouped"),
            BIAS_WEIGHT,
        ),
        forms=(
            per_unit(
                "({kernel}*in_channels/groups + use_bias)*filters",
                "each filter sees <in_channels/groups> of the <in_channels> channels",
                when="grouped",
                source="PyTorch, ConvTranspose2d",
            ),
            per_unit("({kernel}*in_channels + use_bias)*filters", PER_FILTER),
            through_inputs("in_channels*outputs/groups", when="grouped"),
            through_inputs("in_channels*outputs"),
        ),
        macs=(
            products(
                "{kernel}*filters/groups*in_channels*{input} + use_bias*filters*{output}",
                "each input is multiplied by <{kernel}*filters/groups> weights"
                "[use_bias:, each output takes one bias]",
                when="grouped",
            ),
            products(
                "{kernel}*filters*in_channels*{input} + use_bias*filters*{output}",
                "each input is multiplied by <{kernel}*filters> weights"
                "[use_bias:, each output takes one bias]",
            ),
        ),
        settled={"!grouped": {"groups": "1"}},
        channels="the filters of {layer}",
        source="V. Dumoulin, F. Visin (2016), chapter 4; Keras 3, Conv2DTranspose;"
        " PyTorch, ConvTranspose2d",
        examples=(
            "input(8x8x32) -> conv_transpose(16, 3x3, stride=2, padding=same)",
            "input(8x8x32) -> conv_transpose(16, 3x3, groups=4, bias=false)",
        ),
    ),
)
