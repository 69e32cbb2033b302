"""The input of a network."""

from __future__ import annotations

from symcnn.layers.arguments import BATCH_SHAPE, SHAPE, Argument, ignored
from symcnn.layers.declaration import Layer, Resolved, Site, kept


def _input(site: Site) -> Resolved:
    """The given shape; a batch's shape has the batch in front."""
    return Resolved(
        output=tuple(kept(f"axis {i + 1}", v, "size") for i, v in enumerate(site["shape"]))
    )


LAYERS = (
    Layer(
        name="input",
        title="input",
        keras={"Input": None, "InputLayer": None},
        arguments=(
            Argument("shape", SHAPE, None, aliases=("input_shape",)),
            *ignored("batch_size", "dtype", "sparse", "ragged"),
            Argument("batch_shape", BATCH_SHAPE, None),
            *ignored("tensor", "optional", "input_tensor"),
        ),
        resolve=_input,
        inputs=(0, 0),
        begins=True,
        channels="the channels of {layer}",
        reason="An input only hands on data: there is nothing to learn.",
        source="Keras 3, Input",
        examples=("input(32x32x3)",),
    ),
)
