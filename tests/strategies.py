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


# --- networks that are right ----------------------------------------------------------------------

_COUNTS = ("1", "2", "3", "8", "16", "k", "n", "2*k", "(k + 1)", "4*n", "min(k, 8)", "2**n")
_KERNELS = ("1", "3", "3x3", "(3, 1)", "[1, 3]", "5×5", "k", "k x 3", "kxk")
_LENGTHS = ("1", "2", "3", "5", "k", "(3,)", "[2]")
_KEEPERS = (
    "relu", "bn", "dropout(0.5)", "bn(center=no)", "softmax", "identity", "Activation('tanh')",
    "BatchNormalization(epsilon=1e-5, gamma_initializer='zeros')", "skip",
)  # fmt: skip
_MAP_KEEPERS = (
    *_KEEPERS, "depthwise(3, padding=same)", "pool(3, 1, same)", "avgpool(2, stride=1, pad=same)",
    "zeropad(1) -> crop(1)", "upsample 2 -> pool 2", "spatial_dropout(0.1)",
    "DepthwiseConv2D((3, 3), padding='same', use_bias=False)",
)  # fmt: skip


class _Writer:
    """Writes steps that go together, drawing each; keeps labels apart."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._labels = 0
        # Steps that make an extent smaller, as long as there is room.
        self.room = 3

    def pick(self, options: tuple[str, ...]) -> str:
        return self._draw(st.sampled_from(options))

    def chance(self, of: int = 4) -> bool:
        return self._draw(st.integers(1, of)) == 1

    def labelled(self, step: str) -> str:
        if not self.chance(3):
            return step
        self._labels += 1
        form = self.pick(("L{}: ", "conv_{}: ", "'l {}': ", "слой{}: "))
        return form.format(self._labels) + step

    def keeping(self, on_maps: bool, depth: int = 0) -> str:
        """A step that keeps the shape."""
        if depth < 3 and self.chance():
            inner = " -> ".join(
                self.keeping(on_maps, depth + 1) for _ in range(self._draw(st.integers(1, 3)))
            )
            form = self.pick(
                (
                    "[{}] * 2",
                    "[{}] * n",
                    "repeat(n, index=i) {{ {} }}",
                    "residual {{ {} }}",
                    "add {{ {} | skip }}",
                    "multiply {{ {} | relu }}",
                    "[{}]",
                    "residual {{\n  {}\n| relu\n}}",
                )
            )
            return self.labelled(form.format(inner))
        step = self.pick(_MAP_KEEPERS if on_maps else _KEEPERS)
        return self.labelled(step) if "->" not in step else step

    def on_maps(self, sides: int) -> str:
        """A step on a feature map with so many spatial axes."""
        if self.chance(3):
            return self.keeping(on_maps=sides == 2)
        count = self.pick(_COUNTS)
        kernel = self.pick(_KERNELS if sides == 2 else _LENGTHS)
        if self.room and self.chance():
            self.room -= 1
            return self.labelled(
                self.pick(("pool 2", "maxpool(2)", "avgpool 2", f"conv({count}, 2, stride=2)"))
            )
        form = self.pick(
            (
                "conv({0}, {1}, padding=same)",
                "conv({0}, {1}, same, relu)",
                "conv({0}, kernel={1}, pad=same, bias=no)",
                "separable({0}, {1}, padding=same)",
                "conv({0}, {1}, padding=same, stride=1, name='c{2}')",
                "unit({0})",
                "conv_transpose({0}, {1}, padding=same)",
                "concat {{ conv({0}, 1) | skip }}",
                "unit(c={0}, w=same) * 2",
                "U{2}: unit({0})",
            )
        )
        self._labels += 1
        step = form.format(count, kernel, self._labels)
        return step if step.startswith("U") or "name=" in step else self.labelled(step)

    def on_rows(self) -> str:
        """A step on one row of values."""
        if self.chance(3):
            return self.keeping(on_maps=False)
        form = self.pick(
            ("dense({0})", "dense({0}, relu)", "Dense({0}, use_bias=False)", "fc({0}, softmax)",
             "Dense(units={0}, activation='softmax', kernel_initializer=he(seed=1))",
             "Sequential([Dense({0}), ReLU()])", "concat {{ dense({0}) | skip }}")
        )  # fmt: skip
        return self.labelled(form.format(self.pick(_COUNTS)))


@st.composite
def networks(draw: st.DrawFn, longest: int = 8) -> str:
    """A program without a mistake: every layer goes with its input."""
    writer = _Writer(draw)
    lines = ["let n = 2", "block unit(c, w=same) { conv(c, 3, padding=w) -> bn }"]
    if writer.chance(2):
        lines[0] = writer.pick(("let n = 3, k = 1", "let n = m, m = 2", "let k\nlet n = 2"))
    sides = draw(st.sampled_from((0, 1, 2, 2, 2)))
    shapes = {
        0: ("input(16)", "input(n)", "Input(shape=(12,))"),
        1: ("input(64x8)", "Input((64, 8))", "input(32*h, c)", "input(None, 8)"),
        2: (
            "input(32x32x3)", "input 64×64×4", "input(32*h, 32*w, 3)", "input(H x W x c)",
            "Input(shape=(None, None, 3))", "IMG: input((64, 32, 1))",
        ),
    }  # fmt: skip
    lines.append(writer.pick(shapes[sides]))
    steps = [writer.on_maps(sides) for _ in range(draw(st.integers(0, longest)))] if sides else []
    if sides and writer.chance(2):
        steps.append(writer.pick(("flatten", "gap", "gmp", "Flatten()")))
        sides = 0
    if not sides:
        steps += [writer.on_rows() for _ in range(draw(st.integers(0, longest)))]
    separator = draw(st.sampled_from(("\n", " -> ", "\r\n", "; ", " →\n", "\n\n# next\n")))
    return "\n".join([*lines, separator.join(steps)])
