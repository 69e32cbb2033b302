"""Every layer of the catalogue: its examples, its formulas against its weights, its names."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
import sympy

from symcnn import parse
from symcnn.choices import METHODS, NOTATIONS
from symcnn.derivation.catalogue_pages import flags_of as known_flags
from symcnn.derivation.forms import Prepared, prepared
from symcnn.derivation.notation import notation
from symcnn.formula import algebra
from symcnn.formula.evaluate import evaluate
from symcnn.formula.nodes import Node, Number, names
from symcnn.formula.read import formula
from symcnn.layers.arguments import REQUIRED, ByRank
from symcnn.layers.catalogue import COMMON, Entry, arguments_by_name, entries, layers
from symcnn.layers.declaration import AXES, Layer, Lists, holds, lists_of
from symcnn.layers.formulas import axes_of
from symcnn.layers.roles import ROLES
from symcnn.network.binding import Step, bind
from symcnn.network.graph import Node as GraphNode
from symcnn.network.scope import Scope, Symbols
from symcnn.source import Span
from symcnn.syntax import tree

LAYERS = layers()
WEIGHTED = [layer for layer in LAYERS if layer.weights or layer.held]


def name_of(layer: Layer) -> str:
    return layer.name


def weight_axes(
    layer: Layer, rank: int, flags: dict[str, bool], lists: Lists
) -> Iterator[list[Node]]:
    """The formulas of the axes of each weight tensor that exists under the flags."""
    for weight in layer.weights:
        if holds(weight.when, flags) and not (weight.buffer and holds(weight.buffer, flags)):
            shape = (*weight.shape, weight.copies or "1")
            yield [formula(part) for part in axes_of(shape, AXES[rank], lists)]


@cache
def lists_in_use(layer: Layer) -> set[Lists]:
    """The lists of the layer's formulas: those of its declaration and those of its examples."""
    found = {lists_of(layer, node.resolved) for node in example_nodes(layer)}
    return {*found, tuple(layer.lists.items())}


def flags_of(layer: Layer) -> list[str]:
    """Every flag that the layer's weights, forms and words speak of."""
    found = known_flags(layer)
    for node in example_nodes(layer):
        found |= set(node.resolved.flags)
    return sorted(found)


def example_nodes(layer: Layer) -> list[GraphNode]:
    """The layer as its examples use it."""
    return [
        node
        for example in layer.examples
        for node in parse(example).resolved.graph.nodes.values()
        if node.layer is layer
    ]


def combinations(layer: Layer) -> Iterator[dict[str, bool]]:
    """Every combination of flags that can be."""
    flags = flags_of(layer)
    for chosen in itertools.product((False, True), repeat=len(flags)):
        yield dict(zip(flags, chosen, strict=True))


def ranks(layer: Layer) -> tuple[int, ...]:
    return layer.spatial or (0,)


def prepared_forms(
    layers: Iterable[Layer] = WEIGHTED,
) -> Iterator[tuple[Layer, int, dict[str, bool], str, Prepared]]:
    for layer in layers:
        for rank in ranks(layer):
            for flags in combinations(layer):
                for method, lists in itertools.product(METHODS, lists_in_use(layer)):
                    settled = frozenset(flags.items())
                    form = prepared(layer, rank, settled, method, None, layer.held, lists)
                    yield layer, rank, flags, method, form


class Roles(dict[str, sympy.Expr]):
    """Every role as a symbol of its own, but those that a flag settles."""

    def __init__(self, layer: Layer, flags: dict[str, bool]) -> None:
        super().__init__()
        for condition, settled in layer.settled.items():
            if holds(condition, flags):
                for role, text in settled.items():
                    self[role] = algebra.expression_of(evaluate(formula(text), self))

    def __missing__(self, role: str) -> sympy.Expr:
        return algebra.symbol(role)


# --- examples -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_it_has_examples_and_they_run(layer: Layer) -> None:
    assert layer.examples
    for example in layer.examples:
        network = parse(example)
        types = {view.type for view in network.layers.values()}
        assert layer.name in types, example


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
@pytest.mark.parametrize("method", METHODS)
def test_its_examples_are_explained(layer: Layer, method: str) -> None:
    for example in layer.examples:
        network = parse(example)
        document = network.explain(method=method).document
        last = document.sections[-1]
        assert last.chains or last.reason


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_the_shape_of_its_output_is_derived(layer: Layer) -> None:
    for example in layer.examples:
        network = parse(example)
        document = network.explain(count="shape").document
        for section in document.sections:
            assert section.chains or section.reason
            derived = {chain.value for chain in section.chains}
            assert derived <= {*section.row.output_shape}


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_its_weights_add_up(layer: Layer) -> None:
    for example in layer.examples:
        for view in parse(example).layers.values():
            sizes = [
                sympy.Mul(*map(algebra.expression_of, (*row.shape, row.copies)))
                for row in view.weights
            ]
            assert sympy.expand(sympy.Add(*sizes) - view.parameters) == 0, example


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_it_says_what_it_is(layer: Layer) -> None:
    assert layer.title
    assert layer.source
    counted = bool(layer.weights or layer.held)
    assert bool(layer.reason) != counted, "a reason stands for missing weights alone"


# --- formulas -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", WEIGHTED, ids=name_of)
def test_every_form_is_the_sum_of_the_weights(layer: Layer) -> None:
    """SymPy proves it, all roles symbolic, for each method, rank and combination of flags."""
    proved = 0
    for rank, lists in itertools.product(ranks(layer), lists_in_use(layer)):
        for flags in combinations(layer):
            roles = Roles(layer, flags)
            truth = sympy.Integer(0)
            for term in layer.held:
                truth += algebra.expression_of(evaluate(formula(term), roles))
            for axes in weight_axes(layer, rank, flags, lists):
                sizes = [algebra.expression_of(evaluate(axis, roles)) for axis in axes]
                truth += sympy.Mul(*sizes)
            for method in METHODS:
                settled = frozenset(flags.items())
                form = prepared(layer, rank, settled, method, None, layer.held, lists)
                if not form.quantities:
                    assert truth == 0
                    continue
                known = Roles(layer, flags)
                for quantity in form.quantities:
                    count = algebra.expression_of(evaluate(quantity.formula, known))
                    known[quantity.name] = count
                assert form.quantities[-1].name == "parameters"
                assert sympy.expand(count - truth) == 0, (rank, flags, method, count, truth)
                proved += 1
    assert proved


@pytest.mark.parametrize("layer", WEIGHTED, ids=name_of)
def test_no_form_is_lost(layer: Layer) -> None:
    """Each form that a layer declares is chosen by some combination of flags."""
    for form in layer.forms:
        assert form.method in METHODS
        assert form.definitions[-1].quantity == "parameters"
        chosen = [
            flags
            for flags in combinations(layer)
            if next(
                (f for f in layer.forms if f.method == form.method and holds(f.when, flags)), None
            )
            is form
        ]
        assert chosen, form


@pytest.mark.parametrize("method", ["per-unit", "inputs-outputs"])
@pytest.mark.parametrize("name", ["conv", "dense"])
def test_the_methods_of_the_sources_have_forms_of_their_own(name: str, method: str) -> None:
    layer = entries()[name].layer
    for flags in combinations(layer):
        rank = 2 if layer.spatial else 0
        assert not prepared(layer, rank, frozenset(flags.items()), method, None).fallback


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_every_role_has_words(layer: Layer) -> None:
    roles: set[str] = set()
    for _, _, _, _, form in prepared_forms([layer]):
        roles |= set(form.roles())
        roles |= {quantity.name for quantity in form.quantities if not form.fallback}
    parts = {term.rpartition("*")[2] for term in layer.held}
    tensors = {weight.name for weight in layer.weights}
    for role in roles - tensors - parts - {"parameters"}:
        assert layer.words.get(role) or ROLES.get(role), role


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_every_role_of_a_shape_has_words(layer: Layer) -> None:
    for example in layer.examples:
        for node in parse(example).resolved.graph.nodes.values():
            for axis in node.resolved.output or ():
                for role in names(formula(axis.formula)):
                    known = layer.words.get(role) or ROLES.get(role) or role.startswith("input_")
                    assert known or node.layer is not layer, role


@pytest.mark.parametrize("name", NOTATIONS)
def test_no_letter_stands_for_two_roles_of_a_formula(name: str) -> None:
    letters = notation(name, METHODS[0])
    for layer, rank, flags, method, form in prepared_forms():
        roles = form.roles()
        used = Counter(letters.letter(role) for role in roles)
        twice = {letter for letter, count in used.items() if count > 1}
        assert not twice, (layer.name, rank, flags, method, list(roles))


@pytest.mark.parametrize("name", NOTATIONS)
def test_no_letter_stands_for_two_roles_of_a_shape(name: str) -> None:
    letters = notation(name, METHODS[0])
    for layer in LAYERS:
        for example in layer.examples:
            for node in parse(example).resolved.graph.nodes.values():
                for axis in node.resolved.output or ():
                    used = Counter(map(letters.letter, names(formula(axis.formula))))
                    assert not used or max(used.values()) == 1, (layer.name, axis.formula)


@pytest.mark.parametrize("name", NOTATIONS)
def test_the_letters_of_a_notation_are_those_of_roles(name: str) -> None:
    letters = notation(name, METHODS[0]).letters
    assert letters
    known = {*ROLES, "output"}
    for layer in LAYERS:
        known |= set(layer.words)
    assert set(letters) <= known


def test_own_parentheses_mean_the_same() -> None:
    for name in NOTATIONS:
        letters = notation(name, METHODS[0])
        for layer_name in letters.parentheses:
            layer = entries()[layer_name].layer
            for flags in combinations(layer):
                settled = frozenset(flags.items())
                plain = prepared(layer, 2, settled, METHODS[0], None)
                own = prepared(layer, 2, settled, METHODS[0], letters)
                roles = Roles(layer, flags)
                first, second = (
                    algebra.expression_of(evaluate(form.quantities[-1].formula, roles))
                    for form in (plain, own)
                )
                assert sympy.expand(first - second) == 0


# --- names --------------------------------------------------------------------------------------


def test_names_are_unique() -> None:
    for framework in ("keras", "torch"):
        used = Counter(
            name
            for layer in LAYERS
            for name in {layer.name, *layer.aliases, *getattr(layer, framework)}
        )
        assert [name for name, count in used.items() if count > 1] == []


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_native_names_are_short_and_lower_case(layer: Layer) -> None:
    for name in (layer.name, *layer.aliases):
        assert name == name.lower()
        assert name.isidentifier()
        assert name not in {"let", "block"}


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_argument_names_are_unique(layer: Layer) -> None:
    used = Counter(
        name for argument in layer.arguments for name in (argument.name, *argument.aliases)
    )
    assert [name for name, count in used.items() if count > 1] == []


@pytest.mark.parametrize("layer", LAYERS, ids=name_of)
def test_defaults_are_read(layer: Layer) -> None:
    for rank in ranks(layer):
        for argument in layer.arguments:
            if argument.default is not REQUIRED and not argument.kind.ignored:
                argument.default_at(rank)


def test_every_layer_takes_what_is_common() -> None:
    for layer in LAYERS:
        assert {argument.name for argument in COMMON} <= set(
            arguments_by_name(entries()[layer.name])
        )


# --- Keras --------------------------------------------------------------------------------------

# Argument order of Keras 3.15.1, `name` and `dtype` left out: what stands before the first
# initializer or so decides what a positional argument means.
CONV = "filters kernel_size strides padding data_format dilation_rate groups activation use_bias"
TRANSPOSED = (
    "filters kernel_size strides padding output_padding data_format dilation_rate activation"
    " use_bias"
)
TRANSPOSED_3D = (
    "filters kernel_size strides padding data_format output_padding dilation_rate activation"
    " use_bias"
)
DECORATION = (
    " kernel_initializer bias_initializer kernel_regularizer bias_regularizer"
    " activity_regularizer kernel_constraint bias_constraint"
)
DEPTHWISE = (
    "kernel_size strides padding depth_multiplier data_format dilation_rate activation use_bias"
    " depthwise_initializer bias_initializer depthwise_regularizer bias_regularizer"
    " activity_regularizer depthwise_constraint bias_constraint"
)
SEPARABLE = (
    "filters kernel_size strides padding data_format dilation_rate depth_multiplier activation"
    " use_bias depthwise_initializer pointwise_initializer bias_initializer"
    " depthwise_regularizer pointwise_regularizer bias_regularizer activity_regularizer"
    " depthwise_constraint pointwise_constraint bias_constraint"
)
SCALED = (
    " beta_initializer gamma_initializer beta_regularizer gamma_regularizer beta_constraint"
    " gamma_constraint"
)
POOLING = "pool_size strides padding data_format"
GLOBAL = "data_format keepdims"
NORMALIZATION = (
    "axis momentum epsilon center scale beta_initializer gamma_initializer"
    " moving_mean_initializer moving_variance_initializer beta_regularizer gamma_regularizer"
    " beta_constraint gamma_constraint renorm renorm_clipping renorm_momentum synchronized"
)
REGULARIZED = (
    " kernel_regularizer recurrent_regularizer bias_regularizer activity_regularizer"
    " kernel_constraint recurrent_constraint bias_constraint dropout recurrent_dropout"
)
SIMPLE_RNN = (
    "units activation use_bias kernel_initializer recurrent_initializer bias_initializer"
    + REGULARIZED
    + " return_sequences return_state go_backwards stateful unroll seed"
)
GATED = (
    "units activation recurrent_activation use_bias kernel_initializer recurrent_initializer"
    " bias_initializer{}"
    + REGULARIZED
    + " seed return_sequences return_state go_backwards stateful unroll"
)
CELL = (
    " kernel_initializer recurrent_initializer bias_initializer{} kernel_regularizer"
    " recurrent_regularizer bias_regularizer kernel_constraint recurrent_constraint"
    " bias_constraint dropout recurrent_dropout{} seed"
)
CONV_LSTM = (
    "filters kernel_size strides padding data_format dilation_rate activation recurrent_activation"
    " use_bias kernel_initializer recurrent_initializer bias_initializer unit_forget_bias"
    + REGULARIZED
    + " seed return_sequences return_state go_backwards stateful"
)
KERAS_ORDER = {
    "Input": "shape batch_size dtype sparse ragged",
    "InputLayer": "shape batch_size dtype sparse ragged",
    "Conv1D": CONV + DECORATION,
    "Conv2D": CONV + DECORATION,
    "Conv3D": CONV + DECORATION,
    "Convolution2D": CONV + DECORATION,
    "Conv1DTranspose": TRANSPOSED + DECORATION,
    "Conv2DTranspose": TRANSPOSED + DECORATION,
    "Conv3DTranspose": TRANSPOSED_3D + DECORATION,
    "DepthwiseConv1D": DEPTHWISE,
    "DepthwiseConv2D": DEPTHWISE,
    "SeparableConv1D": SEPARABLE,
    "SeparableConv2D": SEPARABLE,
    "MaxPooling1D": POOLING,
    "MaxPooling2D": POOLING,
    "MaxPool2D": POOLING,
    "MaxPooling3D": POOLING,
    "AveragePooling1D": POOLING,
    "AveragePooling2D": POOLING,
    "AvgPool2D": POOLING,
    "AveragePooling3D": POOLING,
    "GlobalAveragePooling1D": GLOBAL,
    "GlobalAveragePooling2D": GLOBAL,
    "GlobalAvgPool2D": GLOBAL,
    "GlobalAveragePooling3D": GLOBAL,
    "GlobalMaxPooling2D": GLOBAL,
    "ZeroPadding1D": "padding data_format",
    "ZeroPadding2D": "padding data_format",
    "ZeroPadding3D": "padding data_format",
    "Cropping1D": "cropping",
    "Cropping2D": "cropping data_format",
    "Cropping3D": "cropping data_format",
    "UpSampling1D": "size",
    "UpSampling2D": "size data_format interpolation",
    "UpSampling3D": "size data_format",
    "Flatten": "data_format",
    "Reshape": "target_shape",
    "Permute": "dims",
    "Dense": "units activation use_bias" + DECORATION + " lora_rank lora_alpha",
    "BatchNormalization": NORMALIZATION,
    "LayerNormalization": "axis epsilon center scale" + SCALED,
    "GroupNormalization": "groups axis epsilon center scale" + SCALED,
    "RMSNormalization": "axis epsilon",
    "UnitNormalization": "axis",
    "SpectralNormalization": "layer power_iterations",
    "Normalization": "axis mean variance invert",
    "PReLU": "alpha_initializer alpha_regularizer alpha_constraint shared_axes",
    "Embedding": "input_dim output_dim embeddings_initializer embeddings_regularizer"
    " embeddings_constraint mask_zero weights lora_rank lora_alpha quantization_config",
    "ReversibleEmbedding": "input_dim output_dim tie_weights embeddings_initializer"
    " embeddings_regularizer embeddings_constraint mask_zero reverse_dtype logit_soft_cap",
    "Dropout": "rate noise_shape seed",
    "SpatialDropout2D": "rate data_format seed",
    "SpatialDropout3D": "rate data_format seed",
    "GaussianDropout": "rate seed",
    "GaussianNoise": "stddev seed",
    "AlphaDropout": "rate noise_shape seed",
    "Activation": "activation",
    "ReLU": "max_value negative_slope threshold",
    "LeakyReLU": "negative_slope",
    "ELU": "alpha",
    "Softmax": "axis",
    "Add": "",
    "Subtract": "",
    "Multiply": "",
    "Average": "",
    "Maximum": "",
    "Minimum": "",
    "Concatenate": "axis",
    "Dot": "axes normalize",
    "Masking": "mask_value",
    "SimpleRNNCell": "units activation use_bias" + CELL.format("", ""),
    "LSTMCell": "units activation recurrent_activation use_bias"
    + CELL.format(" unit_forget_bias", ""),
    "GRUCell": "units activation recurrent_activation use_bias" + CELL.format("", " reset_after"),
    "ConvLSTM1D": CONV_LSTM,
    "ConvLSTM2D": CONV_LSTM,
    "ConvLSTM3D": CONV_LSTM,
    "RNN": "cell return_sequences return_state go_backwards stateful unroll zero_output_for_mask",
    "StackedRNNCells": "cells",
    "Bidirectional": "layer merge_mode weights backward_layer",
    "TimeDistributed": "layer",
    "RepeatVector": "n",
    "SimpleRNN": SIMPLE_RNN,
    "LSTM": GATED.format(" unit_forget_bias") + " use_cudnn",
    "GRU": GATED.format("") + " reset_after use_cudnn",
    "ActivityRegularization": "l1 l2",
}


def by_position(entry: Entry, word: str, count: int) -> list[str]:
    """The names that so many positional arguments fill, in order."""
    nowhere = Span(0, 1)
    arguments = tuple(tree.Argument(None, Number(1, nowhere), nowhere) for _ in range(count))
    scope = Scope(Symbols({}, {}, written=False))
    return list(bind(Step(word, entry, nowhere), arguments, scope).given)


@pytest.mark.parametrize(("name", "order"), KERAS_ORDER.items(), ids=list(KERAS_ORDER))
def test_arguments_stand_in_the_order_of_keras(name: str, order: str) -> None:
    entry = entries()[name]
    expected = order.split()
    assert entry.strict
    assert by_position(entry, name, len(expected)) == expected


@pytest.mark.parametrize(
    "step",
    [
        "Conv2D(8, 3, 2, 'same', None, 1, 1, 'relu', False)",
        "Conv2D(8, 3, 1, 'same', 'channels_last', 2, 2, None, True, 'zeros', 'ones')",
        "Conv2DTranspose(8, 3, 2, 'same', 1)",
        "Conv2DTranspose(8, 3, 2, 'same', None, 'channels_last', 1, 'relu', False)",
        "DepthwiseConv2D(3, 1, 'same', 2, None, 1, 'relu', False)",
        "SeparableConv2D(8, 3, 1, 'same', None, 1, 2, 'relu', False)",
        "MaxPooling2D(2, 1, 'same', None)",
        "GlobalAveragePooling2D(None, True)",
        "BatchNormalization(-1, 0.9, 1e-05, False, False)",
        "UpSampling2D(2, None, 'bilinear')",
        "Dense(3, 'relu', False, 'he_normal', 'zeros')",
        "ReLU(None, 0.1, 0)",
        "Dropout(0.5, None, 7)",
        "SpatialDropout2D(0.5, None, 7)",
        "Softmax(-1)",
    ],
)
def test_positional_arguments_mean_what_keras_means(step: str) -> None:
    assert parse(f"Input(shape=(8, 8, 4)) -> {step}").layers


# Shape and parameters that Keras 3.15.1 gives for classes alone with their defaults.
KERAS_DEFAULTS = {
    "input(9x9x4) -> Conv2D(6, 3)": ("7x7x6", 222),
    "input(9x4) -> Conv1D(6, 3)": ("7x6", 78),
    "input(5x5x5x4) -> Conv3D(6, 3)": ("3x3x3x6", 654),
    "input(9x9x4) -> Conv2DTranspose(6, 3)": ("11x11x6", 222),
    "input(9x9x4) -> DepthwiseConv2D(3)": ("7x7x4", 40),
    "input(9x9x4) -> SeparableConv2D(6, 3)": ("7x7x6", 66),
    "input(9x9x4) -> MaxPooling2D()": ("4x4x4", 0),
    "input(9x9x4) -> AveragePooling2D(2)": ("4x4x4", 0),
    "input(9x9x4) -> GlobalAveragePooling2D()": ("4", 0),
    "input(9x9x4) -> ZeroPadding2D()": ("11x11x4", 0),
    "input(9x9x4) -> ZeroPadding2D((1, 2))": ("11x13x4", 0),
    "input(9x9x4) -> ZeroPadding2D(((1, 0), (2, 3)))": ("10x14x4", 0),
    "input(9x4) -> ZeroPadding1D((1, 2))": ("12x4", 0),
    "input(9x9x4) -> Cropping2D()": ("9x9x4", 0),
    "input(9x4) -> Cropping1D()": ("7x4", 0),
    "input(5x5x5x4) -> Cropping3D()": ("3x3x3x4", 0),
    "input(9x9x4) -> UpSampling2D()": ("18x18x4", 0),
    "input(9x9x4) -> Flatten()": ("324", 0),
    "input(9x9x4) -> Reshape((3, -1))": ("3x108", 0),
    "input(9x8x4) -> Permute((3, 1, 2))": ("4x9x8", 0),
    "input(9x9x4) -> Dense(6)": ("9x9x6", 30),
    "input(9x9x4) -> BatchNormalization()": ("9x9x4", 16),
    "input(9x8x4) -> BatchNormalization(axis=1)": ("9x8x4", 36),
    "input(9x8x4) -> BatchNormalization(axis=-2)": ("9x8x4", 32),
    "input(9x9x4) -> MaxPooling2D(3, strides=2, padding='same')": ("5x5x4", 0),
    "input(8x4) -> Conv1D(6, 3, padding='causal', dilation_rate=2)": ("8x6", 78),
    "input(8x8x4) -> Conv2D(6, 3, strides=3, padding='same')": ("3x3x6", 222),
    "input(8x8x4) -> Conv2D(6, (1, 5), (2, 1), groups=2)": ("4x4x6", 66),
    "input(8x8x4) -> Conv2DTranspose(6, 2, strides=3)": ("24x24x6", 102),
    "input(8x8x4) -> Conv2DTranspose(6, 3, strides=2, output_padding=1)": ("18x18x6", 222),
    "input(8x8x4) -> Conv2DTranspose(6, 3, strides=2, padding='same', output_padding=0)": (
        "15x15x6",
        222,
    ),
}


@pytest.mark.parametrize(("program", "expected"), KERAS_DEFAULTS.items(), ids=list(KERAS_DEFAULTS))
def test_shapes_and_counts_are_those_of_keras(program: str, expected: tuple[str, int]) -> None:
    last = list(parse(program).layers.values())[-1]
    assert ("x".join(map(str, last.output_shape)), last.parameters) == expected


def test_defaults_by_rank_cover_every_rank() -> None:
    for layer in LAYERS:
        for argument in layer.arguments:
            if isinstance(argument.default, ByRank):
                assert {rank for rank, _ in argument.default.defaults} == set(layer.spatial)
