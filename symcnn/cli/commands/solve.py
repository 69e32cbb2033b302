"""``symcnn solve``: the values of symbols for which a count is related to a bound as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.cli import reading
from symcnn.cli.idle import check_look, check_told
from symcnn.functions.solving.question import axes, question

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def page(options: argparse.Namespace, style: Style) -> str:
    """The page of a solution."""
    check_look(options)
    asked = question(options.where, reading.conventions(options))
    options.count = asked.quantity.count
    check_told(options)
    within = axes(options.unknown, options.range)
    program = reading.parsed(options, reading.program(options))
    given = reading.values_beside(options, options.unknown, "is solved for")
    from symcnn.functions.solving.page import report
    from symcnn.functions.solving.solution import solve
    from symcnn.render.reports import printer

    solution = solve(program, given, options.convention, asked, within)
    return printer(options.format).report(report(solution), style)
