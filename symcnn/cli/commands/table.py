"""``symcnn table``: one row for each layer, the totals below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.cli import reading
from symcnn.cli.idle import check_look, check_told

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def page(options: argparse.Namespace, style: Style) -> str:
    """The table that the call asks for."""
    check_look(options)
    network = reading.network(options)
    from symcnn.derivation.request import Request
    from symcnn.derivation.table import table
    from symcnn.render import renderer

    columns = reading.columns(options, network.keeps_buffers)
    found = table(network, columns, Request(conventions=reading.conventions(options)))
    check_told(options, columns)
    return renderer(options.format).table(found, style)
