"""What a reader asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from symcnn.choices import (
    MACS_CONVENTIONS,
    MULTIPLY_ACCUMULATE,
    NORMAL,
    PARAMETERS,
    PER_UNIT,
)
from symcnn.errors import call_error, did_you_mean


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a count is told: ``macs`` says what a multiply-accumulate is.

    Raises:
        CallError: for a convention that is not known.
    """

    macs: str = MULTIPLY_ACCUMULATE

    def __post_init__(self) -> None:
        checked_choice("macs", self.macs, MACS_CONVENTIONS)

    @classmethod
    def names(cls) -> frozenset[str]:
        """The names of all conventions."""
        return frozenset(field.name for field in fields(cls))


def checked_choice(name: str, value: str, known: Sequence[str]) -> None:
    """Refuse a value that is none of the known ones."""
    if value not in known:
        hint = did_you_mean(value, known) or f"choose {', '.join(known)}"
        raise call_error(name, f"no {name} is called '{value}'", hint)


@dataclass(frozen=True, slots=True)
class Request:
    """Which count, how derived, in which letters, for which layers, under which conventions."""

    count: str = PARAMETERS
    method: str = PER_UNIT
    notation: str | None = None
    own_parentheses: bool = False
    detail: str = NORMAL
    layers: tuple[str, ...] = ()
    conventions: Conventions = Conventions()
