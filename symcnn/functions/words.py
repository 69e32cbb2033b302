"""What pages about a count call it, and exact numbers rounded for readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

from symcnn.derivation.counts import column, count
from symcnn.derivation.report import Phrase
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Part
from symcnn.formula.algebra import sympy
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name, Number
from symcnn.formula.rewrite import written
from symcnn.functions.formulas.holding import Conditions
from symcnn.functions.formulas.signs import Run
from symcnn.functions.quantity import Quantity
from symcnn.network.network import Network
from symcnn.records import value_record

_FIGURES: Final = 3
# What is smaller or larger by so many places is told by its size alone.
_PLACES: Final = 6


@value_record
class CountWords:
    """The words for a count: in a title, and for many of its units and for one."""

    subject: str
    many: str

    @property
    def one(self) -> str:
        """The noun for a single unit."""
        return self.many.removesuffix("s")

    def of(self, value: object) -> str:
        """The noun behind a value."""
        return self.one if value == 1 else self.many


def count_words(network: Network, quantity: Quantity) -> CountWords:
    """The words for a count under its conventions."""
    told = count(quantity.count)
    derivation = told.begin(network, Request(quantity.count, conventions=quantity.conventions))
    own = column(quantity.count, derivation)
    return CountWords(derivation.subject or told.subject, own.unit or own.subject)


def rounded(value: Fraction) -> str:
    """A positive fraction as a decimal of three figures, rounded exactly.

    >>> rounded(Fraction(5, 36)), rounded(Fraction(2000, 3)), rounded(Fraction(1, 10**9))
    ('0.139', '667', '1e-9')
    """
    exact = Context(prec=_FIGURES).divide(Decimal(value.numerator), Decimal(value.denominator))
    if exact and not -_PLACES <= exact.adjusted() <= 2 * _PLACES:
        return f"{exact:e}"
    return f"{exact:f}"


def percent(share: Fraction) -> str:
    """A share in percent to one place, rounded exactly.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 5000)), percent(Fraction(0))
    ('33.3 %', '< 0.1 %', '0 %')
    >>> percent(Fraction(-1, 3))
    '-33.3 %'
    """
    if share < 0:
        return f"-{percent(-share)}"
    tenths = (share * 1000 * 2 + 1) // 2
    if share in (0, 1):
        return f"{share * 100} %"
    if tenths == 0:
        return "< 0.1 %"
    return "> 99.9 %" if tenths == 1000 else f"{tenths // 10}.{tenths % 10} %"


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


def where_phrase(conditions: Conditions) -> Phrase:
    """Conditions as the beginning of a sentence; of none, nothing."""
    known = [places_phrase(x, runs) for x, runs in conditions.places.items()]
    told = joined([*filter(None, known), *map(_above_zero, conditions.open)])
    return ("where ", *told, ", ") if told else ()


def places_phrase(x: str, runs: Sequence[Run]) -> Phrase:
    """The positive integers of some runs: ``x > 5``, ``x = 2 to 7 or x > 9``; of all, nothing."""
    if [(run.first, run.last) for run in runs] == [(1, None)]:
        return ()
    return joined([(Name(x), *_place(run)) for run in runs], " or ")


def _place(run: Run) -> Phrase:
    first, last = run.first, run.last
    if last is None:
        return (" > ", Number(first - 1))
    if first == last:
        return (" = ", Number(first))
    return (" < ", Number(last + 1)) if first == 1 else (" = ", Number(first), " to ", Number(last))


def _above_zero(expression: Any) -> Phrase:
    """``k > m`` for the condition that ``k - m`` is above 0."""
    terms = sympy.Add.make_args(expression)
    falling = [term for term in terms if term.as_coeff_Mul()[0] < 0]
    right = -sympy.Add(*falling)
    return (written(expression + right), " > ", written(right))
