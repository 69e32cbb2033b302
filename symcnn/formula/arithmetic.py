"""Exact arithmetic on integers, fractions and SymPy expressions, with bounds.

SymPy is imported only when an expression meets one of these functions. Numbers stay below
10**4000 and exponents below 10**4, so that no formula can eat time or memory; what a program or a
layer comes to is refused from 10**1000 on, which leaves the steps of a derivation room.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, cast

from symcnn.formula.traced import is_traced, summed

if TYPE_CHECKING:
    import sympy

Value: TypeAlias = "int | Fraction | sympy.Expr"

MAXIMUM_DIGITS = 1000
_MAXIMUM_BITS = 3_321
_HARD_BITS = 13_286
MAXIMUM_EXPONENT = 10_000
# Larger expressions are refused: a few lines of `let` could otherwise double one at each step.
MAXIMUM_PARTS = 4000
# What SymPy calls otherwise than a program does.
_SPELLED = {"Min": "min", "Max": "max", "ceiling": "ceil"}
_FUNCTION = re.compile(r"\b(?:Min|Max|ceiling)\b(?=\()")


class ArithmeticProblem(Exception):
    """A value that cannot or must not be computed, as a message, a hint and its kind."""

    def __init__(self, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.hint = hint


def is_number(value: object) -> TypeGuard[int | Fraction]:
    """Whether a value is an integer or a fraction, not an expression."""
    return type(value) is int or is_traced(value) or isinstance(value, Fraction)


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value is an integer, not a fraction or an expression."""
    return type(value) is int or (is_traced(value) and value.is_whole())


def add(values: Sequence[Value]) -> Value:
    """The sum of the values."""
    if all(map(is_number, values)):
        work = summed if any(is_traced(value) for value in values) else sum
        return _bounded(work(cast(Any, values)))
    from symcnn.formula import algebra

    return algebra.add(values)


def multiply(values: Sequence[Value]) -> Value:
    """The product of the values."""
    result: Value = 1
    for value in values:
        if type(value) is int and type(result) is int:
            result = _bounded(result * value)
        elif is_number(value) and is_number(result):
            result = _bounded(cast("Any", result) * value)
        else:
            from symcnn.formula import algebra

            return algebra.multiply(values)
    return result


def divide(numerator: Value, denominator: Value) -> Value:
    """The exact quotient."""
    if is_number(denominator) and denominator == 0:
        raise ArithmeticProblem("division-by-zero", "division by zero")
    if type(numerator) is int and type(denominator) is int:
        whole, rest = divmod(numerator, denominator)
        return whole if rest == 0 else Fraction(numerator, denominator)
    if is_traced(numerator) or is_traced(denominator):
        return cast(Any, numerator) / denominator
    if isinstance(numerator, int | Fraction) and isinstance(denominator, int | Fraction):
        return _bounded(_whole(Fraction(numerator) / denominator))
    from symcnn.formula import algebra

    return algebra.divide(numerator, denominator)


def power(base: Value, exponent: Value) -> Value:
    """The power, where exponent and result keep within the bounds."""
    if not isinstance(exponent, int | Fraction):
        from symcnn.formula import algebra

        return algebra.power(base, exponent)
    if not isinstance(exponent, int):
        raise ArithmeticProblem("exponent", f"an exponent must be an integer, not {exponent}")
    size = abs(exponent)
    beyond = size.is_beyond(MAXIMUM_EXPONENT) if is_traced(size) else size > MAXIMUM_EXPONENT
    if beyond:
        raise ArithmeticProblem(
            "too-large", f"an exponent is at most {MAXIMUM_EXPONENT}", "write a smaller power"
        )
    if not isinstance(base, int | Fraction):
        from symcnn.formula import algebra

        return algebra.power(base, exponent)
    if exponent < 0:
        return divide(1, power(base, -exponent))
    if is_traced(base) or is_traced(exponent):
        return _bounded(base**exponent)
    bits = max(abs(base.numerator), base.denominator).bit_length()
    if bits > 1 and bits * exponent > 2 * _HARD_BITS:
        raise _too_large()
    return _bounded(base**exponent)


def negate(value: Value) -> Value:
    """The negative of a value."""
    return -value


def floor(value: Value) -> Value:
    """The largest integer that is not above the value."""
    if type(value) is int:
        return value
    if is_traced(value) or isinstance(value, Fraction):
        return math.floor(value)
    from symcnn.formula import floors

    return floors.floor(value)


def ceil(value: Value) -> Value:
    """The smallest integer that is not below the value."""
    if type(value) is int:
        return value
    if is_traced(value) or isinstance(value, Fraction):
        return math.ceil(value)
    from symcnn.formula import floors

    return floors.ceil(value)


def minimum(*values: Value) -> Value:
    """The smallest of the values."""
    if all(map(is_number, values)):
        return min(values)  # pyright: ignore[reportArgumentType, reportReturnType]
    from symcnn.formula import algebra

    return algebra.minimum(values)


def maximum(*values: Value) -> Value:
    """The largest of the values."""
    if all(map(is_number, values)):
        return max(values)  # pyright: ignore[reportArgumentType, reportReturnType]
    from symcnn.formula import algebra

    return algebra.maximum(values)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "floor": floor,
    "ceil": ceil,
    "min": minimum,
    "max": maximum,
}


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same for every value of their symbols."""
    if is_number(left) and is_number(right):
        return bool(cast(Any, left) == right)
    from symcnn.formula import equality

    return equality.equal(left, right)


def parts(value: Value) -> int:
    """The number of parts of an expression, 0 for a number."""
    if is_number(value):
        return 0
    from symcnn.formula import algebra

    return algebra.size(value)


def tidy(value: Value) -> Value:
    """A count in the one form in which it is told everywhere."""
    if is_number(value):
        return value
    from symcnn.formula import algebra

    return algebra.tidy(value)


def _whole(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def checked(value: Value) -> Value:
    """A value as it is, where it has at most 1000 digits."""
    if is_number(value) and _exceeds(cast(Any, value), _MAXIMUM_BITS):
        raise _too_large()
    return value


def _exceeds(value: int | Fraction, bits: int) -> bool:
    if type(value) is int:
        return value.bit_length() > bits
    if is_traced(value):
        return not value.fits(bits)
    return max(value.numerator.bit_length(), value.denominator.bit_length()) > bits


def _bounded(value: int | Fraction) -> int | Fraction:
    if _exceeds(value, _HARD_BITS):
        raise _too_large()
    if type(value) is int or is_traced(value):
        return cast(int, value)
    return _whole(Fraction(value))


def _too_large() -> ArithmeticProblem:
    return ArithmeticProblem(
        "too-large", f"a number of more than {MAXIMUM_DIGITS} digits", "write a smaller one"
    )


def spelled(value: Value) -> str:
    """A value in a message, its functions spelled as a program spells them: ``min``, ``ceil``."""
    return _FUNCTION.sub(lambda found: _SPELLED[found[0]], str(value))
