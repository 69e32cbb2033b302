"""What is found out about counts, showing itself in Jupyter."""

from __future__ import annotations

from typing import Any

from symcnn.api.showing import Shown
from symcnn.choices import EXPLAIN_FORMATS
from symcnn.derivation.report import Report
from symcnn.derivation.request import checked_choice, checked_names
from symcnn.render.reports import printer
from symcnn.render.style import Style, style_names


class Reported(Shown):
    """A page about counts; ``to`` gives it in a format, ``report`` holds it as data."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __repr__(self) -> str:
        return f"<{self.report.title}>"

    def to(self, format: str = "text", **style: Any) -> str:
        """The page in a format: text, latex, markdown, html or json."""
        checked_choice("format", format, EXPLAIN_FORMATS)
        checked_names(style, style_names())
        return printer(format).report(self.report, Style(**style))
