"""Which letter each role has in one document, primed where the program uses it otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from symcnn.derivation.document import LegendEntry
from symcnn.derivation.notation import Notation
from symcnn.errors import call_error
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name, Node, names
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
        symbols: AbstractSet[str],
        uses: Iterable[tuple[str, Value]],
        words: Mapping[str, str],
    ) -> None:
        self.notation = notation
        self._words = words
        self._used: dict[str, str] = {}
        self._cache: dict[int, tuple[Node, Node]] = {}
        self._primed: set[str] = set()
        self._symbols = symbols
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

    def quantity(self, name: str) -> str:
        """What a line calls its left side; primed where the program has a symbol of that name."""
        return name + _PRIME if name in self._symbols else name

    @property
    def output(self) -> str:
        """The letter for a window's output extent, where the notation has one."""
        if "output" not in self.notation.letters:
            return ""
        letter = self.notation.letter("output")
        if letter in self._symbols:
            self._primed.add(letter)
        return self.of("output")

    def lettered(self, formula: Node, roles: Iterable[str]) -> Node:
        """A formula in role names, written in letters."""
        found = self._cache.get(id(formula))
        if found is not None:
            return found[1]
        replacements: dict[str, Node] = {role: Name(self.of(role)) for role in roles}
        self._check_distinct(replacements)
        replacements |= {
            name: Name(self.quantity(name)) for name in names(formula) if name not in replacements
        }
        result = substituted(formula, replacements)
        self._cache[id(formula)] = (formula, result)
        return result

    def _check_distinct(self, letters: Mapping[str, Node]) -> None:
        """Refuse a notation that writes two roles of one formula alike."""
        roles: dict[Node, str] = {}
        for role, letter in letters.items():
            other = roles.setdefault(letter, role)
            if other != role:
                raise call_error(
                    "notation",
                    f"{self.notation.name}: {other} and {role} have the same letter",
                    "they stand in one formula: give each a letter of its own",
                )

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
