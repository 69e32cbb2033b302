"""Records the architectures of torchvision, module by module as they are called."""

from __future__ import annotations

import inspect
from typing import Any

import torch
from torch import nn

from tests.frameworks.records import Record
from tests.frameworks.torch_measuring import counts

# Architectures with the size of image that each is called on.
NETWORKS: dict[str, tuple[int, int]] = {
    "alexnet": (224, 224),
    "convnext_tiny": (224, 224),
    "densenet161": (224, 224),
    "efficientnet_b0": (224, 224),
    "efficientnet_v2_s": (300, 281),
    "googlenet": (224, 224),
    "inception_v3": (299, 299),
    "mnasnet0_75": (224, 224),
    "mobilenet_v2": (224, 224),
    "mobilenet_v3_large": (224, 224),
    "mobilenet_v3_small": (197, 160),
    "regnet_y_400mf": (224, 224),
    "resnet18": (224, 224),
    "resnet50": (224, 224),
    "resnet152": (163, 224),
    "resnext101_32x8d": (224, 224),
    "shufflenet_v2_x1_0": (224, 224),
    "squeezenet1_1": (224, 224),
    "vgg11": (224, 224),
    "vgg19_bn": (231, 255),
    "vit_b_16": (224, 224),
    "wide_resnet50_2": (224, 224),
}


def recorded() -> tuple[list[Record], list[Record], str]:
    """The networks, each as its layers' numbers, the distinct layers, and torchvision's version."""
    import torchvision

    layers: dict[str, int] = {}
    kept: list[Record] = []
    networks: list[Record] = []
    for name, (height, width) in NETWORKS.items():
        model = torchvision.models.get_model(name, weights=None).eval()
        called = _called(model, torch.zeros(2, 3, height, width))
        numbers: list[int] = []
        for record in called:
            key = repr(record)
            if key not in layers:
                layers[key] = len(kept)
                kept.append(record)
            numbers.append(layers[key])
        total = sum(parameter.numel() for parameter in model.parameters())
        networks.append(
            {"name": name, "image": [3, height, width], "total": total, "layers": numbers}
        )
    return networks, kept, torchvision.__version__.partition("+")[0]


def _called(model: nn.Module, image: torch.Tensor) -> list[Record]:
    """Every module of torch.nn without modules inside, in the order of the calls."""
    found: list[Record] = []

    def note(module: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
        tensors = [one for one in inputs if isinstance(one, torch.Tensor)]
        first = output[0] if isinstance(output, tuple) else output
        found.append(
            {
                "class": type(module).__name__,
                "arguments": arguments_of(module),
                "inputs": [list(tensor.shape[1:]) for tensor in tensors],
                "output_shape": list(first.shape[1:]),
            }
            | counts(module)
        )

    hooks = [
        module.register_forward_hook(note)
        for module in model.modules()
        if type(module).__module__.startswith("torch.nn")
        and (isinstance(module, nn.MultiheadAttention) or not list(module.children()))
    ]
    with torch.no_grad():
        model(image)
    for hook in hooks:
        hook.remove()
    return found


# Arguments that a module keeps under another name or form.
_KEPT_OTHERWISE = {"bias": lambda module: getattr(module, "bias", None) is not None}
_WITHOUT_EFFECT = frozenset({"device", "dtype", "inplace", "eps", "momentum", "p", "dropout"})


def arguments_of(module: nn.Module) -> Record:
    """The arguments that a module was built with, where they matter to counts and shapes."""
    found: Record = {}
    for parameter in inspect.signature(type(module)).parameters.values():
        name = parameter.name
        if name in _WITHOUT_EFFECT:
            continue
        if name == "bias" and isinstance(module, nn.MultiheadAttention):
            value: Any = module.in_proj_bias is not None
        elif name in _KEPT_OTHERWISE:
            value = _KEPT_OTHERWISE[name](module)
        else:
            value = getattr(module, name, parameter.default)
        if value != parameter.default and value is not None:
            found[name] = list(value) if isinstance(value, tuple) else value
    return found
