"""Builds the worked solution of a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from symcnn.choices import BRIEF
from symcnn.collector import paused
from symcnn.derivation.copies import bounds
from symcnn.derivation.counts import Derivation, count
from symcnn.derivation.document import Document, LegendEntry, Section
from symcnn.derivation.letters import Letters
from symcnn.derivation.notation import Notation, notation
from symcnn.derivation.notes import on_convention, on_open_sums
from symcnn.derivation.request import Request
from symcnn.derivation.rows import row_of
from symcnn.derivation.sections import Pair, section
from symcnn.derivation.table import symbols_of, tabulated
from symcnn.errors import Problem, ProgramError
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.formula.evaluate import EvaluationError
from symcnn.formula.nodes import names
from symcnn.layers.declaration import Part
from symcnn.network.graph import Node
from symcnn.network.network import Network
from symcnn.source import Source


def explain(network: Network, request: Request | None = None) -> Document:
    """The worked solution of a network.

    Raises:
        CallError: for an unknown label or notation.
        CheckError: when a line would not be equal to the line before.
    """
    request = request or Request()
    chosen = network.find(list(request.layers)) if request.layers else list(network.graph.nodes)
    letters_of = notation(request.notation, request.method)
    asked = count(request.count)
    with paused():
        derivation = asked.begin(network, request)
        pairs = [Pair(network.graph.nodes[n], network.written.nodes[n]) for n in chosen]
        symbols = symbols_of(network, (derivation,)).keys()
        letters = _letters(network, letters_of, derivation.uses(pairs), pairs, symbols)
        # The total comes first: where it is too long to be told, no layer's lines are needed.
        closing = None if request.layers else derivation.closing()
        sections = tuple(_sections(pairs, derivation, letters, network.source))
    rows = tuple(section.row for section in sections)
    table = tabulated(network, asked.overview, rows, (derivation,), summed=closing is not None)
    return Document(
        network.title,
        asked.name,
        derivation.subject or asked.subject,
        derivation.subject or asked.short,
        request.method,
        derivation.how,
        request.detail,
        sections,
        table,
        closing,
        _legend(letters, sections, request),
        table.symbols,
        asked.further,
        (
            *derivation.notes,
            *on_convention(network),
            *bounds(network.graph),
            *on_open_sums(chain.value for section in sections for chain in section.brief),
        ),
        derivation.conventions,
    )


def _sections(
    pairs: Iterable[Pair], derivation: Derivation, letters: Letters, source: Source
) -> Iterator[Section]:
    """A section for each layer; what is to be told once stands in the first that tells it.

    Raises:
        ProgramError: for a layer whose lines would be too long, in ``source``.
    """
    told: set[str] = set()
    for pair in pairs:
        node = pair.valued
        try:
            row = row_of(node, derivation.cells(node))
            derived = derivation.derived(pair, letters)
        except (EvaluationError, ArithmeticProblem) as problem:
            message = f"the lines of {node.name}: {problem.message}"
            found = Problem(problem.kind, message, node.span, problem.hint)
            raise ProgramError([found], source) from None
        fresh = tuple(remark for remark in derived.once if str(remark) not in told)
        told.update(map(str, fresh))
        yield section(pair, replace(derived, remarks=(*derived.remarks, *fresh)), row)


def _legend(
    letters: Letters, sections: Sequence[Section], request: Request
) -> tuple[LegendEntry, ...]:
    """The letters that the page shows; one line for each layer shows fewer of them."""
    if request.detail != BRIEF:
        return letters.legend()
    chains = [chain for section in sections for chain in section.brief]
    shown = {name for chain in chains for step in chain.brief for name in names(step.formula)}
    shown |= {chain.quantity for chain in chains}
    return tuple(entry for entry in letters.legend() if entry.symbol in shown)


def _letters(
    network: Network,
    chosen: Notation,
    uses: Iterable[tuple[str, Value]],
    pairs: list[Pair],
    symbols: AbstractSet[str],
) -> Letters:
    words: dict[str, str] = {}
    for pair in pairs:
        words.update(role_words(pair.valued))
    taken = {repetition.index for repetition in network.graph.repeats.values()}
    return Letters(chosen, taken | symbols, uses, words)


def role_words(node: Node | Part) -> Mapping[str, str]:
    """What the roles of a layer are, and those of the layers that it holds."""
    words: dict[str, str] = {}
    for part in node.resolved.parts:
        words.update(role_words(part))
    return {**words, **node.layer.words}
