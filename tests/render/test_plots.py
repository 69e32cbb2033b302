"""Pictures hold all their words: none is cut, none covers another, whatever is drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from symcnn import parse
from symcnn.api.plots import Plot
from symcnn.derivation.plot import BARS, LINES, STACK, Axis, Series
from symcnn.derivation.plot import Plot as Document
from symcnn.errors import CallError
from symcnn.render.plot.looks import levels, look
from symcnn.render.plot.names import distinct, shortened
from symcnn.render.plot.pgfplots_axis import coordinate
from symcnn.render.plot.runs import marked
from symcnn.render.plot.scaling import digits_of, figure_at, power_of, words_of
from symcnn.render.style import Style

LENET = """input(32x32x3)
CONV1: conv(k, f x f)
POOL1: maxpool(2)
CONV2: conv(16, f x f) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""
STRANGE = r"""input(32x32xc)
"_$x^2$ \input{x} <b>&amp;": conv(k, 3x3, same)
"a_very_long_name_of_a_layer_that_goes_on_and_on_and_ends_in_1": conv(2*k, 3x3, same)
"a_very_long_name_of_a_layer_that_goes_on_and_on_and_ends_in_2": conv(2*k, 3x3, same)
"中文 😀 éßøł WWWWWWWWWWWWWWWWWWWWWWWWWWWW": conv(4*k, 3x3, same)
gap -> dense 10
"""


def deep(layers: int) -> str:
    return f"input(32x32x3) -> [conv k 3x3 same]*{layers - 1} -> gap -> dense 10"


def lenet(**told: Any) -> Plot:
    return parse(LENET, name="lenet.cnn").plot(**told)


def valued(place: int) -> Any:
    """A network with long values, some its own and some those of all."""
    shared = ", ".join(f"a_long_symbol_{n} = {n}000" for n in range(1, 13))
    own = (
        f"k = {place}, l = {10**place}, a_symbol_of_no_use = {place}*10**40, WWWWWWWWWWWW = {place}"
    )
    name = f"a_network_with_a_very_long_name_of_its_file_{place}.cnn"
    return parse(f"let {shared}, {own}\n{FULL}", name=name).with_values(c=32)


def wide(place: int) -> Any:
    """A network whose name and symbols are as wide as they can be."""
    own = f"{'W' * 24} = {place}, {'M' * 24} = {place}, {'WM' * 12} = 5"
    return parse(f"let {own}, c = 3, k = 2\n{FULL}", name=f"{'W' * (36 + place)}.cnn")


SEPARABLE = "input(32x32xc) -> depthwise(f x f, same) -> conv(k, 1x1)"
FULL = "input(32x32xc) -> conv(k, f x f, same)"
PLOTS = {
    "line": lambda: lenet(f=range(1, 14), k=8),
    "lines": lambda: lenet(f=range(1, 14), k=[8, 16, 32]),
    "many lines": lambda: lenet(f=range(1, 14), k=range(1, 13), log="y"),
    "one point": lambda: lenet(f=[5], k=8),
    "stack of one point": lambda: lenet(f=[5], k=8, by="layer"),
    "stack": lambda: lenet(f=range(1, 14), k=8, by="layer"),
    "bars": lambda: parse(LENET).with_values(f=5, k=8).plot(),
    "bars of memory": lambda: parse(LENET).with_values(f=5, k=8).plot(count="memory", log="x"),
    "networks": lambda: parse(FULL).plot(
        parse(SEPARABLE), f=range(1, 32), k=64, c=32, log="xy", count="macs"
    ),
    "doubled": lambda: parse(FULL).plot(
        parse(SEPARABLE), k=[8, 16, 32, 64, 128, 256, 512], f=3, c=32, log="xy"
    ),
    "doubled, linear": lambda: parse(FULL).plot(k=[2**n for n in range(14)], f=3, c=32),
    "strange bars": lambda: parse(STRANGE).with_values(c=3, k=8).plot(),
    "strange dots": lambda: parse(STRANGE).with_values(c=3, k=8).plot(log="x", macs="flops"),
    "strange stack": lambda: parse(STRANGE).plot(c=3, k=range(8, 257, 8), by="layer"),
    "strange lines": lambda: parse(STRANGE, name="_$a$.cnn").plot(k=range(1, 99), c=[3, 4]),
    "huge": lambda: parse(STRANGE).plot(c=3, k=range(10**21, 10**23, 10**21), by="layer"),
    "huge bars": lambda: parse(STRANGE).with_values(c=3, k=10**40).plot(),
    "beyond a float": lambda: parse(FULL).plot(c=3, f=3, k=range(10**320, 4 * 10**320, 10**319)),
    "beyond a float, logarithmic": lambda: parse(FULL).plot(
        c=3, f=3, k=[10**n for n in (60, 100, 200, 320, 340)], log="xy"
    ),
    "near": lambda: parse(FULL).plot(c=3, f=3, k=range(1000, 1040), log="xy"),
    "huge and near": lambda: parse(FULL).plot(c=3, f=3, k=[10**60, 10**60 + 10**57]),
    "huge point": lambda: parse(FULL).plot(c=3, f=3, k=[10**60], log="xy"),
    "gaps of huge numbers": lambda: parse("input(5x5x3) -> conv(2, f x f)").plot(
        f=[2, 3, 10**200, 10**400]
    ),
    "stack with gaps of huge numbers": lambda: parse("input(5x5x3) -> conv(2, f x f)").plot(
        f=[2, 3, 10**200, 10**400], by="layer"
    ),
    "gaps": lambda: parse("input(8x8x12) -> conv(24, 3x3, groups=g)").plot(g=range(1, 25)),
    "stack with gaps": lambda: parse("input(8x8x12) -> conv(24, 3x3, groups=g) -> dense 2").plot(
        g=range(1, 25), by="layer"
    ),
    "values": lambda: valued(1).plot(f=range(1, 32)),
    "values of a stack": lambda: valued(2).plot(f=range(1, 32), by="layer"),
    "values of bars": lambda: valued(3).with_values(f=3).plot(),
    "values of networks": lambda: (
        parse(FULL, name="a.cnn")
        .with_values(k=64, c=32)
        .plot(parse(FULL, name="b.cnn").with_values(k=32, c=32), f=range(1, 32))
    ),
    "values of many networks": lambda: valued(1).plot(
        *(valued(place) for place in range(2, 12)), f=range(1, 32)
    ),
    "wide letters": lambda: wide(1).plot(f=range(1, 4)),
    "wide letters beside": lambda: wide(1).plot(wide(2), f=range(1, 4)),
    "nothing": lambda: parse("input(8x8x3) -> pool 2 -> flatten").plot(),
    "line of zeros": lambda: parse("input(8x8x3) -> pool f").plot(f=range(1, 5)),
    **{
        f"{kind} of {layers} layers": (
            lambda layers=layers, told=told: (
                parse(deep(layers)).with_values(k=64).plot()
                if not told
                else parse(deep(layers)).plot(**told)
            )
        )
        for layers in (8, 24, 80)
        for kind, told in (
            ("bars", {}),
            ("stack", {"k": range(1, 40), "by": "layer"}),
            ("line", {"k": range(1, 40)}),
        )
    },
}
EVERY = pytest.mark.parametrize("name", PLOTS)


@pytest.fixture
def drawn_texts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The texts that Matplotlib draws, as it draws them."""
    text = pytest.importorskip("matplotlib.text")
    found: list[Any] = []
    draw = text.Text.draw

    def noted(self: Any, renderer: Any, *more: Any, **named: Any) -> None:
        if self.get_visible() and self.get_text().strip():
            found.append(self)
        draw(self, renderer, *more, **named)

    monkeypatch.setattr(text.Text, "draw", noted)
    return found


@EVERY
def test_no_text_is_cut_and_none_covers_another(name: str, drawn_texts: list[Any]) -> None:
    from symcnn.render.plot import picture

    with picture.settings():
        figure = picture.figure(PLOTS[name]().document, Style())
        figure.draw_without_rendering()
        drawn_texts.clear()
        figure.draw_without_rendering()
        boxes = {text: text.get_window_extent() for text in dict.fromkeys(drawn_texts)}
    assert len(boxes) > 2
    for text, box in boxes.items():
        assert min(box.x0, box.y0) >= -0.5, text
        assert box.x1 <= figure.bbox.x1 + 0.5, text
        assert box.y1 <= figure.bbox.y1 + 0.5, text
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 0.5 or up <= 1.5, (one, other)


def texts_of(svg: str) -> list[str]:
    return [
        "".join(element.itertext())
        for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314
    ]


@EVERY
def test_svg_is_the_same_each_time_and_holds_its_words(name: str) -> None:
    pytest.importorskip("matplotlib")
    found = PLOTS[name]()
    svg = found.to("svg")
    assert isinstance(svg, str)
    assert svg == found.to("svg")
    assert "<dc:date>" not in svg
    words = " ".join(texts_of(svg))
    assert found.document.subject in words
    assert "mathdefault" not in words
    for note in found.document.notes:
        assert note.split()[-1] in words


def test_values_are_told_whole_or_not_at_all() -> None:
    pytest.importorskip("matplotlib")
    assert "Parameters of lenet.cnn, k = 8" in texts_of(str(PLOTS["line"]().to("svg")))
    words = texts_of(str(PLOTS["values of networks"]().to("svg")))
    assert {"Parameters, c = 32", "a.cnn, k = 64", "b.cnn, k = 32"} <= set(words)
    words = texts_of(str(PLOTS["values of many networks"]().to("svg")))
    assert "k = 11, l = 100,000,000,000," in words
    assert any(word.endswith("5 more values") for word in words)
    tex = str(PLOTS["values of many networks"]().to("tex"))
    assert "cnn, k = 11, l = 100,000,000,000, \\dots{}}" in tex
    assert "\\addlegendentry{a.cnn, k = 64}" in str(PLOTS["values of networks"]().to("tex"))


def test_names_are_words() -> None:
    pytest.importorskip("matplotlib")
    words = texts_of(PLOTS["strange bars"]().to("svg"))
    assert r"_$x^2$ \inpu…x} <b>&amp;" in words
    assert "a_very_long_…_ends_in_1" in words or "a_very_long_…d_ends_in_1" in words
    assert any(word.startswith("[U+4E2D][U+6587]") for word in words)


@pytest.mark.parametrize(("format", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_pictures_are_the_same_each_time(format: str, start: bytes) -> None:
    pytest.importorskip("matplotlib")
    found = PLOTS["lines"]()
    made = found.to(format)
    assert isinstance(made, bytes)
    assert made.startswith(start)
    assert made == found.to(format)


def test_settings_of_the_user_change_nothing() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    usual = PLOTS["lines"]().to("svg")
    with matplotlib.rc_context({"font.size": 30, "text.parse_math": True, "lines.marker": "x"}):
        assert PLOTS["lines"]().to("svg") == usual
        assert matplotlib.rcParams["font.size"] == 30


def test_without_matplotlib_there_is_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    from symcnn.render import plot

    monkeypatch.setattr(plot, "find_spec", lambda name: None)
    with pytest.raises(CallError, match=r'pip install "symcnn\[plot\]"'):
        lenet(f=[3, 5], k=8).to("svg")
    assert "\\begin{axis}" in str(lenet(f=[3, 5], k=8).to("tex"))


def test_coordinates_in_tex_hold_the_exact_numbers() -> None:
    tex = str(lenet(f=range(1, 11), k=8).to("tex"))
    rows = re.findall(r"\((\d+),([\d.]+)\) % ([\d,]+)", tex)
    assert len(rows) == 10
    for f, y, exact in rows:
        value = parse(LENET).evaluate(f=int(f), k=8)
        assert int(exact.replace(",", "")) == value
        assert Fraction(y) * 1000 == int(value)
    assert "ylabel={parameters in thousands}" in tex


def test_files_are_in_the_format_of_their_ending(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    found = lenet(f=[3, 5], k=8)
    for ending in ("svg", "png", "pdf", "tex"):
        found.save(tmp_path / f"plot.{ending}")
        made = found.to(ending)
        assert (tmp_path / f"plot.{ending}").read_bytes() == (
            made if isinstance(made, bytes) else made.encode()
        )
    with pytest.raises(CallError, match="no plot is written as 'gif'"):
        found.save(tmp_path / "plot.gif")
    with pytest.raises(CallError, match="cannot write"):
        found.save(tmp_path / "nowhere" / "plot.svg")


def test_too_many_points_for_tex_are_refused() -> None:
    with pytest.raises(CallError, match="1,001 points"):
        parse(FULL).plot(c=3, f=3, k=range(1, 1002)).to("tex")


# --- parts --------------------------------------------------------------------------------------


def grey(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("areas", range(1, 9))
@pytest.mark.parametrize("rest", [False, True])
def test_areas_grow_lighter(areas: int, rest: bool) -> None:
    shades = [grey(colour) for colour in levels(areas, rest)]
    assert len(shades) == areas
    assert all(second - first > 10 for first, second in pairwise(shades))


def test_lines_differ_in_more_than_colour() -> None:
    for one, other in combinations(map(look, range(12)), 2):
        pairs = ((one.colour, other.colour), (one.dashes, other.dashes), (one.mark, other.mark))
        assert sum(first == second for first, second in pairs) <= 1


def test_names_stay_tellable_apart() -> None:
    names = [f"{'a' * 60}{place}{'b' * 60}" for place in range(9)]
    found = distinct(names)
    assert len(set(found)) == 9
    assert all(len(name) < 50 for name in found)
    assert distinct(["same", "same"]) == ["same", "same (2)"]
    assert shortened("two\n lines", 24) == "two lines"


@pytest.mark.parametrize("number", [0, 1, 9, 10, 99, 100, 999999, 10**6, 10**300 - 1, 10**300])
def test_digits_are_counted(number: int) -> None:
    assert digits_of(number) == len(str(number))


@pytest.mark.parametrize(
    ("largest", "words"),
    [
        (9_999, "memory in bytes"),
        (10_000, "memory in thousands of bytes"),
        (10**6, "memory in millions of bytes"),
        (10**14, "memory in trillions of bytes"),
        (10**15, "memory in units of 10¹⁵ bytes"),
    ],
)
def test_large_numbers_are_scaled_and_the_axis_says_so(largest: int, words: str) -> None:
    axis = Axis("memory", unit="bytes")
    assert words_of(axis, power_of(axis, [1, largest, None])) == words


def test_figures_that_are_rounded_say_so() -> None:
    assert figure_at(10**19 + 1, "") == "10000000000000000001"
    assert figure_at(10**30, ",").startswith("≈ 1.000·10³⁰")


@pytest.mark.parametrize("value", [1, 999, 12_345, 10**9 + 1, 10**30])
def test_coordinates_are_near_what_they_stand_for(value: int) -> None:
    for power in (0, 3, 30):
        near = Fraction(coordinate(value, power, logarithmic=True))
        assert abs(near * 10**power - value) * 10**8 <= value


def test_a_number_between_two_gaps_has_a_mark() -> None:
    values = [*range(1, 100), None, 5, None, *range(1, 100)]
    found = marked(values)
    assert 100 in found
    assert len(found) < 40


def test_every_kind_has_its_drawing() -> None:
    pytest.importorskip("matplotlib")
    for kind in (LINES, STACK, BARS):
        points = () if kind == BARS else (1,)
        series = (Series("a", (1,)), Series("b", (2,)))
        document = Document(
            kind, "Parameters", "x", (), Axis("", "f"), Axis("parameters"), points, series
        )
        assert {"a", "b"} <= set(texts_of(str(Plot(document).to("svg"))))
