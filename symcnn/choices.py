"""The words of the command line's choices, in one place that costs nothing to import."""

from __future__ import annotations

from typing import Final

PER_UNIT: Final = "per-unit"
INPUTS_OUTPUTS: Final = "inputs-outputs"
TENSORS: Final = "tensors"
METHODS: Final = (PER_UNIT, INPUTS_OUTPUTS, TENSORS)

PARAMETERS: Final = "parameters"
SHAPE: Final = "shape"
COUNTS: Final = (PARAMETERS, SHAPE)

BRIEF: Final = "brief"
NORMAL: Final = "normal"
FULL: Final = "full"
DETAILS: Final = (BRIEF, NORMAL, FULL)

NOTATIONS: Final = ("filters", "words", "pytorch", "arithmetic")
PARENTHESES: Final = ("needed", "own")
MULTIPLICATION: Final = ("dot", "times")
GROUPING: Final = ("comma", "space", "point", "none")

EXPLAIN_FORMATS: Final = ("text", "latex", "markdown", "html", "json")
TABLE_FORMATS: Final = (*EXPLAIN_FORMATS, "csv")
CATALOGUE_FORMATS: Final = ("text", "markdown", "json")

# Characters of a program, unless --max-size says otherwise.
MAXIMUM_SIZE: Final = 1_000_000
