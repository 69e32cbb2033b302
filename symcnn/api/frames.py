"""Rows as frames of pandas, where that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from symcnn.errors import call_error


def frame(rows: Sequence[Any]) -> Any:
    """Rows as a frame of pandas; integers stay integers, of any size, beside gaps too.

    Raises:
        CallError: where pandas is missing.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise call_error("call", "frames need pandas", "pip install pandas") from None
    return pandas.DataFrame(rows, dtype=object).convert_dtypes()
