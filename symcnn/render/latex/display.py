"""Puts the rows of derivations in displays: bodies of ``aligned`` that fit a slide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from symcnn.choices import BRIEF, FULL
from symcnn.derivation.document import Chain, Section
from symcnn.render.latex.rows import (
    HEIGHT,
    Row,
    Rows,
    joined,
    noted,
    stacked,
    widest,
    with_subtotals,
)
from symcnn.render.style import Style

# From here on the rows of a layer hold several steps each, so that it fits a slide.
_MANY = 7.5
# Where even that is higher than a slide, the steps between are left to `--detail full`.
_TOO_MANY = 12.0


def chain_display(chain: Chain, style: Style) -> str:
    """All lines of a chain in one ``aligned``, without the signs that open a display."""
    return aligned(row for rows in stacked(chain, style, widest((chain,))) for row in rows)


def chain_displays(chain: Chain, style: Style, detail: str = "normal") -> list[str]:
    """The lines of a chain in as many ``aligned`` as a slide's height asks for.

    A sum of many terms comes in subtotals, so that each display is an equation by itself.
    """
    width = widest((chain,))
    if detail == BRIEF:
        chain = replace(chain, steps=chain.brief)
    return displays(with_subtotals(chain, style, width))


def section_display(section: Section, detail: str, style: Style) -> str:
    """All chains of a section in one ``aligned``; empty where there is nothing to derive."""
    if not section.chains:
        return ""
    chains = _section_rows(section, detail, style)
    return aligned(row for rows in chains for step in rows for row in step)


def section_displays(section: Section, detail: str, style: Style) -> list[str]:
    """The chains of a section in as many ``aligned`` as a slide's height asks for."""
    return displays(_section_rows(section, detail, style)) if section.chains else []


def _section_rows(section: Section, detail: str, style: Style) -> list[list[Rows]]:
    """The rows of each chain: one for each step, or several steps in a row.

    In brief, and where the rows would be higher than a slide, a row holds as much as fits; a chain
    among several stands in one row if it fits.
    """
    chains = section.brief if detail == BRIEF else section.chains
    width = widest(chains)
    if detail == BRIEF:
        return [[joined(chain, chain.brief, style, width)] for chain in chains]
    if detail == FULL:
        return noted([stacked(chain, style, width, notes=True) for chain in chains], width)
    result = [stacked(chain, style, width) for chain in chains]
    several = len(chains) > 1
    # What a layer of many passes says of them, below its rows, takes room as well.
    ranges = len(section.row.ranges)
    below = 1 + ranges if ranges else 0
    high = sum(_height(step) for rows in result for step in rows) > _MANY - below
    if several or high:
        for index, chain in enumerate(chains):
            row = joined(chain, chain.steps, style, width)
            if high or len(row) == 1:
                result[index] = [row]
    if sum(_height(step) for rows in result for step in rows) > _TOO_MANY - below:
        return [[joined(chain, chain.brief, style, width)] for chain in chains]
    return result


def displays(chains: Iterable[Sequence[Rows]]) -> list[str]:
    """Rows in displays that a slide can hold; each display begins with its quantity.

    A chain stays together if it can, else each of its steps does.
    """
    found: list[list[Row]] = [[]]
    for chain in chains:
        whole = sum(map(_height, chain))
        if whole <= HEIGHT < sum(row.height for row in found[-1]) + whole:
            found.append([])
        for step in chain:
            if sum(row.height for row in found[-1]) + _height(step) > HEIGHT:
                found.append([])
            _place(step, found)
    return [aligned(rows) for rows in found if rows]


def _height(rows: Rows) -> float:
    return sum(row.height for row in rows)


def _place(step: Rows, displays: list[list[Row]]) -> None:
    """Add the rows of a step to the last display, and to further ones if it is too high."""
    height = sum(row.height for row in displays[-1])
    for row in step:
        if height + row.height > HEIGHT:
            displays.append([])
            height = 0.0
        named = not row.left and row.right.startswith("=") and not any(map(_equation, displays[-1]))
        displays[-1].append(replace(row, left=row.quantity) if named else row)
        height += row.height


def _equation(row: Row) -> bool:
    return bool(row.left) or row.right.startswith("=")


def aligned(rows: Iterable[Row]) -> str:
    """The body of a display: rows aligned at their relation."""
    body = " \\\\\n".join(map(_row, rows))
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def _row(row: Row) -> str:
    return f"{row.left} &{row.right}" if row.left else f"&{row.right}"
