"""What pages with sliders must show, as the network itself tells it with these values."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import symcnn
from symcnn.derivation.document import FORMULA, Chain, Section
from symcnn.derivation.explain import explain
from symcnn.derivation.request import Conventions, Request
from symcnn.errors import ProgramError
from symcnn.explore.explored import data_for
from symcnn.explore.sliders import Moving
from symcnn.functions.quantity import Quantity
from symcnn.functions.ways import resolver
from symcnn.network.declarations import declaring
from symcnn.render.html.dialect import MathML
from symcnn.render.latex import formula
from symcnn.render.latex.display import section_displays
from symcnn.render.style import Style
from symcnn.source import Source
from symcnn.syntax.parse import parse_program

NODE = Path(__file__).parents[1] / "node"
SCRIPT = Path(symcnn.__file__).parent / "explore" / "script"
STYLE = Style()
VALUES_IN = "put in the values of the symbols"


def moving(text: str, **axes: Sequence[int]) -> Moving:
    """A program whose symbols move."""
    return Moving(parse_program(Source("<test>", text)), {}, None, axes)


def data_of(
    text: str, count: str = "parameters", batch: int | str = 1, **axes: Sequence[int]
) -> dict[str, Any]:
    """The data of a page."""
    asked = Quantity(count, (), Conventions(batch=batch))
    found = moving(text, **axes)
    found = replace(found, program=declaring(found.program, asked.batch_symbol))
    return data_for(found, asked)


def shown(cases: Sequence[tuple[Mapping[str, Any], Sequence[Sequence[int]]]]) -> list[Any]:
    """What the page's script makes of data at points, for each case."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node")
    given = [
        json.dumps({"data": data, "points": [list(map(str, point)) for point in points]})
        for data, points in cases
    ]
    ran = subprocess.run(
        [node, str(NODE / "explore.mjs")],
        input="\n".join(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def evaluated_in_node(modules: Sequence[str], data: Any, expression: str) -> Any:
    """The value of an expression of modules of the script, each under its name, and ``data``."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node")
    imported = "".join(
        f"const {name} = await import({(SCRIPT / f'{name}.mjs').as_uri()!r});" for name in modules
    )
    plain = '(key, value) => typeof value === "bigint" ? String(value) : value'
    program = (
        f"{imported} const data = JSON.parse(await text(process.stdin));"
        f"console.log(JSON.stringify({expression}, {plain}));"
    )
    ran = subprocess.run(
        [
            node,
            "--input-type=module",
            "-e",
            f"import {{ text }} from 'node:stream/consumers'; {program}",
        ],
        input=json.dumps(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def told(text: str, count: str, point: Mapping[str, int], batch: int | str = 1) -> dict[str, Any]:
    """The same from the network at a point: its complaint, or its layers and their lines."""
    conventions = Conventions(batch=batch)
    asked = Quantity(count, (), conventions)
    program = declaring(parse_program(Source("<test>", text)), asked.batch_symbol)
    try:
        network = resolver(program, {})(point)
        total = asked(network)[0]
        document = explain(network, Request(count, conventions=conventions))
    except ProgramError as error:
        return {"complaint": error.problems[0].message}
    return {"total": str(total), "layers": [layer(each, count) for each in document.sections]}


def layer(section: Section, count: str) -> dict[str, Any]:
    """A layer as the page shows it: its lines without those that are in symbols."""
    chains = tuple(map(in_numbers, section.chains))
    displays = section_displays(replace(section, chains=chains), "normal", STYLE)
    return {
        "name": section.row.name,
        "shape": list(map(str, section.row.output_shape)),
        "size": str(section.row.activation_size),
        "count": str(section.row.cell(count)),
        "origins": [[o.symbol, str(_number(o.value)), o.words] for o in section.origins],
        "reason": section.reason,
        "lines": [lines(each) for each in chains],
        "latex": "\n\n".join(displays),
    }


def _number(node: Any) -> Any:
    return node.value


def in_numbers(found: Chain) -> Chain:
    """A chain without the lines between its formula and its numbers."""
    places = [place for place, step in enumerate(found.steps) if step.words == VALUES_IN]
    if not places:
        return found
    formulas = (step for step in found.steps if step.kind == FORMULA)
    return replace(found, steps=tuple(chain(formulas, found.steps[places[0] :])))


def lines(found: Chain) -> list[Any]:
    """The name of a chain, and its lines in LaTeX and in MathML."""
    dialect = MathML(STYLE)
    formulas = [step.formula for step in found.steps]
    return [
        found.quantity,
        [formula(node, STYLE) for node in formulas],
        [dialect.pieces(node) for node in formulas],
    ]
