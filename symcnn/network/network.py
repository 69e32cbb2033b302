"""A network in its two worlds: with every value put in, and in the symbols of its author."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from symcnn.choices import MAXIMUM_SIZE, PYTORCH
from symcnn.collector import paused
from symcnn.errors import CallError, ProgramError, call_error, did_you_mean
from symcnn.formula.arithmetic import Value
from symcnn.network.convention import convention_of
from symcnn.network.declarations import declaring
from symcnn.network.from_syntax import Builder
from symcnn.network.graph import Graph
from symcnn.network.hints import nearest_layer
from symcnn.source import Source
from symcnn.syntax.names import names_in
from symcnn.syntax.parse import parse_program
from symcnn.syntax.tree import Program

# An index without a number, such as pages show it for a repeat of free length.
_WORD_INDEX: Final = re.compile(r"\[[^\W\d]\w*\]")


class Network:
    """The layers of a program.

    ``graph`` has the values of `let` and of the call put in; ``written`` keeps every symbol.
    Both hold the same layers in the same order.
    """

    def __init__(
        self, program: Program, given: Mapping[str, Value], convention: str | None = None
    ) -> None:
        self.program = program
        self.given = dict(given)
        self.convention, self._rest = convention_of(program, convention)
        with paused():
            self.graph: Graph = Builder(self._rest, given, None, self.convention).build()
        self._written: Graph | None = None
        for name in given:
            if name not in self.graph.symbols or name not in self.graph.names:
                raise _unknown(name, self.graph.symbols)

    @property
    def source(self) -> Source:
        """The text of the program."""
        return self.program.source

    @property
    def title(self) -> str:
        """What a page calls the network: its file without folders, or plainly a network."""
        return self.source.title

    @property
    def written(self) -> Graph:
        """The same network with every symbol standing for itself."""
        if self._written is None:
            if any(value is not None for value in self.graph.symbols.values()):
                with paused():
                    builder = Builder(self._rest, self.given, self.graph, self.convention)
                    self._written = builder.build()
            else:
                self._written = self.graph
        return self._written

    @property
    def keeps_buffers(self) -> bool:
        """Whether buffers are told apart: by PyTorch's convention, or because there are some."""
        nodes = self.graph.nodes.values()
        return self.convention == PYTORCH or any(node.buffers != 0 for node in nodes)

    @property
    def values(self) -> dict[str, Value]:
        """The values that `let` and the call give to symbols."""
        return {name: value for name, value in self.graph.symbols.items() if value is not None}

    def declaring(self, name: str | None) -> Network:
        """The network with a free symbol of this name, where the program declares none itself."""
        program = declaring(self.program, name)
        unchanged = program is self.program
        return self if unchanged else Network(program, self.given, self.convention)

    def with_values(self, values: Mapping[str, Value]) -> Network:
        """The same program with further values; they override those of `let`."""
        return Network(self.program, {**self.given, **values}, self.convention)

    def find(self, labels: list[str], every_pass: bool = False) -> list[str]:
        """The names of the layers that labels mean: a layer, or all inside a body's path.

        An index that is a word stands for every pass: ``repeat1[i].conv1``. A layer that is called
        so is meant alone, the passes before it are not, unless it is ``every_pass`` that is asked.

        Raises:
            CallError: for a label that the network does not have.
        """
        found: set[str] = set()
        for label in labels:
            meant = _meaning(label)
            called = label in self.graph.nodes and _WORD_INDEX.search(label) is not None
            alone = called and not every_pass
            names = [label] if alone else [name for name in self.graph.nodes if meant(name)]
            if not names:
                raise call_error(
                    "unknown-label",
                    f"the network has no layer '{label}'",
                    nearest_layer(label, self.graph.nodes) or "symcnn table lists them",
                )
            found.update(names)
        return [name for name in self.graph.nodes if name in found]


def _meaning(label: str) -> Callable[[str], object]:
    """Whether a layer is one that a label means."""
    if "[" not in label:
        return lambda name: name == label or name.startswith((f"{label}.", f"{label}["))
    pattern = r"\[\w+\]".join(map(re.escape, _WORD_INDEX.split(label)))
    return re.compile(rf"{pattern}(?=[.\[]|\Z)").match


def read(
    source: Source,
    given: Mapping[str, Value] | None = None,
    max_size: int = MAXIMUM_SIZE,
    convention: str | None = None,
) -> Network:
    """The network that a text describes; ``convention`` holds where its first line names none.

    Raises:
        ProgramError: with every mistake in the text.
        CallError: for a value given to a symbol that the program does not have.
    """
    return Network(parse_program(source, max_size), given or {}, convention)


def read_together(
    programs: Sequence[Program], given: Mapping[str, Value], convention: str | None = None
) -> list[Network]:
    """The networks of programs under the same values; each takes those of symbols that it has.

    Raises:
        ProgramError: with every mistake in the first program that has some.
        CallError: for a value given to a symbol that none of the programs has.
    """
    shared = own_values([(program, convention) for program in programs], given)
    return [
        Network(program, values, convention)
        for program, values in zip(programs, shared, strict=True)
    ]


def own_values(
    programs: Sequence[tuple[Program, str | None]], given: Mapping[str, Value]
) -> list[dict[str, Value]]:
    """Values shared out: each program takes those of symbols that it has, under its convention.

    Raises:
        CallError: for a value given to a symbol that no program has.
    """
    known = [symbols_of(program, given, convention) for program, convention in programs]
    for name in given:
        if not any(name in symbols for symbols in known):
            raise _unknown(name, dict.fromkeys(symbol for symbols in known for symbol in symbols))
    return [{name: given[name] for name in given if name in symbols} for symbols in known]


def symbols_of(
    program: Program, given: Mapping[str, Value], convention: str | None = None
) -> Collection[str]:
    """The symbols of a program that can be given values.

    Where there is no network without further values, these are all names that may be symbols.
    """
    own, rest = convention_of(program, convention)
    try:
        with paused():
            graph = Builder(rest, given, None, own).build()
    except ProgramError:
        return names_in(rest)
    return [name for name in graph.symbols if name in graph.names]


def _unknown(name: str, known: Collection[str]) -> CallError:
    hint = did_you_mean(name, known) or (
        f"its symbols are {', '.join(list(known)[:12])}" if known else "it has no symbols"
    )
    return call_error("symbol", f"the program has no symbol '{name}'", hint)
