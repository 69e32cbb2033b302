"""The exact value of a written formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.formula.nodes import (
    Function,
    Group,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Summation,
)

# Longer sums are not added up term by term.
MAXIMUM_TERMS = 20_000


class EvaluationError(Exception):
    """A formula without a value; ``node`` is the part to blame and holds its span."""

    def __init__(self, node: Node, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.node = node
        self.kind = kind
        self.message = message
        self.hint = hint


def evaluate(node: Node, values: Mapping[str, Value]) -> Value:
    """The value of a formula under the values of its names.

    Raises:
        EvaluationError: for a name without a value, a division by zero, a number of more than
            1000 digits, a sum of too many terms.
    """
    return _EVALUATORS[type(node)](node, values)


def _number(node: Number, values: Mapping[str, Value]) -> Value:
    return node.value


def _name(node: Name, values: Mapping[str, Value]) -> Value:
    try:
        return values[node.name]
    except KeyError:
        raise EvaluationError(node, "unknown-name", f"{node.name} has no value") from None


def _sum(node: Sum, values: Mapping[str, Value]) -> Value:
    return _applied(node, arithmetic.add, [evaluate(term, values) for term in node.terms])


def _product(node: Product, values: Mapping[str, Value]) -> Value:
    factors = [evaluate(factor, values) for factor in node.factors]
    return _applied(node, arithmetic.multiply, factors)


def _quotient(node: Quotient, values: Mapping[str, Value]) -> Value:
    numerator = evaluate(node.numerator, values)
    return _applied(node, arithmetic.divide, numerator, evaluate(node.denominator, values))


def _power(node: Power, values: Mapping[str, Value]) -> Value:
    base = evaluate(node.base, values)
    return _applied(node, arithmetic.power, base, evaluate(node.exponent, values))


def _negative(node: Negative, values: Mapping[str, Value]) -> Value:
    return arithmetic.negate(evaluate(node.operand, values))


def _group(node: Group, values: Mapping[str, Value]) -> Value:
    return evaluate(node.body, values)


def _function(node: Function, values: Mapping[str, Value]) -> Value:
    arguments = [evaluate(argument, values) for argument in node.arguments]
    return _applied(node, arithmetic.FUNCTIONS[node.name], *arguments)


def _summation(node: Summation, values: Mapping[str, Value]) -> Value:
    """Added up between numbers, else in closed form as far as there is one."""
    lower, upper = evaluate(node.lower, values), evaluate(node.upper, values)
    if arithmetic.is_whole(lower) and arithmetic.is_whole(upper):
        if upper - lower >= MAXIMUM_TERMS:
            message = f"a sum of more than {MAXIMUM_TERMS} terms"
            raise EvaluationError(node, "too-large", message)
        # Of no term the sum is 0; of less than none it goes back, as closed forms do.
        back = upper < lower - 1
        turns = range(upper + 1, lower) if back else range(lower, upper + 1)
        terms = [evaluate(node.body, _With(values, node.index, turn)) for turn in turns]
        total = _applied(node, arithmetic.add, terms)
        return arithmetic.negate(total) if back else total
    from symcnn.formula import algebra, summation

    index = algebra.index(node.index, lower)
    body = evaluate(node.body, _With(values, node.index, index))
    return _applied(node, summation.summed, body, index, lower, upper)


class _With(dict[str, Value]):
    """The values of names with one more; what is not here is looked up there."""

    def __init__(self, values: Mapping[str, Value], name: str, value: Value) -> None:
        super().__init__({name: value})
        self._values = values

    def __missing__(self, name: str) -> Value:
        return self._values[name]


def _applied(node: Node, operation: Callable[..., Value], *operands: Any) -> Value:
    try:
        return operation(*operands)
    except ArithmeticProblem as problem:
        raise EvaluationError(node, problem.kind, problem.message, problem.hint) from None


_EVALUATORS: dict[type, Callable[..., Value]] = {
    Number: _number,
    Name: _name,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Negative: _negative,
    Group: _group,
    Function: _function,
    Summation: _summation,
}
