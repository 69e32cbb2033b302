"""The words of the command line's choices, in one place that costs nothing to import."""

from __future__ import annotations

PER_UNIT = "per-unit"
INPUTS_OUTPUTS = "inputs-outputs"
TENSORS = "tensors"
METHODS = (PER_UNIT, INPUTS_OUTPUTS, TENSORS)

KERAS = "keras"
PYTORCH = "pytorch"
CONVENTIONS = (KERAS, PYTORCH)

PARAMETERS = "parameters"
MACS = "macs"
MEMORY = "memory"
RECEPTIVE_FIELD = "receptive_field"
SHAPE = "shape"
COUNTS = (PARAMETERS, MACS, MEMORY, RECEPTIVE_FIELD, SHAPE)
# Those that have a total: a page with sliders can show them.
SUMMED_COUNTS = (PARAMETERS, MACS, MEMORY)

# The columns that a table can have, each with the count that it belongs to.
COLUMNS = {
    "shape": SHAPE,
    "size": SHAPE,
    "parameters": PARAMETERS,
    "trainable": PARAMETERS,
    "non_trainable": PARAMETERS,
    "buffers": PARAMETERS,
    "macs": MACS,
    "memory": MEMORY,
    "receptive_field": RECEPTIVE_FIELD,
    "jump": RECEPTIVE_FIELD,
    "start": RECEPTIVE_FIELD,
}
DEFAULT_COLUMNS = ("shape", "size", "parameters")

# How multiply-accumulates are counted.
MULTIPLY_ACCUMULATE = "multiply-accumulate"
WITH_BIAS = "with-bias"
FLOPS = "flops"
MACS_CONVENTIONS = (MULTIPLY_ACCUMULATE, WITH_BIAS, FLOPS)

# The bytes of a value of each type.
DTYPES = {
    "float64": 8,
    "float32": 4,
    "float16": 2,
    "bfloat16": 2,
    "float8": 1,
    "int64": 8,
    "int32": 4,
    "int16": 2,
    "int8": 1,
    "uint8": 1,
}
FLOAT32 = "float32"
# How many values each optimizer keeps for a trainable parameter; without one nothing is trained.
OPTIMIZERS = {"none": 0, "sgd": 0, "momentum": 1, "adam": 2}
NO_OPTIMIZER = "none"
ADAM = "adam"

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
LISTING_FORMATS = ("text", "csv", "json", "markdown", "latex")
_CSV_COLUMNS = (*DEFAULT_COLUMNS, "trainable", "non_trainable")
BUFFERS = "buffers"
CATALOGUE_FORMATS = ("text", "markdown", "json")

# Characters of a program, unless --max-size says otherwise.
MAXIMUM_SIZE = 1_000_000


def columns_of(format: str, buffers: bool = False) -> tuple[str, ...]:
    """The columns of a table in a format, unless told; ``buffers`` where these are told apart."""
    if format != "csv":
        return DEFAULT_COLUMNS
    return (*_CSV_COLUMNS, BUFFERS) if buffers else _CSV_COLUMNS
