"""What all layers of attention share: queries, keys and values, their lengths, what they see."""

from __future__ import annotations

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.declaration import LayerProblem, Resolved, Shape, Site
from symcnn.layers.sight import WHOLE, Sight, Sights, Window
from symcnn.layers.windows import joined
from symcnn.records import value_record

WORDS = {
    "heads": "the heads",
    "key_dim": "the width of each head's queries and keys",
    "value_dim": "the width of each head's values",
    "query_features": "the features of the queries",
    "key_features": "the features of the keys",
    "value_features": "the features of the values",
    "query_length": "the queries",
    "value_length": "the values that each query attends to",
    "queries": "from the input to each head's queries",
    "keys": "from the input to each head's keys",
    "values": "from the input to each head's values",
    "gates": "from the input to each head's gates",
    "outputs": "from all heads to the output",
    "scores": "each query with each key",
    "sums": "each query's sum of values",
    "weights": "inputs times outputs, for each projection",
    "biases": "one for each output of each projection",
}


@value_record
class Streams:
    """The shapes of queries, keys and values; all the same in self-attention."""

    queries: Shape
    keys: Shape
    values: Shape


def streams(site: Site) -> Streams:
    """What a layer of attention is handed: Keras has the values before the keys.

    Raises:
        LayerProblem: where there is not a key for each value.
    """
    queries, *others = site.inputs
    if site.pytorch:
        others.reverse()
    values, keys = (others[0], others[-1]) if others else (queries, queries)
    found = Streams(queries, keys, values)
    if site.checked and not _same(keys[:-1], values[:-1]):
        message = f"keys and values come in pairs: {joined(keys)} and {joined(values)} do not"
        raise LayerProblem("shapes", message, hint="all axes but the last must agree")
    return found


def _same(one: Shape, other: Shape) -> bool:
    return len(one) == len(other) and all(map(arithmetic.equal, one, other))


def lengths(found: Streams) -> dict[str, Value]:
    """The numbers of queries and of values."""
    return {
        "query_length": arithmetic.multiply(found.queries[:-1]),
        "value_length": arithmetic.multiply(found.values[:-1]),
    }


def is_same(one: Value | None, other: Value) -> bool:
    """Whether a value is another, as it is written."""
    return one is None or not bool(one != other)


def stretched(extent: Value, other: Value) -> bool:
    """Whether an extent of the values is that of the queries, or an extent of 1."""
    return arithmetic.equal(extent, other) or arithmetic.equal(other, 1)


def attends(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each query by itself, all keys and values; in self-attention the whole sequence."""
    return sights(site, ())


def sights(site: Site, apart: tuple[int, ...]) -> Sights:
    """What an output sees where some axes are not attended to: there its own place alone."""
    attended: list[tuple[Sight, ...]] = [
        (*(Window(axis) if axis in apart else WHOLE for axis in range(len(given) - 1)), WHOLE)
        for given in site.inputs
    ]
    if len(attended) > 1:
        attended[0] = (*map(Window, range(len(site.inputs[0]) - 1)), WHOLE)
    return tuple(attended)
