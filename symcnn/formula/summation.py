"""Sums over an index in closed form: of powers of the index, of powers with it, of products.

A term is a coefficient, free of the index i, times ``i**p * r**i``. Its sum is known for every p
and every ratio r that is 1 for certain or different from 1 for certain (J. Bernoulli, Ars
Conjectandi, 1713, part 2, chapter 3; R. Graham, D. Knuth, O. Patashnik, Concrete Mathematics,
1994, chapter 2). What is of another kind stays a sum, or is refused where none may stay; it is
never guessed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from symcnn.formula.algebra import (
    expanded,
    expression_of,
    sympy,
    terms_when_expanded,
    value_of,
)
from symcnn.formula.arithmetic import ArithmeticProblem, Value, spelled
from symcnn.records import value_record

# Higher powers of an index, and sums of more terms, belong to no network.
MAXIMUM_POWER = 24
_MAXIMUM_TERMS = 400


@value_record
class Part:
    """A coefficient, free of the index i, times ``i**power * ratio**i``.

    ``rest`` is what stands there instead where the sum has no closed form.
    """

    coefficient: Any
    power: int
    ratio: Any
    rest: Any = None

    @property
    def closed(self) -> bool:
        """Whether its sum is known."""
        return self.rest is None

    def basis(self, index: Any) -> Any:
        """The part without its coefficient."""
        return index**self.power * self.ratio**index if self.rest is None else self.rest


@lru_cache(maxsize=4096)
def summed(body: Value, index: Any, lower: Value, upper: Value) -> Value:
    """The sum of ``body`` over ``index`` from ``lower`` to ``upper``.

    Terms without a closed form stay sums, each in front of it what does not depend on the index.

    >>> from symcnn.formula.algebra import index, symbol
    >>> i, n = index("i"), symbol("n")
    >>> summed(2 * i + 1 + 3 * n * i**i, i, 0, n - 1)
    n**2 + 3*n*Sum(i**i, (i, 0, n - 1))

    Raises:
        ArithmeticProblem: where the result is too large.
    """
    total: Any = sympy.Add(
        *(part.coefficient * known(part, index, lower, upper) for part in parts(body, index))
    )
    return value_of(normal(total))


def closed(body: Value, index: Any, lower: Value, upper: Value) -> Value:
    """The sum of ``body`` over ``index`` from ``lower`` to ``upper``, without a sum in it.

    >>> from symcnn.formula.algebra import index, symbol
    >>> i, n = index("i"), symbol("n")
    >>> closed(2 * i + 1, i, 0, n - 1)
    n**2

    Raises:
        ArithmeticProblem: where no closed form is known.
    """
    if not all(part.closed for part in parts(body, index)):
        _check_terms(expression_of(body), index)
        for term in _terms(expression_of(body)):
            _split(term, index)
    return summed(body, index, lower, upper)


def is_closed(value: Value) -> bool:
    """Whether nothing of a sum is left in a value."""
    expression: Any = expression_of(value)
    return not expression.has(sympy.Sum)


def normal(expression: Any) -> Any:
    """An expression with powers of sums and products of powers taken apart and gathered."""
    return expanded(expression, _MAXIMUM_TERMS)


@lru_cache(maxsize=4096)
def parts(body: Value, index: Any) -> tuple[Part, ...]:
    """A formula as a sum of known kinds, the highest powers and largest ratios first.

    What is of no known kind comes last.
    """
    expression: Any = expression_of(body)
    if not expression.has(index):
        return (Part(expression, 0, sympy.Integer(1)),)
    found: dict[tuple[int, Any], Any] = {}
    others: dict[Any, Any] = {}
    for term in _terms(expression):
        try:
            coefficient, power, ratio = _split(term, index)
            found[power, ratio] = found.get((power, ratio), 0) + coefficient
        except ArithmeticProblem:
            coefficient, rest = term.as_independent(index, as_Add=False)
            others[rest] = others.get(rest, 0) + coefficient
    kinds = sorted(found, key=lambda kind: (str(kind[1]) != "1", str(kind[1]), kind[0]))
    return (
        *(Part(found[kind], *kind) for kind in reversed(kinds) if found[kind] != 0),
        *(Part(others[rest], 0, 1, rest) for rest in sorted(others, key=str) if others[rest] != 0),
    )


def _terms(expression: Any) -> tuple[Any, ...]:
    """The terms of a formula when it is multiplied out; of one with too many, the formula."""
    if terms_when_expanded(expression) > _MAXIMUM_TERMS:
        return (expression,)
    return sympy.Add.make_args(sympy.expand(expression))


def _check_terms(expression: Any, index: Any) -> None:
    if terms_when_expanded(expression) > _MAXIMUM_TERMS:
        message = f"a sum over {index} of more than {_MAXIMUM_TERMS} terms"
        raise ArithmeticProblem("too-large", message, "give symbols values")


def _split(term: Any, index: Any) -> tuple[Any, int, Any]:
    """Coefficient, power and ratio of one term."""
    coefficient: Any = sympy.Integer(1)
    ratio: Any = sympy.Integer(1)
    power = 0
    for factor in sympy.Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if not factor.has(index):
            coefficient *= factor
        elif base == index and exponent.is_Integer and 0 < exponent <= MAXIMUM_POWER:
            power += int(exponent)
        elif not base.has(index) and _is_linear(exponent, index):
            step = exponent.coeff(index, 1)
            ratio *= base**step
            coefficient *= base ** (exponent - step * index)
        else:
            raise _refused(factor, index)
    if ratio != 1 and not _differs_from_one(ratio):
        raise ArithmeticProblem(
            "closed-form",
            f"the sum of {spelled(term)} over {index} has another form where {ratio} is 1",
            f"give {' and '.join(sorted(map(str, ratio.free_symbols)))} a value",
        )
    if power > MAXIMUM_POWER:
        raise _refused(term, index)
    return coefficient, power, ratio


def _refused(part: Any, index: Any) -> ArithmeticProblem:
    message = f"the sum of {spelled(part)} over {index} has no closed form"
    return ArithmeticProblem("closed-form", message)


def _is_linear(exponent: Any, index: Any) -> bool:
    step = exponent.coeff(index, 1)
    return (
        step != 0 and not step.has(index) and not sympy.expand(exponent - step * index).has(index)
    )


def _differs_from_one(ratio: Any) -> bool:
    """Whether a ratio of positive integer symbols is above or below 1 for certain."""
    if ratio.is_Rational:
        return ratio > 0 and ratio != 1
    return is_above_one(ratio) or is_above_one(1 / ratio)


def is_above_one(value: Any) -> bool:
    """Whether an expression of positive integer symbols is above 1 for certain."""
    return least(value) > 1


def least(value: Any) -> Any:
    """The smallest value that an expression of positive integers can have, 0 where unknown."""
    if value.is_Rational:
        return max(0, value)
    if value.is_Symbol:
        return 1 if value.is_positive else 0
    parts = [least(part) for part in value.args]
    if not parts or not all(parts):
        return 0
    if value.is_Add:
        return sum(parts)
    if value.is_Mul:
        return sympy.Mul(*parts)
    if value.is_Pow and parts[0] >= 1 and parts[1] >= 1:
        return parts[0]
    return 0


# --- the known sums ------------------------------------------------------------------------------


def known(part: Part, index: Any, lower: Any, upper: Any) -> Any:
    """The sum of a part without its coefficient from one bound to the other."""
    lower, upper = expression_of(lower), expression_of(upper)
    if not part.closed:
        return sympy.Sum(part.rest, (index, lower, upper))
    if part.ratio == 1:
        return faulhaber(part.power, upper) - faulhaber(part.power, lower - 1)
    first, after = (
        _antidifference(part.power, part.ratio, bound) * part.ratio**bound
        for bound in (lower, upper + 1)
    )
    return sympy.together(after - first)


@lru_cache(maxsize=256)
def faulhaber(power: int, upper: Any) -> Any:
    """``0**power + 1**power + … + upper**power``, where ``0**0`` is 1."""
    if power == 0:
        return upper + 1
    symbol: Any = sympy.Dummy("x")
    polynomial = (sympy.bernoulli(power + 1, symbol + 1) - sympy.bernoulli(power + 1, 1)) / (
        power + 1
    )
    return sympy.factor(polynomial).xreplace({symbol: upper})


@lru_cache(maxsize=256)
def _antidifference(power: int, ratio: Any, at: Any) -> Any:
    """The polynomial q with ``ratio*q(i + 1) - q(i) = i**power``, at one place.

    Then ``q(i)*ratio**i`` steps by ``i**power * ratio**i``. Its coefficients follow from the
    highest power down.
    """
    coefficients: dict[int, Any] = {}
    for k in range(power, -1, -1):
        higher = sum(
            (sympy.binomial(j, k) * coefficients[j] for j in coefficients), sympy.Integer(0)
        )
        known = (1 if k == power else 0) - ratio * higher
        coefficients[k] = sympy.cancel(known / (ratio - 1))
    return sum((c * at**k for k, c in coefficients.items()), sympy.Integer(0))
