"""Worked solutions that show themselves."""

from __future__ import annotations

from typing import Any

from symcnn.api.showing import Shown
from symcnn.derivation.document import Document
from symcnn.derivation.request import checked_names
from symcnn.errors import call_error
from symcnn.render import FORMATS, renderer
from symcnn.render.style import Style, style_names


def printer_of(format: str) -> Any:
    """The renderer of a format.

    Raises:
        CallError: for a format that is not known.
    """
    if format not in FORMATS:
        raise call_error(
            "format", f"no format is called '{format}'", f"choose {', '.join(FORMATS)}"
        )
    return renderer(format)


class Derivation(Shown):
    """A worked solution; ``to`` gives it in a format, ``document`` holds it as data."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __repr__(self) -> str:
        return f"<derivation of {self.document.count} for {len(self.document.sections)} layers>"

    def to(self, format: str = "text", **style: Any) -> str:
        """The worked solution in a format: text, latex, markdown, html or json."""
        if format == "csv":
            raise call_error("format", "a derivation cannot be written as csv")
        checked_names(style, style_names())
        return printer_of(format).explain(self.document, Style(**style))
