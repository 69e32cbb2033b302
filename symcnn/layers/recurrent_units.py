"""The units of recurrent layers: their gates, their biases, and the arguments that all take."""

from __future__ import annotations

from typing import Final

from symcnn.layers.activations import ACTIVATION_KIND
from symcnn.layers.arguments import COUNT, FLAG, Argument, ByConvention, choice, ignored
from symcnn.layers.gates import Biases, Gates

_ONE_OR_TWO: Final = (
    Biases(
        "use_bias !two_biases",
        1,
        "Keras adds one bias to the sum of both products; PyTorch adds one to each of them, as"
        " cuDNN does",
        other=2,
    ),
    Biases(
        "use_bias two_biases",
        2,
        "PyTorch adds one bias to the input's product and one to the state's, as cuDNN does;"
        " Keras adds one to the sum of both",
        other=1,
    ),
)
_RESET: Final = (
    Biases(
        "use_bias !two_biases reset_after",
        2,
        "With reset_after the reset gate acts on the state's product after its bias is added, as"
        " in cuDNN and PyTorch: the candidate's two biases cannot be one, and all gates have two."
        " Without it one is enough",
        other=1,
        joint=True,
    ),
    Biases(
        "use_bias !two_biases !reset_after",
        1,
        "Without reset_after the reset gate acts on the state itself, as Cho et al. have it, and"
        " one bias is enough; with it, as in PyTorch, there are two",
        other=2,
    ),
    Biases(
        "use_bias two_biases",
        2,
        "The reset gate acts on the state's product after its bias is added, as cuDNN does it:"
        " the candidate's two biases cannot be one, and all gates have two. Keras without"
        " reset_after has one",
        other=1,
    ),
)
SIMPLE: Final = Gates(1, "", _ONE_OR_TWO)
LSTM: Final = Gates(4, "input, forget, cell and output", _ONE_OR_TWO)
GRU: Final = Gates(3, "reset, update and candidate", _RESET)

UNITS: Final = Argument("units", COUNT, aliases=("hidden_size",))
ACTIVATIONS: Final = (
    Argument("activation", ACTIVATION_KIND, "tanh"),
    Argument("recurrent_activation", ACTIVATION_KIND, "sigmoid"),
)
USE_BIAS: Final = Argument("use_bias", FLAG, True, ("bias",))
INITIALIZERS: Final = ("kernel_initializer", "recurrent_initializer", "bias_initializer")
REGULARIZERS: Final = ("kernel_regularizer", "recurrent_regularizer", "bias_regularizer")
CONSTRAINTS: Final = ("kernel_constraint", "recurrent_constraint", "bias_constraint")
DROPOUT: Final = ("dropout", "recurrent_dropout")
RETURNED: Final = (
    Argument("return_sequences", FLAG, ByConvention(False, True), ("sequences",)),
    Argument("return_state", FLAG, ByConvention(False, True)),
    Argument("go_backwards", FLAG, False),
    Argument("stateful", FLAG, False),
)
NONLINEARITY: Final = Argument("nonlinearity", choice("tanh", "relu"), "tanh", to=("activation",))
# What Keras takes by keyword alone.
BY_KEYWORD: Final = ignored("implementation", "zero_output_for_mask")
RESET_AFTER: Final = Argument("reset_after", FLAG, True)
