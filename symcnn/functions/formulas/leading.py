"""How an expression grows in a symbol: its leading term, and the limits that follow from it.

A floor is at most its argument and more than its argument less 1, so that what grows beyond all
bounds has the leading term of its argument. What cannot be told so is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

from symcnn.formula.algebra import expanded, sympy
from symcnn.formula.summation import is_above_one
from symcnn.functions.formulas.conditions import Conditions, conditions
from symcnn.functions.formulas.polynomials import sign
from symcnn.functions.formulas.simplifying import quotient
from symcnn.records import record

# Sums of more terms are not multiplied out.
_TERMS: Final = 400
# Higher powers of sums belong to no network.
_HIGHEST: Final = 10_000


class Untold(Exception):
    """The leading term of an expression cannot be told."""


@record
class Leading:
    """``coefficient * ratio**x * x**power``: its quotient with the expression comes near 1.

    Where the coefficient is 0, the expression is 0 from some x on.
    """

    coefficient: Any
    ratio: Any
    power: Any

    @property
    def order(self) -> tuple[Any, Any]:
        """What the growth depends on, whatever the coefficient is."""
        return self.ratio, self.power

    def term(self, x: Any) -> Any:
        """The leading term as an expression."""
        return self.coefficient * self.ratio**x * x**self.power


_ONE: Final = sympy.Integer(1)
_NOTHING: Final = Leading(sympy.Integer(0), _ONE, sympy.Integer(0))
# Orders compared with that of a constant.
_CONSTANT: Final = (_ONE, sympy.Integer(0))


def leading(expression: Any, x: Any) -> Leading | None:
    """The leading term of an expression for large values of a symbol, None where it is unknown.

    >>> from symcnn.formula.algebra import symbol
    >>> f, k = symbol("f"), symbol("k")
    >>> leading(3*k*f**2 + k*f + 7, f).term(f)
    3*f**2*k
    """
    try:
        return _leading(expanded(expression, _TERMS), x)
    except Untold:
        return None


def limit_of_quotient(numerator: Any, denominator: Any, x: Any) -> Any:
    """What a quotient of counts comes near for large values of a symbol.

    Infinity where it grows beyond all bounds, None where that cannot be told.

    >>> from symcnn.formula.algebra import symbol
    >>> f, k = symbol("f"), symbol("k")
    >>> limit_of_quotient(f**2 + k, f**2*k, k)
    f**(-2)
    """
    above, below = leading(numerator, x), leading(denominator, x)
    if above is None or below is None or below.coefficient == 0:
        return None
    if above.coefficient == 0:
        return above.coefficient
    try:
        order = compared(above.order, below.order)
    except Untold:
        return None
    if order > 0:
        quotient = above.coefficient / below.coefficient
        return sympy.oo if quotient.is_positive else None
    return sympy.Integer(0) if order < 0 else _divided(above.coefficient, below.coefficient)


def large(x: Any, count: Any, parts: Iterable[Any] = ()) -> Conditions:
    """Where a count's leading term is what it is: its coefficient must be above 0.

    Of a network's count no ``parts`` are below 0, so that it is enough if one of them that grows
    as fast is above 0 for certain.

    >>> from symcnn.formula.algebra import symbol
    >>> f, n = symbol("f"), symbol("n")
    >>> large(f, (n - 1)*f**2 + 7).above_zero
    (n - 1,)
    >>> large(f, (n - 1)*f**2 + f**2*7, [(n - 1)*f**2, f**2*7]).above_zero
    ()
    """
    # A count without the symbol is what it is: above 0 wherever there is a network.
    found = leading(count, x) if count.has(x) else None
    if found is None or found.coefficient == 0 or sign(found.coefficient) is not None:
        return Conditions()
    for part in parts:
        other = leading(part, x)
        if other is not None and other.order == found.order and sign(other.coefficient) == 1:
            return Conditions()
    return conditions(found.coefficient)


def may_be_large(x: Any, above_zero: Conditions, counts: Iterable[Any]) -> bool:
    """Whether counts, none of which is below 0, can all be there for large values of a symbol.

    That is told as far as conditions on single symbols contradict each other.
    """
    found = [leading(count, x) for count in counts if count.has(x)]
    unsure = [each.coefficient for each in found if each is not None]
    # An integer is 0 or more where one more than it is above 0.
    at_least = [each + 1 for each in unsure if sign(each) is None]
    return not conditions(*above_zero.above_zero, *at_least).never


def _divided(above: Any, below: Any) -> Any:
    return quotient(above, below)


def compared(first: tuple[Any, Any], second: tuple[Any, Any]) -> int:
    """Which of two orders is the larger one: above 0 for the first, 0 for none.

    Raises:
        Untold: where that depends on further symbols.
    """
    (one, power), (other, degree) = first, second
    if one != other:
        if is_above_one(one / other):
            return 1
        if is_above_one(other / one):
            return -1
        raise Untold
    rest = power - degree
    return 0 if rest == 0 else 1 if rest > 0 else -1


def _leading(expression: Any, x: Any) -> Leading:
    if not expression.has(x):
        return Leading(expression, *_CONSTANT) if expression != 0 else _NOTHING
    if expression == x:
        return Leading(_ONE, _ONE, _ONE)
    rule = _RULES.get(expression.func)
    if rule is None:
        raise Untold
    return rule(expression.args, x)


def _sum(parts: Sequence[Any], x: Any) -> Leading:
    """The largest of the terms, those of one order added up."""
    found = [each for part in parts if (each := _leading(part, x)).coefficient != 0]
    if not found:
        return _NOTHING
    top = reduce(lambda one, other: one if compared(one.order, other.order) >= 0 else other, found)
    together = sympy.Add(*(each.coefficient for each in found if each.order == top.order))
    together = expanded(together, _TERMS)
    if together == 0:
        # What is left of them is of a lower order, and unknown.
        raise Untold
    return Leading(together, *top.order)


def _product(parts: Sequence[Any], x: Any) -> Leading:
    found = [_leading(part, x) for part in parts]
    if any(each.coefficient == 0 for each in found):
        return _NOTHING
    return Leading(
        sympy.Mul(*(each.coefficient for each in found)),
        sympy.Mul(*(each.ratio for each in found)),
        sympy.Add(*(each.power for each in found)),
    )


def _power(parts: Sequence[Any], x: Any) -> Leading:
    base, exponent = parts
    if not exponent.has(x):
        if not exponent.is_Integer or abs(exponent) > _HIGHEST:
            raise Untold
        inner = _leading(base, x)
        if inner.coefficient == 0:
            if exponent < 0:
                raise Untold
            return _NOTHING
        return Leading(inner.coefficient**exponent, inner.ratio**exponent, inner.power * exponent)
    step = sympy.expand(exponent).coeff(x, 1)
    rest = sympy.expand(exponent - step * x)
    if base.has(x) or rest.has(x) or not step.is_Integer:
        raise Untold
    return Leading(base**rest, base**step, sympy.Integer(0))


def _rounded(round_down: bool) -> Callable[[Sequence[Any], Any], Leading]:
    """The rule for floors or ceilings."""

    def rule(parts: Sequence[Any], x: Any) -> Leading:
        (inside,) = parts
        inner = _leading(inside, x)
        if compared(inner.order, _CONSTANT) > 0:
            return inner
        near = inner.coefficient if inner.order == _CONSTANT else sympy.Integer(0)
        if not near.is_Rational:
            raise Untold
        found = _near(inside, near, x, round_down)
        return Leading(found, *_CONSTANT) if found != 0 else _NOTHING

    return rule


def _near(inside: Any, near: Any, x: Any, round_down: bool) -> Any:
    """The whole number that a floor or ceiling is in the end, its argument coming near a number."""
    if near.is_Integer:
        rest = _leading(sympy.expand(inside - near), x).coefficient
        if rest.is_negative and round_down:
            return near - 1
        if rest.is_positive and not round_down:
            return near + 1
        if rest == 0 or rest.is_positive or rest.is_negative:
            return near
        raise Untold
    return sympy.floor(near) if round_down else sympy.ceiling(near)


def _extreme(sign: int) -> Callable[[Sequence[Any], Any], Leading]:
    """The rule for minima (-1) or maxima (1)."""

    def rule(parts: Sequence[Any], x: Any) -> Leading:
        found = [_leading(part, x) for part in parts]
        if not all(each.coefficient.is_positive for each in found):
            raise Untold
        return reduce(lambda one, other: one if _beats(one, other, sign) else other, found)

    return rule


def _beats(one: Leading, other: Leading, sign: int) -> bool:
    order = compared(one.order, other.order)
    if order == 0:
        difference = one.coefficient - other.coefficient
        if not difference.is_Rational:
            raise Untold
        order = 1 if difference > 0 else -1
    return order == sign


_RULES: Final[Mapping[Any, Callable[[Sequence[Any], Any], Leading]]] = {
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _power,
    sympy.floor: _rounded(round_down=True),
    sympy.ceiling: _rounded(round_down=False),
    sympy.Min: _extreme(-1),
    sympy.Max: _extreme(1),
}
