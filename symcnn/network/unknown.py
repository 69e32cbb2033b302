"""What to say of a name that no layer of the catalogue has in the program's convention."""

from __future__ import annotations

from collections.abc import Iterable

from symcnn.choices import KERAS, PYTORCH
from symcnn.errors import did_you_mean
from symcnn.layers.catalogue import entries
from symcnn.layers.refused import REFUSED
from symcnn.network.scope import Rejected, rejected
from symcnn.syntax.tree import Step

_OTHER = {KERAS: PYTORCH, PYTORCH: KERAS}
_FRAMEWORKS = {KERAS: "Keras", PYTORCH: "PyTorch"}
_TORCH_MODULES = frozenset({"nn", "torch.nn"})


def unknown_layer(step: Step, name: str, convention: str, words: Iterable[str]) -> Rejected:
    """The problem of a name that means no layer here: why, or the nearest names that do."""
    reason = REFUSED.get(name)
    if reason:
        message = f"{name} cannot be counted from here: {reason}"
        return rejected("refused-layer", message, step.name_span, "put what it gives as an input")
    near = did_you_mean(name.rpartition(".")[2], (*entries(convention), *words))
    hint = " ".join(filter(None, (near, _other_framework(step, name, convention))))
    message = f"no layer is called '{name}'"
    return rejected(
        "unknown-layer", message, step.name_span, hint or "`symcnn layers` lists them all"
    )


def is_foreign(step: Step, convention: str) -> bool:
    """Whether a name says by its module that it is PyTorch's, in a program of Keras's."""
    return step.called and convention == KERAS and step.name.rpartition(".")[0] in _TORCH_MODULES


def _other_framework(step: Step, name: str, convention: str) -> str:
    """A hint for a name that only the other framework has."""
    other = _OTHER[convention]
    if name not in entries(other) and not is_foreign(step, convention):
        return ""
    if other == PYTORCH:
        return f"{name} is PyTorch's: write `convention pytorch` in the first line"
    return f"{name} is {_FRAMEWORKS[other]}'s: leave out `convention {convention}`"
