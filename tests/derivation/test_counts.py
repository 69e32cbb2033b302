"""The counts as data: columns in every format, no renderer that knows a count by name."""

from __future__ import annotations

import ast
import csv
import io
import json
from pathlib import Path

import pytest

import symcnn
from symcnn import SymcnnError, parse
from symcnn.choices import COLUMNS, COUNTS
from symcnn.derivation.counts import column, count

RENDERERS = sorted(Path(symcnn.__file__).with_name("render").rglob("*.py"))
LENET = """input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""


@pytest.mark.parametrize("path", RENDERERS, ids=lambda path: path.stem)
def test_no_renderer_knows_a_count(path: Path) -> None:
    """Neither by a comparison with its name nor by the name of its constant."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {name.upper() for name in COUNTS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "symcnn.choices":
            assert not constants & {alias.name for alias in node.names}
        if isinstance(node, ast.Compare):
            compared = [node.left, *node.comparators]
            texts = {part.value for part in compared if isinstance(part, ast.Constant)}
            assert not texts & {*COUNTS}


def test_every_count_says_what_it_is() -> None:
    for name in COUNTS:
        found = count(name)
        assert found.name == name
        assert {*found.overview} <= {*COLUMNS}
        assert {c.name for c in found.columns} == {c for c, of in COLUMNS.items() if of == name}
    for name in COLUMNS:
        assert column(name).name == name


def test_columns_stand_in_their_order() -> None:
    page = parse(LENET).to("csv", columns="parameters, shape")
    rows = list(csv.reader(io.StringIO(page)))
    assert rows[0] == ["layer", "type", "parameters", "activation shape"]
    assert rows[2] == ["CONV1", "conv", "608", "28x28x8"]
    assert rows[-1] == ["total", "", "62958", ""]
    assert parse(LENET).to("csv", columns=["parameters", "shape"]) == page


def test_sums_stand_under_their_columns() -> None:
    network = parse(LENET)
    page = network.to(columns="shape,trainable,parameters").splitlines()
    assert page[-2].split() == ["total", "62,958", "62,958"]
    assert page[-1].split() == ["non-trainable", "0"]
    assert network.to(columns="shape").splitlines()[-1].split() == ["SOFTMAX", "10"]
    html = network.to("html", columns="parameters,size")
    assert '<th scope="row" colspan="1">total</th><td>62,958</td><td></td>' in html
    latex = network.to("latex", columns="parameters,trainable,size")
    assert r"Total & \multicolumn{1}{@{}r@{\quad}}{$62{,}958$}" in latex
    assert "| **total** | **62,958** |  |" in network.to("markdown", columns="parameters,size")


def test_json_holds_the_whole_row_whatever_the_columns() -> None:
    layer = json.loads(parse(LENET).to("json", columns="size"))["layers"][1]
    assert layer["output_shape"] == [28, 28, 8]
    assert layer["parameters"] == 608


@pytest.mark.parametrize("columns", ["parmeters", "shape,,size", "parameters,nothing_like_it"])
def test_an_unknown_column_is_an_error(columns: str) -> None:
    with pytest.raises(SymcnnError, match="no column is called") as caught:
        parse(LENET).to(columns=columns)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("form", ["text", "latex", "markdown", "html", "json", "csv"])
def test_a_column_named_twice_is_an_error_in_every_format(form: str) -> None:
    with pytest.raises(SymcnnError, match="the column 'macs' is named twice") as caught:
        parse(LENET).to(form, columns="macs,shape,macs")
    assert caught.value.exit_status == 2
