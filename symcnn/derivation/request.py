"""What a reader asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from symcnn.choices import (
    ADAM,
    DTYPES,
    FLOAT32,
    MACS_CONVENTIONS,
    MULTIPLY_ACCUMULATE,
    NORMAL,
    OPTIMIZERS,
    PARAMETERS,
    PER_UNIT,
)
from symcnn.errors import call_error, did_you_mean
from symcnn.network.symbol_names import reason_against
from symcnn.records import value_record

_LONGEST_NAME = 40
_LARGEST_BATCH = 10**12


@value_record
class Conventions:
    """What the counts are told.

    ``macs`` says what a multiply-accumulate is. Memory is that of values of a ``dtype``, for a
    ``batch`` of so many inputs (a number, or the name of a symbol) and, for training, the state of
    an ``optimizer``.

    Raises:
        CallError: for a convention that is not known.
    """

    macs: str = MULTIPLY_ACCUMULATE
    dtype: str = FLOAT32
    batch: int | str = 1
    optimizer: str = ADAM

    def __post_init__(self) -> None:
        checked_choice("macs", self.macs, MACS_CONVENTIONS)
        checked_choice("dtype", self.dtype, tuple(DTYPES))
        checked_choice("optimizer", self.optimizer, tuple(OPTIMIZERS))
        object.__setattr__(self, "batch", _batch(self.batch))

    @property
    def symbol(self) -> str | None:
        """The symbol that stands for the batch, None for a number."""
        return self.batch if isinstance(self.batch, str) else None

    @classmethod
    def names(cls) -> frozenset[str]:
        """The names of all conventions."""
        return frozenset(field.name for field in fields(cls))


def _batch(told: int | str) -> int | str:
    """A number of inputs, or the name of the symbol for it."""
    given: int | str = told
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < _LONGEST_NAME:
        given = int(told)
    known = type(given) is int and 0 < given <= _LARGEST_BATCH
    if isinstance(given, str):
        known = len(given) < _LONGEST_NAME and not reason_against(given)
    if not known:
        message = f"a batch is a number from 1 to {_LARGEST_BATCH:,} or a symbol, not '{told}'"
        raise call_error("batch", message, "such as --batch 32 or --batch B")
    return given


def checked_choice(name: str, value: str, known: Sequence[str]) -> None:
    """Refuse a value that is none of the known ones."""
    if value not in known:
        hint = did_you_mean(value, known) or f"choose {', '.join(known)}"
        raise call_error(name, f"no {name} is called '{value}'", hint)


def checked_names(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse the names of choices that there are not."""
    known = tuple(known)
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known) or f"choose {', '.join(sorted(known))}"
            raise call_error("call", f"no choice is called '{name}'", hint)


@value_record
class Request:
    """Which count, how derived, in which letters, for which layers, under which conventions."""

    count: str = PARAMETERS
    method: str = PER_UNIT
    notation: str | None = None
    own_parentheses: bool = False
    detail: str = NORMAL
    layers: tuple[str, ...] = ()
    conventions: Conventions = Conventions()
