"""Bounds of a count without its floors: ``(p - d + 1)/d <= floor(p/d) <= p/d`` for integers."""

from __future__ import annotations

from typing import Any

from symcnn.formula.algebra import sympy
from symcnn.formula.floors import is_whole
from symcnn.functions.formulas.polynomials import is_nonnegative
from symcnn.functions.formulas.simplifying import is_manageable, multiplied_out


def bounds(expression: Any) -> tuple[Any, Any] | None:
    """What an expression is at least and at most for all positive integers, its floors replaced.

    None where it has no floor, or where it cannot be shown to grow with each of them.

    >>> from symcnn.formula.algebra import symbol
    >>> bounds(3 * sympy.floor(symbol("n") / 2) + 1)
    (3*n/2 - 1/2, 3*n/2 + 1)
    """
    floors = sorted(expression.atoms(sympy.floor), key=str)
    if not floors or not is_manageable(expression) or expression.has(sympy.Min, sympy.Max):
        return None
    stands_for = {floor: sympy.Dummy(positive=True, integer=True) for floor in floors}
    polynomial = sympy.expand(expression.xreplace(stands_for))
    terms = sympy.Add.make_args(polynomial)
    rising = [term for term in terms if term.free_symbols & set(stands_for.values())]
    if polynomial.has(sympy.floor) or any(term.as_coeff_Mul()[0] < 0 for term in rising):
        return None
    lower: dict[Any, Any] = {}
    for floor, dummy in stands_for.items():
        above, below = floor.args[0].as_numer_denom()
        least = sympy.expand(above - below + 1)
        if not (below.is_Integer and is_whole(above) and is_nonnegative(least)):
            return None
        lower[dummy] = least / below
    upper = {dummy: floor.args[0] for floor, dummy in stands_for.items()}
    return (
        multiplied_out(polynomial.xreplace(lower)),
        multiplied_out(polynomial.xreplace(upper)),
    )
