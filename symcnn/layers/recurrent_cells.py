"""Cells, which take one step of a sequence, and the layer that takes all steps with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from symcnn.layers.arguments import COUNT, FLAG, LAYER, Argument, ignored
from symcnn.layers.declaration import (
    Layer,
    LayerProblem,
    Noun,
    Part,
    Resolved,
    Shape,
    Signature,
    Site,
    kept,
    products,
)
from symcnn.layers.gates import WORDS, Gates, Stack
from symcnn.layers.held import in_turn, output_axes
from symcnn.layers.recurrent_units import (
    ACTIVATIONS,
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
from symcnn.layers.sequences import check_states, described_steps, sequence_of, step_of
from symcnn.layers.sight import whole

# --- one step -----------------------------------------------------------------------------------


def _cell(site: Site, states: tuple[str, ...] = ("h",)) -> Resolved:
    features, units = step_of(site), site["units"]
    biases = 2 if site.pytorch or site.arguments.get("reset_after", False) else 1
    shapes: dict[str, Shape] = dict.fromkeys(states, (units,))
    check_states(site, tuple(shapes.values()))
    return Resolved(
        {
            "features": features,
            "hidden_units": units,
            "biases_each": biases if site["use_bias"] else 0,
        },
        {
            "use_bias": site["use_bias"],
            "two_biases": site.pytorch,
            "reset_after": site.arguments.get("reset_after", False),
        },
        (kept("features", units, "hidden_units"),),
        (units, Noun(units, " unit", " units"), ", one step"),
        _after_a_step(site, shapes),
    )


def _after_a_step(site: Site, shapes: dict[str, Shape]) -> dict[str, Shape | None]:
    """The states that come with the output; PyTorch's cells give the first as their output."""
    if site.pytorch:
        return {f"{state}_1": shape for state, shape in shapes.items() if state != "h"}
    return {f"state_{state}": shape for state, shape in shapes.items()}


def _stacked(site: Site) -> Resolved:
    parts = _cells(site, "cells", (step_of(site),))
    return Resolved(
        output=output_axes(parts[-1]),
        describe=(len(parts), " cells, one above the other"),
        parts=parts,
        channels="the units of {layer}",
    )


# --- all steps ----------------------------------------------------------------------------------


def _recurrent(site: Site) -> Resolved:
    steps, features = sequence_of(site)
    parts = _cells(site, "cell", (features,))
    check_states(site, tuple(_states(parts).values()))
    leading = (kept("steps", steps, "size"),) if site["return_sequences"] else ()
    words: list[Any] = [part.layer.title for part in parts]
    return Resolved(
        {"steps": steps},
        {},
        (*leading, *output_axes(parts[-1])),
        (" above ".join(reversed(words)), described_steps(site)),
        _states(parts) if site["return_state"] else {},
        parts,
        "the units of {layer}",
    )


def _cells(site: Site, argument: str, shape: Shape) -> tuple[Part, ...]:
    """The cells of an argument, each handed what the one before it gives."""
    for held in site[argument]:
        if held.layer.name not in _STATES:
            message = f"{held.layer.name} is no cell, which takes one step of a sequence"
            raise LayerProblem("argument", message, argument, _hint(held.layer))
    parts = in_turn(site[argument], shape)
    if len(parts) == 1 and parts[0].layer.name == _STACK:
        return parts[0].resolved.parts
    return parts


def _hint(layer: Layer) -> str:
    """The cell of a recurrent layer, or another."""
    cell = f"{layer.name}_cell"
    return f"write {cell}(32)" if cell in _STATES else "write lstm_cell(32) or another cell"


def _single(parts: Sequence[Part]) -> Iterator[Part]:
    """The cells, those of stacks inside a stack each for itself."""
    for part in parts:
        yield from _single(part.resolved.parts) if part.layer.name == _STACK else (part,)


def _states(parts: Sequence[Part]) -> dict[str, Shape]:
    """The states of all cells; those of several are numbered from the first on."""
    found: dict[str, Shape] = {}
    cells = list(_single(parts))
    for number, part in enumerate(cells, 1):
        for name in _STATES[part.layer.name]:
            found[f"state_{name}{number}" if len(cells) > 1 else f"state_{name}"] = part.shape
    return found


_CELL: Final = replace(
    LAYER,
    expected="a cell",
    example="LSTMCell(32)",
    own="the weights and the output of a cell of one's own are what its Python code makes of them",
)
# --- layers -------------------------------------------------------------------------------------

_STACK: Final = "stacked_cells"
# The states of each cell by its native name; a stack has those of its cells.
_STATES: Final = {
    "rnn_cell": ("h",),
    "lstm_cell": ("h", "c"),
    "gru_cell": ("h",),
    _STACK: (),
}


def _declared(
    gates: Gates, keras: str, torch: str, arguments: tuple[Argument, ...], source: str
) -> Layer:
    name = f"{torch.removesuffix('Cell').lower()}_cell"
    states, stack = _STATES[name], Stack(gates)
    signature = Signature(
        (
            Argument("input_size", COUNT, role="features"),
            Argument("hidden_size", COUNT, to=("units",)),
            Argument("bias", FLAG, True, to=("use_bias",)),
            *((NONLINEARITY,) if name == "rnn_cell" else ()),
            *ignored("device", "dtype"),
        )
    )
    return Layer(
        name=name,
        title=f"{torch.removesuffix('Cell')} cell" if name != "rnn_cell" else "simple cell",
        keras={keras: None},
        torch={torch: signature},
        arguments=arguments,
        inputs=(1, 1 + len(states)),
        resolve=partial(_cell, states=states),
        weights=stack.weights,
        forms=stack.forms(source),
        macs=stack.products(steps=""),
        settled=stack.settled,
        unusual=stack.unusual,
        sees=whole,
        words=WORDS,
        channels="the units of {layer}",
        source=f"{source}; Keras 3, {keras}; PyTorch, {torch}",
        examples=(f"input(128) -> {name}(64)",),
    )


_BEFORE_BIAS: Final = (UNITS, *ACTIVATIONS, USE_BIAS, *ignored(*INITIALIZERS))
_AFTER_BIAS: Final = ignored(*REGULARIZERS, *CONSTRAINTS, *DROPOUT)
_LAST: Final = ignored("seed", "implementation")

LAYERS = (
    _declared(
        SIMPLE,
        "SimpleRNNCell",
        "RNNCell",
        (UNITS, ACTIVATIONS[0], USE_BIAS, *ignored(*INITIALIZERS), *_AFTER_BIAS, *ignored("seed")),
        "J. Elman (1990)",
    ),
    _declared(
        LSTM,
        "LSTMCell",
        "LSTMCell",
        (*_BEFORE_BIAS, *ignored("unit_forget_bias"), *_AFTER_BIAS, *_LAST),
        "S. Hochreiter, J. Schmidhuber (1997); F. Gers, J. Schmidhuber, F. Cummins (2000)",
    ),
    _declared(
        GRU,
        "GRUCell",
        "GRUCell",
        (*_BEFORE_BIAS, *_AFTER_BIAS, RESET_AFTER, *_LAST),
        "K. Cho et al. (2014), equations 5 to 8",
    ),
    Layer(
        name=_STACK,
        title="stacked cells",
        keras={"StackedRNNCells": None},
        arguments=(Argument("cells", _CELL),),
        resolve=_stacked,
        holds=("cell1", "cell2"),
        macs=(products("{held}"),),
        sees=whole,
        source="Keras 3, StackedRNNCells",
        examples=("input(128) -> stacked_cells { lstm_cell(64) -> gru_cell(32) }",),
    ),
    Layer(
        name="recurrent",
        title="recurrent layer",
        keras={"RNN": None},
        arguments=(
            Argument("cell", _CELL),
            *RETURNED,
            *ignored("unroll", "zero_output_for_mask"),
        ),
        inputs=(1, None),
        resolve=_recurrent,
        holds=("cell",),
        macs=(products("steps*({held})"),),
        sees=whole,
        source="Keras 3, RNN",
        examples=(
            "input(100x128) -> recurrent { lstm_cell(64) }",
            "input(100x128) -> RNN([LSTMCell(64), GRUCell(32)], return_sequences=True)",
        ),
    ),
)
