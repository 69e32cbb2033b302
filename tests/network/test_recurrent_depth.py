"""Recurrent layers, cells and layers around others in bodies repeated a free number of times."""

from __future__ import annotations

from itertools import product

import pytest

from symcnn import explain, parse
from tests.network.unrolled import compare

PROGRAMS = {
    "both directions": "input(10x12) -> [bidirectional { lstm(h, sequences=true) }] * n -> gru(5)",
    "directions added": """input(T, 8)
        [bidirectional(gru(4, sequences=true, reset_after=false), merge_mode=sum)] * n""",
    "widths by the index": """input(10xd)
        repeat(n, index=i) { lstm(16*2**i, sequences=true) -> gru(4 + 2*i, sequences=true) }
        lstm(5)""",
    "stacked by the index": """input(10x12)
        repeat(n, index=i) {
          lstm(8, sequences=true, layers=i + 1, bidirectional=true, projection=3)
        }""",
    "cells": """input(10x12)
        repeat(n, index=i) {
          recurrent([lstm_cell(3*(i + 1)), gru_cell(h), rnn_cell(2**i)], sequences=true)
        }""",
    "step by step": """input(10x12)
        repeat(n, index=i) { time_distributed { dense(8*i + 4) -> relu -> dense(h) -> bn } }
        time_distributed { dense(3) }""",
    "maps over time": """input(5x30x30x3)
        repeat(n, index=i) {
          conv_lstm(2 + i, 3, sequences=true)
          bidirectional { conv_lstm(h, 3x2, padding=same, sequences=true) }
        }
        conv_lstm(2, 1)""",
    "a network at each step": """input(5xHx20x3)
        repeat(n) { time_distributed { conv(4, 3x3, same) -> bn -> conv(6, 1x1) } }""",
    "states handed on": """input(10x12)
        repeat(n) {
          l: lstm(h, sequences=true, return_state=true)
          from(l, l.state_h, l.state_c) -> lstm(h, sequences=true)
        }""",
    "states of both directions": """input(10x12)
        repeat(n) {
          b: bidirectional { gru(4, sequences=true, return_state=true) }
          from(b, b.forward_h, b.backward_h) -> bidirectional(gru(4, sequences=true))
        }""",
    "frozen in a repeat of its own": """input(10x12)
        repeat(n) { repeat(m) { bidirectional { lstm(4, sequences=true) } } -> frozen { gru(h) }
          repeat_vector(10) }""",
    "blocks inside": """
        block cells(u) { lstm_cell(u) -> below: gru_cell(2*u) }
        block dense_twice(u, v=3) { dense(u) -> relu -> dense(v) }
        input(10x5)
        repeat(n, index=i) {
          recurrent(sequences=true) { cells(i + 1) -> rnn_cell(h) }
          time_distributed { dense_twice(2*i + 1) -> dense_twice(4, v=h) }
        }""",
    "pytorch": """convention pytorch
        input(10, 12) -> repeat(n, index=i) { nn.LSTM(12 + 4*i, 8 + 2*i, bidirectional=True) }""",
}
VALUES = {"n": (1, 2, 3, 4), "m": (1, 3), "h": (3,), "T": (7,), "d": (6,), "H": (9,)}


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_row_and_total_is_that_of_the_unrolled_network(name: str) -> None:
    text = PROGRAMS[name]
    symbols = [s for s, value in parse(text).symbols.items() if value is None]
    for values in product(*(VALUES[symbol] for symbol in symbols)):
        compare(text, **dict(zip(symbols, values, strict=True)))


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("count", ["parameters", "macs", "memory", "receptive_field", "shape"])
def test_every_line_of_every_count_is_checked(name: str, count: str) -> None:
    explain(PROGRAMS[name], count=count)
