"""The table of docs/gallery.md, made from what the files say of themselves."""

from __future__ import annotations

import re
from pathlib import Path

from tests.gallery.files import FILES, ROOT, heading

PAGE = ROOT / "docs" / "gallery.md"

_COLUMNS = (
    "year",
    "network",
    "parameters",
    "with statistics",
    "published",
    "counted by a framework",
    "multiply-accumulates",
    "source",
)


def table() -> str:
    """One row for each file, the oldest network first."""
    paths = sorted(FILES, key=lambda path: (heading(path).year, _numbered(path)))
    rule = "|".join("---" for _ in _COLUMNS)
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|{rule}|", *map(_row, paths)]
    return "\n".join(lines) + "\n"


def _numbered(path: Path) -> str:
    """A file's name that sorts by the numbers in it."""
    return re.sub(r"\d+", lambda found: found[0].zfill(4), path.stem)


def _row(path: Path) -> str:
    found = heading(path)
    fields = found.fields
    cells = (
        str(found.year),
        f"[{found.name}](gallery/{path.name})",
        f"{found.trainable:,}",
        f"{found.total:,}" if found.total != found.trainable else "",
        fields["published"] if fields["published"] != "none" else "",
        fields["framework"],
        fields["macs"],
        fields["source"],
    )
    return f"| {' | '.join(cells)} |"


def page(text: str) -> str:
    """The page with its table made anew: the first lines that begin with a bar."""
    lines = text.splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    last = next(i for i, line in enumerate(lines) if i > first and not line.startswith("|"))
    return "".join((*lines[:first], table(), *lines[last:]))
