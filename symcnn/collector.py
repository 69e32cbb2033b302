"""Pauses Python's garbage collector while many long-lived nodes are made.

Trees hold no cycles; each collection would walk all of them again, and the cost of a layer would
grow with their number.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused() -> Generator[None]:
    """No garbage collection inside; afterwards it is as it was."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
