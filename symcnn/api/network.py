"""The Python face of a network: what a program describes, its counts, its pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symcnn.api.counted import Counts, LayerView, LayerViews, expression
from symcnn.api.explored import Page, explored
from symcnn.api.pages import Derivation, printer_of
from symcnn.api.sweeps import Sweep, swept
from symcnn.choices import (
    CONVENTIONS,
    COUNTS,
    DETAILS,
    MACS,
    MAXIMUM_SIZE,
    MEMORY,
    METHODS,
    NORMAL,
    PARAMETERS,
    PER_UNIT,
    columns_of,
)
from symcnn.derivation.explain import explain as _explain
from symcnn.derivation.request import Conventions, Request, checked_choice, checked_names
from symcnn.derivation.table import table as _table
from symcnn.errors import call_error
from symcnn.functions.quantity import Quantity
from symcnn.network.given import checked_values
from symcnn.network.network import Network as _Network
from symcnn.network.network import read
from symcnn.render.style import Style, style_names
from symcnn.source import Source

if TYPE_CHECKING:
    import sympy

# What `explain` is told besides conventions.
_CHOICES = ("count", "method", "notation", "own_parentheses", "detail", "layers")


class Network:
    """A network as its program describes it.

    ``parameters`` and the layers keep every symbol; ``values`` holds what `let` (and
    :meth:`with_values`) gives, ``evaluate`` puts values in.
    """

    def __init__(self, network: _Network) -> None:
        self._network = network
        self._counts = Counts(network)

    def __repr__(self) -> str:
        return f"<network of {len(self._network.graph.nodes)} layers, {self.parameters} parameters>"

    def __str__(self) -> str:
        return self.to("text")

    @property
    def layers(self) -> Mapping[str, LayerView]:
        """Every layer by its name, in the order of the program."""
        nodes = self._network.written.nodes
        return LayerViews((name, LayerView(node, self._counts)) for name, node in nodes.items())

    @property
    def symbols(self) -> dict[str, sympy.Expr | None]:
        """Every symbol with its value, None for a free one."""
        return {
            name: None if value is None else expression(value)
            for name, value in self._network.graph.symbols.items()
        }

    @property
    def values(self) -> dict[str, sympy.Expr]:
        """The values that symbols have."""
        return {name: expression(value) for name, value in self._network.values.items()}

    @property
    def parameters(self) -> sympy.Expr:
        """The parameters of all layers, in the program's symbols."""
        return self.count("parameters")

    @property
    def trainable(self) -> sympy.Expr:
        """The trainable parameters, in the program's symbols."""
        return self.count("trainable")

    @property
    def non_trainable(self) -> sympy.Expr:
        """The parameters that training leaves alone, in the program's symbols."""
        return self.count("non_trainable")

    @property
    def macs(self) -> sympy.Expr:
        """The multiply-accumulates of all layers, one for each product, in symbols."""
        return self.count(MACS)

    @property
    def memory(self) -> sympy.Expr:
        """The bytes in training: weights, gradients, Adam's state, activations, in float32."""
        return self.count(MEMORY)

    def count(self, name: str, /, **conventions: Any) -> sympy.Expr:
        """The total of a count in symbols, under conventions such as ``macs="with-bias"``.

        >>> from symcnn import parse
        >>> parse("input(400) -> dense(u)").count("macs", macs="flops")
        800*u
        """
        return self._counts.total(self._network.written, name, conventions)

    def evaluate(self, *, count: str = PARAMETERS, **values: Any) -> sympy.Expr:
        """The total of a count with the values of `let` and these put in.

        Conventions of the count stand among the values, ``macs="flops"``.

        >>> from symcnn import parse
        >>> network = parse("input(32x32x3) -> conv(k, f x f)")
        >>> network.evaluate(f=5, k=8)
        608
        >>> network.evaluate(count="macs", f=5, k=8)
        470400
        """
        conventions = _taken(values, self._network.graph.symbols)
        if not values:
            return self._counts.total(self._network.graph, count, conventions)
        network = self._network.with_values(checked_values(values))
        return Counts(network).total(network.graph, count, conventions)

    def with_values(self, **values: int) -> Network:
        """The same network with further values; they override those of `let`."""
        return Network(self._network.with_values(checked_values(values)))

    def sweep(
        self,
        *,
        count: str = PARAMETERS,
        layers: str | Sequence[str] = (),
        **values: Any,
    ) -> Sweep:
        """A count at every point of a grid; each symbol takes the values given under its name.

        ``layers`` are those whose count it is, all of them unless told. Conventions of the count
        stand among the values.

        >>> from symcnn import parse
        >>> network = parse("input(32x32x3) -> conv(k, f x f)")
        >>> network.sweep(f=[3, 40], k=[8]).rows[0]
        {'f': 3, 'k': 8, 'parameters': 224}
        >>> network.sweep(f=[3, 40], k=[8]).rows[1]["error"]
        'conv1: the 40×40 window is larger than its input, 32×32'
        """
        checked_choice("count", count, COUNTS)
        conventions = Conventions(**_taken(values, self._network.graph.symbols))
        chosen = (layers,) if isinstance(layers, str) else tuple(layers)
        return swept(self._network, Quantity(count, chosen, conventions), values)

    def explore(self, *, count: str = PARAMETERS, **values: Any) -> Page:
        """A page with a slider for each symbol: its numbers and lines follow while it moves.

        Sliders run through the values that are given under their symbols' names, ``f=range(1,
        12)``; a single value holds a symbol fast. Conventions of the count stand among the values.

        >>> from symcnn import parse
        >>> page = parse("input(32x32x3) -> conv(k, f x f)").explore(f=range(1, 12), k=8)
        >>> page.title
        'Parameters of a network'
        """
        conventions = Conventions(**_taken(values, self._network.graph.symbols))
        return explored(self._network, Quantity(count, (), conventions), values)

    def explain(self, **choices: Any) -> Derivation:
        """The worked solution; takes what :func:`explain` takes."""
        return explain(self, **choices)

    def to(self, format: str = "text", *, columns: str | Sequence[str] = (), **style: Any) -> str:
        """The table of the network in a format: text, latex, markdown, html, csv, json.

        ``columns`` names what stands in it, as a list or in one text, ``"shape,parameters"``;
        conventions of the counts stand among the choices of style, ``macs="flops"``.
        """
        printer = printer_of(format)
        checked_names(style, ("columns", *Conventions.names(), *style_names()))
        request = Request(conventions=Conventions(**_taken(style)))
        chosen = (
            [name.strip() for name in columns.split(",")] if isinstance(columns, str) else columns
        )
        table = _table(
            self._network, chosen or columns_of(format, self._network.keeps_buffers), request
        )
        return printer.table(table, Style(**style))

    def _repr_html_(self) -> str:
        return self.to("html")

    def _repr_latex_(self) -> str:
        return self.to("latex")

    @property
    def resolved(self) -> _Network:
        """The network that derivations are built from."""
        return self._network


def _taken(choices: dict[str, Any], symbols: Collection[str] = ()) -> dict[str, Any]:
    """The conventions among the choices of a call, taken out of them; a symbol is none."""
    names = [name for name in choices if name in Conventions.names() and name not in symbols]
    return {name: choices.pop(name) for name in names}


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
    if convention is not None:
        checked_choice("convention", convention, CONVENTIONS)
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
    **conventions: Any,
) -> Derivation:
    """The worked solution of a network, or of the program in a text.

    ``conventions`` are those of the count, such as ``macs="with-bias"``.

    Raises:
        SymcnnError: for an unknown label, notation or choice.
    """
    for name, value, known in (
        ("count", count, COUNTS),
        ("method", method, METHODS),
        ("detail", detail, DETAILS),
    ):
        checked_choice(name, value, known)
    checked_names(conventions, (*_CHOICES, *Conventions.names()))
    if isinstance(network, str):
        network = parse(network)
    if not isinstance(network, Network):  # pyright: ignore[reportUnnecessaryIsInstance]
        message = f"a network or the text of a program is explained, not {type(network).__name__}"
        raise call_error("call", message)
    chosen = (layers,) if isinstance(layers, str) else tuple(layers)
    told = Conventions(**conventions)
    request = Request(count, method, notation, own_parentheses, detail, chosen, told)
    return Derivation(_explain(network.resolved, request))
