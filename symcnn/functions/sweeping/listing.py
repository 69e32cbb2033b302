"""A sweep as a neutral document: what was asked, and a row for each point."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat

from symcnn.choices import COUNTS
from symcnn.derivation.counts import column, count
from symcnn.derivation.listing import Listing, Point
from symcnn.derivation.rows import Cell
from symcnn.errors import ProgramError, call_error
from symcnn.formula.arithmetic import Value, is_number
from symcnn.functions.grid import Grid
from symcnn.functions.quantity import OF_ONE_LAYER, Quantity
from symcnn.functions.sweeping.sweep import Row, Sweep
from symcnn.functions.ways import Asked, Resolve, resolver
from symcnn.network.network import Network
from symcnn.network.settled import settled_values
from symcnn.records import value_record
from symcnn.render.phrases import listed
from symcnn.syntax.tree import Program

# The rows of more points would fill a disk.
MAXIMUM_POINTS = 10**9


@value_record
class Valued:
    """What is asked of networks in which every symbol has a value."""

    asked: Asked

    def __call__(self, network: Network) -> tuple[Value, ...]:
        """The answer.

        Raises:
            CallError: for a symbol without a value, or with one that is an expression.
        """
        symbols = network.graph.symbols
        free = [name for name, value in symbols.items() if value is None]
        if free:
            message = f"{listed(free)} {'have' if len(free) > 1 else 'has'} no value"
            hint = f"let {free[0]} vary, --vary {free[0]}=1..11, or give it one, --set {free[0]}=5"
            raise call_error("vary", message, hint)
        for name, value in symbols.items():
            if not is_number(value):
                message = f"{name} = {value} is no number"
                raise call_error("set", message, f"write --set {name}=5, or let {name} vary")
        return self.asked(network)


def sweep(
    program: Program,
    given: Mapping[str, Value],
    convention: str | None,
    asked: Asked,
    grid: Grid,
) -> Sweep:
    """The sweep of what is asked of a program, such as a quantity.

    Raises:
        CallError: for a grid without a symbol or of too many points, for a symbol that the program
            does not have or that stays free.
        ProgramError: for a program that is wrong whatever its symbols are.
    """
    if not grid.axes:
        raise call_error("vary", "nothing varies", "name a symbol, such as --vary f=1..11")
    taken = next((name for name in grid.axes if name in (*COUNTS, "error")), None)
    if taken is not None:
        message = f"the rows of a sweep have a field '{taken}' of their own"
        raise call_error("vary", message, "give the symbol another name")
    if grid.size > MAXIMUM_POINTS:
        message = f"{grid.size:,} points are more than {MAXIMUM_POINTS:,}"
        raise call_error("vary", message, "vary fewer symbols, or in larger steps")
    kept = {name: value for name, value in given.items() if name not in grid.axes}
    resolve = resolver(program, kept, convention)
    _check(resolve, grid)
    fixed = settled_values(program, kept, convention, grid.axes)
    return Sweep(resolve, Valued(asked), grid, fixed=fixed)


def _check(resolve: Resolve, grid: Grid) -> None:
    """Refuse a program that has the same mistake at a point and without any values."""
    try:
        resolve(grid.point([0] * len(grid.axes)))
    except ProgramError as error:
        try:
            resolve({})
        except ProgramError as always:
            if always.problems[0].message == error.problems[0].message:
                raise


def document(swept: Sweep, quantity: Quantity, title: str) -> Listing:
    """The sweep with its words."""
    told = count(quantity.count)
    own = column(next(each.name for each in told.columns))
    return Listing(
        title,
        quantity.count,
        told.subject,
        own,
        quantity.layers,
        tuple(swept.grid.axes),
        swept.fixed,
        map(_point, swept.rows(), repeat(quantity.count)),
    )


def _point(row: Row, count: str) -> Point:
    if row.error:
        return Point(row.point, None, row.error)
    cell: Cell = row.numbers if count in OF_ONE_LAYER else row.numbers[0]
    return Point(row.point, cell)
