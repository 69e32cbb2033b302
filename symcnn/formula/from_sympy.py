"""From SymPy back to the written form, terms in falling powers, ceilings where they belong."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symcnn.formula.algebra import expression_of, sympy
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import (
    Function,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Summation,
    children,
    product_of,
    sum_of,
)


def written(value: Value) -> Node:
    """The written form of a value, its terms in falling powers."""
    expression: Any = expression_of(value)
    if expression.is_Integer:
        return _integer(int(expression))
    if expression.is_Rational:
        number = Fraction(int(expression.p), int(expression.q))
        return Number(number) if number > 0 else Negative(Number(-number))
    if expression.is_Symbol:
        return Name(str(expression))
    if expression.is_Add and not _recombined(expression).is_Add:
        return written(_recombined(expression))
    if expression.is_Add:
        ceiling = _as_ceiling_sum(expression)
        return ceiling or sum_of(tuple(map(written, _terms(_recombined(expression)))))
    if expression.is_Mul:
        return _written_product(expression)
    if expression.is_Pow:
        return _written_power(expression)
    return _written_function(expression)


def _integer(value: int) -> Node:
    return Number(value) if value >= 0 else Negative(Number(-value))


def _terms(expression: Any) -> list[Any]:
    """The terms in falling powers, one without a minus in front where there is one.

    Sums over an index come last, so that no term seems to be inside them.
    """
    terms: list[Any] = sympy.Add.make_args(expression)
    terms = expression.as_ordered_terms() if len(terms) > 1 else list(terms)
    terms = sorted(terms, key=lambda term: term.has(sympy.Sum))
    first = next((i for i, term in enumerate(terms) if not _is_negative(term)), 0)
    return [terms[first], *terms[:first], *terms[first + 1 :]]


def _is_negative(term: Any) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)


def _recombined(expression: Any) -> Any:
    """``16 + floor((1 - g)/2)`` as ``floor((33 - g)/2)``: nothing but a minus stays inside."""
    number, rest = expression.as_coeff_Add()
    for term in sympy.Add.make_args(rest):
        if not isinstance(term, sympy.floor) or number == 0:
            continue
        numerator, denominator = term.args[0].as_numer_denom()
        symbolic = sympy.expand(numerator).as_coeff_Add()[1]
        if all(map(_is_negative, sympy.Add.make_args(symbolic))):
            inside = sympy.expand(numerator + number * denominator) / denominator
            floored = sympy.floor(inside, evaluate=False)
            return sympy.Add(rest - term, floored, evaluate=False) if rest != term else floored
    return expression


def _as_ceiling_sum(expression: Any) -> Node | None:
    """``floor((n - 1)/s) + 1`` with a symbol s is how ``ceil(n/s)`` is kept."""
    rest = expression - 1
    if not isinstance(rest, sympy.floor):
        return None
    numerator, denominator = (rest.args[0]).as_numer_denom()
    if denominator.is_Integer or not (sympy.expand(numerator) + 1).is_Symbol:
        return None
    return Function("ceil", (Quotient(written(sympy.expand(numerator) + 1), written(denominator)),))


def _written_product(expression: Any) -> Node:
    if expression.could_extract_minus_sign() and expression.as_coeff_Mul()[0].is_negative:
        return Negative(written(-expression))
    numerator, denominator = expression.as_numer_denom()
    if denominator != 1:
        return Quotient(written(numerator), written(denominator))
    # Powers of numbers behind the symbols, as in F·2^i, and sums over an index behind all.
    factors = sorted(expression.as_ordered_factors(), key=_place)
    return product_of(tuple(map(written, factors)))


def _place(factor: Any) -> int:
    if isinstance(factor, sympy.Sum):
        return 2
    return int(factor.is_Pow and factor.base.is_Integer and bool(factor.exp.free_symbols))


def _written_power(expression: Any) -> Node:
    base, exponent = expression.as_base_exp()
    if exponent.could_extract_minus_sign():
        return Quotient(Number(1), written(base**-exponent))
    if exponent.is_Rational and not exponent.is_Integer:
        return Power(written(base), Quotient(written(exponent.p), written(exponent.q)))
    return Power(written(base), written(exponent))


def _written_sum(total: Any) -> Node:
    """A sum over one index or several, the limits of the inner ones first."""
    node = written(total.function)
    for index, lower, upper in total.limits:
        node = Summation(node, str(index), written(lower), written(upper))
    return node


def _written_function(expression: Any) -> Node:
    if isinstance(expression, sympy.floor):
        return _written_floor(expression.args[0])
    if isinstance(expression, sympy.Sum):
        return _written_sum(expression)
    names: dict[Any, str] = {sympy.ceiling: "ceil", sympy.Min: "min", sympy.Max: "max"}
    arguments = sorted(expression.args, key=sympy.default_sort_key)
    return Function(names[expression.func], tuple(map(written, arguments)))


def _written_floor(argument: Any) -> Node:
    numerator, denominator = argument.as_numer_denom()
    numerator = sympy.expand(numerator)
    lifted = numerator - denominator + 1
    if denominator.is_Integer and denominator > 1 and lifted.as_coeff_Add()[0] == 0:
        return Function("ceil", (Quotient(written(lifted), written(denominator)),))
    if denominator == 1:
        return Function("floor", (written(numerator),))
    return Function("floor", (Quotient(written(numerator), written(denominator)),))


def same_written(first: Node, second: Node) -> bool:
    """Whether two written forms differ at most in the order of terms and factors."""
    return _sorted(first) == _sorted(second)


def _sorted(node: Node) -> tuple[object, ...]:
    parts = [_sorted(part) for part in children(node)]
    if isinstance(node, Sum | Product):
        parts.sort(key=repr)
    own = getattr(node, "value", getattr(node, "name", getattr(node, "index", "")))
    return (type(node).__name__, own, *parts)
