"""Convolutions whose filters see only some of the maps before: how many connections there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value, is_whole
from symcnn.layers.arguments import COUNT, Argument, Kind, Unfit, parts_of
from symcnn.layers.declaration import LayerProblem, Site
from symcnn.layers.windows import is_below

_TABLE = "for each filter, the maps that it sees, counted from 0"


def _table(value: Any, rank: int, checked: bool) -> tuple[tuple[int, ...], ...]:
    rows = [parts_of(row) for row in parts_of(value) or ()]
    if not rows or not all(
        row and all(is_whole(map_) and map_ >= 0 for map_ in row) and len({*row}) == len(row)
        for row in rows
    ):
        raise Unfit(_TABLE)
    return tuple(row for row in rows if row is not None)


CONNECTIONS = Argument("connections", replace(COUNT, takes_numbers=False), None)
TABLE = Argument("table", Kind(_TABLE, _table, takes_numbers=False), None)


def connections_of(site: Site) -> Value | None:
    """How many pairs of a filter and a map that it sees there are; None where all see all.

    Raises:
        LayerProblem: for a table or a number that does not fit the maps and filters.
    """
    table, told = site["table"], site["connections"]
    if table is not None:
        _check_table(site, table)
        if told is not None and told != sum(map(len, table)):
            message = f"the table has {sum(map(len, table))} connections, not {told}"
            raise LayerProblem("connections", message, "connections", "one of the two is enough")
        return sum(map(len, table))
    if told is None:
        return None
    _check_groups(site, "connections")
    if site.checked:
        most = arithmetic.multiply((site.channels, site["filters"]))
        if is_below(most, told) or is_below(told, site["filters"]):
            message = f"{site['filters']} filters over {site.channels} maps have from "
            message += f"{site['filters']} to {most} connections, not {told}"
            raise LayerProblem("connections", message, "connections")
    return told


def _check_groups(site: Site, argument: str) -> None:
    if site["groups"] != 1:
        message = "groups say already which filter sees which maps"
        raise LayerProblem("connections", message, argument, "leave one of the two out")


def _check_table(site: Site, table: tuple[tuple[int, ...], ...]) -> None:
    _check_groups(site, "table")
    if not site.checked:
        return
    if not arithmetic.equal(site["filters"], len(table)):
        message = f"the table has {len(table)} rows for {site['filters']} filters"
        raise LayerProblem("connections", message, "table", "write one row for each filter")
    last = max(map(max, table))
    if is_below(site.channels, last + 1):
        message = f"the table names map {last}, but there are {site.channels}, counted from 0"
        raise LayerProblem("connections", message, "table")
