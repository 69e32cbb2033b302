"""The total of a count as lines, one for each network or each value of a second symbol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from symcnn.derivation.plot import LINES, Plot, Series
from symcnn.errors import call_error
from symcnn.formula.arithmetic import Value, equal
from symcnn.functions.grid import Grid
from symcnn.functions.plotting.axes import subject_and_axis, symbol_axis, without_zeros
from symcnn.functions.plotting.gaps import gaps
from symcnn.functions.plotting.request import PlotRequest, Subject
from symcnn.functions.quantity import Quantity
from symcnn.functions.sweeping.listing import Valued, sweep
from symcnn.functions.sweeping.sweep import Row
from symcnn.functions.ways import Resolve, resolver
from symcnn.network.network import symbols_of
from symcnn.records import record


@record
class _Line:
    """A line's rows, in the order of its points; of a network without the symbol, all alike.

    ``fixed`` are the values of the symbols that do not vary.
    """

    name: str
    resolve: Resolve
    rows: tuple[Row, ...]
    fixed: Mapping[str, Value]
    varies: bool = True


def lines(request: PlotRequest) -> Plot:
    """The plot of totals.

    Raises:
        SymcnnError: as a sweep does, and where no point has a network.
    """
    symbol = next(iter(request.grid.axes))
    found = list(_all_lines(request))
    points = tuple(sorted(set(request.grid.axes[symbol])))
    line, row = _first_network([(line, row) for line in found if line.varies for row in line.rows])
    network = line.resolve(row.point)
    log = request.logarithmic
    subject, count = subject_and_axis(network, request.quantity, "y" in log)
    fixed = _shared(found)
    shown, zeros = without_zeros(_series(found, fixed), count.logarithmic)
    errors = [(line.name, [row.error for row in line.rows]) for line in found]
    return Plot(
        LINES,
        subject,
        request.subjects[0].name if len(request.subjects) == 1 else "",
        request.quantity.layers,
        symbol_axis(line.resolve, symbol, row.point, request.quantity, "x" in log),
        count,
        points,
        shown,
        (*gaps(symbol, points, errors), *zeros),
        tuple(fixed.items()),
    )


def _shared(lines: Sequence[_Line]) -> dict[str, Value]:
    """The values that symbols have in all networks."""
    first, *others = (line.fixed for line in lines)
    return {
        name: value
        for name, value in first.items()
        if all(name in other and equal(other[name], value) for other in others)
    }


def _series(lines: Sequence[_Line], shared: Mapping[str, Value]) -> list[Series]:
    """The numbers of each line, and the values that are its own; one by itself needs no name."""
    several = len(lines) > 1
    return [
        Series(
            line.name if several else "",
            tuple(_value(row) for row in line.rows),
            fixed=tuple(each for each in line.fixed.items() if each[0] not in shared),
        )
        for line in lines
    ]


def _all_lines(request: PlotRequest) -> Iterator[_Line]:
    """The lines of all networks; beside others, one without the symbol is the same everywhere."""
    grid = in_order(request.grid)
    alone = len(request.subjects) == 1
    varied = [alone or _has(subject, grid) for subject in request.subjects]
    for subject, varies in zip(request.subjects, varied, strict=True):
        if varies or not any(varied):
            yield from _lines(subject, request.quantity, grid)
        else:
            yield _level(subject, request.quantity, grid)


def _has(subject: Subject, grid: Grid) -> bool:
    symbols = symbols_of(subject.program, subject.given, subject.convention)
    return all(name in symbols for name in grid.axes)


def _level(subject: Subject, quantity: Quantity, grid: Grid) -> _Line:
    """The line of a network that has none of the symbols."""
    resolve = resolver(subject.program, subject.given, subject.convention)
    network = resolve({})
    numbers = tuple(map(int, Valued(quantity)(network)))
    ((name, values),) = grid.axes.items()
    rows = tuple(Row({name: value}, numbers) for value in values)
    return _Line(subject.name, resolve, rows, network.values, varies=False)


def _lines(subject: Subject, quantity: Quantity, grid: Grid) -> Iterator[_Line]:
    """The lines of a network, one for each value of the second symbol where there is one."""
    swept = sweep(subject.program, subject.given, subject.convention, quantity, grid)
    rows = tuple(swept.rows())
    names = list(grid.axes)
    if len(names) == 1:
        yield _Line(subject.name, swept.resolve, rows, swept.fixed)
        return
    name = names[1]
    several = len(swept.grid.axes[name])
    for place, value in enumerate(swept.grid.axes[name]):
        # The only line of a plot has no name that could tell the value.
        fixed = {**swept.fixed, name: value} if several == 1 else swept.fixed
        yield _Line(f"{name} = {value}", swept.resolve, rows[place::several], fixed)


def in_order(grid: Grid) -> Grid:
    """The grid with the values of each symbol in ascending order, each once."""
    return Grid({name: sorted(set(values)) for name, values in grid.axes.items()})


def _first_network(rows: Sequence[tuple[_Line, Row]]) -> tuple[_Line, Row]:
    """The first row at which there is a network, with its line.

    Raises:
        CallError: where there is none.
    """
    for line, row in rows:
        if not row.error:
            return line, row
    _, row = rows[0]
    raise no_network(row)


def no_network(row: Row) -> Exception:
    """The error for points of which none has a network; the row is the first of them."""
    where = _at(row.point)
    message = f"no network at any of these points; at {where}, {row.error}"
    return call_error("plot", message, "vary over other values")


def _at(point: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in point.items())


def _value(row: Row) -> int | None:
    return None if row.error else int(row.numbers[0])
