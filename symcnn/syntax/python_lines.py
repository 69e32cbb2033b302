"""Finds lines of Python around a pasted listing, and says which lines to paste."""

from __future__ import annotations

import re

from symcnn.errors import Problem
from symcnn.source import Source, Span

_PYTHON = re.compile(
    r"^[ \t]*(?:import\s+\w|from\s+[\w.]+\s+import\b|def\s+\w+\s*\(|class\s+\w+.*:|return\b"
    r"|print\s*\(|if\s+__name__|assert\s|for\s+\w+\s+in\b|while\s|with\s+\w|>>>|(?:\w+\s*=\s*)?\w+\.(?:compile|fit|summary|evaluate|predict"
    r"|build|save)\s*\()",
    re.MULTILINE,
)
_LISTING = re.compile(r"\b(?:\w+\.)*Sequential\s*\(\s*\[")
_ADDED = re.compile(r"^[ \t]*\w+\.add\s*\(.*$", re.MULTILINE)
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def python_problem(source: Source) -> Problem | None:
    """One problem for all lines of Python in a source, or None where there is none."""
    found = _PYTHON.search(source.text)
    if found is None:
        return None
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    lines = _lines_to_paste(source)
    if lines is None:
        hint = "paste the layers alone"
    else:
        first, last = lines
        hint = (
            f"paste line {first} alone" if first == last else f"paste lines {first} to {last} alone"
        )
    end = start + len(found[0].lstrip())
    return Problem("python", "this is Python, not a layer of the network", Span(start, end), hint)


def _lines_to_paste(source: Source) -> tuple[int, int] | None:
    listing = _LISTING.search(source.text)
    if listing:
        end = _closing(source.text, listing.end())
        return source.position(listing.start())[0], source.position(end)[0]
    added = list(_ADDED.finditer(source.text))
    if added:
        return source.position(added[0].start())[0], source.position(added[-1].start())[0]
    return None


def _closing(text: str, start: int) -> int:
    """Where the list that opens just before ``start`` ends."""
    depth = 1
    for offset in range(start, len(text)):
        depth += _BRACKETS.get(text[offset], 0)
        if depth == 0:
            return offset
    return len(text) - 1
