"""Layers of the frameworks whose count or shape no declaration can tell, each with the reason.

Their names are known, so that a program that uses one learns why it cannot be counted.
"""

from __future__ import annotations

from typing import Final

_CODE = "its output is whatever its Python function returns"
_WRAPPER = "its weights are those of a model of another framework"
_DATA = "its vocabulary, and with it its output, comes from data"
_BASE = "it is a base class without a call of its own"
_LOSS = "it is a loss, no layer of the network"
_HOLDER = "it holds layers and does not say in which order they are applied"
_TENSORS = "it holds tensors that code makes use of"

_LOSSES = (
    "BCELoss",
    "BCEWithLogitsLoss",
    "CTCLoss",
    "CosineEmbeddingLoss",
    "CrossEntropyLoss",
    "GaussianNLLLoss",
    "HingeEmbeddingLoss",
    "HuberLoss",
    "KLDivLoss",
    "L1Loss",
    "MSELoss",
    "MarginRankingLoss",
    "MultiLabelMarginLoss",
    "MultiLabelSoftMarginLoss",
    "MultiMarginLoss",
    "NLLLoss",
    "NLLLoss2d",
    "PoissonNLLLoss",
    "SmoothL1Loss",
    "SoftMarginLoss",
    "TripletMarginLoss",
    "TripletMarginWithDistanceLoss",
)

# What to do instead of putting what the layer gives as an input.
INSTEAD: Final = {
    _LOSS: "leave it out",
    _BASE: "write the layer itself",
    _HOLDER: "write its layers in the order in which they are applied",
}

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
    "Wrapper": _BASE,
    "Layer": _BASE,
    "Module": _BASE,
    "RNNBase": _BASE,
    "RNNCellBase": _BASE,
    "Container": _BASE,
    "ModuleList": _HOLDER,
    "ModuleDict": _HOLDER,
    "Parameter": _TENSORS,
    "ParameterList": _TENSORS,
    "ParameterDict": _TENSORS,
    "DataParallel": "it spreads a model over devices and counts as that model",
    **dict.fromkeys(_LOSSES, _LOSS),
}
