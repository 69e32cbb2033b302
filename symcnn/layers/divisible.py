"""Which form of its symbols makes extents agree that floors keep apart."""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value

# A larger factor than this helps nobody.
_LARGEST = 4096


def dividing(apart: Iterable[tuple[Value, Value]]) -> str:
    """A hint such as "give H a form that divides: let H = 4*h", empty where none is known.

    ``apart`` are the extents that must agree and do not.
    """
    from symcnn.formula import algebra

    pairs = [(algebra.expression_of(a), algebra.expression_of(b)) for a, b in apart]
    factors: dict[str, int] = {}
    for expression in (side for pair in pairs for side in pair):
        for floor in expression.atoms(algebra.sympy.floor, algebra.sympy.ceiling):
            factor = _factor(floor)
            for name in map(str, floor.free_symbols):
                factors[name] = lcm(factors.get(name, 1), factor)
    taken = {str(symbol) for pair in pairs for side in pair for symbol in side.free_symbols}
    forms = {name: (factor, _free(name, taken)) for name, factor in factors.items()}
    values = {name: factor * algebra.symbol(new) for name, (factor, new) in forms.items()}
    if not values or max(factors.values()) > _LARGEST or not _agree(pairs, values):
        return ""
    lets = ", ".join(f"{name} = {factor}*{new}" for name, (factor, new) in sorted(forms.items()))
    return f"give {' and '.join(sorted(forms))} a form that divides: let {lets}"


def _factor(floor: Any) -> int:
    """What divides away all denominators in a floor, those of the floors inside it too."""
    inner = floor.args[0]
    factor = int(inner.as_numer_denom()[1]) if inner.as_numer_denom()[1].is_Integer else 1
    for further in inner.atoms(type(floor)):
        factor *= _factor(further)
    return factor


def _free(name: str, taken: set[str]) -> str:
    """A name for what is left of a symbol: ``h`` of ``H``, else ``H1``."""
    small = name.lower()
    return small if small not in taken and small not in ("x", "i") else f"{name}1"


def _agree(pairs: list[tuple[Any, Any]], values: dict[str, Any]) -> bool:
    from symcnn.formula import algebra

    return all(
        arithmetic.equal(algebra.substitute(a, values), algebra.substitute(b, values))
        for a, b in pairs
    )
