"""The formulas of units with gates, which see their input and the state before.

For each gate a unit has one weight for each feature of the input and one for each number of the
state. Layers may be stacked, run in both directions, and project their state to fewer numbers.

Sources: J. Elman (1990); S. Hochreiter, J. Schmidhuber (1997); F. Gers, J. Schmidhuber, F. Cummins
(2000); K. Cho et al. (2014); M. Schuster, K. Paliwal (1997) for both directions; H. Sak, A. Senior,
F. Beaufays (2014) for the projected state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from symcnn.choices import INPUTS_OUTPUTS, MACS, PARAMETERS, PER_UNIT
from symcnn.layers.formulas import Definition, Form, Weight
from symcnn.records import value_record

# What the quantities of the forms are that no other layer has.
WORDS: Final = {
    "projections": "the weights of the projection",
    "first": "the first layer, in one direction",
    "further": "each further layer, in one direction",
    "state": "what the next step sees of this one",
    "biases_each": "the biases of each gate of each unit",
}


@value_record
class Biases:
    """How many biases each gate of a unit has under a condition; ``joint`` in one tensor.

    ``remark`` says why; it ends in the formula of a plain layer that has ``other`` of them.
    """

    when: str
    count: int
    remark: str = ""
    other: int = 0
    joint: bool = False


@value_record
class Gates:
    """The gates of a unit: how many there are, what they are called, how many biases each has."""

    count: int
    names: str
    biases: tuple[Biases, ...]

    @property
    def outputs(self) -> str:
        """One for each gate of each unit."""
        return f"{self.count}*hidden_units" if self.count > 1 else "hidden_units"

    def layer(self, features: str, state: str, biases: str) -> str:
        """What a layer that sees these features holds in one direction, gate by gate."""
        gate = f"({features} + {state})*hidden_units + {biases}*hidden_units"
        return f"{self.count}*({gate})" if self.count > 1 else gate


@value_record
class Stack:
    """Layers of gates: in one direction or both, one above the other, their state projected.

    ``several`` says that they can be stacked and run in both directions, ``projects`` that their
    state can be projected.
    """

    gates: Gates
    several: bool = False
    projects: bool = False

    @property
    def state(self) -> str:
        """The numbers of the state that the next step sees."""
        return "state" if self.projects else "hidden_units"

    @property
    def copies(self) -> str:
        """How often there is a layer's tensor."""
        return "directions" if self.several else ""

    @property
    def below(self) -> str:
        """The features that a further layer sees: the outputs of the layer below."""
        return f"directions*{self.state}"

    @property
    def settled(self) -> Mapping[str, Mapping[str, str]]:
        """What flags make of the roles."""
        found = {"!use_bias": {"biases_each": "0"}}
        found |= {one.when: {"biases_each": str(one.count)} for one in self.gates.biases}
        if self.several:
            found |= {"!stacked": {"layers": "1"}, "!bidirectional": {"directions": "1"}}
        if self.projects:
            found |= {"projected": {"state": "projection"}, "!projected": {"state": "hidden_units"}}
        return found

    @property
    def unusual(self) -> str:
        """The flags that a plain layer has not."""
        flags = ["two_biases", *(("stacked", "bidirectional") if self.several else ())]
        return " ".join([*flags, *(("projected",) if self.projects else ())])

    # --- weights --------------------------------------------------------------------------------

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The tensors of each layer and direction: for the input, for the state, biases."""
        weights = self._layer_weights("", "features", "", self.copies)
        if self.several:
            copies = "directions*(layers - 1)"
            weights += self._layer_weights("further_", self.below, "stacked", copies)
        return tuple(weights)

    def _layer_weights(self, prefix: str, features: str, when: str, copies: str) -> list[Weight]:
        outputs = self.gates.outputs
        shapes: list[tuple[str, str, tuple[str, ...]]] = [
            ("", "kernel", (features, outputs)),
            ("", "recurrent_kernel", (self.state, outputs)),
        ]
        for biases in self.gates.biases:
            if biases.joint:
                shapes.append((biases.when, "bias", (str(biases.count), outputs)))
            else:
                names = ("bias", "recurrent_bias")[: biases.count]
                shapes.extend((biases.when, name, (outputs,)) for name in names)
        if self.projects:
            shapes.append(("projected", "projection_kernel", ("hidden_units", "projection")))
        return [
            Weight(
                prefix + name,
                shape,
                f"{flags} {when}".strip(),
                copies=copies,
                turned=name.endswith("kernel"),
            )
            for flags, name, shape in shapes
        ]

    # --- forms ----------------------------------------------------------------------------------

    def forms(self, source: str) -> tuple[Form, ...]:
        """The textbook's forms, those of stacked layers first."""
        words, remark = self._words("weights"), self._remark()
        ways = ((PER_UNIT, self._per_unit), (INPUTS_OUTPUTS, self._through_inputs))
        return tuple(
            Form(
                method,
                tuple(way(stacked=stacked)),
                words + self._further_words(stacked),
                "stacked" if stacked else "",
                source,
                remark,
            )
            for method, way in ways
            for stacked in self._stackings
        )

    def products(self, steps: str = "steps*") -> tuple[Form, ...]:
        """The multiply-accumulates: every weight meets one number, at each step of a sequence."""
        words = ("at each step " if steps else "") + self._words("products")
        found: list[Form] = []
        for stacked in self._stackings:
            *before, last = self._per_unit(stacked=stacked)
            macs = Definition(MACS, f"{steps}({last.formula})")
            further = words + self._further_words(stacked)
            found.append(Form(MACS, (*before, macs), further, "stacked" if stacked else ""))
        return tuple(found)

    @property
    def _stackings(self) -> tuple[bool, ...]:
        return (True, False) if self.several else (False,)

    def _whole(self, stacked: bool, layer: str) -> Definition:
        """The count: of both layers' kinds, or of the one layer, in each direction."""
        layer = "first + (layers - 1)*further" if stacked else layer
        return Definition(PARAMETERS, f"directions*({layer})" if self.several else layer)

    def _per_unit(self, *, stacked: bool) -> list[Definition]:
        found, more = self._projections()
        layer, biases = self.gates.layer, "biases_each"
        first = layer("features", self.state, biases) + more
        if stacked:
            found.append(Definition("first", first))
            further = layer(self.below, self.state, biases) + more
            found.append(Definition("further", further))
        return [*found, self._whole(stacked, first)]

    def _through_inputs(self, *, stacked: bool) -> list[Definition]:
        """Inputs times outputs plus biases, an output being one gate of one unit."""
        outputs = Definition("outputs", self.gates.outputs)
        biases = Definition("biases", "biases_each*outputs", when="use_bias")
        found, more = self._projections()
        if stacked:
            layers = (("first", "features"), ("further", self.below))
            found += [
                Definition(name, f"({seen} + {self.state})*outputs + biases{more}")
                for name, seen in layers
            ]
            return [outputs, biases, *found, self._whole(stacked, "")]
        inputs = Definition("inputs", f"features + {self.state}")
        weights = Definition("weights", "inputs*outputs")
        whole = self._whole(stacked, f"weights + biases{more}")
        return [inputs, outputs, weights, biases, *found, whole]

    def _projections(self) -> tuple[list[Definition], str]:
        """The quantity of a projection's weights, and what stands for it in a sum."""
        if not self.projects:
            return [], ""
        return [
            Definition("projections", "hidden_units*projection", when="projected")
        ], " + projections"

    # --- words ----------------------------------------------------------------------------------

    def _words(self, what: str) -> str:
        counted = {1: " and one bias", 2: " and two biases"}
        biases = "".join(
            f"[{one.when}:{counted[one.count]}]" for one in self.gates.biases if one.count
        )
        each = f"each unit has <features + {self.state}> {what}{biases}"
        return f"{each} for each gate: {self.gates.names}" if self.gates.names else each

    def _further_words(self, stacked: bool) -> str:
        return f"; further layers see <{self.below}> features" if stacked else ""

    def _remark(self) -> str:
        """Why there are as many biases; for a plain layer also what others would make."""
        plain = " ".join(f"!{flag}" for flag in self.unusual.split() if flag != "two_biases")
        found = ""
        for one in self.gates.biases:
            formula = self.gates.layer("features", "hidden_units", "*")
            formula = formula.replace("**", f"{one.other}*" if one.other > 1 else "")
            found += f"[{one.when}:{one.remark}][{one.when} {plain}:: <{formula}>]"
        return found
