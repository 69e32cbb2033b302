"""What the roles of the catalogue's formulas are, in words for legends and origins."""

from __future__ import annotations

from typing import Final

ROLES: Final = {
    "kernel_length": "the kernel's length",
    "kernel_height": "the kernel's height",
    "kernel_width": "the kernel's width",
    "kernel_depth": "the kernel's depth",
    "in_channels": "the channels of the input",
    "filters": "the filters of the layer",
    "groups": "the groups of channels",
    "depth_multiplier": "the filters for each channel",
    "units": "the units of the layer",
    "inputs": "the inputs of each unit",
    "size": "the input's extent along the axis",
    "kernel": "the window's extent along the axis",
    "stride": "the stride",
    "padding": "the padding on either side",
    "padding_before": "the padding before",
    "padding_after": "the padding after",
    "dilation": "the dilation",
    "output": "the output's extent along the axis",
    "output_length": "the output's length",
    "output_height": "the output's height",
    "output_width": "the output's width",
    "output_depth": "the output's depth",
    "input_length": "the input's length",
    "input_height": "the input's height",
    "input_width": "the input's width",
    "input_depth": "the input's depth",
    "positions": "the positions, to each of which the same weights are applied",
    "output_size": "the extent asked for",
    "output_padding": "the rows added at the end",
    "cropping": "what is cut on either side",
    "cropping_before": "what is cut before",
    "cropping_after": "what is cut after",
    "factor": "how often each value is repeated",
    "total": "the values of the input",
    "known": "the product of the other axes",
    "length": "the input's length",
    "height": "the input's height",
    "width": "the input's width",
    "depth": "the input's depth",
    "channels": "the input's channels",
    "outputs": "the outputs: each weight of each filter of one channel",
    "weights": "inputs times outputs",
    "biases": "one for each output",
    "learned": "what training changes",
    "statistics": "what is kept of the batches",
}

# Roles whose value comes with the input rather than with the layer's own arguments.
RECEIVED: Final = frozenset({"in_channels", "inputs"})
