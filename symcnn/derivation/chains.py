"""Builds the lines of a derivation, and checks each against the line before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from symcnn.derivation.document import FORMULA, INTERMEDIATE, RESULT, SUBSTITUTION, Chain, Step
from symcnn.errors import CheckError, Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import (
    Function,
    Name,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    children,
    names,
)
from symcnn.formula.rewrite import as_numbers, collected, flattened, one_level, substituted, written

_NUMBERS_IN = "put in this layer's numbers"
_SYMBOLS_IN = "put in what this layer gives"
_VALUES_IN = "put in the values of the symbols"
_ONE_LEVEL = "work out the innermost operations"
_LAST: dict[type, str] = {Product: "multiply", Sum: "add", Quotient: "divide", Power: "raise"}
_COLLECT = "gather numbers and equal factors"
_EXPAND = "multiply out"
_SIMPLIFY = "simplify"


def chain(
    quantity: str,
    lettered: Node,
    formula: Node,
    roles: Mapping[str, Value],
    valued: Mapping[str, Value],
    symbols: Mapping[str, Value],
) -> Chain:
    """The lines from a formula to its value.

    ``lettered`` is the formula as the notation writes it, ``formula`` the same in role names.
    ``roles`` are the roles' values in the user's symbols, ``valued`` with all values put in;
    ``symbols`` are those values.

    Raises:
        CheckError: when a line is not equal to the line before.
    """
    value = evaluate(formula, valued)
    lines = Lines(quantity, symbols, _indices(roles, valued))
    if lettered != Name(quantity) or isinstance(formula, Number):
        lines.add(FORMULA, lettered, "", evaluate(formula, roles))
    if isinstance(formula, Number):
        return lines.finished(value)
    written_formula = _filled(formula, roles)
    plain = all(type(role) is int for role in roles.values())
    lines.add(SUBSTITUTION, written_formula, _NUMBERS_IN if plain else _SYMBOLS_IN)
    lines.work_out()
    if roles is not valued and not _same(roles, valued):
        lines.add(SUBSTITUTION, _filled(formula, valued), _VALUES_IN, values_in=True)
        lines.work_out()
    return lines.finished(value)


def sum_chain(
    quantity: str,
    terms: Node,
    value: Value,
    symbols: Mapping[str, Value],
    valued: Node | None = None,
    words: str = "",
) -> Chain:
    """The lines from a sum of known terms to its value; ``words`` say how the terms came about."""
    lines = Lines(quantity, symbols)
    lines.add(SUBSTITUTION, terms, words)
    lines.work_out()
    if valued is not None:
        lines.add(SUBSTITUTION, valued, _VALUES_IN, values_in=True)
        lines.work_out()
    return lines.finished(value)


def ending_in(line: Chain, value: Value) -> Chain:
    """The chain with its last line as the value is told elsewhere, in tables and in sums.

    Raises:
        CheckError: when that is another value.
    """
    steps, end = line.steps, _written(value)
    if arithmetic.tidy(line.value) != value and not arithmetic.equal(line.value, value):
        message = f"{line.quantity}: {line.value} is not the {value} that is counted"
        raise CheckError([Problem("check", message, hint="please report this program")])
    if steps[-1].formula == end:
        return replace(line, value=value)
    from symcnn.formula import from_sympy

    *before, last = steps
    if len(steps) > 1 and from_sympy.same_written(end, last.formula):
        # The same terms in another order are no new line.
        return replace(line, steps=(*before, replace(last, formula=end)), value=value)
    kind = INTERMEDIATE if before else last.kind
    told = (*before, replace(last, kind=kind), Step(RESULT, end, _SIMPLIFY))
    return replace(line, steps=told, value=value)


def _same(roles: Mapping[str, Value], valued: Mapping[str, Value]) -> bool:
    return all(arithmetic.equal(role, valued[name]) for name, role in roles.items())


def _filled(formula: Node, roles: Mapping[str, Value]) -> Node:
    filled = substituted(formula, {name: _written(value) for name, value in roles.items()})
    return filled if all(type(value) is int for value in roles.values()) else flattened(filled)


@lru_cache(maxsize=4096)
def _written(value: Value) -> Node:
    return written(value)


def _indices(*worlds: Mapping[str, Value]) -> Mapping[str, Value]:
    """What the names in these values stand for, where that is not a positive integer."""
    return {
        str(symbol): symbol
        for roles in worlds
        for value in roles.values()
        for symbol in getattr(value, "free_symbols", ())
        if not symbol.is_positive
    }


class _Symbolic(dict[str, Value]):
    """Every symbol stands for itself."""

    def __missing__(self, name: str) -> Value:
        from symcnn.formula import algebra

        return algebra.symbol(name)


_THEMSELVES = _Symbolic()


class Lines:
    """The lines so far; each new one is evaluated and compared with the one before."""

    def __init__(
        self,
        quantity: str,
        symbols: Mapping[str, Value],
        indices: Mapping[str, Value] | None = None,
    ) -> None:
        self._quantity = quantity
        self._symbols = symbols
        self._themselves = _Symbolic(indices) if indices else _THEMSELVES
        self._steps: list[Step] = []
        self._value: Value = 0

    def add(
        self,
        kind: str,
        node: Node,
        words: str,
        value: Value | None = None,
        values_in: bool = False,
    ) -> bool:
        """Add a line if it says something new; whether it did."""
        if self._steps and self._steps[-1].formula == node:
            return False
        if self._steps and as_numbers(self._steps[-1].formula) == as_numbers(node):
            # A fraction of two numbers is that number already.
            self._steps[-1] = replace(self._steps[-1], formula=node)
            return True
        if value is None:
            value = evaluate(node, self._themselves)
        if self._steps:
            expected = self._with_values(self._value) if values_in else self._value
            if not arithmetic.equal(value, expected):
                raise self._false(node)
        self._value = value
        self._steps.append(Step(kind, node, words))
        return True

    def work_out(self) -> None:
        """Level by level while there are numbers to work out, then by algebra."""
        while True:
            node = self._steps[-1].formula
            if isinstance(node, Number):
                return
            following = one_level(node)
            words = (
                _LAST.get(type(node), _ONE_LEVEL) if isinstance(following, Number) else _ONE_LEVEL
            )
            if not self.add(INTERMEDIATE, following, words):
                break
        if not names(node):
            return
        self.add(INTERMEDIATE, self._gathered(node), _COLLECT)
        from symcnn.formula import algebra, from_sympy

        simplest = _written(algebra.tidy(self._value))
        if from_sympy.same_written(simplest, self._steps[-1].formula):
            return
        self.add(INTERMEDIATE, simplest, _SIMPLIFY if _has_function(node) else _EXPAND)

    def _gathered(self, node: Node) -> Node:
        """The formula with equal factors gathered, or as it is where a power would be too large."""
        try:
            gathered = collected(node)
            evaluate(gathered, self._themselves)
        except EvaluationError:
            return node
        return gathered

    def _with_values(self, value: Value) -> Value:
        """A value of the written world with the values of its symbols."""
        if arithmetic.is_number(value):
            return value
        return evaluate(written(value), _Defaulting(self._symbols, self._themselves))

    def finished(self, value: Value) -> Chain:
        """The chain, its last line the result."""
        if not arithmetic.equal(self._value, value):
            raise self._false(self._steps[-1].formula)
        last = self._steps[-1]
        if len(self._steps) > 1:
            self._steps[-1] = Step(RESULT, last.formula, last.words)
        return Chain(self._quantity, tuple(self._steps), value)

    def _false(self, node: Node) -> CheckError:
        from symcnn.formula.write import SYMPY, write

        before = write(self._steps[-1].formula, SYMPY)
        message = f"{self._quantity}: {write(node, SYMPY)} is not equal to {before}"
        return CheckError([Problem("check", message, hint="please report this program")])


def _has_function(node: Node) -> bool:
    return isinstance(node, Function) or any(map(_has_function, children(node)))


class _Defaulting(dict[str, Value]):
    """Values of symbols; a symbol without one stands for itself."""

    def __init__(self, values: Mapping[str, Value], themselves: Mapping[str, Value]) -> None:
        super().__init__(values)
        self._themselves = themselves

    def __missing__(self, name: str) -> Value:
        return self._themselves[name]
