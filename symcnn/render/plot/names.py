"""Names in a plot: long ones are shortened in the middle, so that they stay tellable apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from symcnn.source import Source

_LENGTHS: Final = (24, 32, 44)


def shortened(text: str, length: int) -> str:
    """A text of at most so many characters, on one line, its middle left out.

    >>> shortened("supercalifragilistic", 9)
    'supe…stic'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    end = (length - 1) // 2
    return f"{line[: length - 1 - end]}…{line[len(line) - end :]}"


def distinct(names: Sequence[str], lengths: Sequence[int] = _LENGTHS) -> list[str]:
    """The names, shortened as far as they stay different; a number tells the others apart."""
    whole = len(set(names))
    for length in lengths:
        found = [shortened(name, length) for name in names]
        if len(set(found)) == whole == len(names):
            return found
    met: dict[str, int] = {}
    numbered: list[str] = []
    for name in (shortened(name, lengths[0]) for name in names):
        met[name] = met.get(name, 0) + 1
        numbered.append(f"{name} ({met[name]})" if met[name] > 1 else name)
    return numbered


def source_names(sources: Sequence[Source]) -> list[str]:
    """What each program is called: by its file, or one without a name among others by its text."""
    if len(sources) == 1:
        return [sources[0].title]
    unnamed = ("<expression>", "<string>")
    return distinct([each.text if each.name in unnamed else each.title for each in sources])
