"""The frame of a page: head, stylesheet and body, in one file that needs nothing else."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from symcnn.render.html.dialect import escape

# Nothing is loaded and nothing runs, whatever a label may say.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, body: list[str], broad: bool = False) -> str:
    """A whole page, well-formed as XML too; a ``broad`` one is as wide as its table.

    Its encoding is declared as UTF-8; the DOCTYPE is in capitals because XML insists on them.
    """
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8"/>',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>',
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
            '<meta name="color-scheme" content="light dark"/>',
            f"<title>{escape(title)}</title>",
            f"<style>\n{stylesheet()}</style>",
            "</head>",
            "<body>",
            '<main class="broad">' if broad else "<main>",
            f"<h1>{escape(title)}</h1>",
            *body,
            "</main>",
            "</body>",
            "</html>\n",
        ]
    )


@cache
def stylesheet() -> str:
    """The style of worked solutions and tables."""
    return files("symcnn.render.html").joinpath("page.css").read_text("utf-8")
