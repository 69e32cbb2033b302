"""Receptive fields: by brute force, from the literature, through branches, with symbols."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symcnn import Network, SymcnnError, parse
from symcnn.formula import algebra
from symcnn.formula.write import SYMPY, write

ROOT = Path(__file__).parents[2]

# --- by brute force -------------------------------------------------------------------------------
#
# A map of one axis as what each of its places sees: a set of places of the input. Nothing is known
# here of formulas; each layer is walked place by place, over an input without an end.


@dataclass(frozen=True)
class Step:
    """A layer of one axis, in the language and as what its output ``o`` takes of its input."""

    text: str
    takes: Callable[[int], list[int]]


def window(kernel: int, stride: int, padding: int, dilation: int) -> Step:
    text = f"conv(1, {kernel}, stride={stride}, pad={padding}, dilation={dilation})"
    return Step(text, lambda o: [o * stride - padding + t * dilation for t in range(kernel)])


def pool(kernel: int, stride: int) -> Step:
    return Step(f"maxpool({kernel}, {stride})", lambda o: [o * stride + t for t in range(kernel)])


def pad(before: int) -> Step:
    return Step(f"zeropad(({before}, 3))", lambda o: [o - before])


def crop(before: int) -> Step:
    return Step(f"crop(({before}, 1))", lambda o: [o + before])


def upsample(factor: int) -> Step:
    return Step(f"upsample({factor})", lambda o: [o // factor])


def transposed(kernel: int, stride: int) -> Step:
    def takes(o: int) -> list[int]:
        places = range((o - kernel) // stride, o // stride + 2)
        return [i for i in places if 0 <= o - i * stride < kernel]

    return Step(f"conv_transpose(1, {kernel}, stride={stride})", takes)


def kept(text: str) -> Step:
    return Step(text, lambda o: [o])


def odd(kernel: int, dilation: int) -> Step:
    """A window that keeps the extent, as a branch must."""
    reach = dilation * (kernel - 1) // 2
    return Step(
        f"conv(1, {kernel}, padding=same, dilation={dilation})",
        lambda o: [o - reach + t * dilation for t in range(kernel)],
    )


Branches = list[list[Step]]
SLIDING = st.one_of(
    st.builds(window, st.integers(1, 4), st.integers(1, 3), st.integers(0, 2), st.just(1)),
    st.builds(window, st.integers(1, 4), st.just(1), st.integers(0, 2), st.integers(1, 3)),
    st.builds(pool, st.integers(1, 3), st.integers(1, 3)),
    st.builds(pad, st.integers(0, 3)),
    st.builds(crop, st.integers(0, 3)),
    st.sampled_from([kept("relu"), kept("bn"), kept("dropout(0.5)")]),
)
SPREADING = st.one_of(
    st.builds(upsample, st.integers(2, 3)), st.builds(transposed, st.integers(2, 5), st.just(2))
)
BRANCHES = st.lists(
    st.lists(st.builds(odd, st.sampled_from([1, 3, 5]), st.integers(1, 2)), max_size=2),
    min_size=2,
    max_size=3,
)


def seen(stack: list[Step | Branches], output: int) -> set[int]:
    """The places of the input that reach an output, layer by layer from behind."""
    places = {output}
    for part in reversed(stack):
        if isinstance(part, Step):
            places = {i for o in places for i in part.takes(o)}
        else:
            places = {i for branch in part for o in places for i in seen([*branch], o)}
    return places


def program(stack: list[Step | Branches]) -> str:
    parts = ["input(60x1)"]
    for part in stack:
        if isinstance(part, Step):
            parts.append(part.text)
            continue
        bodies = (" -> ".join(step.text for step in branch) or "skip" for branch in part)
        parts.append(f"add {{ {' | '.join(bodies)} }}")
    return " -> ".join(parts)


def network_of(stack: list[Step | Branches]) -> Network | None:
    """The network; None where nothing is left of the map."""
    try:
        return parse(program(stack))
    except SymcnnError:
        return None


def field_of(network: Network) -> tuple[Any, Any, Any]:
    layer = [*network.layers.values()][-1]
    assert layer.receptive_field is not None
    assert layer.jump is not None
    assert layer.start is not None
    return layer.receptive_field[0], layer.jump[0], layer.start[0]


@given(st.lists(st.one_of(SLIDING, BRANCHES), min_size=1, max_size=7))
@settings(max_examples=150)
def test_windows_and_branches_place_by_place(stack: list[Step | Branches]) -> None:
    network = network_of(stack)
    if network is None:
        return
    size, jump, start = field_of(network)
    first, second = seen(stack, 0), seen(stack, 1)
    assert size == max(first) - min(first) + 1
    assert jump == min(second) - min(first) == max(second) - max(first)
    assert start == sympy.Rational(min(first) + max(first), 2)


@given(st.lists(st.one_of(SLIDING, SPREADING, BRANCHES), min_size=1, max_size=6))
@settings(max_examples=150)
def test_spread_places_one_by_one(stack: list[Step | Branches]) -> None:
    """After upsampling neighbours see unlike much: the size is that of the largest field."""
    network = network_of(stack)
    if network is None:
        return
    cells = [*network.layers.values()][-1].receptive_field
    if cells is None:
        return  # places spread, gathered and spread again are not followed
    size, jump, _ = field_of(network)
    fields = [seen(stack, output) for output in range(216)]
    assert size == max(max(field) - min(field) + 1 if field else 0 for field in fields)
    # Over a whole period fields move by as many jumps.
    if all(fields):
        assert (min(fields[215]) - min(fields[107])) == jump * 108 or jump.q not in (1, 2, 3, 4)


def test_most_of_what_is_spread_is_followed() -> None:
    """The words "not followed" are for few: of these, none."""
    for text in (
        "upsample(2)",
        "pool(2) -> conv(1, 3) -> conv_transpose(1, 3, stride=2) -> conv(1, 3)",
        "pool(2) -> pool(3) -> upsample(6) -> conv(1, 5)",
        "upsample(2) -> conv(1, 3, stride=2) -> upsample(2)",
        "upsample(3) -> conv(1, 3) -> upsample(2) -> conv(1, 3) -> pool(6)",
    ):
        layer = [*parse(f"input(60x1) -> {text}").layers.values()][-1]
        assert layer.receptive_field is not None, text


# --- from the literature --------------------------------------------------------------------------

# A. Araujo, W. Norris, J. Sim (2019), table of receptive fields, and the effective stride there.
ARAUJO = [
    ("alexnet_one_tower", "maxpool3", 195, 32),
    ("vgg16", "maxpool5", 212, 32),
    ("mobilenet_v1", None, 315, 32),
    ("resnet50", None, 483, 32),
    ("resnet101", None, 1027, 32),
    ("resnet152", None, 1507, 32),
    ("inception_v3", None, 1311, 32),
]


@pytest.mark.parametrize(("name", "layer", "size", "jump"), ARAUJO, ids=[row[0] for row in ARAUJO])
def test_known_networks(name: str, layer: str | None, size: int, jump: int) -> None:
    """The last map before a network pools or flattens it."""
    text = (ROOT / "docs" / "gallery" / f"{name}.cnn").read_text(encoding="utf-8")
    rows = json.loads(parse(text).to("json", columns="receptive_field,jump,start"))["layers"]
    told = [row for row in rows if row["jump"] is not None]
    row = next((row for row in told if row["name"] == layer), told[-1])
    assert row["receptive_field"] == [size, size]
    assert row["jump"] == [jump, jump]


def test_padding_that_keeps_the_extent_keeps_the_centre() -> None:
    """V. Dumoulin, F. Visin (2016), section 2.2: half padding."""
    network = parse("input(9x9x1) -> conv(1, 3x3, pad=1) -> conv(1, 5x5, pad=2)")
    assert [layer.start for layer in network.layers.values()] == [(0, 0)] * 3


def test_vgg_replaces_a_large_kernel() -> None:
    """K. Simonyan, A. Zisserman (2015), section 2.3: three 3x3 see as much as one 7x7."""
    three = parse("input(9x9x1) -> [conv(1, 3x3)] * 3")
    one = parse("input(9x9x1) -> conv(1, 7x7)")
    assert [*three.layers.values()][-1].receptive_field == (7, 7)
    assert [*one.layers.values()][-1].receptive_field == (7, 7)


def test_dilation_grows_exponentially() -> None:
    """F. Yu, V. Koltun (2016), section 2: 3x3 kernels of dilation 1, 2, 4: (2^(i+2) - 1)²."""
    network = parse("input(64x64x1) -> repeat(4, index=i) { conv(1, 3x3, dilation=2**i) }")
    sizes = [layer.receptive_field for layer in network.layers.values()][1:]
    assert sizes == [(2 ** (i + 2) - 1,) * 2 for i in range(4)]


def test_strided_padding_of_keras_begins_where_tensorflow_begins() -> None:
    """An even extent is padded behind alone, an odd one on both sides."""
    even = parse("input(8x1) -> conv(1, 3, stride=2, padding=same)")
    uneven = parse("input(9x1) -> conv(1, 3, stride=2, padding=same)")
    assert [*even.layers.values()][-1].start == (1,)
    assert [*uneven.layers.values()][-1].start == (0,)
    causal = parse("input(9x1) -> conv(1, 3, padding=causal, dilation=2)")
    assert [*causal.layers.values()][-1].start == (-2,)


# --- what sees everything, what keeps, what is not defined ----------------------------------------


def rows_of(text: str, **choices: Any) -> dict[str, dict[str, Any]]:
    data = json.loads(parse(text, **choices).explain(count="receptive_field").to("json"))
    return {row["name"]: row for row in data["layers"]}


@pytest.mark.parametrize(
    "text",
    ["gap", "gmp(keepdims=true)", "flatten -> dense(2)", "lstm(4)", "reshape(-1, 2) -> gap"],
)
def test_what_sees_the_whole_input(text: str) -> None:
    shape = "12x3" if "lstm" in text else "12x10x3"
    row = [*rows_of(f"input({shape}) -> conv(2, 3) -> {text}").values()][-1]
    assert row["receptive_field"] == [12, 10][: len(shape.split("x")) - 1]
    assert row["jump"] is None
    assert row["start"] is None
    assert row["reason"] == "It sees the whole input."


def test_a_flattened_map_keeps_its_fields() -> None:
    row = rows_of("input(8x8x3) -> conv(2, 3x3) -> flatten -> relu")["relu1"]
    assert row["receptive_field"] == [3, 3]
    assert row["jump"] is None
    assert "no jump" in row["reason"]


def test_axes_that_are_swapped_are_followed() -> None:
    rows = rows_of("input(8x9x3) -> conv(2, 3x5) -> permute((2, 1, 3)) -> conv(2, 3x1)")
    assert rows["permute1"]["receptive_field"] == [3, 5]
    assert rows["conv2"]["receptive_field"] == [3, 7]


def test_an_axis_that_stays_in_a_reshape_is_followed() -> None:
    rows = rows_of("input(12x3) -> conv(4, 3) -> reshape(10, 2, 2) -> reshape(10, 4) -> conv(4, 3)")
    assert rows["conv2"]["receptive_field"] == [5]
    assert rows["conv2"]["jump"] == [1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("input(8x8x1) -> reshape(16, 4) -> conv(2, 3)", "left their axis in reshape1"),
        ("input(8x2) -> concat(axis=1) { skip | conv(2, 1) }", "one behind the other"),
        ("input(13x2) -> adaptive_avgpool(5) -> relu", "13 places are divided into 5 windows"),
        (
            "input(16x2) -> add { conv(2, 2, stride=2) | crop((0, 8)) }",
            "jumps do not agree, 2 and 1",
        ),
        ("input(8x2) -> conv_transpose(2, 1, stride=2)", "leaves gaps when spread"),
        ("input(8x8x2) -> fractional_maxpool(2, output_ratio=0.7)", "drawn at random"),
    ],
)
def test_what_is_not_defined(text: str, reason: str) -> None:
    row = [*rows_of(text).values()][-1]
    assert row["receptive_field"] is None
    assert row["jump"] is None
    assert row["reason"].startswith("It is not defined from here: ")
    assert reason in row["reason"]


def test_an_input_in_a_body_of_a_free_count_sees_itself() -> None:
    row = rows_of("input(8x8x1) -> [input(6x6x1) -> conv(2, 3x3)] * n")["repeat1[i].input"]
    assert row["receptive_field"] == [1, 1]


def test_a_network_without_space_has_no_fields() -> None:
    row = rows_of("input(10) -> dense(3)")["dense1"]
    assert row["receptive_field"] is None
    assert "no axes in space or time" in row["reason"]


def test_channels_may_stand_first() -> None:
    layers = "conv(2, 3x5, data_format=channels_first) -> pool(2, data_format=channels_first)"
    row = rows_of(f"input(3x12x14) -> {layers}")["maxpool1"]
    assert row["receptive_field"] == [4, 6]
    assert row["jump"] == [2, 2]
    assert row["start"] == ["3/2", "5/2"]
    torch = rows_of(
        "input(3, 12, 14) -> Conv2d(3, 2, (3, 5)) -> MaxPool2d(2)", convention="pytorch"
    )
    assert torch["maxpool1"]["receptive_field"] == [4, 6]


def test_several_inputs() -> None:
    text = (
        "L: input(9x9x2) -> conv(2, 3x3) -> a: relu"
        " -> R: input(9x9x2) -> b: conv(2, 3x3) -> add(a, b)"
    )
    rows = rows_of(text)
    assert rows["add1"]["receptive_field"] == [3, 3]
    other = text.replace("R: input(9x9x2) -> b: conv(2, 3x3)", "R: input(7x7x2) -> b: relu")
    row = rows_of(other)["add1"]
    assert row["receptive_field"] is None
    assert "unlike much of each input" in row["reason"]
    page = parse(other).explain(count="receptive_field", layers="add1").to("text")
    assert "It sees unlike much of each input.\n  Of L 3×3, of R 1×1" in page


def test_shared_layers_see_what_they_are_applied_to() -> None:
    rows = rows_of("input(9x9x2) -> c: conv(2, 3x3) -> relu -> c")
    assert rows["c"]["receptive_field"] == [3, 3]
    assert rows["c@2"]["receptive_field"] == [5, 5]


# --- symbols --------------------------------------------------------------------------------------


def test_kernels_strides_and_extents_may_be_symbols() -> None:
    layers = parse("input(H x W x 3) -> conv(2, f x 3, stride=s) -> A: conv(2, 3x3)").layers
    f, s = algebra.symbol("f"), algebra.symbol("s")
    field, jump, start = layers["A"].receptive_field, layers["A"].jump, layers["A"].start
    assert field is not None
    assert jump is not None
    assert start is not None
    assert sympy.expand(field[0] - (f + 2 * s)) == 0
    assert sympy.expand(field[1] - (3 + 2 * s)) == 0
    assert jump == (s, s)
    assert sympy.expand(start[0] - ((f - 1) / 2 + s)) == 0


def test_a_body_of_free_depth() -> None:
    network = parse("input(H x W x 3) -> conv(4, 3x3, same) -> repeat(n) { conv(4, 3x3, same) }")
    network_of_7 = parse("input(H x W x 3) -> conv(4, 3x3, same) -> [conv(4, 3x3, same)] * 7")
    page = "input(H x W x 3) -> conv(4, 3x3, same) -> repeat(n) { conv(4, 3x3, same) } -> E: relu"
    n = algebra.symbol("n")
    assert parse(page).layers["E"].receptive_field == (2 * n + 3, 2 * n + 3)
    last = [*network_of_7.layers.values()][-1]
    assert last.receptive_field == (2 * 7 + 3,) * 2
    inside = [*network.layers.values()][-1].receptive_field
    assert inside is not None
    (index,) = inside[0].free_symbols
    assert inside[0].subs(index, 6) == 17


def test_a_body_that_halves_a_free_number_of_times() -> None:
    body = "{ conv(1, 3, pad=1) -> pool(2) } -> E: relu"
    free = parse(f"input(2**n x 1) -> repeat(n) {body}").layers["E"]
    n = algebra.symbol("n")
    for depth in (1, 2, 3, 4):
        fixed = parse(f"input({2**depth}x1) -> repeat({depth}) {body}").layers["E"]
        assert free.receptive_field is not None
        assert free.jump is not None
        assert free.start is not None
        assert (free.receptive_field[0].subs(n, depth),) == fixed.receptive_field
        assert (free.jump[0].subs(n, depth),) == fixed.jump
        assert (free.start[0].subs(n, depth),) == fixed.start


def test_what_each_pass_takes_from_outside_is_not_taken_for_what_reaches_it() -> None:
    body = "{ add { conv(3, 3x3, same) | from(x) -> conv(3, 11x11, same) } }"
    free = parse(f"x: input(32x32x3) -> repeat(n) {body}")
    assert free.layers["repeat1[i].conv2"].receptive_field is None
    fixed = parse(f"x: input(32x32x3) -> repeat(3) {body}")
    assert fixed.layers["repeat1[2].conv2"].receptive_field == (11, 11)
    page = free.explain(count="receptive_field").to("text", width=200)
    assert "each pass of a repeated body takes a layer outside of it again" in page


# --- lines ----------------------------------------------------------------------------------------


def test_a_field_that_enters_a_repeated_body_is_called_so() -> None:
    body = "repeat(n) { concat { conv(k, 3x3, same) | skip } }"
    network = parse(f"input(32x32x3) -> {body} -> P: pool(2)")
    page = network.explain(count="receptive_field").to("text")
    lines = [" ".join(line.split()) for line in page.splitlines()]
    assert "size_in = 2·i + 1, the receptive field of what reaches pass i" in lines
    assert "size_2 = 2·i + 1, the receptive field of what reaches pass i" in lines
    assert "start_2 = 0, the start of what reaches pass i" in lines
    assert "size_1 = 2·i + 3, the receptive field of repeat1[i].conv1" in lines
    assert "jump_in = 1, the jump of repeat1[i].concat1 after the last pass" in lines
    assert not [line for line in lines if line.endswith("of the input")]


@pytest.mark.parametrize("form", ["text", "latex", "json"])
def test_no_line_of_thirds_and_halves_stands_twice(form: str) -> None:
    network = parse("input(64, 1) -> upsample(3) -> conv(4, 3) -> upsample(2)")
    derivation = network.explain(count="receptive_field")
    for section in derivation.document.sections:
        for chain in section.chains:
            lines = [write(step.formula, SYMPY) for step in chain.steps]
            assert all(one != other for one, other in pairwise(lines)), lines
    page = derivation.to(form)
    assert "floor(4/3/1)" not in page
    assert "(0.5)" not in page


def test_the_lines_of_a_layer() -> None:
    network = parse("input(32x32x3) -> conv(8, 5x5) -> P: pool(2) -> C: conv(16, 5x5)")
    page = network.explain(count="receptive_field", layers="C").to("text")
    assert "size_in = 6, the receptive field of P" in page
    assert "size  = size_in + (f - 1)·jump_in = 6 + (5 - 1)·2 = 6 + 4·2 = 6 + 8 = 14" in page
    assert "jump  = jump_in·s = 2·1 = 2" in page
    assert "A. Araujo" in page


def every_line(network: Network) -> Iterator[tuple[str, Any, Any]]:
    for section in network.explain(count="receptive_field").document.sections:
        cells = section.row.counts["receptive_field"]
        for chain in section.chains:
            if chain.quantity == "size" and isinstance(cells, tuple):
                yield section.row.name, chain.value, cells[0]


@given(st.lists(st.one_of(SLIDING, SPREADING, BRANCHES), min_size=1, max_size=5))
@settings(max_examples=40)
def test_lines_end_in_what_the_rows_hold(stack: list[Step | Branches]) -> None:
    network = network_of(stack)
    if network is not None:
        for name, derived, held in every_line(network):
            assert derived == held, name


def test_halves_are_told_in_every_format() -> None:
    network = parse("input(8x8x1) -> pool(2)")
    columns = "receptive_field,jump,start"
    assert "0.5, 0.5" in network.to("text", columns=columns)
    assert "$1 / 2, 1 / 2$" in network.to("latex", columns=columns)
    assert '"1/2, 1/2"' in network.to("csv", columns=columns)
    assert '"start": ["1/2", "1/2"]' in network.to("json", columns=columns)
    assert Fraction(1, 2) == Fraction("1/2")
    assert "2×2 | 2, 2 |" in network.to("markdown", columns=columns)


# --- maps over time -------------------------------------------------------------------------------

INSIDE = [
    "conv(4, 3x3) -> pool(2)",
    "conv(4, 3x3, same, dilation=2) -> bn -> relu -> conv(2, 5x3, stride=2, padding=same)",
    "pool(3, 2) -> conv(2, 2x2) -> upsample(2)",
    "conv(2, 3x3) -> gap -> dense(3)",
    "conv(2, 3x3) -> flatten -> dense(3)",
    "upsample(2) -> relu",
    "relu -> flatten",
]


@pytest.mark.parametrize("inside", INSIDE)
def test_layers_in_each_step_show_what_they_show_alone(inside: str) -> None:
    """As one layer, as one layer each, and without the steps: fields are the same."""
    together = f"input(4x20x24x3) -> time_distributed {{ {inside} }}"
    apart = " -> ".join(f"time_distributed {{ {one} }}" for one in inside.split(" -> "))
    rows = [
        [*rows_of(text).values()][-1]
        for text in (together, f"input(4x20x24x3) -> {apart}", f"input(20x24x3) -> {inside}")
    ]
    told = [row["receptive_field"] for row in rows]
    if "upsample" in inside and "conv" in inside:
        # What was spread is told of separate layers alone.
        assert told[0] is None
    else:
        assert told[0] == [1, *told[2]]
    assert told[1] == [1, *told[2]]


@pytest.mark.parametrize(
    ("layer", "sizes"),
    [
        # Three times a kernel of 3 over the state widens a window of 3 by 2 each.
        ("conv_lstm(2, 3)", [4, 9, 9]),
        ("conv_lstm(2, 3x1, padding=same, sequences=true)", [4, 9, 1]),
        # Each place of the state is two places of the input apart.
        ("conv_lstm(2, 3, stride=2)", [4, 15, 15]),
        ("conv_lstm(2, 3, dilation=2)", [4, 11, 11]),
        ("bidirectional { conv_lstm(2, 3) }", [4, 9, 9]),
        ("conv_lstm(2, 3, sequences=true) -> bidirectional { conv_lstm(2, 2) }", [4, 13, 13]),
        ("conv_lstm(2, 1)", [4, 1, 1]),
    ],
)
def test_the_state_of_maps_over_time_sees_farther_at_each_step(
    layer: str, sizes: list[int]
) -> None:
    row = [*rows_of(f"input(4x40x40x3) -> {layer}").values()][-1]
    assert row["receptive_field"] == sizes


def test_directions_end_to_end_along_a_map_have_no_field() -> None:
    layer = "ConvLSTM2D(2, 3, data_format=channels_first)"
    for mode, told in (("sum", [4, 9, 9]), ("concat", None)):
        text = f"input(4x3x40x40) -> Bidirectional({layer}, merge_mode={mode})"
        assert [*rows_of(text).values()][-1]["receptive_field"] == told


def test_steps_in_front_of_channels_are_no_channels() -> None:
    step = "Conv2D(2, 5, data_format=channels_first)"
    row = [*rows_of(f"input(4x3x20x20) -> TimeDistributed({step})").values()][-1]
    assert row["receptive_field"] == [1, 5, 5]
