"""The kinds of arguments that layers take: what each accepts and what it becomes.

A value arrives as an integer, a fraction, a SymPy expression, a word (str), a flag (bool), None or
a tuple of these. A kind returns it in its own form, or raises :class:`Unfit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, cast

from symcnn.choices import KERAS
from symcnn.formula.arithmetic import is_whole
from symcnn.records import record, value_record


class Unfit(Exception):
    """A value that an argument cannot take, with what it takes instead."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


class Required:
    """The default of an argument that has none."""


REQUIRED: Final = Required()


@value_record
class ByRank:
    """A default that differs with the number of spatial axes."""

    defaults: tuple[tuple[int, Any], ...]


@value_record
class ByConvention:
    """A default that differs between the frameworks whose conventions a program may follow."""

    keras: Any
    pytorch: Any


@record
class Kind:
    """How an argument reads its value.

    ``words`` are the words that it knows, ``takes_numbers`` and ``takes_sizes`` what may fill it
    by position, ``ignored`` marks an argument that changes no count and takes anything,
    ``decides`` one that decides the form of the layer, so that a symbol stands for its value,
    ``gathers`` one that takes numbers in a row as a tuple. ``layers`` marks one that takes the
    name of a function or its class, ``holds`` one that takes whole layers, to be applied inside:
    ``example`` is one of them, ``own`` says why a layer of the program's own cannot stand there.
    ``texts`` marks one that takes a text in quotes, ``quoted`` the only words that one takes so.
    """

    expected: str
    read: Callable[[Any, int, bool], Any]
    words: tuple[str, ...] = ()
    takes_numbers: bool = True
    takes_sizes: bool = False
    ignored: bool = False
    layers: bool = False
    holds: bool = False
    example: str = ""
    own: str = ""
    decides: bool = False
    gathers: bool = False
    texts: bool = False
    quoted: tuple[str, ...] = ()


@record
class Argument:
    """An argument of a layer under Keras's name, with the other names that it goes by.

    In the signature of a framework's class, ``to`` are the layer's own arguments that it fills
    (itself where empty), and ``role`` is the role of the layer's formulas whose value it must
    repeat, such as ``in_channels``; the layer itself does not see it.
    """

    name: str
    kind: Kind
    default: Any = REQUIRED
    aliases: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    role: str = ""

    def default_at(self, rank: int, convention: str = KERAS) -> Any:
        """The default, read, for so many spatial axes in a framework's convention."""
        default = self.default
        if isinstance(default, ByRank):
            default = dict(default.defaults)[rank]
        if isinstance(default, ByConvention):
            default = getattr(default, convention)
        return None if default is None else self.kind.read(default, rank, True)


def is_integral(value: Any, least: int | None, checked: bool) -> bool:
    """Whether a value is, or as a formula can be, an integer of at least ``least``."""
    if is_whole(value):
        return least is None or value >= least or not checked
    if value is None or isinstance(value, bool | str | tuple | Fraction):
        return False
    if not checked:
        return True
    if value.is_integer is False:
        return False
    # A symbol is at least 1, which settles most cases without algebra.
    return least is None or value.is_positive is True or (value - least).is_negative is not True


def _count(value: Any, rank: int, checked: bool) -> Any:
    if not is_integral(value, 1, checked):
        raise Unfit("a positive integer")
    return value


def _axis(value: Any, rank: int, checked: bool) -> int:
    if not is_whole(value):
        raise Unfit("a known integer")
    return value


def _axes(value: Any, rank: int, checked: bool) -> tuple[int, ...]:
    return tuple(_axis(part, rank, checked) for part in parts_of(value) or (value,))


def parts_of(value: Any) -> tuple[Any, ...] | None:
    """The parts of a tuple, None for anything else."""
    return cast("tuple[Any, ...]", value) if isinstance(value, tuple) else None


def extents(value: Any, rank: int, checked: bool, least: int = 1) -> tuple[Any, ...]:
    """One integer per spatial axis; a single one stands for all."""
    what = "positive integer" if least else "integer from 0"
    expected = f"one {what} or {rank} of them" if rank > 1 else f"a {what}"
    parts = parts_of(value) or (value,)
    if len(parts) == 1:
        parts *= rank
    if len(parts) != rank or not all(is_integral(part, least, checked) for part in parts):
        raise Unfit(expected)
    return parts


def _one_extent(value: Any, rank: int, checked: bool) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        raise Unfit("a positive integer")
    return extents(value, rank, checked)


def _optional_extents(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else extents(value, rank, checked)


def _flag(value: Any, rank: int, checked: bool) -> bool:
    if (type(value) is bool or is_whole(value)) and value in (0, 1):
        return bool(value)
    raise Unfit("true or false")


def _row(expected: str, least: int | None = None, gaps: bool = False) -> Kind:
    """Integers in a row, of at least ``least``, with ``gaps`` also None for what is left open."""

    def read(value: Any, rank: int, checked: bool) -> tuple[Any, ...]:
        parts = cast("tuple[Any, ...]", value if isinstance(value, tuple) else (value,))
        if not all((gaps and p is None) or is_integral(p, least, checked) for p in parts):
            raise Unfit(expected)
        return parts

    return Kind(expected, read, takes_sizes=True, gathers=True)


def _number(value: Any, rank: int, checked: bool) -> Any:
    if value is None or isinstance(value, bool | str | tuple):
        raise Unfit("a number")
    return value


def _optional_number(value: Any, rank: int, checked: bool) -> Any:
    return None if value is None else _number(value, rank, checked)


def _absent(value: Any, rank: int, checked: bool) -> None:
    if value is not None:
        raise Unfit("None")


def _anything(value: Any, rank: int, checked: bool) -> Any:
    return value


_YES: Final = ("true", "True", "yes")
FLAG_WORDS: Final = {word: word in _YES for word in (*_YES, "false", "False", "no")}

COUNT = Kind("a positive integer", _count)
AXIS = Kind("a known integer", _axis, decides=True)
KNOWN_AXES = Kind("known integers", _axes, takes_sizes=True, decides=True, gathers=True)
NUMBER = Kind("a number", _number)
EXTENTS = Kind("positive integers", extents, takes_sizes=True)
# A number that is no tuple, not even of one.
ONE_EXTENT = Kind("a positive integer", _one_extent)
OPTIONAL_EXTENTS = Kind("positive integers or None", _optional_extents, takes_sizes=True)
OPTIONAL_NUMBER = Kind("a number or None", _optional_number)
# An argument that would change the count in a way that no formula here covers.
ABSENT = Kind("None", _absent, takes_numbers=False)
SHAPE = _row("a tuple of integers", gaps=True)
INTEGERS = _row("a tuple of integers")
SIZES = _row("a tuple of positive integers", 1)
# Never by position: its first extent is the batch.
BATCH_SHAPE = replace(SHAPE, takes_numbers=False, takes_sizes=False, gathers=False)
FLAG = Kind("true or false", _flag, tuple(FLAG_WORDS), takes_numbers=False, decides=True)
IGNORED = Kind("anything", _anything, takes_numbers=False, ignored=True)


def choice(first: str, *others: str, or_none: bool = False, any_case: bool = False) -> Kind:
    """One of a few words, in capitals as well where any case will do."""
    words = (first, *others)
    expected = ", ".join(words[:-1]) + f" or {words[-1]}" if others else first

    def read(value: Any, rank: int, checked: bool) -> Any:
        if any_case and isinstance(value, str):
            value = value.lower()
        if value in words or (or_none and value is None):
            return value
        raise Unfit(expected)

    return Kind(expected, read, words, takes_numbers=False)


def ignored(*names: str) -> tuple[Argument, ...]:
    """Arguments that change no count and no shape, and take any value."""
    return tuple(Argument(name, IGNORED, None) for name in names)


DATA_FORMAT = Argument(
    "data_format",
    choice("channels_last", "channels_first", or_none=True),
    ByConvention(None, "channels_first"),
)

# Layers inside a layer: the network reads them, so that nothing is left to do here.
LAYER = Kind("a layer", _anything, takes_numbers=False, holds=True, example="LSTM(32)")
