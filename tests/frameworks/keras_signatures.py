"""Reads the arguments of Keras's classes off the classes themselves."""

from __future__ import annotations

import inspect
import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras

REQUIRED = "required"


def signatures() -> dict[str, list[list[Any]]]:
    """Each class of ``keras.layers`` with its arguments by position and their defaults."""
    found: dict[str, list[list[Any]]] = {}
    for name in sorted(dir(keras.layers)):
        member = getattr(keras.layers, name)
        if inspect.isclass(member) and issubclass(member, keras.Layer):
            found[name] = _arguments(member)
    return found


def _arguments(layer: type) -> list[list[Any]]:
    return [
        [parameter.name, _default(parameter.default)]
        for parameter in inspect.signature(layer).parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty:
        return REQUIRED
    if isinstance(value, tuple):
        return [_default(part) for part in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return repr(value)
