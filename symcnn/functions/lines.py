"""Lines of a page about counts: each is found equal to the one before, or none is printed."""

from __future__ import annotations

from collections.abc import Sequence

from symcnn.derivation.chains import Lines as Checked
from symcnn.derivation.document import FORMULA
from symcnn.derivation.report import EQUAL, Line
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node
from symcnn.formula.write import SYMPY, write


def equal_lines(left: Node, steps: Sequence[tuple[Node, str]], value: Value) -> tuple[Line, ...]:
    """``left = … = …``: formulas that all have one value, each with how it came about.

    Raises:
        CheckError: when a line is not equal to the line before, or the last not to the value.
    """
    checked = Checked(write(left, SYMPY), {})
    texts = [write(node, SYMPY) for node, _ in steps]
    for place, (node, words) in enumerate(steps):
        if not place or texts[place] != texts[place - 1]:
            checked.add(FORMULA, node, words)
    chain = checked.finished(value)
    return tuple(
        Line(None if place else left, EQUAL, step.formula, step.words if place else "")
        for place, step in enumerate(chain.steps)
    )
