"""Modules that import a framework are looked into where it is installed alone."""

from __future__ import annotations

from importlib.util import find_spec

_NEEDED = {
    "keras_applications.py": "keras",
    "keras_measuring.py": "keras",
    "keras_signatures.py": "keras",
    "torch_measuring.py": "torch",
    "torchvision_networks.py": "torch",
}
collect_ignore = [name for name, framework in _NEEDED.items() if find_spec(framework) is None]
