"""A count by layer: stacked along a symbol, or a bar for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symcnn.derivation.plot import BARS, STACK, Axis, Plot, Series
from symcnn.functions.plotting.axes import subject_and_axis, symbol_axis, without_zeros
from symcnn.functions.plotting.by_layer import LayerByLayer
from symcnn.functions.plotting.gaps import gaps
from symcnn.functions.plotting.line_plots import in_order, no_network
from symcnn.functions.plotting.request import PlotRequest
from symcnn.functions.sweeping.listing import Valued, sweep
from symcnn.functions.sweeping.sweep import Row
from symcnn.network.network import Network

# More areas cannot be told apart, and more bars fill more than a page.
MOST_AREAS = 8
MOST_BARS = 100


def stack(request: PlotRequest) -> Plot:
    """The layers on top of each other along a symbol.

    Raises:
        SymcnnError: as a sweep does, and where no point has a
            network or no layer counts for anything.
    """
    (asked_for,) = request.subjects
    (symbol,) = request.grid.axes
    grid = in_order(request.grid)
    asked = LayerByLayer(request.quantity, grid.size)
    swept = sweep(asked_for.program, asked_for.given, asked_for.convention, asked, grid)
    rows = tuple(swept.rows())
    found = next((row for row in rows if not row.error), None)
    if found is None:
        raise no_network(rows[0])
    columns = _columns(asked, rows)
    network = swept.resolve(found.point)
    subject, count = subject_and_axis(network, request.quantity, logarithmic=False)
    points = tuple(row.point[symbol] for row in rows)
    return Plot(
        STACK,
        subject,
        asked_for.name,
        request.quantity.layers,
        symbol_axis(
            swept.resolve, symbol, found.point, request.quantity, "x" in request.logarithmic
        ),
        count,
        points,
        largest(_counting(columns), MOST_AREAS),
        gaps(symbol, points, [("", [row.error for row in rows])]),
        tuple(swept.fixed.items()),
    )


def _columns(asked: LayerByLayer, rows: Sequence[Row]) -> Mapping[str, Sequence[int | None]]:
    """The numbers of each layer, row by row; a layer that was met later has 0 before."""
    columns: dict[str, list[int | None]] = {name: [] for name in asked.order}
    for row in rows:
        for place, name in enumerate(asked.names):
            number = row.numbers[place] if place < len(row.numbers) else 0
            columns[name].append(None if row.error else int(number))
    return columns


def bars(request: PlotRequest) -> Plot:
    """A bar for each layer.

    Raises:
        SymcnnError: for mistakes in the program, and for a symbol without a value.
    """
    (asked_for,) = request.subjects
    network = Network(asked_for.program, asked_for.given, asked_for.convention)
    asked = LayerByLayer(request.quantity)
    counts: Sequence[Any] = Valued(asked)(network)
    columns = {name: [int(count)] for name, count in zip(asked.names, counts, strict=True)}
    logarithmic = "x" in request.logarithmic
    subject, count = subject_and_axis(network, request.quantity, logarithmic)
    counting = [each for each in columns if columns[each][0]] or list(columns)
    kept = largest({name: columns[name] for name in counting}, MOST_BARS)
    shown, zeros = without_zeros(kept, logarithmic)
    idle = len(columns) - len(counting)
    layers, verb = ("1 layer", "is") if idle == 1 else (f"{idle:,} layers", "are")
    notes = (f"{layers} without {count.words} {verb} left out",) if idle else ()
    return Plot(
        BARS,
        subject,
        asked_for.name,
        request.quantity.layers,
        Axis("layer"),
        count,
        (),
        shown,
        (*notes, *zeros),
        tuple(network.values.items()),
    )


def _counting(columns: Mapping[str, Sequence[int | None]]) -> Mapping[str, Sequence[int | None]]:
    """The layers that count for something somewhere; all of them where none does."""
    return {name: values for name, values in columns.items() if any(values)} or columns


def largest(columns: Mapping[str, Sequence[int | None]], most: int) -> tuple[Series, ...]:
    """At most so many layers in their order; the smallest are added up as one, the last.

    How large a layer is, is what it comes to where it is largest.
    """
    if len(columns) <= most:
        return tuple(Series(name, tuple(values)) for name, values in columns.items())
    sizes = {name: max(value or 0 for value in values) for name, values in columns.items()}
    small = frozenset(sorted(sizes, key=lambda name: -sizes[name])[most - 1 :])
    kept = [Series(name, tuple(columns[name])) for name in columns if name not in small]
    sums = [
        None if values[0] is None else sum(value or 0 for value in values)
        for values in zip(*(columns[name] for name in small), strict=True)
    ]
    return (*kept, Series(f"{len(small):,} other layers", tuple(sums), rest=True))
