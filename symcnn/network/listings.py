"""Layers as Python lists them: in a `Sequential`, by `model.add( )`, under assigned names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symcnn.network import values
from symcnn.network.scope import rejected
from symcnn.syntax.tree import (
    Adjacent,
    Assignment,
    Call,
    Chain,
    Statement,
    Step,
    Tuple,
    Value,
    Word,
)

SEQUENTIAL = frozenset({"Sequential", "sequential", "Pipeline"})
_NAMED_LAYERS = "OrderedDict"


def listed(step: Step) -> tuple[Step, ...]:
    """The layers in the list of a `Sequential`."""
    steps: list[Step] = []
    for argument in step.arguments:
        if argument.keyword in ("name", "trainable"):
            continue
        if argument.keyword not in (None, "layers"):
            message = f"Sequential takes no argument '{argument.keyword}'"
            raise rejected("unknown-argument", message, argument.span, "it takes layers and name")
        value = argument.value
        for item in value.items if isinstance(value, Tuple) else (value,):
            if isinstance(item, Call) and item.name.rpartition(".")[2] == _NAMED_LAYERS:
                steps.extend(_named_layers(item))
            elif isinstance(item, Call):
                steps.append(as_step(item))
            elif isinstance(item, Adjacent):
                steps.extend(map(as_step, item.calls))
            else:
                raise rejected("sequential", "a Sequential lists layers", values.place(item))
    return tuple(steps)


def _named_layers(call: Call) -> Iterator[Step]:
    """The layers in ``OrderedDict([("conv1", Conv2d(3, 8, 5)), …])``, under their names."""
    values_ = [argument.value for argument in call.arguments]
    pairs = values_[0].items if len(values_) == 1 and isinstance(values_[0], Tuple) else ()
    for pair in pairs:
        items = pair.items if isinstance(pair, Tuple) else ()
        if len(items) == 2 and isinstance(items[0], Word) and isinstance(items[1], Call):
            label = items[0]
            yield replace(as_step(items[1]), label=label.text, label_span=label.span)
        else:
            message = "a pair of a name and a layer stands here"
            raise rejected(
                "sequential", message, values.place(pair), 'such as ("fc", Linear(8, 2))'
            )
    if not pairs:
        raise rejected("sequential", f"{_NAMED_LAYERS} lists names and layers", call.span)


def as_step(call: Call) -> Step:
    """A layer in a list or in `model.add( )` as a step."""
    return Step(call.name, call.name_span, call.arguments, None, None, call.span, called=True)


def name_argument(step: Step) -> Value | None:
    """What ``name=`` says, where it stands."""
    return next((a.value for a in step.arguments if a.keyword == "name"), None)


def whole_listing(body: Chain) -> Step | None:
    """The only `Sequential` of a program, where it stands last."""
    steps = [step for step in map(step_of, body) if step is not None]
    found = [step for step in steps if step.name.rpartition(".")[2] in SEQUENTIAL]
    return found[0] if len(found) == 1 and found[0] is steps[-1] else None


def step_of(statement: Statement) -> Step | None:
    """The step of a statement, also where a name is assigned to it."""
    if isinstance(statement, Assignment):
        return statement.step
    return statement if isinstance(statement, Step) else None


def added_layer(step: Step) -> Step | None:
    """The layer in ``model.add(LAYER)``."""
    if step.name.rpartition(".")[2] != "add" or len(step.arguments) != 1:
        return None
    value = step.arguments[0].value
    return as_step(value) if isinstance(value, Call) else None
