"""Activations: functions of each value, by name as an argument and as a layer of their own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symcnn.layers.arguments import (
    KNOWN_AXES,
    NUMBER,
    OPTIONAL_NUMBER,
    REQUIRED,
    Argument,
    Kind,
    Unfit,
)
from symcnn.layers.declaration import Layer, Resolved, Site
from symcnn.layers.sight import along_axes

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
_CLASS_ARGUMENTS = {
    "relu": (
        Argument("max_value", OPTIONAL_NUMBER, None),
        Argument("negative_slope", OPTIONAL_NUMBER, 0),
        Argument("threshold", OPTIONAL_NUMBER, 0),
    ),
    "leaky_relu": (Argument("negative_slope", OPTIONAL_NUMBER, Fraction(3, 10), ("alpha",)),),
    "elu": (Argument("alpha", NUMBER, 1),),
    "celu": (Argument("alpha", NUMBER, 1),),
    "softmax": (Argument("axis", KNOWN_AXES, -1),),
    "log_softmax": (Argument("axis", KNOWN_AXES, -1),),
}
# Those that weigh the values of an axis against each other.
_ALONG_AXES = ("softmax", "log_softmax")

ACTIVATION_WORDS: tuple[str, ...] = tuple(
    word for name, others in _FUNCTIONS.items() for word in (name, *others)
)
_BY_CLASS = {name: word for word, name in _CLASSES.items()}
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


_NAMED = tuple(
    Layer(
        name=name,
        title=f"{name} activation",
        aliases=others,
        keras={_CLASSES[name]: None} if name in _CLASSES else {},
        arguments=_CLASS_ARGUMENTS.get(name, ()),
        sees=along_axes if name in _ALONG_AXES else None,
        reason=_REASON,
        source="Keras 3, keras.activations",
        examples=(f"input(8x8x3) -> {name}",),
    )
    for name, others in _FUNCTIONS.items()
)

LAYERS = (
    *_NAMED,
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
)
