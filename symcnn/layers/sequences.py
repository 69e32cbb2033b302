"""Sequences: what recurrent layers take, and layers that make or end one."""

from __future__ import annotations

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import LayerProblem, Shape, Site
from symcnn.layers.windows import joined


def sequence_of(site: Site) -> tuple[Value, Value]:
    """The steps of a sequence and the features of each.

    Raises:
        LayerProblem: for an input that is no sequence.
    """
    shape = site.inputs[0]
    if len(shape) == 2:
        return shape[0], shape[1]
    raise LayerProblem(
        "wrong-rank",
        f"needs a sequence, steps × features, but gets {joined(shape)}",
        hint="reshape it, or repeat a vector" if len(shape) == 1 else "reshape it first",
    )


def check_states(site: Site, expected: tuple[Shape, ...]) -> None:
    """Refuse states that do not fit, where any are handed besides the sequence."""
    given = site.inputs[1:]
    if not given:
        return
    if len(given) != len(expected):
        states = "state" if len(expected) == 1 else "states"
        raise LayerProblem(
            "inputs", f"takes {len(expected)} {states} besides its input, not {len(given)}"
        )
    for shape, wanted in zip(given, expected, strict=True):
        fits = len(shape) == len(wanted) and all(map(arithmetic.equal, shape, wanted))
        if site.checked and not fits:
            raise LayerProblem(
                "shapes", f"an initial state is {joined(wanted)} here, not {joined(shape)}"
            )


def described_steps(site: Site) -> str:
    """Whether the outputs of every step are handed on, or those of the last one."""
    return ", every step" if site["return_sequences"] else ", the last step"
