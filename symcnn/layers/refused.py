"""Layers of the frameworks whose count or shape no declaration can tell, each with the reason.

Their names are known, so that a program that uses one learns why it cannot be counted.
"""

from __future__ import annotations

from typing import Final

_CODE = "its output is whatever its Python function returns"
_WRAPPER = "its weights are those of a model of another framework"
_DATA = "its vocabulary, and with it its output, comes from data"

REFUSED: Final = {
    "Lambda": _CODE,
    "TorchModuleWrapper": _WRAPPER,
    "FlaxLayer": _WRAPPER,
    "JaxLayer": _WRAPPER,
    "TFSMLayer": _WRAPPER,
    "StringLookup": _DATA,
    "IntegerLookup": _DATA,
    "TextVectorization": _DATA,
    "MaxNumBoundingBoxes": "it works on boxes that go along with images",
    "Wrapper": "it is a base class without a call of its own",
    "Layer": "it is a base class without a call of its own",
}
