"""Where something stands in the text that a user wrote: sources, spans and their excerpts."""

from __future__ import annotations

import os.path
import re
from bisect import bisect_right
from dataclasses import field
from unicodedata import combining, east_asian_width

from symcnn.records import value_record

_LINE_END = re.compile(r"\r\n?|\n")
# Wider excerpts are cut to a window around the caret.
_EXCERPT_WIDTH = 76


@value_record
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a source."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of the other."""
        return Span(self.start, other.end)


@value_record
class Source:
    """A text and the name by which messages call it, such as ``lenet.cnn`` or ``<stdin>``."""

    name: str
    text: str
    _starts: list[int] = field(default_factory=list[int], repr=False, compare=False)

    @property
    def title(self) -> str:
        """What a page calls the text: its file without folders, or plainly a network."""
        return "a network" if self.name.startswith("<") else os.path.basename(self.name)

    def line_starts(self) -> list[int]:
        """Offset of each line's first character; a line ends at LF, CR LF or CR."""
        if not self._starts:
            self._starts.append(0)
            self._starts.extend(match.end() for match in _LINE_END.finditer(self.text))
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1."""
        starts = self.line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        starts = self.line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def excerpt(self, span: Span) -> tuple[str, str]:
        """The line in which a span starts, and the carets to print under it."""
        number, column = self.position(span.start)
        line = self.line(number)
        start = column - 1
        length = max(1, min(span.end - span.start, len(line) - start))
        if len(line) > _EXCERPT_WIDTH:
            first = max(0, min(start - _EXCERPT_WIDTH // 2, len(line) - _EXCERPT_WIDTH))
            line = line[first : first + _EXCERPT_WIDTH]
            start -= first
            length = min(length, _EXCERPT_WIDTH - start)
        shown = "".join(map(_printable, line))
        indent = sum(map(_columns, shown[:start]))
        carets = sum(map(_columns, shown[start : start + length]))
        return shown, " " * indent + "^" * max(1, carets)


def _printable(character: str) -> str:
    if character == "\t":
        return " "
    return character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
