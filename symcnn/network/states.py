"""What the shape before a pass is, as a formula of the pass's number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from symcnn.formula import arithmetic, recurrence
from symcnn.formula.arithmetic import ArithmeticProblem, Value
from symcnn.layers.declaration import Shape
from symcnn.layers.windows import joined
from symcnn.network.construction import Handed
from symcnn.network.passes import Tried
from symcnn.records import value_record
from symcnn.source import Span

Place: TypeAlias = tuple[int, int]
# From so many shapes a formula may be guessed.
_SEEN = 4
_AXES = {
    1: ("channels",),
    2: ("length", "channels"),
    3: ("height", "width", "channels"),
    4: ("depth", "height", "width", "channels"),
}


class Unsolved(Exception):
    """Why the shapes of the passes have no common formula, and the place of the layer to blame.

    ``later`` says that there is one from the next pass on.
    """

    def __init__(self, message: str, span: Span | None = None, later: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.later = later


@value_record
class Search:
    """How to look for the shapes: by a pass over ``shapes`` with the index ``turn``.

    ``first`` is what pass ``start`` makes of ``handed``; ``symbol`` makes a symbol of an axis
    of an output, by its name and the output's position.
    ``origin`` is what pass 0 takes.
    """

    origin: Handed
    handed: Handed
    start: int
    turn: Any
    first: Tried
    indexed: bool
    walk: Callable[[int, Handed], Tried]
    over: Callable[[Handed], Tried]
    symbol: Callable[[str, int], Value]

    def shapes(self) -> tuple[Shape, ...]:
        """The shapes before pass ``turn``.

        Raises:
            Unsolved: where there is no formula for them.
        """
        try:
            return self._derived()
        except Unsolved as error:
            # A layer may take no symbol for what it takes in every pass.
            found = None if error.later else self._guessed()
            if found is None:
                raise error from None
            return found

    def _derived(self) -> tuple[Shape, ...]:
        """The shapes from what a pass makes of symbols."""
        before = _known(self.handed, "the input of a pass")
        after = _known(self.first.handed, "the output of a pass")
        if [len(shape) for shape in before] != [len(shape) for shape in after]:
            taken, given = (", ".join(map(joined, shapes)) for shapes in (before, after))
            raise Unsolved(f"a pass takes {taken} and gives {given}")
        places = [(i, k) for i, shape in enumerate(before) for k in range(len(shape))]
        free = {p for p in places if not arithmetic.equal(_at(before, p), _at(after, p))}
        if not free and not self.indexed:
            return before
        symbols = {p: self.symbol(axis_name(before[p[0]], p[1]), p[0]) for p in places}
        while True:
            result = self._pass(before, free, symbols)
            steps = _known(result.handed, "the output of a pass")
            wrong = {
                p
                for p in places
                if p not in free and not arithmetic.equal(_at(steps, p), _at(before, p))
            }
            if not wrong:
                return self._solved(before, result, {p: symbols[p] for p in sorted(free)})
            free |= wrong

    def _pass(
        self, before: tuple[Shape, ...], free: set[Place], symbols: dict[Place, Value]
    ) -> Tried:
        """What a pass makes of a shape whose free axes are symbols."""
        taken = tuple(
            tuple(symbols[i, k] if (i, k) in free else extent for k, extent in enumerate(shape))
            for i, shape in enumerate(before)
        )
        result = self.over(_shaped(self.handed, taken))
        if result.problems:
            raise Unsolved(result.problems[0].message, result.problems[0].span)
        after = _known(result.handed, "the output of a pass")
        if [len(shape) for shape in after] != [len(shape) for shape in before]:
            raise Unsolved("a pass changes the number of axes")
        return result

    def _guessed(self) -> tuple[Shape, ...] | None:
        """Shapes that the first passes suggest, and that a pass over them confirms."""
        from symcnn.formula.guessing import guessed

        known = [self.handed, self.first.handed]
        for turn in range(self.start + 1, self.start + _SEEN - 1):
            result = self.walk(turn, known[-1])
            if result.problems:
                return None
            known.append(result.handed)
        try:
            seen = [_known(handed, "") for handed in known]
        except Unsolved:
            return None
        ranks = [[len(shape) for shape in shapes] for shapes in seen]
        if any(rank != ranks[0] for rank in ranks):
            return None
        found: list[Shape] = []
        for i, shape in enumerate(seen[0]):
            extents = [
                guessed([shapes[i][k] for shapes in seen], self.turn, self.start)
                for k in range(len(shape))
            ]
            found.append(tuple(extent for extent in extents if extent is not None))
        shapes = tuple(found)
        if [len(shape) for shape in shapes] != ranks[0]:
            return None
        return shapes if self._follows(shapes) else None

    def _follows(self, shapes: tuple[Shape, ...]) -> bool:
        """Whether a pass over the shapes before pass i gives those before pass i + 1."""
        result = self.over(_shaped(self.handed, shapes))
        after = [output.shape or () for output in result.handed]
        return not result.problems and all(
            len(one) == len(other)
            and all(map(arithmetic.equal, one, at_turn(other, self.turn, self.turn + 1)))
            for one, other in zip(after, shapes, strict=True)
        )

    def _solved(
        self, before: tuple[Shape, ...], result: Tried, symbols: dict[Place, Value]
    ) -> tuple[Shape, ...]:
        """Solve axis by axis, those first that depend on no other that is still open."""
        known: dict[Place, Value] = {}
        steps = _known(result.handed, "the output of a pass")
        while len(known) < len(symbols):
            open_symbols = {symbols[p] for p in symbols if p not in known}
            place = next(
                (
                    p
                    for p in symbols
                    if p not in known
                    and not (_symbols(_at(steps, p)) & open_symbols) - {symbols[p]}
                ),
                None,
            )
            if place is None:
                names = " and ".join(sorted(map(str, open_symbols)))
                layer = result.handed[0].layer
                message = f"{layer} hands on {names} that depend on each other pass by pass"
                raise Unsolved(message, result.place_of(layer))
            step = _replaced(_at(steps, place), {symbols[p]: known[p] for p in known})
            try:
                known[place] = self._axis(step, symbols[place], _at(before, place), place)
            except ArithmeticProblem as problem:
                layer = result.handed[place[0]].layer
                found = arithmetic.spelled(step)
                message = f"{layer} hands on {found} as its {symbols[place]}: {problem.message}"
                later = problem.kind == recurrence.FIRST_DIFFERS
                raise Unsolved(message, result.place_of(layer), later) from None
        return tuple(
            tuple(known.get((i, k), extent) for k, extent in enumerate(shape))
            for i, shape in enumerate(before)
        )

    def _axis(self, step: Value, symbol: Value, first: Value, place: Place) -> Value:
        """One axis; where it follows its rule from pass 0 on, the formula begins there."""
        state: Any = symbol
        origins = [output.shape or () for output in self.origin]
        if self.start and [len(s) for s in origins] == [len(o.shape or ()) for o in self.handed]:
            try:
                found = recurrence.solved(step, state, self.turn, origins[place[0]][place[1]], 0)
                if arithmetic.equal(_replaced(found, {self.turn: self.start}), first):
                    return found
            except ArithmeticProblem:
                pass
        return recurrence.solved(step, state, self.turn, first, self.start)


def _shaped(handed: Handed, shapes: tuple[Shape, ...]) -> Handed:
    return tuple(replace(o, shape=shape) for o, shape in zip(handed, shapes, strict=True))


def axis_name(shape: Shape, axis: int) -> str:
    """What an axis of a feature map is called in a message."""
    names = _AXES.get(len(shape))
    return names[axis] if names else f"axis{axis + 1}"


def at_turn(shape: Shape, turn: Any, value: Value) -> Shape:
    """A shape of pass ``turn`` at another pass."""
    return tuple(_replaced(extent, {turn: value}) for extent in shape)


def _known(handed: Handed, what: str) -> tuple[Shape, ...]:
    shapes = tuple(output.shape for output in handed if output.shape is not None)
    if len(shapes) < len(handed):
        raise Unsolved(f"{what} is not known")
    return shapes


def _at(shapes: tuple[Shape, ...], place: Place) -> Value:
    return shapes[place[0]][place[1]]


def _symbols(value: Value) -> set[Any]:
    return set(getattr(value, "free_symbols", ()))


def _replaced(value: Value, values: dict[Any, Value]) -> Value:
    """A value with others in place of symbols; a plain number needs none."""
    if arithmetic.is_number(value):
        return value
    from symcnn.formula import algebra

    result: Any = value
    for symbol, given in values.items():
        result = recurrence.at(result, symbol, given)
    return algebra.value_of(algebra.expression_of(result))
