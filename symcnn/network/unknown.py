"""What to say of a name that no layer of the catalogue has in the program's convention."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.choices import KERAS, PYTORCH
from symcnn.errors import did_you_mean
from symcnn.layers.catalogue import entries
from symcnn.layers.refused import INSTEAD, REFUSED
from symcnn.network.scope import Rejected, rejected
from symcnn.syntax.tree import Step

_OTHER = {KERAS: PYTORCH, PYTORCH: KERAS}
_FRAMEWORKS = {KERAS: "Keras", PYTORCH: "PyTorch"}
# The modules in front of names that belong to the other framework.
_FOREIGN = {
    KERAS: frozenset({"nn", "torch.nn"}),
    PYTORCH: frozenset({"layers", "keras.layers", "tf.keras.layers", "tensorflow.keras.layers"}),
}


def unknown_layer(step: Step, name: str, convention: str, words: Iterable[str]) -> Rejected:
    """The problem of a name that means no layer here: why, or the nearest names that do."""
    reason = REFUSED.get(name)
    if reason:
        message = f"{name} cannot be counted from here: {reason}"
        hint = INSTEAD.get(reason, "put what it gives as an input")
        return rejected("refused-layer", message, step.name_span, hint)
    other = _OTHER[convention]
    if is_foreign(step, convention):
        message = f"{step.name} is {_FRAMEWORKS[other]}'s"
        return rejected("convention", message, step.name_span, _change(convention))
    known = (*entries(convention), *words)
    hint = did_you_mean(name.rpartition(".")[2], known)
    if name in entries(other) and step.name.rpartition(".")[0] not in _FOREIGN[other]:
        same = next((word for word in known if word.casefold() == name.casefold()), "")
        meant = f"did you mean '{same}'? " if same else ""
        hint = f"{meant}{name} is {_FRAMEWORKS[other]}'s: {_change(convention)}"
    if step.label == "convention":
        hint = f"write convention {name}, without a colon"
    message = f"no layer is called '{name}'"
    return rejected(
        "unknown-layer", message, step.name_span, hint or "`symcnn layers` lists them all"
    )


def is_foreign(step: Step, convention: str) -> bool:
    """Whether a name says by its module that it is the other framework's."""
    return step.called and step.name.rpartition(".")[0] in _FOREIGN[convention]


def _change(convention: str) -> str:
    """How to follow the other framework."""
    if convention == KERAS:
        return "write `convention pytorch` in the first line"
    return "leave out `convention pytorch`"
