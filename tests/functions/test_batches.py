"""The batch of memory may be a symbol that nothing else in the program knows."""

from __future__ import annotations

import pytest

from symcnn import Network, SymcnnError, parse
from symcnn.cli import main
from symcnn.derivation.request import Conventions
from symcnn.formula.algebra import symbol
from symcnn.functions.quantity import Quantity

TEXT = "input(9x9x3) -> conv(k, f x f) -> flatten -> dense(10)"


def memory(network: Network, batch: int, **values: int) -> int:
    asked = Quantity("memory", (), Conventions(batch=batch))
    (found,) = asked(network.with_values(**values).resolved)
    assert isinstance(found, int)
    return found


def test_it_varies() -> None:
    network = parse(TEXT)
    rows = network.sweep(count="memory", batch="B", B=[1, 64], f=[3, 10], k=[8]).rows
    assert [("error" in row) for row in rows] == [False, True, False, True]
    for row in rows[::2]:
        assert row["memory"] == memory(network, row["B"], f=3, k=8)


def test_it_is_solved_for() -> None:
    network = parse(TEXT)
    bound = memory(network, 40, f=3, k=8) + 5
    found = network.solve("B", where=f"memory <= {bound}", batch="B", f=3, k=8)
    assert found.solutions == [{"B": batch} for batch in range(1, 41)]
    both = network.solve("B", "k", where=f"memory <= {bound // 8}", batch="B", f=3)
    within = range(1, 100)
    assert both.solutions == [
        {"B": b, "k": k}
        for b in within
        for k in range(1, 30)
        if memory(network, b, f=3, k=k) <= bound // 8
    ]


def test_another_symbol_is_solved_for() -> None:
    found = parse(TEXT).solve("k", where="memory <= 1000000", batch="B", B=32, f=3)
    assert found.bounds == parse(TEXT).solve("k", where="memory <= 1000000", batch=32, f=3).bounds


def test_it_is_drawn() -> None:
    network = parse(TEXT)
    other = parse("input(8) -> dense(k)")
    found = network.plot(other, count="memory", batch="B", B=[1, 2, 3], f=3, k=8).document
    assert found.across.words == "batch size"
    assert found.series[0].values == tuple(memory(network, batch, f=3, k=8) for batch in (1, 2, 3))
    assert found.series[1].values == tuple(memory(other, batch, k=8) for batch in (1, 2, 3))
    units = parse("let B; input(8) -> dense(B)").plot(count="memory", batch="B", B=[1, 2])
    assert units.document.across.words == ""
    layers = network.plot(count="memory", batch="B", B=[1, 2], f=3, k=8, by="layer").document
    assert sum(series.values[1] or 0 for series in layers.series) == memory(network, 2, f=3, k=8)


def test_a_value_goes_to_several_networks() -> None:
    first, second = map(parse, ("input(8) -> dense(k)", "input(8) -> dense(4)"))
    found = first.plot(second, count="memory", batch="B", k=[1, 2], B=4).document
    assert found.series[0].values == (memory(first, 4, k=1), memory(first, 4, k=2))
    assert found.series[1].values == (memory(second, 4),) * 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["table", "-e", TEXT, "--columns", "memory"], "83,056"),
        (["explain", "-e", TEXT, "--count", "memory"], "83,056"),
        (["sweep", "-e", TEXT, "--count", "memory", "--vary", "f=3"], "3 "),
        (["solve", "-e", TEXT, "--for", "f", "--where", "memory <= 90000"], "f = "),
        (["describe", "-e", TEXT, "--count", "memory", "--in", "f"], "With B = 4 and k = 8"),
        (["compare", "-e", TEXT, "-e", "input(8) -> dense(3)", "--count", "memory"], "B = 4"),
    ],
)
def test_every_command_takes_a_value_for_it(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--set", "k=8", "--batch", "B", "--set", "B=4"]
    given += ["--set", "f=3"] if arguments[0] in ("table", "explain") else []
    assert main([*arguments, *given]) == 0, capsys.readouterr().err
    assert told in capsys.readouterr().out


def test_a_symbol_of_the_program_may_be_the_batch_too() -> None:
    network = parse("let B; input(8) -> dense(B)")
    (row,) = network.sweep(count="memory", batch="B", B=[3]).rows
    assert row["memory"] == memory(network, 3, B=3)
    # The index of a repeat is no symbol of the program, and gives way.
    turns = parse("input(8) -> repeat(n, index=i) { dense(3 + i) }")
    found = turns.describe("n", count="memory", batch="i")
    at = {symbol("n"): 3, symbol("i"): 5}
    assert found.expanded.subs(at) == memory(turns, 5, n=3)


def test_it_needs_a_value_and_to_be_asked_for() -> None:
    network = parse(TEXT)
    with pytest.raises(SymcnnError, match="B has no value"):
        network.sweep(count="memory", batch="B", f=[3], k=[8]).rows  # noqa: B018
    with pytest.raises(SymcnnError, match="no symbol 'B'"):
        network.sweep(count="macs", batch="B", B=[3], f=[3], k=[8]).rows  # noqa: B018
    with pytest.raises(SymcnnError, match="B has no value"):
        network.plot(count="memory", batch="B", f=3, k=8)
    with pytest.raises(SymcnnError, match="B has no value"):
        network.solve("k", where="memory <= 1000", batch="B", f=3)
