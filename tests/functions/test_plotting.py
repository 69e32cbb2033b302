"""What plots show is what the network itself gives at each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symcnn import parse
from symcnn.derivation.plot import Plot
from symcnn.errors import CallError, ProgramError, SymcnnError
from symcnn.functions.grid import Grid
from symcnn.functions.plotting.layer_plots import largest
from symcnn.functions.plotting.plotting import plot
from symcnn.functions.plotting.request import PlotRequest, Subject
from symcnn.functions.quantity import Quantity
from symcnn.network.network import Network, read
from symcnn.source import Source
from symcnn.syntax.parse import parse_program
from tests.strategies import networks

LENET = """input(32x32x3)
CONV1: conv(k, f x f)
POOL1: maxpool(2)
CONV2: conv(16, f x f) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""


def request(
    *texts: str,
    count: str = "parameters",
    layers: tuple[str, ...] = (),
    by: str = "",
    log: str = "",
    given: Mapping[str, int] | None = None,
    **axes: Sequence[int],
) -> PlotRequest:
    subjects = tuple(
        Subject(f"net{place}", parse_program(Source("<test>", text)), given or {}, None)
        for place, text in enumerate(texts)
    )
    return PlotRequest(subjects, Quantity(count, layers), Grid(axes), by, log)


def shown(*texts: str, **told: Any) -> Plot:
    return plot(request(*texts, **told))


def network(text: str, **values: int) -> Network:
    return read(Source("<test>", text), values)


def total(text: str, count: str, **values: int) -> Any:
    return Quantity(count)(network(text, **values))[0]


@pytest.mark.parametrize("count", ["parameters", "macs", "memory"])
def test_totals_are_exact(count: str) -> None:
    found = shown(LENET, count=count, f=range(1, 11), k=(32, 8))
    assert found.points == tuple(range(1, 11))
    assert [each.name for each in found.series] == ["k = 8", "k = 32"]
    for each, k in zip(found.series, (8, 32), strict=True):
        assert each.values == tuple(total(LENET, count, f=f, k=k) for f in range(1, 11))
        assert all(type(value) is int for value in each.values)
    assert not found.notes


@pytest.mark.parametrize("count", ["parameters", "macs", "memory"])
def test_layers_add_up_to_the_total(count: str) -> None:
    lines = shown(LENET, count=count, given={"k": 8}, f=range(1, 14))
    stacked = shown(LENET, count=count, by="layer", given={"k": 8}, f=range(1, 14))
    for place, whole in enumerate(lines.series[0].values):
        parts = [each.values[place] for each in stacked.series]
        if whole is None:
            assert set(parts) == {None}
        else:
            assert sum(part for part in parts if part is not None) == whole
    assert lines.notes == stacked.notes


def test_layers_stand_in_their_order_and_idle_ones_are_left_out() -> None:
    found = shown(LENET, by="layer", given={"k": 8}, f=(3, 5))
    assert [each.name for each in found.series] == ["CONV1", "CONV2", "FC3", "FC4", "SOFTMAX"]
    assert [each.values[1] for each in found.series] == [608, 3216, 48120, 10164, 850]


def test_bars_are_exact() -> None:
    found = shown(LENET, given={"k": 8, "f": 5})
    assert {each.name: each.values for each in found.series} == {
        "CONV1": (608,),
        "CONV2": (3216,),
        "FC3": (48120,),
        "FC4": (10164,),
        "SOFTMAX": (850,),
    }
    assert found.notes == ("4 layers without parameters are left out",)


def test_layers_that_all_count_nothing_stay() -> None:
    found = shown("input(8x8x3) -> pool 2 -> flatten")
    assert [each.values for each in found.series] == [(0,), (0,), (0,)]


def test_a_depth_that_varies_has_layers_in_their_order() -> None:
    text = "input(8x8x3) -> repeat(n) { conv(4, 3x3, same) } -> gap -> dense 2"
    found = shown(text, by="layer", n=range(1, 4))
    names = [f"repeat1[{place}].conv1" for place in range(3)]
    assert [each.name for each in found.series] == [*names, "dense1"]
    assert [each.values for each in found.series] == [
        (112, 112, 112),
        (0, 148, 148),
        (0, 0, 148),
        (10, 10, 10),
    ]


def test_layers_that_are_named_are_those_shown() -> None:
    found = shown(LENET, layers=("CONV1", "CONV2"), given={"k": 8}, f=(5,))
    assert found.series[0].values == (608 + 3216,)
    found = shown(LENET, layers=("CONV1", "CONV2"), by="layer", given={"k": 8}, f=(5,))
    assert [each.name for each in found.series] == ["CONV1", "CONV2"]


def test_several_networks_have_a_line_each() -> None:
    texts = ("input(9x9xc) -> conv(k, f x f)", "input(9x9xc) -> depthwise(f x f) -> conv(k, 1x1)")
    found = shown(*texts, given={"c": 3, "k": 8}, f=range(1, 12))
    for each, text in zip(found.series, texts, strict=True):
        values = [total(text, "parameters", c=3, k=8, f=f) for f in range(1, 10)]
        assert each.values == (*values, None, None)
    assert found.notes == tuple(
        f"net{place}: no network from f = 10 on: {layer}: the 10×10 window is larger than its"
        " input, 9×9"
        for place, layer in enumerate(("conv1", "depthwise1"))
    )


def test_a_network_without_the_symbol_is_a_level_line() -> None:
    texts = ("input(8) -> dense(10)", "input(8) -> dense(k)")
    found = shown(*texts, k=[3, 1, 2])
    assert found.points == (1, 2, 3)
    assert [each.values for each in found.series] == [(90, 90, 90), (9, 18, 27)]
    assert found.across.words == "number of units"
    with pytest.raises(SymcnnError, match="no symbol 'q'"):
        shown(*texts, q=[1, 2])
    with pytest.raises(SymcnnError, match="w has no value"):
        shown(texts[1], "input(8) -> dense(w)", k=[1, 2])


def test_networks_that_exist_for_some_values_alone_are_drawn_together() -> None:
    texts = ("input(64) -> reshape(n x 8) -> dense(4)", "input(64) -> dense(n)")
    found = shown(*texts, n=range(6, 11))
    assert found.series[0].values == (None, None, 36, None, None)
    assert found.series[1].values == tuple(65 * n for n in range(6, 11))


def test_a_value_goes_to_each_network_that_has_the_symbol() -> None:
    first, second = map(parse, ("input(8) -> dense(k * w)", "input(8) -> dense(k)"))
    found = first.plot(second, k=[1, 2], w=3).document
    assert [each.values for each in found.series] == [(27, 54), (9, 18)]
    with pytest.raises(SymcnnError, match="no symbol 'z'"):
        first.plot(second, k=[1, 2], w=3, z=4)


def test_values_stand_in_the_title() -> None:
    text = "let c = 3, w = c*f; input(8x8xc) -> conv(k, f x f) -> conv(w, 1x1)"
    assert shown(text, given={"k": 8}, f=[1, 2]).fixed == (("c", 3), ("k", 8))
    assert shown(text, given={"k": 8}, f=[1, 2], by="layer").fixed == (("c", 3), ("k", 8))
    assert shown(text, f=[1, 2], k=[8, 9]).fixed == (("c", 3),)
    # A second symbol of one value has no legend that could tell it.
    assert shown(text, f=[1, 2], k=[8]).fixed == (("c", 3), ("k", 8))
    bars = shown(text, given={"k": 8, "f": 2}).fixed
    assert bars == (("c", 3), ("w", 6), ("f", 2), ("k", 8))


def test_values_that_differ_stand_beside_their_lines() -> None:
    texts = (
        "let c = 3, k = 8; input(8x8xc) -> conv(k, f x f)",
        "let k = 9, c = 3; input(8x8xc) -> conv(k, f x f)",
        "let u = 5, c = 3; input(c) -> dense(u)",
    )
    found = shown(*texts, f=[1, 2])
    assert found.fixed == (("c", 3),)
    assert [each.fixed for each in found.series] == [(("k", 8),), (("k", 9),), (("u", 5),)]
    found = shown(*texts[:2], "input(3) -> dense(2)", f=[1, 2])
    assert found.fixed == ()
    assert found.series[2].fixed == ()


def test_the_axes_have_words_and_units() -> None:
    found = shown(LENET, given={"k": 8}, count="memory", f=(3, 5))
    assert (found.across.words, found.across.symbol) == ("filter size", "f")
    assert (found.count.words, found.count.unit) == ("memory", "bytes")
    assert shown(LENET, given={"f": 5}, k=(3, 5)).across.words == "number of filters"
    both = "input(32x32x3) -> conv(k, k x k) -> gap -> dense 2"
    assert shown(both, k=(3, 5)).across.words == ""


def test_gaps_say_where_and_why() -> None:
    text = "input(8x8x12) -> conv(24, 3x3, groups=g)"
    found = shown(text, g=range(1, 7))
    assert found.series[0].values[4] is None
    assert found.notes == (
        "no network at g = 5: conv1: 24 filters cannot be divided into 5 groups",
    )
    (note,) = shown(text, g=range(1, 13)).notes
    assert note.startswith("no network at 6 of 12 points, the first of them g = 5: ")
    (note,) = shown(text, g=(5, 7, 12)).notes
    assert note.startswith("no network from g = 5 to 7: ")


def test_zeros_are_left_out_of_a_logarithmic_axis() -> None:
    text = "input(8x8x3) -> conv(4, 3x3) -> pool f"
    told = {"log": "x", "count": "macs", "given": {"f": 2}}
    assert [each.values for each in shown(text, **told).series] == [(3888,)]
    found = shown("input(9x9x3) -> conv(2, f x f)", "input(9x9x3) -> pool f", log="y", f=(1, 2))
    assert [each.values for each in found.series] == [(8, 26), (None, None)]
    assert found.notes == ("0 has no place on a logarithmic axis: 2 points are left out",)
    with pytest.raises(CallError, match="every number is 0"):
        shown("input(8x8x3) -> pool f", log="y", f=(1, 2))


def test_numbers_are_exact_beyond_any_float() -> None:
    u = 10**200 + 7
    found = shown("input(3) -> dense(u)", u=(u, 2 * u))
    assert found.series[0].values == (4 * u, 8 * u)


def test_only_the_largest_layers_stay_by_name() -> None:
    columns = {name: [number, 1] for name, number in zip("abcdef", (1, 9, 2, 8, 3, 7), strict=True)}
    found = largest(columns, 4)
    assert [each.name for each in found] == ["b", "d", "f", "3 other layers"]
    assert [each.rest for each in found] == [False, False, False, True]
    assert found[-1].values == (6, 3)
    assert [each.name for each in largest(columns, 6)] == list("abcdef")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.sampled_from(["parameters", "macs", "memory"]))
def test_bars_of_any_network_add_up(text: str, count: str) -> None:
    try:
        free = [name for name, value in network(text).graph.symbols.items() if value is None]
        values = dict.fromkeys(free, 4)
        whole = total(text, count, **values)
    except SymcnnError:
        assume(False)
        raise
    found = shown(text, count=count, given=values)
    counts = [value for each in found.series for value in each.values]
    assert sum(value for value in counts if value is not None) == whole


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"f": range(1, 3)}, "k has no value"),
        ({"by": "total", "given": {"f": 1, "k": 1}}, "nothing varies"),
        ({"count": "shape", "f": (1,)}, "shape"),
        ({"by": "all", "f": (1,)}, "by"),
        ({"log": "z", "f": (1,)}, "log"),
        ({"log": "y", "given": {"f": 1, "k": 1}}, "the other axis"),
        ({"log": "y", "by": "layer", "given": {"k": 1}, "f": (1,)}, "shares"),
        ({"by": "layer", "k": (1, 2), "f": (1,)}, "along one symbol"),
        ({"f": (1,), "k": range(1, 14)}, "13 lines"),
        ({"f": range(1, 10_002), "given": {"k": 1}}, "10,001 values of f"),
        ({"f": (30, 31), "given": {"k": 1}}, "no network at any of these points; at f = 30"),
        ({"f": (1,), "given": {"k": 1}, "layers": ("none",)}, "no layer 'none'"),
    ],
)
def test_what_no_picture_can_show_is_refused(told: Any, message: str) -> None:
    with pytest.raises(CallError, match=message):
        shown(LENET, **told)


def test_several_networks_show_totals_along_one_symbol() -> None:
    with pytest.raises(CallError, match="the layers of one network"):
        shown(LENET, LENET, by="layer", given={"k": 1}, f=(1,))
    with pytest.raises(CallError, match="the layers of one network"):
        shown(LENET, LENET, given={"k": 1, "f": 1})
    with pytest.raises(CallError, match="one symbol with several networks"):
        shown(LENET, LENET, f=(1,), k=(1,))


def test_a_logarithmic_axis_has_its_bounds() -> None:
    text = "input(3) -> dense(u)"
    assert shown(text, log="xy", u=(1, 10**299)).series[0].values == (4, 4 * 10**299)
    with pytest.raises(CallError, match="u runs through more than 300 powers of ten"):
        shown(text, log="x", u=(1, 10**301))
    with pytest.raises(CallError, match="the parameters run through more"):
        shown(text, log="y", u=(1, 10**301))
    with pytest.raises(CallError, match="too large to lie so close together"):
        shown(text, u=(10**20, 10**20 + 1))
    assert shown(text, u=(1, 10**301)).series[0].values == (4, 4 * 10**301)


def test_a_wrong_program_is_told_as_such() -> None:
    with pytest.raises(ProgramError, match="cnov"):
        shown("input(3) -> cnov(f)", f=(1, 2))
