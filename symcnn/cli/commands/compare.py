"""``symcnn compare``: two networks side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.cli import reading
from symcnn.cli.idle import check_look, check_told

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def page(options: argparse.Namespace, style: Style) -> str:
    """The page of a comparison."""
    check_look(options)
    check_told(options)
    a, b = reading.networks(options)
    from symcnn.functions.comparing.comparison import compared
    from symcnn.functions.comparing.page import report
    from symcnn.functions.quantity import Quantity
    from symcnn.render.reports import printer

    quantity = Quantity(options.count, conventions=reading.conventions(options))
    return printer(options.format).report(report(compared(a, b, quantity)), style)
