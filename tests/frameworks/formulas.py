"""Closed formulas of layers' counts, with measured cases: measured again from the frameworks."""

from __future__ import annotations

from tests.frameworks.records import Record

_INTEGERS = frozenset({"Embedding", "ReversibleEmbedding"})


def measured(layer: Record) -> Record:
    """A layer's formulas with each of their cases measured anew."""
    case = _keras_case if layer["framework"] == "keras" else _torch_case
    return layer | {"cases": [one | case(one) for one in layer["cases"]]}


def _keras_case(case: Record) -> Record:
    from tests.frameworks.keras_measuring import measured as measured_by_keras

    layers = keras_layers(case)
    last = measured_by_keras(layers, eager=True)[-1]
    return {fact: last[fact] for fact in ("output_shape", "trainable", "non_trainable", "weights")}


def keras_layers(case: Record) -> list[Record]:
    """The layer of a case, called ``layer``, behind inputs of its shapes."""
    options = {"dtype": "int32"} if case["class"] in _INTEGERS else {}
    inputs: list[Record] = [
        {
            "name": f"input{index}",
            "class": "InputLayer",
            "arguments": {"shape": shape} | options,
            "inbound": [],
        }
        for index, shape in enumerate(case["inputs"])
    ]
    inbound = [one["name"] for one in inputs]
    layer = {"name": "layer", "class": case["class"], "arguments": case["arguments"]}
    return [*inputs, layer | {"inbound": inbound}]


def _torch_case(case: Record) -> Record:
    from tests.frameworks import torch_measuring

    if case["output_shape"] is None:
        return torch_measuring.counts(torch_measuring.module_of(case))
    found = torch_measuring.measured(case)
    found.pop("further_outputs", None)
    return found
