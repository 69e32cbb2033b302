"""Records what Keras and PyTorch report: ``python -m tests.recorded FILE… [--folder FOLDER]``.

Each file is written anew from the frameworks that are installed. Files of networks, layers and
formulas are measured again, layer by layer, from the classes and arguments that they hold; drawn
ones are drawn from the same seeds; applications and signatures are read off the frameworks.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tests.frameworks.records import DATA, Record, load, store

# How many networks and chains, and how many layers of each class, are drawn and recorded.
_NETWORKS, _DRAWS = 60, 8


def _random_networks() -> Record:
    from tests.frameworks.keras_measuring import keras, measured

    networks = [
        network | {"layers": measured(network["layers"])}
        for network in load("random_networks")["networks"]
    ]
    return {"meta": {"keras": keras.__version__}, "networks": networks}


def _keras_applications() -> Record:
    from tests.frameworks.keras_applications import keras, recorded

    return {"meta": {"keras": keras.__version__}, "networks": recorded()}


def _keras_signatures() -> Record:
    from tests.frameworks.keras_signatures import keras, signatures

    return {"meta": {"keras": keras.__version__}, "classes": signatures()}


def _torch_signatures() -> Record:
    from tests.frameworks.torch_measuring import signatures, version

    return {"meta": {"torch": version()}, "classes": signatures()}


def _torch_layers() -> Record:
    from tests.frameworks.torch_measuring import measured, version

    layers = [measured(layer) for layer in load("torch_layers")["layers"]]
    return {"meta": {"torch": version()}, "layers": layers}


def _torchvision_networks() -> Record:
    from tests.frameworks.torch_measuring import version
    from tests.frameworks.torchvision_networks import recorded

    networks, layers, of = recorded()
    meta = {"torch": version(), "torchvision": of}
    return {"meta": meta, "networks": networks, "layers": layers}


def _classic_networks() -> Record:
    from tests.frameworks.torch_measuring import known, measured, version

    networks = [
        network
        | {
            "layers": [
                layer | measured(layer) if known(layer["class"]) else layer
                for layer in network["layers"]
            ]
        }
        for network in load("classic_networks")["networks"]
    ]
    return {"meta": {"torch": version()}, "networks": networks}


def _layer_formulas() -> Record:
    from tests.frameworks.formulas import measured
    from tests.frameworks.keras_measuring import keras
    from tests.frameworks.torch_measuring import version

    layers = [measured(layer) for layer in load("layer_formulas")["layers"]]
    return {"meta": {"keras": keras.__version__, "torch": version()}, "layers": layers}


def _drawn_keras() -> Record:
    from tests.frameworks.drawing import Draw
    from tests.frameworks.keras_classes import CLASSES, drawn
    from tests.frameworks.keras_measuring import keras, measured
    from tests.frameworks.keras_networks import drawn_network, refused_layers

    networks: list[Record] = []
    refused: list[Record] = []
    for seed in range(_NETWORKS):
        network = drawn_network(seed)
        networks.append({"name": f"seed {seed}", "layers": network.layers})
        refused += [{"name": f"seed {seed}", "layers": one} for one, _ in refused_layers(network)]
    for name, kind in CLASSES.items():
        for number in range(_DRAWS):
            found: Record = {"name": f"{name} {number}", "layers": drawn(Draw(number), name)}
            try:
                layers = measured(found["layers"], eager=kind.eager)
            except Exception:  # noqa: BLE001 - of every kind
                refused.append(found)
            else:
                networks.append(found | {"layers": layers})
    meta = {"keras": keras.__version__}
    return {"meta": meta, "networks": networks, "refused": refused}


def _drawn_torch() -> Record:
    from tests.frameworks.drawing import Draw
    from tests.frameworks.torch_measuring import measured, version
    from tests.frameworks.torch_networks import CLASSES, drawn_chain, drawn_layer

    chains = [drawn_chain(seed) for seed in range(_NETWORKS)]
    refused = [record for chain in chains for record, _ in chain.refused]
    layers: list[Record] = []
    for name in CLASSES:
        for number in range(_DRAWS):
            record = drawn_layer(Draw(number), name)
            try:
                layers.append(measured(record))
            except Exception:  # noqa: BLE001 - of every kind
                refused.append(record)
    found = {"layers": layers, "chains": [chain.layers for chain in chains if chain.layers]}
    return {"meta": {"torch": version()}, **found, "refused": refused}


FILES: dict[str, Callable[[], Record]] = {
    "classic_networks": _classic_networks,
    "drawn_keras": _drawn_keras,
    "drawn_torch": _drawn_torch,
    "keras_applications": _keras_applications,
    "keras_signatures": _keras_signatures,
    "layer_formulas": _layer_formulas,
    "random_networks": _random_networks,
    "torch_layers": _torch_layers,
    "torch_signatures": _torch_signatures,
    "torchvision_networks": _torchvision_networks,
}


def main() -> None:
    """Write the files that are named, or say which there are."""
    parser = argparse.ArgumentParser(prog="python -m tests.recorded", description=__doc__)
    parser.add_argument("files", nargs="+", choices=FILES, metavar="FILE")
    parser.add_argument("--folder", type=Path, default=DATA, help="where to write them")
    given = parser.parse_args()
    for name in given.files:
        path = store(name, FILES[name](), given.folder)
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
