"""Counts as polynomials: their coefficients, and signs that hold for all positive integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from symcnn.formula.algebra import is_never_negative, sympy, terms_when_expanded
from symcnn.functions.formulas.simplifying import factored

# Polynomials of more terms, or of a higher degree, are not looked at.
_TERMS: Final = 2000
_DEGREE: Final = 100


def coefficients(expression: Any, x: Any) -> Mapping[int, Any] | None:
    """The coefficients of a polynomial in a symbol by power, None where it is none.

    They are free of the symbol; floors of other symbols may stand in them.

    >>> from symcnn.formula.algebra import symbol
    >>> f, k = symbol("f"), symbol("k")
    >>> dict(coefficients(k*(3*f**2 + 1), f))
    {2: 3*k, 0: k}
    """
    if terms_when_expanded(expression) > _TERMS:
        return None
    found: dict[int, list[Any]] = {}
    for term in sympy.Add.make_args(sympy.expand(expression)):
        coefficient, rest = term.as_independent(x, as_Add=False)
        base, power = rest.as_base_exp() if rest != 1 else (x, sympy.Integer(0))
        if base != x or not power.is_Integer or not 0 <= power <= _DEGREE:
            return None
        found.setdefault(int(power), []).append(coefficient)
    return {power: sympy.Add(*found[power]) for power in sorted(found, reverse=True)}


def sign(expression: Any) -> int | None:
    """Whether an expression is above 0 (1), is 0 or below 0 (-1) wherever its symbols are positive.

    None where that depends on them, or cannot be told.
    """
    if expression == 0:
        return 0
    if is_positive(expression):
        return 1
    return -1 if is_positive(-expression) else None


def is_positive(expression: Any) -> bool:
    """Whether an expression is surely above 0 for all positive integers."""
    if expression.is_positive:
        return True
    terms = _moved(expression)
    if terms is None:
        return is_nonnegative(expression - 1)
    return is_nonnegative(expression) and any(term.is_Rational and term > 0 for term in terms)


def is_nonnegative(expression: Any) -> bool:
    """Whether an expression is surely 0 or more for all positive integers."""
    terms = _moved(expression)
    if terms is None:
        return terms_when_expanded(expression) <= _TERMS and is_never_negative(expression)
    return all(term.as_coeff_Mul()[0] >= 0 for term in terms)


def _moved(expression: Any) -> Sequence[Any] | None:
    """The terms of a polynomial with ``s + 1`` in the place of each symbol s, which is 0 or more.

    Where no coefficient of theirs is below 0, neither is the polynomial.
    """
    moved = expression.xreplace({s: s + 1 for s in expression.free_symbols if s.is_positive})
    plain = all(part.is_Symbol for part in _generators(expression))
    if not plain or terms_when_expanded(moved) > _TERMS:
        return None
    return sympy.Add.make_args(sympy.expand(moved))


def _generators(expression: Any) -> set[Any]:
    """What an expression is made of besides sums, products and whole powers."""
    if expression.is_Rational:
        return set()
    if expression.is_Add or expression.is_Mul:
        return set[Any]().union(*map(_generators, expression.args))
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
        return _generators(expression.base)
    return {expression}


def without_common_symbols(expression: Any) -> Any:
    """The expression without the powers of symbols that divide all its terms; its sign stays.

    >>> from symcnn.formula.algebra import symbol
    >>> without_common_symbols(symbol("k")**2*symbol("f") - 3*symbol("k"))
    f*k - 3
    """
    terms = sympy.Add.make_args(sympy.expand(expression))
    powers: list[Mapping[Any, Any]] = [term.as_powers_dict() for term in terms]
    common = sympy.Mul(
        *(s ** min(each.get(s, 0) for each in powers) for s in expression.free_symbols)
    )
    return sympy.expand(expression / common)


def open_conditions(*expressions: Any) -> tuple[Any, ...]:
    """Those expressions that are not above 0 for certain, without factors that are.

    >>> from symcnn.formula.algebra import symbol
    >>> open_conditions(symbol("f") + 1, 9*symbol("f")*symbol("n") - 9*symbol("f"))
    (n - 1,)
    """
    rest = [bare(each) for each in expressions if not is_positive(each)]
    return tuple(dict.fromkeys(rest))


def bare(expression: Any) -> Any:
    """An expression without the factors that are above 0, which have no part in its sign.

    >>> from symcnn.formula.algebra import symbol
    >>> bare(4*symbol("f")*symbol("n") - 4*symbol("f"))
    n - 1
    """
    product = factored(expression)
    if product is None:
        return expression
    factors = sympy.Mul.make_args(product)
    rest = sympy.expand(sympy.Mul(*(factor for factor in factors if not is_positive(factor))))
    return rest.primitive()[1]
