"""LeNet-5 as its authors published it in 1998, layer by layer."""

from __future__ import annotations

import pytest

from symcnn import parse
from symcnn.errors import SymcnnError

# Table I: the maps of S2 that each map of C3 sees.
TABLE = """((0,1,2), (1,2,3), (2,3,4), (3,4,5), (0,4,5), (0,1,5),
  (0,1,2,3), (1,2,3,4), (2,3,4,5), (0,3,4,5), (0,1,4,5), (0,1,2,5),
  (0,1,3,4), (1,2,4,5), (0,2,3,5), (0,1,2,3,4,5))"""
PROGRAM = """
input(32x32x1)
C1: conv(6, 5x5, activation=tanh)
S2: subsample(2, activation=tanh)
C3: conv(16, 5x5, {}, activation=tanh)
S4: subsample(2, activation=tanh)
C5: conv(120, 5x5, activation=tanh) -> flatten
F6: dense(84, tanh)
OUTPUT: rbf(10)
"""
# Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), section II.B.
TRAINABLE = {"C1": 156, "S2": 12, "C3": 1_516, "S4": 32, "C5": 48_120, "F6": 10_164, "OUTPUT": 0}
CONNECTIONS = {
    "C1": 122_304,
    "S2": 5_880,
    "C3": 151_600,
    "S4": 2_000,
    "C5": 48_120,
    "F6": 10_164,
    "OUTPUT": 840,
}


@pytest.mark.parametrize("told", ["connections=60", f"table={TABLE}"])
def test_every_layer_has_the_published_parameters(told: str) -> None:
    network = parse(PROGRAM.format(told))
    assert {name: network.layers[name].parameters for name in TRAINABLE} == TRAINABLE
    assert network.parameters == 60_000
    assert network.layers["OUTPUT"].buffers == 840


def test_connections_are_multiply_accumulates_with_biases() -> None:
    network = parse(PROGRAM.format("connections=60"))
    document = network.explain(count="macs", macs="with-bias").document
    counts = {section.row.name: section.row.counts["macs"] for section in document.sections}
    assert {name: counts[name] for name in CONNECTIONS} == CONNECTIONS
    assert document.closing is not None
    assert document.closing.figure.value == 340_908


def test_connections_may_be_a_symbol() -> None:
    network = parse("input(14x14x6) -> conv(16, 5x5, connections=c)")
    assert str(network.parameters) == "25*c + 16"


def test_free_centres_are_parameters() -> None:
    network = parse("input(84) -> rbf(10, fixed=false)")
    assert (network.parameters, network.layers["rbf1"].buffers) == (840, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("connections=97", "16 filters over 6 maps have from 16 to 96 connections, not 97"),
        ("connections=15", "16 filters over 6 maps have from 16 to 96 connections, not 15"),
        ("connections=60, groups=2", "groups say already which filter sees which maps"),
        (f"connections=61, table={TABLE}", "the table has 60 connections, not 61"),
        ("table=((0, 1), (1, 2))", "the table has 2 rows for 16 filters"),
        (f"table={TABLE.replace('(0,1,2),', '(0,1,6),', 1)}", "the table names map 6"),
        (f"table={TABLE.replace('(0,1,2),', '(0,1,1),', 1)}", "table must be for each filter"),
        ("table=3", "table must be for each filter, the maps that it sees"),
    ],
)
def test_connections_that_cannot_be(arguments: str, message: str) -> None:
    with pytest.raises(SymcnnError, match=message):
        parse(f"input(14x14x6) -> conv(16, 5x5, {arguments})")


def test_keras_has_no_connections() -> None:
    with pytest.raises(SymcnnError, match="Conv2D takes no argument 'connections'"):
        parse("input(14x14x6) -> Conv2D(16, 5, connections=60)")
