"""Every class of Keras that is drawn: on what inputs, with what arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.frameworks import keras_pictures as pictures
from tests.frameworks import keras_sequences as sequences
from tests.frameworks import keras_values as values
from tests.frameworks.drawing import Draw, Shape
from tests.frameworks.keras_windows import Drawn, windows
from tests.frameworks.records import Record

_INTEGER = "int32"


@dataclass(frozen=True)
class Drawable:
    """A class that can be drawn.

    ``axes`` are the numbers of axes of its (first) input, without the batch; ``others`` draws the
    shapes of its further inputs; ``dtype`` is that of its inputs; ``eager`` says that it must be
    put on arrays, for Keras cannot put it on symbols.
    """

    axes: tuple[int, ...]
    arguments: Drawn
    others: Callable[[Draw, Shape], list[Shape]] = lambda draw, shape: []
    dtype: str | None = None
    eager: bool = False


def shape_of(draw: Draw, axes: int) -> Shape:
    """A shape with so many axes, small enough for Keras to be quick."""
    high = {1: 24, 2: 16, 3: 13, 4: 8}.get(axes, 5)
    return [
        *(draw.randint(1 if draw.chance(0.1) else 3, high) for _ in range(axes - 1)),
        draw.choice((1, 2, 3, 4, 6, 8, 12)),
    ]


def _alike(most: int) -> Callable[[Draw, Shape], list[Shape]]:
    """Further inputs of the same shape, some with axes that stretch."""

    def others(draw: Draw, shape: Shape) -> list[Shape]:
        found: list[Shape] = []
        for _ in range(draw.randint(1, most)):
            other = [1 if draw.chance(0.1) else extent for extent in shape]
            if draw.chance(0.05):
                other[draw.randrange(len(other))] += 1
            found.append(other)
        return found

    return others


def _beside(draw: Draw, shape: Shape) -> list[Shape]:
    """Further inputs that differ in the last axis alone, at times in none."""
    return [[*shape[:-1], draw.randint(1, 6)] for _ in range(draw.randint(0, 3))]


def _keys(draw: Draw, shape: Shape) -> list[Shape]:
    """Value, and at times key, for the query of an attention in heads."""
    length, rest = draw.randint(1, 9), shape[1:-1]
    value = [length, *rest, draw.choice((shape[-1], draw.randint(1, 9)))]
    count = draw.randint(0, 2)
    return [value, [length, *rest, draw.randint(1, 9)]][:count]


def _same_width(draw: Draw, shape: Shape) -> list[Shape]:
    """Value, and at times key, as wide as the query."""
    length = draw.randint(1, 9)
    return [[length, shape[-1]]] * draw.randint(1, 2)


def _dotted(draw: Draw, shape: Shape) -> list[Shape]:
    return [[*shape] if draw.chance(0.8) else shape[::-1]]


def _by_rank(name: str) -> int:
    return int(name.removesuffix("Transpose")[-2])


def classes() -> dict[str, Drawable]:
    """Every class that is drawn, by its Keras name."""
    found = {name: Drawable((_by_rank(name) + 1,), drawn) for name, drawn in windows().items()}
    found |= {name: Drawable((1, 2, 3, 4), drawn) for name, drawn in values.ANY_SHAPE.items()}
    found["EinsumDense"] = Drawable((1, 2, 3, 4), values.einsum_dense, eager=True)
    found["Masking"] = Drawable((2, 3), values.ANY_SHAPE["Masking"])
    for rank in (1, 2, 3):
        rate = values.ANY_SHAPE["Dropout"]
        found[f"SpatialDropout{rank}D"] = Drawable((rank + 1,), rate)
        found[f"ConvLSTM{rank}D"] = Drawable((rank + 2,), sequences.convolutional(rank))
    for name in ("SimpleRNN", "GRU", "LSTM"):
        found[name] = Drawable((2,), sequences.recurrent(name))
        found[f"{name}Cell"] = Drawable((1,), sequences.cell(name), eager=True)
    for name in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        found[name] = Drawable((1, 2, 3, 4), values.nothing, _alike(3))
    found |= {name: Drawable((3,), drawn) for name, drawn in pictures.PICTURES.items()}
    found |= {name: Drawable((1,), drawn) for name, drawn in pictures.CATEGORIES.items()}
    found |= {name: Drawable((2,), drawn) for name, drawn in pictures.SOUND.items()}
    found["MelSpectrogram"] = Drawable((1,), pictures.mel)
    return found | _others()


def _others() -> dict[str, Drawable]:
    return {
        "AdditiveAttention": Drawable((2,), sequences.additive, _same_width),
        "Attention": Drawable((2,), sequences.attention, _same_width),
        "Bidirectional": Drawable((2,), sequences.bidirectional),
        "Concatenate": Drawable((1, 2, 3, 4), sequences.concatenated, _beside),
        "Dot": Drawable((1, 2, 3), sequences.dotted, _dotted),
        "Embedding": Drawable((1, 2), sequences.embedding, dtype=_INTEGER),
        # On symbols Keras wants queries and values of one width, on arrays it does not.
        "GroupQueryAttention": Drawable((2,), sequences.grouped_query, _keys, eager=True),
        "MultiHeadAttention": Drawable((2, 3), sequences.multi_head, _keys),
        "RNN": Drawable((2,), sequences.cells),
        "RepeatVector": Drawable((1,), lambda draw, shape: {"n": draw.randint(1, 8)}),
        "ReversibleEmbedding": Drawable((1, 2), sequences.reversible, dtype=_INTEGER),
        "Subtract": Drawable((1, 2, 3, 4), values.nothing, _alike(1)),
        "TimeDistributed": Drawable((2, 3, 4), sequences.time_distributed),
    }


CLASSES = classes()
# Keras does not look at the rank that these are put on, and gives shapes that mean nothing.
_UNCHECKED = frozenset(
    {name for name in CLASSES if name.startswith("Adaptive")}
    | {"Attention", "AdditiveAttention", "GroupQueryAttention", "MultiHeadAttention"}
    | {"MelSpectrogram", "RNN"}
    | set(pictures.PICTURES)
)


def drawn(draw: Draw, name: str) -> list[Record]:
    """A class on inputs of its own: the inputs and the layer, called ``layer``."""
    kind = CLASSES[name]
    # Now and then an input of a rank that the class may refuse.
    right = name in _UNCHECKED or draw.chance(0.95)
    axes = draw.choice(kind.axes) if right else draw.randint(1, 4)
    shape = shape_of(draw, axes)
    if name in pictures.PICTURES:
        shape[-1] = 3
    shapes = [shape, *kind.others(draw, shape)]
    inputs = inputs_of(shapes, kind.dtype)
    inbound = [one["name"] for one in inputs]
    arguments = kind.arguments(draw, shape)
    layer = {"name": "layer", "class": name, "arguments": arguments, "inbound": inbound}
    return [*inputs, layer]


def inputs_of(shapes: list[Shape], dtype: str | None) -> list[Record]:
    """Inputs of these shapes, called ``input0``, ``input1``, and so on."""
    options = {} if dtype is None else {"dtype": dtype}
    return [
        {
            "name": f"input{index}",
            "class": "InputLayer",
            "arguments": {"shape": shape} | options,
            "inbound": [],
        }
        for index, shape in enumerate(shapes)
    ]
