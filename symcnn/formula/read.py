"""Reads a formula of symcnn's own (catalogue, notations) with the grammar's arithmetic."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from symcnn import parser
from symcnn.formula.builder import ArithmeticBuilder
from symcnn.formula.nodes import Group, Node, children, with_children


class _FormulaTokens:
    """No newline, comma or lone `x` has a meaning of its own inside a formula."""

    always_accept = ("NEWLINE", "SEMICOLON", "TIMES")

    def process(self, stream: Any) -> Any:
        return stream


@cache
def _parser() -> Any:
    return parser.load(transformer=ArithmeticBuilder(), postlex=_FormulaTokens())


@cache
def formula(text: str) -> Node:
    """The tree of a formula; parentheses stay only where they are needed."""
    return without_groups(formula_with_groups(text))


@cache
def formula_with_groups(text: str) -> Node:
    """The tree of a formula with all the parentheses of its author."""
    return cast(Node, _parser().parse(text, start=parser.EXPRESSION))


def without_groups(node: Node) -> Node:
    """The formula without the parentheses that its structure does not need."""
    if isinstance(node, Group):
        return without_groups(node.body)
    return with_children(node, tuple(map(without_groups, children(node))))
