"""The values that symbols keep while others vary, told from the text of a program alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name
from symcnn.network.convention import convention_of
from symcnn.network.declarations import declarations
from symcnn.network.scope import Rejected, Symbols
from symcnn.syntax.names import names_in_value
from symcnn.syntax.tree import Binding, Program


def settled_values(
    program: Program,
    given: Mapping[str, Value],
    convention: str | None,
    varying: Collection[str],
) -> dict[str, Value]:
    """The values that `let` and the call give to symbols that do not vary.

    A value of `let` that needs a symbol that varies, or one that is free, varies with it. There
    need be no network: where the values of some points leave none, these are known all the same.

    >>> from symcnn.source import Source
    >>> from symcnn.syntax.parse import parse_program
    >>> program = parse_program(Source("", "let k = 8, w = 2*k, u = w + f; input(9) -> dense(u)"))
    >>> settled_values(program, {}, None, ["f"])
    {'k': 8, 'w': 16}
    """
    _, rest = convention_of(program, convention)
    lets = declarations(rest.body, lambda _: False).lets
    kept = {name: value for name, value in given.items() if name not in varying}
    moving = _moving(lets, kept, varying)
    symbols = Symbols(lets, kept, written=False)
    found: dict[str, Value] = {}
    for name in (*(name for name in lets if name not in moving), *kept):
        try:
            found[name] = symbols.number(Name(name))
        except Rejected:
            # No network has such a value, and its error says why.
            continue
    return found


def _moving(
    lets: Mapping[str, Binding], kept: Mapping[str, Value], varying: Collection[str]
) -> set[str]:
    """What has no value of its own, and all values of `let` that need it."""
    needing: dict[str, list[str]] = {}
    for name, binding in lets.items():
        for needed in names_in_value(binding.value):
            needing.setdefault(needed, []).append(name)
    own = {name for name, binding in lets.items() if binding.value is not None} - set(varying)
    waiting = [name for name in {*needing, *lets, *varying} if name not in own]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and name not in kept:
            found.add(name)
            waiting += needing.get(name, ())
    return found
