"""Names of layers: labels, automatic names, and the paths of what stands inside a body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symcnn.formula.nodes import Name
from symcnn.network.graph import Node, Output
from symcnn.network.scope import rejected
from symcnn.source import Span
from symcnn.syntax.tree import Argument, Call, Chain, Step, Word


class Body:
    """A run of steps with names of its own: the program, one pass of a repeat, a block in use.

    ``prefix`` stands before each of its names, as in ``repeat1[0].conv1``. A body ``apart`` is
    only tried, or stands for many passes: it sees those around it, and they learn nothing of it.
    """

    def __init__(
        self, chain: Chain, prefix: str = "", outer: Body | None = None, apart: bool = False
    ) -> None:
        self.prefix = prefix
        self.outer = outer
        self.apart = apart
        self.labels = set(given_names(chain))
        self.outputs: dict[str, Output] = {}
        self.steps: dict[str, Step] = {}
        self._places: dict[str, Span] = {}
        self._counts: dict[str, int] = {}

    def claim(self, label: str, span: Span) -> str:
        """The path of a label; an error where the body has it already."""
        first = self._places.get(label)
        if first is not None:
            error = rejected(
                "label-twice", f"the label '{label}' is used twice", span, "give one another name"
            )
            problem = error.problem
            raise type(error)(
                type(problem)(
                    problem.kind, problem.message, span, problem.hint, ((first, "first here"),)
                )
            )
        self._places[label] = span
        return self.prefix + label

    def automatic(self, name: str, numbered: bool = True) -> str:
        """The next free name for a layer without a label: ``conv1``, ``conv2``, and so on."""
        if not numbered and name not in self.labels:
            return self.prefix + name
        while True:
            count = self._counts[name] = self._counts.get(name, 0) + 1
            if f"{name}{count}" not in self.labels:
                return f"{self.prefix}{name}{count}"

    def reuse(self, label: str) -> str:
        """The name of a label's next application, ``c@2``, ``c@3``, and so on."""
        count = self._counts[f"{label}@"] = self._counts.get(f"{label}@", 1) + 1
        return f"{self.prefix}{label}@{count}"

    def record(self, path: str, output: Output) -> None:
        """Remember what a path hands on, in this body and in all around it."""
        body: Body | None = self
        while body is not None:
            body.outputs[path] = output
            body = None if body.apart else body.outer

    def record_further(self, node: Node) -> None:
        """Remember what a layer gives besides its output: the states of ``lstm1``, by path."""
        for name, shape in node.further_outputs.items():
            self.record(f"{node.name}.{name}", replace(node.output, shape=shape))

    def find(self, label: str) -> Output | None:
        """What a label or path hands on, seen from this body."""
        body: Body | None = self
        while body is not None:
            found = body.outputs.get(body.prefix + label)
            if found is not None:
                return found
            body = body.outer
        return None

    def home(self, label: str) -> Body | None:
        """The body whose step carries a label, seen from this one."""
        body: Body | None = self
        while body is not None:
            if label in body.steps:
                return body
            body = body.outer
        return None

    def paths(self, label: str) -> Iterator[str]:
        """What a label may mean, seen from here."""
        body: Body | None = self
        while body is not None:
            yield body.prefix + label
            body = body.outer

    def scratch(self) -> Body:
        """A body in its place that keeps to itself what happens in it."""
        return Body((), self.prefix, self, apart=True)

    def keeper(self, home: Body) -> Body:
        """The body that names a further application of a label of ``home``.

        It is the home itself, unless the application stands in a body that is only tried or that
        stands for many passes: then the name belongs to that.
        """
        body: Body | None = self
        while body is not None and body is not home:
            if body.apart:
                return self
            body = body.outer
        return home

    def known(self) -> list[str]:
        """Every label that can be seen from here."""
        names: list[str] = []
        body: Body | None = self
        while body is not None:
            names.extend(path.removeprefix(body.prefix) for path in body.outputs)
            body = body.outer
        return names


def given_names(chain: Chain) -> Iterator[str]:
    """The labels and ``name=`` of a body's steps: branches belong to it, repeats do not."""
    stack = list(chain)
    while stack:
        step = stack.pop()
        if not isinstance(step, Step):
            continue
        if step.label is not None:
            yield step.label
        yield from _keyword_names(step.arguments)
        if step.name == "given":
            yield from map(label_word, step.arguments)
        opens_body = not step.name or step.name == "repeat" or step.count is not None
        if step.branches and not opens_body:
            for branch in step.branches:
                stack.extend(branch)


def _keyword_names(arguments: tuple[Argument, ...]) -> Iterator[str]:
    """``name=`` among the arguments of a layer, and of the layer in ``model.add( )``."""
    for argument in arguments:
        value = argument.value
        if argument.keyword == "name" and isinstance(value, Word | Name):
            yield label_word(argument)
        elif isinstance(value, Call):
            yield from _keyword_names(value.arguments)


def label_word(argument: Argument) -> str:
    """The label that an argument names, empty where it can name none."""
    value = argument.value
    return value.text if isinstance(value, Word) else getattr(value, "name", "")
