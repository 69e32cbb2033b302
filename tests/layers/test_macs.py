"""The multiply-accumulates that layers declare."""

from __future__ import annotations

import pytest

from symcnn.layers.catalogue import layers
from symcnn.layers.declaration import Layer


@pytest.mark.parametrize("layer", layers(), ids=lambda layer: layer.name)
def test_a_layer_with_weights_says_what_it_multiplies(layer: Layer) -> None:
    """Unknown is never zero: a layer with weights has a formula, or says why it needs none."""
    if layer.weights:
        assert bool(layer.macs) != bool(layer.uncounted)
    assert not (layer.macs and layer.uncounted)
