"""What all convolutions share: arguments, the roles of a kernel, the words of a heading."""

from __future__ import annotations

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula.arithmetic import Value
from symcnn.layers.activations import described_activation
from symcnn.layers.arguments import COUNT, EXTENTS, FLAG, Argument, choice, ignored
from symcnn.layers.declaration import Definition, Form, LayerProblem, Noun, Phrase, Site, Weight
from symcnn.layers.padding import padding
from symcnn.layers.windows import described_window, is_below, joined

FILTERS = Argument("filters", COUNT, aliases=("out_channels",))
KERNEL = Argument("kernel_size", EXTENTS, aliases=("kernel",))
STRIDES = Argument("strides", EXTENTS, 1, ("stride",))
DILATION = Argument("dilation_rate", EXTENTS, 1, ("dilation",))
BIAS = Argument("use_bias", FLAG, True, ("bias",))
PADDING_MODE = Argument(
    "padding_mode", choice("zeros", "reflect", "replicate", "circular"), "zeros"
)
BIAS_WEIGHT = Weight("bias", ("filters",), when="use_bias")
GROUPS = Argument("groups", COUNT, 1)
DECORATION = ignored(
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
)
PER_FILTER = "each filter has <{kernel}*in_channels> weights[use_bias: and one bias]"
# PyTorch's names.
IN_CHANNELS = Argument("in_channels", COUNT, role="in_channels")
OUT_CHANNELS = Argument("out_channels", COUNT, to=("filters",))
TORCH_WINDOW = (
    Argument("kernel_size", EXTENTS),
    Argument("stride", EXTENTS, 1, to=("strides",)),
)
TORCH_DILATION = Argument("dilation", EXTENTS, 1, to=("dilation_rate",))
TORCH_BIAS = Argument("bias", FLAG, True, to=("use_bias",))


def padding_argument(*words: str) -> Argument:
    """The padding of a window that knows these words."""
    return Argument("padding", padding(*words), "valid", ("pad",))


def kernel_roles(site: Site) -> dict[str, Value]:
    """The extents of the kernel, one role for each spatial axis."""
    kernel = site["kernel_size"]
    return {f"kernel_{axis}": kernel[index] for index, axis in enumerate(site.axes)}


def described_convolution(site: Site, first: Phrase) -> Phrase:
    """A heading's words: the filters, then stride, padding, dilation and activation."""
    return (
        *first,
        *described_window(site["strides"], site["padding"], site["dilation_rate"]),
        *described_activation(site),
    )


def filters_of(site: Site) -> Phrase:
    """``8 filters of 5×5 in 2 groups``."""
    filters, groups = site["filters"], site.arguments.get("groups", 1)
    words = (filters, Noun(filters, " filter of ", " filters of "), site["kernel_size"])
    return words if groups == 1 else (*words, " in ", groups, " groups")


def check_causal(site: Site) -> None:
    """Refuse causal padding where there is more than one spatial axis."""
    if site["padding"] == "causal" and site.rank != 1:
        raise LayerProblem("padding", "causal padding is for one dimension", "padding")


def check_strides(site: Site) -> None:
    """Refuse strides together with dilation, and rows added beyond a stride, as Keras does.

    PyTorch refuses strides together with same padding.
    """
    if not site.checked:
        return
    strides, dilation = site["strides"], site["dilation_rate"]
    strided = any(is_below(1, stride) for stride in strides)
    if site.pytorch:
        if strided and site["padding"] == "same":
            message = f"same padding and strides of {joined(strides)} do not go together"
            raise LayerProblem("padding", message, "padding", "give the padding in numbers")
        return
    if strided and any(is_below(1, step) for step in dilation):
        raise LayerProblem(
            "dilation",
            f"strides of {joined(strides)} and a dilation of {joined(dilation)} do not go together",
            "dilation_rate",
            "keep one of the two at 1, as Keras does",
        )
    for extra, stride in zip(site.arguments.get("output_padding") or (), strides, strict=False):
        if not is_below(extra, stride) and (extra == stride or is_below(stride, extra)):
            raise LayerProblem(
                "output-padding",
                f"output_padding must be below the stride, not {extra} with a stride of {stride}",
                "output_padding",
            )


def check_padding_mode(site: Site) -> None:
    """Refuse more padding than the input has values to pad with, as PyTorch does."""
    mode = site.arguments.get("padding_mode", "zeros")
    if not site.checked or mode in ("zeros", "replicate"):
        return
    sides = site["padding"]
    if isinstance(sides, str):
        reaches = zip(site["kernel_size"], site["dilation_rate"], strict=True)
        whole = [step * (extent - 1) if sides == "same" else 0 for extent, step in reaches]
        sides = [(one // 2, one - one // 2) for one in whole]
    # A mirror does not show the edge itself, a circle is gone round once at most.
    spare = 1 if mode == "reflect" else 0
    for size, (before, after) in zip(site.spatial, sides, strict=True):
        for side in (before, after):
            if is_below(size, side + spare):
                message = f"{size} values are too few to pad {side} in {mode} mode"
                raise LayerProblem("padding", message, "padding_mode", "pad less, or with zeros")


def check_groups(site: Site) -> None:
    """Refuse channels, of the input or the output, that cannot be divided into the groups."""
    groups = site["groups"]
    if not site.checked or not isinstance(groups, int) or groups == 1:
        return
    for what, count in (("filters", site["filters"]), ("input channels", site.channels)):
        if isinstance(count, int) and count % groups:
            raise LayerProblem(
                "groups",
                f"{count} {what} cannot be divided into {groups} groups",
                "groups",
                f"take a divisor of {count}",
            )


def through_connections() -> Form:
    """Connections times weights plus biases, where filters see only some of the maps."""
    return Form(
        INPUTS_OUTPUTS,
        (
            Definition("weights", "connections*{kernel}"),
            Definition("biases", "filters", when="use_bias"),
            Definition("parameters", "weights + biases"),
        ),
        "each map that a filter sees has a kernel of its own",
        "partial",
    )


def through_inputs(weights: str, when: str = "") -> Form:
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
