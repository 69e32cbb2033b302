"""Renderers: one module for each format, found by its name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from symcnn.derivation.document import Document
    from symcnn.derivation.rows import Table
    from symcnn.render.style import Style

# Each format's module; `table` takes all of them, `explain` those that can show a derivation.
FORMATS: Final = {
    "text": "symcnn.render.text",
    "latex": "symcnn.render.latex",
    "markdown": "symcnn.render.markdown",
    "html": "symcnn.render.html",
    "json": "symcnn.render.json_data",
    "csv": "symcnn.render.csv_data",
}


class Renderer(Protocol):
    """What a format's module offers."""

    def explain(self, document: Document, style: Style) -> str: ...

    def table(self, table: Table, style: Style) -> str: ...


def renderer(name: str) -> Renderer:
    """The module of a format, imported when it is first asked for."""
    return cast(Renderer, import_module(FORMATS[name]))
