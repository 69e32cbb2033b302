"""What pages about a count call it, and exact numbers rounded for readers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

from symcnn.derivation.counts import column, count
from symcnn.derivation.report import Phrase, joined
from symcnn.derivation.request import Request
from symcnn.formula.algebra import sympy
from symcnn.formula.nodes import Name, Number
from symcnn.formula.rewrite import written
from symcnn.functions.formulas.conditions import Conditions
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


def integers(first: int, last: int) -> list[Phrase]:
    """Neighbouring integers as items of a list: two of them by themselves, more as a range."""
    if last <= first + 1:
        return [(Number(place),) for place in range(first, last + 1)]
    return [(Number(first), " to ", Number(last))]


def where_phrase(conditions: Conditions) -> Phrase:
    """Conditions as the beginning of a sentence; of none, nothing.

    What has several ranges stands last, so that no "and" can be read into an "or".
    """
    assert not conditions.never, "nothing is said of where it never is"
    told = [_place(Name(x), *runs) for x, runs in conditions.places.items() if len(runs) == 1]
    told += map(_above_zero, conditions.open)
    for x, runs in conditions.places.items():
        if len(runs) > 1:
            told.append(_ranges(Name(x), runs, told))
    return ("where ", *joined(told), ", ") if told else ()


def conditions_text(conditions: Conditions) -> list[str]:
    """The same for JSON, ``k - 1 > 0``: of formulas, whatever networks there are."""
    return [f"{condition} > 0" for condition in conditions.above_zero]


def _ranges(x: Name, runs: Sequence[Run], beside: Sequence[Phrase]) -> Phrase:
    """``x = 2 to 7 or x > 9``, or all but one: ``x is not 5``."""
    first, last = runs[0], runs[-1]
    if (len(runs), first.first, last.last) == (2, 1, None) and last.first - 2 == first.last:
        return (x, " is not ", Number(last.first - 1))
    told = joined([_place(x, run) for run in runs], " or ")
    return ("either ", *told) if beside else told


def _place(x: Name, run: Run) -> Phrase:
    """``x > 5``, ``x = 2 to 7``."""
    first, last = run.first, run.last
    if last is None:
        return (x, " > ", Number(first - 1))
    if first == last:
        return (x, " = ", Number(first))
    if first == 1:
        return (x, " < ", Number(last + 1))
    return (x, " = ", Number(first), " to ", Number(last))


def _above_zero(expression: Any) -> Phrase:
    """``k > m`` for the condition that ``k - m`` is above 0."""
    terms = sympy.Add.make_args(expression)
    falling = [term for term in terms if term.as_coeff_Mul()[0] < 0]
    right = -sympy.Add(*falling)
    return (written(expression + right), " > ", written(right))
