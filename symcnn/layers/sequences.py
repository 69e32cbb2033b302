"""Sequences: what recurrent layers take, and layers that make or end one."""

from __future__ import annotations

from typing import Final

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import AXIS, COUNT, Argument
from symcnn.layers.declaration import Layer, LayerProblem, Resolved, Shape, Site, kept
from symcnn.layers.sight import Sight, Sights, Undefined, Window
from symcnn.layers.windows import axis_index, joined

_OF_VECTORS: Final = (
    "a recurrent layer before it needs return_sequences=true; repeat_vector repeats a vector"
)


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
        hint=_OF_VECTORS if len(shape) == 1 else "reshape it to steps × features first",
    )


def step_of(site: Site) -> Value:
    """The features of one step of a sequence.

    Raises:
        LayerProblem: for an input of more axes.
    """
    shape = site.inputs[0]
    if len(shape) == 1:
        return shape[0]
    raise LayerProblem(
        "wrong-rank",
        f"takes one step of a sequence, a vector, but gets {joined(shape)}",
        hint="recurrent { … } around it takes all steps; a layer such as lstm(32) does, too",
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


def described_steps(site: Site) -> str:
    """Whether the outputs of every step are handed on, or those of the last one."""
    return ", every step" if site["return_sequences"] else ", the last step"


# --- layers that make or end a sequence -----------------------------------------------------------


def _repeated(site: Site) -> Resolved:
    (features,) = site.inputs[0]
    return Resolved(
        output=(kept("steps", site["n"], "repeats"), kept("features", features, "size")),
        describe=("the vector ", site["n"], " times"),
    )


def _selected(site: Site) -> Resolved:
    shape, place = site.inputs[0], site["index"]
    axis = axis_index(site["axis"], shape)
    extent = shape[axis]
    if site.checked and isinstance(extent, int) and not -extent <= place < extent:
        message = f"an axis of {extent} has no place {place}"
        raise LayerProblem("axis", message, "index", "places are counted from 0, or from -1 back")
    words = {0: "the first", -1: "the last"}.get(place, f"number {place}")
    return Resolved(
        output=tuple(
            kept(f"axis {index + 1}", size, "size")
            for index, size in enumerate(shape)
            if index != axis
        ),
        describe=(words, " of ", extent),
    )


def _onto_all(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each value is seen by each of its copies."""
    return ((Window(1),),)


def _one_place(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """The other axes are themselves; which place is seen of this one, no window tells."""
    axis = axis_index(site["axis"], site.inputs[0])
    others = [index for index in range(len(site.inputs[0])) if index != axis]
    sights: dict[int, Sight] = {index: Window(to) for to, index in enumerate(others)}
    sights[axis] = Undefined("one place of the axis is taken")
    return (tuple(sights[index] for index in range(len(sights))),)


LAYERS = (
    Layer(
        name="repeat_vector",
        title="repeated vector",
        keras={"RepeatVector": None},
        arguments=(Argument("n", COUNT),),
        ranks=(1, 1),
        resolve=_repeated,
        sees=_onto_all,
        words={"repeats": "how often the vector is repeated"},
        reason="Repeating writes the same values again: nothing is learned.",
        source="Keras 3, RepeatVector",
        examples=("input(64) -> repeat_vector(10)",),
    ),
    Layer(
        name="select",
        title="one place of an axis",
        aliases=("last",),
        arguments=(Argument("axis", AXIS, 1), Argument("index", AXIS, -1)),
        ranks=(2, None),
        resolve=_selected,
        sees=_one_place,
        reason="Selecting takes some of the values as they are: nothing is learned.",
        source="Indexing in Keras and PyTorch, such as x[:, -1]",
        examples=("input(10x64) -> last", "input(197x768) -> select(axis=1, index=0)"),
    ),
)
