"""The activation that learns its slope."""

from __future__ import annotations

from symcnn.formula import arithmetic
from symcnn.formula.arithmetic import Value
from symcnn.layers.arguments import COUNT, KNOWN_AXES, Argument, Kind, ignored
from symcnn.layers.axes import FEATURES, axis_names
from symcnn.layers.declaration import (
    Layer,
    LayerProblem,
    Resolved,
    Signature,
    Site,
    Weight,
    per_unit,
)
from symcnn.layers.windows import joined


def _prelu(site: Site) -> Resolved:
    roles, members = _of_channels(site) if site.pytorch else _of_positions(site)
    single = all(member == "1" for member in members)
    whole = not site.pytorch and "1" not in members
    return Resolved(
        roles,
        {"positions": whole, "single": single, "shared": not (whole or single)},
        describe=("a learned slope below 0",),
        lists={"slopes": members},
    )


def _of_positions(site: Site) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Keras has a slope for each position, shared along some axes."""
    shape = site.inputs[0]
    # As Keras reads them: an axis counts the batch, a negative one too.
    shared = {axis - 1 for axis in site["shared_axes"] or ()}
    for place in shared:
        if not -len(shape) <= place < len(shape):
            message = f"{joined(shape)} has no axis {place + 1}"
            raise LayerProblem("axis", message, "shared_axes")
    places = {place % len(shape) for place in shared}
    names = axis_names(len(shape))
    roles = dict(zip(names, shape, strict=True))
    members = tuple("1" if i in places else name for i, name in enumerate(names))
    return roles, members


def _of_channels(site: Site) -> tuple[dict[str, Value], tuple[str, ...]]:
    """PyTorch has one slope, or one for each channel."""
    shape, count = site.inputs[0], site["num_parameters"]
    if count == 1 or not shape:
        return {}, ("1",)
    if site.checked and not arithmetic.equal(count, shape[0]):
        message = f"num_parameters is 1 or the {shape[0]} channels, not {count}"
        raise LayerProblem("shapes", message, "num_parameters")
    return {FEATURES: shape[0]}, (FEATURES,)


def _axes_or_none(value: object, rank: int, checked: bool) -> object:
    return None if value is None else KNOWN_AXES.read(value, rank, checked)


_SHARED = Kind("known integers or None", _axes_or_none, takes_sizes=True, decides=True)
_KERAS = (
    *ignored("alpha_initializer", "alpha_regularizer", "alpha_constraint"),
    Argument("shared_axes", _SHARED, None),
)

LAYERS = (
    Layer(
        name="prelu",
        title="parametric ReLU",
        keras={"PReLU": None},
        torch={
            "PReLU": Signature(
                (Argument("num_parameters", COUNT, 1), *ignored("init", "device", "dtype"))
            )
        },
        arguments=(*_KERAS, Argument("num_parameters", COUNT, 1)),
        differing={"PReLU": _KERAS},
        resolve=_prelu,
        lists={"slopes": ("height", "width", "channels")},
        weights=(Weight("alpha", ("{slopes}",)),),
        forms=(
            per_unit(
                "{slopes}",
                "[positions:each position has a slope of its own][single:one slope for all]"
                "[shared:one slope for each, shared along the other axes]",
                remark="[positions:PyTorch has one slope for all, or one for each channel,"
                " wherever it stands]",
            ),
        ),
        uncounted="A slope is multiplied value by value: no sums of products.",
        source="K. He et al. (2015), equation 1; Keras 3, PReLU",
        examples=(
            "input(8x8x16) -> prelu",
            "input(8x8x16) -> prelu(shared_axes=(1, 2))",
        ),
    ),
)
