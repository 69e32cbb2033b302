"""Pasted Keras listings are programs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import SymcnnError, parse

Problem = Callable[[str], tuple[str, str, str]]

LISTING = """model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)),
    tf.keras.layers.MaxPooling2D((2, 2)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(10, activation="softmax", name="out"),
])"""
ROWS = {"input": 0, "conv1": 320, "maxpool1": 0, "flatten1": 0, "out": 54090}


def counts(program: str) -> dict[str, int]:
    return {name: int(layer.parameters) for name, layer in parse(program).layers.items()}


@pytest.mark.parametrize(
    "listing",
    [
        LISTING,
        LISTING.replace("])", "]"),
        LISTING.replace("\n", "\r\n"),
        LISTING.replace("model = ", ""),
        LISTING.replace("tf.keras.layers.", "layers."),
        LISTING.replace("tf.keras.layers.", "").replace("tf.keras.", "keras."),
        LISTING.replace("'", "’").replace('"', "”"),
        LISTING.replace("'relu'", "‘relu’"),
        LISTING.replace("'", "").replace('"', ""),
        LISTING.replace("])", "], name='lenet')"),
        LISTING.replace("([", "(").replace("])", ")"),
        LISTING.replace("Sequential([", "Sequential(layers=["),
        LISTING.replace("input_shape=(28, 28, 1)", "input_shape=[28, 28, 1]"),
        LISTING.replace("input_shape=(28, 28, 1)", "batch_input_shape=(None, 28, 28, 1)"),
        LISTING.replace("input_shape=(28, 28, 1)", "batch_shape=(32, 28, 28, 1)"),
        LISTING.replace("),\n    tf.keras.layers.Max", ")\n    tf.keras.layers.Max"),
        LISTING.replace("),\n    tf", ") tf"),
        "# a network\n" + LISTING + "\n\n# and no more\n",
    ],
)
def test_a_listing_is_a_program(listing: str) -> None:
    assert counts(listing) == ROWS


@pytest.mark.parametrize(
    "first",
    [
        "Input(shape=(28, 28, 1))",
        "keras.Input((28, 28, 1))",
        "InputLayer(shape=(28, 28, 1))",
        "tf.keras.layers.InputLayer(input_shape=(28, 28, 1))",
        "Input(batch_shape=(None, 28, 28, 1))",
        "Input(shape=(28, 28, 1), batch_size=32, dtype='float32')",
    ],
)
def test_an_input_layer(first: str) -> None:
    listing = LISTING.replace(", input_shape=(28, 28, 1)", "").replace(
        "Sequential([", f"Sequential([\n    {first},"
    )
    assert counts(listing) == ROWS


@pytest.mark.parametrize("named", ["model", "net"])
def test_added_layers(named: str) -> None:
    program = f"""
{named}.add(Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)))
{named}.add(layers.MaxPooling2D((2, 2)))
{named}.add(tf.keras.layers.Flatten())
{named}.add(Dense(10, name='out'))
"""
    assert counts(program) == ROWS


def test_added_to_an_empty_model() -> None:
    program = """model = Sequential()
model.add(Dense(4, input_dim=8))
model.add(Dense(2))"""
    assert counts(program) == {"input": 0, "dense1": 36, "dense2": 10}


def test_a_model_in_a_model() -> None:
    program = """model = keras.Sequential([
    keras.Input(shape=(8,)),
    keras.Sequential([Dense(4), Dense(4)], name="inner"),
    Dense(2),
])"""
    assert counts(program) == {
        "input": 0,
        "inner.dense1": 36,
        "inner.dense2": 20,
        "dense1": 10,
    }


def test_a_model_is_a_step_of_a_chain() -> None:
    assert counts("input(8) -> Sequential([Dense(4)]) -> dense 2") == {
        "input": 0,
        "sequential1.dense1": 36,
        "dense1": 10,
    }


def test_input_dim_is_the_input() -> None:
    assert counts("Dense(4, input_dim=8) -> Dense(2)") == {"input": 0, "dense1": 36, "dense2": 10}


def test_input_shape_belongs_to_the_first_layer(problem: Problem) -> None:
    kind, at, _ = problem("input(8) -> Dense(4, input_shape=(8,))")
    assert kind == "input"
    assert at == "input_shape=(8,)"


def test_a_length_is_the_input_of_a_first_embedding_alone() -> None:
    first = parse("Sequential([Embedding(50, 4, input_length=6), Flatten()])")
    assert [layer.output_shape for layer in first.layers.values()] == [(6,), (6, 4), (24,)]
    behind = parse("Input((3,)) -> Embedding(50, 4, input_length=6)")
    assert [layer.output_shape for layer in behind.layers.values()] == [(3,), (3, 4)]


def test_a_symbolic_image_size() -> None:
    network = parse(LISTING.replace("(28, 28, 1)", "[img_SIZE, img_SIZE, 1]"))
    assert network.symbols == {"img_SIZE": None}
    assert network.layers["conv1"].parameters == 320


@pytest.mark.parametrize(
    "around",
    [
        "import tensorflow as tf\n{}",
        "from tensorflow.keras import layers\n{}",
        "def create_model():\n    {}\n    return model",
        "{}\nmodel.compile(optimizer='adam', loss='mse')",
        "{}\nmodel.fit(x, y, epochs=5)",
        "{}\nmodel.summary()",
        "{}\nprint(model)",
        "import numpy as np\n\n{}\n\nmodel.compile()\nmodel.fit(x)\n",
    ],
)
def test_lines_of_python_are_one_error(around: str) -> None:
    program = around.format(LISTING)
    with pytest.raises(SymcnnError) as caught:
        parse(program)
    (problem,) = caught.value.problems
    assert problem.kind == "python"
    lines = program.splitlines()
    first = next(i for i, line in enumerate(lines, 1) if "Sequential" in line)
    last = next(i for i, line in enumerate(lines, 1) if "])" in line and i > first)
    assert f"paste lines {first} to {last} alone" in problem.hint


def test_lines_of_python_around_added_layers() -> None:
    program = """import x
model = Sequential()
model.add(Dense(4, input_dim=8))
model.add(Dense(2))
model.fit(a)"""
    with pytest.raises(SymcnnError) as caught:
        parse(program)
    (problem,) = caught.value.problems
    assert problem.kind == "python"
    assert "4" in problem.hint


@pytest.mark.parametrize(
    "program",
    [
        "model = Dense(4)",
        "x = conv(8, 3)",
        "Sequential([3])",
        "Sequential(['dense'])",
        "input(8) -> model.add(3)",
        "Sequential([Dense(2, input_dim=8)], layers=[Dense(3)], colour=3)",
    ],
)
def test_other_python_is_refused(problem: Problem, program: str) -> None:
    problem(program)


def test_a_comma_may_lack_between_layer_calls_alone(problem: Problem) -> None:
    kind, _, _ = problem("Sequential([Dense(2, input_dim=8) 3])")
    assert kind == "syntax"


@pytest.mark.parametrize("prefix", ["self.", "", "    self."])
def test_the_modules_of_a_class_are_layers_under_their_names(prefix: str) -> None:
    program = f"""convention pytorch
input(3, 32, 32)
{prefix}conv1 = nn.Conv2d(3, 8, 5)
nn.Flatten()
{prefix}fc = nn.Sequential(nn.Linear(6272, 10), nn.ReLU())
{prefix}last = nn.Linear(10, 2)
"""
    rows = {"input": 0, "conv1": 608, "flatten1": 0, "fc.dense1": 62730, "fc.relu1": 0, "last": 22}
    assert counts(program) == rows


def test_one_module_has_one_name(problem: Problem) -> None:
    program = "convention pytorch\ninput(8)\nself.a = nn.Linear(8, 8)\nself.a = nn.ReLU()"
    assert problem(program)[:2] == ("label-twice", "self.a")


@pytest.mark.parametrize("name", ["a.b", "a[0]", "c@2"])
def test_a_module_has_a_word_for_a_name(problem: Problem, name: str) -> None:
    program = f"convention pytorch\ninput(8)\n{name} = nn.Linear(8, 8)"
    assert problem(program)[:2] == ("assignment", name)
