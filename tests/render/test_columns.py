"""Tables in columns: what stays whole, what breaks where, and which columns stand below."""

from __future__ import annotations

import csv
import re
import time

import pytest

from symcnn import parse
from symcnn.choices import COLUMNS
from symcnn.render.text.columns import aligned_table
from symcnn.render.text.filling import columns_of, filled


def lines(*cells: str, width: int) -> list[str]:
    """The lines of a row under headings of one letter."""
    headings = tuple("abcdef"[: len(cells)])
    return aligned_table(headings, "l" * len(cells), [cells], (), width).splitlines()[2:]


def test_columns_that_do_not_fit_stand_below_behind_the_names_again() -> None:
    columns = "shape,size,parameters,trainable,non_trainable,macs,memory"
    page = parse("input(32x32x3) -> conv(8, 5x5) -> flatten -> dense 10").to(columns=columns)
    assert "flatten1  6272             6,272           0          0              0        0" in page
    assert "\n\nlayer     memory (bytes)\n" in page
    assert "\nflatten1          25,088\n" in page
    assert "\ntotal          1,075,912\n" in page


@pytest.mark.parametrize(
    "program",
    [
        "input(224x224x3) -> [stage_of_residuals: conv(64, 3x3, same) -> bn] * 2 -> dense 10",
        "input(H x W x d) -> [conv(c, f x f, same, stride=2) -> relu] * 2 -> flatten -> dense k",
        "convention pytorch; input(3x28x28) -> nn.Conv2d(3, 32, 3) -> nn.LogSoftmax(dim=1)",
        "input(32x32x3) -> 長い名前の層を書く: conv(8, 5x5) -> flatten -> dense 10",
    ],
)
def test_tables_of_all_columns_keep_to_the_page_and_break_no_number(program: str) -> None:
    page = parse(program).to(columns=tuple(COLUMNS))
    assert page.count("\n\nlayer") >= 1
    assert all(columns_of(line) <= 80 for line in page.splitlines())


def test_no_number_breaks_where_columns_are_many() -> None:
    network = parse("input(224x224x3) -> [stage: conv(64, 3x3, same) -> bn] * 2 -> dense 1000")
    page = network.to(columns=tuple(COLUMNS))
    _, *rows = csv.reader(network.to("csv", columns=("parameters", "macs", "memory")).splitlines())
    for row in rows:
        for number in map(int, row[-3:]):
            assert re.search(rf"(?<![\d,]){number:,}(?![\d,])", page)


def test_signs_of_two_columns_keep_the_columns_straight() -> None:
    page = parse("input(8) -> 层: dense(4) -> 長い名前: dense(3)").to("text")
    rows = [re.match(r"(?:input|层|長い名前) +(?=\d)", line) for line in page.splitlines()]
    assert [columns_of(found[0]) for found in rows if found] == [15, 15, 15]


def test_headings_break_before_names_do() -> None:
    page = parse("input(8x8x3) -> [conv(512, 3x3, same)] * 2").to(
        columns="shape,size,parameters,trainable,receptive_field"
    )
    assert "repeat1[1].conv1  8×8×512" in page


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
    began = time.process_time()
    for long in ("1" * 200_000, "1," * 100_000, "a" * 200_000, "·" * 200_000, "1,111" * 50_000):
        lines(long, "3", width=80)
    assert time.process_time() - began < 10


def test_lines_end_between_terms_where_they_can() -> None:
    formula = "total = 4·c·(8·h + 4·k) + 2·k·n·(h + 1) + 3·k·n·(n - 1)·(h + 2) + 5·k"
    assert filled("", "  ", formula, 40) == [
        "total = 4·c·(8·h + 4·k) +",
        "  2·k·n·(h + 1) +",
        "  3·k·n·(n - 1)·(h + 2) + 5·k",
    ]


def test_a_product_breaks_outside_of_its_brackets_and_no_line_is_all_but_empty() -> None:
    assert filled("", "  ", "size = (first + second)·(third + fourth)", 30) == [
        "size = (first + second)·",
        "  (third + fourth)",
    ]
    assert filled("", "  ", "a = 1,111,111·2,222,222·3,333,333", 22) == [
        "a = 1,111,111·",
        "  2,222,222·3,333,333",
    ]


def test_words_without_places_to_break_are_cut_at_the_width_of_their_signs() -> None:
    lines_of_wide_signs = filled("", "  ", "層" * 50, 21)
    assert "".join(line.strip() for line in lines_of_wide_signs) == "層" * 50
    assert all(columns_of(line) <= 21 for line in lines_of_wide_signs)
    assert len(lines_of_wide_signs) == 6


def test_long_texts_cost_no_more_than_their_length() -> None:
    began = time.process_time()
    for long in ("1" * 200_000, "層" * 200_000, "(a·" * 60_000, "a + " * 50_000):
        filled("", "  ", long, 80)
    assert time.process_time() - began < 10


def test_names_that_leave_no_room_have_a_line_of_their_own() -> None:
    page = parse("input(8) -> encoder: [feed_forward: [dense(4)] * 1] * 2").explain().to("text")
    headings = [line for line in page.splitlines() if line.startswith("encoder")]
    assert len(headings) == 2
    for name in headings:
        below = page.split(f"\n{name}\n")[1].splitlines()[0]
        assert re.fullmatch(r" +fully connected: 4 units +\S+ → 4", below)


def test_in_ascii_an_x_between_letters_has_blanks() -> None:
    page = (
        parse("input(T x d) -> lstm(h)")
        .explain()
        .to("text", multiplication="times", ascii_only=True)
    )
    assert "4 x ((d + h) x h + h)" in page
    assert "T x d -> h" in page
    assert "32x32x3" in parse("input(32x32x3) -> flatten").explain().to("text", ascii_only=True)
