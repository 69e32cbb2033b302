"""Every way within the ranges is found, none is found twice, and the work is bounded."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest

from symcnn.errors import CallError
from symcnn.explore import covering
from symcnn.explore.covering import cover
from symcnn.explore.questions import Fork, Tree
from symcnn.formula.tape import ASKED, evaluated
from symcnn.functions.quantity import Quantity
from symcnn.functions.ways import Way, way_at
from tests.explore.expected import moving

LARGEST = 10**12


def covered(text: str, **values: range) -> tuple[Tree, list[Way]]:
    resolve = moving(text).resolve
    return cover(values, LARGEST, lambda point: way_at(resolve, Quantity(), point))


def down(tree: Tree, point: Mapping[str, int]) -> int | None:
    """The number of the way at a point."""
    below = tree.root
    while isinstance(below, Fork):
        relation, left, right = below.question
        numbers = evaluated(tree.tape, {left, right}, point)
        below = below.branches[ASKED[relation](numbers[left], numbers[right])]
    return below


NETWORKS = [
    ("input(32x32x3) -> conv(k, f x f) -> pool 2 -> conv(k, f x f) -> pool 2", {"k": 5, "f": 35}),
    ("input(8x8x c) -> conv(k, 3x3, groups=g)", {"c": 9, "k": 8, "g": 6}),
    (
        "input(H x 9 x 2) -> conv(k, 3x3, stride=s, padding=p) -> flatten",
        {"H": 9, "s": 4, "p": 3, "k": 2},
    ),
    ("input(n*(n-1)/2) -> [dense(n)] * m", {"n": 6, "m": 4}),
    ("input(8) -> dense((k - 3)**(k - 5) + k) -> dense(12 // (k - 2))", {"k": 9}),
]


@pytest.mark.parametrize(("text", "ends"), NETWORKS)
def test_every_point_has_its_way(text: str, ends: dict[str, int]) -> None:
    text = text.replace("x c)", " x c)")
    tree, ways = covered(text, **{name: range(1, end + 1) for name, end in ends.items()})
    resolve = moving(text).resolve
    used: set[int] = set()
    for values in product(*(range(1, end + 1) for end in ends.values())):
        point = dict(zip(ends, values, strict=True))
        number = down(tree, point)
        assert number is not None
        used.add(number)
        there = way_at(resolve, Quantity(), point)
        way = ways[number]
        assert bool(way.complaint) == bool(there.complaint)
        if way.complaint:
            assert way.message(point) == there.message(point)
        else:
            assert way.at(way.results[0], point) == there.at(there.results[0], point)
    assert used == set(range(len(ways)))


def test_few_boxes_are_looked_at() -> None:
    """Sizes decide by bounds alone, so that a large range costs no more than a small one."""
    text = "input(H x W x 3) -> [conv(k, 3x3) -> pool 2] * 4"
    small = covered(text, H=range(1, 200), W=range(1, 200), k=range(1, 9))
    large = covered(text, H=range(1, 10**9), W=range(1, 10**9), k=range(1, 10**6))
    assert len(small[1]) == len(large[1]) < 40


def test_questions_with_one_answer_are_left_out() -> None:
    tree, ways = covered("input(9) -> dense(k) -> dense(u)", k=range(2, 9), u=range(2, 9))
    assert len(ways) == 1
    assert all(fork.question[0] != "fits" for fork in tree.forks)


def test_too_many_ways_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covering, "MAXIMUM_WAYS", 10)
    with pytest.raises(CallError) as caught:
        covered("input(8) -> [dense(8)] * n", n=range(1, 90))
    assert "more than 10 forms" in str(caught.value)
    assert "--vary n=1.." in str(caught.value)


def test_too_much_work_is_refused() -> None:
    with pytest.raises(CallError, match="too many forms to find them all"):
        covered(
            "input(8 x 8 x c) -> conv(k, 3x3, groups=g) -> conv(u, 3x3, groups=h)",
            **dict.fromkeys("ckguh", range(1, 40)),
        )
