"""From the syntax tree to the graph: walks the steps, one method for each kind of step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symcnn.errors import Problem, ProgramError, did_you_mean
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name, Node as Formula
from symcnn.layers.catalogue import Entry, entries
from symcnn.network import applying, values
from symcnn.network.applying import Handed, Sharing
from symcnn.network.binding import Bound, Reader
from symcnn.network.binding import Step as BoundStep
from symcnn.network.binding import bind
from symcnn.network.blocks import block_scope
from symcnn.network.bodies import Body
from symcnn.network.graph import Graph, Node, Origin, Output
from symcnn.network.scope import Rejected, Scope, Symbols, rejected
from symcnn.source import Span
from symcnn.syntax.python_lines import python_problem
from symcnn.syntax.tree import (
    Adjacent,
    Argument,
    Assignment,
    Binding,
    Block,
    Call,
    Chain,
    Let,
    Program,
    Statement,
    Step,
    Tuple,
    Word,
)

MAXIMUM_LAYERS = 20_000
MAXIMUM_PROBLEMS = 20
MAXIMUM_NESTING = 40
_SEQUENTIAL = frozenset({"Sequential", "sequential"})
_INPUTS = frozenset({"input", "Input", "InputLayer"})
# After these nothing more is worth saying.
_FATAL = frozenset({"too-large", "too-deep"})
_NOTHING: Handed = ()


class TooMany(Exception):
    """Enough problems for one run."""


class Builder:
    """Builds a graph from a program, in the world of values or in the written one."""

    def __init__(self, program: Program, given: Mapping[str, Value], written: bool) -> None:
        self.program = program
        self.problems: list[Problem] = []
        self.nodes: dict[str, Node] = {}
        self.blocks: dict[str, Block] = {}
        self._lets: dict[str, Binding] = {}
        self._declare(program.body)
        self.symbols = Symbols(self._lets, given, written)
        self.reader = Reader(program.source, checked=not written)
        self.checked = not written
        self.sharing: Sharing | None = None
        self._depth = 0
        inputs = [s for s in program.body if isinstance(s, Step) and _is_input(s)]
        self._several_inputs = len([s for s in inputs if s.label is None]) > 1

    # --- the whole ----------------------------------------------------------------------------

    def build(self) -> Graph:
        """The graph.

        Raises:
            ProgramError: with every mistake of the program, up to 20.
        """
        scope = Scope(self.symbols)
        try:
            self._attempt(lambda: self.symbols.check(self._lets))
            body = Body(self.program.body)
            if not self.problems:
                self.chain(self.program.body, body, scope, _NOTHING)
            if not self.nodes and not self.problems:
                self.report(
                    Problem(
                        "empty", "the program has no layers", Span(0, 0),
                        "begin with an input, such as input(32x32x3)",
                    )
                )
        except TooMany:
            self.problems = self.problems[:MAXIMUM_PROBLEMS]
        if self.problems:
            python = python_problem(self.program.source)
            raise ProgramError([python] if python else self.problems, self.program.source)
        symbols = self.symbols.resolve_all()
        return Graph(self.nodes, self.program.source, symbols, frozenset(self.symbols.used))

    def report(self, problem: Problem) -> None:
        """Note a mistake and go on."""
        self.problems.append(problem)
        if len(self.problems) >= MAXIMUM_PROBLEMS:
            raise TooMany

    def _attempt(self, work: Any) -> Any:
        try:
            return work()
        except Rejected as error:
            self.report(error.problem)
            return None

    def _declare(self, chain: Chain) -> None:
        """Definitions hold for the whole program, wherever they stand."""
        for statement in chain:
            if isinstance(statement, Let):
                for binding in statement.bindings:
                    if binding.name in self._lets:
                        first = (self._lets[binding.name].span, "first here")
                        message = f"'{binding.name}' is declared twice"
                        self.problems.append(
                            Problem("let", message, binding.span, "", (first,))
                        )
                    self._lets[binding.name] = binding
            elif isinstance(statement, Block):
                self._declare_block(statement)

    def _declare_block(self, block: Block) -> None:
        if block.name in entries() or block.name in _WORDS:
            message = f"a block cannot be called '{block.name}': it is a layer"
            self.problems.append(
                Problem("block", message, block.span, "give the block another name")
            )
        elif block.name in self.blocks:
            first = (self.blocks[block.name].span, "first here")
            message = f"the block '{block.name}' is defined twice"
            self.problems.append(Problem("block", message, block.span, "", (first,)))
        self.blocks[block.name] = block

    # --- chains and steps ---------------------------------------------------------------------

    def chain(self, chain: Chain, body: Body, scope: Scope, handed: Handed) -> Handed:
        """Walk the steps from left to right; a step with a mistake hands on an unknown."""
        for statement in chain:
            try:
                handed = self.statement(statement, body, scope, handed)
            except Rejected as error:
                if not isinstance(error, applying.Unknown):
                    self.report(error.problem)
                    if error.problem.kind in _FATAL:
                        raise TooMany from None
                handed = (self._unknown_output(statement, body),)
        return handed

    def _unknown_output(self, statement: Statement, body: Body) -> Output:
        """What a step with a mistake hands on; its label stays known."""
        output = Output("", None, Origin("", ""))
        if isinstance(statement, Step) and statement.label is not None:
            body.record(body.prefix + statement.label, output)
        return output

    def statement(self, statement: Statement, body: Body, scope: Scope, handed: Handed) -> Handed:
        """Walk one statement."""
        if isinstance(statement, Step):
            return self.step(statement, body, scope, handed)
        if isinstance(statement, Assignment):
            if statement.step.name.rpartition(".")[2] not in _SEQUENTIAL:
                raise rejected(
                    "assignment",
                    "a layer is labelled with ':', not '='",
                    statement.span,
                    f"write {statement.name}: {statement.step.name}(…)",
                )
            return self.step(statement.step, body, scope, handed)
        if body.outer is not None:
            what = "let" if isinstance(statement, Let) else "block"
            raise rejected(
                what, f"'{what}' inside a body", statement.span, "put it at the top of the program"
            )
        return handed

    def step(self, step: Step, body: Body, scope: Scope, handed: Handed) -> Handed:
        """Walk one step."""
        if step.count is not None or not step.name:
            return self._repeated(step, body, scope, handed)
        name = step.name
        if "." in name and step.arguments:
            added = _added_layer(step)
            if added is not None:
                return self.step(added, body, scope, handed)
            name = name.rpartition(".")[2] if body.find(name) is None else name
        if not step.arguments and step.branches is None:
            output = body.find(step.name)
            if output is not None:
                return self._again(step, body, scope, handed)
        special = _WORDS.get(name)
        if special is not None:
            return special(self, step, body, scope, handed)
        if name in self.blocks:
            return self.use_block(self.blocks[name], step, body, scope, handed)
        entry = entries().get(name)
        if entry is None:
            raise self._unknown(step, name, body)
        return self._layer(step, name, entry, body, scope, handed)

    def _unknown(self, step: Step, name: str, body: Body) -> Rejected:
        known = [*entries(), *self.blocks, *_WORDS]
        hint = did_you_mean(name, [*known, *body.known()])
        return rejected(
            "unknown-layer",
            f"no layer is called '{name}'",
            step.name_span,
            hint or "symcnn layers lists them all",
        )

    # --- labels applied again -----------------------------------------------------------------

    def _again(self, step: Step, body: Body, scope: Scope, handed: Handed) -> Handed:
        label = step.name
        if label in entries() or label in self.blocks or label in _WORDS:
            raise rejected(
                "ambiguous",
                f"'{label}' is a label and a layer",
                step.name_span,
                f"write {label}() for the layer, or give the label another name",
            )
        home = body.home(label)
        if home is None:
            node = self.nodes.get(self._path(label, body))
            if node is None:
                raise rejected("label", f"'{label}' cannot be applied again", step.name_span)
            return (self._share(node, f"{node.name}@2", step, body, handed),)
        original = home.steps[label]
        name = home.reuse(label)
        node = self.nodes.get(home.prefix + label)
        if node is not None:
            return (self._share(node, name, step, body, handed),)
        before, self.sharing = self.sharing, Sharing(name, home.prefix + label)
        try:
            return self.expand(original, name, home, scope, handed)
        finally:
            self.sharing = before

    def _path(self, label: str, body: Body) -> str:
        output = body.find(label)
        return output.layer if output is not None else label

    def _share(
        self, node: Node, name: str, step: Step, body: Body, handed: Handed
    ) -> Output:
        while name in self.nodes:
            stem, _, count = name.rpartition("@")
            name = f"{stem}@{int(count) + 1}"
        shared = applying.shared(self, node, name, step.span, handed)
        body.record(name, shared.output)
        return shared.output

    # --- layers -------------------------------------------------------------------------------

    def _layer(
        self, step: Step, word: str, entry: Entry, body: Body, scope: Scope, handed: Handed
    ) -> Handed:
        layer = entry.layer
        arguments = step.arguments
        merges = layer.inputs[1] is None or layer.inputs[1] > 1
        if merges:
            labels, arguments = _labels(step, entry)
            handed = self._merged(step, word, labels, body, scope, handed)
        elif step.branches is not None:
            raise rejected("braces", f"{word} takes no braces", step.span)
        bound_step = BoundStep(word, entry, step.span)
        bound = bind(bound_step, arguments, scope)
        if layer.name == "input":
            handed = _NOTHING
        elif bound.input_shape is not None:
            handed = self._implicit_input(bound, body, scope, handed)
        if merges and bound.name is None and word == "residual":
            word = layer.name
        label = self.label_of(step, bound)
        path = self.claim(label, layer.name, step, body)
        node = applying.applied(self, bound_step, bound, path, scope, handed)
        self.record(label, step, path, node.output, body)
        return (node.output,)

    def label_of(self, step: Step, bound: Bound | None) -> tuple[str, Span] | None:
        if step.label is not None:
            assert step.label_span is not None
            return step.label, step.label_span
        if bound is None or bound.name is None:
            return None
        value = bound.name
        if isinstance(value, Word | Name):
            text = value.text if isinstance(value, Word) else value.name
            return (text, values.place(value)) if text and text != "None" else None
        raise rejected("label", "name must be a word", values.place(value))

    def claim(self, label: tuple[str, Span] | None, kind: str, step: Step, body: Body) -> str:
        if label is not None:
            return body.claim(*label)
        return body.automatic(kind, numbered=kind != "input" or self._several_inputs)

    def record(
        self,
        label: tuple[str, Span] | None,
        step: Step,
        path: str,
        output: Output,
        body: Body,
    ) -> None:
        if label is not None:
            body.steps[label[0]] = step
        else:
            body.steps[path.removeprefix(body.prefix)] = step
        body.record(path, output)

    def _implicit_input(self, bound: Bound, body: Body, scope: Scope, handed: Handed) -> Handed:
        argument = bound.input_shape
        assert argument is not None
        if handed:
            raise rejected(
                "input",
                f"{argument.keyword} belongs to the first layer",
                argument.span,
                "take it away: the shape comes from the layer before",
            )
        value: Any = argument.value
        if argument.keyword in ("batch_shape", "batch_input_shape"):
            value = _without_batch(value)
        plain = Argument(None, value, argument.span)
        step = BoundStep("input", entries()["input"], argument.span)
        path = body.automatic("input", numbered=self._several_inputs)
        node = applying.applied(self, step, Bound({"shape": plain}), path, scope, _NOTHING)
        body.record(path, node.output)
        return (node.output,)

    def _merged(
        self,
        step: Step,
        word: str,
        labels: list[Argument],
        body: Body,
        scope: Scope,
        handed: Handed,
    ) -> Handed:
        """What a merging layer joins: labels, branches, or what was handed on."""
        if labels and step.branches is not None:
            raise rejected("braces", f"{word} takes labels or braces, not both", step.span)
        if labels:
            return tuple(self.output_of(argument, body) for argument in labels)
        if step.branches is None:
            return handed
        branches = list(step.branches)
        joined: list[Output] = []
        for branch in branches:
            if not branch:
                raise rejected("branch", "an empty branch", step.span, "write skip in it")
            joined.extend(self.chain(branch, body, scope, handed))
        if word == "residual" and len(branches) == 1:
            joined.extend(handed)
        return tuple(joined)

    def output_of(self, argument: Argument, body: Body) -> Output:
        value: Any = argument.value
        label = value.text if isinstance(value, Word) else value.name
        output = body.find(label)
        if output is None:
            raise rejected(
                "unknown-label",
                f"no layer above is labelled '{label}'",
                argument.span,
                did_you_mean(label, body.known()),
            )
        return output

    # --- repeats, blocks, nested networks -----------------------------------------------------

    def _repeated(self, step: Step, body: Body, scope: Scope, handed: Handed) -> Handed:
        """``[ … ]``, ``[ … ] * n`` and ``layer * n``."""
        if step.count is None:
            assert step.branches is not None
            if step.label is None:
                return self.chain(step.branches[0], body, scope, handed)
        kind = step.name.rpartition(".")[2] if step.name else "repeat"
        label = self.label_of(step, None)
        path = self.claim(label, kind, step, body)
        handed = self.expand(step, path, body, scope, handed)
        for output in handed[-1:]:
            self.record(label, step, path, output, body)
        return handed

    def expand(
        self, step: Step, path: str, body: Body, scope: Scope, handed: Handed
    ) -> Handed:
        """The steps inside a group, a repeated layer, a repeat or a block, under a path."""
        if step.count is not None or not step.name:
            count = 1 if step.count is None else self.count_of(step.count, scope)
            chain: Chain = step.branches[0] if not step.name and step.branches else ()
            if step.name:
                once = Step(
                    step.name,
                    step.name_span,
                    step.arguments,
                    step.branches,
                    None,
                    step.span,
                )
                chain = (once,)
            return self.times(count, chain, path, step.span, body, scope, handed, None)
        name = step.name.rpartition(".")[2]
        if name == "repeat":
            return _repeat(self, step, body, scope, handed, path)
        if name in _SEQUENTIAL:
            return self.inside(_listed(step), path, body, scope, handed)
        return self.use_block(self.blocks[name], step, body, scope, handed, path)

    def count_of(self, node: Formula, scope: Scope) -> int:
        count = scope.number(node)
        span = node.span or Span(0, 0)
        if isinstance(count, int) and count > 0:
            return count
        if isinstance(count, int) or not hasattr(count, "free_symbols"):
            raise rejected("count", f"a repeat of {count}", span, "repeat a positive number of times")
        raise rejected(
            "count", f"the number of repeats, {count}, is not known", span,
            "give it a value with let or --set",
        )

    def times(
        self,
        count: int,
        chain: Chain,
        path: str,
        span: Span,
        body: Body,
        scope: Scope,
        handed: Handed,
        index: str | None,
    ) -> Handed:
        start = len(self.nodes)
        if count > MAXIMUM_LAYERS:
            raise _too_many(span)
        for turn in range(count):
            inner = Body(chain, f"{path}[{turn}].", body)
            names: dict[str, Value] = {index: turn} if index else {}
            handed = self._walk(chain, inner, scope.inner(names, names), handed, span)
            made = len(self.nodes) - start
            if turn == 0 and start + made * count > MAXIMUM_LAYERS:
                raise _too_many(span)
            if self.problems:
                break
        return handed

    def inside(
        self, chain: Chain, path: str, body: Body, scope: Scope, handed: Handed
    ) -> Handed:
        span = chain[0].span if chain else Span(0, 0)
        return self._walk(chain, Body(chain, f"{path}.", body), scope, handed, span)

    def _walk(self, chain: Chain, body: Body, scope: Scope, handed: Handed, span: Span) -> Handed:
        """Walk a body, counting how deep bodies nest."""
        if self._depth >= MAXIMUM_NESTING:
            raise rejected(
                "too-deep",
                f"blocks and repeats nested more than {MAXIMUM_NESTING} deep",
                span,
                "does a block call itself?",
            )
        self._depth += 1
        try:
            return self.chain(chain, body, scope, handed)
        finally:
            self._depth -= 1

    def use_block(
        self,
        block: Block,
        step: Step,
        body: Body,
        scope: Scope,
        handed: Handed,
        path: str | None = None,
    ) -> Handed:
        if step.branches is not None:
            raise rejected("braces", f"{block.name} takes no braces", step.span)
        inner = block_scope(block, step, scope)
        named = [a.value for a in step.arguments if a.keyword == "name"]
        label = self.label_of(step, Bound(name=named[0] if named else None))
        own_path = path or self.claim(label, block.name, step, body)
        handed = self._block_body(block, step, own_path, body, inner, handed)
        if path is None:
            for output in handed[-1:]:
                self.record(label, step, own_path, output, body)
        return handed

    def _block_body(
        self, block: Block, step: Step, path: str, body: Body, scope: Scope, handed: Handed
    ) -> Handed:
        if path.count(f"{block.name}") > MAXIMUM_NESTING:
            raise rejected("too-deep", f"the block '{block.name}' calls itself", block.span)
        return self._walk(
            block.body, Body(block.body, f"{path}.", body), scope, handed, step.span
        )


def _too_many(span: Span) -> Rejected:
    return rejected(
        "too-large",
        f"more than {MAXIMUM_LAYERS} layers",
        span,
        "repeat fewer times",
    )


def _is_input(step: Step) -> bool:
    return step.name.rpartition(".")[2] in _INPUTS


def _added_layer(step: Step) -> Step | None:
    """The layer in ``model.add(LAYER)``."""
    values_given = [argument.value for argument in step.arguments]
    if step.name.rpartition(".")[2] != "add" or len(values_given) != 1:
        return None
    value = values_given[0]
    return _as_step(value) if isinstance(value, Call) else None


def _as_step(call: Call) -> Step:
    return Step(call.name, call.name_span, call.arguments, None, None, call.span)


def _listed(step: Step) -> tuple[Step, ...]:
    """The layers in the list of a `Sequential`."""
    steps: list[Step] = []
    for argument in step.arguments:
        if argument.keyword not in (None, "layers"):
            continue
        value = argument.value
        items = value.items if isinstance(value, Tuple) else (value,)
        for item in items:
            if isinstance(item, Call):
                steps.append(_as_step(item))
            elif isinstance(item, Adjacent):
                steps.extend(map(_as_step, item.calls))
            else:
                span = values.place(item)
                raise rejected("sequential", "a Sequential lists layers", span)
    return tuple(steps)


def _labels(step: Step, entry: Entry) -> tuple[list[Argument], tuple[Argument, ...]]:
    """The arguments of a merging layer that are labels, and the others."""
    labels: list[Argument] = []
    rest: list[Argument] = []
    for argument in step.arguments:
        word = argument.keyword is None and isinstance(argument.value, Name | Word)
        (labels if word else rest).append(argument)
    return labels, tuple(rest)


def _without_batch(value: Any) -> Any:
    if isinstance(value, Tuple):
        return Tuple(value.items[1:], value.span)
    return value


# --- words of the language that are no layers -------------------------------------------------


def _from(builder: Builder, step: Step, body: Body, scope: Scope, handed: Handed) -> Handed:
    """``from(a, b)``: go on from earlier outputs."""
    if step.branches is not None or not step.arguments:
        raise rejected("from", "from takes labels", step.span, "write from(LABEL)")
    outputs: list[Output] = []
    for argument in step.arguments:
        if argument.keyword is not None or not isinstance(argument.value, Name | Word):
            raise rejected("from", "from takes labels alone", argument.span)
        outputs.append(builder.output_of(argument, body))
    return tuple(outputs)


def _skip(builder: Builder, step: Step, body: Body, scope: Scope, handed: Handed) -> Handed:
    """``skip``: hand on what came."""
    if step.arguments or step.branches is not None:
        raise rejected("skip", "skip takes nothing", step.span)
    return handed


def _repeat(
    builder: Builder, step: Step, body: Body, scope: Scope, handed: Handed, path: str | None = None
) -> Handed:
    """``repeat(n, index=i) { … }``."""
    counts = [a for a in step.arguments if a.keyword in (None, "n")]
    indices = [a for a in step.arguments if a.keyword == "index"]
    if len(counts) != 1 or len(counts) + len(indices) != len(step.arguments):
        raise rejected("repeat", "repeat takes a count", step.span, "write repeat(3) { … }")
    if step.branches is None or len(step.branches) != 1:
        raise rejected("repeat", "repeat takes one body", step.span, "write repeat(3) { … }")
    node: Any = counts[0].value
    if not hasattr(node, "span") or isinstance(node, Word | Tuple | Call | Adjacent):
        raise rejected("repeat", "a count is a number", counts[0].span)
    count = builder.count_of(node, scope)
    index = None
    if indices:
        value = indices[0].value
        if not isinstance(value, Name) or not value.name.isidentifier():
            raise rejected("repeat", "an index is a name", indices[0].span, "write index=i")
        index = value.name
    label = builder.label_of(step, None)
    own_path = path or builder.claim(label, "repeat", step, body)
    chain = step.branches[0]
    handed = builder.times(
        count, chain, own_path, step.span, body, scope, handed, index
    )
    if path is None:
        for output in handed[-1:]:
            builder.record(label, step, own_path, output, body)
    return handed


def _sequential(builder: Builder, step: Step, body: Body, scope: Scope, handed: Handed) -> Handed:
    """``Sequential([ … ])``: the program itself, or a network inside it."""
    steps = _listed(step)
    if not handed and not builder.nodes and step.label is None:
        body.labels |= {s.label for s in steps if s.label}
        return builder.chain(steps, body, scope, handed)
    named = [a.value for a in step.arguments if a.keyword == "name"]
    label = builder.label_of(step, Bound(name=named[0] if named else None))
    path = builder.claim(label, "sequential", step, body)
    handed = builder.inside(steps, path, body, scope, handed)
    for output in handed[-1:]:
        builder.record(label, step, path, output, body)
    return handed


_WORDS: Mapping[str, Any] = {
    "from": _from,
    "skip": _skip,
    "repeat": _repeat,
    "Sequential": _sequential,
    "sequential": _sequential,
}
