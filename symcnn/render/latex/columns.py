"""The columns of LaTeX's tables: how wide each is, and which of them stand beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from symcnn.derivation.rows import Column
from symcnn.records import value_record
from symcnn.render.latex.width import measure_words
from symcnn.render.phrases import capital, heading

# The width of a slide's text, and of a page's, which a slide has in small letters; the space
# between two columns, and what a column of names or formulas has at least where all of it is not
# enough.
_SLIDE: Final = 27.4
_PAGE: Final = 32.4
_SMALLER: Final = "\\ifdim\\linewidth<32.5em\\footnotesize\\fi\n"
_GAP: Final = 1.0
_LEAST_NAME: Final = 4.9
_LEAST_EXTENTS: Final = 6.3
_LEAST_COUNT: Final = 6.0
# So many columns beside the names always stand together.
_FEW: Final = 3


@value_record
class TableCell:
    """A cell's text, how wide it is, and how a formula comes in lines of some width.

    ``least`` is the width of the widest part of a name.
    """

    text: str
    width: float
    lines: Callable[[float], list[str]] | None = None
    least: float = 0.0


# The word of a row of sums, and its values by the place of their column.
Sums: TypeAlias = tuple[TableCell, Mapping[int, TableCell]]


@value_record
class Look:
    """The columns of a tabular: their headings in two lines, their sides, their least widths.

    A ``broad`` one takes the width of a page, and comes in small letters where there is less.
    """

    headings: tuple[tuple[str, str], ...]
    sides: str
    least: tuple[float, ...]
    broad: bool = False

    def of(self, columns: Sequence[int]) -> Look:
        """The same for some of the columns."""
        return Look(
            tuple(self.headings[column] for column in columns),
            "".join(self.sides[column] for column in columns),
            tuple(self.least[column] for column in columns),
            self.broad,
        )

    @property
    def room(self) -> float:
        """How wide the table may be."""
        return _PAGE if self.broad else _SLIDE

    @property
    def letters(self) -> str:
        """What sets the size of the letters."""
        return _SMALLER if self.broad else ""

    @property
    def opening(self) -> str:
        """What LaTeX is told of the columns."""
        return "{@{}" + "@{\\quad}".join(self.sides) + "@{}}"


def look_of(columns: Sequence[Column]) -> Look:
    """The look of a table with these columns, the names of the layers first."""
    headings = [capital(heading(column)).partition(" ") for column in columns]
    least = [_LEAST_EXTENTS if column.extents else _LEAST_COUNT for column in columns]
    return Look(
        (("Layer", ""), *((first, second) for first, _, second in headings)),
        "l" + "".join("l" if column.extents else "r" for column in columns),
        (_LEAST_NAME, *least),
    )


def widths_of(rows: Sequence[Sequence[TableCell]], sums: Sequence[Sums], look: Look) -> list[float]:
    """The width of each column; where they are too wide together, the widest give way.

    What cannot be divided, a number or a shape of numbers, keeps its width.
    """
    widths, least = _measured(rows, sums, look)
    excess = sum(widths) - (look.room - _GAP * (len(widths) - 1))
    while excess > 0.01:
        slack = [width - low for width, low in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=slack.__getitem__)
        if slack[widest] <= 0:
            break
        # Down to the next widest, so that the columns end up as even as they can.
        following = max(0.0, sorted(slack)[-2])
        given = min(excess, max(slack[widest] - following, 0.25), slack[widest])
        widths[widest] -= given
        excess -= given
    return widths


def groups_of(
    rows: Sequence[Sequence[TableCell]], sums: Sequence[Sums], look: Look
) -> list[tuple[int, ...]]:
    """The columns that stand beside each other on a slide, each group behind the names."""
    _, least = _measured(rows, sums, look)
    groups: list[list[int]] = [[]]
    for index in range(1, len(least)):
        group = groups[-1]
        width = least[0] + sum(_GAP + least[i] for i in (*group, index))
        if group and len(least) - 1 > _FEW and width > look.room:
            groups.append([])
        groups[-1].append(index)
    return [(0, *group) for group in groups]


def broadened(rows: Sequence[Sequence[TableCell]], sums: Sequence[Sums], look: Look) -> Look:
    """The look of a table; broad if a slide is not wide enough for it."""
    widths, _ = _measured(rows, sums, look)
    return replace(look, broad=sum(widths) + _GAP * (len(widths) - 1) > _SLIDE)


def _measured(
    rows: Sequence[Sequence[TableCell]], sums: Sequence[Sums], look: Look
) -> tuple[list[float], list[float]]:
    """The width of each column, and its least width."""
    widths: list[float] = []
    least: list[float] = []
    words = [word for word, _ in sums]
    for index, titles in enumerate(look.headings):
        title = max(map(measure_words, titles))
        column = [*(row[index] for row in rows), *(_own_sums(sums, index) if index else words)]
        fixed = (cell.width for cell in column if index and cell.lines is None)
        widths.append(max(title, *(cell.width for cell in column)))
        least.append(max(title if index else 0.0, look.least[index], *fixed, 0.0))
    least[0] = max(least[0], *(cell.least for cell in words), *(row[0].least for row in rows))
    return widths, least


def _own_sums(sums: Sequence[Sums], column: int) -> Iterator[TableCell]:
    """The sums that must fit a column: those that cannot run over the columns before."""
    for _, counts in sums:
        if column in counts and (column == 1 or column - 1 in counts):
            yield counts[column]
