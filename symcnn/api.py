"""The Python face: networks and derivations that show themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symcnn.choices import (
    CONVENTIONS,
    COUNTS,
    DETAILS,
    MAXIMUM_SIZE,
    METHODS,
    NORMAL,
    PARAMETERS,
    PER_UNIT,
    columns_of,
)
from symcnn.derivation.document import Document, WeightRow
from symcnn.derivation.explain import explain as _explain
from symcnn.derivation.request import Request
from symcnn.derivation.table import table as _table
from symcnn.errors import call_error, did_you_mean
from symcnn.formula.arithmetic import Value
from symcnn.network.given import checked_values
from symcnn.network.graph import Node
from symcnn.network.network import Network as _Network
from symcnn.network.network import read, total
from symcnn.render import FORMATS, renderer
from symcnn.render.style import Style
from symcnn.source import Source

if TYPE_CHECKING:
    import sympy


def _expression(value: Value) -> sympy.Expr:
    """A value as SymPy's own."""
    from symcnn.formula import algebra

    return algebra.expression_of(value)


class LayerView:
    """A layer of a network: its shape, weights and counts as SymPy expressions."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def __repr__(self) -> str:
        return f"<layer {self.name}: {self.type}, {self.parameters} parameters>"

    @property
    def name(self) -> str:
        """Its label or automatic name."""
        return self._node.name

    @property
    def type(self) -> str:
        """The catalogue's native name."""
        return self._node.layer.name

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the layers that it takes its input from."""
        return tuple(output.layer for output in self._node.inputs)

    @property
    def output_shape(self) -> tuple[sympy.Expr, ...]:
        """The shape of its output, without the batch."""
        return tuple(map(_expression, self._node.shape))

    @property
    def activation_size(self) -> sympy.Expr:
        """The number of values in its output."""
        return _expression(self._node.activation_size)

    @property
    def parameters(self) -> sympy.Expr:
        """All its weights, trainable or not."""
        return _expression(self._node.parameters)

    @property
    def trainable(self) -> sympy.Expr:
        """Its trainable weights."""
        return _expression(self._node.trainable)

    @property
    def non_trainable(self) -> sympy.Expr:
        """Its weights that training leaves alone."""
        return _expression(self._node.non_trainable)

    @property
    def buffers(self) -> sympy.Expr:
        """What it keeps beside its weights, in no other count: PyTorch's running statistics."""
        return _expression(self._node.buffers)

    @property
    def weights(self) -> tuple[WeightRow, ...]:
        """Its weight tensors with their shapes."""
        return tuple(WeightRow(t.name, t.shape, t.trainable) for t in self._node.weights)


class Network:
    """A network as its program describes it.

    ``parameters`` and the layers keep every symbol; ``values`` holds what `let` (and
    :meth:`with_values`) gives, ``evaluate`` puts values in.
    """

    def __init__(self, network: _Network) -> None:
        self._network = network

    def __repr__(self) -> str:
        return f"<network of {len(self._network.graph.nodes)} layers, {self.parameters} parameters>"

    def __str__(self) -> str:
        return self.to("text")

    @property
    def layers(self) -> Mapping[str, LayerView]:
        """Every layer by its name, in the order of the program."""
        return {name: LayerView(node) for name, node in self._network.written.nodes.items()}

    @property
    def symbols(self) -> dict[str, sympy.Expr | None]:
        """Every symbol with its value, None for a free one."""
        return {
            name: None if value is None else _expression(value)
            for name, value in self._network.graph.symbols.items()
        }

    @property
    def values(self) -> dict[str, sympy.Expr]:
        """The values that symbols have."""
        return {name: _expression(value) for name, value in self._network.values.items()}

    @property
    def parameters(self) -> sympy.Expr:
        """The parameters of all layers, in the program's symbols."""
        return self._sum("parameters")

    @property
    def trainable(self) -> sympy.Expr:
        """The trainable parameters, in the program's symbols."""
        return self._sum("trainable")

    @property
    def non_trainable(self) -> sympy.Expr:
        """The parameters that training leaves alone, in the program's symbols."""
        return self._sum("non_trainable")

    def _sum(self, count: str) -> sympy.Expr:
        return _expression(total(self._network.written.nodes, count))

    def evaluate(self, **values: int) -> sympy.Expr:
        """The parameters with the values of `let` and these put in.

        >>> from symcnn import parse
        >>> parse("input(32x32x3) -> conv(k, f x f)").evaluate(f=5, k=8)
        608
        """
        network = self._network
        if values:
            network = network.with_values(checked_values(values))
        return _expression(total(network.graph.nodes, "parameters"))

    def with_values(self, **values: int) -> Network:
        """The same network with further values; they override those of `let`."""
        return Network(self._network.with_values(checked_values(values)))

    def explain(self, **choices: Any) -> Derivation:
        """The worked solution; takes what :func:`explain` takes."""
        return explain(self, **choices)

    def to(self, format: str = "text", *, columns: str | Sequence[str] = (), **style: Any) -> str:
        """The table of the network in a format: text, latex, markdown, html, csv, json.

        ``columns`` names what stands in it, as a list or in one text, ``"shape,parameters"``.
        """
        printer = _printer(format)
        chosen = (
            [name.strip() for name in columns.split(",")] if isinstance(columns, str) else columns
        )
        return printer.table(_table(self._network, chosen or columns_of(format)), Style(**style))

    def _repr_html_(self) -> str:
        return self.to("html")

    def _repr_latex_(self) -> str:
        return self.to("latex")

    @property
    def resolved(self) -> _Network:
        """The network that derivations are built from."""
        return self._network


class Derivation:
    """A worked solution; ``to`` gives it in a format, ``document`` holds it as data."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __repr__(self) -> str:
        return f"<derivation of {self.document.count} for {len(self.document.sections)} layers>"

    def __str__(self) -> str:
        return self.to("text")

    def to(self, format: str = "text", **style: Any) -> str:
        """The worked solution in a format: text, latex, markdown, html or json."""
        if format == "csv":
            raise call_error("format", "a derivation cannot be written as csv")
        return _printer(format).explain(self.document, Style(**style))

    def _repr_html_(self) -> str:
        return self.to("html")

    def _repr_latex_(self) -> str:
        return self.to("latex")

    def _repr_markdown_(self) -> str:
        return self.to("markdown")


def _printer(format: str) -> Any:
    if format not in FORMATS:
        raise call_error(
            "format", f"no format is called '{format}'", f"choose {', '.join(FORMATS)}"
        )
    return renderer(format)


def parse(
    text: str,
    *,
    name: str = "<string>",
    max_size: int = MAXIMUM_SIZE,
    convention: str | None = None,
) -> Network:
    """The network that a program describes; ``convention`` holds where it names none.

    Raises:
        SymcnnError: with every mistake in the program; ``str(error)`` shows each with its line
            and a caret.
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise call_error("call", f"a program is a text, not {type(text).__name__}")
    if convention not in (None, *CONVENTIONS):
        hint = did_you_mean(str(convention), CONVENTIONS) or f"choose {', '.join(CONVENTIONS)}"
        raise call_error("convention", f"no convention is called '{convention}'", hint)
    return Network(read(Source(name, text), None, max_size, convention))


def explain(
    network: Network | str,
    *,
    count: str = PARAMETERS,
    method: str = PER_UNIT,
    notation: str | None = None,
    own_parentheses: bool = False,
    detail: str = NORMAL,
    layers: str | tuple[str, ...] | list[str] = (),
) -> Derivation:
    """The worked solution of a network, or of the program in a text.

    Raises:
        SymcnnError: for an unknown label, notation or choice.
    """
    for name, value, known in (
        ("count", count, COUNTS),
        ("method", method, METHODS),
        ("detail", detail, DETAILS),
    ):
        if value not in known:
            hint = did_you_mean(value, known) or f"choose {', '.join(known)}"
            raise call_error(name, f"no {name} is called '{value}'", hint)
    if isinstance(network, str):
        network = parse(network)
    chosen = (layers,) if isinstance(layers, str) else tuple(layers)
    request = Request(count, method, notation, own_parentheses, detail, chosen)
    return Derivation(_explain(network.resolved, request))
