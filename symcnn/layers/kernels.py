"""What all convolutions share: arguments, the roles of a kernel, the words of a heading."""

from __future__ import annotations

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula.arithmetic import Value
from symcnn.layers.activations import described_activation
from symcnn.layers.arguments import COUNT, EXTENTS, FLAG, Argument, ignored, padding
from symcnn.layers.declaration import Definition, Form, LayerProblem, Phrase, Site, Weight
from symcnn.layers.windows import described_window, is_below, joined

FILTERS = Argument("filters", COUNT, aliases=("out_channels",))
KERNEL = Argument("kernel_size", EXTENTS, aliases=("kernel",))
STRIDES = Argument("strides", EXTENTS, 1, ("stride",))
DILATION = Argument("dilation_rate", EXTENTS, 1, ("dilation",))
BIAS = Argument("use_bias", FLAG, True, ("bias",))
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
    words = (filters, " filter of " if filters == 1 else " filters of ", site["kernel_size"])
    return words if groups == 1 else (*words, " in ", groups, " groups")


def check_causal(site: Site) -> None:
    """Refuse causal padding where there is more than one spatial axis."""
    if site["padding"] == "causal" and site.rank != 1:
        raise LayerProblem("padding", "causal padding is for one dimension", "padding")


def check_strides(site: Site) -> None:
    """Refuse strides together with dilation, and rows added beyond a stride, as Keras does."""
    if site.pytorch or not site.checked:
        return
    strides, dilation = site["strides"], site["dilation_rate"]
    if any(is_below(1, stride) for stride in strides) and any(
        is_below(1, step) for step in dilation
    ):
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
