"""The contract that other programs build on: integers as integers, formulas as SymPy text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from symcnn.choices import BUFFERS, KERAS
from symcnn.derivation.document import Chain, Document, Origin, Section, Step, WeightRow
from symcnn.derivation.listing import Listing
from symcnn.derivation.report import Line, Lines, Report
from symcnn.derivation.rows import Cell, Part, Place, Row, Size, Table
from symcnn.formula.arithmetic import Value
from symcnn.formula.write import SymPyText, write
from symcnn.render.latex import formula as latex
from symcnn.render.latex.dialect import related as latex_related
from symcnn.render.phrases import capital
from symcnn.render.style import Style

VERSION = 1


def explain(document: Document, style: Style) -> str:
    """The derivation as JSON, one line for each layer."""
    dialect = SymPyText(frozenset(document.symbols))
    layers = [_section(section, document, dialect, style) for section in document.sections]
    return _page(document.table, layers, document, style)


def table(table: Table, style: Style) -> str:
    """The table as JSON, one line for each layer."""
    return _page(table, [_row(row, table) for row in table.rows], None, style)


def listing(listing: Listing, style: Style) -> Iterator[str]:
    """A count at many points as JSON, one line for each."""
    head: dict[str, Any] = {"version": VERSION, "vary": listing.symbols, "count": listing.count}
    if listing.layers:
        head["layers"] = listing.layers
    head["values"] = _symbols(listing.fixed)
    lines = [f"{json.dumps(key)}: {_dumped(value)}" for key, value in head.items()]
    before = "{" + ",\n ".join(lines) + ',\n "rows": ['
    for row in listing.rows:
        point: dict[str, Any] = dict(row.values)
        point[listing.count] = None if row.error else _cell(row.cell)
        if row.error:
            point["error"] = row.error
        yield f"{before}\n  {_dumped(point)}"
        before = ","
    yield "\n ]}\n"


def report(report: Report, style: Style) -> str:
    """What is found out about counts as JSON, a field a line; the lines come last."""
    dialect = SymPyText(report.symbols)
    blocks = (block for block in report.blocks if isinstance(block, Lines))
    steps = [_related(line, dialect, style) for block in blocks for line in block.lines]
    fields = {"version": VERSION, **report.data}
    lines = [f"{json.dumps(name)}: {_dumped(_told_as(value))}" for name, value in fields.items()]
    body = ",\n  ".join(map(_dumped, steps))
    lines.append(f'"derivation": [\n  {body}\n ]' if steps else '"derivation": []')
    return "{" + ",\n ".join(lines) + "}\n"


def _related(line: Line, dialect: SymPyText, style: Style) -> dict[str, Any]:
    fields: dict[str, Any] = {} if line.left is None else {"left": write(line.left, dialect)}
    fields |= {"relation": line.relation, "right": write(line.right, dialect)}
    fields["latex"] = latex_related(line.relation, line.right, style)
    return {**fields, "words": line.words} if line.words else fields


def _told_as(value: Any) -> Any:
    """Numbers and expressions within lists and mappings as JSON tells them."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Mapping):
        return {key: _told_as(item) for key, item in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return list(map(_told_as, cast("Sequence[Any]", value)))
    return plain(value)


def _page(
    table: Table, layers: list[dict[str, Any]], document: Document | None, style: Style
) -> str:
    dialect = SymPyText(frozenset(table.symbols))
    head: dict[str, Any] = {"version": VERSION, "symbols": _symbols(table.symbols)}
    if table.convention != KERAS:
        head["convention"] = table.convention
    if document is not None:
        head |= {"count": document.count, "method": document.method}
        head["legend"] = [
            {"symbol": dialect.name(e.symbol), "words": e.words} for e in document.legend
        ]
    notes = table.notes if document is None else document.notes
    if notes:
        head["notes"] = [_sentence(note, dialect) for note in notes]
    if table.conventions:
        head["conventions"] = dict(table.conventions)
    sums: dict[str, Any] = {name: plain(value) for name, value in table.totals.items()}
    if document is not None and document.closing is not None and document.closing.chains:
        sums["derivation"] = _derivation(document.closing.chains, dialect, style)
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


def _symbols(symbols: Mapping[str, Value] | Mapping[str, Value | None]) -> dict[str, Any]:
    return {name: None if value is None else plain(value) for name, value in symbols.items()}


def _row(row: Row, table: Table) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": row.name,
        "type": row.type,
        "inputs": list(row.inputs),
        "input_shapes": [list(map(plain, shape)) for shape in row.input_shapes],
        "output_shape": list(map(plain, row.output_shape)),
        "activation_size": plain(row.activation_size),
        **{name: _cell(cell) for name, cell in row.counts.items() if _told(name, table)},
    }
    if row.further_outputs:
        further = row.further_outputs.items()
        fields["further_outputs"] = {name: list(map(plain, shape)) for name, shape in further}
    if row.repeat is not None:
        fields["repeat"] = plain(row.repeat)
        fields["indices"] = [
            {"name": one.index, "from": one.lower, "to": plain(one.upper)} for one in row.ranges
        ]
    if row.shared_with is not None:
        fields["shared_with"] = row.shared_with
    return fields


def _told(count: str, table: Table) -> bool:
    """Whether rows tell a count; buffers are told where the network has them."""
    return count != BUFFERS or BUFFERS in table.totals


def _cell(cell: Cell) -> int | str | list[int | str] | None:
    if cell is None:
        return None
    if isinstance(cell, Place):
        return list(map(plain, cell.coordinates))
    return list(map(plain, cell)) if isinstance(cell, tuple) else plain(cell)


def _sentence(parts: Sequence[Part], dialect: SymPyText) -> str:
    texts = (
        part
        if isinstance(part, str)
        else "x".join(write(extent, dialect) for extent in part.extents)
        if isinstance(part, Size)
        else write(part, dialect)
        for part in parts
    )
    return capital("".join(texts)) + "."


def _section(
    section: Section, document: Document, dialect: SymPyText, style: Style
) -> dict[str, Any]:
    fields = _row(section.row, document.table)
    fields["weights"] = list(map(_weight, section.weights))
    steps = _derivation(section.chains, dialect, style)
    if section.nothing is not None:
        steps = [_step(step, dialect, style) for step in section.nothing.steps]
    if section.reason:
        fields["reason"] = section.reason
    fields["origins"] = [_origin(origin, dialect) for origin in section.origins]
    fields["derivation"] = steps
    if document.further:
        fields["derivations"] = {document.count: steps}
    return fields


def _weight(row: WeightRow) -> dict[str, Any]:
    shape = list(map(plain, row.shape))
    fields: dict[str, Any] = {"name": row.name, "shape": shape, "trainable": row.trainable}
    if row.copies != 1:
        fields["copies"] = plain(row.copies)
    return fields


def _derivation(
    chains: tuple[Chain, ...], dialect: SymPyText, style: Style
) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    for chain in chains:
        for step in chain.steps:
            entry = _step(step, dialect, style)
            entry["quantity"] = dialect.name(chain.quantity)
            if step.words:
                entry["words"] = step.words
            steps.append(entry)
    return steps


def _step(step: Step, dialect: SymPyText, style: Style) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "expression": write(step.formula, dialect),
        "latex": latex(step.formula, style),
    }


def _origin(origin: Origin, dialect: SymPyText) -> dict[str, Any]:
    value = write(origin.value, dialect)
    return {
        "symbol": dialect.name(origin.symbol),
        "value": int(value) if value.isdigit() else value,
        "words": origin.words,
        "layer": origin.layer,
    }
