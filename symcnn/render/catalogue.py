"""The catalogue of layers as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from symcnn.choices import PER_UNIT
from symcnn.derivation.catalogue_pages import LayerPage
from symcnn.derivation.forms import Quantity
from symcnn.derivation.notation import notation
from symcnn.formula.nodes import Name, names
from symcnn.formula.rewrite import substituted
from symcnn.formula.write import SYMPY, write
from symcnn.render.style import Style
from symcnn.render.text.columns import aligned_table
from symcnn.render.text.dialect import TextDialect

_HEADING = """# Layers

The catalogue, as `symcnn layers --format markdown` prints it. Formulas are written in role names,
for two spatial axes, with every bias and the like switched on.

"""


def listing(pages: Sequence[LayerPage], format: str, style: Style) -> str:
    """All layers: a line each as text, a section each as Markdown."""
    if format == "json":
        return _json([_data(page) for page in pages])
    if format == "markdown":
        return _HEADING + "\n".join(_markdown(page, style) for page in pages)
    rows = [(p.name, p.title, ", ".join(p.keras[:3]), _formula(p, style)) for p in pages]
    headings = ("layer", "what it is", "Keras", "parameters")
    return aligned_table(headings, "llll", rows, (), style.width) + "\n"


def whole(page: LayerPage, format: str, style: Style) -> str:
    """One layer with its arguments, formulas, source and examples."""
    if format == "json":
        return _json(_data(page))
    return _markdown(page, style) if format == "markdown" else _text(page, style)


def _formula(page: LayerPage, style: Style) -> str:
    """The count in the letters of the per-unit method."""
    if page.formula is None:
        return "0"
    letters = notation(None, PER_UNIT)
    roles = names(page.formula.formula)
    lettered = substituted(page.formula.formula, {r: Name(letters.letter(r)) for r in roles})
    return write(lettered, TextDialect(style))


def _lines(page: LayerPage, style: Style) -> list[tuple[str, str]]:
    """Each method with its formulas in role names."""
    dialect = TextDialect(style)
    return [(row.method, _quantities(row.quantities, dialect)) for row in page.methods]


def _quantities(quantities: Sequence[Quantity], dialect: TextDialect) -> str:
    """Formulas beside each other, each after its name."""
    return ", ".join(f"{q.name} = {write(q.formula, dialect)}" for q in quantities)


def _text(page: LayerPage, style: Style) -> str:
    lines = [f"{page.name}   {page.title}"]
    names = (
        ("also", page.aliases),
        ("Keras", page.keras),
        ("PyTorch", page.torch),
        ("takes and leaves aside", page.ignored),
    )
    for heading, values in names:
        if values:
            lines += _folded(f"{heading}: {', '.join(values)}", style)
    if page.arguments:
        lines += ["", "arguments"]
    for argument in page.arguments:
        default = f" ({argument.default})" if argument.default else ""
        also = f", also {', '.join(argument.aliases)}" if argument.aliases else ""
        lines += _folded(f"{argument.name}: {argument.expected}{default}{also}", style)
    lines.append("")
    for method, formulas in _lines(page, style):
        lines += _folded(f"{method}: {formulas}", style)
    if page.macs:
        lines += _folded(f"macs: {_quantities(page.macs, TextDialect(style))}", style)
    for name, shape, trainable in page.weights:
        note = "" if trainable else ", not trainable"
        lines += _folded(f"weight {name}: {' × '.join(_shape(shape))}{note}", style)
    lines += _folded(page.reason, style)
    lines += _folded(f"source: {page.source}", style)
    lines += ["", "examples", *(f"  {example}" for example in page.examples)]
    text = "\n".join(lines) + "\n"
    return text.replace("×", "x").encode("ascii", "replace").decode() if style.ascii_only else text


def _folded(text: str, style: Style) -> list[str]:
    return wrap(
        text,
        style.width,
        initial_indent="  ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _shape(shape: tuple[str, ...]) -> list[str]:
    return [axis.replace("{kernel}", "kernel").replace("{ones}", "1") for axis in shape]


def _markdown(page: LayerPage, style: Style) -> str:
    lines = [f"## {page.name}", "", f"{page.title[0].upper()}{page.title[1:]}.", ""]
    for heading, values in (
        ("Also", page.aliases),
        ("Keras", page.keras),
        ("PyTorch", page.torch),
    ):
        if values:
            lines += [f"{heading}: {', '.join(f'`{value}`' for value in values)}.", ""]
    if page.arguments:
        lines += ["| argument | takes | default | also |", "|---|---|---|---|"]
        lines += [
            f"| `{a.name}` | {a.expected} | {f'`{a.default}`' if a.default else ''} | "
            f"{', '.join(f'`{alias}`' for alias in a.aliases)} |"
            for a in page.arguments
        ]
        lines.append("")
    for method, formulas in _lines(page, style):
        lines.append(f"- {method}: `{formulas}`")
    if page.macs:
        lines.append(f"- macs: `{_quantities(page.macs, TextDialect(style))}`")
    for name, shape, trainable in page.weights:
        note = "" if trainable else ", not trainable"
        lines.append(f"- weight `{name}`: `{' × '.join(_shape(shape))}`{note}")
    if page.methods or page.macs:
        lines.append("")
    if page.reason:
        lines += [page.reason, ""]
    for example in page.examples:
        lines += ["```cnn", example, "```", ""]
    lines += [f"Source: {page.source}.", ""]
    return "\n".join(lines)


def _data(page: LayerPage) -> dict[str, Any]:
    return {
        "name": page.name,
        "title": page.title,
        "aliases": list(page.aliases),
        "keras": list(page.keras),
        "torch": list(page.torch),
        "arguments": [
            {
                "name": a.name,
                "aliases": list(a.aliases),
                "takes": a.expected,
                "default": a.default or None,
            }
            for a in page.arguments
        ],
        "ignored": list(page.ignored),
        "methods": {
            row.method: [
                {"quantity": q.name, "formula": write(q.formula, SYMPY)} for q in row.quantities
            ]
            for row in page.methods
        },
        "macs": [{"quantity": q.name, "formula": write(q.formula, SYMPY)} for q in page.macs],
        "weights": [
            {"name": name, "shape": _shape(shape), "trainable": trainable}
            for name, shape, trainable in page.weights
        ],
        "reason": page.reason,
        "source": page.source,
        "examples": list(page.examples),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
