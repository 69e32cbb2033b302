"""The words of the command line's choices, in one place that costs nothing to import."""

from __future__ import annotations

PER_UNIT = "per-unit"
INPUTS_OUTPUTS = "inputs-outputs"
TENSORS = "tensors"
METHODS = (PER_UNIT, INPUTS_OUTPUTS, TENSORS)

PARAMETERS = "parameters"
SHAPE = "shape"
COUNTS = (PARAMETERS, SHAPE)

BRIEF = "brief"
NORMAL = "normal"
FULL = "full"
DETAILS = (BRIEF, NORMAL, FULL)

NOTATIONS = ("filters", "words", "pytorch", "arithmetic")
PARENTHESES = ("needed", "own")
MULTIPLICATION = ("dot", "times")
GROUPING = ("comma", "space", "point", "none")

EXPLAIN_FORMATS = ("text", "latex", "markdown", "html", "json")
TABLE_FORMATS = (*EXPLAIN_FORMATS, "csv")
CATALOGUE_FORMATS = ("text", "markdown", "json")

# Characters of a program, unless --max-size says otherwise.
MAXIMUM_SIZE = 1_000_000
