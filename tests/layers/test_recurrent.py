"""Recurrent layers in every spelling: the same counts, the same states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from symcnn import Network, parse
from symcnn.formula.arithmetic import Value

Problem = Callable[[str], tuple[str, str, str]]

# Four gates of 12 + 8 inputs and a bias for each of 8 units, then three of 8 + 4 and two biases.
STACKED = 4 * (12 + 8 + 1) * 8 + 3 * (8 + 4 + 2) * 4


def counted(network: Network) -> tuple[Value, tuple[Value, ...]]:
    """The parameters and the shape of the last output."""
    return network.parameters, [*network.resolved.graph.nodes.values()][-1].shape


@pytest.mark.parametrize(
    "step",
    [
        "RNN([LSTMCell(8), GRUCell(4)])",
        "keras.layers.RNN(cell=[LSTMCell(8), GRUCell(4)])",
        "RNN(StackedRNNCells([LSTMCell(8), GRUCell(4)]))",
        "RNN([StackedRNNCells([LSTMCell(8)]), GRUCell(4)])",
        "recurrent { lstm_cell(8) -> gru_cell(4) }",
        "recurrent([lstm_cell(8), gru_cell(4)])",
        "recurrent { stacked_cells { lstm_cell(8) -> gru_cell(4) } }",
        "lstm(8, sequences=true) -> gru(4)",
    ],
)
def test_cells_above_each_other_in_every_spelling(step: str) -> None:
    network = parse(f"input(10x12) -> {step}")
    assert counted(network) == (STACKED, (4,))


@pytest.mark.parametrize(
    "layer", ["LSTM(8, {})", "GRU(8, {})", "ConvLSTM1D(8, 3, {})", "RNN(LSTMCell(8), {})"]
)
@pytest.mark.parametrize(
    "argument", ["unroll=True", "zero_output_for_mask=True", "stateful=True", "go_backwards=True"]
)
def test_what_changes_no_count_is_taken(layer: str, argument: str) -> None:
    shape = "10x12x3" if layer.startswith("Conv") else "10x12"
    plain = parse(f"input({shape}) -> {layer.replace(', {}', '')}")
    network = parse(f"input({shape}) -> {layer.format(argument)}")
    assert counted(network) == counted(plain)


@pytest.mark.parametrize(
    ("layer", "states"),
    [
        ("LSTM(8, return_state=True)", {"state_h": (8,), "state_c": (8,)}),
        ("GRU(8, return_state=True)", {"state_h": (8,)}),
        (
            "RNN([LSTMCell(8), GRUCell(4)], return_state=True)",
            {"state_h1": (8,), "state_c1": (8,), "state_h2": (4,)},
        ),
        (
            "Bidirectional(LSTM(8, return_state=True), merge_mode=None)",
            {
                "backward": (8,),
                "forward_h": (8,),
                "forward_c": (8,),
                "backward_h": (8,),
                "backward_c": (8,),
            },
        ),
    ],
)
def test_states_stand_besides_the_output(layer: str, states: dict[str, tuple[int, ...]]) -> None:
    network = parse(f"input(10x12) -> l: {layer}")
    assert network.resolved.graph.nodes["l"].further_outputs == states


@pytest.mark.parametrize(
    ("data_format", "shape", "state"),
    [("channels_last", "10x9x7x3", (7, 5, 8)), ("channels_first", "10x3x9x7", (8, 7, 5))],
)
def test_maps_over_time_in_both_formats(
    data_format: str, shape: str, state: tuple[int, ...]
) -> None:
    layer = f"ConvLSTM2D(8, 3, data_format={data_format}, return_sequences=True, return_state=True)"
    network = parse(f"x: input({shape}) -> l: {layer}\nfrom(x, l.state_h, l.state_c) -> {layer}")
    node = network.resolved.graph.nodes["l"]
    assert node.shape == (10, *state)
    assert node.further_outputs == {"state_h": state, "state_c": state}
    assert network.parameters == 2 * 4 * (9 * (3 + 8) + 1) * 8


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("time_distributed(bilinear(4))", "bilinear needs 2 inputs, but gets 1 here"),
        ("from(s, a, b, a, b, a, b) -> bidirectional(lstm(4))", "lstm needs 3 inputs, but gets 4"),
        ("from(s, n) -> spectral_norm(bilinear(4))", "gets a single number here"),
    ],
)
def test_layers_inside_complain_of_what_reaches_them(
    problem: Problem, step: str, words: str
) -> None:
    inputs = "n: input(()) -> a: input(4) -> b: input(4) -> s: input(10x8)"
    _, _, message = problem(f"{inputs} -> {step}")
    assert words in message
