"""What a reader asks of a plot, checked before anything is worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from symcnn.choices import BY_LAYER, BY_TOTAL, LOGARITHMIC, TOTALLED
from symcnn.derivation.request import checked_choice
from symcnn.errors import call_error
from symcnn.formula.arithmetic import Value
from symcnn.functions.grid import Grid
from symcnn.functions.quantity import Quantity
from symcnn.network.network import own_values
from symcnn.records import record
from symcnn.syntax.tree import Program

# A picture shows no more points of a line, and no more lines that can be told apart.
MOST_POINTS = 10_000
MOST_LINES = 12


@record
class Subject:
    """A program with the values of its symbols, and the name of its line in a plot."""

    name: str
    program: Program
    given: Mapping[str, Value]
    convention: str | None


def subjects(asked: Sequence[Subject], given: Mapping[str, Value]) -> tuple[Subject, ...]:
    """The same under further values; of several, each takes those of symbols that it has.

    Raises:
        CallError: for a value given to a symbol that none of several programs has.
    """
    shared = [given]
    if len(asked) > 1:
        shared = own_values([(each.program, each.convention) for each in asked], given)
    return tuple(
        replace(each, given={**each.given, **values})
        for each, values in zip(asked, shared, strict=True)
    )


@record
class PlotRequest:
    """The networks, the count, what varies, and how it is drawn.

    ``by`` is ``total``, ``layer`` or empty for what is usual, the total of what varies and else
    the layers; ``logarithmic`` names the axes that are so, ``x``, ``y`` or ``xy``.
    """

    subjects: tuple[Subject, ...]
    quantity: Quantity
    grid: Grid
    by: str = ""
    logarithmic: str = ""

    @property
    def by_layer(self) -> bool:
        """Whether layers are shown rather than their total."""
        return self.by == BY_LAYER or not self.grid.axes

    def check(self) -> None:
        """Refuse what no picture can show.

        Raises:
            CallError: for an unknown word, too many points, lines, symbols or networks.
        """
        checked_choice("count", self.quantity.count, TOTALLED)
        if self.by:
            checked_choice("by", self.by, (BY_TOTAL, BY_LAYER))
        if self.logarithmic:
            checked_choice("log", self.logarithmic, LOGARITHMIC)
        if self.by == BY_TOTAL and not self.grid.axes:
            hint = "let a symbol vary, such as --vary f=1..11, or leave --by out"
            raise call_error("vary", "nothing varies, and a total alone is one number", hint)
        if self.by_layer:
            _check_layers(self)
        else:
            _check_lines(list(self.grid.axes.values()), len(self.subjects))
        for name, values in self.grid.axes.items():
            if len(values) > MOST_POINTS:
                message = f"{len(values):,} values of {name} are more than the {MOST_POINTS:,}"
                raise call_error("plot", f"{message} of a plot", "vary it in larger steps")


def _check_layers(request: PlotRequest) -> None:
    if len(request.subjects) > 1:
        way = "ask for --by total" if request.grid.axes else "let a symbol vary for a line of each"
        raise call_error("plot", "the layers of one network are shown at a time", way)
    if len(request.grid.axes) > 1:
        hint = "give one of them a value with --set, or ask for --by total"
        raise call_error("plot", "layers are shown along one symbol", hint)
    if request.grid.axes and "y" in request.logarithmic:
        hint = "ask for --by total, or for --log x"
        raise call_error("plot", "shares of a logarithmic axis would say nothing", hint)
    if not request.grid.axes and "y" in request.logarithmic:
        raise call_error("plot", "the layers stand along the other axis", "ask for --log x")


def _check_lines(axes: Sequence[Sequence[int]], networks: int) -> None:
    if len(axes) > 2 or (len(axes) > 1 and networks > 1):
        told = "two symbols" if networks == 1 else "one symbol with several networks"
        hint = "give the others values with --set"
        raise call_error("plot", f"a plot shows {told} at most", hint)
    lines = networks * (len(axes[1]) if len(axes) > 1 else 1)
    if lines > MOST_LINES:
        message = f"{lines:,} lines are more than the {MOST_LINES} that can be told apart"
        raise call_error("plot", message, "leave some out, or vary in larger steps")
