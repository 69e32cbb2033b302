"""The page of a solution: the count in the unknowns, line by line to what they may be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from symcnn.derivation.report import Block, Grid, Line, Lines, Paragraph, Phrase, Report
from symcnn.formula import arithmetic
from symcnn.formula.evaluate import EvaluationError
from symcnn.formula.nodes import Name, Node, Number, sum_of
from symcnn.formula.rewrite import flattened, written
from symcnn.functions.lines import equal_lines
from symcnn.functions.quantity import OF_ONE_LAYER
from symcnn.functions.solving import isolating, runs
from symcnn.functions.solving.boxes import Axis
from symcnn.functions.solving.sentences import Told
from symcnn.functions.solving.solution import EMPTY, Solution

# A sum of more terms is told by its result alone, and so many rows of a table are shown.
_TERMS: Final = 12
_ROWS: Final = 24
# So many ends of runs are looked at, two values a side.
_ENDS: Final = 3


def report(solution: Solution) -> Report:
    """The page."""
    told = Told(solution)
    return Report(
        told.title,
        tuple(_blocks(solution, told)),
        _data(solution),
        frozenset({*solution.unknowns, *solution.values, *solution.large}),
    )


def _data(solution: Solution) -> dict[str, Any]:
    question = solution.question
    data: dict[str, Any] = {
        "unknowns": list(solution.unknowns),
        "count": question.quantity.count,
        "relation": question.relation,
        "bound": question.bound,
        "status": solution.status,
        "bounds": {name: list(ends) for name, ends in solution.bounds.items()},
        "size": solution.found.size,
        "solutions": solution.told,
    }
    if question.quantity.layers:
        data["layers"] = list(question.quantity.layers)
    if len(solution.formulas) == 1:
        data["formula"] = solution.formulas[0]
    return data


def _blocks(solution: Solution, told: Told) -> Iterator[Block]:
    yield Paragraph(told.asked())
    yield from map(Paragraph, told.symbols())
    formula = _formula(solution)
    if formula is not None:
        yield from _count(solution, told, formula)
        yield from _isolated(solution, formula)
    if len(solution.unknowns) == 1:
        yield from _evidence(solution, told)
    yield Paragraph(told.answer())
    if len(solution.unknowns) == 2 and solution.status != EMPTY:
        yield _pairs(solution)


def _formula(solution: Solution) -> Any:
    """The count in the unknowns, None where there is none or where axes have different ones."""
    first, *others = solution.formulas or (None,)
    return None if first is None or any(other != first for other in others) else first


def _count(solution: Solution, told: Told, formula: Any) -> Iterator[Block]:
    """The sum over the layers, and what it comes to in the unknowns."""
    steps: list[tuple[Node, str]] = []
    quantity = solution.question.quantity
    if quantity.count not in OF_ONE_LAYER and solution.base is not None:
        terms = [v for v in quantity.by_layer(solution.base).values() if v != 0]
        if 1 < len(terms) <= _TERMS:
            steps.append((flattened(sum_of(tuple(map(written, terms)))), "add up the layers"))
    steps.append((written(formula), "gather equal terms"))
    try:
        yield Lines(equal_lines(Name(told.quantity), steps, formula))
    except (EvaluationError, arithmetic.ArithmeticProblem):
        return


# --- one unknown ----------------------------------------------------------------------------------


def _isolated(solution: Solution, formula: Any) -> Iterator[Block]:
    """The question with the count in it, solved for the unknown where that stands in one power."""
    question = solution.question
    first = Line(written(formula), question.relation, written(question.bound))
    asked = _one_power(solution, formula)
    if asked is None:
        yield Lines((first,))
    else:
        yield Lines((first, *isolating.lines(asked)))


def _one_power(solution: Solution, formula: Any) -> isolating.Isolated | None:
    if len(solution.unknowns) != 1 or arithmetic.is_number(formula):
        return None
    from symcnn.formula import algebra
    from symcnn.functions.formulas.polynomials import coefficients

    (unknown,) = solution.unknowns
    found = coefficients(formula, algebra.symbol(unknown))
    powers = [power for power in found or () if power]
    if found is None or len(powers) != 1 or not all(c.is_Integer for c in found.values()):
        return None
    (power,) = powers
    factor, rest = int(found[power]), int(found.get(0, 0))
    if factor < 1:
        return None
    question = solution.question
    return isolating.Isolated(unknown, factor, power, rest, question.relation, question.bound)


def _evidence(solution: Solution, told: Told) -> Iterator[Block]:
    """The count at the ends of the answers and beside them, worked out from the network itself."""
    (unknown,) = solution.unknowns
    values = _beside(solution, unknown)
    rows = [told.row(unknown, value) for value in values]
    if rows:
        yield Grid(((Name(unknown),), (told.heading,), ("",)), tuple(rows), "rrl")


def _beside(solution: Solution, unknown: str) -> list[int]:
    axis = solution.axes[unknown]
    found = runs.runs(box.axes[unknown] for box in solution.found.boxes)
    ends = [end for run in found[:_ENDS] for end in (run.start, run.last) if end is not None]
    # Where the axis begins or ends there is nothing beside it to look at.
    ends = [end for end in ends or solution.nearest() if end not in {axis.start, axis.last}]
    values = {end + step for end in ends for step in (-axis.step, 0, axis.step)}
    if not values and not solution.found.boxes:
        values.add(axis.start)
    last = axis.last
    return sorted(v for v in values if v >= axis.start and (last is None or v <= last))


# --- two unknowns ---------------------------------------------------------------------------------


def _pairs(solution: Solution) -> Block:
    """For each value of the first unknown those of the second."""
    first, second = solution.unknowns
    by_value = list(islice(_by_first(solution), _ROWS + 1))
    rows: list[tuple[Phrase, ...]] = [
        ((Number(value),), runs.phrase(found)) for value, found in by_value[:_ROWS]
    ]
    if len(by_value) > _ROWS:
        rows.append((("…",), ("…",)))
    return Grid(((Name(first),), (Name(second),)), tuple(rows), "rl")


def _by_first(solution: Solution) -> Iterator[tuple[int, list[Axis]]]:
    first, second = solution.unknowns
    boxes = sorted(solution.found.boxes, key=lambda box: box.axes[first].start)
    values = sorted({v for box in boxes for v in box.axes[first].first(_ROWS + 1)})
    for value in values[: _ROWS + 1]:
        yield value, runs.runs(box.axes[second] for box in boxes if _holds(box.axes[first], value))


def _holds(axis: Axis, value: int) -> bool:
    place, rest = divmod(value - axis.start, axis.step)
    return rest == 0 and place >= 0 and (axis.count is None or place < axis.count)
