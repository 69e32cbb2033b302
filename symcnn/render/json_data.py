"""The contract that other programs build on: integers as integers, formulas as SymPy text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symcnn.choices import PARAMETERS
from symcnn.derivation.document import (
    RESULT,
    Chain,
    Document,
    Origin,
    Row,
    Section,
    Table,
    Totals,
)
from symcnn.formula.arithmetic import Value
from symcnn.formula.write import SymPyText, write
from symcnn.render.latex import formula as latex
from symcnn.render.style import Style

VERSION = 1


def explain(document: Document, style: Style) -> str:
    """The derivation as JSON, one line for each layer."""
    dialect = SymPyText(frozenset(document.symbols))
    layers = [_section(section, document, dialect, style) for section in document.sections]
    return _page(document.symbols, layers, document.totals, document, style)


def table(table: Table, style: Style) -> str:
    """The table as JSON, one line for each layer."""
    return _page(table.symbols, list(map(_row, table.rows)), table.totals, None, style)


def _page(
    symbols: Mapping[str, Value | None],
    layers: list[dict[str, Any]],
    totals: Totals,
    document: Document | None,
    style: Style,
) -> str:
    dialect = SymPyText(frozenset(symbols))
    head: dict[str, Any] = {"version": VERSION, "symbols": _symbols(symbols)}
    if document is not None:
        head |= {"count": document.count, "method": document.method}
        head["legend"] = [
            {"symbol": dialect.name(e.symbol), "words": e.words} for e in document.legend
        ]
    sums: dict[str, Any] = {
        "parameters": plain(totals.parameters),
        "trainable": plain(totals.trainable),
        "non_trainable": plain(totals.non_trainable),
    }
    if totals.chains:
        sums["derivation"] = _derivation(totals.chains, dialect, style)
    lines = [f"{json.dumps(key)}: {_dumped(value)}" for key, value in head.items()]
    rows = ",\n  ".join(map(_dumped, layers))
    lines.append(f'"layers": [\n  {rows}\n ]')
    lines.append(f'"totals": {_dumped(sums)}')
    return "{" + ",\n ".join(lines) + "}\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def plain(value: Value) -> int | str:
    """An integer as it is, anything else as text in SymPy's syntax."""
    if isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        return str(value)
    from symcnn.formula import algebra

    return algebra.text_of(value)


def _symbols(symbols: Mapping[str, Value | None]) -> dict[str, Any]:
    return {name: None if value is None else plain(value) for name, value in symbols.items()}


def _row(row: Row) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": row.name,
        "type": row.type,
        "inputs": list(row.inputs),
        "input_shapes": [list(map(plain, shape)) for shape in row.input_shapes],
        "output_shape": list(map(plain, row.output_shape)),
        "activation_size": plain(row.activation_size),
        "parameters": plain(row.parameters),
        "trainable": plain(row.trainable),
        "non_trainable": plain(row.non_trainable),
    }
    if row.shared_with is not None:
        fields["shared_with"] = row.shared_with
    return fields


def _section(
    section: Section, document: Document, dialect: SymPyText, style: Style
) -> dict[str, Any]:
    fields = _row(section.row)
    fields["weights"] = [
        {"name": w.name, "shape": list(map(plain, w.shape)), "trainable": w.trainable}
        for w in section.weights
    ]
    if section.chains:
        steps = _derivation(section.chains, dialect, style)
    else:
        value = 0 if document.count == PARAMETERS else None
        steps = [] if value is None else [{"kind": RESULT, "expression": "0", "latex": "0"}]
    if section.reason:
        fields["reason"] = section.reason
    fields["origins"] = [_origin(origin, dialect) for origin in section.origins]
    fields["derivation"] = steps
    if document.count != PARAMETERS:
        fields["derivations"] = {document.count: steps}
    return fields


def _derivation(
    chains: tuple[Chain, ...], dialect: SymPyText, style: Style
) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    for chain in chains:
        for step in chain.steps:
            entry = {
                "kind": step.kind,
                "expression": write(step.formula, dialect),
                "latex": latex(step.formula, style),
            }
            entry["quantity"] = dialect.name(chain.quantity)
            if step.words:
                entry["words"] = step.words
            steps.append(entry)
    return steps


def _origin(origin: Origin, dialect: SymPyText) -> dict[str, Any]:
    value = write(origin.value, dialect)
    return {
        "symbol": dialect.name(origin.symbol),
        "value": int(value) if value.isdigit() else value,
        "words": origin.words,
        "layer": origin.layer,
    }
