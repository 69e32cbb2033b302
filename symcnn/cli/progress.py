"""A bar on a terminal for work that takes longer than a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

# Seconds before a bar is shown, and between two looks of it.
_PATIENCE = 2.0
_APART = 0.2
# So many items are passed between two looks at the clock.
_ITEMS = 256
_WIDTH = 40

Item = TypeVar("Item")


def shown(
    items: Iterable[Item],
    total: int,
    stream: TextIO,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Item]:
    """The items, with a bar on the stream where that is a terminal and the work takes long.

    ``total`` is how many there are. The line of the bar is empty again at the end.
    """
    if not stream.isatty():
        yield from items
        return
    start = clock()
    due = start + _PATIENCE
    drawn = False
    try:
        for number, item in enumerate(items):
            if number % _ITEMS == 0 and clock() >= due:
                stream.write(_bar(number, total))
                stream.flush()
                due, drawn = clock() + _APART, True
            yield item
    finally:
        if drawn:
            stream.write("\r" + " " * (_WIDTH + 8) + "\r")
            stream.flush()


def _bar(number: int, total: int) -> str:
    done = number * _WIDTH // total
    return f"\r[{'#' * done}{' ' * (_WIDTH - done)}] {number * 100 // total:3d}%"
