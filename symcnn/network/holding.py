"""Layers inside a layer: ``Bidirectional(LSTM(32))``, ``time_distributed { conv(8, 3x3) }``."""

from __future__ import annotations

from typing import Any, Final

from symcnn.errors import quoted
from symcnn.formula.nodes import Name
from symcnn.layers.arguments import Kind
from symcnn.layers.catalogue import entry_of
from symcnn.layers.declaration import Held, Layer, LayerProblem, Part, Shape, Site
from symcnn.layers.windows import joined
from symcnn.network.applying import output_shape
from symcnn.network.binding import Bound, Step, bind
from symcnn.network.blocks import block_scope
from symcnn.network.checks import from_layer
from symcnn.network.construction import Construction
from symcnn.network.listings import SEQUENTIAL, as_step, listed
from symcnn.network.repeating import calls_itself
from symcnn.network.scope import Rejected, Scope, rejected
from symcnn.network.values import NONE_WORDS, place
from symcnn.records import record
from symcnn.source import Span
from symcnn.syntax import tree

_INSIDE: Final = "layers one after the other stand there, or a block of such"


@record
class _Holding:
    """A layer that another one holds, its arguments bound but not yet read."""

    construction: Construction
    step: Step
    bound: Bound
    scope: Scope

    @property
    def layer(self) -> Layer:
        return self.step.entry.layer

    def __call__(self, *inputs: Shape, name: str = "", **changed: Any) -> Part:
        construction, step = self.construction, self.step
        word = step.word
        arguments = construction.reader.read(step, self.bound, self._rank(inputs), self.scope)
        site = Site(
            {**arguments, **changed},
            inputs,
            self._rank(inputs),
            construction.checked,
            construction.convention,
        )
        try:
            resolved = self.layer.resolve(site)
            construction.check_repeated(step, self.bound, site, resolved, self.scope)
        except LayerProblem as problem:
            raise from_layer(construction, problem, step, self.bound, word, ()) from None
        shape = inputs[0] if resolved.output is None else output_shape(resolved.output)
        return Part(name or self.layer.name, self.layer, site, resolved, shape)

    def _rank(self, inputs: tuple[Shape, ...]) -> int:
        """The number of spatial axes of the first input, 0 for a layer that knows none."""
        entry, shape = self.step.entry, inputs[0]
        least, most = entry.layer.inputs
        if len(inputs) < least or (most is not None and len(inputs) > most):
            wanted = least if len(inputs) < least else most
            raise self._unfit(f"{wanted} {'input' if wanted == 1 else 'inputs'}", str(len(inputs)))
        if not entry.layer.spatial:
            for each in inputs:
                if not entry.fits(len(each)):
                    raise self._unfit(entry.wanted, joined(each))
            return 0
        rank = len(shape) - 1 - entry.layer.leading
        if rank not in entry.layer.spatial or entry.rank not in (None, rank):
            axes = (entry.rank or entry.layer.spatial[0]) + 1 + entry.layer.leading
            raise self._unfit(f"an input of {axes} axes", joined(shape))
        return rank

    def _unfit(self, wanted: str, given: str) -> Rejected:
        message = f"{self.step.word} needs {wanted}, but gets {given} here"
        return rejected("wrong-rank", message, self.step.span)


def held_by(
    construction: Construction, value: tree.Value, kind: Kind, scope: Scope
) -> tuple[Held, ...]:
    """The layers of an argument of a kind: one, a list of them, or those of a `Sequential`.

    Raises:
        Rejected: for anything but layers of the catalogue.
    """
    try:
        layers = _held(construction, value, kind, scope)
    except Rejected as error:
        problem = error.problem
        if not kind.own or problem.kind != "unknown-layer" or problem.span is None:
            raise
        raise _of_ones_own(construction, problem.span, kind, problem.hint) from None
    if not layers:
        raise _not_a_layer(construction, value, kind)
    return layers


def _of_ones_own(construction: Construction, span: Span, kind: Kind, near: str) -> Rejected:
    """The refusal of a layer that the program itself declares; ``near`` names known ones."""
    name = construction.source.text[span.start : span.end]
    message = f"{quoted(name)[1:-1]} cannot be counted from here: {kind.own}"
    hint = near if near.startswith("did you mean") else "put what it gives as an input"
    return rejected("refused-layer", message, span, hint)


def _not_a_layer(construction: Construction, value: tree.Value, kind: Kind) -> Rejected:
    word = value.name if isinstance(value, Name) and value.name not in NONE_WORDS else ""
    if kind.own and word and not entry_of(word, construction.convention):
        return _of_ones_own(construction, place(value), kind, "")
    message = f"{kind.expected} stands here, such as {kind.example}"
    return rejected("argument", message, place(value))


def _held(
    construction: Construction, value: tree.Value, kind: Kind, scope: Scope
) -> tuple[Held, ...]:
    if isinstance(value, tree.Tuple):
        return tuple(one for item in value.items for one in _held(construction, item, kind, scope))
    if isinstance(value, tree.Adjacent):
        raise rejected("syntax", "a comma is missing between these", value.span)
    if not isinstance(value, tree.Call):
        raise _not_a_layer(construction, value, kind)
    return _one(construction, as_step(value), scope)


def _one(construction: Construction, step: tree.Step, scope: Scope) -> tuple[Held, ...]:
    if step.name.rpartition(".")[2] in SEQUENTIAL:
        return tuple(one for inner in listed(step) for one in _one(construction, inner, scope))
    if step.name in construction.blocks:
        return _block(construction, construction.blocks[step.name], step, scope)
    if construction.is_layer(step.name) and entry_of(step.name, construction.convention) is None:
        message = f"'{step.name}' cannot stand inside a layer"
        raise rejected("argument", message, step.name_span, _INSIDE)
    word, entry = construction.entry(step, None)
    if entry.layer.begins or entry.layer.joins:
        raise rejected("argument", f"{word} cannot stand inside a layer", step.span)
    bound_step = Step(word, entry, step.span)
    return (_Holding(construction, bound_step, bind(bound_step, step.arguments, scope), scope),)


def _block(
    construction: Construction, block: tree.Block, step: tree.Step, scope: Scope
) -> tuple[Held, ...]:
    """The layers of a block, whose labels name nothing outside of it."""
    construction.count_step(step.span)
    if block.name in construction.blocks_in_use:
        raise calls_itself(block)
    inside = block_scope(block, step, scope)
    construction.blocks_in_use.append(block.name)
    try:
        calls = [_call(statement, labelled=True) for statement in block.body]
        return tuple(one for call in calls for one in _one(construction, as_step(call), inside))
    finally:
        construction.blocks_in_use.pop()


def braced(step: tree.Step) -> tree.Argument:
    """What stands in the braces of a layer that holds others, as its first argument.

    Raises:
        Rejected: for anything but plain layers.
    """
    assert step.branches is not None
    if len(step.branches) != 1 or not step.branches[0]:
        raise rejected("braces", "one body stands in these braces", step.span)
    calls = tuple(_call(inner) for inner in step.branches[0])
    value = calls[0] if len(calls) == 1 else _sequence(calls, step.span)
    return tree.Argument(None, value, value.span)


def _call(statement: tree.Statement, *, labelled: bool = False) -> tree.Call:
    """A step inside braces as it would stand in parentheses; ``labelled`` lets it have a label."""
    if not isinstance(statement, tree.Step) or not statement.name or statement.count is not None:
        message = "nothing is repeated or assigned inside a layer"
        raise rejected("braces", message, statement.span, _INSIDE)
    if statement.label is not None and not labelled:
        message = "a layer inside a layer has no label"
        raise rejected("label", message, statement.label_span or statement.span)
    arguments = statement.arguments
    if statement.branches is not None:
        arguments = (braced(statement), *arguments)
    return tree.Call(statement.name, statement.name_span, arguments, statement.span)


def _sequence(calls: tuple[tree.Call, ...], span: Span) -> tree.Call:
    arguments = tuple(tree.Argument(None, call, call.span) for call in calls)
    return tree.Call("Sequential", calls[0].span, arguments, span)
