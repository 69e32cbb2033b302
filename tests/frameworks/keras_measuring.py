"""Builds networks in Keras as records describe them, and writes down what Keras says of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras

from tests.frameworks.records import Record, is_layer

# Arguments of a configuration that change neither a count nor a shape.
_WITHOUT_EFFECT = ("_initializer", "_regularizer", "_constraint", "_config")
_ALWAYS = frozenset({"name", "dtype", "trainable", "seed", "noise_shape", "momentum"})


def layer_of(record: Record, **more: Any) -> Any:
    """A Keras layer of the class and with the arguments of a record."""
    arguments = {name: _argument(value) for name, value in record["arguments"].items()}
    return getattr(keras.layers, record["class"])(**arguments, **more)


def _argument(value: Any) -> Any:
    if is_layer(value):
        return layer_of(value)
    if isinstance(value, list):
        parts = [_argument(part) for part in value]
        return parts if any(isinstance(part, keras.Layer) for part in parts) else tuple(parts)
    return value


def measured(layers: Iterable[Record], *, eager: bool = False) -> list[Record]:
    """The layers of a network, each with what Keras says of it.

    ``eager`` puts the layers on arrays of zeros instead of symbols. Both ways have shapes that
    the other does not know.
    """
    outputs: dict[str, Any] = {}
    return [built(record, outputs, eager) for record in layers]


def built(record: Record, outputs: dict[str, Any], eager: bool = False) -> Record:
    """One layer put on the outputs of others, and what Keras says of it.

    Raises:
        Exception: of many kinds, for what Keras refuses.
    """
    found = {key: record[key] for key in ("name", "class", "arguments", "inbound")}
    if record["class"] == "InputLayer":
        outputs[record["name"]] = _given(record["arguments"], eager)
        return found | {"output_shape": record["arguments"]["shape"]} | _counts(())
    layer = layer_of(record)
    output = _called(layer, [outputs[name] for name in record["inbound"]])
    outputs[record["name"]] = output
    return found | {"output_shape": _shape(output)} | _counts(layer.weights)


def _given(arguments: Record, eager: bool) -> Any:
    options = dict(arguments)
    shape = tuple(options.pop("shape"))
    if eager:
        return keras.ops.zeros((2, *shape), options.get("dtype", "float32"))
    return keras.Input(shape, **options)


def _called(layer: Any, inputs: list[Any]) -> Any:
    # Attention in heads takes its inputs one by one, all else takes a list.
    if isinstance(layer, keras.layers.MultiHeadAttention | keras.layers.GroupQueryAttention):
        return layer(*(inputs * 2 if len(inputs) == 1 else inputs))
    if hasattr(layer, "state_size") and not isinstance(layer, keras.layers.RNN):
        return layer(inputs[0], layer.get_initial_state(batch_size=2))[0]
    several = len(inputs) > 1 or isinstance(layer, keras.layers.Concatenate)
    return layer(inputs if several else inputs[0])


def _shape(output: Any) -> Any:
    if isinstance(output, list | tuple):
        return [_shape(one) for one in output]
    shape = list(output.shape[1:])
    if any(extent is not None and extent < 1 for extent in shape):
        raise ValueError(f"an extent below 1: {shape}")
    return shape


def _counts(weights: Iterable[Any]) -> Record:
    """Counts and tensors; the state of a random generator is none of the weights."""
    rows = [
        [weight.path.rpartition("/")[2], [int(extent) for extent in weight.shape], weight.trainable]
        for weight in weights
        if "seed_generator" not in weight.path
    ]
    sizes = {True: 0, False: 0}
    for _, shape, trainable in rows:
        size = 1
        for extent in shape:
            size *= extent
        sizes[trainable] += size
    return {"trainable": sizes[True], "non_trainable": sizes[False], "weights": rows}


# --- whole models -------------------------------------------------------------------------------


def model_record(model: Any) -> list[Record]:
    """The layers and operations of a functional model, nested models with their own inside."""
    return [_operation(operation) for operation in model.operations]


def _operation(operation: Any) -> Record:
    node = operation._inbound_nodes[0]
    output = node.output_tensors
    found: Record = {
        "name": operation.name,
        "class": type(operation).__name__,
        "arguments": {},
        "inbound": [tensor._keras_history.operation.name for tensor in node.input_tensors],
        "output_shape": _shape(output[0] if len(output) == 1 else output),
    }
    if not isinstance(operation, keras.Layer):
        return found | {"kind": "op"} | _counts(())
    found |= _counts(operation.weights)
    if isinstance(operation, keras.Model):
        return found | {"kind": "model", "layers": model_record(_functional(operation))}
    found["arguments"] = _configuration(operation)
    return found


def _functional(model: Any) -> Any:
    return model._functional if isinstance(model, keras.Sequential) else model


def _configuration(layer: Any) -> Record:
    """The arguments of a built layer that matter to counts and shapes."""
    if isinstance(layer, keras.layers.InputLayer):
        return {"shape": list(layer.batch_shape[1:])}
    return {
        name: _plain(value)
        for name, value in layer.get_config().items()
        if name not in _ALWAYS and not name.endswith(_WITHOUT_EFFECT) and value is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        raise TypeError(f"no plain value: {value}")
    return value if isinstance(value, bool | int | str) else float(f"{value:.10g}")
