"""Sets derivations as rows: aligned at the equals sign, wide ones broken, long sums divided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from symcnn.derivation.document import FORMULA, Chain, Step
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Name, Node, Number, Sum, names, sum_of
from symcnn.records import value_record
from symcnn.render.latex import text as latex_text
from symcnn.render.latex.broken_formula import tokens
from symcnn.render.latex.dialect import formula
from symcnn.render.latex.width import lines, measure, measure_words
from symcnn.render.style import Style

# The text of a slide is 28 em wide and about ten rows of a display high.
_WIDTH: Final = 27.0
HEIGHT: Final = 9.0
_EQUALS: Final = 1.34
_INDENT: Final = 1.3
_NARROWEST: Final = 8.0
# How much a fraction, or a sum with its bounds, adds to the height of a row.
_FRACTION: Final = 0.75
_BOUNDS: Final = 1.5
_FRACTIONS_AND_BRACES: Final = re.compile(r"\\frac|(?<!\\)[{}]")
# A row is filled to this part before the best place to break counts.
_FILLED: Final = 0.4
# Words beside a formula are set in the size of a subscript, whose letters are a little wider.
_NOTE: Final = 0.74


@value_record
class Row:
    """A row of a display: the quantity, or nothing where it is understood, and the rest."""

    quantity: str
    left: str
    right: str
    note: str = ""

    @property
    def height(self) -> float:
        """The height in rows of plain formulas."""
        if "\\sum" in self.right:
            return 1 + _BOUNDS
        if "\\frac" in self.right:
            return 1 + _FRACTION * _nesting(self.right)
        return 1 + _FRACTION if "\\Big" in self.right else 1.0


def _nesting(text: str) -> int:
    """How many fractions stand within each other at most."""
    deepest = depth = 0
    # For each open brace whether it is a part of a fraction, and how many parts are to follow.
    opened: list[tuple[bool, int]] = []
    parts = 0
    for sign in _FRACTIONS_AND_BRACES.findall(text):
        if sign == "{":
            opened.append((parts > 0, max(parts - 1, 0)))
            depth += parts > 0
            deepest = max(deepest, depth)
            parts = 0
        elif sign == "}":
            was_part, parts = opened.pop()
            depth -= was_part
        else:
            parts = 2
    return deepest


# The rows of one step, which stay together where they can.
Rows = tuple[Row, ...]


def widest(chains: Iterable[Chain]) -> float:
    """The width of the widest quantity, on the left of the equals signs."""
    return max(measure(_quantity(chain)) for chain in chains)


def _quantity(chain: Chain) -> str:
    """The left side: a letter or a word of the notation, or several."""
    return ",\\ ".join(map(latex_text.name, chain.quantity.split(", ")))


def room_beside(width: float) -> float:
    """How wide a formula may be beside a left side of some width."""
    return max(_WIDTH - _EQUALS - width, _NARROWEST)


def formula_lines(node: Node, style: Style, room: float) -> list[str]:
    """A formula in lines; nearly always it is one."""
    text = formula(node, style)
    if measure(text) <= room:
        return [text]
    pieces = tokens(node, style, room - _INDENT)
    if sum(piece.width for piece in pieces) <= room:
        return ["".join(piece.text for piece in pieces)]
    return lines(pieces, room, _INDENT, _FILLED)


def _rows(left: str, quantity: str, texts: Sequence[str], note: str = "") -> Rows:
    first = Row(quantity, left, f"= {texts[0]}", note)
    return (first, *(Row("", "", f"\\quad {text}") for text in texts[1:]))


def stacked(chain: Chain, style: Style, width: float, notes: bool = False) -> list[Rows]:
    """One row for each step, more where it is wide."""
    quantity, room = _quantity(chain), room_beside(width)
    return [
        _rows(
            quantity if index == 0 else "",
            quantity,
            formula_lines(step.formula, style, room),
            step.words if notes else "",
        )
        for index, step in enumerate(chain.steps)
    ]


def joined(chain: Chain, steps: Iterable[Step], style: Style, width: float) -> Rows:
    """All steps one after the other, in a row if they fit; a new row starts at an equals sign."""
    quantity, room = _quantity(chain), room_beside(width) + _EQUALS
    rows: list[Row] = []
    line, free = "", room
    for step in steps:
        texts = formula_lines(step.formula, style, room - _EQUALS)
        needed = measure(texts[0]) + _EQUALS
        if line and (len(texts) > 1 or needed > free):
            rows.append(Row(quantity, "" if rows else quantity, line))
            line, free = "", room
        if len(texts) > 1:
            rows += _rows("" if rows else quantity, quantity, texts)
            continue
        line = f"{line} = {texts[0]}" if line else f"= {texts[0]}"
        free -= needed
    if line:
        rows.append(Row(quantity, "" if rows else quantity, line))
    return tuple(rows)


def noted(chains: list[list[Rows]], width: float) -> list[list[Rows]]:
    """Each step's words beside its formula: in a column, else behind it, else in a row above."""
    rows = [row for chain in chains for step in chain for row in step]
    words = max(map(_note_width, rows))
    column = width + max(measure(row.right) for row in rows) + words <= _WIDTH + 0.5
    between = "&&\\quad" if column else "\\quad"
    return [[_with_note(step, between, column, width) for step in chain] for chain in chains]


def _with_note(step: Rows, between: str, fits: bool, width: float) -> Rows:
    first, *rest = step
    if fits or width + measure(first.right) + _note_width(first) <= _WIDTH + 0.5:
        return (_beside(first, between), *rest)
    above = Row(first.quantity, "", f"\\quad{_note(first.note)}")
    return (above, *step)


def _note_width(row: Row) -> float:
    return 1 + _NOTE * measure_words(row.note) if row.note else 0.0


def _beside(row: Row, between: str) -> Row:
    return replace(row, right=f"{row.right} {between}{_note(row.note)}") if row.note else row


def _note(words: str) -> str:
    return f"\\scriptstyle\\text{{{latex_text.escape(words)}}}"


# --- sums of many terms ---------------------------------------------------------------------------


def with_subtotals(chain: Chain, style: Style, width: float) -> Iterable[list[Rows]]:
    """The rows of each step; a sum that is higher than a display comes in subtotals."""
    for rows, step in zip(stacked(chain, style, width), chain.steps, strict=True):
        if isinstance(step.formula, Sum) and sum(row.height for row in rows) > HEIGHT - 1:
            yield _subtotals(chain, step.formula, len(rows), style)
        else:
            yield [rows]


def _subtotals(chain: Chain, total: Sum, rows: int, style: Style) -> list[Rows]:
    """A long sum as several equations, each of which goes on from the one before."""
    each = max(2, int(len(total.terms) * (HEIGHT - 3) / rows))
    width = _widest_subtotal(chain)
    numeric = not names(total)
    result: list[Rows] = []
    carried: tuple[Node, ...] = ()
    for number, start in enumerate(range(0, len(total.terms), each), 1):
        terms = (*carried, *total.terms[start : start + each])
        last = start + each >= len(total.terms)
        called = chain.quantity if last else f"subtotal {number}"
        part = Chain(called, (Step(FORMULA, sum_of(terms)),), 0)
        found = stacked(part, style, width)[0]
        if not last and numeric:
            value = Number(_added(terms))
            found = (*found, Row("", "", f"= {formula(value, style)}"))
            carried = (value,)
        else:
            carried = (Name(called),)
        result.append(found)
    return result


def _widest_subtotal(chain: Chain) -> float:
    """The width of the left side that subtotals and total have in common."""
    return widest((chain, Chain("subtotal 999", (), 0)))


def _added(terms: Sequence[Node]) -> int:
    return int(str(evaluate(sum_of(tuple(terms)), {})))
