"""Rules of output extents that the frameworks follow: so do symcnn's shapes.

Each rule was seen to hold for every case tried on Keras 3.15.1 or torch 2.13.0. Here the size
stays a symbol, n, and the shape that symcnn derives is evaluated for many sizes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pytest
import sympy

from symcnn import parse
from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula

SIZES = range(1, 21)


@dataclass(frozen=True)
class Rule:
    """A rule: the extent of the first spatial axis, for a layer written with its arguments.

    ``arguments`` are the values of each that are tried, ``takes`` says which of them the
    framework takes together, ``least`` the smallest size.
    """

    name: str
    program: str
    extent: str
    arguments: dict[str, tuple[int, ...]]
    takes: Callable[[dict[str, int]], bool] = lambda a: True
    least: str = "1"
    axis: int = 0

    def cases(self) -> Iterator[dict[str, int]]:
        for values in itertools.product(*self.arguments.values()):
            case = dict(zip(self.arguments, values, strict=True))
            if self.takes(case):
                yield case


def one_of_both(case: dict[str, int]) -> bool:
    """Keras takes a stride or a dilation, not both."""
    return case["s"] == 1 or case["d"] == 1


KERNELS, STRIDES, DILATIONS = (1, 2, 3, 5), (1, 2, 3), (1, 2)
SLIDING = {"k": KERNELS, "s": STRIDES, "d": DILATIONS}
WINDOW = {"k": KERNELS, "s": STRIDES}
VALID = "floor((n - d*(k - 1) - 1)/s) + 1"
VALID_POOL = "floor((n - k)/s) + 1"
SAME = "ceil(n/s)"

KERAS = [
    Rule(
        "Conv1D valid",
        "input(n, 3) -> Conv1D(2, {k}, {s}, dilation_rate={d})",
        VALID,
        SLIDING,
        one_of_both,
        "d*(k - 1) + 1",
    ),
    *(
        Rule(
            f"Conv1D {word}",
            f"input(n, 3) -> Conv1D(2, {{k}}, {{s}}, '{word}', dilation_rate={{d}})",
            SAME,
            SLIDING,
            one_of_both,
        )
        for word in ("same", "causal")
    ),
    Rule(
        "Conv2D valid", "input(n, 9, 3) -> Conv2D(2, ({k}, 2), {s})", VALID_POOL, WINDOW, least="k"
    ),
    Rule("Conv2D same", "input(n, 9, 3) -> Conv2D(2, ({k}, 2), {s}, 'same')", SAME, WINDOW),
    Rule(
        "DepthwiseConv2D same", "input(n, 9, 3) -> DepthwiseConv2D({k}, {s}, 'same')", SAME, WINDOW
    ),
    Rule(
        "SeparableConv2D valid",
        "input(n, 9, 3) -> SeparableConv2D(2, {k}, {s})",
        VALID_POOL,
        WINDOW,
        least="k",
    ),
    Rule(
        "Conv1DTranspose valid",
        "input(n, 3) -> Conv1DTranspose(2, {k}, {s})",
        "(n - 1)*s + k + max(s - k, 0)",
        WINDOW,
    ),
    Rule(
        "Conv1DTranspose same", "input(n, 3) -> Conv1DTranspose(2, {k}, {s}, 'same')", "n*s", WINDOW
    ),
    Rule(
        "Conv1DTranspose valid, padded",
        "input(n, 3) -> Conv1DTranspose(2, {k}, {s}, output_padding={p})",
        "(n - 1)*s + k + p",
        {**WINDOW, "p": (0, 1, 2)},
        lambda a: a["p"] < a["s"],
    ),
    Rule(
        "Conv1DTranspose same, padded",
        "input(n, 3) -> Conv1DTranspose(2, {k}, {s}, 'same', output_padding={p})",
        "(n - 1)*s + k - 2*floor(k/2) + p",
        {**WINDOW, "p": (0, 1, 2)},
        lambda a: a["p"] < a["s"],
        "2",
    ),
    *(
        rule
        for kind in ("Max", "Average")
        for rule in (
            Rule(
                f"{kind}Pooling1D valid",
                f"input(n, 3) -> {kind}Pooling1D({{k}}, {{s}})",
                VALID_POOL,
                WINDOW,
                least="k",
            ),
            Rule(
                f"{kind}Pooling1D same",
                f"input(n, 3) -> {kind}Pooling1D({{k}}, {{s}}, 'same')",
                SAME,
                WINDOW,
            ),
            Rule(
                f"{kind}Pooling1D without strides",
                f"input(n, 3) -> {kind}Pooling1D({{k}})",
                "floor(n/k)",
                {"k": KERNELS},
                least="k",
            ),
            Rule(
                f"{kind}Pooling1D same without strides",
                f"input(n, 3) -> {kind}Pooling1D({{k}}, None, 'same')",
                "ceil(n/k)",
                {"k": KERNELS},
            ),
        )
    ),
    Rule("UpSampling1D", "input(n, 3) -> UpSampling1D({s})", "n*s", {"s": STRIDES}),
    Rule(
        "ZeroPadding1D",
        "input(n, 3) -> ZeroPadding1D(({a}, {b}))",
        "n + a + b",
        {"a": (0, 1, 3), "b": (0, 2)},
    ),
    Rule(
        "Cropping1D",
        "input(n, 3) -> Cropping1D(({a}, {b}))",
        "n - a - b",
        {"a": (0, 1, 3), "b": (0, 2)},
        least="a + b + 1",
    ),
]


TORCH_SLIDING = {"k": (1, 2, 3, 5), "s": (1, 2, 3), "p": (0, 1, 2), "d": (1, 2)}
ROUNDED = {"k": (2, 3, 5), "s": (1, 2, 3), "p": (0, 1)}
WHOLE = "floor((n + 2*p - d*(k - 1) - 1)/s) + 1"
# Rounded up, but for a last window that would begin in the padding.
UP = "min(ceil((n + 2*p - d*(k - 1) - 1)/s), ceil((n + p)/s) - 1) + 1"


def half(case: dict[str, int]) -> bool:
    """torch pads by half a window at most."""
    return 2 * case["p"] <= case["k"]


TORCH = [
    Rule(
        "Conv1d",
        "input(3, n) -> nn.Conv1d(3, 2, {k}, {s}, {p}, {d})",
        WHOLE,
        TORCH_SLIDING,
        least="d*(k - 1) + 1 - 2*p",
        axis=1,
    ),
    Rule(
        "Conv1d same",
        "input(3, n) -> nn.Conv1d(3, 2, {k}, padding='same', dilation={d})",
        "n",
        {"k": (1, 2, 3, 5), "d": (1, 2)},
        axis=1,
    ),
    Rule(
        "ConvTranspose1d",
        "input(3, n) -> nn.ConvTranspose1d(3, 2, {k}, {s}, {p}, {o}, dilation={d})",
        "(n - 1)*s - 2*p + d*(k - 1) + o + 1",
        {**TORCH_SLIDING, "o": (0, 1)},
        lambda a: a["o"] < max(a["s"], a["d"]),
        "ceil((2*p - d*(k - 1) - o)/s) + 1",
        axis=1,
    ),
    Rule(
        "MaxPool1d",
        "input(3, n) -> nn.MaxPool1d({k}, {s}, {p}, {d})",
        WHOLE,
        TORCH_SLIDING,
        half,
        "d*(k - 1) + 1 - 2*p",
        axis=1,
    ),
    Rule(
        "MaxPool1d rounded up",
        "input(3, n) -> nn.MaxPool1d({k}, {s}, {p}, {d}, ceil_mode=True)",
        UP,
        {**ROUNDED, "d": (1, 2)},
        half,
        "d*(k - 1) + 1",
        axis=1,
    ),
    Rule(
        "AvgPool1d rounded up",
        "input(3, n) -> nn.AvgPool1d({k}, {s}, {p}, True)",
        UP.replace("d*", ""),
        ROUNDED,
        half,
        "k",
        axis=1,
    ),
    Rule(
        "LPPool1d",
        "input(3, n) -> nn.LPPool1d(2, {k}, {s})",
        VALID_POOL,
        WINDOW,
        least="k",
        axis=1,
    ),
    Rule(
        "MaxUnpool1d",
        "input(3, n) -> nn.MaxUnpool1d({k}, {s}, {p})",
        "(n - 1)*s - 2*p + k",
        {"k": (2, 3, 5), "s": (1, 2, 3), "p": (0, 1)},
        least="ceil((2*p - k)/s) + 2",
        axis=1,
    ),
    Rule("AdaptiveAvgPool1d", "input(3, n) -> nn.AdaptiveAvgPool1d({k})", "k", WINDOW, axis=1),
]


def shape_of(rule: Rule, case: dict[str, int]) -> sympy.Expr:
    """The extent that symcnn derives, with n free."""
    convention = "convention pytorch\n" if rule in TORCH else ""
    (layer,) = list(parse(convention + rule.program.format(**case)).layers.values())[1:]
    return layer.output_shape[rule.axis]


def given(text: str, values: dict[str, int]) -> Fraction:
    return evaluate(formula(text), {name: Fraction(value) for name, value in values.items()})


@pytest.mark.parametrize("rule", [*KERAS, *TORCH], ids=lambda rule: rule.name)
def test_extents_follow_the_rule(rule: Rule) -> None:
    n = sympy.Symbol("n", positive=True, integer=True)
    checked = 0
    for case in rule.cases():
        derived = shape_of(rule, case)
        for size in SIZES:
            if size >= given(rule.least, case):
                expected = given(rule.extent, case | {"n": size})
                assert sympy.sympify(derived).subs(n, size) == expected, (case, size)
                checked += 1
    assert checked > 50
