"""Recurrent layers over a sequence: the simple one, LSTM and GRU."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.activations import ACTIVATION_KIND
from symcnn.layers.arguments import (
    COUNT,
    FLAG,
    Argument,
    ByConvention,
    Kind,
    Unfit,
    ignored,
    is_integral,
)
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Phrase,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
)
from symcnn.layers.gates import (
    VARIANTS,
    WORDS,
    Biases,
    Gates,
    gate_forms,
    gate_products,
    gate_weights,
)
from symcnn.layers.windows import is_below, joined

_NO_BIAS: Final = Biases("!use_bias", 0)
_ONE_OR_TWO: Final = (
    Biases(
        "use_bias !two_biases",
        1,
        "Keras adds one bias to the sum of both products; PyTorch adds one to each of them, as"
        " cuDNN does{: *}.",
        other=2,
    ),
    Biases(
        "use_bias two_biases",
        2,
        "PyTorch adds one bias to the input's product and one to the state's, as cuDNN does;"
        " Keras adds one to the sum of both{: *}.",
        other=1,
    ),
    _NO_BIAS,
)
_RESET: Final = (
    Biases(
        "use_bias !two_biases reset_after",
        2,
        "With reset_after the reset gate acts on the state's product after its bias is added, as"
        " in cuDNN and PyTorch: the candidate's two biases cannot be one, and all gates have two."
        " Without it one is enough{: *}.",
        other=1,
        joint=True,
    ),
    Biases(
        "use_bias !two_biases !reset_after",
        1,
        "Without reset_after the reset gate acts on the state itself, as Cho et al. have it, and"
        " one bias is enough; with it, as in PyTorch, there are two{: *}.",
        other=2,
    ),
    Biases(
        "use_bias two_biases",
        2,
        "The reset gate acts on the state's product after its bias is added, as cuDNN does it:"
        " the candidate's two biases cannot be one, and all gates have two. Keras without"
        " reset_after has one{: *}.",
        other=1,
    ),
    _NO_BIAS,
)
# The values of roles that flags bring with them.
SETTLED: Final = {"!stacked": {"layers": "1"}, "!bidirectional": {"directions": "1"}}

SIMPLE: Final = Gates(1, "", _ONE_OR_TWO)
LSTM: Final = Gates(4, "input, forget, cell and output", _ONE_OR_TWO)
GRU: Final = Gates(3, "reset, update and candidate", _RESET)


# --- arguments ----------------------------------------------------------------------------------


def _projection(value: Any, rank: int, checked: bool) -> Any:
    if value is None or value == 0:
        return None
    if not is_integral(value, 1, checked):
        raise Unfit("a positive integer, or 0 for none")
    return value


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
RESET_AFTER: Final = Argument("reset_after", FLAG, True)
# What the native names take besides, as PyTorch's classes do.
_LAYERS: Final = Argument("layers", COUNT, 1, ("num_layers",))
_BIDIRECTIONAL: Final = Argument("bidirectional", FLAG, False)
_PROJECTION: Final = Argument(
    "projection", Kind("a positive integer, or 0 for none", _projection), None, ("proj_size",)
)


def _torch(*before_bias: Argument, projects: bool = False) -> Signature:
    """The signature of one of PyTorch's classes."""
    arguments = (
        Argument("input_size", COUNT, role="features"),
        Argument("hidden_size", COUNT, to=("units",)),
        Argument("num_layers", COUNT, 1, to=("layers",)),
        *before_bias,
        Argument("bias", FLAG, True, to=("use_bias",)),
        *ignored("batch_first", "dropout"),
        Argument("bidirectional", FLAG, False),
        *((Argument("proj_size", _PROJECTION.kind, None, to=("projection",)),) * projects),
        *ignored("device", "dtype"),
    )
    return Signature(arguments, fixed={"return_sequences": True, "return_state": True})


# --- resolution ---------------------------------------------------------------------------------


def sequence_of(site: Site) -> tuple[Value, Value]:
    """The steps of a sequence and the features of each.

    Raises:
        LayerProblem: for an input that is no sequence.
    """
    shape = site.inputs[0]
    if len(shape) == 2:
        return shape[0], shape[1]
    raise LayerProblem(
        "wrong-rank",
        f"needs a sequence, steps × features, but gets {joined(shape)}",
        hint="reshape it, or repeat a vector" if len(shape) == 1 else "reshape it first",
    )


def check_states(site: Site, expected: tuple[Shape, ...]) -> None:
    """Refuse states that do not fit, where any are handed besides the sequence."""
    given = site.inputs[1:]
    if not given:
        return
    if len(given) != len(expected):
        states = "state" if len(expected) == 1 else "states"
        raise LayerProblem(
            "inputs", f"takes {len(expected)} {states} besides its input, not {len(given)}"
        )
    for shape, wanted in zip(given, expected, strict=True):
        fits = len(shape) == len(wanted) and all(map(arithmetic.equal, shape, wanted))
        if site.checked and not fits:
            raise LayerProblem(
                "shapes", f"an initial state is {joined(wanted)} here, not {joined(shape)}"
            )


def _recurrent(site: Site, states: tuple[str, ...] = ("h",)) -> Resolved:
    steps, features = sequence_of(site)
    units, layers = site["units"], site["layers"]
    projection = site.arguments.get("projection")
    _check_projection(site, projection)
    directions = 2 if site["bidirectional"] else 1
    roles: dict[str, Value] = {
        "steps": steps,
        "features": features,
        "hidden_units": units,
        "layers": layers,
        "directions": directions,
    }
    if projection is not None:
        roles["projection"] = projection
    flags = {
        "use_bias": site["use_bias"],
        "two_biases": site.pytorch,
        "reset_after": site.arguments.get("reset_after", False),
        "stacked": layers != 1,
        "bidirectional": site["bidirectional"],
        "projected": projection is not None,
    }
    shapes = _states(site, states, projection)
    check_states(site, tuple(shapes.values()))
    return Resolved(
        roles,
        flags,
        _output(site, roles),
        _described(site),
        shapes if site["return_state"] else {},
        channels="the units of both directions of {layer}" if directions == 2 else "",
    )


def _check_projection(site: Site, projection: Any) -> None:
    if projection is None or not site.checked or is_below(projection, site["units"]):
        return
    if isinstance(projection, int) and isinstance(site["units"], int):
        message = f"a state of {site['units']} numbers cannot be projected to {projection}"
        raise LayerProblem("projection", message, "projection", "project it to fewer")


def _states(site: Site, states: tuple[str, ...], projection: Any) -> dict[str, Shape]:
    """The states after the last step: those of every layer and direction under each other."""
    units, rows = site["units"], ()
    if site.pytorch or site["layers"] != 1 or site["bidirectional"]:
        rows = (arithmetic.multiply((2 if site["bidirectional"] else 1, site["layers"])),)
    sizes = (units if projection is None else projection, units)
    names = (f"{state}_n" if site.pytorch else f"state_{state}" for state in states)
    return {name: (*rows, size) for name, size in zip(names, sizes, strict=False)}


def _output(site: Site, roles: dict[str, Value]) -> tuple[Axis, ...]:
    state = "projection" if "projection" in roles else "hidden_units"
    axis = kept("features", roles[state], state)
    if site["bidirectional"]:
        both = {role: roles[role] for role in ("directions", state)}
        axis = Axis("features", f"directions*{state}", both)
    return (kept("steps", roles["steps"], "size"), axis) if site["return_sequences"] else (axis,)


def _described(site: Site) -> Phrase:
    units, layers = site["units"], site["layers"]
    words: list[Any] = [units, " unit" if units == 1 else " units"]
    if layers != 1:
        words = [layers, " layers of ", *words]
    if site["bidirectional"]:
        words.append(", both directions")
    if site.arguments.get("projection") is not None:
        words += [", projected to ", site["projection"]]
    return (*words, described_steps(site))


def described_steps(site: Site) -> str:
    """Whether the outputs of every step are handed on, or those of the last one."""
    return ", every step" if site["return_sequences"] else ", the last step"


# --- layers -------------------------------------------------------------------------------------


def _over_sequences(gates: Gates, *variants: str) -> Gates:
    return Gates(gates.count, gates.names, gates.biases, variants)


_SIMPLE: Final = _over_sequences(SIMPLE, *VARIANTS[:2])
_LSTM: Final = _over_sequences(LSTM, *VARIANTS)
_GRU: Final = _over_sequences(GRU, *VARIANTS[:2])
_KERAS_SIMPLE: Final = (
    UNITS,
    ACTIVATIONS[0],
    USE_BIAS,
    *ignored(*INITIALIZERS, *REGULARIZERS, "activity_regularizer", *CONSTRAINTS, *DROPOUT),
    *RETURNED,
    *ignored("unroll", "seed"),
)
_KERAS_LSTM: Final = (
    UNITS,
    *ACTIVATIONS,
    USE_BIAS,
    *ignored(*INITIALIZERS, "unit_forget_bias", *REGULARIZERS, "activity_regularizer"),
    *ignored(*CONSTRAINTS, *DROPOUT, "seed"),
    *RETURNED,
    *ignored("unroll", "use_cudnn"),
)
_KERAS_GRU: Final = (
    UNITS,
    *ACTIVATIONS,
    USE_BIAS,
    *ignored(*INITIALIZERS, *REGULARIZERS, "activity_regularizer", *CONSTRAINTS, *DROPOUT, "seed"),
    *RETURNED,
    *ignored("unroll"),
    RESET_AFTER,
    *ignored("use_cudnn"),
)

LAYERS = (
    Layer(
        name="rnn",
        title="simple recurrent layer",
        aliases=("simple_rnn",),
        keras={"SimpleRNN": None},
        differing={"SimpleRNN": _KERAS_SIMPLE},
        torch={"RNN": _torch(*ignored("nonlinearity"))},
        arguments=(*_KERAS_SIMPLE, _LAYERS, _BIDIRECTIONAL),
        inputs=(1, 2),
        resolve=_recurrent,
        weights=gate_weights(_SIMPLE),
        forms=gate_forms(_SIMPLE, "J. Elman (1990)"),
        macs=gate_products(_SIMPLE),
        settled=SETTLED,
        words=WORDS,
        channels="the units of {layer}",
        source="J. Elman (1990), Finding structure in time; Keras 3, SimpleRNN; PyTorch, RNN",
        examples=(
            "input(20x8) -> rnn(16)",
            "input(20x8) -> rnn(16, layers=2, bidirectional=true, sequences=true)",
        ),
    ),
    Layer(
        name="lstm",
        title="LSTM",
        aliases=("long_short_term_memory",),
        keras={"LSTM": None},
        differing={"LSTM": _KERAS_LSTM},
        torch={"LSTM": _torch(projects=True)},
        arguments=(*_KERAS_LSTM, _LAYERS, _BIDIRECTIONAL, _PROJECTION),
        inputs=(1, 3),
        resolve=partial(_recurrent, states=("h", "c")),
        weights=gate_weights(_LSTM),
        forms=gate_forms(_LSTM, "S. Hochreiter, J. Schmidhuber (1997)"),
        macs=gate_products(_LSTM),
        settled=SETTLED,
        words=WORDS,
        channels="the units of {layer}",
        source="S. Hochreiter, J. Schmidhuber (1997); F. Gers, J. Schmidhuber, F. Cummins (2000),"
        " section 3 (forget gate); H. Sak, A. Senior, F. Beaufays (2014) (projection); Keras 3,"
        " LSTM; PyTorch, LSTM",
        examples=(
            "input(100x128) -> lstm(64)",
            "input(100x40) -> lstm(512, layers=2, projection=128, sequences=true)",
        ),
    ),
    Layer(
        name="gru",
        title="GRU",
        aliases=("gated_recurrent_unit",),
        keras={"GRU": None},
        differing={"GRU": _KERAS_GRU},
        torch={"GRU": _torch()},
        arguments=(*_KERAS_GRU, _LAYERS, _BIDIRECTIONAL),
        inputs=(1, 2),
        resolve=_recurrent,
        weights=gate_weights(_GRU),
        forms=gate_forms(_GRU, "K. Cho et al. (2014), equations 5 to 8"),
        macs=gate_products(_GRU),
        settled=SETTLED,
        words=WORDS,
        channels="the units of {layer}",
        source="K. Cho et al. (2014), Learning phrase representations using RNN encoder-decoder,"
        " equations 5 to 8; Keras 3, GRU; PyTorch, GRU",
        examples=("input(100x128) -> gru(64)", "input(100x128) -> gru(64, reset_after=false)"),
    ),
)
