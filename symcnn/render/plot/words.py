"""The title and the notes of a plot, in words that all formats share."""

from __future__ import annotations

import re
from typing import Final

from symcnn.derivation.plot import BARS, LINES, Plot
from symcnn.render.phrases import capital, listed, titled
from symcnn.render.plot.names import shortened
from symcnn.render.plot.scaling import figure_at

# Longer names of files and layers are shortened, and no more layers are named.
_LENGTH: Final = 40
_NAMED: Final = 3
_LONG: Final = re.compile(rf"\S{{{_LENGTH + 1},}}")


def title(plot: Plot, separator: str) -> str:
    """What a plot shows; over bars, which have no axis, with their sum."""
    source = shortened(plot.source, _LENGTH)
    if plot.layers and len(plot.layers) <= _NAMED:
        layers = listed([shortened(name, _LENGTH) for name in plot.layers])
    else:
        layers = f"{len(plot.layers)} layers" if plot.layers else ""
    if not source:
        what = f"{plot.subject} of {layers}" if layers else plot.subject
    elif layers:
        what = f"{plot.subject} of {layers} in {source}"
    else:
        what = titled(plot.subject, source)
    if plot.kind == LINES:
        return what
    if plot.kind == BARS:
        values = [value for each in plot.series for value in each.values if value is not None]
        total = figure_at(sum(values), separator)
        return f"{what}: {total} {plot.count.unit}".strip() + " in all"
    return f"{what}, by layer"


def notes(plot: Plot) -> list[str]:
    """What is missing from a plot and why, a sentence each; very long numbers are shortened."""
    told = (_LONG.sub(lambda word: shortened(word[0], _LENGTH), note) for note in plot.notes)
    return [f"{capital(note)}." for note in told]
