"""What a page tells of a network in one of its forms: rows, sections, trees of formulas.

It is built from a network whose symbols are traced numbers, and holds each number as the place on
the tape that makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from symcnn.choices import PARAMETERS
from symcnn.derivation.counted import Counted, each_origin
from symcnn.derivation.counts import Derivation, column, count
from symcnn.derivation.explain import role_words
from symcnn.derivation.letters import Letters
from symcnn.derivation.notation import notation
from symcnn.derivation.notes import on_convention
from symcnn.derivation.request import Request
from symcnn.derivation.rows import Part, Size
from symcnn.derivation.sections import Pair
from symcnn.explore.trees import Held, Said, Shared, held, named, tree, worded
from symcnn.formula.nodes import Number
from symcnn.formula.traced import is_traced
from symcnn.functions.quantity import Quantity
from symcnn.layers.declaration import Noun, Phrase
from symcnn.network.network import Network
from symcnn.render.phrases import heading, lowered


@dataclass(slots=True, eq=False)
class Teller:
    """Tells of networks whose symbols have values what a page needs to know of one count."""

    quantity: Quantity
    told: list[Any] = field(default_factory=list[Any])

    def __call__(self, network: Network) -> tuple[Any, ...]:
        """Tell of a network; what is told is kept, the total is what is asked."""
        total = self.quantity(network)
        self.told.append(self._network(network, total[0]))
        return total

    def _network(self, network: Network, total: Any) -> dict[str, Any]:
        request = Request(self.quantity.count, conventions=self.quantity.conventions)
        derivation = count(self.quantity.count).begin(network, request)
        pairs = [Pair(node, node) for node in network.graph.nodes.values()]
        letters = self._letters(network, derivation, pairs, request)
        rows = [self._row(pair, derivation, letters) for pair in pairs]
        return {
            "about": Shared("about", self._about(network, derivation)),
            "rows": [Shared("rows", row) for row in rows],
            "total": Held(total),
        }

    def _about(self, network: Network, derivation: Derivation) -> dict[str, Any]:
        """The words of the count, the same for every form of the network."""
        notes = (*derivation.notes, *on_convention(network))
        subject = derivation.subject or count(self.quantity.count).subject
        own = column(self.quantity.count, derivation)
        return {
            "subject": subject,
            "axis": lowered(subject),
            "unit": own.unit,
            "column": heading(own),
            "one": derivation.figure(1).noun,
            "many": derivation.figure(2).noun,
            "how": derivation.how,
            "notes": [_parts(note) for note in notes],
        }

    def _letters(
        self, network: Network, derivation: Derivation, pairs: Sequence[Pair], request: Request
    ) -> Letters:
        """The letters of the notation; one that the program uses otherwise is primed."""
        chosen = notation(request.notation, request.method)
        symbols = network.graph.symbols
        # A letter that is a symbol's own keeps its form; letters are compared with texts.
        uses = (
            (role, letter if _is_same(value, letter, symbols.get(letter)) else "")
            for role, value in derivation.uses(pairs)
            if (letter := chosen.letter(role))
        )
        words: dict[str, str] = {}
        for pair in pairs:
            words.update(role_words(pair.valued))
        return Letters(chosen, symbols.keys(), uses, words)  # pyright: ignore[reportArgumentType]

    def _row(self, pair: Pair, derivation: Derivation, letters: Letters) -> dict[str, Any]:
        node = pair.valued
        value = (
            node.parameters
            if self.quantity.count == PARAMETERS
            else derivation.cells(node)[self.quantity.count]
        )
        return {
            "name": node.name,
            "shape": _shape(node.shape),
            "size": Held(node.activation_size),
            "count": Held(value),
            "shared": node.shared_with or "",
            "section": Shared("sections", _section(pair, derivation, letters)),
        }


def _is_same(value: Any, letter: str, symbol: Any) -> bool:
    """Whether a number is that of the symbol that is called so, wherever the symbols are."""
    if str(value) == letter:
        return True
    if is_traced(value) or is_traced(symbol):
        return is_traced(value) and is_traced(symbol) and value.place == symbol.place
    return value is symbol or (type(value) is type(symbol) and value == symbol)


# --- a layer --------------------------------------------------------------------------------------


def _section(pair: Pair, derivation: Derivation, letters: Letters) -> dict[str, Any]:
    """What stands below a layer's name: what it is, where its numbers come from, its formulas."""
    node, about = pair.valued, derivation.about(pair, letters)
    found = {
        "title": node.layer.title if node.layer.title != node.name else "",
        "what": _phrase(node.resolved.describe),
        "inputs": [_shape(output.shape or ()) for output in node.inputs],
        "reason": Said(about.reason),
        "remarks": [_parts(remark) for remark in (*about.remarks, *about.once)],
    }
    if about.nothing is not None:
        return found
    counted = derivation.counted(pair)
    origins = [
        [inside, named(origin.symbol), held(origin.value), Said(origin.words)]
        for inside, origin in each_origin(pair, counted, letters)
    ]
    chains: list[Any] = []
    _chains(counted, letters, chains)
    return {**found, "origins": origins, "words": _parts(about.words), "chains": chains}


def _chains(counted: Counted, letters: Letters, chains: list[Any]) -> int:
    """The formulas of a layer after those of the layers inside it; the place of its last one."""
    known: dict[str, Any] = {}
    for part in counted.parts:
        known[part.name] = ["&", _chains(part, letters, chains)]
    known.update((role, ["@", Held(counted.valued[role])]) for role in counted.roles())
    roles = counted.roles()
    for quantity in counted.form.quantities:
        last = quantity is counted.form.quantities[-1]
        called = letters.quantity(counted.name if last else quantity.name)
        lettered = letters.lettered(quantity.formula, roles)
        chains.append([named(called), tree(quantity.formula, lettered, known)])
        known[quantity.name] = ["&", len(chains) - 1]
    return len(chains) - 1


# --- words and sizes ------------------------------------------------------------------------------


def _shape(shape: Sequence[Any]) -> list[Held]:
    return [Held(extent) for extent in shape]


def _phrase(phrase: Phrase) -> list[Any]:
    """A layer's description: words, numbers, sizes."""
    return [_piece(part) for part in phrase]


def _piece(part: Any) -> Any:
    if isinstance(part, str):
        return Said(part)
    if isinstance(part, Noun):
        return Said(part.word)
    if isinstance(part, tuple):
        return ["x", *_shape(cast("tuple[Any, ...]", part))]
    return ["@", Held(part)]


def _parts(parts: Sequence[Part]) -> list[Any]:
    """A sentence: words, formulas in letters, numbers, sizes."""
    return [_part(part) for part in parts]


def _part(part: Part) -> Any:
    if isinstance(part, str):
        return Said(part)
    if isinstance(part, Size):
        return ["x", *(held(extent) for extent in part.extents)]
    if isinstance(part, Number):
        return ["@", held(part)]
    return ["f", worded(part)]
