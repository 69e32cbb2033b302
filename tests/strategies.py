"""Formulas, values and programs that hypothesis draws, for all tests that need them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from symcnn.formula.nodes import (
    Function,
    Group,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

NAMES = ("a", "b", "c", "in_channels", "kernel_height")

numbers = st.integers(0, 12).map(Number)
leaves = st.one_of(numbers, st.sampled_from(NAMES).map(Name))


def _pairs(children: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(children, min_size=2, max_size=4).map(tuple)


def _compound(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        _pairs(children).map(Sum),
        _pairs(children).map(Product),
        st.builds(Quotient, children, children),
        st.builds(Power, children, st.integers(0, 3).map(Number)),
        st.builds(Negative, children),
        st.builds(Group, children),
        st.builds(Function, st.sampled_from(("floor", "ceil")), st.tuples(children)),
        st.builds(Function, st.sampled_from(("min", "max")), _pairs(children)),
    )


# Any tree of arithmetic, division by zero included.
formulas = st.recursive(leaves, _compound, max_leaves=12)

# Arithmetic of sums, products and whole powers alone: always an integer.
polynomials = st.recursive(
    leaves,
    lambda children: st.one_of(
        _pairs(children).map(Sum),
        _pairs(children).map(Product),
        st.builds(Power, children, st.integers(0, 2).map(Number)),
        st.builds(Negative, children),
        st.builds(Group, children),
    ),
    max_leaves=10,
)

# A positive integer for each name.
assignments = st.fixed_dictionaries({name: st.integers(1, 9) for name in NAMES})

fractions = st.fractions(min_value=Fraction(-50), max_value=Fraction(50), max_denominator=12)


# --- programs -----------------------------------------------------------------------------------

EXTENTS = ("1", "2", "3", "5", "7", "k", "n", "2*k", "(k + 1)")
_extent = st.sampled_from(EXTENTS)
_plain = st.sampled_from(("1", "2", "3", "5", "8", "k", "n"))
_sizes = st.one_of(
    _plain,
    st.builds(lambda a, b: f"{a}x{b}" if a.isdigit() else f"{a} x {b}", _plain, _plain),
    st.builds("({}, {})".format, _extent, _extent),
    st.sampled_from(("3x3", "5×5", "kxk", "[3, 3]", "f x f", "(3,)")),
)
_padding = st.sampled_from(("same", "valid", "1", "2", "'same'", "“valid”", "(1, 2)", "smae"))
_activations = st.sampled_from(
    ("relu", "softmax", "'tanh'", "keras.activations.relu", "LeakyReLU(0.1)")
)
_flags = st.sampled_from(("true", "false", "yes", "no", "True", "False", "maybe"))


def _keywords(**options: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    chosen = st.lists(
        st.sampled_from(sorted(options)).flatmap(
            lambda name: options[name].map(lambda value: f"{name}={value}")
        ),
        max_size=3,
        unique_by=lambda text: text.partition("=")[0],
    )
    return chosen.map(lambda parts: "".join(f", {part}" for part in parts))


_window = _keywords(
    stride=_plain,
    padding=_padding,
    dilation=_plain,
    bias=_flags,
    activation=_activations,
    groups=st.sampled_from(("1", "2", "g")),
    name=st.sampled_from(("c1", "'c2'", "dense")),
    nonsense=_plain,
)
_layers = st.one_of(
    st.builds("conv({}, {}{})".format, _extent, _sizes, _window),
    st.builds("conv {} {}".format, _plain, st.sampled_from(("3x3", "5x5 same", "1 stride=2"))),
    st.builds("Conv2D({}, {}{})".format, _extent, _sizes, _window),
    st.builds("tf.keras.layers.Conv1D(filters={}, kernel_size={})".format, _extent, _plain),
    st.builds("depthwise({})".format, _sizes),
    st.builds("separable({}, {})".format, _extent, _sizes),
    st.builds("conv_transpose({}, {}, stride={})".format, _extent, _sizes, _plain),
    st.builds("{} {}".format, st.sampled_from(("pool", "maxpool", "avgpool")), _plain),
    st.builds("dense({})".format, _extent),
    st.builds("dense {} {}".format, _plain, st.sampled_from(("relu", "softmax", "k"))),
    st.sampled_from(
        (
            "bn",
            "relu",
            "flatten",
            "gap",
            "gap(keepdims=yes)",
            "dropout(0.5)",
            "softmax",
            "upsample 2",
            "zeropad 1",
            "crop(1)",
            "reshape((-1, 2))",
            "permute((2, 1))",
            "skip",
            "from(A)",
            "from(A, B)",
            "add(A, B)",
            "concat(A, input)",
            "A",
            "unit(8)",
            "unit",
            "nothing",
        )
    ),
)


def _with_label(step: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    labels = st.sampled_from(("", "", "", "A: ", "B: ", "CONV1: ", "dense: ", '"x y": '))
    return st.builds("{}{}".format, labels, step)


def _bodies(steps: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    chain = st.lists(steps, min_size=1, max_size=3).map(" -> ".join)
    return st.one_of(
        st.builds("[{}] * {}".format, chain, st.sampled_from(("2", "3", "n", "(n + 1)"))),
        st.builds("repeat({}) {{ {} }}".format, st.sampled_from(("2", "n, index=i")), chain),
        st.builds("residual {{ {} }}".format, chain),
        st.builds("add {{ {} | {} }}".format, chain, chain),
        st.builds("concat {{ {} | skip }}".format, chain),
        st.builds("Sequential([{}])".format, st.lists(steps, max_size=3).map(", ".join)),
    )


_steps = st.recursive(_with_label(_layers), lambda inner: _with_label(_bodies(inner)), max_leaves=6)
_inputs = st.sampled_from(
    (
        "input(32x32x3)",
        "input 28x28x1",
        "input(H x W x 3)",
        "input(16)",
        "input(10x8)",
        "input((8, 8, 8, 2))",
        "input(None, None, 3)",
        "Input(shape=(32, 32, 3))",
        "X: input(5x5x4)",
    )
)
_definitions = st.lists(
    st.sampled_from(
        (
            "let n = 2",
            "let k",
            "let f = 3, g = 2",
            "let H = 32*h",
            "let W = H // 2, q = f",
            "block unit(c, s=1) { conv(c, 3x3, stride=s, padding=same) -> bn -> relu }",
            "block unit(c, w=same) {\n conv(c, 3, w)\n}",
            "# a comment",
        )
    ),
    max_size=3,
)


@st.composite
def programs(draw: st.DrawFn, longest: int = 8) -> str:
    """A program in the language's words: mostly right, sometimes not."""
    lines = draw(_definitions)
    lines.append(draw(_inputs))
    steps = draw(st.lists(_steps, max_size=longest))
    separator = draw(st.sampled_from(("\n", " -> ", "\r\n", "; ", ", ")))
    return "\n".join([*lines, separator.join(steps)] if steps else lines)
