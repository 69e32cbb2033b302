"""A formula for the first values of a sequence: what grows by a sum or by a factor.

A guess is only that; whoever takes one must show that the next value always follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from symcnn.formula.algebra import expression_of, sympy, value_of
from symcnn.formula.arithmetic import Value
from symcnn.formula.summation import normal


def guessed(values: Sequence[Value], turn: Any, start: int) -> Value | None:
    """The value at ``turn`` of a sequence that begins so at ``start``, None where none is seen.

    >>> from symcnn.formula.algebra import index
    >>> guessed((3, 5, 7, 9), index("i"), 0), guessed((3, 6, 12, 24), index("i"), 0)
    (2*i + 3, 3*2**i)
    """
    found: Any = [expression_of(value) for value in values]
    passed = turn - start
    differences = _differences(found)
    if _constant(differences):
        return value_of(normal(found[0] + differences[0] * passed))
    second = _differences(differences)
    if _constant(second):
        curve = second[0] * passed * (passed - 1) / 2
        return value_of(normal(found[0] + differences[0] * passed + curve))
    ratios = [sympy.cancel(later / first) for first, later in pairwise(found)]
    if _constant(ratios):
        return value_of(normal(found[0] * ratios[0] ** passed))
    return None


def _differences(values: list[Any]) -> list[Any]:
    return [sympy.expand(b - a) for a, b in pairwise(values)]


def _constant(values: list[Any]) -> bool:
    return all(value == values[0] for value in values)
