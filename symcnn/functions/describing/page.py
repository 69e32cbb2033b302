"""The page of a count as a function of a symbol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from symcnn.derivation.report import (
    AT_LEAST,
    AT_MOST,
    Block,
    Grid,
    Heading,
    Line,
    Lines,
    Paragraph,
    Phrase,
    Report,
)
from symcnn.formula.algebra import size, value_of
from symcnn.formula.from_sympy import written
from symcnn.formula.nodes import Name, Negative, Node, Number, Sum
from symcnn.formula.rewrite import substituted
from symcnn.formula.write import SYMPY, write
from symcnn.functions.describing.description import Description, plain
from symcnn.functions.describing.sentences import Told
from symcnn.functions.formulas.simplifying import factored
from symcnn.functions.lines import equal_lines
from symcnn.functions.words import conditions_text, count_words, percent
from symcnn.render.phrases import NO_VALUE, listed, titled

# The two values whose difference it is stand in a line where they are no longer than this.
_LONGEST: Final = 60
_NOT_TOLD: Final = "?"


def report(description: Description) -> Report:
    """The page."""
    words = count_words(description.network, description.quantity)
    told = Told(description, words)
    title = description.network.title
    layers = description.quantity.layers
    what = f"{words.subject} of {listed(layers)} in {title}" if layers else ""
    return Report(
        f"{what or titled(words.subject, title)} as a function of {description.symbol}",
        tuple(_blocks(description, told)),
        _data(description, told),
        frozenset(map(str, description.total.free_symbols)),
    )


def _blocks(description: Description, told: Told) -> Iterator[Block]:
    yield from map(Paragraph, told.symbols())
    yield Lines(tuple(_form(description)))
    yield from map(Paragraph, (*told.form(), *told.growth(), *told.caution()))
    if description.bounds is not None:
        yield Paragraph(("without its floors it is bounded by:",))
        yield Lines(tuple(_bounds(description)))
    if description.depends:
        yield Heading("One more")
        yield from _steps(description)
        yield from map(Paragraph, told.step())
    if sum(count != 0 for count in description.layers.values()) > 1:
        yield Heading("Layers")
        yield _shares(description)
        yield from map(Paragraph, (*told.reserve(), *told.dominance()))
    if description.samples and description.depends:
        yield Heading("Some values")
        yield _values(description, told)
        yield from map(Paragraph, told.existence())


# --- lines ---------------------------------------------------------------------------------------


def _quantity(description: Description) -> Name:
    return Name(description.quantity.count)


def _form(description: Description) -> Iterator[Line]:
    steps = [(written(description.expanded), "")]
    product = description.factored
    if product is not None and not product.is_Add:
        steps.append((written(product), "factor"))
    yield from equal_lines(_quantity(description), steps, value_of(description.total))


def _bounds(description: Description) -> Iterator[Line]:
    assert description.bounds is not None
    lower, upper = description.bounds
    yield Line(_quantity(description), AT_LEAST, written(lower))
    yield Line(None, AT_MOST, written(upper))


def _steps(description: Description) -> Iterator[Block]:
    """The difference and the derivative, where there are such."""
    difference, derivative = description.difference, description.derivative
    if difference is not None:
        steps: list[tuple[Node, str]] = []
        if size(description.total) <= _LONGEST:
            here = written(description.total)
            one_more = Sum((Name(description.symbol), Number(1)))
            there = substituted(here, {description.symbol: one_more})
            steps.append((Sum((there, Negative(here))), ""))
        steps.append((written(difference), "multiply out"))
        product = factored(difference)
        if product is not None and not product.is_Add:
            steps.append((written(product), "factor"))
        yield Lines(equal_lines(Name("difference"), steps, value_of(difference)))
    if derivative is not None and (description.degree or 0) > 1:
        yield Paragraph(("the derivative, of the same formula over the reals:",))
        yield Lines(
            equal_lines(Name("derivative"), [(written(derivative), "")], value_of(derivative))
        )


# --- tables --------------------------------------------------------------------------------------


def _shares(description: Description) -> Grid:
    """Each layer that has something of the count, its share now and in the end."""
    current = description.current
    now: Phrase = ("share at ", Name(description.symbol), f" = {current}")
    headings: list[Phrase] = [("layer",), (description.quantity.count,)]
    if current is not None:
        headings.append(now)
    known = any(part is not None for part in description.outlook.values())
    if known:
        x, last = Name(description.symbol), description.last
        headings.append(("for large ", x) if last is None else ("for ", x, " = ", Number(last)))
    rows = [
        (
            (name,),
            (written(count),),
            *((_share(description.shares[name]),) if current is not None else ()),
            *((_share(description.outlook[name]),) if known else ()),
        )
        for name, count in description.layers.items()
        if count != 0
    ]
    return Grid(tuple(headings), tuple(rows), "l" + "r" * (len(headings) - 1))


def _share(part: Any) -> Phrase:
    """A share, and in percent where it is a number."""
    if part is None:
        return (_NOT_TOLD,)
    if part in (0, 1) or not part.is_Rational:
        return (written(part),)
    return (written(part), f" ({percent(Fraction(int(part.p), int(part.q)))})")


def _values(description: Description, told: Told) -> Grid:
    headings: list[Phrase] = [(told.x,), (description.quantity.count,)]
    rows: list[tuple[Phrase, ...]] = []
    for sample in description.samples:
        cell: Phrase = (NO_VALUE,) if sample.value is None else (written(sample.value),)
        rows.append(((Number(sample.place),), cell))
    return Grid(tuple(headings), tuple(rows), "lr")


# --- data ----------------------------------------------------------------------------------------


def _data(description: Description, told: Told) -> Mapping[str, Any]:
    count = description.quantity.count
    term = description.leading
    layers = description.quantity.layers
    return {
        "symbol": description.symbol,
        "count": count,
        **({"layers": list(layers)} if layers else {}),
        "expanded": plain(description.expanded),
        "factored": plain(description.factored),
        "degree": description.degree,
        "leading": None if term is None else plain(term.term(description.x)),
        "growth": _text(told.growth() if description.depends else told.form()),
        "bounds": None if description.bounds is None else list(map(plain, description.bounds)),
        "difference": plain(description.difference),
        "derivative": plain(description.derivative),
        "value": description.current,
        "shares": {name: plain(part) for name, part in description.shares.items()},
        "limits": {name: plain(part) for name, part in description.limits.items()},
        "limits_where": conditions_text(description.conditions),
        "last": description.last,
        "last_shares": {name: plain(part) for name, part in description.outlook.items()}
        if description.last is not None
        else {},
        "dominant": description.dominant,
        "values": [
            {description.symbol: sample.place, count: sample.value}
            | ({"error": sample.error} if sample.error else {})
            for sample in description.samples
        ],
        "networks": [
            {"from": stretch.first, "to": stretch.last}
            | ({"error": stretch.error} if stretch.error else {})
            for stretch in description.stretches
        ],
    }


def _text(phrases: Iterable[Phrase]) -> str:
    """Sentences as plain text, formulas in SymPy's syntax."""
    return "; ".join(
        "".join(
            part if isinstance(part, str) else write(part, SYMPY)
            for part in phrase
            if isinstance(part, str | Node)
        )
        for phrase in phrases
    )
