"""What is found out about counts, as a neutral document: sentences, lines, small tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final, TypeAlias

from symcnn.derivation.document import Chain
from symcnn.derivation.rows import Part
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name, Node
from symcnn.formula.rewrite import written
from symcnn.records import record

EQUAL, BELOW, AT_MOST, ABOVE, AT_LEAST, UNLIKE = "=", "<", "<=", ">", ">=", "!="
RELATIONS: Final = (EQUAL, BELOW, AT_MOST, ABOVE, AT_LEAST, UNLIKE)

# What stands in a cell of a table: words and formulas.
Phrase: TypeAlias = "tuple[Part, ...]"


@record
class Line:
    """A line of a display, ``left relation right``, and how it came about.

    Without a left side it goes on from the line above.
    """

    left: Node | None
    relation: str
    right: Node
    words: str = ""


@record
class Lines:
    """Lines below each other, aligned at the relation."""

    lines: tuple[Line, ...]


@record
class Heading:
    """A heading within the page, often the name of a layer."""

    text: str


@record
class Paragraph:
    """A sentence; formats give it a capital and a full stop."""

    parts: Phrase


@record
class Grid:
    """A small table; ``sides`` has one of ``l`` and ``r`` for each column.

    The last ``sums`` of its rows stand below a rule.
    """

    headings: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    sides: str
    sums: int = 0


Block: TypeAlias = "Heading | Paragraph | Lines | Grid"


@record
class Report:
    """A page about counts.

    ``title`` is its heading. ``data`` are the fields that JSON tells besides the lines: numbers,
    expressions (integers stay integers, others become text), lists and mappings of them.
    """

    title: str
    blocks: tuple[Block, ...]
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    symbols: frozenset[str] = frozenset()


def lines_of(chain: Chain) -> Lines:
    """The lines of a chain as they stand in a worked solution."""
    quantity: Node = Name(chain.quantity)
    return Lines(
        tuple(
            Line(None if place else quantity, EQUAL, step.formula, step.words if place else "")
            for place, step in enumerate(chain.steps)
        )
    )


def joined(items: Sequence[Phrase], last: str = " and ") -> Phrase:
    """Items of a sentence with commas and, before the last, an "and".

    >>> joined([("a",), ("b",), ("c",)])
    ('a', ', ', 'b', ' and ', 'c')
    """
    parts: list[Part] = []
    for place, item in enumerate(items):
        if place:
            parts.append(last if place == len(items) - 1 else ", ")
        parts.extend(item)
    return tuple(parts)


def values_phrase(values: Mapping[str, Value]) -> Phrase:
    """The values of symbols in a sentence: ``f = 5 and k = 8``."""
    return joined([(Name(name), " = ", written(value)) for name, value in values.items()])
