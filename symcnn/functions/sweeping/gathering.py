"""The numbers of a whole sweep in arrays of NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from symcnn.functions.sweeping.sweep import Sweep

Array = Any


def gathered(sweep: Sweep, count: str) -> dict[str, Array]:
    """The numbers over the whole grid, under the name of the count, and where they are valid.

    Several numbers of a point, one for each axis of a shape, stand along a last axis.
    """
    ways: list[Array] = []
    blocks: list[list[Array]] = []
    for _, filled in sweep.blocks():
        ways.append(np.ravel(filled.ways))
        blocks.append([np.ravel(counts) for counts in filled.counts])
    shape = sweep.grid.shape
    complaints = np.array([bool(way.complaint) for way in sweep.ways])
    valid = ~complaints[np.concatenate(ways)].reshape(shape)
    columns = [
        np.concatenate(
            [_column(block, index, len(way)) for block, way in zip(blocks, ways, strict=True)]
        )
        for index in range(max(1, *map(len, blocks)))
    ]
    numbers = [column.reshape(shape) for column in columns]
    return {count: numbers[0] if len(numbers) == 1 else np.stack(numbers, -1), "valid": valid}


def _column(block: Sequence[Array], index: int, points: int) -> Array:
    """One number of each point of a block, 0 where the block has none."""
    return block[index] if index < len(block) else np.zeros(points, dtype=np.int64)
