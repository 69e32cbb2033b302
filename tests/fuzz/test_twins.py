"""A network with symbols and its twin with numbers: every shape and every count agree."""

import random

import pytest
import sympy

from symcnn import SymcnnError, parse

NAMES = ("H", "W", "k", "f", "s", "p", "c", "g", "q")
SEEDS = range(40)
FORMS = ("2*{}", "{}+1", "({}+1)//2", "ceil({}/2)", "{}**2", "2*{}-1", "min({},3)", "max({},2)")


class Drawn:
    """Draws networks of a few layers whose numbers are symbols about half of the time."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def number(self, low: int, high: int) -> str:
        return str(self._random.randint(low, high))

    def value(self, low: int = 1, high: int = 4) -> str:
        if self._random.random() < 0.5:
            return self.number(low, high)
        name = self._random.choice(NAMES[2:])
        form = "{}" if self._random.random() < 0.6 else self._random.choice(FORMS)
        return form.format(name)

    def padding(self) -> str:
        return self._random.choice(
            (
                "padding=same",
                f"padding={self.value(0, 2)}",
                f"padding=(({self.value(0, 2)}, {self.value(0, 2)}), (1, {self.value(0, 2)}))",
                "padding=valid",
            )
        )

    def layer(self) -> str:
        kernel = f"({self.value()}, {self.value(1, 3)})"
        return self._random.choice(
            (
                f"conv({self.value()}, {kernel}, stride={self.value()}, {self.padding()})",
                f"conv({self.value()}, 3x3, dilation={self.value(1, 3)})",
                f"pool({self.value(1, 3)}, {self.value(1, 3)}, same)",
                f"avgpool({self.value(1, 3)}, stride={self.value(1, 3)})",
                f"depthwise({self.value(1, 3)}, depth_multiplier={self.value(1, 3)})",
                f"separable({self.value()}, {self.value(1, 3)})",
                f"conv_transpose({self.value()}, {self.value(1, 3)}, stride={self.value(1, 3)})",
                f"upsample({self.value(1, 3)}) -> zeropad({self.value(0, 2)})",
                f"residual {{ depthwise(3, padding=same) }} -> bn -> dense({self.value()})",
            )
        )

    def network(self) -> str:
        extents = [self._random.choice(("H", "2*H", "20", "H+3"))]
        extents += [self._random.choice(("W", "H", "24", "W*4"))]
        extents += [self._random.choice(("3", "c", "2*c", "1"))]
        layers = [self.layer() for _ in range(self._random.randint(1, 4))]
        end = self._random.choice((["flatten", f"dense({self.value()})"], ["gap", "dense(10)"], []))
        return " -> ".join([f"input(({', '.join(extents)}))", *layers, *end])

    def values(self) -> dict[str, int]:
        values = {name: self._random.randint(1, 5) for name in NAMES}
        values["H"], values["W"] = self._random.randint(20, 60), self._random.randint(20, 60)
        return values


@pytest.mark.parametrize("seed", SEEDS)
def test_symbols_and_numbers_agree(seed: int) -> None:
    drawn = Drawn(seed)
    for _ in range(4):
        program, chosen = drawn.network(), drawn.values()
        try:
            symbolic = parse(program)
            values = {name: chosen[name] for name in symbolic.symbols}
            numeric = symbolic.with_values(**values)
        except SymcnnError as error:
            # Some drawn kernels are larger than their input; nothing else may be wrong.
            assert error.exit_status == 1, program
            continue
        points = {
            sympy.Symbol(name, positive=True, integer=True): sympy.Integer(value)
            for name, value in values.items()
        }
        for name, layer in symbolic.layers.items():
            twin = numeric.resolved.graph.nodes[name]
            assert layer.parameters.xreplace(points) == twin.parameters, (program, name)
            shape = tuple(extent.xreplace(points) for extent in layer.output_shape)
            assert shape == twin.shape, (program, values, name)
        for count in ("parameters", "shape"):
            assert symbolic.explain(count=count).to("json")
            assert numeric.explain(count=count).to("json"), (program, values)
