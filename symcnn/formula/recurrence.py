"""Recurrences ``s[i + 1] = step(s[i], i)`` in closed form, as the extents of repeated layers ask.

Known are: an extent that stays, one that a sum is added to, one that is multiplied, one that only
the index sets, and one that strides divide, ``floor((s + a)/d)``, which i times over is
``floor((s + a*(d**i - 1)/(d - 1))/d**i)``. Each solution is put into its recurrence before it is
believed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from symcnn.formula import arithmetic, summation
from symcnn.formula.algebra import Expression, expression_of, index, sympy, value_of
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.formula.floors import floor, floor_of

UNSOLVED = "unsolved"
FIRST_DIFFERS = "first-differs"


@lru_cache(maxsize=4096)
def solved(step: Value, state: Expression, turn: Expression, first: Value, start: int) -> Value:
    """The extent before pass ``turn`` when it is ``first`` before pass ``start``.

    ``step`` is the extent after a pass, in the ``state`` before it and in ``turn``.

    >>> from symcnn.formula.algebra import index, symbol
    >>> s, i, g = symbol("s"), index("i"), symbol("g")
    >>> solved(s + g, s, i, 64, 0)
    g*i + 64

    Raises:
        ArithmeticProblem: where the recurrence is of no known kind, or a sum has no closed form;
            of the kind FIRST_DIFFERS where it begins with the second pass.
    """
    after: Any = summation.normal(step)
    before: Any = expression_of(first)
    found = _solution(after, state, turn, before, start)
    value = value_of(summation.normal(found))
    _check(value, after, state, turn, before, start)
    return value


def _solution(step: Any, state: Any, turn: Any, first: Any, start: int) -> Any:
    if not step.has(state):
        return _set_by_index(step, turn, first, start)
    slope, rest = step.coeff(state, 1), step.coeff(state, 0)
    if not slope.has(turn) and sympy.expand(step - slope * state - rest) == 0:
        return _affine(slope, rest, turn, first, start)
    floors = [part for part in step.atoms(sympy.floor) if part.has(state)]
    if len(floors) == 1 and not (step - floors[0]).has(state):
        return _divided(step, floors[0], state, turn, first, start)
    raise _unsolved()


def _unsolved() -> ArithmeticProblem:
    return ArithmeticProblem(UNSOLVED, "pass by pass that has no closed form")


def _set_by_index(step: Any, turn: Any, first: Any, start: int) -> Any:
    """Nothing of the state is left after a pass: the pass before says what it is."""
    found = at(step, turn, turn - 1)
    if not arithmetic.equal(at(step, turn, sympy.Integer(start - 1)), first):
        taken, rule = arithmetic.spelled(first), arithmetic.spelled(found)
        message = f"pass {start} takes {taken}, which is not the {rule} of the later ones"
        raise ArithmeticProblem(FIRST_DIFFERS, message)
    return found


def _affine(slope: Any, rest: Any, turn: Any, first: Any, start: int) -> Any:
    """``s[i + 1] = slope*s[i] + rest(i)``: each rest has been multiplied ever since."""
    passes = turn - start
    if rest == 0:
        return first * slope**passes
    other: Any = index("t", start)
    if other == turn:
        other = index("t_", start)
    grown = at(rest, turn, other) * slope ** (start - 1 - other)
    added = expression_of(summation.closed(value_of(grown), other, start, turn - 1))
    return first * slope**passes + slope**passes * added


def _divided(step: Any, floored: Any, state: Any, turn: Any, first: Any, start: int) -> Any:
    """``s[i + 1] = floor((s[i] + shift)/divisor)``."""
    numerator, divisor = floored.args[0].as_numer_denom()
    shift = sympy.expand(numerator - state + divisor * (step - floored))
    if any(part.has(state, turn) for part in (shift, divisor)):
        raise _unsolved()
    passes = turn - start
    each = sympy.cancel(shift / (divisor - 1))
    if each.as_numer_denom()[1].free_symbols and not summation.is_above_one(divisor):
        message = f"pass by pass that has another form where {divisor} is 1"
        raise ArithmeticProblem(UNSOLVED, message)
    if each == 0:
        return expression_of(floor_of(first, divisor**passes))
    shifted, part = sympy.fraction(sympy.together(first + each * (divisor**passes - 1)))
    return expression_of(floor_of(shifted, part * divisor**passes))


def at(expression: Any, symbol: Any, value: Any) -> Any:
    """An expression with a value in place of a symbol, its floors merged and parted anew."""
    whole: Any = expression_of(expression)
    replaced = whole.xreplace({symbol: expression_of(value)})
    floors = {
        part: expression_of(floor(part.args[0]))
        for part in replaced.atoms(sympy.floor)
        if not part.args[0].has(sympy.floor)
    }
    return summation.normal(replaced.xreplace(floors))


def _check(value: Value, step: Any, state: Any, turn: Any, first: Any, start: int) -> None:
    """The first value and the recurrence hold, by algebra or at many exact points."""
    begins = arithmetic.equal(at(value, turn, sympy.Integer(start)), first)
    goes_on = arithmetic.equal(at(value, turn, turn + 1), at(step, state, value))
    if not (begins and goes_on):
        raise _unsolved()
