"""The one place where formulas meet SymPy: symbols, bounds, what is worked out.

Every symbol is a positive integer, but for the index of a sum, which may begin at 0. Nothing here
reads text: SymPy's own parsers never see what a user wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from math import prod
from typing import Any, TypeAlias

import sympy as _sympy

from symcnn.formula.arithmetic import MAXIMUM_EXPONENT, MAXIMUM_PARTS, ArithmeticProblem, Value

# SymPy's own annotations are partial; this is their edge.
sympy: Any = _sympy
Expression: TypeAlias = _sympy.Expr

# Sums of more terms than this are left as they are written.
_EXPANDED_TERMS = 60
# So few are not looked at again, and more than so many not counted.
_FEW = 9
_COUNTLESS = 10**6
# What is longer, and was not before, is not told so.
_LONG = 120
# Values computed once: the same extents come back along both axes and in every line.
_REMEMBERED = 4096


@cache
def symbol(name: str) -> Expression:
    """The positive integer symbol of that name."""
    return sympy.Symbol(name, positive=True, integer=True)


@cache
def index(name: str, lower: Value = 0) -> Expression:
    """The symbol of an index that runs from a lower bound: from 0 on it may be 0."""
    if type(lower) is int and lower > 0:
        return symbol(name)
    return sympy.Symbol(name, nonnegative=True, integer=True)


def expression_of(value: Value) -> Expression:
    """A value as SymPy's own."""
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return sympy.Integer(value) if isinstance(value, int) else value


def _symbolic(value: Value) -> Any:
    return expression_of(value)


def value_of(expression: Any) -> Value:
    """An expression as a plain integer or fraction where it is one."""
    if expression.is_Integer:
        return int(expression)
    if expression.is_Rational:
        return Fraction(int(expression.p), int(expression.q))
    if expression.is_number and not expression.is_finite:
        raise ArithmeticProblem("division-by-zero", "division by zero")
    for part in sympy.Mul.make_args(expression):
        exponent = part.as_base_exp()[1]
        if exponent.is_number and abs(exponent) > MAXIMUM_EXPONENT:
            raise ArithmeticProblem("too-large", f"an exponent is at most {MAXIMUM_EXPONENT}")
    if size(expression) > MAXIMUM_PARTS:
        raise ArithmeticProblem(
            "too-large", f"a formula of more than {MAXIMUM_PARTS} parts", "give symbols values"
        )
    return expression


@lru_cache(maxsize=20_000)
def size(expression: Any) -> int:
    """The number of parts of an expression."""
    return 1 + sum(map(size, expression.args))


def add(values: Sequence[Value]) -> Value:
    """The sum."""
    return value_of(sympy.Add(*map(expression_of, values)))


def multiply(values: Sequence[Value]) -> Value:
    """The product, not multiplied out."""
    return value_of(sympy.Mul(*map(expression_of, values)))


def divide(numerator: Value, denominator: Value) -> Value:
    """The exact quotient, with common factors cancelled where SymPy sees them."""
    quotient: Any = _symbolic(numerator) / _symbolic(denominator)
    sums = quotient.is_Mul and quotient.has(sympy.Add) and not quotient.has(sympy.floor)
    if sums and _products(quotient) < 9:
        quotient = sympy.cancel(quotient)
    return value_of(quotient)


def power(base: Value, exponent: Value) -> Value:
    """The power; an exponent with a power of its own would outgrow every bound."""
    raised: Any = expression_of(exponent)
    if any(not inner.exp.is_number for inner in raised.atoms(sympy.Pow)):
        message = f"a power in an exponent, {raised}"
        raise ArithmeticProblem("too-large", message, "give its symbols values")
    return value_of(expression_of(base) ** raised)


@lru_cache(maxsize=_REMEMBERED)
def minimum(values: tuple[Value, ...]) -> Value:
    """The smallest."""
    return value_of(sympy.Min(*map(expression_of, values)))


@lru_cache(maxsize=_REMEMBERED)
def maximum(values: tuple[Value, ...]) -> Value:
    """The largest."""
    return value_of(sympy.Max(*map(expression_of, values)))


def terms_when_expanded(expression: Any) -> int:
    """A bound on the number of terms of an expression when it is multiplied out."""
    count = _products(expression)
    if count < _FEW:
        return count
    degrees = _degrees(expression)
    # As many as there are powers of what it is a polynomial in.
    return count if degrees is None else min(count, prod(d + 1 for d in degrees.values()))


@lru_cache(maxsize=_REMEMBERED)
def _products(expression: Any) -> int:
    """How many products multiplying out makes, before any of them are gathered."""
    if expression.is_Add:
        return sum(map(_products, expression.args))
    if expression.is_Mul:
        count = 1
        for factor in expression.args:
            count *= _products(factor)
            if count > _COUNTLESS:
                return count
        return count
    if expression.is_Pow and expression.exp.is_Integer and expression.base.is_Add:
        return _products(expression.base) ** min(abs(int(expression.exp)), 30)
    if isinstance(expression, sympy.Sum):
        return _products(expression.function)
    return 1


@lru_cache(maxsize=_REMEMBERED)
def _degrees(expression: Any) -> Mapping[Any, int] | None:
    """The highest power of each part that an expression is a polynomial in, None for no other."""
    if expression.is_Rational:
        return {}
    exponent: Any = expression.exp if expression.is_Pow else 1
    if expression.is_Pow and exponent.is_Integer and exponent > 0:
        inside = _degrees(expression.base)
        return inside and {part: degree * int(exponent) for part, degree in inside.items()}
    if not (expression.is_Add or expression.is_Mul):
        return None if expression.has(sympy.Sum) or expression.is_Pow else {expression: 1}
    found: dict[Any, int] = {}
    for inside in map(_degrees, expression.args):
        if inside is None:
            return None
        for part, degree in inside.items():
            before = found.get(part, 0)
            found[part] = max(before, degree) if expression.is_Add else before + degree
    return found


def expanded(expression: Any, limit: int = _EXPANDED_TERMS) -> Any:
    """The expression multiplied out, or as it is where that would take too many terms."""
    expression = expression_of(expression)
    if terms_when_expanded(expression) > limit:
        return expression
    return with_plain_powers(sympy.expand(expression))


@lru_cache(maxsize=_REMEMBERED)
def tidy(value: Value) -> Value:
    """The one form in which a count is told: multiplied out.

    Floors and their kind in factors would stand there many times; where that makes it long, it
    stays as it is.
    """
    expression: Any = expanded(value)
    is_long = size(expression) > max(_LONG, 3 * size(expression_of(value)))
    if is_long and not all(part.is_Symbol for part in _degrees(expression) or (expression,)):
        return value
    return value_of(expression)


def with_plain_powers(expression: Any) -> Any:
    """The expression with ``2**(2*i)`` as ``4**i``."""
    powers = {
        power: sympy.Pow(power.base**step, rest)
        for power in expression.atoms(sympy.Pow)
        if power.base.is_Integer and not power.exp.is_number
        for step, rest in (power.exp.as_coeff_Mul(),)
        if step.is_Integer and 1 < step < MAXIMUM_EXPONENT
    }
    return expression.xreplace(powers) if powers else expression


def is_definitely_below(left: Value, right: Value) -> bool:
    """Whether ``left < right`` for every value of the symbols."""
    bound = _upper_bound(expression_of(left) - expression_of(right))
    return bound is not None and bound < 0


@lru_cache(maxsize=_REMEMBERED)
def is_never_negative(value: Value) -> bool:
    """Whether a value is surely 0 or more for every value of the symbols."""
    expression = expression_of(value)
    if expression.is_nonnegative:
        return True
    return bool(_without_floors(expression).is_nonnegative)


def _without_floors(expression: Any) -> Any:
    """A bound from below: a floor is at most its argument, and more than its argument less 1."""
    bound: Any = 0
    for term in sympy.Add.make_args(expression):
        coefficient, rest = term.as_coeff_Mul()
        if isinstance(rest, sympy.floor):
            rest = rest.args[0] if coefficient.is_negative else rest.args[0] - 1
        bound += coefficient * rest
    return sympy.expand(bound)


def operations(value: Value) -> int:
    """How many operations it takes to write a value."""
    return int(sympy.count_ops(expression_of(value)))


def is_definitely_empty(extent: Any) -> bool:
    """Whether an integer expression is below 1 for every value of its symbols."""
    bound = _upper_bound(extent)
    return bound is not None and bound < 1


@lru_cache(maxsize=_REMEMBERED)
def _upper_bound(expression: Any) -> Any:
    """The largest value of a polynomial whose symbols are at least 1, None where it has none.

    SymPy's assumptions know more and take a hundred times as long.
    """
    bound: Any = 0
    for term in sympy.Add.make_args(expression):
        coefficient, rest = term.as_coeff_Mul()
        if rest != 1 and not (coefficient.is_negative and _is_monomial(rest)):
            return None
        # An index may be 0, where its term adds nothing.
        bound += coefficient if _is_above_zero(rest) else 0
    return bound


def _is_above_zero(monomial: Any) -> bool:
    return all(symbol.is_positive for symbol in monomial.free_symbols)


def _is_monomial(expression: Any) -> bool:
    return all(
        factor.is_Symbol or (factor.is_Pow and factor.base.is_Symbol and factor.exp.is_positive)
        for factor in sympy.Mul.make_args(expression)
    )


def text_of(value: Value) -> str:
    """A value in SymPy's syntax."""
    return str(expression_of(value))


def substitute(value: Value, values: Mapping[str, Value]) -> Value:
    """A value with the values of its symbols put in."""
    expression: Any = expression_of(value)
    replacements = {symbol(name): expression_of(given) for name, given in values.items()}
    return value_of(expression.xreplace(replacements))
