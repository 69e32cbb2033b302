"""Which letter each role has in one document, primed where the program uses it otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symcnn.derivation.document import LegendEntry
from symcnn.derivation.notation import Notation
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name, Node
from symcnn.formula.rewrite import substituted
from symcnn.layers.roles import ROLES

_PRIME = "\N{PRIME}"


class Letters:
    """The letters of a document, and which of them were used.

    A letter that the program also uses as a symbol keeps its form only where role and symbol are
    the same thing in every layer; otherwise it is primed, and the legend says so.
    """

    def __init__(
        self,
        notation: Notation,
        symbols: frozenset[str],
        uses: Iterable[tuple[str, Value]],
        words: Mapping[str, str],
    ) -> None:
        self.notation = notation
        self._words = words
        self._used: dict[str, str] = {}
        self._cache: dict[int, tuple[Node, Node]] = {}
        self._primed: set[str] = set()
        if symbols:
            for role, value in uses:
                letter = notation.letter(role)
                if letter in symbols and str(value) != letter:
                    self._primed.add(letter)

    def of(self, role: str) -> str:
        """The letter of a role in this document."""
        letter = self.notation.letter(role)
        letter = letter + _PRIME if letter in self._primed else letter
        self._used.setdefault(role, letter)
        return letter

    @property
    def output(self) -> str:
        """The letter for a window's output extent, where the notation has one."""
        return self.of("output") if "output" in self.notation.letters else ""

    def lettered(self, formula: Node, roles: Iterable[str]) -> Node:
        """A formula in role names, written in letters."""
        found = self._cache.get(id(formula))
        if found is not None:
            return found[1]
        replacements: dict[str, Node] = {role: Name(self.of(role)) for role in roles}
        result = substituted(formula, replacements)
        self._cache[id(formula)] = (formula, result)
        return result

    def legend(self) -> tuple[LegendEntry, ...]:
        """Each letter that stands in the document, with its meaning."""
        entries: dict[str, list[str]] = {}
        for role, letter in self._used.items():
            words = self._words.get(role) or ROLES.get(role, "")
            if role in self.notation.letters and words not in entries.setdefault(letter, []):
                entries[letter].append(words)
        return tuple(
            LegendEntry(letter, ", or ".join(words), letter.endswith(_PRIME))
            for letter, words in entries.items()
            if words
        )
