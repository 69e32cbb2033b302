"""Finds lines of Python around a pasted listing, and says which lines to paste."""

from __future__ import annotations

import re

from symcnn.errors import Problem
from symcnn.source import Source, Span

_METHODS = (
    "compile|fit|summary|evaluate|predict|build|save|to|cuda|cpu|train|eval|parameters|backward"
    "|step|zero_grad"
)
# A layer applied to another, as Keras's functional models write it.
_CALL = r"\w+\s*=\s*[\w.]+\([^\r\n]{0,200}\)[ \t]*\([^()\r\n]{0,80}\)[ \t]*$"
_PYTHON = re.compile(
    r"^[ \t]*(?:import\s+\w|from\s+[\w.]+\s+import\b|def\s+\w+\s*\(|class\s+\w+.*:|return\b"
    r"|print\s*\(|if\s+__name__|assert\s|for\s+\w+\s+in\b|while\s|with\s+\w|>>>|super\s*\(|@\w"
    r"|(?:\w+\s*=\s*)?self\.\w+\b(?!\s*=[^=])|\w+\s*=\s*F\.\w|\w+\s*=\s*torch\.(?!nn\.)\w"
    rf"|{_CALL}|\w+\s*=\s*(?:\w+\.)*Model\s*\("
    rf"|(?:\w+\s*=\s*)?\w+\.(?:{_METHODS})\s*\()",
    re.MULTILINE,
)
_LISTING = re.compile(r"\b(?:\w+\.)*Sequential\s*\((?!\s*\))")
_ADDED = re.compile(r"^[ \t]*\w+\.add\s*\(.*$", re.MULTILINE)
_MODULE = re.compile(r"\bself\.\w+\s*=")
_APPLIED = re.compile(rf"^[ \t]*{_CALL}", re.MULTILINE)
_TORCH = re.compile(r"\bnn\.\w")
_CONVENTION = re.compile(r"^\s*convention\b", re.MULTILINE)
_INPUT = re.compile(r"^(?:.*(?:->|:))?\s*input\b", re.MULTILINE)
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def python_problem(source: Source) -> Problem | None:
    """One problem for all lines of Python in a source, or None where there is none."""
    found = _PYTHON.search(source.text)
    if found is None:
        return None
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    end = start + len(found[0].lstrip())
    hint = _hint(source)
    return Problem("python", "this is Python, not a layer of the network", Span(start, end), hint)


def _hint(source: Source) -> str:
    """Which lines to paste, and what PyTorch's need in front of them."""
    needed = _needed(source.text)
    if _MODULE.search(source.text):
        order = "in the order in which forward( ) applies them, with its functions as layers"
        return f"paste the lines `self.… = …` alone, {order}{needed}"
    if _APPLIED.search(source.text):
        steps = "Input(shape=(8,)) -> Dense(4) -> Dense(2)"
        return f"write each layer without `x =` and the (x) behind it: {steps}"
    lines = _lines_to_paste(source)
    if lines is None:
        return f"paste the layers alone{needed}"
    first, last = lines
    pasted = f"line {first}" if first == last else f"lines {first} to {last}"
    return f"paste {pasted} alone{needed}"


def _needed(text: str) -> str:
    """The lines that a listing of torch.nn lacks: it tells neither its framework nor its input."""
    if not _TORCH.search(text):
        return ""
    lines = [] if _CONVENTION.search(text) else ["`convention pytorch`"]
    lines += [] if _INPUT.search(text) else ["an input such as `input(3, 32, 32)`"]
    return f", below {' and '.join(lines)}" if lines else ""


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
