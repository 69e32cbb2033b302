"""What layers say that their outputs see."""

from __future__ import annotations

import pytest

from symcnn import parse
from symcnn.layers.catalogue import layers
from symcnn.layers.declaration import Layer
from symcnn.layers.sight import Scattered, Spread, Window


@pytest.mark.parametrize("layer", layers(), ids=lambda layer: layer.name)
def test_every_layer_says_what_it_sees(layer: Layer) -> None:
    """A layer that changes its shape or takes several inputs must say; the others may.

    What it says has one part for each axis of each input, and names axes that its output has.
    """
    for example in layer.examples:
        for node in parse(example).resolved.graph.nodes.values():
            if node.layer is not layer or layer.begins:
                continue
            if layer.sees is None:
                assert node.resolved.output is None, "it changes the shape"
                assert len(node.inputs) == 1
                continue
            sights = layer.sees(node.site, node.resolved, node.shape)
            assert [len(axes) for axes in sights] == [len(shape) for shape in node.site.inputs]
            for sight in (sight for axes in sights for sight in axes):
                if isinstance(sight, Window | Spread):
                    assert 0 <= sight.to < len(node.shape)
                elif isinstance(sight, Scattered):
                    assert all(0 <= axis < len(node.shape) for axis in sight.to)
