"""What tells lines and areas apart, in colour, in grey and for the colour-blind.

Sources: M. Okabe, K. Ito (2008), Color Universal Design; S. van der Walt, N. Smith (2015), the
colour map viridis.
"""

from __future__ import annotations

from typing import Final

from symcnn.records import value_record

# Strong on white, in an order in which neighbours differ in lightness as well.
_COLOURS: Final = ("#0072B2", "#D55E00", "#000000", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
# Lengths of strokes and gaps in points; none for a whole line.
_DASHES: Final[tuple[tuple[float, ...], ...]] = ((), (6, 2), (1.5, 1.5), (7, 2, 1.5, 2))
_MARKS: Final = ("circle", "square", "triangle", "diamond", "cross")
# From dark to light.
_LEVELS: Final = (
    "#440154",
    "#46327e",
    "#365c8d",
    "#277f8e",
    "#1fa187",
    "#4ac16d",
    "#a0da39",
    "#fde725",
)
_SEVERAL: Final = 4
REST: Final = "#eeeeee"
BAR: Final = _COLOURS[0]
SUM: Final = "#999999"


@value_record
class Look:
    """How a line looks: its colour, its strokes, and the marks at its points."""

    colour: str
    dashes: tuple[float, ...]
    mark: str


def look(place: int) -> Look:
    """The look of the line at a place; no two of twelve share more than one trait."""
    return Look(
        _COLOURS[place % len(_COLOURS)],
        _DASHES[place % len(_DASHES)],
        _MARKS[place % len(_MARKS)],
    )


def levels(areas: int, rest: bool) -> tuple[str, ...]:
    """The colours of areas from the lowest up, ever lighter; the rest of the layers lies last."""
    named = areas - rest
    # A few need not reach to the ends.
    first, last = (0, len(_LEVELS) - 1) if named > _SEVERAL else (1, len(_LEVELS) - 2)
    steps = [first + round(place * (last - first) / max(1, named - 1)) for place in range(named)]
    return (*(_LEVELS[step] for step in steps), *((REST,) if rest else ()))
