"""Solves ``a*x**m + b <= c`` line by line: what stands beside the unknown is taken away.

Each line is true of the same integers as the question: that is tried at the values beside the
threshold and at the smallest ones before a line is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symcnn.derivation.report import (
    ABOVE,
    AT_MOST,
    BELOW,
    EQUAL,
    Line,
)
from symcnn.errors import CheckError, Problem
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Name, Node, Number, Power, Product, Sum
from symcnn.functions.solving.relations import HOLDS
from symcnn.records import value_record


@value_record
class Isolated:
    """``factor*unknown**power + rest``, related to a bound; factor and power are positive."""

    unknown: str
    factor: int
    power: int
    rest: int
    relation: str
    bound: int


def lines(asked: Isolated) -> tuple[Line, ...]:
    """The lines from the question to what the unknown may be; all but the question itself.

    Raises:
        CheckError: where a line is not true of the same integers as the question.
    """
    found = tuple(_lines(asked))
    for line in found:
        _check(line, asked)
    return found


def _lines(asked: Isolated) -> Iterator[Line]:
    base: Node = Name(asked.unknown)
    power = Power(base, Number(asked.power)) if asked.power > 1 else base
    left: Node = Product((Number(asked.factor), power)) if asked.factor > 1 else power
    bound = asked.bound - asked.rest
    if asked.rest:
        verb = "take" if asked.rest > 0 else "add"
        size, side = abs(asked.rest), "from" if asked.rest > 0 else "to"
        yield Line(left, asked.relation, _number(bound), f"{verb} {size:,} {side} both sides")
    if bound < 0 or (bound == 0 and asked.relation != AT_MOST):
        return
    relation = asked.relation
    if asked.factor > 1:
        if relation == EQUAL and bound % asked.factor:
            yield _division(asked.factor, bound)
            return
        relation, bound = _divided(relation, asked.factor, bound)
        yield Line(power, relation, Number(bound), _rounding(asked, relation))
    if asked.power > 1 and bound > 0:
        yield from _root(asked, relation, bound)


def _division(factor: int, bound: int) -> Line:
    """What is left when a bound is divided: ``3217 = 16*201 + 1``."""
    quotient, rest = divmod(bound, factor)
    product = Product((Number(factor), Number(quotient)))
    return Line(Number(bound), EQUAL, Sum((product, Number(rest))), "which leaves a rest")


def _divided(relation: str, factor: int, bound: int) -> tuple[str, int]:
    """A relation of integers divided by a factor: the bound becomes an integer again."""
    if relation == EQUAL:
        return relation, bound // factor
    if relation in (AT_MOST, ABOVE):
        return relation, bound // factor
    return relation, -(-bound // factor)


def _rounding(asked: Isolated, relation: str) -> str:
    divided = f"divide by {asked.factor:,}"
    if (asked.bound - asked.rest) % asked.factor == 0:
        return divided
    direction = "down" if relation in (AT_MOST, ABOVE) else "up"
    return f"{divided} and round {direction}, to an integer"


def _root(asked: Isolated, relation: str, bound: int) -> Iterator[Line]:
    """The line without the power, and between which powers the bound lies."""
    root = integer_root(bound, asked.power)
    exact = root**asked.power == bound
    base, exponent = Name(asked.unknown), Number(asked.power)
    if not exact:
        yield Line(Power(Number(root), exponent), BELOW, Number(bound), "")
        yield Line(Number(bound), BELOW, Power(Number(root + 1), exponent), "")
        if relation == EQUAL:
            return
    above = root if exact else root + 1
    limit = root if relation in (AT_MOST, ABOVE, EQUAL) else above
    yield Line(base, relation, Number(limit), "take the root")


def integer_root(number: int, power: int) -> int:
    """The largest integer whose power is not above a number.

    >>> integer_root(2083, 2), integer_root(27, 3)
    (45, 3)
    """
    low, high = 0, 1 << (number.bit_length() // power + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**power <= number else (low, middle - 1)
    return low


def _number(value: int) -> Node:
    from symcnn.formula.rewrite import written

    return written(value)


def _check(line: Line, asked: Isolated) -> None:
    """Compare a line with the question at the integers beside the threshold and at small ones."""
    assert line.left is not None
    edge = integer_root(max(asked.bound - asked.rest, 0) // asked.factor, asked.power)
    for value in {*range(1, 4), *range(max(edge - 2, 1), edge + 3)}:
        sides: list[Any] = [
            evaluate(side, {asked.unknown: value}) for side in (line.left, line.right)
        ]
        count = asked.factor * value**asked.power + asked.rest
        expected = HOLDS[asked.relation](count, asked.bound)
        free = any(isinstance(node, Name) for node in _leaves(line))
        if HOLDS[line.relation](*sides) != (expected if free else True):
            message = f"{asked}: {line.left} {line.relation} {line.right} at {value}"
            raise CheckError([Problem("check", message, hint="please report this program")])


def _leaves(line: Line) -> Iterator[Node]:
    from symcnn.formula.nodes import children

    stack = [side for side in (line.left, line.right) if side is not None]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(children(node))
