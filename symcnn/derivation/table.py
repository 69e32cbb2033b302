"""Builds the table of a network: one row for each layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symcnn.choices import BUFFERS, COLUMNS, DEFAULT_COLUMNS, PARAMETERS
from symcnn.derivation.counts import Derivation, column, count
from symcnn.derivation.notes import on_convention, on_open_sums
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Column, Part, Row, SumRow, Table, row_of
from symcnn.errors import call_error, did_you_mean
from symcnn.formula.arithmetic import Value
from symcnn.network.network import Network
from symcnn.network.totals import total

_BASIC = (PARAMETERS, "trainable", "non_trainable")
# What else is summed below a column: the parts of which it is the sum.
_PARTS = {PARAMETERS: {"trainable": "trainable", "non-trainable": "non_trainable"}}


def _totals(network: Network, further: Sequence[Derivation]) -> dict[str, Value]:
    """The counts of the whole network by name."""
    graph = network.graph
    names = (*_BASIC, BUFFERS) if network.keeps_buffers else _BASIC
    found: dict[str, Value] = {name: total(graph, name) for name in names}
    for derivation in further:
        found.update(derivation.totals(graph.nodes))
    return found


def table(
    network: Network,
    columns: Sequence[str] = DEFAULT_COLUMNS,
    request: Request | None = None,
) -> Table:
    """The table of a network, all values put in.

    Raises:
        CallError: for a column that is not one of `COLUMNS`, or is named twice.
    """
    _check(columns)
    request = request or Request()
    counts = [count(name) for name in dict.fromkeys(COLUMNS[name] for name in columns)]
    further = [asked.begin(network, request) for asked in counts if not asked.basic]
    rows = tuple(
        row_of(node, *(derivation.cells(node) for derivation in further))
        for node in network.graph.nodes.values()
    )
    return tabulated(network, columns, rows, further, summed=True)


def _check(columns: Sequence[str]) -> None:
    for place, name in enumerate(columns):
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"choose {', '.join(COLUMNS)}"
            raise call_error("columns", f"no column is called '{name}'", hint)
        if name in columns[:place]:
            raise call_error("columns", f"the column '{name}' is named twice", "name it once")


def tabulated(
    network: Network,
    columns: Sequence[str],
    rows: tuple[Row, ...],
    further: Sequence[Derivation],
    *,
    summed: bool,
) -> Table:
    """The rows under their columns, the sums below them where they are wanted."""
    chosen = tuple(column(name, *further) for name in columns)
    sums = _totals(network, further)
    return Table(
        network.title,
        _caption(chosen),
        chosen,
        rows,
        _sums(columns, sums) if summed else (),
        sums,
        symbols_of(network, further),
        {name: told for one in further for name, told in one.conventions.items()},
        (
            *on_convention(network),
            *_on_copies(network),
            *on_open_sums(row.cell(name) for row in rows for name in columns),
        ),
        network.convention,
    )


def _on_copies(network: Network) -> tuple[tuple[Part, ...], ...]:
    """Sentences on bodies that are repeated a free number of times."""
    if not network.graph.repeats:
        return ()
    from symcnn.derivation.copies import notes

    return notes(network.graph)


def symbols_of(network: Network, further: Sequence[Derivation]) -> dict[str, Value | None]:
    """The symbols of the program, and those that conventions bring."""
    found = dict(network.graph.symbols)
    for derivation in further:
        for name, value in derivation.symbols.items():
            found.setdefault(name, value)
    return found


def _caption(columns: Sequence[Column]) -> str:
    *first, last = dict.fromkeys(column.subject for column in columns)
    text = f"{', '.join(first)} and {last}" if first else last
    return text[:1].upper() + text[1:]


def _sums(columns: Sequence[str], sums: Mapping[str, Value]) -> tuple[SumRow, ...]:
    """The total of each column that has one, then the parts of columns that have not theirs."""
    found = {name: sums[name] for name in columns if name in sums}
    rows = [SumRow("total", found)] if found else []
    for whole, parts in _PARTS.items():
        if whole in columns:
            rows += [
                SumRow(word, {whole: sums[part]})
                for word, part in parts.items()
                if part not in columns
            ]
    if PARAMETERS in columns and BUFFERS not in columns and sums.get(BUFFERS, 0) != 0:
        rows.append(SumRow(BUFFERS, {PARAMETERS: sums[BUFFERS]}))
    return tuple(rows)
