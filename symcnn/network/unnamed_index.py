"""Refuses the index of a repeat that is used and never named: it would be one more free symbol."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager

from symcnn.network.construction import Construction
from symcnn.network.scope import Rejected, rejected
from symcnn.source import Span
from symcnn.syntax.tree import Step

# What pages call the index of a repeat that names none.
INDEX = "i"
_WORD = re.compile(r"\bi\b")
_NAMED = re.compile(r"\bindex\s*=\s*i\b")
_COMMENT = re.compile(r"#[^\r\n]*")


@contextmanager
def unnamed_index(construction: Construction, step: Step, index: str | None) -> Generator[None]:
    """Walk a body that repeats; an ``i`` that nothing else in the program knows was meant as index.

    Raises:
        Rejected: where the body uses such an ``i``, whatever else is wrong with it.
    """
    symbols = construction.symbols
    if index is not None or INDEX in symbols.used or symbols.declared(INDEX):
        yield
        return
    try:
        yield
    except Rejected as error:
        raise (_found(construction, step) or error) from None
    found = _found(construction, step)
    if found is not None:
        raise found


def _stands_outside(text: str, step: Span) -> bool:
    """Whether the word stands anywhere but in the body, and in no index: it is a symbol then."""
    text = _COMMENT.sub(lambda comment: " " * len(comment[0]), text)
    if _NAMED.search(text):
        return False
    places = (match.start() for match in _WORD.finditer(text))
    return any(not step.start <= place < step.end for place in places)


def _found(construction: Construction, step: Step) -> Rejected | None:
    used, text = construction.symbols.used, construction.source.text
    # The text is looked through once, when the word is first used: a program may be all repeats.
    if INDEX not in used or _stands_outside(text, step.span):
        return None
    place = used[INDEX] or Span(0, 0)
    named = "repeat(n, index=i) { … }" + ("" if step.name == "repeat" else " instead of *")
    hint = f"write {named}, or put `let i` in front for a symbol"
    return rejected("index", "no repeat around it names 'i' as its index", place, hint)
