"""What a reader chooses about the look of a page, and how numbers are written under it."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import Final

from symcnn.errors import call_error
from symcnn.records import value_record

MULTIPLICATION: Final = ("dot", "times")
# The sign between groups of three digits, and the decimal mark that goes with it.
GROUPING: Final = {
    "comma": (",", "."),
    "space": ("\N{THIN SPACE}", "."),
    "point": (".", ","),
    "none": ("", "."),
}


@value_record
class Style:
    """The look of a page.

    ``width`` is in columns (text alone), ``standalone`` asks for a whole document,
    ``ascii_only`` for a page without other signs (text alone).
    """

    multiplication: str = "dot"
    grouping: str = "comma"
    width: int = 80
    standalone: bool = False
    ascii_only: bool = False

    def __post_init__(self) -> None:
        for name, value, known in (
            ("multiplication", self.multiplication, MULTIPLICATION),
            ("grouping", self.grouping, tuple(GROUPING)),
        ):
            if value not in known:
                hint = f"choose {', '.join(known)}"
                raise call_error(name, f"no {name} is called '{value}'", hint)


def style_names() -> tuple[str, ...]:
    """The names of what is chosen about a page."""
    return tuple(field.name for field in fields(Style))


def grouped(value: int, separator: str) -> str:
    """The digits of an integer in groups of three.

    >>> grouped(48120, ",")
    '48,120'
    """
    return f"{value:,}".replace(",", separator)


def decimal(value: Fraction, separator: str, mark: str) -> str:
    """A fraction with a finite decimal form, written out.

    >>> decimal(Fraction(5, 4), ",", ".")
    '1.25'
    """
    places = 0
    while value.denominator != 1:
        value, places = value * 10, places + 1
    digits = str(abs(value.numerator)).rjust(places + 1, "0")
    whole = grouped(int(digits[: len(digits) - places]), separator)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}{mark}{digits[len(digits) - places :]}" if places else f"{sign}{whole}"
