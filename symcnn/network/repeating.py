"""Steps that hold a body: `[ … ] * n`, `repeat`, blocks, a `Sequential` inside a network."""

from __future__ import annotations

from dataclasses import replace

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.formula.nodes import Name
from symcnn.formula.nodes import Node as Formula
from symcnn.network import values
from symcnn.network.blocks import block_scope
from symcnn.network.bodies import Body, given_names
from symcnn.network.construction import MAXIMUM_LAYERS, Construction, Handed, Place, too_many
from symcnn.network.listings import SEQUENTIAL, listed, name_argument
from symcnn.network.passes import Passes
from symcnn.network.scope import Rejected, Scope, check_symbol, rejected
from symcnn.network.unnamed_index import unnamed_index
from symcnn.source import Span
from symcnn.syntax.tree import Adjacent, Argument, Block, Call, Chain, Size, Step, Tuple, Word

MAXIMUM_NESTING = 40
_REPEAT_ARGUMENTS = (None, "n", "index", "name")


def group(construction: Construction, step: Step, place: Place) -> Handed:
    """``[ … ]``, ``[ … ] * n`` and ``layer * n``."""
    if step.count is None and step.label is None:
        assert step.branches is not None
        return construction.chain(step.branches[0], place)
    return named(construction, step, place, step.name.rpartition(".")[2] or "repeat")


def named(construction: Construction, step: Step, place: Place, kind: str) -> Handed:
    """A step with a body under a name of its own."""
    label = construction.label_of(step, name_argument(step))
    path = construction.claim(label, kind, place.body)
    handed = expand(construction, step, path, place)
    for output in handed[-1:]:
        construction.record(label, step, path, output, place.body)
    return handed


def expand(construction: Construction, step: Step, path: str, place: Place) -> Handed:
    """The layers of a step that holds a body, their names under a path."""
    if not step.name:
        assert step.branches is not None
        if step.count is None:
            return _inside(construction, step.branches[0], path, place)
        return _times(construction, step, step.branches[0], path, place)
    if step.count is not None:
        return _times(construction, step, None, path, place)
    name = step.name.rpartition(".")[2]
    if name == "repeat":
        return _repeat(construction, step, path, place)
    if name in SEQUENTIAL:
        body = Body(listed(step), f"{path}.", place.body)
        return _listed_chain(construction, step, Place(body, place.scope, place.handed))
    if name == "residual":
        return construction.layer(addition(step), place, path)
    if name == "frozen":
        return frozen(construction, step, place)
    if name not in construction.blocks:
        return construction.layer(step, place, path)
    block = construction.blocks[name]
    if step.branches is not None:
        raise rejected("braces", f"{block.name} takes no braces", step.span)
    inner = block_scope(block, step, place.scope)
    return _block(construction, block, path, Place(place.body, inner, place.handed))


def addition(step: Step) -> Step:
    """`residual { A | B }` as the addition that it is; B is what was handed on if not written."""
    branches = step.branches
    if branches is not None and len(branches) == 1:
        skip = Step("skip", step.name_span, (), None, None, step.span)
        branches = (*branches, (skip,))
    return replace(step, name="add", branches=branches)


def repeat(construction: Construction, step: Step, place: Place) -> Handed:
    """``repeat(n, index=i) { … }``."""
    return named(construction, step, place, "repeat")


def sequential(construction: Construction, step: Step, place: Place) -> Handed:
    """``Sequential([ … ])``: the program itself, or a network inside it."""
    inside = bool(place.handed or construction.nodes) and not construction.is_whole(step)
    if inside or step.label is not None:
        return named(construction, step, place, "sequential")
    place.body.labels.update(given_names(listed(step)))
    return _listed_chain(construction, step, place)


def pipeline(construction: Construction, step: Step, place: Place) -> Handed:
    """``Pipeline([ … ])``: layers one after the other, as Keras prepares images."""
    return named(construction, step, place, "pipeline")


def _listed_chain(construction: Construction, step: Step, place: Place) -> Handed:
    """The layers of a `Sequential`; with ``trainable=False`` none of them trains."""
    frozen = any(
        argument.keyword == "trainable" and not _is_true(argument) for argument in step.arguments
    )
    construction.frozen += frozen
    try:
        return construction.chain(listed(step), place)
    finally:
        construction.frozen -= frozen


def frozen(construction: Construction, step: Step, place: Place) -> Handed:
    """``frozen { … }``: none of the layers inside trains; their names stay those of the body."""
    if step.arguments or step.branches is None or len(step.branches) != 1:
        raise rejected("frozen", "frozen takes one body", step.span, "write frozen { … }")
    if step.label is not None:
        hint = "label the layers inside"
        raise rejected("frozen", "frozen has no label", step.label_span or step.span, hint)
    construction.frozen += 1
    try:
        return construction.chain(step.branches[0], place)
    finally:
        construction.frozen -= 1


def _is_true(argument: Argument) -> bool:
    word = getattr(argument.value, "name", "")
    if word not in values.FLAG_WORDS:
        raise rejected("argument", "trainable must be true or false", argument.span)
    return values.FLAG_WORDS[word]


# --- bodies -----------------------------------------------------------------------------------


def _repeat(construction: Construction, step: Step, path: str, place: Place) -> Handed:
    counts = [a for a in step.arguments if a.keyword in (None, "n")]
    indices = [a for a in step.arguments if a.keyword == "index"]
    known = len(counts) + len(indices) + (name_argument(step) is not None)
    if len(counts) != 1 or known != len(step.arguments):
        raise _no_count(step, counts)
    if step.branches is None or len(step.branches) != 1:
        raise rejected("repeat", "repeat takes one body", step.span, "write repeat(3) { … }")
    index = _index(indices[0]) if indices else None
    count = _arithmetic(counts[0])
    return _times(construction, step, step.branches[0], path, place, count, index)


def _no_count(step: Step, counts: list[Argument]) -> Rejected:
    """The error for a repeat without its count, or with more than that and an index."""
    other = next((a for a in step.arguments if a.keyword not in _REPEAT_ARGUMENTS), None)
    extra = other or next(iter(counts[1:]), None)
    if extra is None:
        return rejected("repeat", "repeat takes a count", step.span, "write repeat(3) { … }")
    hint = "an index is named: repeat(n, index=i) { … }"
    if other is not None:
        message = f"repeat takes no argument '{other.keyword}'"
        return rejected("unknown-argument", message, extra.span, hint)
    return rejected("repeat", "repeat takes one count", extra.span, hint)


def _arithmetic(argument: Argument) -> Formula:
    value = argument.value
    if isinstance(value, Word | Size | Tuple | Call | Adjacent):
        raise rejected("repeat", "a count is a number", argument.span, "write repeat(3) { … }")
    return value


def _index(argument: Argument) -> str:
    value = argument.value
    if isinstance(value, Name):
        check_symbol(value.name, argument.span)
        return value.name
    raise rejected("repeat", "an index is a name", argument.span, "write index=i")


def _times(
    construction: Construction,
    step: Step,
    chain: Chain | None,
    path: str,
    place: Place,
    count_node: Formula | None = None,
    index: str | None = None,
) -> Handed:
    """Walk a body as often as its count says, each time with weights of its own.

    Without a chain, what repeats is the step itself: ``conv(8, 3x3) * 3``.
    """
    count_node = count_node or step.count
    count = 1 if count_node is None else _count(count_node, place.scope)
    with unnamed_index(construction, step, index):
        return _passed(construction, step, chain, path, place, count, index)


def _passed(
    construction: Construction,
    step: Step,
    chain: Chain | None,
    path: str,
    place: Place,
    count: Value,
    index: str | None,
) -> Handed:
    if not isinstance(count, int):
        from symcnn.network.depth import repeated

        def walk(pass_path: str, inside: Place) -> Handed:
            return _turn(construction, step, chain, pass_path, inside)

        return repeated(construction, Passes(path, count, index, step.span, walk), place)
    start, handed = len(construction.nodes), place.handed
    if count > MAXIMUM_LAYERS:
        raise too_many(step.span)
    turn = 0
    # Asked pass by pass: of a body that cannot be passed a second time, any larger count is alike.
    while turn < count:
        scope = place.scope.inner({index: turn}, {index: turn}) if index else place.scope
        handed = _turn(
            construction, step, chain, f"{path}[{turn}]", Place(place.body, scope, handed)
        )
        made = len(construction.nodes) - start
        if turn == 0 and start + made * count > MAXIMUM_LAYERS:
            raise too_many(step.span)
        if construction.problems:
            break
        turn += 1
    return handed


def _turn(
    construction: Construction, step: Step, chain: Chain | None, path: str, place: Place
) -> Handed:
    if chain is not None:
        body = Body(chain, f"{path}.", place.body)
        return _walk(construction, chain, step.span, Place(body, place.scope, place.handed))
    once = Step(
        step.name,
        step.name_span,
        step.arguments,
        step.branches,
        None,
        step.span,
        called=step.called,
    )
    if not construction.holds_body(step):
        inner = tuple(part for branch in step.branches or () for part in branch)
        body = Body(inner, f"{path}.", place.body)
        place = Place(body, place.scope, place.handed)
    return expand(construction, once, path, place)


def _count(node: Formula, scope: Scope) -> Value:
    """How often a body is repeated: a positive integer, or a formula of one."""
    count = scope.number(node)
    if isinstance(count, int) and count > 0:
        return count
    span, hint = node.span or Span(0, 0), "repeat a positive number of times"
    if not arithmetic.is_number(count):
        from symcnn.formula import algebra, floors

        if floors.is_whole(count) and not algebra.is_definitely_empty(count):
            return scope.value(node)
        if not floors.is_whole(count):
            hint = "give the symbol a form that divides, such as let n = 2*m"
    raise rejected("count", f"a body repeated {count} times", span, hint)


def _inside(construction: Construction, chain: Chain, path: str, place: Place) -> Handed:
    span = chain[0].span if chain else Span(0, 0)
    body = Body(chain, f"{path}.", place.body)
    return _walk(construction, chain, span, Place(body, place.scope, place.handed))


def _block(construction: Construction, block: Block, path: str, place: Place) -> Handed:
    if block.name in construction.blocks_in_use:
        raise calls_itself(block)
    construction.blocks_in_use.append(block.name)
    try:
        return _inside(construction, block.body, path, place)
    finally:
        construction.blocks_in_use.pop()


def calls_itself(block: Block) -> Rejected:
    """The refusal of a block in its own body."""
    message = f"the block '{block.name}' calls itself"
    return rejected("too-deep", message, block.span, "use [ … ] * n for what repeats")


def _walk(construction: Construction, chain: Chain, span: Span, place: Place) -> Handed:
    """Walk a body, counting how deep bodies nest."""
    if construction.depth >= MAXIMUM_NESTING:
        message = f"blocks and repeats nested more than {MAXIMUM_NESTING} deep"
        raise rejected("too-deep", message, span)
    construction.depth += 1
    try:
        return construction.chain(chain, place)
    finally:
        construction.depth -= 1
