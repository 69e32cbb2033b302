"""Builds modules of torch.nn as records describe them, and writes down what torch says of them.

Shapes leave the batch out. Counts: parameters are all trainable, buffers stand apart.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn

from tests.frameworks.records import Record, is_layer

BATCH = 2
# Modules whose sequences stand in front of the batch unless batch_first is given.
_SEQUENCES = (
    nn.RNNBase,
    nn.MultiheadAttention,
    nn.TransformerEncoderLayer,
    nn.TransformerDecoderLayer,
    nn.TransformerEncoder,
    nn.TransformerDecoder,
    nn.Transformer,
)
_INTEGERS = (nn.Embedding, nn.EmbeddingBag)
# The second input of these is the places of the values of the first.
_UNPOOLS = (nn.MaxUnpool1d, nn.MaxUnpool2d, nn.MaxUnpool3d)
# The second input of these is the class of each sample; they give a number for the whole batch.
_LOSSES = (nn.AdaptiveLogSoftmaxWithLoss, nn.LinearCrossEntropyLoss)
_NORMS: dict[str, Callable[..., nn.Module]] = {
    "weight_norm": nn.utils.parametrizations.weight_norm,
    "spectral_norm": nn.utils.parametrizations.spectral_norm,
}


def module_of(record: Record) -> nn.Module:
    """The module of the class and with the arguments of a record."""
    arguments = {name: _argument(value) for name, value in record["arguments"].items()}
    name = record["class"]
    if name in _NORMS:
        return _NORMS[name](**arguments)
    if name == "Sequential":
        return nn.Sequential(*(module_of(part) for part in record["layers"]))
    return getattr(nn, name)(**arguments)


def _argument(value: Any) -> Any:
    if is_layer(value):
        return module_of(value)
    return tuple(_argument(part) for part in value) if isinstance(value, list) else value


def measured(record: Record) -> Record:
    """A module put on inputs of the given shapes, and what torch says of it.

    Raises:
        Exception: of many kinds, for what torch refuses.
    """
    # Some modules refuse a single value for each channel while they train.
    module = module_of(record).eval()
    axis = _batch_axis(module, record["arguments"])
    inputs = [_given(shape, axis, module) for shape in record["inputs"]]
    if isinstance(module, _UNPOOLS):
        inputs[1] = inputs[1].long()
    if isinstance(module, _LOSSES):
        inputs[1] = torch.zeros(BATCH, dtype=torch.long)
    with torch.no_grad():
        output = module(*inputs)
    found = {"class": record["class"], "arguments": record["arguments"], "inputs": record["inputs"]}
    if isinstance(module, _LOSSES):
        return found | {"output_shape": None} | counts(module)
    shapes = _shapes(output, axis)
    found["output_shape"] = shapes[0]
    if len(shapes) > 1:
        found["further_outputs"] = shapes[1:]
    return found | counts(module)


def counts(module: nn.Module) -> Record:
    """Parameters and buffers of a module, each with its shape."""
    parameters = _rows(module.named_parameters())
    buffers = _rows(module.named_buffers())
    return {
        "parameters": parameters,
        "buffers": buffers,
        "trainable": sum(p.numel() for p in module.parameters()),
        "buffered": sum(b.numel() for b in module.buffers()),
    }


def _rows(tensors: Iterable[tuple[str, torch.Tensor]]) -> list[list[Any]]:
    return [[name, list(tensor.shape)] for name, tensor in tensors]


def _batch_axis(module: nn.Module, arguments: Record) -> int:
    if not isinstance(module, _SEQUENCES):
        return 0
    inner = next((value for value in arguments.values() if is_layer(value)), None)
    first = (inner["arguments"] if inner else arguments).get("batch_first", False)
    return 0 if first else 1


def _given(shape: list[int], axis: int, module: nn.Module) -> torch.Tensor:
    whole = [*shape[:axis], BATCH, *shape[axis:]]
    if isinstance(module, _INTEGERS):
        return torch.zeros(whole, dtype=torch.long)
    return torch.ones(whole)


def _shapes(output: Any, axis: int) -> list[list[int]]:
    """The shapes of an output and of what comes with it, each without the batch."""
    if isinstance(output, torch.Tensor):
        return [_without_batch(output, axis)]
    first, *rest = output
    shapes = [_without_batch(first, axis)]
    while rest:
        one = rest.pop(0)
        if isinstance(one, tuple):
            rest = [*one, *rest]
        elif one is not None:
            shapes.append(_without_batch(one, list(one.shape).index(BATCH)))
    return shapes


def _without_batch(tensor: torch.Tensor, axis: int) -> list[int]:
    shape = list(tensor.shape)
    assert shape.pop(axis) == BATCH, (shape, axis)
    if not all(shape):
        raise ValueError(f"an extent of 0: {shape}")
    return shape


def signatures() -> dict[str, list[list[Any]]]:
    """Each class of torch.nn with its arguments by position and their defaults."""
    found: dict[str, list[list[Any]]] = {}
    for name in sorted(dir(nn)):
        member = getattr(nn, name)
        if inspect.isclass(member) and issubclass(member, nn.Module):
            found[name] = _arguments(member)
    return found


# Written as ``*args`` in torch, and told in its documentation.
_RECURRENT = {
    "RNN": ("input_size", "hidden_size", "num_layers", "nonlinearity", "bias"),
    "GRU": ("input_size", "hidden_size", "num_layers", "bias"),
    "LSTM": ("input_size", "hidden_size", "num_layers", "bias"),
}


def _arguments(module: type) -> list[list[Any]]:
    if module.__name__ in _RECURRENT:
        return [[name, None] for name in _RECURRENT[module.__name__]]
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [
        [parameter.name, _default(parameter.default)]
        for parameter in inspect.signature(module).parameters.values()
        if parameter.kind in kinds
    ]


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty:
        return "required"
    if isinstance(value, tuple):
        return [_default(part) for part in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return getattr(value, "__name__", repr(value))


def known(name: str) -> bool:
    """Whether torch.nn has a class of the name."""
    return hasattr(nn, name)


def version() -> str:
    """The version of torch, without the word for its build."""
    return torch.__version__.partition("+")[0]
