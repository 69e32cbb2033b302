"""From the syntax tree to the graph: walks the steps from left to right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symcnn.choices import KERAS, PYTORCH
from symcnn.errors import Problem, ProgramError
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name
from symcnn.formula.traced import is_traced
from symcnn.layers.arguments import Kind
from symcnn.layers.catalogue import Entry, entries, entry_of, known
from symcnn.layers.declaration import Held
from symcnn.network import applying, convention, holding, labels, repeating, values
from symcnn.network.assigned import assigned_step
from symcnn.network.binding import Bound, bind
from symcnn.network.binding import Step as BoundStep
from symcnn.network.bodies import Body, given_names
from symcnn.network.checks import Unknown
from symcnn.network.construction import Construction, Handed, Label, Place
from symcnn.network.declarations import declarations
from symcnn.network.graph import Graph, Origin, Output
from symcnn.network.hints import no_layers
from symcnn.network.listings import SEQUENTIAL, added_layer, whole_listing
from symcnn.network.scope import Rejected, Scope, rejected
from symcnn.network.sharing import shared
from symcnn.network.unknown import is_foreign, unknown_layer
from symcnn.syntax import tree
from symcnn.syntax.tree import Argument, Assignment, Let, Program, Statement, Step, Word

MAXIMUM_PROBLEMS = 20
# After these nothing more is worth saying.
_FATAL = frozenset({"too-large", "too-deep", "convention"})
_NOTHING: Handed = ()
# What the input that a first layer describes is made of.
_INPUT = "input"


class TooMany(Exception):
    """Enough problems for one run."""


class Builder(Construction):
    """Walks a program and builds its graph."""

    def __init__(
        self,
        program: Program,
        given: Mapping[str, Value],
        valued: Graph | None = None,
        framework: str = KERAS,
    ) -> None:
        # Names of layers are known by convention, so that blocks can be told from them.
        self.convention = framework
        declared = declarations(program.body, self.is_layer)
        super().__init__(program.source, declared, given, valued, framework)
        self.program = program
        inputs = [s for s in program.body if isinstance(s, Step) and self._is_unnamed_input(s)]
        self._several_inputs = len(inputs) > 1
        self._top = frozenset(map(id, program.body))
        self._whole = whole_listing(program.body)
        # What traced numbers are asked after the first mistake has no part in it.
        self._most = 1 if any(map(is_traced, given.values())) else MAXIMUM_PROBLEMS

    def _is_unnamed_input(self, step: Step) -> bool:
        entry = known(step.name.rpartition(".")[2], self.convention)
        if entry is None or not entry.layer.begins or step.label is not None:
            return False
        return not any(argument.keyword == "name" for argument in step.arguments)

    def build(self) -> Graph:
        """The graph.

        Raises:
            ProgramError: with every mistake of the program, up to 20.
        """
        source = self.source
        try:
            self._walk()
        except TooMany:
            self.problems = self.problems[:MAXIMUM_PROBLEMS]
        if self.problems:
            from symcnn.syntax.python_lines import python_problem

            python = python_problem(source)
            raise ProgramError([python] if python else self.problems, source)
        return self.graph()

    def _walk(self) -> None:
        try:
            self.symbols.check()
        except Rejected as error:
            self.report(error.problem)
        if self.problems:
            return
        body = Body(self.program.body)
        self.chain(self.program.body, Place(body, Scope(self.symbols), _NOTHING))
        if not self.nodes and not self.problems:
            self.report(no_layers(self.convention))

    def report(self, problem: Problem) -> None:
        """Note a mistake and go on."""
        if any(p.kind == problem.kind and p.span == problem.span for p in self.problems):
            # The same place in a body that is used several times.
            return
        self.problems.append(problem)
        if len(self.problems) >= self._most or problem.kind in _FATAL:
            raise TooMany

    def is_layer(self, name: str) -> bool:
        """Whether a name is a layer's or a word of the language."""
        return name in _WORDS or known(name, self.convention) is not None

    def is_word(self, name: str) -> bool:
        """Whether a step of that name means something without any label."""
        return self.is_layer(name) or name in self.blocks

    # --- chains and steps ---------------------------------------------------------------------

    def chain(self, chain: tree.Chain, place: Place) -> Handed:
        """Walk the steps from left to right; a step with a mistake hands on an unknown."""
        handed = place.handed
        for statement in chain:
            try:
                handed = self._statement(statement, Place(place.body, place.scope, handed))
            except Unknown:
                handed = (self._unknown(statement, place.body),)
            except Rejected as error:
                self.report(error.problem)
                handed = (self._unknown(statement, place.body),)
        return handed

    def _unknown(self, statement: Statement, body: Body) -> Output:
        """What a step with a mistake hands on; its label stays known."""
        output = Output("", None, Origin("", ""))
        labels = given_names((statement,))
        for name in (statement.name,) if isinstance(statement, Assignment) else labels:
            body.record(body.prefix + name, output)
        return output

    def _statement(self, statement: Statement, place: Place) -> Handed:
        if isinstance(statement, Step):
            return self._step(statement, place)
        if isinstance(statement, Assignment):
            return self._step(assigned_step(self, statement, place.body), place)
        if id(statement) not in self._top:
            kind = "let" if isinstance(statement, Let) else "block"
            hint = "put it at the top of the program"
            raise rejected(kind, f"'{kind}' inside a body", statement.span, hint)
        return place.handed

    def _step(self, step: Step, place: Place) -> Handed:
        self.count_step(step.span)
        if step.count is not None or not step.name:
            return repeating.group(self, step, place)
        name = step.name
        if "." in name and step.called:
            added = added_layer(step)
            if added is not None:
                return self._step(added, place)
            name = name.rpartition(".")[2]
        plain = not step.arguments and step.branches is None
        if plain and place.body.find(step.name) is not None and not step.called:
            return labels.again(self, step, place)
        word = _WORDS.get(name)
        if word is not None:
            return word(self, step, place)
        if name in self.blocks:
            return repeating.named(self, step, place, name)
        return self.layer(step, place)

    def holds_body(self, step: Step) -> bool:
        """Whether a step is a block, a repeat or a network inside the network."""
        name = step.name.rpartition(".")[2]
        return name in self.blocks or name == "repeat" or name in SEQUENTIAL

    def is_whole(self, step: Step) -> bool:
        """Whether a `Sequential` is the network itself, with nothing but its input before it.

        In torch.nn it has no input of its own.
        """
        begun = all(node.layer.begins for node in self.nodes.values())
        return self.convention == PYTORCH and step is self._whole and begun

    def entry(self, step: Step, body: Body | None) -> tuple[str, Entry]:
        """The layer that a step names; the labels of its body stand in a hint."""
        name = step.name.rpartition(".")[2] if step.called else step.name
        entry = entry_of(name, self.convention)
        if entry is None or is_foreign(step, self.convention):
            words = (*self.blocks, *_WORDS, *(body.known() if body is not None else ()))
            raise unknown_layer(step, name, self.convention, words)
        return name, entry

    def hold(self, value: tree.Value, kind: Kind, scope: Scope) -> tuple[Held, ...]:
        """The layers in an argument that holds them."""
        return holding.held_by(self, value, kind, scope)

    # --- layers -------------------------------------------------------------------------------

    def layer(self, step: Step, place: Place, path: str = "") -> Handed:
        """Apply a layer of the catalogue, under a path that has been claimed or its own name."""
        word, entry = self.entry(step, place.body)
        layer, arguments, handed = entry.layer, step.arguments, place.handed
        if layer.joins:
            named = [argument for argument in arguments if labels.is_joined(argument)]
            arguments = tuple(a for a in arguments if not labels.is_joined(a))
            handed = labels.joined_outputs(self, step, named, place)
        elif step.branches is not None and any(a.kind.holds for a in entry.arguments):
            arguments = (holding.braced(step), *arguments)
        elif step.branches is not None:
            raise rejected("braces", f"{word} takes no braces", step.span)
        bound_step = BoundStep(word, entry, step.span)
        bound = bind(bound_step, arguments, place.scope)
        if layer.begins:
            handed = _NOTHING
        elif bound.input_shape is not None and not (handed and bound.own_word):
            handed = self._implicit_input(bound.input_shape, place)
        label = None
        if not path:
            label = self.label_of(step, bound.name)
            path = self.claim(label, layer.name, place.body)
        node = applying.applied(self, bound_step, bound, path, place.scope, handed)
        if self.sharing is not None:
            original = self.nodes[self.sharing.original_of(path)]
            node = shared(self, original, path, step.span, handed)
        node = self.add(node)
        self.record(label, step, path, node.output, place.body)
        place.body.record_further(node)
        return (node.output,)

    def _implicit_input(self, argument: Argument, place: Place) -> Handed:
        """The input that a first layer's ``input_shape=`` describes."""
        if place.handed:
            raise rejected(
                "input",
                f"{argument.keyword} belongs to the first layer",
                argument.span,
                "take it away: the shape comes from the layer before",
            )
        value = argument.value
        if argument.keyword in ("batch_shape", "batch_input_shape") and isinstance(
            value, tree.Tuple
        ):
            value = tree.Tuple(value.items[1:], value.span)
        plain = Argument(None, value, argument.span)
        step = BoundStep(_INPUT, entries(self.convention)[_INPUT], argument.span)
        path = self.claim(None, _INPUT, place.body)
        bound = Bound({"shape": plain})
        node = applying.applied(self, step, bound, path, place.scope, _NOTHING)
        node = self.add(node)
        place.body.record(path, node.output)
        return (node.output,)

    # --- names --------------------------------------------------------------------------------

    def label_of(self, step: Step, name: tree.Value | None) -> Label | None:
        """The label of a step: in front of it, or by ``name=``."""
        if step.label is not None:
            if not step.label.strip():
                raise rejected("label", "a label needs a word", step.label_span or step.span)
            return step.label, step.label_span or step.span
        if name is None:
            return None
        if not isinstance(name, Word | Name):
            raise rejected("label", "a name must be a word", values.place(name))
        text = name.text if isinstance(name, Word) else name.name
        return (text, values.place(name)) if text and text not in values.NONE_WORDS else None

    def claim(self, label: Label | None, kind: str, body: Body) -> str:
        """The path of a layer: its label, or the next automatic name of its kind."""
        if label is not None:
            return body.claim(*label)
        return body.automatic(kind, numbered=kind != _INPUT or self._several_inputs)

    def record(
        self, label: Label | None, step: Step, path: str, output: Output, body: Body
    ) -> None:
        """Remember a step by its name, so that it can be used again."""
        body.steps[label[0] if label is not None else path.removeprefix(body.prefix)] = step
        body.record(path, output)


# Words of the language that are no layers.
_WORDS: Mapping[str, Callable[[Builder, Step, Place], Handed]] = {
    "from": labels.restart,
    "given": labels.given,
    "skip": labels.skip,
    "repeat": repeating.repeat,
    "residual": labels.residual,
    "frozen": repeating.frozen,
    "convention": convention.misplaced,
    "Sequential": repeating.sequential,
    "sequential": repeating.sequential,
    "Pipeline": repeating.pipeline,
}
