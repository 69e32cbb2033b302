"""Writes layers that torch reported on as programs: ``convention pytorch``, channels first."""

from __future__ import annotations

from tests.frameworks.records import Record, load
from tests.frameworks.spelling import Spelling

PREFIXES = ("nn.", "torch.nn.")
CONVENTION = "convention pytorch"
# What torch.nn has no module for stands under the language's own words: sums and joins between
# modules, LeNet-5's own layers, what a vision transformer learns outside of its modules.
_JOINS = frozenset({"add", "concat"})
_WORDS = frozenset({"class_token", "conv", "positions", "rbf", "subsample"})


def spelling(seed: int | None = None) -> Spelling:
    """torch's spelling; plain without a seed."""
    orders = {
        name: [argument for argument, _ in arguments]
        for name, arguments in load("torch_signatures")["classes"].items()
    }
    return Spelling(orders, PREFIXES, seed)


def program(layers: dict[str, Record], spelled: Spelling | None = None) -> str:
    """A program with each layer put on inputs of its own, under its label."""
    spelled = spelled or spelling()
    lines = [CONVENTION]
    for label, layer in layers.items():
        # What a loss compares with is a number for each sample, and no input of a layer.
        shapes = [shape for shape in layer["inputs"] if shape]
        inputs = [f"{label}_{index}" for index in range(len(shapes))]
        for name, shape in zip(inputs, shapes, strict=True):
            lines.append(f"{name}: input({', '.join(map(str, shape))})")
        if layer["class"] in _JOINS:
            lines.append(f"{label}: {layer['class']}({', '.join(inputs)})")
            continue
        if len(inputs) > 1:
            lines.append(f"from({', '.join(inputs)}) -> {label}: {_written(layer, spelled)}")
        else:
            lines.append(f"{label}: {_written(layer, spelled)}")
    return "\n".join(lines) + "\n"


def _written(layer: Record, spelled: Spelling) -> str:
    if layer["class"] in _WORDS:
        return spelled.plain(layer)
    text = spelled.layer(layer)
    return text if spelled.chance(0.3) or text.startswith(PREFIXES) else f"nn.{text}"


def chain_program(layers: list[Record], spelled: Spelling | None = None) -> str:
    """A chain of layers as a program: steps, or the `Sequential` of a listing."""
    spelled = spelled or spelling()
    shape = ", ".join(map(str, layers[0]["inputs"][0]))
    written = [_written(layer, spelled) for layer in layers]
    lines = [CONVENTION, f"input({shape})"]
    if spelled.chance(0.3):
        lines += ["model = nn.Sequential(", *(f"    {one}," for one in written), ")"]
    else:
        lines += [f"layer{index}: {one}" for index, one in enumerate(written)]
    return "\n".join(lines) + "\n"
