"""The multiply-accumulates that layers declare."""

from __future__ import annotations

import pytest

from symcnn import parse
from symcnn.layers.catalogue import layers
from symcnn.layers.declaration import Form, Layer, holds
from tests.layers.macs_cases import CASES

ALL = [(name, *case) for name, cases in CASES.items() for case in cases]


@pytest.mark.parametrize("layer", layers(), ids=lambda layer: layer.name)
def test_a_layer_with_weights_says_what_it_multiplies(layer: Layer) -> None:
    """Unknown is never zero: a layer with weights has a formula, or says why it needs none."""
    if layer.weights:
        assert bool(layer.macs) != bool(layer.uncounted)
    assert not (layer.macs and layer.uncounted)


@pytest.mark.parametrize(("name", "program", "expected", "source"), ALL, ids=[c[1] for c in ALL])
def test_a_layer_by_hand(name: str, program: str, expected: int, source: str) -> None:
    network = parse(program)
    assert network.macs == expected, source
    assert network.count("macs", macs="flops") == 2 * expected
    assert [*network.layers.values()][-1].type == name


@pytest.mark.parametrize(
    "layer", [layer for layer in layers() if layer.macs], ids=lambda layer: layer.name
)
def test_every_form_has_a_case(layer: Layer) -> None:
    """Each formula is chosen by some case, and each case's number has a source."""
    chosen: set[Form] = set()
    for program, _, source in CASES.get(layer.name, []):
        assert source
        flags = [*parse(program).resolved.graph.nodes.values()][-1].resolved.flags
        chosen.add(next(form for form in layer.macs if holds(form.when, flags)))
    assert chosen == {*layer.macs}


@pytest.mark.parametrize("layer", layers(), ids=lambda layer: layer.name)
@pytest.mark.parametrize("convention", ["multiply-accumulate", "with-bias", "flops"])
def test_its_examples_are_explained(layer: Layer, convention: str) -> None:
    for example in layer.examples:
        network = parse(example)
        for section in network.explain(count="macs", macs=convention).document.sections:
            assert bool(section.chains) != bool(section.nothing)
            assert section.chains or section.reason
            if section.chains:
                assert section.chains[-1].value == section.row.counts["macs"]
