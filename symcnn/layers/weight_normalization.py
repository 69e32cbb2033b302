"""Normalization of weights in place of values: weight norm and spectral norm, around a layer."""

from __future__ import annotations

from symcnn.formula import arithmetic
from symcnn.formula.evaluate import evaluate
from symcnn.formula.read import formula
from symcnn.layers.arguments import AXIS, COUNT, LAYER, Argument, Kind, choice, ignored
from symcnn.layers.declaration import (
    AXES,
    Axis,
    Layer,
    LayerProblem,
    Part,
    Resolved,
    Shape,
    Signature,
    Site,
    Weight,
    holds,
    kept,
    lists_of,
    per_unit,
    products,
)
from symcnn.layers.formulas import axes_of
from symcnn.layers.sight import Sights, pointwise

# What the tensor is called that is normalized, in layers that have one.
_NORMALIZED = ("kernel", "embeddings", "weight")
# Layers whose PyTorch weight has its outputs in the second axis.
_OUTPUTS_SECOND = frozenset({"conv_transpose"})
_INSIDE = products("{held}", "those of the layer inside: its weights are normalized beforehand")


def _part(site: Site) -> Part:
    held = site["layer"]
    if len(held) != 1:
        raise LayerProblem("argument", "one layer is normalized, not several", "layer")
    return held[0](*site.inputs)


def _shape(part: Part, *, pytorch: bool) -> Shape:
    """The shape of the weight tensor that is normalized, in the order of a framework.

    Raises:
        LayerProblem: for a layer that has none.
    """
    layer, resolved = part.layer, part.resolved
    lists = lists_of(layer, resolved)
    for weight in layer.weights:
        if weight.name in _NORMALIZED and holds(weight.when, resolved.flags):
            texts = axes_of(weight.axes(pytorch), AXES[part.site.rank], lists)
            return tuple(evaluate(formula(text), resolved.roles) for text in texts)
    hint = "such as a convolution, a dense layer or an embedding"
    raise LayerProblem("argument", f"{layer.name} has no single kernel", "layer", hint)


def _along(shape: Shape, axis: int) -> int:
    place = axis if axis >= 0 else len(shape) + axis
    if not 0 <= place < len(shape):
        raise LayerProblem("axis", f"the weight has {len(shape)} axes, no axis {axis}", "dim")
    return place


def _by_magnitude(site: Site) -> Resolved:
    part = _part(site)
    shape = _shape(part, pytorch=True)
    axis = site["dim"]
    # PyTorch reads -1 as None: one magnitude for the whole tensor.
    whole = axis in (None, -1)
    place = -1 if whole else _along(shape, axis)
    axes = ("magnitudes" if i == place else "1" for i in range(len(shape)))
    return Resolved(
        {} if whole else {"magnitudes": shape[place]},
        {"whole": whole},
        output=_unchanged(part),
        describe=(f"{part.layer.title} with its weight as magnitude times direction",),
        parts=(part,),
        lists={"magnitude": () if whole else tuple(axes)},
    )


def _by_largest_singular_value(site: Site) -> Resolved:
    part = _part(site)
    shape = _shape(part, pytorch=site.pytorch)
    if site.pytorch:
        default = 1 if part.layer.name in _OUTPUTS_SECOND else 0
        rows = shape[_along(shape, default if site["dim"] is None else site["dim"])]
    else:
        rows = shape[-1]
    columns = arithmetic.divide(arithmetic.multiply(shape), rows)
    return Resolved(
        {"rows": rows, "columns": columns},
        {"buffered": site.pytorch},
        output=_unchanged(part),
        describe=(f"{part.layer.title} with its weight divided by its norm",),
        parts=(part,),
    )


def _unchanged(part: Part) -> tuple[Axis, ...]:
    return tuple(kept(f"axis {i + 1}", size, "size") for i, size in enumerate(part.shape))


def _as_inside(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """What the layer inside sees."""
    (part,) = resolved.parts
    sees = part.layer.sees
    return (pointwise(shape),) if sees is None else sees(part.site, part.resolved, part.shape)


def _axis_or_none(value: object, rank: int, checked: bool) -> int | None:
    return None if value is None else AXIS.read(value, rank, checked)


_AXIS = Kind("a known integer or None", _axis_or_none, decides=True)
_NAME = choice("weight")
_KERAS = (Argument("layer", LAYER), Argument("power_iterations", COUNT, 1))

LAYERS = (
    Layer(
        name="weight_norm",
        title="weight normalization",
        torch={
            "weight_norm": Signature(
                (
                    Argument("module", LAYER, to=("layer",)),
                    Argument("name", _NAME, "weight", to=("tensor",)),
                    Argument("dim", _AXIS, 0),
                )
            )
        },
        arguments=(Argument("layer", LAYER), Argument("dim", _AXIS, 0)),
        ranks=(0, None),
        inputs=(1, None),
        resolve=_by_magnitude,
        sees=_as_inside,
        lists={"magnitude": ("magnitudes",)},
        weights=(Weight("magnitude", ("{magnitude}",)),),
        forms=(
            per_unit(
                "{held} + {magnitude}",
                "beside its direction [whole:the weight][!whole:each output's weight vector]"
                " has a magnitude",
            ),
        ),
        words={"magnitudes": "the weight vectors with a magnitude of their own"},
        channels="the outputs of {layer}",
        macs=(_INSIDE,),
        source="T. Salimans, D. Kingma (2016), equation 2; PyTorch, weight_norm",
        examples=(
            "input(10) -> weight_norm { dense(5) }",
            "input(9x9x4) -> weight_norm(conv(8, 3x3), dim=None)",
        ),
    ),
    Layer(
        name="spectral_norm",
        title="spectral normalization",
        aliases=("spectral_normalization",),
        keras={"SpectralNormalization": None},
        torch={
            "spectral_norm": Signature(
                (
                    Argument("module", LAYER, to=("layer",)),
                    Argument("name", _NAME, "weight", to=("tensor",)),
                    *ignored("n_power_iterations", "eps"),
                    Argument("dim", _AXIS, None),
                )
            )
        },
        arguments=(*_KERAS, Argument("dim", _AXIS, None)),
        differing={"SpectralNormalization": _KERAS},
        ranks=(0, None),
        inputs=(1, None),
        resolve=_by_largest_singular_value,
        sees=_as_inside,
        weights=(
            Weight("vector_u", ("1", "rows"), when="!buffered", trainable=False),
            Weight("u", ("rows",), when="buffered", trainable=False, buffer="buffered"),
            Weight("v", ("columns",), when="buffered", trainable=False, buffer="buffered"),
        ),
        forms=(
            per_unit(
                "{held} + rows",
                "the vector that finds the norm has a number for each output",
                when="!buffered",
                remark="PyTorch keeps its two vectors, u and v, as buffers: no parameters",
            ),
            per_unit(
                "{held}",
                "the weights are those of the layer inside",
                when="buffered",
                remark="Keras counts its one vector as a parameter that is not trained",
            ),
        ),
        words={
            "rows": "the outputs of the kernel",
            "columns": "the weights of each output",
        },
        channels="the outputs of {layer}",
        macs=(_INSIDE,),
        source="T. Miyato et al. (2018), algorithm 1; Keras 3, SpectralNormalization",
        examples=(
            "input(10) -> spectral_norm { dense(5) }",
            "input(9x9x4) -> spectral_norm { conv(8, 3x3) }",
        ),
    ),
)
