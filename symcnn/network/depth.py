"""A body repeated a number of times that is not known: a few passes are walked, all are counted.

First a pass is tried with numbers, then one over symbols; from what that makes of them follows the
shape before pass i. The layers are made once, over that shape, each for all passes. Where the
first pass differs from the rest (it takes the channels of the layer before, the others those of
the body), it is walked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import Shape
from symcnn.network.construction import Construction, Handed, Place
from symcnn.network.graph import Node, Origin, Output
from symcnn.network.passes import Passes, Tried, anchored, removed, tried
from symcnn.network.repetition import Repetition
from symcnn.network.scope import Rejected, rejected
from symcnn.network.states import Search, Unsolved, at_turn
from symcnn.network.verifying import verified
from symcnn.records import value_record

# Each level walks the levels inside it several times.
MAXIMUM_NESTING = 4
_WORD = re.compile(r"[^\W\d]\w*")
_COMMENT = re.compile(r"#[^\r\n]*")
_INDEX = re.compile(r"\bindex\s*=\s*(\w+)")


@value_record
class Solution:
    """A repetition and the shapes before its pass i."""

    repetition: Repetition
    shapes: tuple[Shape, ...]

    def after(self, last: Handed) -> Handed:
        """What the last of all passes hands on."""
        turn, count = self.repetition.turn, self.repetition.count
        return tuple(
            replace(output, shape=at_turn(shape, turn, count), reaches="")
            for output, shape in zip(last, self.shapes, strict=True)
        )


def repeated(construction: Construction, passes: Passes, place: Place) -> Handed:
    """Walk a body that is passed a free number of times.

    Raises:
        Rejected: where no formula in the number of passes is known.
    """
    if len(construction.around) >= MAXIMUM_NESTING:
        message = f"repeats of a free count nested more than {MAXIMUM_NESTING} deep"
        raise rejected("too-deep", message, passes.span, "give the counts values")
    if any(output.shape is None for output in place.handed):
        return passes.one(place, place.handed, "0", 0)
    if construction.valued is None or construction.trying:
        return _walked(construction, passes, place)
    nodes, problems = len(construction.nodes), len(construction.problems)
    try:
        handed = _walked(construction, passes, place)
        if len(construction.problems) == problems:
            return handed
    except Rejected:
        pass
    # Where the symbols hide what the values decide, the body is written with its values.
    removed(construction, nodes)
    del construction.problems[problems:]
    return _walked(construction, *_with_values(construction, passes, place))


def _with_values(construction: Construction, passes: Passes, place: Place) -> tuple[Passes, Place]:
    """A body of the written world as the world of values sees it."""
    valued = construction.valued
    assert valued is not None
    values = {name: value for name, value in valued.symbols.items() if value is not None}
    handed = tuple(replace(o, shape=_valued(o.shape, values)) for o in place.handed)
    count = valued.repeats[passes.path].count
    return replace(passes, count=count), Place(place.body, place.scope.of_values(), handed)


def _valued(shape: Shape | None, values: Mapping[str, Value]) -> Shape | None:
    from symcnn.formula import algebra

    return None if shape is None else tuple(algebra.substitute(e, values) for e in shape)


def _walked(construction: Construction, passes: Passes, place: Place) -> Handed:
    """Walk the passes that differ, then one for all the others."""
    solution = _solution(construction, passes, place)
    if solution is None:
        # The first pass is wrong by itself: walked for good, it tells its mistakes.
        return passes.one(place, place.handed, "0", 0)
    if construction.outline and place.handed:
        return solution.after(anchored(construction, place.handed, place.handed))
    repetition, handed = solution.repetition, place.handed
    construction.repeats[passes.path] = repetition
    problems = len(construction.problems)
    for turn in range(repetition.start):
        handed = passes.one(place, handed, str(turn), turn)
    nodes = len(construction.nodes)
    last = _common_pass(construction, passes, place, solution, handed)
    if len(construction.problems) > problems:
        return tuple(replace(output, shape=None) for output in last)
    if construction.checked and not construction.trying:
        made = tuple(construction.nodes.values())[nodes:]
        _verify(construction, passes, place, solution, handed, made)
    return solution.after(last)


def _common_pass(
    construction: Construction, passes: Passes, place: Place, solution: Solution, handed: Handed
) -> Handed:
    """Walk pass i, whose layers stand for those of all passes from the start on."""
    repetition = solution.repetition
    reaches = f"pass {repetition.index}"
    words = f"the channels that reach {reaches}"
    entry = tuple(
        Output(output.layer, shape, Origin(words, output.layer), reaches)
        for output, shape in zip(handed, solution.shapes, strict=True)
    )
    inside = Place(place.body.scratch(), place.scope, place.handed)
    construction.around.append(repetition)
    try:
        return passes.one(inside, entry, repetition.index, repetition.turn)
    finally:
        construction.around.pop()


def _verify(
    construction: Construction,
    passes: Passes,
    place: Place,
    solution: Solution,
    handed: Handed,
    made: tuple[Node, ...],
) -> None:
    """Walk the first passes and the last; note how often the body can be passed."""
    repetition = solution.repetition

    def whole(turn: int, taken: Handed) -> Tried:
        return tried(construction, passes, place, taken, str(turn), turn, whole=True)

    if passes.index is not None:
        shapes = [at_turn(s, repetition.turn, repetition.last) for s in solution.shapes]
        taken = tuple(replace(o, shape=s) for o, s in zip(handed, shapes, strict=True))
        name, turn = str(repetition.last), repetition.last
        last = tried(construction, passes, place, taken, name, turn)
        if last.problems:
            raise Rejected(last.problems[0])
    limit = verified(construction, repetition, solution.shapes, handed, made, whole)
    if limit is not None:
        construction.limits[passes.count] = limit


# --- the shapes of the passes --------------------------------------------------------------------


def _solution(construction: Construction, passes: Passes, place: Place) -> Solution | None:
    """The shapes before pass i, from the first pass on or from the second.

    None where the first pass has a mistake of its own.
    """
    model = _model(construction, passes.path)
    index = model.index if model is not None else _index_name(construction, passes)
    _check_index(construction, passes, index)
    handed, reason = place.handed, Unsolved("")
    for start in range(1 + (model.start if model is not None else _latest_start(passes.count))):
        first = tried(construction, passes, place, handed, str(start), start)
        if first.problems:
            if start == 0:
                return None
            raise Rejected(first.problems[0])
        if model is None or start == model.start:
            repetition = Repetition(
                passes.path, index, start, passes.count, construction.source, passes.span
            )
            try:
                shapes = _search(construction, passes, place, repetition, handed, first).shapes()
                return Solution(repetition, shapes)
            except Unsolved as error:
                # That the first pass differs says nothing where the later ones follow no rule.
                reason = error if reason.later or not reason.message else reason
        handed = anchored(construction, first.handed, place.handed)
    raise _refused(passes, index, reason)


def _model(construction: Construction, path: str) -> Repetition | None:
    """The repetition whose layers this one must match: of the other world, or of shared weights."""
    if construction.valued is not None and not construction.trying:
        return construction.valued.repeats.get(path)
    sharing = construction.sharing
    return construction.repeats.get(sharing.original_of(path)) if sharing is not None else None


def _latest_start(count: Value) -> int:
    """How many passes may stand for themselves: those that there are for every count."""
    from symcnn.formula import algebra, summation

    return max(1, min(2, int(summation.least(algebra.expression_of(count)))))


def _search(
    construction: Construction,
    passes: Passes,
    place: Place,
    repetition: Repetition,
    handed: Handed,
    first: Tried,
) -> Search:
    from symcnn.formula import algebra

    words = set(_WORD.findall(construction.source.text))
    level = len(construction.around) + 1

    def symbol(axis: str, output: int) -> Value:
        name = f"{axis}_{output + 1}" if output else axis
        name = name if level == 1 else f"{name}{level}"
        while name in words:
            name += "_"
        return algebra.symbol(name)

    def over(taken: Handed) -> Tried:
        construction.around.append(repetition)
        try:
            return tried(construction, passes, place, taken, repetition.index, repetition.turn)
        finally:
            construction.around.pop()

    def walk(turn: int, taken: Handed) -> Tried:
        taken = anchored(construction, taken, place.handed)
        return tried(construction, passes, place, taken, str(turn), turn)

    return Search(
        place.handed,
        handed,
        repetition.start,
        repetition.turn,
        first,
        passes.index is not None,
        walk,
        over,
        symbol,
    )


def _index_name(construction: Construction, passes: Passes) -> str:
    """The index's own name, or the next that stands for nothing else: ``i``, ``i2``, ``i3``, …."""
    wanted = passes.index
    taken = {repetition.index for repetition in construction.around}
    taken |= construction.symbols.used.keys()
    # A body that is applied again keeps its indices.
    named = set(_WORD.findall(construction.source.text[passes.span.start : passes.span.end]))
    taken |= {r.index for r in construction.repeats.values() if named & set(_WORD.findall(r.path))}
    if wanted is None:
        text = _COMMENT.sub("", construction.source.text)
        taken |= set(_WORD.findall(text)) - set(_INDEX.findall(text))
    base = name = wanted or "i"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name


def _check_index(construction: Construction, passes: Passes, index: str) -> None:
    """Refuse an index of a body that is applied again inside a repeat over an index so called."""
    for repetition in construction.around:
        if repetition.index == index:
            message = f"{passes.path} repeats over {index}, as {repetition.path} around it does"
            raise rejected("closed-form", message, repetition.span, "name another index")


def _refused(passes: Passes, index: str, reason: Unsolved) -> Rejected:
    """The error for passes without a common formula."""
    repetition = Repetition("", index, 0, passes.count, None, passes.span)
    message = f"{passes.path}, repeated {passes.count} times: {reason.message}"
    return rejected("closed-form", message, reason.span or passes.span, repetition.hint)
