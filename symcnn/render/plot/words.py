"""The title and the notes of a plot, in words that all formats share."""

from __future__ import annotations

import re
import textwrap
from typing import Final

from symcnn.derivation.plot import BARS, LINES, Fixed, Plot, Series
from symcnn.formula.arithmetic import Value
from symcnn.render.phrases import capital, listed, titled
from symcnn.render.plot.names import shortened
from symcnn.render.plot.scaling import figure_at

# Longer names of files and layers are shortened, and no more layers are named.
_LENGTH: Final = 40
_NAMED: Final = 3
# Longer names of symbols are shortened, and of many more values so many are told.
_SYMBOL: Final = 24
_VALUES: Final = 8
UNBROKEN: Final = "\N{NO-BREAK SPACE}"
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
    what = ", ".join([what, *values_told(plot.fixed, separator)])
    if plot.kind == LINES:
        return what
    if plot.kind == BARS:
        values = [value for each in plot.series for value in each.values if value is not None]
        total = figure_at(sum(values), separator)
        return f"{what}: {total} {plot.count.unit}".strip() + " in all"
    return f"{what}, by layer"


def values_told(fixed: Fixed, separator: str) -> list[str]:
    r"""The values of symbols, ``k = 8``, whose signs no line may part; of very many the first.

    >>> values_told((("k", 1024), ("n", 10**30)), ",")
    ['k\xa0=\xa01,024', 'n\xa0≈\xa01.000·10³⁰']
    """
    # One alone is not worth leaving out.
    most = _VALUES if len(fixed) > _VALUES + 1 else len(fixed)
    told = [_value_told(*each, separator) for each in fixed[:most]]
    more = f"{len(fixed) - most} more values".replace(" ", UNBROKEN)
    return [*told, more] if most < len(fixed) else told


def _value_told(name: str, value: Value, separator: str) -> str:
    symbol = shortened(name, _SYMBOL)
    if type(value) is int and value > 0:
        figure = figure_at(value, separator)
        relation = "" if figure.startswith("≈") else "= "
        return f"{symbol} {relation}{figure}".replace(" ", UNBROKEN)
    return f"{symbol} = {shortened(str(value), _SYMBOL)}".replace(" ", UNBROKEN)


def own_values(series: Series, separator: str, length: int, lines: int) -> list[str]:
    """The values that are a series' own, in so many lines of so many letters; of more the first.

    >>> own_values(Series("a", (), fixed=(("k", 8), ("c", 32), ("n", 2))), ",", 16, 1)
    ['k = 8, c = 32, …']
    """
    told = ", ".join(values_told(series.fixed, separator))
    found = textwrap.wrap(told, length, max_lines=lines, placeholder=" …")
    return [line.replace(UNBROKEN, " ") for line in found]


def notes(plot: Plot) -> list[str]:
    """What is missing from a plot and why, a sentence each; very long numbers are shortened."""
    told = (_LONG.sub(lambda word: shortened(word[0], _LENGTH), note) for note in plot.notes)
    return [f"{capital(note)}." for note in told]
