"""Parses a program."""

from __future__ import annotations

from functools import cache
from typing import Any

from lark import UnexpectedCharacters, UnexpectedToken

from symcnn import parser
from symcnn.choices import MAXIMUM_SIZE
from symcnn.collector import paused
from symcnn.errors import Problem, ProgramError
from symcnn.formula.builder import RejectedFormula
from symcnn.source import Source
from symcnn.syntax.builder import ProgramBuilder
from symcnn.syntax.lexer import Layout
from symcnn.syntax.tree import Program


@cache
def _machinery() -> tuple[Any, Layout]:
    layout = Layout()
    return parser.load(transformer=ProgramBuilder(), postlex=layout), layout


def parse_program(source: Source, max_size: int = MAXIMUM_SIZE) -> Program:
    """The syntax tree of a program.

    Raises:
        ProgramError: for text that is no program, or longer than ``max_size`` characters.
    """
    if len(source.text) > max_size:
        problem = Problem(
            "too-large",
            f"the program is larger than {max_size} bytes",
            hint="raise the bound with --max-size",
        )
        raise ProgramError([problem], source)
    lark, layout = _machinery()
    try:
        with paused():
            return Program(lark.parse(source.text, start=parser.PROGRAM), source)
    except (UnexpectedCharacters, UnexpectedToken, RejectedFormula, ProgramError) as error:
        # Loaded only where something is wrong.
        from symcnn.syntax.unparsed import problem_of

        problem = problem_of(error, layout, source)
    raise ProgramError([problem], source)
