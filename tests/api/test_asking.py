"""What networks are asked in Python: names are checked, answers can be gone through."""

from __future__ import annotations

from typing import Any

import pytest

from symcnn import SymcnnError, parse

TEXT = "input(32x32x3) -> CONV1: conv(k, f x f)"


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda: parse(TEXT).sweep(layer="CONV1", f=[3], k=[8]), "did you mean 'layers'"),
        (lambda: parse(TEXT).plot(title="mine", f=[3], k=[8]), "symbols"),
        (lambda: parse(TEXT).explore(ff=range(1, 9)), "did you mean 'f'"),
        (lambda: parse(TEXT).sweep(width=[1], f=[3], k=[8]), "symbols"),
    ],
)
def test_what_is_no_symbol_is_refused(ask: Any, hint: str) -> None:
    with pytest.raises(SymcnnError, match="has no symbol") as caught:
        ask()
    assert hint in str(caught.value)


def test_answers_can_be_gone_through() -> None:
    found = parse(TEXT).solve("k", where="parameters <= 500", f=5)
    assert list(found) == found.solutions == [{"k": k} for k in range(1, 7)]
    endless = parse(TEXT).solve("k", where="parameters >= 500", f=5)
    with pytest.raises(SymcnnError, match="infinitely many"):
        list(endless)
    pytest.importorskip("pandas")
    with pytest.raises(SymcnnError, match="infinitely many"):
        endless.to_dataframe()


def test_the_text_of_a_program_is_plotted_beside_a_network() -> None:
    found = parse("input(8) -> dense(k)").plot("input(8) -> dense(2*k)", k=[1, 2]).document
    assert [each.values for each in found.series] == [(9, 18), (18, 36)]
    with pytest.raises(SymcnnError, match="is a network or its program"):
        parse(TEXT).plot(3, f=[3], k=8)  # pyright: ignore[reportArgumentType]


def test_layers_are_counted_where_one_is_asked_for() -> None:
    network = parse("input(8x8x3) -> [conv(k, 3x3, same)] * 2")
    with pytest.raises(SymcnnError, match="2 layers are meant, and each layer has a receptive"):
        network.sweep(count="receptive_field", layers="repeat1[i]", k=[3]).rows  # noqa: B018
