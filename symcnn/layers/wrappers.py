"""Layers around another layer: both directions of a sequence, or each step of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from symcnn.choices import METHODS
from symcnn.formula import arithmetic
from symcnn.layers.arguments import LAYER, Argument, choice, ignored
from symcnn.layers.declaration import (
    Axis,
    Form,
    Held,
    Layer,
    LayerProblem,
    Part,
    Resolved,
    Shape,
    Site,
    kept,
    products,
)
from symcnn.layers.formulas import Definition
from symcnn.layers.held import given_by, in_turn, output_axes
from symcnn.layers.sight_inside import both_ways, each_step
from symcnn.layers.windows import joined

# --- both directions ----------------------------------------------------------------------------

# What the two directions must have in common.
_COMMON: Final = ("return_sequences", "return_state", "stateful")
_MERGED: Final = {
    "concat": "outputs end to end",
    "sum": "outputs added",
    "mul": "outputs multiplied",
    "ave": "outputs averaged",
    None: "outputs apart",
}


def _bidirectional(site: Site) -> Resolved:
    forward, backward = _directions(site)
    _check_directions(site, forward, backward)
    alike = site["backward_layer"] is None
    others: dict[str, Shape | None] = {}
    if site["merge_mode"] is None:
        others["backward"] = backward.shape
    for direction, part in (("forward", forward), ("backward", backward)):
        for name, shape in part.resolved.others.items():
            others[f"{direction}_{name.removeprefix('state_')}"] = shape
    origin = given_by(forward)
    return Resolved(
        {"directions": 2},
        {"apart": not alike},
        _merged(site, forward, backward),
        (_both_titles(forward, backward), ", ", _MERGED[site["merge_mode"]]),
        others,
        (replace(forward, copies="directions"),) if alike else (forward, backward),
        f"{origin}, both directions" if site["merge_mode"] == "concat" else origin,
    )


def _both_titles(forward: Part, backward: Part) -> str:
    """What goes forward and what goes backward."""
    one, other = forward.layer.title, backward.layer.title
    return f"{one}, forward and backward" if one == other else f"{one} forward, {other} backward"


def _directions(site: Site) -> tuple[Part, Part]:
    """The layer forward and backward; the states of each are handed to it in turn."""
    given, states = site["layer"], site.inputs[1:]
    backwards: tuple[Held, ...] | None = site["backward_layer"]
    for layers, argument in ((given, "layer"), (backwards or given, "backward_layer")):
        if len(layers) != 1:
            message = f"it holds one layer, not {len(layers)}"
            raise LayerProblem("argument", message, argument)
    half = len(states) // 2
    if len(states) % 2:
        raise LayerProblem("inputs", "takes as many states forward as backward")
    (layer,) = given
    if backwards is None:
        forward = layer(site.inputs[0], *states[:half])
        return forward, layer(site.inputs[0], *states[half:])
    names = [f"{direction}_{held.layer.name}" for direction, held in _named(layer, backwards[0])]
    forward = layer(site.inputs[0], *states[:half], name=names[0])
    return forward, backwards[0](site.inputs[0], *states[half:], name=names[1])


def _named(layer: Held, backward: Held) -> tuple[tuple[str, Held], tuple[str, Held]]:
    return ("forward", layer), ("backward", backward)


def _check_directions(site: Site, forward: Part, backward: Part) -> None:
    for part, argument in ((forward, "layer"), (backward, "backward_layer")):
        if "go_backwards" not in part.site.arguments:
            raise LayerProblem(
                "argument",
                f"{part.layer.name} has no direction to turn round",
                argument,
                "put a recurrent layer inside, such as lstm(32)",
            )
    if site["backward_layer"] is None:
        if forward.site["go_backwards"]:
            message = f"{forward.layer.name} goes backwards, as the other direction does"
            raise LayerProblem("argument", message, "layer", "leave go_backwards out")
        return
    for name in _COMMON:
        one, other = forward.site[name], backward.site[name]
        if one != other:
            message = f"{name} is {one} forward, but {other} backward"
            raise LayerProblem("argument", message, "backward_layer")
    if forward.site["go_backwards"] == backward.site["go_backwards"]:
        message = "both layers go in the same direction"
        hint = "write go_backwards=true in the backward layer"
        raise LayerProblem("argument", message, "backward_layer", hint)


def _merged(site: Site, forward: Part, backward: Part) -> tuple[Axis, ...]:
    """The output's axes: end to end along the last one, or those of either direction."""
    *leading, last = output_axes(forward)
    if site["merge_mode"] == "concat":
        roles = {"forward": forward.shape[-1], "backward": backward.shape[-1]}
        return (*leading, Axis("features", "forward + backward", roles))
    fit = all(map(arithmetic.equal, forward.shape, backward.shape))
    if site.checked and site["merge_mode"] and not fit:
        shapes = f"{joined(forward.shape)} forward and {joined(backward.shape)} backward"
        raise LayerProblem("shapes", f"{shapes} do not fit together", "backward_layer")
    return (*leading, last)


# --- each step ----------------------------------------------------------------------------------


def _time_distributed(site: Site) -> Resolved:
    steps, *step = site.inputs[0]
    if not step:
        message = f"needs steps in front, but gets {joined(site.inputs[0])}"
        raise LayerProblem("wrong-rank", message, hint="repeat_vector repeats a vector")
    parts = in_turn(site["layer"], tuple(step), "each step")
    origins = [given_by(part, "each step") for part in parts]
    return Resolved(
        {"steps": steps},
        {},
        (kept("steps", steps, "size"), *output_axes(parts[-1])),
        (", ".join(p.layer.title for p in parts), ", the same at each of ", steps, " steps"),
        {},
        parts,
        next(filter(None, reversed(origins)), ""),
    )


def _in_all(method: str, words: str) -> Form:
    """The form of a method: all that is inside."""
    return Form(method, (Definition("parameters", "{held}"),), words)


LAYERS = (
    Layer(
        name="bidirectional",
        title="both directions",
        keras={"Bidirectional": None},
        arguments=(
            Argument("layer", LAYER),
            Argument("merge_mode", choice("concat", "sum", "mul", "ave", or_none=True), "concat"),
            *ignored("weights"),
            Argument("backward_layer", LAYER, None),
        ),
        inputs=(1, None),
        resolve=_bidirectional,
        holds=("directions*layer",),
        forms=(*(_in_all(method, "one layer for each direction") for method in METHODS),),
        macs=(products("{held}"),),
        settled={"!apart": {"directions": "2"}},
        sees=both_ways,
        words={
            "forward": "the features of the forward layer",
            "backward": "the features of the backward layer",
        },
        source="M. Schuster, K. Paliwal (1997), section II; Keras 3, Bidirectional",
        examples=(
            "input(100x128) -> bidirectional { lstm(64) }",
            "input(100x128) -> bidirectional(lstm(64), backward_layer=gru(32, go_backwards=true))",
        ),
    ),
    Layer(
        name="time_distributed",
        title="step by step",
        keras={"TimeDistributed": None},
        arguments=(Argument("layer", LAYER),),
        resolve=_time_distributed,
        macs=(products("steps*({held})"),),
        sees=each_step,
        source="Keras 3, TimeDistributed",
        examples=(
            "input(10x28x28x1) -> time_distributed { conv(8, 3x3) }",
            "input(10x64) -> time_distributed { dense(32) -> bn }",
        ),
    ),
)
