"""Whether two values agree: by algebra, and at exact points where algebra cannot tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symcnn.formula.algebra import expression_of, sympy, terms_when_expanded, with_plain_powers
from symcnn.formula.arithmetic import Value
from symcnn.formula.exact import NoValue, value_at

# Points at which two expressions too large to be multiplied out are compared exactly.
_POINTS = 24
# Numbers of an expression around which minima and floors are compared.
_EDGES = 12
# From how many values each symbol takes its own, in turn; where it stands in an exponent, from how
# few, or nothing would be left of what such powers divide.
_SPANS = (1_000_000_000_039, 97, 3, 11)
_FEW = (97, 2, 3, 5, 11)
# The same for a symbol that says how many terms are added up.
_FEWEST = (7, 2, 3, 4, 5)
_EDGED = (sympy.floor, sympy.ceiling, sympy.Min, sympy.Max)


def equal(left: Value, right: Value) -> bool:
    """Whether two values agree: by algebra, and at exact points where algebra is too long."""
    first, second = expression_of(left), expression_of(right)
    if first == second:
        return True
    difference: Any = first - second
    if terms_when_expanded(difference) <= 2000:
        rest = with_plain_powers(sympy.expand(difference))
        if rest == 0:
            return True
        if not rest.has(*_EDGED, sympy.Sum) and rest.is_polynomial():
            return False
    compared = 0
    for point in _points(difference):
        try:
            if value_at(difference, point) != 0:
                return False
        except NoValue:
            continue
        compared += 1
    return compared > 0


def _points(expression: Any) -> Iterator[dict[Any, int]]:
    """Where two expressions are compared: exact values for each symbol.

    A polynomial that is not zero vanishes at few points of a large range; exponents show
    themselves at small ones, minima and floors around the numbers that stand in them.
    """
    symbols = sorted(expression.free_symbols, key=str)
    exponents = set[Any]().union(*(p.exp.free_symbols for p in expression.atoms(sympy.Pow)))
    limits = [limit for total in expression.atoms(sympy.Sum) for limit in total.limits]
    bounds = set[Any]().union(*(end.free_symbols for limit in limits for end in limit[1:]))
    few = exponents | bounds
    for number in range(1, _POINTS + 1):
        spans = {symbol: _SPANS[number % len(_SPANS)] for symbol in symbols}
        spans |= dict.fromkeys(exponents, _FEW[number % len(_FEW)])
        spans |= dict.fromkeys(bounds, _FEWEST[number % len(_FEWEST)])
        yield {
            symbol: (1 if symbol.is_positive else 0)
            + (611_953 * number * number + 350_377 * (position + 1) * number) % spans[symbol]
            for position, symbol in enumerate(symbols)
        }
    if expression.has(*_EDGED):
        for edge in sorted(_numbers(expression))[-_EDGES:]:
            for value in (edge - 1, edge, edge + 1, 2 * edge):
                yield {s: value.bit_length() if s in few else value for s in symbols}


def _numbers(expression: Any) -> set[int]:
    """The integers above 1 in an expression, those below fraction bars included."""
    found = {int(part) for n in expression.atoms(sympy.Rational) for part in (n.p, n.q)}
    return {abs(number) for number in found if abs(number) > 1}
