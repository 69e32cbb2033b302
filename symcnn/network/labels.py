"""Steps that name others: `from(a, b)`, `given(a, b)`, a label applied again, what is merged."""

from __future__ import annotations

from itertools import islice

from symcnn.errors import did_you_mean
from symcnn.formula.nodes import Name
from symcnn.network.bodies import Body, label_word
from symcnn.network.checks import Unknown
from symcnn.network.construction import Construction, Handed, Place, Sharing
from symcnn.network.graph import Node, Output
from symcnn.network.repeating import addition, expand
from symcnn.network.scope import Rejected, rejected
from symcnn.network.sharing import shared
from symcnn.source import Span
from symcnn.syntax.tree import Argument, Step, Word

_CONSTANTS = frozenset({"True", "False", "None"})


def output_of(construction: Construction, argument: Argument, body: Body) -> Output:
    """What the label in an argument hands on.

    Raises:
        Rejected: for a label that no earlier step has.
    """
    label = label_word(argument)
    output = body.find(label)
    if output is None:
        raise _unknown(construction, label, body, argument.span)
    return output


def _unknown(construction: Construction, label: str, body: Body, span: Span) -> Rejected:
    """The error for a label that no earlier step has, or that no single layer has."""
    for repetition in construction.repeats.values():
        if any(path.startswith(f"{repetition.path}[") for path in body.paths(label)):
            message = f"the passes of '{repetition.path}' have no names while their number is free"
            hint = f"name {repetition.path} for what the last one hands on, or {repetition.hint}"
            return rejected("unknown-label", message, span, hint)
    hint = did_you_mean(label, body.known()) or _besides(construction, label, body)
    hint = hint or _other_words(label, body)
    return rejected("unknown-label", f"no layer above is labelled '{label}'", span, hint)


def _other_words(label: str, body: Body) -> str:
    """Where `skip` stands, for it is no label; for any other word the labels that there are."""
    if label == "skip":
        return "skip stands in braces, as in add { … | skip }"
    known = ", ".join(islice(dict.fromkeys(body.known()), 5))
    return f"those above are {known}" if known else ""


def _besides(construction: Construction, label: str, body: Body) -> str:
    """What the layer in front of a label's last dot gives besides its output."""
    output = body.find(label.rpartition(".")[0])
    node = construction.nodes.get(output.layer) if output is not None else None
    if node is None:
        return ""
    if node.further_outputs:
        given = ", ".join(f"{node.name}.{name}" for name in node.further_outputs)
        return f"besides its output it gives {given}"
    wanted = node.site.arguments.get("return_state") is False
    states = "; with return_state=true it gives its states as well" if wanted else ""
    return f"{node.name} gives its output alone{states}"


def is_label(argument: Argument) -> bool:
    """Whether an argument could be a label: a word or name without a keyword."""
    return argument.keyword is None and isinstance(argument.value, Name | Word)


def is_joined(argument: Argument) -> bool:
    """Whether an argument of a layer that joins is a label: no flag of Python's."""
    return is_label(argument) and getattr(argument.value, "name", "") not in _CONSTANTS


def restart(construction: Construction, step: Step, place: Place) -> Handed:
    """``from(a, b)``: go on from earlier outputs."""
    _check_labels(step)
    return tuple(output_of(construction, argument, place.body) for argument in step.arguments)


def given(construction: Construction, step: Step, place: Place) -> Handed:
    """``given(a, b)``: labels for what the body is handed, in its order.

    Raises:
        Rejected: where it is handed more outputs or fewer.
    """
    _check_labels(step)
    handed, labels = place.handed, step.arguments
    unknown = next((output for output in handed if output.shape is None), None)
    if unknown is not None:
        handed = (unknown,) * len(labels)
    if len(handed) != len(labels):
        noun = "output is" if len(handed) == 1 else "outputs are"
        message = f"{len(handed)} {noun} handed on here, not {len(labels)}"
        raise rejected("given", message, step.span, "write from(a, b) in front of the step")
    for argument, output in zip(labels, handed, strict=True):
        path = place.body.claim(label_word(argument), argument.span)
        place.body.record(path, output)
    return handed


def _check_labels(step: Step) -> None:
    word = step.name
    hint = f"write {word}(LABEL)"
    if step.branches is not None or not step.arguments:
        raise rejected("from", f"{word} takes labels", step.span, hint)
    for argument in step.arguments:
        if not is_label(argument):
            raise rejected("from", f"{word} takes labels alone", argument.span, hint)


def skip(construction: Construction, step: Step, place: Place) -> Handed:
    """``skip``: hand on what came."""
    if step.arguments or step.branches is not None:
        raise rejected("skip", "skip takes no arguments", step.span)
    return place.handed


def joined_outputs(
    construction: Construction, step: Step, labels: list[Argument], place: Place
) -> Handed:
    """What a merging layer joins: labels, branches, or what was handed on."""
    if labels and step.branches is not None:
        raise rejected("braces", f"{step.name} takes labels or braces, not both", step.span)
    if labels:
        return tuple(output_of(construction, argument, place.body) for argument in labels)
    if step.branches is None:
        return place.handed
    joined: list[Output] = []
    for branch in step.branches:
        if not branch:
            raise rejected("branch", "an empty branch", step.span, "write skip in it")
        joined.extend(construction.chain(branch, place))
    return tuple(joined)


def residual(construction: Construction, step: Step, place: Place) -> Handed:
    """``residual { A | B }``: add A to B, or to what was handed on where B is not written."""
    return construction.layer(addition(step), place, "")


def again(construction: Construction, step: Step, place: Place) -> Handed:
    """A label as a step of its own: its layer, or its whole body, with the same weights."""
    label, body = step.name, place.body
    if construction.is_word(label):
        raise rejected(
            "ambiguous",
            f"'{label}' is a label and a layer",
            step.name_span,
            f"write {label}() for the layer, or give the label another name",
        )
    home = body.home(label)
    if home is None:
        return (_path_again(construction, step, place),)
    node = construction.nodes.get(home.prefix + label)
    keeper = body.keeper(home)
    name = _new_name(step, place, keeper.reuse(label))
    if node is not None:
        return (_share(construction, node, name, step, place),)
    before = construction.sharing
    construction.sharing = Sharing(name, home.prefix + label)
    try:
        inside = home if keeper is home else home.scratch()
        handed = expand(
            construction, home.steps[label], name, Place(inside, place.scope, place.handed)
        )
    finally:
        construction.sharing = before
    for output in handed[-1:]:
        place.body.record(name, output)
    return handed


def _new_name(step: Step, place: Place, automatic: str) -> str:
    """The name of a further application: its own label, else ``c@2``."""
    if step.label is None:
        return automatic
    return place.body.claim(step.label, step.label_span or step.span)


def _path_again(construction: Construction, step: Step, place: Place) -> Output:
    """A layer inside a body, named by its path."""
    output = place.body.find(step.name)
    if output is not None and output.shape is None:
        raise Unknown
    node = construction.nodes.get(output.layer) if output is not None else None
    if node is None or not node.name.endswith(step.name):
        # A body, or what `given` has named.
        hint = f"write from({step.name}) to go on from it"
        raise rejected("label", f"'{step.name}' cannot be applied again", step.name_span, hint)
    count = 2
    while f"{node.name}@{count}" in construction.nodes:
        count += 1
    name = _new_name(step, place, f"{node.name}@{count}")
    return _share(construction, node, name, step, place)


def _share(construction: Construction, node: Node, name: str, step: Step, place: Place) -> Output:
    node = shared(construction, node, name, step.span, place.handed)
    node = construction.add(node)
    place.body.record(name, node.output)
    place.body.record_further(node)
    return node.output
