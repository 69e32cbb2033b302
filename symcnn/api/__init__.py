"""The Python face: networks and derivations that show themselves."""

from __future__ import annotations

from symcnn.api.counted import LayerView
from symcnn.api.network import Network, explain, parse
from symcnn.api.pages import Derivation

__all__ = ["Derivation", "LayerView", "Network", "explain", "parse"]
