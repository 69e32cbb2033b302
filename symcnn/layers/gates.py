"""The formulas of units with gates, which see their input and the state before.

For each gate a unit has one weight for each feature of the input and one for each number of the
state. Layers may be stacked, run in both directions, and project their state to fewer numbers:
each of these is a flag, and there is a form for every combination.

Sources: J. Elman (1990); S. Hochreiter, J. Schmidhuber (1997); F. Gers, J. Schmidhuber, F. Cummins
(2000); K. Cho et al. (2014); M. Schuster, K. Paliwal (1997) for both directions; H. Sak, A. Senior,
F. Beaufays (2014) for the projected state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from symcnn.choices import INPUTS_OUTPUTS, MACS, PARAMETERS, PER_UNIT
from symcnn.layers.declaration import Definition, Form, Weight

# What a layer of gates may be besides plain; each is a flag.
VARIANTS: Final = ("stacked", "bidirectional", "projected")
# What the quantities of the forms are that no other layer has.
WORDS: Final = {
    "projections": "the weights of the projection",
    "first": "the first layer, in one direction",
    "further": "each further layer, in one direction",
}


@dataclass(frozen=True, slots=True)
class Biases:
    """How many biases each gate of a unit has under a condition; ``joint`` in one tensor.

    ``remark`` says why. What stands between braces in it goes with a plain layer alone, whose
    formula with ``other`` biases takes the place of a ``*``.
    """

    when: str
    count: int
    remark: str = ""
    other: int = 0
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of a unit: how many, what they are called, their biases, a layer's variants."""

    count: int
    names: str
    biases: tuple[Biases, ...]
    variants: tuple[str, ...] = ()

    @property
    def outputs(self) -> str:
        """One for each gate of each unit."""
        return f"{self.count}*hidden_units" if self.count > 1 else "hidden_units"

    def kinds(self) -> Iterator[_Kind]:
        """Every combination of what a layer with these gates can be."""
        for on in product((False, True), repeat=len(self.variants)):
            flags = dict(zip(self.variants, on, strict=True))
            yield _Kind(self, tuple(flags.items()), **flags)

    def with_biases(self) -> Iterator[tuple[_Kind, Biases]]:
        """Every combination, each with every number of biases."""
        return product(self.kinds(), self.biases)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A layer of gates: stacked or not, in one direction or both, its state projected or not."""

    gates: Gates
    flags: tuple[tuple[str, bool], ...]
    stacked: bool = False
    bidirectional: bool = False
    projected: bool = False

    def when(self, biases: Biases) -> str:
        """The condition under which a layer is of this kind."""
        flags = (flag if on else f"!{flag}" for flag, on in self.flags)
        return " ".join((biases.when, *flags))

    @property
    def state(self) -> str:
        """The numbers of the state that the next step sees."""
        return "projection" if self.projected else "hidden_units"

    @property
    def below(self) -> str:
        """The features that a further layer sees: the outputs of the layer below."""
        return f"directions*{self.state}" if self.bidirectional else self.state

    def in_directions(self, formula: str) -> str:
        """A formula for one direction, times the directions where there are two."""
        return f"directions*({formula})" if self.bidirectional else formula

    def layer(self, features: str, biases: int) -> str:
        """What a layer that sees these features holds in one direction, gate by gate."""
        count = self.gates.count
        added = ("", " + hidden_units", " + 2*hidden_units")[biases]
        gate = f"({features} + {self.state})*hidden_units{added}"
        projection = " + projection*hidden_units" if self.projected else ""
        return (f"{count}*({gate})" if count > 1 else gate) + projection


# --- weights ------------------------------------------------------------------------------------


def gate_weights(gates: Gates) -> tuple[Weight, ...]:
    """The tensors of each layer and direction: for the input, for the state, biases.

    Those of the further layers come after those of the first.
    """
    weights: dict[tuple[str, ...], Weight] = {}
    for kind in sorted(gates.kinds(), key=lambda kind: kind.stacked):
        for weight in _weights(kind):
            weights.setdefault((weight.name, weight.when, *weight.shape), weight)
    return tuple(weights.values())


def _weights(kind: _Kind) -> Iterator[Weight]:
    """The tensors of the last layer of a kind: of the only one, or of each further one."""
    gates, prefix = kind.gates, "further_" if kind.stacked else ""
    outputs, features = gates.outputs, kind.below if kind.stacked else "features"
    copies = "*".join(
        factor
        for factor, there in (("directions", kind.bidirectional), ("(layers - 1)", kind.stacked))
        if there
    )
    given = [("bidirectional", kind.bidirectional), ("projected", kind.projected)]
    flags = [flag if on else f"!{flag}" for flag, on in given if flag in gates.variants]
    flags += ["stacked"] if kind.stacked else []
    shapes = {"kernel": (features, outputs), "recurrent_kernel": (kind.state, outputs)}
    if kind.projected:
        shapes["projection_kernel"] = ("hidden_units", "projection")
    for name, shape in shapes.items():
        yield Weight(prefix + name, shape, " ".join(flags), copies=copies)
    flags = [flag for flag in flags if not flag.endswith("projected")]
    for biases in gates.biases:
        when = " ".join((biases.when, *flags))
        if biases.joint:
            yield Weight(f"{prefix}bias", (str(biases.count), outputs), when, copies=copies)
        else:
            for name in ("bias", "recurrent_bias")[: biases.count]:
                yield Weight(prefix + name, (outputs,), when, copies=copies)


# --- forms --------------------------------------------------------------------------------------


def gate_forms(gates: Gates, source: str) -> tuple[Form, ...]:
    """The textbook's forms of every kind of layer with these gates."""
    return tuple(
        Form(
            method,
            way(kind, biases.count),
            _words(kind, biases.count),
            kind.when(biases),
            source,
            _remark(kind, biases),
        )
        for kind, biases in gates.with_biases()
        for method, way in ((PER_UNIT, _per_unit), (INPUTS_OUTPUTS, _through_inputs))
    )


def gate_products(gates: Gates, steps: str = "steps*") -> tuple[Form, ...]:
    """The multiply-accumulates: every weight meets one number, at each step where there are any."""
    when = "at each step " if steps else ""
    found: list[Form] = []
    for kind, biases in gates.with_biases():
        *before, last = _per_unit(kind, biases.count)
        macs = Definition(MACS, f"{steps}({last.formula})")
        words = when + _words(kind, biases.count, "products")
        found.append(Form(MACS, (*before, macs), words, kind.when(biases)))
    return tuple(found)


def _per_unit(kind: _Kind, biases: int) -> tuple[Definition, ...]:
    first = kind.layer("features", biases)
    if not kind.stacked:
        return (Definition(PARAMETERS, kind.in_directions(first)),)
    return (
        Definition("first", first),
        Definition("further", kind.layer(kind.below, biases)),
        Definition(PARAMETERS, kind.in_directions("first + (layers - 1)*further")),
    )


def _through_inputs(kind: _Kind, biases: int) -> tuple[Definition, ...]:
    """Inputs times outputs plus biases, an output being one gate of one unit."""
    found = [Definition("outputs", kind.gates.outputs)]
    terms: list[str] = []
    if biases:
        found.append(Definition("biases", "2*outputs" if biases > 1 else "outputs"))
        terms.append("biases")
    if kind.projected:
        found.append(Definition("projections", "hidden_units*projection"))
        terms.append("projections")
    if not kind.stacked:
        found.insert(0, Definition("inputs", f"features + {kind.state}"))
        found.insert(2, Definition("weights", "inputs*outputs"))
        whole = " + ".join(["weights", *terms])
        return (*found, Definition(PARAMETERS, kind.in_directions(whole)))
    for name, features in (("first", "features"), ("further", kind.below)):
        layer = [f"({features} + {kind.state})*outputs", *terms]
        found.append(Definition(name, " + ".join(layer)))
    whole = "first + (layers - 1)*further"
    return (*found, Definition(PARAMETERS, kind.in_directions(whole)))


def _words(kind: _Kind, biases: int, what: str = "weights") -> str:
    gates, state = kind.gates.names, kind.state
    added = ("", " and one bias", " and two biases")[biases]
    each = f"each unit has <features + {state}> {what}{added}"
    each += f" for each gate: {gates}" if gates else ""
    return each + (f"; further layers see <{kind.below}> features" if kind.stacked else "")


def _remark(kind: _Kind, biases: Biases) -> str:
    """Why there are as many biases; the other formula where the layer is plain."""
    before, _, rest = biases.remark.partition("{")
    inside, _, after = rest.partition("}")
    plain = not any(on for _, on in kind.flags)
    formula = kind.layer("features", biases.other)
    return before + (inside.replace("*", f"<{formula}>") if plain else "") + after
