"""The English that pages of several formats share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from symcnn.choices import INPUTS_OUTPUTS, PARAMETERS, PER_UNIT, TENSORS
from symcnn.derivation.document import Document

TABLE_HEADINGS: Final = ("layer", "activation shape", "activation size", "parameters")
_UNNAMED: Final = re.compile("<[a-z]+>")
_METHODS: Final = {
    PER_UNIT: "counted unit by unit",
    INPUTS_OUTPUTS: "counted as inputs times outputs, plus biases",
    TENSORS: "counted weight tensor by weight tensor",
}


def method(document: Document) -> str:
    """How the count came about."""
    return _METHODS[document.method]


def title(document: Document) -> str:
    """What a worked solution is about."""
    what = "Parameters" if document.count == PARAMETERS else f"Output {document.count}s"
    return titled(what, document.title)


def titled(what: str, source: str) -> str:
    """The title of a page; a source without a name of its own, ``<stdin>``, is a network."""
    named = source and not _UNNAMED.fullmatch(source)
    return f"{what} of {source if named else 'the network'}"


def plural(value: object, noun: str) -> str:
    """The noun in the form that goes with a count."""
    return noun if value == 1 else f"{noun}s"


def capital(text: str) -> str:
    """The words with a capital letter at the start."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str]) -> str:
    """Items of a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def symbols_sentence(given: Sequence[str], free: Sequence[str]) -> str:
    """Which symbols have values and which are free; each is written already."""
    parts = [f"with {listed(given)}"] if given else []
    if free:
        parts.append(f"{listed(free)} {'are' if len(free) > 1 else 'is'} free")
    return f"{capital('; '.join(parts))}." if parts else ""
