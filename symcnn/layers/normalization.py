"""Normalization by running statistics, of batches and of single inputs."""

from __future__ import annotations

from symcnn.choices import INPUTS_OUTPUTS
from symcnn.formula import arithmetic
from symcnn.layers.arguments import (
    AXIS,
    COUNT,
    FLAG,
    Argument,
    ByConvention,
    ignored,
)
from symcnn.layers.axes import FEATURES, places, roles_along
from symcnn.layers.declaration import (
    Definition,
    Form,
    Layer,
    LayerProblem,
    Resolved,
    Shape,
    Signature,
    Site,
    Weight,
    per_unit,
)
from symcnn.layers.sight import WHOLE, Sights, Window
from symcnn.layers.windows import axis_index, joined

VALUE_BY_VALUE = "Normalization scales and shifts value by value: no sums of products."
IDLE = "Without scale and shift there is nothing to learn."
SCALED_AND_SHIFTED = "[scale:a scale][scale center: and ][center:a shift]"
DECORATION = ignored(
    "beta_initializer",
    "gamma_initializer",
    "beta_regularizer",
    "gamma_regularizer",
    "beta_constraint",
    "gamma_constraint",
)
_IN_PYTORCH = (
    "PyTorch keeps the running mean and variance as buffers, which are no parameters"
    "[scale center:: it counts <2*{normalized}>]"
)
_IN_KERAS = (
    "[tracked:Keras counts the running mean and variance too, as parameters that are not trained]"
    "[tracked scale center:: it has <4*{normalized}>]"
)
CENTER = Argument("center", FLAG, True)
SCALE = Argument("scale", FLAG, True)
AFFINE = Argument("affine", FLAG, True)
NUM_FEATURES = Argument("num_features", COUNT, role=FEATURES)


def affine(site: Site, flag: str) -> bool:
    """Whether there is a scale or a shift; PyTorch's ``affine`` is for both."""
    return site[flag] and site["affine"]


def _normalization(site: Site, describe: str) -> Resolved:
    shape = site.inputs[0]
    roles = roles_along(site, places((site["axis"],), shape), first=site.pytorch)
    return Resolved(
        roles,
        {
            "scale": affine(site, "scale"),
            "center": affine(site, "center"),
            "renorm": site.arguments.get("renorm", False),
            "tracked": site["track_running_stats"],
            "buffered": site.pytorch,
        },
        describe=(describe,),
        lists={"normalized": tuple(roles)},
    )


def _batches(site: Site) -> Resolved:
    return _normalization(site, "each channel shifted and scaled")


def _instances(site: Site) -> Resolved:
    if site.checked and site.pytorch and not site["track_running_stats"]:
        _, *spatial = site.inputs[0]
        if arithmetic.multiply(spatial) == 1:
            message = f"a channel of {joined(site.inputs[0])} is one value: nothing to normalize"
            raise LayerProblem("shapes", message, hint="hand it maps of more than one value")
    return _normalization(site, "each channel of each input by itself")


def _whole_channel(site: Site, resolved: Resolved, shape: Shape) -> Sights:
    """Each channel of an input is seen from end to end, for its statistics."""
    channel = axis_index(site["axis"], shape)
    return (tuple(Window(axis) if axis == channel else WHOLE for axis in range(len(shape))),)


def _statistic(name: str, when: str = "tracked") -> Weight:
    return Weight(name, ("{normalized}",), when, trainable=False, buffer="buffered")


_GAMMA = Weight("gamma", ("{normalized}",), when="scale")
_BETA = Weight("beta", ("{normalized}",), when="center")
_COUNTER = Weight(
    "num_batches_tracked", (), when="tracked buffered", trainable=False, buffer="buffered"
)


def _learned(when: str = "", remark: str = "") -> Form:
    words = f"each channel has {SCALED_AND_SHIFTED}"
    return per_unit("(scale + center)*{normalized}", words, when, remark=remark)


def torch_arguments(affine: bool, tracked: bool) -> tuple[Argument, ...]:
    """What PyTorch's classes take behind the number of features."""
    return (
        *ignored("eps", "momentum"),
        Argument("affine", FLAG, affine),
        Argument("track_running_stats", FLAG, tracked),
        *ignored("device", "dtype"),
        Argument("bias", FLAG, True, to=("center",)),
    )


def _classes(name: str, affine: bool, *ranks: tuple[int, int]) -> dict[str, Signature]:
    """The classes for 1 to 3 spatial axes, each with the numbers of axes that it takes."""
    arguments = torch_arguments(affine, tracked=affine)
    # The lazy ones learn and track, even where their siblings do not.
    lazy = torch_arguments(affine=True, tracked=True)
    found: dict[str, Signature] = {}
    for axes, taken in enumerate(ranks, 1):
        found[f"{name}{axes}d"] = Signature((NUM_FEATURES, *arguments), ranks=taken)
        found[f"Lazy{name}{axes}d"] = Signature(lazy, ranks=taken)
    return found


_SYNCHRONIZED = Signature(
    (
        NUM_FEATURES,
        *ignored("eps", "momentum"),
        Argument("affine", FLAG, True),
        Argument("track_running_stats", FLAG, True),
        *ignored("process_group", "device", "dtype"),
        Argument("bias", FLAG, True, to=("center",)),
    )
)

_KERAS_BATCHES = (
    Argument("axis", AXIS, ByConvention(-1, 1)),
    *ignored("momentum", "epsilon"),
    CENTER,
    SCALE,
    *ignored(
        "beta_initializer",
        "gamma_initializer",
        "moving_mean_initializer",
        "moving_variance_initializer",
        "beta_regularizer",
        "gamma_regularizer",
        "beta_constraint",
        "gamma_constraint",
    ),
    Argument("renorm", FLAG, False),
    *ignored("renorm_clipping", "renorm_momentum", "synchronized"),
)

LAYERS = (
    Layer(
        name="bn",
        title="batch normalization",
        aliases=("batchnorm", "batch_norm", "batch_normalization"),
        keras={"BatchNormalization": None},
        torch={
            **_classes("BatchNorm", True, (1, 2), (3, 3), (4, 4)),
            "SyncBatchNorm": _SYNCHRONIZED,
        },
        arguments=(*_KERAS_BATCHES, AFFINE, Argument("track_running_stats", FLAG, True)),
        differing={"BatchNormalization": _KERAS_BATCHES},
        resolve=_batches,
        lists={"normalized": (FEATURES,)},
        weights=(
            _GAMMA,
            _BETA,
            _statistic("moving_mean"),
            _statistic("moving_variance"),
            _statistic("moving_stddev", "renorm"),
            _statistic("renorm_mean", "renorm"),
            _statistic("renorm_stddev", "renorm"),
            _COUNTER,
        ),
        forms=(
            _learned("buffered", _IN_KERAS),
            per_unit(
                "(scale + center + tracked + tracked + renorm + renorm + renorm)*{normalized}",
                "each channel has [scale:a scale, ][center:a shift, ]"
                "[tracked:a running mean and a running variance]"
                "[renorm:, and three more for renormalization]",
                remark=_IN_PYTORCH,
            ),
            Form(
                INPUTS_OUTPUTS,
                (Definition("parameters", "(scale + center)*{normalized}"),),
                "what is learned for each input channel",
                when="buffered",
                remark=_IN_KERAS,
            ),
            Form(
                INPUTS_OUTPUTS,
                (
                    Definition("learned", "(scale + center)*{normalized}"),
                    Definition(
                        "statistics",
                        "(tracked + tracked + renorm + renorm + renorm)*{normalized}",
                    ),
                    Definition("parameters", "learned + statistics"),
                ),
                "what is learned for each input channel, and what is kept of the batches",
                remark=_IN_PYTORCH,
            ),
        ),
        idle=IDLE,
        unusual="renorm",
        uncounted=VALUE_BY_VALUE,
        source="S. Ioffe, C. Szegedy (2015), algorithm 1; Keras 3, BatchNormalization",
        examples=("input(32x32x16) -> bn", "input(32x32x16) -> bn(center=false, scale=false)"),
    ),
    Layer(
        name="instance_norm",
        title="instance normalization",
        aliases=("instancenorm", "instance_normalization"),
        torch=_classes("InstanceNorm", False, (2, 2), (3, 3), (4, 4)),
        arguments=(
            Argument("axis", AXIS, ByConvention(-1, 1)),
            CENTER,
            SCALE,
            *ignored("epsilon"),
            Argument("affine", FLAG, ByConvention(True, False)),
            Argument("track_running_stats", FLAG, False),
        ),
        resolve=_instances,
        lists={"normalized": (FEATURES,)},
        weights=(
            _GAMMA,
            _BETA,
            _statistic("moving_mean", "tracked buffered"),
            _statistic("moving_variance", "tracked buffered"),
            _COUNTER,
        ),
        forms=(_learned(),),
        idle=IDLE,
        uncounted=VALUE_BY_VALUE,
        sees=_whole_channel,
        source="D. Ulyanov, A. Vedaldi, V. Lempitsky (2016), equation 4; PyTorch, InstanceNorm2d",
        examples=("input(32x32x16) -> instance_norm",),
    ),
)
