"""Sets derivations as displays: rows aligned at the equals sign, wide ones broken, tall ones split.

A display is the body of ``aligned``; it fits the width and the height of a slide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from symcnn.choices import BRIEF, FULL, PARAMETERS
from symcnn.derivation.document import FORMULA, SUBSTITUTION, Chain, Section, Step
from symcnn.formula import arithmetic
from symcnn.formula.nodes import Name, Node, Number, Sum, sum_of
from symcnn.render import latex_text
from symcnn.render.latex_formula import formula, tokens
from symcnn.render.latex_width import lines, measure, measure_words
from symcnn.render.style import Style

# The text of a slide is 28 em wide and about ten rows of a display high.
_WIDTH: Final = 27.0
_HEIGHT: Final = 9.0
_EQUALS: Final = 1.34
_INDENT: Final = 1.3
_NARROWEST: Final = 8.0
_TALL: Final = 1.7
# Words beside a formula are set in the size of a subscript.
_NOTE: Final = 0.68


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a display: the quantity, or nothing where it is understood, and the rest."""

    quantity: str
    left: str
    right: str
    note: str = ""

    @property
    def height(self) -> float:
        """The height in rows of plain formulas."""
        return _TALL if "\\frac" in self.right or "\\Big" in self.right else 1.0


# The rows of one step, which stay together where they can.
Rows = tuple[Row, ...]


def chain_display(chain: Chain, style: Style) -> str:
    """All lines of a chain in one ``aligned``, without the signs that open a display."""
    return _aligned(row for rows in _stacked(chain, style, _widest((chain,))) for row in rows)


def chain_displays(chain: Chain, style: Style, detail: str = "normal") -> list[str]:
    """The lines of a chain in as many ``aligned`` as a slide's height asks for.

    A sum of many terms comes in subtotals, so that each display is an equation by itself.
    """
    width = _widest((chain,))
    if detail == BRIEF:
        chain = replace(chain, steps=brief_steps(chain))
    return _displays(rows for step in _with_subtotals(chain, style, width) for rows in step)


def section_display(section: Section, detail: str, style: Style) -> str:
    """All chains of a section in one ``aligned``; empty where there is nothing to derive."""
    if not section.chains:
        return ""
    chains = _section_rows(section, detail, style)
    return _aligned(row for rows in chains for step in rows for row in step)


def section_displays(section: Section, detail: str, style: Style) -> list[str]:
    """The chains of a section in as many ``aligned`` as a slide's height asks for."""
    return _displays(_section_rows(section, detail, style)) if section.chains else []


def brief_steps(chain: Chain) -> tuple[Step, ...]:
    """Formula, the numbers put in, the result."""
    kept = [step for step in chain.steps[:-1] if step.kind in (FORMULA, SUBSTITUTION)]
    return (*kept, chain.steps[-1])


def _section_rows(section: Section, detail: str, style: Style) -> list[list[Rows]]:
    """The rows of each chain: a chain among several, and any in brief, in one row if it fits."""
    chains = section.chains
    if detail == BRIEF and chains[-1].quantity == PARAMETERS:
        chains = chains[-1:]
    width = _widest(chains)
    if detail == BRIEF:
        return [[_joined(chain, brief_steps(chain), style, width)] for chain in chains]
    if detail == FULL:
        return _noted([_stacked(chain, style, width, notes=True) for chain in chains], width)
    if len(chains) == 1:
        return [_stacked(chains[0], style, width)]
    result: list[list[Rows]] = []
    for chain in chains:
        joined = _joined(chain, chain.steps, style, width)
        result.append([joined] if len(joined) == 1 else _stacked(chain, style, width))
    return result


def _widest(chains: Iterable[Chain]) -> float:
    return max(measure(_quantity(chain)) for chain in chains)


def _quantity(chain: Chain) -> str:
    """The left side: a letter or a word of the notation, or several."""
    return ",\\ ".join(map(latex_text.name, chain.quantity.split(", ")))


def _room(width: float) -> float:
    return max(_WIDTH - _EQUALS - width, _NARROWEST)


def _lines(node: Node, style: Style, room: float) -> list[str]:
    """A formula in lines; nearly always it is one."""
    text = formula(node, style)
    if measure(text) <= room:
        return [text]
    pieces = tokens(node, style, room - _INDENT)
    if sum(piece.width for piece in pieces) <= room:
        return ["".join(piece.text for piece in pieces)]
    return lines(pieces, room, _INDENT)


def _rows(left: str, quantity: str, texts: Sequence[str], note: str = "") -> Rows:
    first = Row(quantity, left, f"= {texts[0]}", note)
    return (first, *(Row("", "", f"\\quad {_unary(text)}") for text in texts[1:]))


def _unary(text: str) -> str:
    """A line that starts with an operation keeps the space after its sign."""
    return f"{{}} {text}" if text.startswith(("+", "-", "\\cdot", "\\times", "/")) else text


def _stacked(chain: Chain, style: Style, width: float, notes: bool = False) -> list[Rows]:
    """One row for each step, more where it is wide."""
    quantity, room = _quantity(chain), _room(width)
    return [
        _rows(
            quantity if index == 0 else "",
            quantity,
            _lines(step.formula, style, room),
            step.words if notes else "",
        )
        for index, step in enumerate(chain.steps)
    ]


def _joined(chain: Chain, steps: Iterable[Step], style: Style, width: float) -> Rows:
    """All steps one after the other, in a row if they fit; a new row starts at an equals sign."""
    quantity, room = _quantity(chain), _room(width) + _EQUALS
    rows: list[Row] = []
    line, free = "", room
    for step in steps:
        texts = _lines(step.formula, style, room - _EQUALS)
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


def _noted(chains: list[list[Rows]], width: float) -> list[list[Rows]]:
    """Each step's words beside its formula: in a column, else behind it, else in a row above."""
    rows = [row for chain in chains for step in chain for row in step]
    words = max(map(_note_width, rows))
    column = width + max(measure(row.right) for row in rows) + words <= _WIDTH
    between = "&&\\quad" if column else "\\quad"
    return [[_with_note(step, between, column, width) for step in chain] for chain in chains]


def _with_note(step: Rows, between: str, fits: bool, width: float) -> Rows:
    first, *rest = step
    if fits or width + measure(first.right) + _note_width(first) <= _WIDTH:
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


def _with_subtotals(chain: Chain, style: Style, width: float) -> Iterable[list[Rows]]:
    """The rows of each step; a sum that is higher than a display comes in subtotals."""
    for rows, step in zip(_stacked(chain, style, width), chain.steps, strict=True):
        if isinstance(step.formula, Sum) and sum(row.height for row in rows) > _HEIGHT - 1:
            yield _subtotals(chain, step.formula, len(rows), style)
        else:
            yield [rows]


def _subtotals(chain: Chain, total: Sum, rows: int, style: Style) -> list[Rows]:
    """A long sum as several equations, each of which goes on from the one before."""
    each = max(2, int(len(total.terms) * (_HEIGHT - 3) / rows))
    numeric = all(isinstance(term, Number) for term in total.terms)
    result: list[Rows] = []
    carried: tuple[Node, ...] = ()
    for number, start in enumerate(range(0, len(total.terms), each), 1):
        terms = (*carried, *total.terms[start : start + each])
        last = start + each >= len(total.terms)
        called = chain.quantity if last else f"subtotal {number}"
        part = Chain(called, (Step(FORMULA, sum_of(terms)),), 0)
        found = _stacked(part, style, _widest((part,)))[0]
        if not last and numeric:
            value = Number(_added(terms))
            found = (*found, Row("", "", f"= {formula(value, style)}"))
            carried = (value,)
        else:
            carried = (Name(called),)
        result.append(found)
    return result


def _added(terms: Sequence[Node]) -> int:
    value = arithmetic.add([term.value for term in terms if isinstance(term, Number)])
    return int(str(value))


# --- displays -------------------------------------------------------------------------------------


def _displays(chains: Iterable[Sequence[Rows]]) -> list[str]:
    """Rows in displays that a slide can hold; each display begins with its quantity.

    A chain stays together if it can, else each of its steps does.
    """
    displays: list[list[Row]] = [[]]
    for chain in chains:
        whole = sum(map(_height, chain))
        if whole <= _HEIGHT < sum(row.height for row in displays[-1]) + whole:
            displays.append([])
        for step in chain:
            if sum(row.height for row in displays[-1]) + _height(step) > _HEIGHT:
                displays.append([])
            _place(step, displays)
    return [_aligned(rows) for rows in displays if rows]


def _height(rows: Rows) -> float:
    return sum(row.height for row in rows)


def _place(step: Rows, displays: list[list[Row]]) -> None:
    """Add the rows of a step to the last display, and to further ones if it is too high."""
    height = sum(row.height for row in displays[-1])
    for row in step:
        if height + row.height > _HEIGHT:
            displays.append([])
            height = 0.0
        named = not displays[-1] and not row.left
        displays[-1].append(replace(row, left=row.quantity) if named else row)
        height += row.height


def _aligned(rows: Iterable[Row]) -> str:
    body = " \\\\\n".join(map(_row, rows))
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def _row(row: Row) -> str:
    return f"{row.left} &{row.right}" if row.left else f"&{row.right}"
