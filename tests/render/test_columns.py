"""Tables in columns: what stays whole, what breaks where, and when the page grows wider."""

from __future__ import annotations

import time

from symcnn import parse
from symcnn.render.text.columns import aligned_table


def lines(*cells: str, width: int) -> list[str]:
    """The lines of a row under headings of one letter."""
    headings = tuple("abcdef"[: len(cells)])
    return aligned_table(headings, "l" * len(cells), [cells], (), width).splitlines()[2:]


def test_numbers_and_words_stay_whole_on_a_wider_page() -> None:
    columns = "shape,size,parameters,trainable,non_trainable,macs,memory"
    page = parse("input(32x32x3) -> conv(8, 5x5) -> flatten -> dense 10").to(columns=columns)
    assert "flatten1  6272             6,272           0          0" in page
    assert "470,400     34,816" in page
    assert all(len(line) < 95 for line in page.splitlines())


def test_a_sum_breaks_between_its_terms() -> None:
    assert lines("n^3/3 + 15*n^2/2 + 337*n/6 - 64", width=24) == [
        "n^3/3 + 15*n^2/2 +",
        "337*n/6 - 64",
    ]
    assert lines("floor(32/2^i)×floor(32/2^i)×3", width=16) == [
        "floor(32/2^i)×",
        "floor(32/2^i)×3",
    ]


def test_a_path_breaks_after_its_points() -> None:
    assert lines("repeat1[0].maxpool1", "8", width=14) == ["repeat1[0].  8", "maxpool1"]


def test_a_number_too_long_for_any_page_breaks_between_its_groups() -> None:
    number = f"{10**60:,}"
    broken = lines(number, width=40)
    assert "".join(broken) == number
    assert all(line.endswith(",") and len(line) <= 40 for line in broken[:-1])


def test_a_word_too_long_for_any_page_breaks_anywhere() -> None:
    assert lines("a" * 100, "12", width=40) == ["a" * 36 + "  12", "a" * 36, "a" * 28]


def test_long_cells_cost_no_more_than_their_length() -> None:
    began = time.perf_counter()
    for long in ("1" * 200_000, "1," * 100_000, "a" * 200_000, "·" * 200_000, "1,111" * 50_000):
        lines(long, "3", width=80)
    assert time.perf_counter() - began < 10
