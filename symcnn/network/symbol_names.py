"""Which names a symbol may have: those that are plain words and mean nothing else."""

from __future__ import annotations

import keyword
import unicodedata

from symcnn.formula.nodes import FUNCTIONS, SPELLINGS
from symcnn.layers.arguments import FLAG_WORDS

_NOT_SYMBOLS = {*FUNCTIONS, *SPELLINGS, "Sum", "Product", "None", *FLAG_WORDS}


def reason_against(name: str) -> str:
    """Why a name can be no symbol, as the rest of a sentence; empty where it can."""
    if name in _NOT_SYMBOLS or keyword.iskeyword(name):
        return "cannot be a symbol"
    if not name.isidentifier() or unicodedata.normalize("NFKC", name) != name:
        return "is no plain name"
    return ""
