"""``symcnn describe``: a count as a function of a symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.cli import reading
from symcnn.cli.idle import check_look, check_told

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def page(options: argparse.Namespace, style: Style) -> str:
    """The page of a count as a function."""
    check_look(options)
    check_told(options)
    network = reading.network_free_in(options, options.symbol)
    from symcnn.functions.describing.description import described
    from symcnn.functions.describing.page import report
    from symcnn.functions.quantity import Quantity
    from symcnn.render.reports import printer

    quantity = Quantity(options.count, tuple(options.layer), reading.conventions(options))
    found = described(network, options.symbol, quantity)
    return printer(options.format).report(report(found), style)
