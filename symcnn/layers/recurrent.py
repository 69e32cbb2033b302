"""Recurrent layers over a sequence: the simple one, LSTM and GRU."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import (
    COUNT,
    FLAG,
    Argument,
    Kind,
    Unfit,
    ignored,
    is_integral,
)
from symcnn.layers.declaration import (
    Axis,
    Layer,
    LayerProblem,
    Noun,
    Phrase,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
)
from symcnn.layers.gates import WORDS, Stack
from symcnn.layers.recurrent_units import (
    ACTIVATIONS,
    BY_KEYWORD,
    CONSTRAINTS,
    DROPOUT,
    GRU,
    INITIALIZERS,
    LSTM,
    NONLINEARITY,
    REGULARIZERS,
    RESET_AFTER,
    RETURNED,
    SIMPLE,
    UNITS,
    USE_BIAS,
)
from symcnn.layers.sequences import check_states, described_steps, sequence_of
from symcnn.layers.sight import whole
from symcnn.layers.windows import is_below

# --- arguments ----------------------------------------------------------------------------------


def _projection(value: Any, rank: int, checked: bool) -> Any:
    if value is None or value == 0:
        return None
    if not is_integral(value, 1, checked):
        raise Unfit("a positive integer, or 0 for none")
    return value


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


def _recurrent(site: Site, states: tuple[str, ...] = ("h",)) -> Resolved:
    steps, features = sequence_of(site)
    units, layers = site["units"], site["layers"]
    projection = site.arguments.get("projection")
    _check_projection(site, projection)
    directions = 2 if site["bidirectional"] else 1
    biases = 2 if site.pytorch or site.arguments.get("reset_after", False) else 1
    roles: dict[str, Value] = {
        "steps": steps,
        "features": features,
        "hidden_units": units,
        "layers": layers,
        "directions": directions,
        "biases_each": biases if site["use_bias"] else 0,
        "state": units if projection is None else projection,
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
        channels=_channels(site),
    )


def _channels(site: Site) -> str:
    """Where the features of the output come from."""
    state = (
        "what {layer} projects to" if site.arguments.get("projection") else "the units of {layer}"
    )
    return f"{state}, both directions" if site["bidirectional"] else state


def _check_projection(site: Site, projection: Any) -> None:
    if projection is None or not site.checked or is_below(projection, site["units"]):
        return
    if isinstance(projection, int) and isinstance(site["units"], int):
        message = f"a state of size {site['units']} cannot be projected to {projection}"
        raise LayerProblem("argument", message, "projection", "project it to fewer")


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
    words: list[Any] = [units, Noun(units, " unit", " units")]
    if layers != 1:
        words = [layers, " layers of ", *words]
    if site["bidirectional"]:
        words.append(", both directions")
    if site.arguments.get("projection") is not None:
        words += [", projected to ", site["projection"]]
    return (*words, described_steps(site))


# --- layers -------------------------------------------------------------------------------------


_SIMPLE: Final = Stack(SIMPLE, several=True)
_LSTM: Final = Stack(LSTM, several=True, projects=True)
_GRU: Final = Stack(GRU, several=True)
_KERAS_SIMPLE: Final = (
    UNITS,
    ACTIVATIONS[0],
    USE_BIAS,
    *ignored(*INITIALIZERS, *REGULARIZERS, "activity_regularizer", *CONSTRAINTS, *DROPOUT),
    *RETURNED,
    *ignored("unroll", "seed", "zero_output_for_mask"),
)
_KERAS_LSTM: Final = (
    UNITS,
    *ACTIVATIONS,
    USE_BIAS,
    *ignored(*INITIALIZERS, "unit_forget_bias", *REGULARIZERS, "activity_regularizer"),
    *ignored(*CONSTRAINTS, *DROPOUT, "seed"),
    *RETURNED,
    *ignored("unroll", "use_cudnn"),
    *BY_KEYWORD,
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
    *BY_KEYWORD,
)

LAYERS = (
    Layer(
        name="rnn",
        title="simple recurrent layer",
        aliases=("simple_rnn",),
        keras={"SimpleRNN": None},
        differing={"SimpleRNN": _KERAS_SIMPLE},
        torch={"RNN": _torch(NONLINEARITY)},
        arguments=(*_KERAS_SIMPLE, _LAYERS, _BIDIRECTIONAL),
        inputs=(1, 2),
        resolve=_recurrent,
        weights=_SIMPLE.weights,
        forms=_SIMPLE.forms("J. Elman (1990)"),
        macs=_SIMPLE.products(),
        sees=whole,
        settled=_SIMPLE.settled,
        unusual=_SIMPLE.unusual,
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
        weights=_LSTM.weights,
        forms=_LSTM.forms("S. Hochreiter, J. Schmidhuber (1997)"),
        macs=_LSTM.products(),
        sees=whole,
        settled=_LSTM.settled,
        unusual=_LSTM.unusual,
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
        weights=_GRU.weights,
        forms=_GRU.forms("K. Cho et al. (2014), equations 5 to 8"),
        macs=_GRU.products(),
        sees=whole,
        settled=_GRU.settled,
        unusual=_GRU.unusual,
        words=WORDS,
        channels="the units of {layer}",
        source="K. Cho et al. (2014), Learning phrase representations using RNN encoder-decoder,"
        " equations 5 to 8; Keras 3, GRU; PyTorch, GRU",
        examples=("input(100x128) -> gru(64)", "input(100x128) -> gru(64, reset_after=false)"),
    ),
)
