"""What `name = LAYER` means: a `Sequential` under a name, in PyTorch's convention any module."""

from __future__ import annotations

import re
from dataclasses import replace

from symcnn.choices import PYTORCH
from symcnn.network.bodies import Body, label_word
from symcnn.network.construction import Construction
from symcnn.network.listings import SEQUENTIAL
from symcnn.network.scope import Rejected, rejected
from symcnn.network.unknown import is_foreign
from symcnn.syntax.tree import Assignment, Step

_SELF = "self."
_WORDS = re.compile(r"\w+")


def assigned_step(construction: Construction, statement: Assignment, body: Body) -> Step:
    """The step of an assignment, labelled where PyTorch names its modules so.

    Raises:
        Rejected: for a layer of Keras, which is labelled with ``:``.
    """
    step, name = statement.step, statement.name.removeprefix(_SELF)
    listing = step.name.rpartition(".")[2] in SEQUENTIAL
    if construction.convention == PYTORCH:
        if not name.isidentifier() or _takes(step, name):
            raise _refused(statement, name, body)
        if listing and construction.is_whole(step):
            return step
        return replace(step, label=name, label_span=statement.span)
    if listing or is_foreign(step, construction.convention):
        return step
    raise _refused(statement, name, body)


def _takes(step: Step, name: str) -> bool:
    return any(label_word(argument) == name for argument in step.arguments)


def _refused(statement: Assignment, name: str, body: Body) -> Rejected:
    """The error for an assignment, with the step as it may be written."""
    step, label = statement.step, _WORDS.findall(name.rpartition(".")[2])[0]
    hint = f"write {label}: {step.name}(…)"
    if _takes(step, name) or body.find(label) is not None:
        hint = f"write {step.name}(…) without {label}: it takes what the step before hands on"
    if label == "convention":
        hint = f"write convention {step.name}"
    message = "a layer is labelled with ':', not '='"
    return rejected("assignment", message, statement.span, hint)
