"""Numbers of any size on an axis: divided by a power of ten, which the words of the axis say."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from symcnn.derivation.plot import STACK, Axis, Plot
from symcnn.render.style import grouped

# Numbers below are written as they are.
_PLAIN: Final = 10_000
# Up to so many digits numbers on a logarithmic axis lie near enough to 1 for TeX.
_DIGITS: Final = 15
_WORDS: Final = {3: "thousands", 6: "millions", 9: "billions", 12: "trillions"}
_RAISED: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# Longer numbers beside a bar are rounded.
_LONGEST: Final = 20


def power_of(axis: Axis, values: Iterable[int | None]) -> int:
    """The power of ten by which all numbers on an axis are divided, a multiple of three.

    The ticks of a logarithmic axis are told as they are, whatever they are divided by.
    """
    numbers = [value for value in values if value]
    if not numbers:
        return 0
    digits = digits_of(max(numbers))
    if axis.logarithmic:
        return 3 * ((digits_of(min(numbers)) - 1) // 3) if digits > _DIGITS else 0
    return 0 if max(numbers) < _PLAIN else 3 * ((digits - 1) // 3)


def highest(plot: Plot) -> list[int]:
    """The number that the axis of the count must hold at each point; of a stack, the sum."""
    together = sum if plot.kind == STACK else max
    columns = zip(*(each.values for each in plot.series), strict=True)
    return [together(value or 0 for value in column) for column in columns]


def digits_of(number: int) -> int:
    """How many digits a positive integer has, however long it is."""
    estimate = max(1, number.bit_length() * 30103 // 100000)
    return estimate + (number >= 10**estimate)


def least(plot: Plot) -> int:
    """The smallest number of all series."""
    values = [value for each in plot.series for value in each.values if value is not None]
    return min(values, default=1)


def scaled(value: int, power: int) -> Fraction:
    """A number divided by a power of ten."""
    return Fraction(value, 10**power)


def raised(power: int) -> str:
    """A power of ten in words.

    >>> raised(15)
    '10¹⁵'
    """
    return f"10{str(power).translate(_RAISED)}"


def words_of(axis: Axis, power: int) -> str:
    """The words of an axis without its symbol, with its unit.

    >>> words_of(Axis("memory", unit="bytes"), 6)
    'memory in millions of bytes'
    """
    if not power or axis.logarithmic:
        return f"{axis.words} in {axis.unit}" if axis.unit else axis.words
    multiple = _WORDS.get(power, f"units of {raised(power)}")
    if axis.unit:
        return f"{axis.words} in {multiple}{' of' if power in _WORDS else ''} {axis.unit}"
    return f"{axis.words} in {multiple}".strip()


def figure_at(value: int, separator: str) -> str:
    """The number beside a bar; a very long one is rounded, and says so.

    >>> figure_at(48120, ","), figure_at(12345 * 10**30, ",")
    ('48,120', '≈ 1.234·10³⁴')
    """
    power = digits_of(value) - 1
    if power < _LONGEST:
        return grouped(value, separator)
    thousandths = value // 10 ** (power - 3)
    return f"≈ {thousandths // 1000}.{thousandths % 1000:03}·{raised(power)}"
