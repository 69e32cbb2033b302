"""The benchmark's graphs are what their names say."""

from __future__ import annotations

from symcnn import parse
from tests.benchmarks.programs import free_resnet, graphs


def test_the_graphs_have_so_many_layers() -> None:
    assert [len(parse(program).layers) for program in graphs().values()] == [605, 1021]


def test_the_free_resnet_is_resnet_50() -> None:
    free = parse(free_resnet())
    assert {"H", "W", "w"} == set(free.symbols)
    assert free.evaluate(w=64) == 25_610_152
