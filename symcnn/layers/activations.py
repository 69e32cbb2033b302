"""Activations: functions of each value, by name as an argument and as a layer of their own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from symcnn.layers.arguments import (
    AXIS,
    DATA_FORMAT,
    IGNORED,
    KNOWN_AXES,
    NUMBER,
    OPTIONAL_NUMBER,
    REQUIRED,
    Argument,
    Kind,
    Unfit,
    ignored,
)
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Signature,
    Site,
    keeps_shape,
    kept,
)
from symcnn.layers.sight import WHOLE, Sights, Window, along_axes, first_axis, pointwise, spatial
from symcnn.layers.windows import axis_index

# Keras's functions, each with its other names.
_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "relu": (),
    "relu6": (),
    "leaky_relu": (),
    "elu": (),
    "selu": (),
    "celu": (),
    "gelu": (),
    "silu": ("swish",),
    "sigmoid": (),
    "hard_sigmoid": (),
    "hard_silu": ("hard_swish",),
    "hard_tanh": (),
    "hard_shrink": (),
    "soft_shrink": (),
    "log_sigmoid": (),
    "log_softmax": (),
    "softmax": (),
    "softplus": (),
    "softsign": (),
    "sparse_plus": (),
    "sparse_sigmoid": (),
    "sparsemax": (),
    "squareplus": (),
    "tanh": (),
    "tanh_shrink": (),
    "threshold": (),
    "exponential": (),
    "mish": (),
    "linear": (),
}
_CLASSES = {"relu": "ReLU", "leaky_relu": "LeakyReLU", "elu": "ELU", "softmax": "Softmax"}


def _optional_axes(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else KNOWN_AXES.read(value, rank, checked)


# In torch.nn None stands for the axis that the number of axes decides.
_OPTIONAL_AXES = replace(KNOWN_AXES, read=_optional_axes)
_AXIS = Argument("axis", KNOWN_AXES, -1, ("dim",))
_CLASS_ARGUMENTS = {
    "relu": (
        Argument("max_value", OPTIONAL_NUMBER, None),
        Argument("negative_slope", OPTIONAL_NUMBER, 0),
        Argument("threshold", OPTIONAL_NUMBER, 0),
    ),
    "leaky_relu": (Argument("negative_slope", OPTIONAL_NUMBER, Fraction(3, 10), ("alpha",)),),
    "elu": (Argument("alpha", NUMBER, 1),),
    "celu": (Argument("alpha", NUMBER, 1),),
    "softmax": (_AXIS,),
    "log_softmax": (_AXIS,),
}
# PyTorch's classes of these functions; what their arguments are changes no count and no shape.
_TORCH = {
    "relu": {"ReLU": "inplace"},
    "relu6": {"ReLU6": "inplace"},
    "leaky_relu": {"LeakyReLU": "negative_slope inplace"},
    "elu": {"ELU": "alpha inplace"},
    "selu": {"SELU": "inplace"},
    "celu": {"CELU": "alpha inplace"},
    "gelu": {"GELU": "approximate"},
    "silu": {"SiLU": "inplace"},
    "sigmoid": {"Sigmoid": ""},
    "hard_sigmoid": {"Hardsigmoid": "inplace"},
    "hard_silu": {"Hardswish": "inplace"},
    "hard_tanh": {"Hardtanh": "min_val max_val inplace min_value max_value"},
    "hard_shrink": {"Hardshrink": "lambd"},
    "soft_shrink": {"Softshrink": "lambd"},
    "log_sigmoid": {"LogSigmoid": ""},
    "softplus": {"Softplus": "beta threshold"},
    "softsign": {"Softsign": ""},
    "tanh": {"Tanh": ""},
    "tanh_shrink": {"Tanhshrink": ""},
    "mish": {"Mish": "inplace"},
}
_DIM = Signature((Argument("dim", _OPTIONAL_AXES, None, to=("axis",)),))
# PyTorch's classes whose arguments matter, or must be given.
_TORCH_OTHERS = {
    "softmax": {"Softmax": _DIM},
    "log_softmax": {"LogSoftmax": _DIM},
    "threshold": {
        "Threshold": Signature(
            (Argument("threshold", IGNORED), Argument("value", IGNORED), *ignored("inplace"))
        )
    },
}
_OVER_AXES = frozenset({"softmax", "log_softmax"})

ACTIVATION_WORDS: tuple[str, ...] = tuple(
    word for name, others in _FUNCTIONS.items() for word in (name, *others)
)
_BY_CLASS = {name: word for word, name in _CLASSES.items()} | {
    name: word for word, classes in _TORCH.items() for name in classes
}
_REASON = "An activation computes a fixed function: nothing is learned."


def _read(value: Any, rank: int, checked: bool) -> Any:
    value = _BY_CLASS.get(value, value) if isinstance(value, str) else value
    if value is None or value in ACTIVATION_WORDS:
        return None if value == "linear" else value
    raise Unfit("a known activation")


ACTIVATION_KIND = Kind(
    "a known activation", _read, ACTIVATION_WORDS, takes_numbers=False, layers=True
)
ACTIVATION = Argument("activation", ACTIVATION_KIND, None)


def described_activation(site: Site) -> tuple[str, ...]:
    """The activation in words, where there is one."""
    return (f", {site['activation']}",) if site.arguments.get("activation") else ()


def _activation(site: Site) -> Resolved:
    return Resolved(describe=(str(site["activation"] or "linear"),))


def _over_an_axis(site: Site) -> Resolved:
    """The shape stays; an axis that is named must be there, the batch's counts as one."""
    for axis in site["axis"] or ():
        if axis not in (0, -1 - len(site.inputs[0])):
            axis_index(axis, site.inputs[0])
    return Resolved()


def _weighed(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Its axes are seen whole; where none is named, PyTorch takes the batch or the channels."""
    if site["axis"] is None:
        channels = len(shape) != 2
        return (tuple(WHOLE if channels and not i else Window(i) for i in range(len(shape))),)
    return along_axes(site, resolved, shape)


def _over_channels(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """All channels at each place."""
    return spatial(site, (Window(first_axis(site) + axis) for axis in range(site.rank)))


def _halves(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each value and the one that gates it, half an axis away."""
    gated = axis_index(site["axis"], shape)
    sights = list(pointwise(shape))
    sights[gated] = Window(gated, kernel=2, dilation=shape[gated])
    return (tuple(sights),)


def _gated(site: Site) -> Resolved:
    shape = site.inputs[0]
    gated = axis_index(site["axis"], shape)
    size = shape[gated]
    if isinstance(size, int) and size % 2:
        message = f"an axis of {size} values cannot be halved"
        raise LayerProblem("axis", message, "axis", "one half gates the other")
    axes = tuple(
        Axis(f"axis {i + 1}", "size/2", {"size": extent})
        if i == gated
        else kept(f"axis {i + 1}", extent, "size")
        for i, extent in enumerate(shape)
    )
    return Resolved(output=axes, describe=("one half of an axis gates the other",))


def _named(name: str) -> Layer:
    """The layer of a function."""
    classes = {
        class_: Signature(ignored(*arguments.split()))
        for class_, arguments in _TORCH.get(name, {}).items()
    }
    return Layer(
        name=name,
        title=f"{name} activation",
        aliases=_FUNCTIONS[name],
        keras={_CLASSES[name]: None} if name in _CLASSES else {},
        torch={**classes, **_TORCH_OTHERS.get(name, {})},
        arguments=_CLASS_ARGUMENTS.get(name, ()),
        resolve=_over_an_axis if name in _OVER_AXES else keeps_shape,
        sees=_weighed if name in _OVER_AXES else None,
        reason=_REASON,
        source="Keras 3, keras.activations",
        examples=(f"input(8x8x3) -> {name}",),
    )


LAYERS = (
    *map(_named, _FUNCTIONS),
    Layer(
        name="activation",
        title="activation",
        keras={"Activation": None},
        arguments=(Argument("activation", ACTIVATION_KIND, REQUIRED),),
        resolve=_activation,
        reason=_REASON,
        source="Keras 3, Activation",
        examples=("input(8x8x3) -> activation(tanh)",),
    ),
    Layer(
        name="softmin",
        title="softmin activation",
        torch={"Softmin": _DIM},
        arguments=(_AXIS,),
        resolve=_over_an_axis,
        sees=_weighed,
        reason=_REASON,
        source="PyTorch, Softmin",
        examples=("input(10) -> softmin",),
    ),
    Layer(
        name="softmax2d",
        title="softmax over the channels",
        torch={"Softmax2d": Signature()},
        spatial=(2,),
        arguments=(DATA_FORMAT,),
        sees=_over_channels,
        reason=_REASON,
        source="PyTorch, Softmax2d",
        examples=("input(8x8x3) -> softmax2d",),
    ),
    Layer(
        name="rrelu",
        title="randomized leaky relu activation",
        torch={"RReLU": Signature(ignored("lower", "upper", "inplace"))},
        arguments=ignored("lower", "upper"),
        reason="The slope is drawn at random while training: nothing is learned.",
        source="B. Xu et al. (2015), section 2.4; PyTorch, RReLU",
        examples=("input(8x8x3) -> rrelu",),
    ),
    Layer(
        name="glu",
        title="gated linear unit",
        torch={"GLU": Signature((Argument("dim", AXIS, -1, to=("axis",)),))},
        arguments=(Argument("axis", AXIS, -1, ("dim",)),),
        resolve=_gated,
        sees=_halves,
        channels="the gated half of {before}",
        reason="One half of the values scales the other: nothing is learned.",
        source="Y. Dauphin et al. (2017), section 2; PyTorch, GLU",
        examples=("input(10x64) -> glu",),
    ),
)
