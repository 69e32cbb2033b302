"""Which symbols have sliders, what they run through, and where they start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from symcnn.errors import CallError, ProgramError, SymcnnError
from symcnn.explore.sliders import MAXIMUM_STOPS, Moving, sliders
from symcnn.functions.quantity import Quantity
from symcnn.network.given import given_values
from tests.explore.expected import data_of, moving

LENET = "input(32x32x3) -> conv(k, f x f) -> pool 2 -> conv(16, f x f) -> pool 2 -> flatten"


def found(moves: Moving) -> dict[str, tuple[int, int, int]]:
    """Each slider's first and last value, and where it starts."""
    told = sliders(moves, Quantity())
    return {each.name: (each.values[0], each.values[-1], each.start) for each in told}


@pytest.mark.parametrize(
    ("text", "axes", "expected"),
    [
        (LENET, {}, {"k": (1, 16, 8), "f": (1, 16, 8)}),
        (f"let f = 5, k = 64\n{LENET}", {}, {"f": (1, 12, 5), "k": (1, 128, 64)}),
        ("let k = 3, w = 2*k\ninput(9) -> dense(w)", {}, {"k": (1, 12, 3)}),
        (
            "let k = 3, w = 2*k\ninput(9) -> dense(w)",
            {"w": (4, 9, 7)},
            {"k": (1, 12, 3), "w": (4, 9, 7)},
        ),
        (LENET, {"f": range(1, 4)}, {"k": (1, 16, 8), "f": (1, 3, 3)}),
        (LENET, {"f": (9, 1, 20), "k": (5,)}, {"k": (5, 5, 5), "f": (1, 20, 9)}),
        (f"let f = 5\n{LENET}", {"f": (3, 7)}, {"f": (3, 7, 3), "k": (1, 16, 8)}),
        ("let n = 2**3 - 1\ninput(9) -> dense(n)", {}, {"n": (1, 14, 7)}),
        # A window of 30 needs a larger input than the values that are tried first.
        ("input(H x W x 3) -> conv(2, 30x2)", {}, {"H": (1, 64, 32), "W": (1, 64, 32)}),
        (
            "input(H x W x 3) -> conv(2, 30x2)",
            {"W": range(2, 4)},
            {"H": (1, 64, 32), "W": (2, 3, 3)},
        ),
    ],
)
def test_ranges_and_starts(
    text: str, axes: Mapping[str, Sequence[int]], expected: dict[str, tuple[int, int, int]]
) -> None:
    assert found(moving(text, **axes)) == expected


def test_values_of_the_call_hold_a_symbol_fast() -> None:
    free = moving(f"let f = 5\n{LENET}")
    held = Moving(free.program, given_values("f=3"), None, {})
    assert found(held) == {"k": (1, 16, 8)}


@pytest.mark.parametrize(
    ("text", "axes", "error", "words"),
    [
        ("input(8) -> dense(4)", {}, CallError, "no symbol that could move"),
        (LENET, {"g": (1, 2)}, CallError, "no symbol 'g'"),
        (LENET, {"k": range(1, MAXIMUM_STOPS + 2)}, CallError, "100,001 values"),
        ("input(8) -> dense(k) -> desne(2)", {}, ProgramError, "did you mean 'dense'"),
        ("input(8x8x3) -> conv(k, 9x9)", {}, ProgramError, "larger than its input"),
    ],
)
def test_what_cannot_move(
    text: str, axes: Mapping[str, Sequence[int]], error: type[SymcnnError], words: str
) -> None:
    with pytest.raises(error) as caught:
        sliders(moving(text, **axes), Quantity())
    assert words in str(caught.value)


def test_ranges_of_too_many_forms_end_where_they_start() -> None:
    text = "input(32x32x3) -> [[conv(4, 3x3, same)] * n -> pool 2] * m -> [dense(k)] * l"
    ends = {name: run["last"] for name, _, run in data_of(text)["symbols"]}
    assert ends == dict.fromkeys("nmlk", 4)
    with pytest.raises(CallError, match="forms within these ranges"):
        data_of(text, **dict.fromkeys("nmlk", range(1, 13)))


def test_a_formula_holds_no_symbol_fast() -> None:
    free = moving("input(H x 3) -> conv(2, 3)")
    with pytest.raises(CallError, match="is no number"):
        sliders(Moving(free.program, given_values("H=32*h"), None, {}), Quantity())
