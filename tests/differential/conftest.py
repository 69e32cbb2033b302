"""Fresh networks are drawn where the frameworks are installed alone.

``SYMCNN_NETWORKS`` says how many (40 unless told), ``SYMCNN_SEED`` from which seed (0): the same
seeds draw the same networks, and stand in the names of the tests that fail.
"""

from __future__ import annotations

import os
import warnings
from importlib.util import find_spec

import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
NETWORKS = int(os.environ.get("SYMCNN_NETWORKS", "40"))
SEED = int(os.environ.get("SYMCNN_SEED", "0"))

_NEEDED = {"test_keras.py": ("keras", "torch"), "test_torch.py": ("torch",)}
collect_ignore = [name for name, needed in _NEEDED.items() if not all(map(find_spec, needed))]

# What the frameworks warn of while they are imported is none of our mistakes.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for framework in ("keras", "torch"):
        if f"test_{framework}.py" not in collect_ignore:
            __import__(framework)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test that asks for a seed runs for each of them."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(SEED, SEED + NETWORKS))
