"""Builds the worked solution of a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from symcnn.choices import BRIEF, NORMAL, PARAMETERS, PER_UNIT
from symcnn.collector import paused
from symcnn.derivation import parameters, shapes
from symcnn.derivation.chains import sum_chain
from symcnn.derivation.document import Chain, Document, LegendEntry, Section
from symcnn.derivation.letters import Letters
from symcnn.derivation.notation import Notation, notation
from symcnn.derivation.sections import Pair, section
from symcnn.derivation.table import totals
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.nodes import names, sum_of
from symcnn.formula.rewrite import flattened, written
from symcnn.network.network import Network, total


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader asks for: which count, how derived, in which letters, for which layers."""

    count: str = PARAMETERS
    method: str = PER_UNIT
    notation: str | None = None
    own_parentheses: bool = False
    detail: str = NORMAL
    layers: tuple[str, ...] = ()


def explain(network: Network, request: Request | None = None) -> Document:
    """The worked solution of a network.

    Raises:
        CallError: for an unknown label or notation.
        CheckError: when a line would not be equal to the line before.
    """
    request = request or Request()
    chosen = network.find(list(request.layers)) if request.layers else list(network.graph.nodes)
    letters_of = notation(request.notation, request.method)
    with paused():
        pairs = [Pair(network.graph.nodes[n], network.written.nodes[n]) for n in chosen]
        derive = _parameters if request.count == PARAMETERS else _shapes
        letters, sections = derive(network, pairs, request, letters_of)
        whole = not request.layers
        chains = _total_chains(network) if whole and request.count == PARAMETERS else ()
    return Document(
        network.title,
        request.count,
        request.method,
        request.detail,
        tuple(sections),
        replace(totals(network), chains=chains),
        _legend(letters, sections, request),
        network.graph.symbols,
        whole and request.count == PARAMETERS,
    )


def _legend(letters: Letters, sections: list[Section], request: Request) -> tuple[LegendEntry, ...]:
    """The letters that the page shows; one line for each layer shows fewer of them."""
    if request.detail != BRIEF:
        return letters.legend()
    last = [s.chains[-1:] if request.count == PARAMETERS else s.chains for s in sections]
    steps = [step for chains in last for chain in chains for step in chain.brief]
    shown = {name for step in steps for name in names(step.formula)}
    shown |= {chain.quantity for chains in last for chain in chains}
    return tuple(entry for entry in letters.legend() if entry.symbol in shown)


def _parameters(
    network: Network, pairs: list[Pair], request: Request, chosen: Notation
) -> tuple[Letters, list[Section]]:
    own = chosen if request.own_parentheses else None
    prepared = [parameters.form_of(pair, request.method, own) for pair in pairs]
    uses = (
        (role, pair.written.resolved.roles[role])
        for pair, form in zip(pairs, prepared, strict=True)
        for role in form.roles()
    )
    letters = _letters(network, chosen, uses, pairs)
    sections = [
        section(pair, parameters.derived(pair, form, letters, network.values))
        for pair, form in zip(pairs, prepared, strict=True)
    ]
    return letters, sections


def _shapes(
    network: Network, pairs: list[Pair], request: Request, chosen: Notation
) -> tuple[Letters, list[Section]]:
    uses = (
        use for pair in pairs for axis in shapes.axes_of(pair.written) for use in axis.roles.items()
    )
    letters = _letters(network, chosen, uses, pairs)
    sections = [section(pair, shapes.derived(pair, letters, network.values)) for pair in pairs]
    return letters, sections


def _letters(
    network: Network, chosen: Notation, uses: Iterable[tuple[str, Value]], pairs: list[Pair]
) -> Letters:
    words: dict[str, str] = {}
    for pair in pairs:
        words.update(pair.valued.layer.words)
    return Letters(chosen, frozenset(network.graph.symbols), uses, words)


def _total_chains(network: Network) -> tuple[Chain, ...]:
    """The closing sum; layers without parameters add nothing and are left out."""
    nodes = network.written.nodes
    counts = [node.parameters for node in nodes.values()]
    terms = tuple(written(count) for count in counts if count != 0)
    if len(terms) < 2:
        return ()
    value = total(network.graph.nodes, PARAMETERS)
    valued: Formula | None = None
    if not arithmetic.is_number(arithmetic.add(counts)) and network.values:
        valued_counts: Mapping[str, Value] = {
            name: node.parameters for name, node in network.graph.nodes.items()
        }
        valued = flattened(sum_of(tuple(written(c) for c in valued_counts.values() if c != 0)))
    return (sum_chain("total", flattened(sum_of(terms)), value, network.values, valued),)
