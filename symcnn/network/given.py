"""Values for symbols from outside the program: ``f=5``, ``H=32*h``."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any, SupportsIndex

from symcnn.errors import CallError, SymcnnError, call_error
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name
from symcnn.layers.arguments import is_integral
from symcnn.network.scope import Rejected, Symbols
from symcnn.source import Source
from symcnn.syntax.parse import parse_program
from symcnn.syntax.tree import Let


def checked_values(values: Mapping[str, object]) -> dict[str, Value]:
    """Values given by a program in Python.

    Raises:
        CallError: for anything but positive integers and SymPy's integer expressions.
    """
    found: dict[str, Value] = {}
    for name, value in values.items():
        number: Any = operator.index(value) if isinstance(value, SupportsIndex) else value
        plain = type(number) is int or getattr(number, "is_integer", None) is True
        if isinstance(value, bool) or not plain or not is_integral(number, 1, checked=True):
            message = f"{name} = {value}: a symbol stands for a positive integer"
            raise call_error("set", message)
        found[name] = number
    return found


def given_values(text: str) -> dict[str, Value]:
    """The values in ``name=value``, read by the rules of `let`.

    Raises:
        CallError: for anything else, or a value that is no positive integer.
    """
    try:
        source = Source("--set", f"let {text}")
        statements = parse_program(source).body
    except SymcnnError as error:
        raise CallError(error.problems, error.source) from None
    if len(statements) != 1 or not isinstance(statements[0], Let):
        raise call_error("set", f"'{text}' gives no value", "write --set f=5")
    lets = {binding.name: binding for binding in statements[0].bindings}
    symbols = Symbols(lets, {}, written=False)
    found: dict[str, Value] = {}
    for name, binding in lets.items():
        if binding.value is None:
            raise call_error("set", f"'{name}' has no value", f"write --set {name}=5")
        try:
            symbols.check()
            value = symbols.number(Name(name, binding.span))
        except Rejected as error:
            raise CallError([error.problem], source) from None
        if not is_integral(value, 1, checked=True):
            message = f"{name} = {value}: a symbol stands for a positive integer"
            raise call_error("set", message)
        found[name] = value
    return found
