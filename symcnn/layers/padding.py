"""The kinds of arguments that pad: words, and amounts for each axis or side."""

from __future__ import annotations

from typing import Any

from symcnn.layers.arguments import Kind, Unfit, extents, is_integral, parts_of


def pairs(value: Any, rank: int, checked: bool) -> tuple[tuple[Any, Any], ...]:
    """Before and after, for each spatial axis.

    ``p`` pads every side, ``(p, q)`` both sides of each axis, ``((a, b), (c, d))`` each side.
    One axis takes ``(a, b)`` as its two sides.
    """
    parts = parts_of(value) or (value,) * rank
    if rank == 1 and len(parts) == 2:
        parts = (parts,)
    sides = tuple(parts_of(part) or (part, part) for part in parts)
    if len(sides) != rank or not all(_is_pair(side, checked) for side in sides):
        raise Unfit("an integer, one for each axis, or a pair for each axis")
    return tuple((side[0], side[1]) for side in sides)


def _is_pair(side: tuple[Any, ...], checked: bool) -> bool:
    return len(side) == 2 and all(is_integral(part, 0, checked) for part in side)


PAIRS = Kind("padding amounts", pairs, takes_sizes=True)


def padding(*words: str) -> Kind:
    """A padding word, an integer, or amounts per axis or side."""
    expected = f"{', '.join(words)} or an integer"

    def read(value: Any, rank: int, checked: bool) -> Any:
        if isinstance(value, str):
            # Keras reads "SAME" as "same".
            if value.lower() not in words:
                raise Unfit(expected)
            return value.lower()
        try:
            return pairs(value, rank, checked)
        except Unfit:
            raise Unfit(expected) from None

    return Kind(expected, read, words, takes_sizes=True)


def even_padding(*words: str) -> Kind:
    """PyTorch's padding: a word, or an amount for both sides of each axis alike."""
    expected = f"{', '.join(words)} or an integer" if words else "an integer"

    def read(value: Any, rank: int, checked: bool) -> Any:
        if isinstance(value, str) and value in words:
            return value
        try:
            return tuple((side, side) for side in extents(value, rank, checked, least=0))
        except Unfit:
            raise Unfit(f"{expected}, or {rank} of them" if rank > 1 else expected) from None

    return Kind(expected, read, words, takes_sizes=True)
