"""The axes of a plot: the words for a symbol and for a count, and what a logarithm leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from symcnn.derivation.counts import count
from symcnn.derivation.plot import Axis, Series
from symcnn.derivation.request import Request
from symcnn.errors import call_error
from symcnn.functions.plotting.meaning import meanings
from symcnn.functions.quantity import Quantity
from symcnn.functions.ways import Resolve
from symcnn.network.network import Network
from symcnn.render.phrases import lowered

_BATCH: Final = "batch size"


def symbol_axis(
    resolve: Resolve, symbol: str, point: Mapping[str, int], quantity: Quantity, logarithmic: bool
) -> Axis:
    """The axis of a symbol; at the point there is a network."""
    batch = {_BATCH} if symbol == quantity.batch_symbol else set[str]()
    found = meanings(resolve, symbol, point) | batch
    return Axis(found.pop() if len(found) == 1 else "", symbol, "", logarithmic)


def subject_and_axis(network: Network, quantity: Quantity, logarithmic: bool) -> tuple[str, Axis]:
    """What a title calls a count under its conventions, and its axis."""
    told = count(quantity.count)
    derivation = told.begin(network, Request(quantity.count, conventions=quantity.conventions))
    subject = derivation.subject or told.subject
    unit = next(column.unit for column in told.columns)
    return subject, Axis(lowered(subject), "", unit, logarithmic)


def without_zeros(
    series: Sequence[Series], logarithmic: bool
) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    """The series as they can be drawn on their axis, and a note on what is left out.

    Raises:
        CallError: where nothing would be left.
    """
    zeros = sum(each.values.count(0) for each in series)
    if not logarithmic or not zeros:
        return tuple(series), ()
    if not any(any(each.values) for each in series):
        message = "every number is 0, which has no place on a logarithmic axis"
        raise call_error("plot", message, "leave --log out")
    kept = [replace(each, values=tuple(value or None for value in each.values)) for each in series]
    much = "1 point is" if zeros == 1 else f"{zeros:,} points are"
    return tuple(kept), (f"0 has no place on a logarithmic axis: {much} left out",)
