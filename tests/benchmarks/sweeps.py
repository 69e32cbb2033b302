"""A sweep of a million points against the same formula and validity written by hand in NumPy."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

import symcnn
from tests.benchmarks.programs import lenet

PROGRAM = lenet("32x32x3").replace("8, 5x5", "k, f x f").replace("16, 5x5", "16, f x f")
# A thousand sizes of which few fit the image, and few sizes that all do.
GRIDS = {
    "1,000 f and 1,000 k": (range(1, 1001), range(1, 1001)),
    "10 f and 100,000 k": (range(1, 11), range(1, 100_001)),
}


def by_hand(f: Sequence[int], k: Sequence[int]) -> tuple[Any, Any]:
    """The parameters of source 001's network and where there is a network, in 64 bits."""
    size = np.array(f, dtype=np.int64)[:, None]
    filters = np.array(k, dtype=np.int64)[None, :]
    first = 32 - size + 1
    second = first // 2 - size + 1
    left = second // 2
    valid = (first >= 2) & (second >= 2)
    convolutions = (size * size * 3 + 1) * filters + (size * size * filters + 1) * 16
    dense = 120 * (left * left * 16) + 120 + 84 * 120 + 84 + 10 * 84 + 10
    return np.where(valid, convolutions + dense, 0), np.broadcast_to(valid, (len(f), len(k)))


def swept(f: Sequence[int], k: Sequence[int]) -> tuple[Any, Any]:
    """The same by symcnn."""
    found = _NETWORK.sweep(f=f, k=k).arrays
    return found["parameters"], found["valid"]


_NETWORK = symcnn.parse(PROGRAM)


def seconds(work: Callable[[Sequence[int], Sequence[int]], Any], *axes: Sequence[int]) -> float:
    """The wall seconds of one run."""
    start = time.perf_counter()
    work(*axes)
    return time.perf_counter() - start


def ratios(runs: int) -> Iterator[tuple[str, float]]:
    """The median ratio for each grid, the two in turn in a warm process.

    Raises:
        AssertionError: where the two do not agree at every point.
    """
    for what, (f, k) in GRIDS.items():
        for one, other in zip(swept(f, k), by_hand(f, k), strict=True):
            assert np.array_equal(one, other)
        pairs = [(seconds(swept, f, k), seconds(by_hand, f, k)) for _ in range(2 * runs)]
        yield what, statistics.median(own / hand for own, hand in pairs)
