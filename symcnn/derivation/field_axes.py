"""A layer's receptive field axis by axis: the lines of each, axes alike told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from symcnn.derivation import field_lines
from symcnn.derivation.chains import chain
from symcnn.derivation.document import RESULT, Chain, Origin, Step
from symcnn.derivation.field_lines import FIRST, JUMP, LAST, REACH, SIZE, START
from symcnn.derivation.fields import Along, Everything, Lost
from symcnn.derivation.letters import Letters
from symcnn.derivation.sections import Pair
from symcnn.derivation.sightlines import Sightlines, sights_of
from symcnn.errors import CheckError, Problem
from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Name, names
from symcnn.formula.nodes import Node as Formula
from symcnn.formula.read import formula
from symcnn.formula.rewrite import substituted, written
from symcnn.layers.roles import ROLES
from symcnn.layers.sight import Spread, Window, is_kept
from symcnn.network.graph import Node, Output
from symcnn.records import value_record


@value_record
class World:
    """What one world gives for the lines of an axis: the roles, and what they must come to."""

    roles: Mapping[str, Value]
    values: Mapping[str, Value]


@value_record
class AxisLines:
    """The lines of one axis of an input: formulas by quantity, and the numbers of both worlds."""

    axis: str
    formulas: Mapping[str, Formula]
    written: World
    valued: World

    def alike(self, other: AxisLines) -> bool:
        """Whether two axes have the same lines."""
        return (
            self.formulas == other.formulas
            and self.written == other.written
            and self.valued == other.valued
        )

    def uses(self) -> Iterator[tuple[str, Value]]:
        """The roles in its formulas with their values in the author's symbols."""
        for tree in self.formulas.values():
            for role in names(tree):
                if role in self.written.roles:
                    yield role, self.written.roles[role]


def lines_of(
    pair: Pair, valued: Sightlines, in_symbols: Sightlines, start: str, axis: int, called: str
) -> AxisLines:
    """The lines of what a layer shows of an axis of the input ``start``."""
    formulas, own = _world(valued, pair.valued, start, axis)
    other_formulas, other = _world(in_symbols, pair.written, start, axis)
    if other_formulas != formulas or other.values.keys() != own.values.keys():
        other = own
    trees = {quantity: formula(text) for quantity, text in formulas.items()}
    return AxisLines(called, trees, other, own)


def _world(lines: Sightlines, node: Node, start: str, axis: int) -> tuple[dict[str, str], World]:
    """The formulas of an axis and their numbers in one world."""
    after = lines.states[node.name][start][axis]
    if not isinstance(after, Along):
        size = {SIZE: after.size} if isinstance(after, Lost | Everything) else {}
        return {}, World({}, size)
    values = {SIZE: after.size, JUMP: after.jump, START: after.start}
    formulas, roles = _formulas(lines, node, start, axis)
    found = World(roles, values)
    if not after.plain and not _comes_to(formulas, found):
        formulas = {
            quantity: text for quantity, text in formulas.items() if quantity in (JUMP, START)
        }
    return formulas, found


def _formulas(
    lines: Sightlines, node: Node, start: str, axis: int
) -> tuple[dict[str, str], dict[str, Value]]:
    sights = () if node.layer.begins else sights_of(node)
    given = zip(lines.given(node), sights, strict=True)
    befores = [(state[start][axis], axes) for state, axes in given if start in state]
    along = [(field, axes[field.to]) for field, axes in befores if isinstance(field, Along)]
    if len(along) < len(befores) or not along:
        return {}, {}
    if all(is_kept(sight) for _, sight in along):
        fields = [field for field, _ in along]
        if len({field_lines.shown(field) for field in fields}) == 1:
            return {}, {}
        if field_lines.can_be_joined(fields):
            return field_lines.of_union(fields), field_lines.union_roles(fields)
        return {}, {}
    before, sight = along[0]
    if len(along) > 1 or not isinstance(sight, Window | Spread):
        return {}, {}
    through = (
        field_lines.through_window(before, sight)
        if isinstance(sight, Window)
        else field_lines.through_spread(before, sight)
    )
    return through, field_lines.roles(before, sight)


def _comes_to(formulas: Mapping[str, str], world: World) -> bool:
    """Whether the formulas give the size: of unlike fields only some may be there to be seen."""
    roles = dict(world.roles)
    for quantity, text in formulas.items():
        roles[quantity] = evaluate(formula(text), roles)
    return SIZE not in formulas or arithmetic.equal(roles[SIZE], world.values[SIZE])


# --- chains ---------------------------------------------------------------------------------------


def chains_of(
    axes: Sequence[AxisLines], letters: Letters, symbols: Mapping[str, Value]
) -> tuple[Chain, ...]:
    """The lines of all axes; those of axes that are alike stand once."""
    groups: list[list[AxisLines]] = []
    for axis in axes:
        group = next((group for group in groups if group[0].alike(axis)), None)
        if group is None:
            groups.append([axis])
        else:
            group.append(axis)
    several = len(groups) > 1
    return tuple(
        line
        for group in groups
        for line in _chains(group[0], [g.axis for g in group] if several else [], letters, symbols)
    )


def _chains(
    lines: AxisLines, axes: Sequence[str], letters: Letters, symbols: Mapping[str, Value]
) -> Iterator[Chain]:
    """The lines of one axis; quantities are called after the axes where there are several."""

    def called(quantity: str, among: Sequence[str]) -> str:
        each = [f"{quantity}_{axis}" for axis in among] or [quantity]
        return ", ".join(map(letters.quantity, each))

    roles, values = dict(lines.written.roles), dict(lines.valued.roles)
    renamed: dict[str, Formula] = {q: Name(called(q, axes[:1])) for q in lines.formulas}
    for quantity in _in_order(lines):
        name = called(quantity, axes)
        tree = lines.formulas.get(quantity)
        if tree is None:
            yield _told(
                name, lines.written.values[quantity], lines.valued.values[quantity], symbols
            )
            roles[quantity] = lines.written.values[quantity]
            continue
        used = names(tree)
        lettered = letters.lettered(tree, [role for role in used if role in lines.valued.roles])
        own, other = ({role: world[role] for role in used} for world in (roles, values))
        line = chain(name, substituted(lettered, renamed), tree, own, other, symbols)
        expected = lines.valued.values.get(quantity, line.value)
        if not arithmetic.equal(line.value, expected):
            message = f"{name}: {line.value} is not the {expected} that was followed"
            raise CheckError([Problem("check", message, hint="please report this program")])
        yield line
        roles[quantity], values[quantity] = evaluate(tree, roles), line.value


def _in_order(lines: AxisLines) -> list[str]:
    """All quantities in their usual order; where the size needs the jump, the jump comes first."""
    named = set(lines.formulas) | set(lines.valued.values)
    size = lines.formulas.get(REACH if REACH in lines.formulas else SIZE)
    first = (JUMP,) if size is not None and JUMP in names(size) else ()
    return [q for q in dict.fromkeys((*first, FIRST, LAST, REACH, SIZE, JUMP, START)) if q in named]


def _told(name: str, value: Value, valued: Value, symbols: Mapping[str, Value]) -> Chain:
    """A quantity that keeps its value."""
    roles = {"value": value}
    values = roles if arithmetic.equal(value, valued) else {"value": valued}
    line = chain(name, Name(name), Name("value"), roles, values, symbols)
    first, *rest = line.steps
    kind = first.kind if rest else RESULT
    return replace(line, steps=(Step(kind, first.formula), *rest))


def origins_of(
    axes: Sequence[AxisLines], pair: Pair, letters: Letters, nodes: Mapping[str, Node]
) -> tuple[Origin, ...]:
    """Where the numbers of the lines come from; where axes differ, of which axis they are.

    ``nodes`` are the layers of the network.
    """
    found: dict[str, dict[Value, str]] = {}
    for axis in axes:
        for tree in axis.formulas.values():
            for role in names(tree):
                if role in axis.valued.roles:
                    found.setdefault(role, {}).setdefault(axis.valued.roles[role], axis.axis)
    origins: dict[tuple[str, str], Origin] = {}
    for role, values in found.items():
        for value, axis in values.items():
            along = f" along the {axis}" if len(values) > 1 else ""
            origin = _origin(role, value, along, pair.valued, letters, nodes)
            origins.setdefault((origin.symbol, origin.words), origin)
    return tuple(origins.values())


def _origin(
    role: str, value: Value, along: str, node: Node, letters: Letters, nodes: Mapping[str, Node]
) -> Origin:
    quantity, _, number = role.partition("_")
    given = quantity in _GIVEN and (number == "in" or number.isdigit())
    if not given:
        words = f"{ROLES.get(role, role)}{along}"
        return Origin(letters.of(role), written(value), words, node.name, True, node.span)
    before = node.inputs[int(number) - 1 if number.isdigit() else 0]
    words = f"{_GIVEN[quantity]} of {_called(before, node, nodes)}{along}"
    return Origin(letters.of(role), written(value), words, before.layer, False, node.span)


def _called(before: Output, node: Node, nodes: Mapping[str, Node]) -> str:
    """What a layer takes, in words: of a repeated body, in which pass."""
    if before.reaches:
        return f"what reaches {before.reaches}"
    if _is_after_last_pass(before.layer, node, nodes):
        return f"{before.layer} after the last pass"
    return "the input" if before.layer == "input" else before.layer


def _is_after_last_pass(layer: str, node: Node, nodes: Mapping[str, Node]) -> bool:
    """Whether a layer of a repeated body is taken from outside of it."""
    around = {repetition.path for repetition in node.repeats}
    return any(repetition.path not in around for repetition in nodes[layer].repeats)


_GIVEN = {
    "size": "the receptive field",
    "jump": "the jump",
    "start": "the start",
    "reach": "how far fields reach beyond one place of what was spread, unrounded,",
}
