"""``symcnn explain``: a worked solution for every layer of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.choices import PARENTHESES
from symcnn.cli import reading
from symcnn.cli.idle import check_look, check_told

if TYPE_CHECKING:
    import argparse

    from symcnn.render.style import Style


def page(options: argparse.Namespace, style: Style) -> str:
    """The worked solution that the call asks for."""
    check_look(options)
    network = reading.network(options)
    from symcnn.derivation.explain import explain
    from symcnn.derivation.request import Request
    from symcnn.render import renderer

    check_told(options)
    request = Request(
        options.count,
        options.method,
        options.notation,
        options.parentheses != PARENTHESES[0],
        options.detail,
        tuple(options.layer),
        reading.conventions(options),
    )
    return renderer(options.format).explain(explain(network, request), style)
