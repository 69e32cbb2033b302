"""How pages show themselves: as text when printed, in the best of their formats in Jupyter."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any


class Shown(ABC):
    """Something that has a page in several formats, text, html, latex and markdown among them."""

    @abstractmethod
    def to(self, format: str = "text", **style: Any) -> str:
        """The page in a format, under choices of its look."""

    def __str__(self) -> str:
        return self.to("text")

    def _repr_html_(self) -> str:
        return self.to("html")

    def _repr_latex_(self) -> str:
        return self.to("latex")

    def _repr_markdown_(self) -> str:
        return self.to("markdown")
