"""The English that pages of several formats share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from symcnn.derivation.document import Document, WeightRow
    from symcnn.derivation.listing import Listing
    from symcnn.derivation.rows import Column


# What stands in a table where there is no value.
NO_VALUE: Final = "-"
_UNNAMED: Final = re.compile("<[a-z]+>")


def heading(column: Column) -> str:
    """The heading of a column, with its unit."""
    return f"{column.heading} ({column.unit})" if column.unit else column.heading


def title(document: Document) -> str:
    """What a worked solution is about."""
    return titled(document.subject, document.title)


def titled(what: str, source: str) -> str:
    """The title of a page; a source without a name of its own, ``<stdin>``, is a network."""
    return f"{what} of {source if is_named(source) else 'the network'}"


def is_named(source: str) -> bool:
    """Whether a source has a name of its own; ``<stdin>`` is none."""
    return bool(source) and not _UNNAMED.fullmatch(source)


def listing_title(listing: Listing) -> str:
    """What a count at many points is about."""
    return title_of(listing.subject, listing.layers, listing.title)


def title_of(subject: str, layers: Sequence[str], source: str) -> str:
    """What the count of some layers, or of all where none is named, is about."""
    return f"{subject} of {listed(layers)} in {source}" if layers else titled(subject, source)


def capital(text: str) -> str:
    """The words with a capital letter at the start."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith((".", ":", "!", "?")) else f"{text}."


def lowered(text: str) -> str:
    """The words without a capital letter at the start, as they stand within a sentence."""
    return text[:1].lower() + text[1:]


def weight_notes(weight: WeightRow, copies: str) -> tuple[str, ...]:
    """What stands behind a weight tensor; ``copies`` is how many there are, written already."""
    several = (f"{copies} of them",) if weight.copies != 1 else ()
    return several if weight.trainable else (*several, "not trainable")


def noted(weight: WeightRow, copies: str) -> str:
    """The same in parentheses, with a blank in front, for a sentence."""
    notes = weight_notes(weight, copies)
    return f" ({', '.join(notes)})" if notes else ""


def listed(items: Sequence[str]) -> str:
    """Items of a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def primed(letter: str) -> str:
    """Why a letter of the notation is primed, with a blank in front; the letter is written already.

    >>> primed("m")
    ' (primed: the program uses m otherwise)'
    """
    return f" (primed: the program uses {letter} otherwise)"


def symbols_sentence(given: Sequence[str], free: Sequence[str]) -> str:
    """Which symbols have values and which are free; each is written already."""
    parts = [f"with {listed(given)}"] if given else []
    if free:
        parts.append(f"{listed(free)} {'are' if len(free) > 1 else 'is'} free")
    return f"{capital('; '.join(parts))}." if parts else ""
