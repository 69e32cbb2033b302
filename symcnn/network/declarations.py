"""Collects what a program declares: values of `let` and blocks. They hold wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from symcnn.errors import Problem
from symcnn.source import Span
from symcnn.syntax.tree import Binding, Block, Chain, Let, Program


@dataclass(slots=True)
class Declarations:
    """The bindings and blocks of a program, and the mistakes among them."""

    lets: dict[str, Binding] = field(default_factory=dict[str, Binding])
    blocks: dict[str, Block] = field(default_factory=dict[str, Block])
    problems: list[Problem] = field(default_factory=list[Problem])


def declaring(program: Program, name: str | None) -> Program:
    """The program with a free symbol of this name, where none of its own is declared so."""
    lets = (binding for each in program.body if isinstance(each, Let) for binding in each.bindings)
    if name is None or any(binding.name == name for binding in lets):
        return program
    end = Span(len(program.source.text), len(program.source.text))
    return replace(program, body=(*program.body, Let((Binding(name, None, end),), end)))


def declarations(chain: Chain, is_taken: Callable[[str], bool]) -> Declarations:
    """What the statements of a program declare; ``is_taken`` knows the names of layers."""
    found = Declarations()
    for statement in chain:
        if isinstance(statement, Let):
            _add_bindings(found, statement.bindings)
        elif isinstance(statement, Block):
            _add_block(found, statement, is_taken)
    return found


def _add_bindings(found: Declarations, bindings: Iterable[Binding]) -> None:
    for binding in bindings:
        first = found.lets.setdefault(binding.name, binding)
        if first is not binding:
            found.problems.append(
                Problem(
                    "let-twice",
                    f"'{binding.name}' is declared twice",
                    binding.span,
                    "give one another name",
                    ((first.span, "first here"),),
                )
            )


def _add_block(found: Declarations, block: Block, is_taken: Callable[[str], bool]) -> None:
    if is_taken(block.name):
        found.problems.append(
            Problem(
                "block",
                f"a block cannot be called '{block.name}': it is a layer",
                block.span,
                "give the block another name",
            )
        )
        return
    first = found.blocks.setdefault(block.name, block)
    if first is not block:
        found.problems.append(
            Problem(
                "block",
                f"the block '{block.name}' is defined twice",
                block.span,
                "give one another name",
                ((first.span, "first here"),),
            )
        )
