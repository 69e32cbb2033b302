"""The sentences of a description: degree, growth, what one more costs, what dominates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from symcnn.derivation.report import Phrase, joined, values_phrase
from symcnn.formula.from_sympy import written
from symcnn.formula.nodes import Name, Number
from symcnn.functions.describing.description import Description
from symcnn.functions.describing.nouns import noun_of
from symcnn.functions.describing.samples import SCANNED, Stretch
from symcnn.functions.formulas.polynomials import is_nonnegative
from symcnn.functions.words import CountWords, integers, percent, where_phrase
from symcnn.records import value_record

# Reasons that differ in numbers alone are told once.
_NUMBERS: Final = re.compile(r"\d+")


@value_record
class Told:
    """What is said of a count as a function of a symbol."""

    description: Description
    words: CountWords

    @property
    def x(self) -> Name:
        """The symbol in a sentence."""
        return Name(self.description.symbol)

    def symbols(self) -> Iterator[Phrase]:
        """The values that other symbols have, and those that are free."""
        found, x = self.description, self.description.symbol
        values = {name: value for name, value in found.network.values.items() if name != x}
        if values:
            yield ("with ", *values_phrase(values))
        free = sorted(str(s) for s in found.total.free_symbols if str(s) != x)
        if free:
            names = joined([(Name(name),) for name in free])
            yield (*names, " are free" if len(free) > 1 else " is free")

    def form(self) -> Iterator[Phrase]:
        """What kind of function it is."""
        found, x = self.description, self.x
        if not found.depends:
            yield (f"the {self.words.many} do not depend on ", x)
        elif found.degree is not None:
            yield ("it is a polynomial of degree ", Number(found.degree), " in ", x)
        elif not found.is_smooth:
            kinds = joined([(kind,) for kind in found.rough])
            yield ("it is no polynomial in ", x, ", which stands in ", *kinds)
        else:
            yield ("it is no polynomial in ", x, ", which stands in exponents or denominators")

    def caution(self) -> Iterator[Phrase]:
        """That there is no network for large values, where that is so as far as was looked."""
        found, places = self.description, ()
        if found.end is not None and found.end.last is not None:
            places = (Number(found.end.last + 1), " on")
            if found.depends and found.leading is not None:
                yield (
                    "that is so of the formula; there is no network from ",
                    self.x,
                    " = ",
                    *places,
                )
            return
        if len(found.stretches) > 1 and found.stretches[-1].error:
            places = _range(found.stretches[-1])
        elif not found.stretches and found.samples and found.samples[-1].error:
            places = (Number(found.samples[-1].place),)
        if places and found.depends and found.leading is not None:
            yield ("that is so of the formula; there is no network for ", self.x, " = ", *places)

    def growth(self) -> Iterator[Phrase]:
        """How it grows in the end."""
        found, x = self.description, self.x
        if not found.depends:
            return
        term, where = found.leading, found.conditions
        if term is None or where.never:
            yield ("how it grows is not told by its formula",)
            return
        near = written(term.term(found.x))
        unsure = where_phrase(where)
        if found.step is not None:
            more = ", and one more multiplies it by nearly "
            yield (*unsure, "for large ", x, " it is nearly ", near, more, written(found.step))
        elif found.factor is None or term.power < 0:
            yield ("as ", x, " grows, it comes near ", Number(0))
        elif term.power == 0:
            yield (*unsure, "as ", x, " grows, it comes near ", near)
        elif found.coefficients is not None and len(found.coefficients) == 1:
            yield ("doubling ", x, " multiplies it by ", written(found.factor))
        else:
            doubling = (", and doubling ", x, " multiplies it by nearly ", written(found.factor))
            yield (*unsure, "for large ", x, " it is nearly ", near, *doubling)

    def step(self) -> Iterator[Phrase]:
        """What one more costs."""
        found, x = self.description, self.x
        if not found.depends:
            return
        if found.difference is None:
            kinds = joined([(kind,) for kind in found.rough])
            yield ("what one more costs is no short formula: ", x, " stands in ", *kinds)
            return
        if found.difference.has(found.x):
            return
        noun = noun_of(found.network, found.symbol, found.quantity.conventions.batch)
        more: Phrase = (f"one more {noun}",) if noun else ("one more of ", x)
        cost = found.difference
        if is_nonnegative(cost):
            yield (*more, " costs ", written(cost), f" {self.words.of(cost)}")
        elif is_nonnegative(-cost):
            yield (*more, " saves ", written(-cost), f" {self.words.of(-cost)}")
        else:
            yield (*more, f" changes the {self.words.many} by ", written(cost))
        good = [each for each in found.stretches if not each.error]
        if len(good) > 1 and all(each.first == each.last for each in good):
            yield ("that is so of the formula; no two neighbouring ", x, " have a network")

    def reserve(self) -> Iterator[Phrase]:
        """What the shares for large values rest on, where that is not certain."""
        found = self.description
        known = any(limit is not None for limit in found.limits.values())
        if known and (unsure := where_phrase(found.conditions)):
            yield (*unsure, "the shares for large ", self.x, " are these")

    def dominance(self) -> Iterator[Phrase]:
        """Which layer has the largest part in the end; several may have the same."""
        found = self.description
        if not found.leaders:
            return
        part, several = found.outlook[found.leaders[0]], len(found.leaders) > 1
        names = joined([(name,) for name in found.leaders])
        share = (written(part), f", {percent(Fraction(int(part.p), int(part.q)))}")
        have = " have the largest shares, each " if several else " has the largest share: "
        if found.last is not None:
            at: Phrase = ("at ", self.x, " = ", Number(found.last), ", the last with a network, ")
            yield (*at, *names, *((" has all",) if part == 1 else (have, *share)))
        elif part == 1:
            yield ("as ", self.x, " grows, ", *names, " dominates: its share comes near 1")
        else:
            near = "near " if several else "it comes near "
            yield ("as ", self.x, " grows, ", *names, have, near, *share)

    def existence(self) -> Iterator[Phrase]:
        """For which values there is a network, as far as was looked, and why not for others."""
        stretches = self.description.stretches
        with_network = [stretch for stretch in stretches if not stretch.error]
        looked: Phrase = (" (looked at from ", Number(1), " to ", Number(SCANNED), ")")
        end = self.description.end
        if end is not None and end.last is not None:
            beyond = (", the last one for ", self.x, " = ", Number(end.last))
            looked = () if end.last <= SCANNED else (*looked, *beyond)
        if with_network:
            places = joined([i for each in with_network for i in integers(each.first, each.last)])
            yield ("there is a network for ", self.x, " = ", *places, *looked)
        elif stretches:
            yield ("no ", self.x, " from ", Number(1), " to ", Number(SCANNED), " gives a network")
        reasons = {stretch.first: stretch.error for stretch in stretches}
        reasons |= {sample.place: sample.error for sample in self.description.samples}
        told = set[str]()
        for place in sorted(reasons):
            reason = reasons[place]
            kind = _NUMBERS.sub("", reason)
            if reason and kind not in told:
                told.add(kind)
                yield ("at ", self.x, " = ", Number(place), f" there is none: {reason}")


def _range(stretch: Stretch) -> Phrase:
    if stretch.first == stretch.last:
        return (Number(stretch.first),)
    return (Number(stretch.first), " to ", Number(stretch.last))
