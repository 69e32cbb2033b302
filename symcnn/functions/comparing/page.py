"""The page of a comparison: layers side by side, difference and ratio, where counts are equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from symcnn.derivation.report import Block, Grid, Heading, Line, Lines, Paragraph, Phrase, Report
from symcnn.formula.arithmetic import is_number
from symcnn.formula.from_sympy import written
from symcnn.formula.nodes import Name, Negative, Node, Number, Quotient, Sum
from symcnn.functions.comparing import sentences as comparison_words
from symcnn.functions.comparing.balances import Balance
from symcnn.functions.comparing.comparison import Comparison, Pair, Side, plain
from symcnn.functions.comparing.crossings import Crossing
from symcnn.functions.formulas.simplifying import factored, multiplied_out, parts_of
from symcnn.functions.lines import equal_lines
from symcnn.functions.words import CountWords, conditions_text, count_words
from symcnn.render.phrases import NO_VALUE

_BOTH: Final = "put in both"
_GATHER: Final = "gather equal terms"
_SUBTRACT: Final = "subtract"
_FACTOR: Final = "factor"
_CANCEL: Final = "cancel what both have"
_TERMS: Final = "divide term by term"


def report(comparison: Comparison) -> Report:
    """The page."""
    words = count_words(comparison.a.network, comparison.quantity)
    letters = _letters(comparison)
    told = comparison_words.Told(comparison, words, *letters)
    return Report(
        f"{words.subject} of {told.names[0]} and {told.names[1]}, compared",
        (*_blocks(comparison, words, letters, told),),
        _data(comparison),
        frozenset(comparison.symbols),
    )


def _letters(comparison: Comparison) -> tuple[str, str]:
    """The letters for the two totals, primed where the programs use them."""
    sides = (comparison.a, comparison.b)
    taken = {*comparison.symbols, *(name for side in sides for name in side.network.graph.symbols)}
    prime = "\N{PRIME}" if {"A", "B"} & taken else ""
    return f"A{prime}", f"B{prime}"


def _blocks(
    comparison: Comparison,
    words: CountWords,
    letters: tuple[str, str],
    told: comparison_words.Told,
) -> Iterator[Block]:
    yield Paragraph(told.who())
    yield from map(Paragraph, told.symbols())
    yield _table(comparison, letters)
    yield Lines(tuple(_lines(comparison, letters)))
    yield from map(Paragraph, told.sizes())
    if comparison.difference.free_symbols:
        yield Heading("Where they are equal")
        yield from map(Paragraph, told.crossings())
    if comparison.ratio is not None and comparison.ratio.free_symbols:
        limits = list(told.limits())
        if limits:
            yield Heading("For large values")
            yield from map(Paragraph, limits)


# --- the table -----------------------------------------------------------------------------------


def _table(comparison: Comparison, letters: tuple[str, str]) -> Grid:
    rows = [
        (_names(pair), _cell(comparison.a, pair.a), _cell(comparison.b, pair.b))
        for pair in comparison.pairs
    ]
    total: tuple[Phrase, ...] = (
        ("total",),
        (written(comparison.a.total),),
        (written(comparison.b.total),),
    )
    headings: tuple[Phrase, ...] = (("layer",), *((Name(letter),) for letter in letters))
    return Grid(headings, (*rows, total), "lrr", 1)


def _names(pair: Pair) -> Phrase:
    return (" / ".join(dict.fromkeys(name for name in (pair.a, pair.b) if name is not None)),)


def _cell(side: Side, name: str | None) -> Phrase:
    return (NO_VALUE,) if name is None else (written(side.layers[name]),)


# --- the lines -----------------------------------------------------------------------------------


def _lines(comparison: Comparison, letters: tuple[str, str]) -> Iterator[Line]:
    a, b = comparison.a.total, comparison.b.total
    first, second = (Name(letter) for letter in letters)
    yield from equal_lines(first, [(written(a), "")], plain(a))
    yield from equal_lines(second, [(written(b), "")], plain(b))
    yield from _difference(comparison, first, second)
    if comparison.ratio is None:
        return
    yield from _ratio(first, second, a, b, comparison.ratio)
    if comparison.difference != 0 and a != 0:
        reciprocal = comparison_words.reciprocal(comparison)
        if reciprocal is not None:
            yield from _ratio(second, first, b, a, reciprocal)


def _difference(comparison: Comparison, first: Node, second: Node) -> Iterator[Line]:
    a, b, difference = comparison.a.total, comparison.b.total, comparison.difference
    minus = _minus(written(a), written(b))
    steps = [(minus, _BOTH), (written(difference), _GATHER if comparison.symbols else _SUBTRACT)]
    product = factored(difference)
    if product is not None and not product.is_Add:
        steps.append((written(product), _FACTOR))
    yield from equal_lines(_minus(first, second), steps, plain(difference))


def _minus(first: Node, second: Node) -> Node:
    return Sum((first, Negative(second)))


def _ratio(first: Node, second: Node, a: Any, b: Any, ratio: Any) -> Iterator[Line]:
    above, below = factored(a), factored(b)
    steps: list[tuple[Node, str]] = [(_quotient(written(a), written(b)), _BOTH)]
    plain_numbers = is_number(plain(a)) and is_number(plain(b))
    if above is not None and below is not None and not plain_numbers:
        steps.append((_quotient(written(above), written(below)), _FACTOR))
    over = [multiplied_out(part) if ratio.is_Add else part for part in parts_of(ratio)]
    steps.append((_quotient(*map(written, over)), _CANCEL))
    if over[1].free_symbols and ratio.is_Add:
        steps.append((written(ratio), _TERMS))
    yield from equal_lines(_quotient(first, second), steps, plain(ratio))


def _quotient(first: Node, second: Node) -> Node:
    return first if second == Number(1) else Quotient(first, second)


# --- the data ------------------------------------------------------------------------------------


def _data(comparison: Comparison) -> Mapping[str, Any]:
    found, ratio = comparison.signs, comparison.ratio
    limits = comparison.limits
    return {
        "count": comparison.quantity.count,
        "a": plain(comparison.a.total),
        "b": plain(comparison.b.total),
        "difference": plain(comparison.difference),
        "ratio": None if ratio is None else plain(ratio),
        "limits": {name: _limit(value) for name, value in limits.items()},
        "limits_where": {
            name: told
            for name, where in comparison.limit_conditions.items()
            if limits[name] is not None and (told := conditions_text(where))
        },
        "crossings": [
            *(_crossing(each) for each in (found.crossings if found else ())),
            *map(_balance, comparison.balances),
        ],
        "equal": [[run.first, run.last] for run in found.equal] if found else [],
        "ends": comparison.ends,
        "checked": found.checked if found else None,
        "values": {"a": comparison.a.network.values, "b": comparison.b.network.values},
        "layers": [_pair(comparison, pair) for pair in comparison.pairs],
    }


def _limit(value: Any) -> Any:
    if value is None:
        return None
    return "oo" if value.is_infinite else plain(value)


def _crossing(crossing: Crossing) -> dict[str, Any]:
    between = [crossing.first, crossing.last]
    place = {"between": between} if crossing.at is None else {"at": crossing.at}
    sides = {"below": crossing.below, "above": crossing.above}
    return {"symbol": crossing.symbol, **place, **sides}


def _balance(balance: Balance) -> dict[str, Any]:
    found = {"symbol": balance.symbol, "at": str(balance.at)}
    found |= {"below": balance.below, "above": balance.above}
    where = conditions_text(balance.conditions)
    return found | ({"where": where} if where else {})


def _pair(comparison: Comparison, pair: Pair) -> dict[str, Any]:
    count = comparison.quantity.count
    sides = {"a": (comparison.a, pair.a), "b": (comparison.b, pair.b)}
    return {
        letter: None if name is None else {"name": name, count: side.layers[name]}
        for letter, (side, name) in sides.items()
    }
