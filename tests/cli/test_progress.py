"""A bar for long work, on a terminal alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from itertools import count

import pytest

from symcnn.cli.progress import shown


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def clock(seconds: float) -> Iterator[float]:
    return (look * seconds for look in count())


def test_long_work_has_a_bar_that_goes_again() -> None:
    terminal, looks = Terminal(), clock(1.0)
    assert list(shown(range(2000), 2000, terminal, lambda: next(looks))) == list(range(2000))
    bars = [text for text in terminal.getvalue().split("\r") if "%" in text]
    percents = [int(bar.split()[-1].removesuffix("%")) for bar in bars]
    assert percents
    assert percents == sorted(percents)
    assert all(len(bar) < 80 for bar in bars)
    assert terminal.getvalue().endswith(" \r")


@pytest.mark.parametrize(("stream", "seconds"), [(StringIO(), 9.0), (Terminal(), 0.0)])
def test_short_work_and_files_have_none(stream: StringIO, seconds: float) -> None:
    looks = clock(seconds)
    assert list(shown(range(2000), 2000, stream, lambda: next(looks))) == list(range(2000))
    assert not stream.getvalue()


def test_the_bar_goes_where_the_work_ends_early() -> None:
    terminal, looks = Terminal(), clock(1.0)
    items = shown(range(2000), 2000, terminal, lambda: next(looks))
    while "%" not in terminal.getvalue():
        next(items)
    items.close()  # pyright: ignore[reportAttributeAccessIssue]
    assert terminal.getvalue().endswith(" \r")
