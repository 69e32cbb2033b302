"""The modules that write what is found out about counts, by format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from symcnn.derivation.report import Report
    from symcnn.render.style import Style

_MODULES: Final = {
    "text": "symcnn.render.text.report",
    "latex": "symcnn.render.latex.report",
    "markdown": "symcnn.render.markdown.report",
    "html": "symcnn.render.html.report",
    "json": "symcnn.render.json_data",
}


class Printer(Protocol):
    """What such a module offers."""

    def report(self, report: Report, style: Style) -> str:
        """The whole page."""
        ...


def printer(format: str) -> Printer:
    """The module of a format, imported when it is first asked for."""
    return cast(Printer, import_module(_MODULES[format]))
