"""Losses with weights: what PyTorch refuses is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Problem = Callable[[str], tuple[str, str, str]]

ADAPTIVE = "nn.AdaptiveLogSoftmaxWithLoss"


@pytest.mark.parametrize(
    ("step", "place", "words"),
    [
        (f"{ADAPTIVE}(64, 20, [5, 10], div_value=-2)", "div_value=-2", "-2 divides no inputs"),
        (f"{ADAPTIVE}(64, 20, [5, 10], div_value=0)", "div_value=0", "0 divides no inputs"),
        (f"{ADAPTIVE}(64, 20, [5, 20])", "[5, 20]", "cutoffs lie between 1 and 19"),
        (f"{ADAPTIVE}(64, 20, [10, 5])", "[10, 5]", "positive integers that grow"),
        ("nn.LinearCrossEntropyLoss(64, 10, (None,))", "(None,)", "a tuple of positive integers"),
    ],
)
def test_mistakes(problem: Problem, step: str, place: str, words: str) -> None:
    _, found, message = problem(f"convention pytorch\ninput(64) -> {step}")
    assert found == place
    assert words in message
