"""The sentences of a comparison: which network has fewer, where, and what comes in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from symcnn.derivation.report import Phrase, joined, values_phrase
from symcnn.formula.algebra import symbol, sympy
from symcnn.formula.from_sympy import written
from symcnn.formula.nodes import Name, Number, Power, Quotient
from symcnn.functions.comparing.balances import Balance
from symcnn.functions.comparing.comparison import Comparison
from symcnn.functions.comparing.crossings import A, Crossing, Signs, smaller
from symcnn.functions.formulas.conditions import Conditions
from symcnn.functions.formulas.polynomials import sign
from symcnn.functions.formulas.signs import Run
from symcnn.functions.formulas.simplifying import parts_of, quotient
from symcnn.functions.solving.existence import repeating
from symcnn.functions.words import CountWords, integers, rounded, where_phrase
from symcnn.records import value_record

# Whether networks as large as this exist is looked at.
_LARGE: Final = 10**6


@value_record
class Told:
    """What is said of a comparison; ``first`` and ``second`` are the letters of its totals."""

    comparison: Comparison
    words: CountWords
    first: str
    second: str

    @property
    def names(self) -> tuple[str, str]:
        """What the networks are called: by their files, or by their order."""
        titles = (self.comparison.a.network.title, self.comparison.b.network.title)
        if titles[0] != titles[1]:
            return titles
        return "the first network", "the second network"

    def who(self) -> Phrase:
        """Which letter is which network."""
        first, second = self.names
        return (Name(self.first), f" is {first}, ", Name(self.second), f" is {second}")

    def symbols(self) -> Iterator[Phrase]:
        """The values that symbols have, and those that are free."""
        a, b = (side.network.values for side in (self.comparison.a, self.comparison.b))
        if a == b:
            if a:
                yield ("in both, ", *values_phrase(a))
        else:
            for letter, values in ((self.first, a), (self.second, b)):
                if values:
                    yield ("in ", Name(letter), ", ", *values_phrase(values))
        free = self.comparison.symbols
        if free:
            names = joined([(Name(name),) for name in free])
            yield (*names, " are free" if len(free) > 1 else " is free")

    def sizes(self) -> Iterator[Phrase]:
        """By how much the networks differ, where that is a number."""
        difference, ratio = self.comparison.difference, self.comparison.ratio
        always = ", whatever the symbols are" if self.comparison.symbols else ""
        if difference == 0:
            yield (f"both have the same {self.words.many}{always}",)
        elif difference.is_Rational:
            more = "more" if difference > 0 else "fewer"
            noun = f" {self.words.of(abs(difference))} {more} than "
            yield (
                Name(self.first),
                " has ",
                written(abs(difference)),
                noun,
                Name(self.second),
                always,
            )
        if ratio is None:
            yield (Name(self.second), f" has no {self.words.many}, so that there is no ratio")
        elif ratio.is_Rational and ratio not in (0, 1):
            exact = Fraction(int(ratio.p), int(ratio.q))
            text = rounded(exact)
            about, how = ("", "") if Fraction(text) == exact else ("about ", " (rounded)")
            times = f" has {about}{text} times as many {self.words.many} as "
            yield (Name(self.first), times, Name(self.second), how)

    def crossings(self) -> Iterator[Phrase]:
        """Where both are equal, and which is smaller on either side."""
        found = self.comparison.signs
        if found is not None:
            assert self.comparison.depends is not None
            yield from self._of_one(found, Name(self.comparison.depends))
        elif self.comparison.balances:
            yield from map(self._balance, self.comparison.balances)
            yield from self._absent(self.comparison.balances)
        else:
            always = sign(self.comparison.difference)
            if always is None:
                yield ("no short formula says where they are",)
            else:
                yield (*self._fewer(A if always < 0 else ""), " for all values of the symbols")

    def _of_one(self, found: Signs, x: Name) -> Iterator[Phrase]:
        if not found.runs:
            yield ("there are both networks for no ", x)
            return
        yield self._parted(found, x)
        end = self.comparison.ends.get(x.name)
        if end is not None:
            yield self._end(x.name, end)
        elif found.crossings:
            edges = {place for each in found.crossings for place in (each.first, each.last)}
            yield from self._missing(x, sorted(edges))
        if found.checked is not None:
            last = Number(found.checked)
            how = "; nothing is said of larger ones"
            yield ("this was looked at for ", x, " from 1 to ", last, ", one by one", how)
        elif len(found.runs) > 1 and end is None:
            yield ("this is exact for every ", x, ": the difference is a polynomial")

    def _parted(self, found: Signs, x: Name) -> Phrase:
        """Which is smaller where, and where both are equal."""
        apart, equal = [run for run in found.runs if run.sign], found.equal
        if len(found.runs) == 1:
            told = self._fewer(smaller(apart[0])) if apart else ("both are equal",)
            far: Phrase = (" up to ", Number(found.checked)) if found.checked else ()
            return (*told, " for every ", x, *far)
        if len(found.crossings) == 1 and len(apart) == 2 and len(equal) < 2:
            return self._crossing(found.crossings[0], x)
        sides: dict[str, list[Phrase]] = {}
        for run in apart:
            sides.setdefault(smaller(run), []).append(_range(run))
        (one, ranges), *other = sides.items()
        told = (*self._fewer(one), " ", *joined(ranges))
        for side, further in other:
            told = (*told, "; ", self._letter(side), " ", *joined(further))
        if not equal:
            return ("of ", x, ", ", *told)
        places = joined(
            [value for run in equal for value in integers(run.first, run.last or run.first)]
        )
        return ("both are equal at ", x, " = ", *places, "; ", *told)

    def _crossing(self, crossing: Crossing, x: Name) -> Phrase:
        below, above = self._fewer(crossing.below), self._letter(crossing.above)
        if crossing.at is not None:
            at = (x, " = ", Number(crossing.at))
            return ("both are equal at ", *at, "; below it ", *below, ", above it ", above)
        first, last = Number(crossing.first), Number(crossing.last)
        alike = ", between them both are equal" if crossing.equal is not None else ""
        return ("up to ", x, " = ", first, " ", *below, ", from ", last, " on ", above, alike)

    def _missing(self, x: Name, places: Sequence[int]) -> Iterator[Phrase]:
        """That there is no network at one of some places, where that is so."""
        if x.name in self._repeated:
            return
        for place in places:
            reason = self.comparison.without_network({x.name: place})
            if reason:
                yield ("no network has ", x, " = ", Number(place), f": {reason}")
                return

    def _absent(self, balances: Sequence[Balance]) -> Iterator[Phrase]:
        """Where there is no network at places that the conditions of balances name."""
        places: dict[str, set[int]] = {}
        for balance in balances:
            for x, runs in balance.conditions.places.items():
                lasts = (_LARGE if run.last is None else run.last for run in runs)
                places.setdefault(x, set()).update(lasts, (run.first for run in runs))
        for x, named in places.items():
            end = self.comparison.ends.get(x)
            if end is not None and _LARGE in named:
                yield self._end(x, end)
                named.remove(_LARGE)
            yield from self._missing(Name(x), sorted(named))

    def _end(self, x: str, end: int) -> Phrase:
        return ("there is no network from ", Name(x), " = ", Number(end + 1), " on")

    def _balance(self, balance: Balance) -> Phrase:
        below, above = self._fewer(balance.below), self._letter(balance.above)
        where = where_phrase(balance.conditions)
        fixed = {
            symbol(x): runs[0].first
            for x, runs in balance.conditions.places.items()
            if len(runs) == 1 and runs[0].first == runs[0].last
        }
        x, root = Name(balance.symbol), balance.at.xreplace(fixed)
        if root.is_number and not root.is_Integer:
            # No integer lies there, but on either side of it.
            first = int(sympy.floor(root))
            up = (*where, "up to ", x, " = ", Number(first), " ", *below)
            return (*up, ", from ", Number(first + 1), " on ", above)
        at = _place(x, root)
        return (*where, "both are equal at ", *at, "; below it ", *below, ", above it ", above)

    def _fewer(self, smaller: str) -> Phrase:
        return (self._letter(smaller), f" has fewer {self.words.many}")

    def _letter(self, side: str) -> Name:
        return Name(self.first if side == A else self.second)

    def limits(self) -> Iterator[Phrase]:
        """What the ratio comes near as each symbol grows."""
        ratio, same = Quotient(Name(self.first), Name(self.second)), self.comparison.ratio
        alike: dict[tuple[Any, Conditions], list[str]] = {}
        for name, limit in self.comparison.limits.items():
            end = self.comparison.ends.get(name)
            if end is not None and limit != same:
                if name != self.comparison.depends:
                    yield self._end(name, end)
                continue
            where = Conditions() if limit is None else self.comparison.limit_conditions[name]
            alike.setdefault((limit, where), []).append(name)
        idle = [name for (limit, _), names in alike.items() if limit == same for name in names]
        alike = {key: names for key, names in alike.items() if key[0] != same}
        for (limit, unsure), names in alike.items():
            grows = ("as ", *joined([(Name(name),) for name in names], " or "), " grows, ")
            if limit is None:
                yield (*grows, "what ", ratio, " comes near is not told by its formula")
            elif limit.is_infinite:
                yield (*where_phrase(unsure), *grows, ratio, " grows beyond all bounds")
            else:
                yield (*where_phrase(unsure), *grows, ratio, " comes near ", written(limit))
        for name in (name for names in alike.values() for name in names):
            if reason := self._reason_against(name):
                large = (Name(name), " = ", Number(_LARGE))
                yield ("that is so of the formulas; no network has ", *large, f": {reason}")
        if idle:
            yield (ratio, " does not depend on ", *joined([(Name(name),) for name in idle]))

    def _reason_against(self, name: str) -> str:
        """Why there is no network for a large value."""
        return "" if name in self._repeated else self.comparison.without_network({name: _LARGE})

    @property
    def _repeated(self) -> frozenset[str]:
        """The symbols that say how often bodies are repeated, which is not tried."""
        sides = (self.comparison.a, self.comparison.b)
        return frozenset[str]().union(*(repeating(side.network) for side in sides))


def _range(run: Run) -> Phrase:
    if run.first == run.last:
        return ("for ", Number(run.first))
    if run.last is None:
        return ("from ", Number(run.first), " on")
    return ("from ", Number(run.first), " to ", Number(run.last))


def _place(x: Name, at: Any) -> Phrase:
    """``x = at``; where that is a plain root, its square."""
    square = at**2
    if at.is_Mul or at.is_Pow:
        exponents = {factor.as_base_exp()[1] for factor in sympy.Mul.make_args(at)}
        if all(exponent.is_Rational and exponent.q == 2 for exponent in exponents):
            return (Power(x, Number(2)), " = ", written(square))
    return (x, " = ", written(at))


def reciprocal(comparison: Comparison) -> Any:
    """The ratio the other way round, where that comes apart into terms and this one does not."""
    turned = quotient(comparison.b.total, comparison.a.total)
    apart = turned.is_Add and bool(parts_of(turned)[1].free_symbols)
    return turned if apart and not comparison.ratio.is_Add else None
