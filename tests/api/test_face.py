"""The Python face: networks, layers and derivations as objects."""

import pytest
import sympy

import symcnn

LENET = """
input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""
SYMBOLIC = "let f = 5, k\ninput(H x W x 3) -> CONV1: conv(k, f x f)"
f, k, H, W = (sympy.Symbol(name, positive=True, integer=True) for name in "fkHW")


def test_counts_are_sympy_expressions() -> None:
    network = symcnn.parse(LENET)
    assert network.layers["CONV1"].parameters == 608
    assert isinstance(network.layers["CONV1"].parameters, sympy.Integer)
    assert network.parameters == 62958
    assert network.trainable == 62958
    assert network.non_trainable == 0
    assert network.layers["POOL1"].output_shape == (14, 14, 8)
    assert network.layers["POOL1"].activation_size == 1568
    assert network.layers["FC3"].inputs == ("flatten1",)
    assert [weight.name for weight in network.layers["FC3"].weights] == ["kernel", "bias"]


def test_symbols_stay_and_values_go_in() -> None:
    network = symcnn.parse(SYMBOLIC)
    assert sympy.expand(network.parameters - (3 * f**2 + 1) * k) == 0
    assert network.layers["CONV1"].output_shape == (H - f + 1, W - f + 1, k)
    assert network.values == {"f": 5}
    assert network.symbols == {"f": 5, "k": None, "H": None, "W": None}
    assert network.evaluate() == 76 * k
    assert network.evaluate(k=8) == 608
    assert network.evaluate(f=3, k=8) == 224
    assert network.with_values(H=32, k=8).values == {"f": 5, "k": 8, "H": 32}


def test_values_for_unknown_symbols_are_refused() -> None:
    with pytest.raises(symcnn.SymcnnError, match="no symbol 'q'"):
        symcnn.parse(SYMBOLIC).evaluate(q=3)


@pytest.mark.parametrize("value", [0, -3])
def test_values_are_positive_integers(value: int) -> None:
    with pytest.raises(symcnn.SymcnnError, match="positive integer"):
        symcnn.parse(SYMBOLIC).evaluate(k=value)


def test_derivations_in_every_format() -> None:
    derivation = symcnn.explain(symcnn.parse(LENET), method="inputs-outputs", notation="words")
    assert "weights    = inputs·outputs = 3·200 = 600" in derivation.to("text")
    assert r"\begin{aligned}" in derivation.to("latex")
    assert derivation.to("json").startswith('{"version": 1')
    assert "<math" in derivation.to("html")
    assert "$$" in derivation.to("markdown")
    assert str(derivation) == derivation.to()


def test_objects_show_themselves_in_a_notebook() -> None:
    network = symcnn.parse(LENET)
    assert "<table" in network._repr_html_()
    assert "tabular" in network._repr_latex_()
    derivation = network.explain()
    assert "<math" in derivation._repr_html_()
    assert "aligned" in derivation._repr_latex_()
    assert "$$" in derivation._repr_markdown_()
    assert "9 layers" in repr(network)
    assert "9 layers" in repr(derivation)


@pytest.mark.parametrize(
    ("choice", "value"),
    [("method", "tensor"), ("count", "macs!"), ("detail", "long"), ("method", None), ("count", 3)],
)
def test_unknown_choices_are_refused(choice: str, value: object) -> None:
    with pytest.raises(symcnn.SymcnnError, match=f"no {choice} is called"):
        symcnn.explain(symcnn.parse(LENET), **{choice: value})  # pyright: ignore[reportArgumentType]


def test_errors_show_the_place() -> None:
    with pytest.raises(symcnn.SymcnnError) as raised:
        symcnn.parse("input 3 -> desne 3", name="net.cnn")
    assert str(raised.value).startswith("net.cnn:1:12: error: no layer is called 'desne'")
    assert raised.value.problems[0].kind == "unknown-layer"


def test_unknown_formats_are_refused() -> None:
    network = symcnn.parse(LENET)
    with pytest.raises(symcnn.SymcnnError, match="no format is called 'pdf'"):
        network.to("pdf")
    with pytest.raises(symcnn.SymcnnError, match="cannot be written as csv"):
        network.explain().to("csv")


def test_a_layer_that_is_not_there_is_told() -> None:
    layers = symcnn.parse("input(8) -> [a: dense(8)] * n").layers
    with pytest.raises(symcnn.SymcnnError, match="no layer 'a'") as raised:
        _ = layers["a"]
    assert raised.value.problems[0].hint == "did you mean 'repeat1[i].a'?"
    with pytest.raises(KeyError):
        _ = layers["b"]
    assert layers.get("b") is None
    assert "b" not in layers


@pytest.mark.parametrize("call", ["explain", "to", "count", "derivation"])
def test_a_choice_that_there_is_not_is_refused(call: str) -> None:
    network = symcnn.parse(LENET)
    choices: dict[str, str] = {"mehtod": "flops"}
    calls = {
        "explain": lambda: network.explain(**choices),
        "to": lambda: network.to("text", **choices),
        "count": lambda: network.count("macs", **choices),
        "derivation": lambda: network.explain().to("text", **choices),
    }
    with pytest.raises(symcnn.SymcnnError, match="no choice is called 'mehtod'"):
        calls[call]()


def test_only_networks_and_programs_are_explained() -> None:
    with pytest.raises(symcnn.SymcnnError, match="not int"):
        symcnn.explain(3)  # pyright: ignore[reportArgumentType]


def test_frames_keep_integers_beside_gaps() -> None:
    pytest.importorskip("pandas")
    network = symcnn.parse("input(8x8x3) -> conv(k, f x f)")
    frame = network.sweep(f=[8, 9], k=[10**18 + 1]).to_dataframe()
    assert list(frame["k"]) == [10**18 + 1] * 2
    assert int(frame["parameters"][0]) == 193 * (10**18 + 1)
    assert frame["error"][1].startswith("conv1: the 9×9 window")
