"""What names mean: values of `let` and of the call, block parameters, free symbols."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from fractions import Fraction
from typing import Any

from symcnn.errors import Problem
from symcnn.formula.arithmetic import ArithmeticProblem, Value, checked
from symcnn.formula.evaluate import EvaluationError, evaluate
from symcnn.formula.nodes import Name, Node, names
from symcnn.layers.arguments import FLAG_WORDS, is_integral
from symcnn.network.symbol_names import reason_against
from symcnn.source import Span
from symcnn.syntax.tree import Binding, Size, Tuple, Word

_SIZE_WORD = re.compile(r"(?:[0-9]+|[^\W\d_])(?:x(?:[0-9]+|[^\W\d_]))+\Z")
_WORD = re.compile(r"\w+")
_NOWHERE = Span(0, 0)


class Rejected(Exception):
    """A problem that ends the work on one step."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def rejected(kind: str, message: str, span: Span, hint: str = "") -> Rejected:
    """The exception for one problem."""
    return Rejected(Problem(kind, message, span, hint))


def check_symbol(name: str, span: Span) -> None:
    """Refuse a name that cannot be a symbol."""
    if name in FLAG_WORDS:
        hint = "a block's argument may be a flag: block b(biased) { conv(8, 3x3, bias=biased) }"
        raise rejected("symbol", f"'{name}' is no number", span, hint)
    if reason := reason_against(name):
        raise rejected("symbol", f"'{name}' {reason}", span, "choose another name")


class Symbols:
    """All symbols of a program and their values; one for the whole network.

    ``given`` are the values from the call, ``lets`` the bindings of the program. In the written
    world (``written``) every symbol stands for itself.
    """

    def __init__(self, lets: Mapping[str, Binding], given: Mapping[str, Value], written: bool):
        self._lets = lets
        self._given = given
        self.written = written
        self.used: dict[str, Span | None] = dict.fromkeys(lets)
        self._values: dict[str, Value] = {}
        self._symbols: dict[str, Value] = {}
        self._fresh: set[str] = set()

    def declared(self, name: str) -> bool:
        """Whether `let` or the call names this symbol."""
        return name in self._lets or name in self._given

    def value(self, node: Name) -> Value:
        """What a name stands for where it is used.

        Symbols are positive integers; a name for anything else is written as its value.
        """
        number = self.number(node)
        if not self.written or not is_integral(number, 1, checked=True):
            return number
        if isinstance(number, Fraction) or not (isinstance(number, int) or number.is_integer):
            return number
        return self._symbol(node)

    def number(self, node: Name) -> Value:
        """The value of a name, its symbol where it has none."""
        name = node.name
        if name in self._given:
            self.used[name] = None
            return self._given[name]
        if name in self._values:
            return self._values[name]
        binding = self._lets.get(name)
        if binding is None or binding.value is None:
            return self._symbol(node)
        self._resolve(name)
        return self._values[name]

    def fresh(self, base: str, text: str) -> Value:
        """A free symbol that the program does not know: ``H``, else ``H1``, ``H2``, …."""
        words = set(_WORD.findall(text))
        number = 0
        name = base
        while name in words or name in self._fresh:
            number += 1
            name = f"{base}{number}"
        self._fresh.add(name)
        return self.number(Name(name))

    def _symbol(self, node: Name) -> Value:
        name = node.name
        if name not in self._symbols:
            check_symbol(name, node.span or _NOWHERE)
            from symcnn.formula import algebra

            self.used[name] = node.span
            self._symbols[name] = algebra.symbol(name)
        return self._symbols[name]

    def _resolve(self, name: str) -> None:
        """Compute the values of bindings, what they need first; a stack, so that none nests."""
        stack = [name]
        waiting: dict[str, None] = {}
        while stack:
            top = stack[-1]
            if top in self._values or top in self._given:
                stack.pop()
                continue
            value = _arithmetic(self._lets[top])
            needed = [n for n in names(value) if self._has_value(n)]
            missing = [n for n in needed if n not in self._values]
            if missing:
                waiting[top] = None
                for other in missing:
                    if other in waiting:
                        self._refuse_cycle(list(waiting), other)
                stack.extend(missing)
                continue
            self._values[top] = evaluated(value, _Lookup(self.number))
            waiting.pop(top, None)
            stack.pop()

    def _has_value(self, name: str) -> bool:
        binding = self._lets.get(name)
        return binding is not None and binding.value is not None and name not in self._given

    def _refuse_cycle(self, waiting: list[str], name: str) -> None:
        cycle = [*waiting[waiting.index(name) :], name]
        shown = " needs ".join(cycle if len(cycle) < 7 else [*cycle[:3], "…", *cycle[-2:]])
        raise rejected(
            "cycle", f"the values run in a circle: {shown}", self._lets[name].span, "leave one free"
        )

    def resolve_all(self) -> dict[str, Value | None]:
        """Every symbol of the program with its value, None for a free one."""
        found: dict[str, Value | None] = {}
        for name in self.used:
            binding = self._lets.get(name)
            free = name not in self._given and (binding is None or binding.value is None)
            found[name] = None if free else self.number(Name(name))
        return found

    def check(self) -> None:
        """Work out every binding once, so that a mistake shows even where none is used."""
        for name, binding in self._lets.items():
            check_symbol(name, binding.span)
            if binding.value is not None:
                self.number(Name(name, binding.span))


def _arithmetic(binding: Binding) -> Node:
    value = binding.value
    if value is None or isinstance(value, Word | Size | Tuple) or not _is_node(value):
        span = value.span if value is not None else binding.span
        message = f"the value of {binding.name} is no number"
        hint = "let takes arithmetic, such as let f = 2*k + 1"
        raise rejected("let", message, span or binding.span, hint)
    return value  # pyright: ignore[reportReturnType]


def _is_node(value: Any) -> bool:
    return type(value).__module__ == Name.__module__


class _Lookup(dict[str, Value]):
    """A mapping that asks for the value of a name when it is first needed."""

    def __init__(self, ask: Any) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, name: str) -> Value:
        return self._ask(Name(name))


def evaluated(node: Node, values: Mapping[str, Value]) -> Value:
    """The value of arithmetic in a program; a mistake in it becomes a problem with its place."""
    try:
        return checked(evaluate(node, values))
    except EvaluationError as error:
        span = error.node.span or node.span or _NOWHERE
        raise rejected(error.kind, error.message, span, error.hint) from None
    except ArithmeticProblem as problem:
        raise rejected(problem.kind, problem.message, node.span or _NOWHERE, problem.hint) from None


class Scope:
    """The names that a body can see: its own (parameters, an index), then all symbols."""

    def __init__(
        self,
        symbols: Symbols,
        values: Mapping[str, Value] | None = None,
        numbers: Mapping[str, Value] | None = None,
        words: Mapping[str, Any] | None = None,
    ) -> None:
        self.symbols = symbols
        self._values = values or {}
        self._numbers = numbers or {}
        self.words = words or {}

    def inner(
        self,
        values: Mapping[str, Value],
        numbers: Mapping[str, Value],
        words: Mapping[str, Any] | None = None,
    ) -> Scope:
        """A scope inside this one, with names of its own."""
        return Scope(
            self.symbols,
            {**self._values, **values},
            {**self._numbers, **numbers},
            {**self.words, **(words or {})},
        )

    def of_values(self) -> Scope:
        """This scope as the world of values has it."""
        symbols = copy(self.symbols)
        symbols.written = False
        return Scope(symbols, self._numbers, self._numbers, self.words)

    def declared(self, name: str) -> bool:
        """Whether a name has been given a meaning."""
        return name in self._values or name in self.words or self.symbols.declared(name)

    def value(self, node: Node) -> Value:
        """The value of arithmetic as the world of this pass sees it."""
        if isinstance(node, Name):
            return self._value_of(node)
        return evaluated(node, _Spanned(node, self._value_of))

    def number(self, node: Node) -> Value:
        """The value of arithmetic with all values put in, for what decides the structure."""
        if isinstance(node, Name):
            return self._number_of(node)
        return evaluated(node, _Spanned(node, self._number_of))

    def _value_of(self, node: Name) -> Value:
        if node.name in self._values:
            return self._values[node.name]
        self._check_word(node)
        return self.symbols.value(node)

    def _number_of(self, node: Name) -> Value:
        if node.name in self._numbers:
            return self._numbers[node.name]
        self._check_word(node)
        return self.symbols.number(node)

    def _check_word(self, node: Name) -> None:
        if node.name in self.words:
            raise rejected("not-a-number", f"'{node.name}' is a word here", node.span or _NOWHERE)

    def is_size(self, name: str) -> bool:
        """Whether a word such as ``fxf`` writes a size.

        It does when it holds a digit, repeats a letter, or all its letters are declared; a
        declared name never does.
        """
        if not _SIZE_WORD.match(name) or self.declared(name):
            return False
        parts = name.split("x")
        letters = [part for part in parts if not part.isdigit()]
        return (
            len(letters) < len(parts)
            or len(set(letters)) < len(letters)
            or all(map(self.declared, letters))
        )

    def looks_like_size(self, name: str) -> bool:
        """Whether an undeclared word could have been meant as a size."""
        return bool(_SIZE_WORD.match(name)) and not self.declared(name)


class _Spanned(dict[str, Value]):
    """Looks names up with the place at which they stand in a formula."""

    def __init__(self, node: Node, ask: Any) -> None:
        super().__init__()
        self._node = node
        self._ask = ask

    def __missing__(self, name: str) -> Value:
        value = self[name] = self._ask(names(self._node)[name])
        return value
