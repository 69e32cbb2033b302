"""Convolutional LSTM: gates of filters that see a map of each step and the state before."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import DATA_FORMAT, Argument, choice, ignored
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
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
    DILATION,
    FILTERS,
    KERNEL,
    STRIDES,
    check_strides,
    filters_of,
    kernel_roles,
)
from symcnn.layers.recurrent_units import (
    ACTIVATIONS,
    CONSTRAINTS,
    DROPOUT,
    INITIALIZERS,
    REGULARIZERS,
    RETURNED,
)
from symcnn.layers.sequences import check_states, described_steps
from symcnn.layers.sight_inside import over_time
from symcnn.layers.windows import described_window, extents_of, sliding

_GATES: Final = "input, forget, cell and output"


def _convolutional(site: Site) -> Resolved:
    steps, filters = site.inputs[0][0], site["filters"]
    step = replace(site, inputs=(site.inputs[0][1:],))
    check_strides(site)
    axes = sliding(step, site["kernel_size"], site["strides"], site["padding"])
    output = step.arranged(axes, kept("channels", filters, "filters"))
    extents, state = extents_of(axes), extents_of(output)
    check_states(site, (state, state))
    roles: dict[str, Value] = {
        **kernel_roles(site),
        "steps": steps,
        "in_channels": step.channels,
        "filters": filters,
        **{f"output_{axis}": extent for axis, extent in zip(site.axes, extents, strict=True)},
    }
    leading = (kept("steps", steps, "size"),) if site["return_sequences"] else ()
    words = described_window(site["strides"], site["padding"], site["dilation_rate"])
    return Resolved(
        roles,
        {"use_bias": site["use_bias"]},
        (*leading, *output),
        (*filters_of(site), *words, described_steps(site)),
        {"state_h": state, "state_c": state} if site["return_state"] else {},
    )


LAYERS = (
    Layer(
        name="conv_lstm",
        title="convolutional LSTM",
        keras={"ConvLSTM1D": 1, "ConvLSTM2D": 2, "ConvLSTM3D": 3},
        spatial=(1, 2, 3),
        leading=1,
        inputs=(1, 3),
        arguments=(
            FILTERS,
            KERNEL,
            STRIDES,
            Argument("padding", choice("same", "valid", any_case=True), "valid", ("pad",)),
            DATA_FORMAT,
            DILATION,
            *ACTIVATIONS,
            BIAS,
            *ignored(*INITIALIZERS, "unit_forget_bias", *REGULARIZERS, "activity_regularizer"),
            *ignored(*CONSTRAINTS, *DROPOUT, "seed"),
            *RETURNED,
            *ignored("unroll", "zero_output_for_mask"),
        ),
        resolve=_convolutional,
        weights=(
            kernel_weight(("{kernel}", "in_channels", "4*filters")),
            kernel_weight(("{kernel}", "filters", "4*filters"), name="recurrent_kernel"),
            Weight("bias", ("4*filters",), when="use_bias"),
        ),
        forms=(
            per_unit(
                "4*({kernel}*(in_channels + filters) + use_bias)*filters",
                "each filter sees <in_channels + filters> maps, those of the step and those of"
                f" the state[use_bias:, and has one bias], for each gate: {_GATES}",
                remark="Shi et al. also let the gates see the cell, weight by weight (peepholes);"
                " Keras does not",
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("maps", "in_channels + filters"),
                    Definition("outputs", "4*filters*{kernel}"),
                    Definition("weights", "maps*outputs"),
                    Definition("biases", "4*filters", when="use_bias"),
                    Definition("parameters", "weights + biases"),
                ),
                "the maps of the step and those of the state before have a weight of their own for"
                f" each output, in each gate: {_GATES}",
            ),
        ),
        macs=(
            products(
                "steps*4*({kernel}*(in_channels + filters) + use_bias)*filters*{output}",
                "at each step, each place of each filter takes"
                " <{kernel}*(in_channels + filters)> products for each gate",
            ),
        ),
        sees=over_time,
        words={"maps": "the maps of a step and of the state before"},
        channels="the filters of {layer}",
        source="X. Shi et al. (2015), Convolutional LSTM network, equation 3; Keras 3, ConvLSTM2D",
        examples=(
            "input(10x64x64x3) -> conv_lstm(16, 3x3, padding=same, sequences=true)",
            "input(10x32x4) -> conv_lstm(8, 3, stride=2, bias=false)",
        ),
    ),
)
