"""The convention of a program: whose layers' defaults, order of axes and counts hold in it."""

from __future__ import annotations

from dataclasses import replace

from symcnn.choices import CONVENTIONS, KERAS
from symcnn.errors import Problem, ProgramError, call_error, did_you_mean
from symcnn.formula.nodes import Name
from symcnn.network.construction import Construction, Handed, Place
from symcnn.network.scope import rejected
from symcnn.syntax.tree import Program, Statement, Step, Word

_FORM = "write convention pytorch"


def convention_of(program: Program, asked: str | None) -> tuple[str, Program]:
    """The convention that a program's first line names, and the program after that line.

    Where it names none, the one that the call ``asked`` for holds, else Keras's.

    Raises:
        ProgramError: for a convention that is not known.
        CallError: where call and program name different ones.
    """
    first = program.body[0] if program.body else None
    if first is None or not _is_convention(first):
        return asked or KERAS, program
    named = _named(program, first)
    if asked not in (None, named):
        message = f"the call says convention {asked}, the program's first line {named}"
        raise call_error("convention", message, "leave one of them out")
    return named, replace(program, body=program.body[1:])


def misplaced(construction: Construction, step: Step, place: Place) -> Handed:
    """``convention`` anywhere but in the first line."""
    hint = "put it in the first line"
    raise rejected("convention", "a program has one convention, told first", step.span, hint)


def _is_convention(statement: Statement) -> bool:
    return isinstance(statement, Step) and statement.name == "convention" and not statement.label


def _named(program: Program, statement: Statement) -> str:
    assert isinstance(statement, Step)
    plain = statement.branches is None and statement.count is None
    value = statement.arguments[0].value if plain and len(statement.arguments) == 1 else None
    word = value.text if isinstance(value, Word) else getattr(value, "name", "")
    if isinstance(value, Name | Word) and word in CONVENTIONS:
        return word
    message = f"no convention is called '{word}'" if word else "a convention is one word"
    hint = did_you_mean(word, CONVENTIONS) or _FORM
    span = statement.arguments[0].span if statement.arguments else statement.span
    raise ProgramError([Problem("convention", message, span, hint)], program.source)
