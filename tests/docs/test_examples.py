"""Every network in docs/examples is explained and counted in every way."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from symcnn import Network, explain, parse
from symcnn.choices import (
    DETAILS,
    EXPLAIN_FORMATS,
    METHODS,
    NOTATIONS,
    PARAMETERS,
    SHAPE,
    TABLE_FORMATS,
)
from symcnn.cli import main
from tests.docs.documents import ROOT, counted, declared_counts

FOLDER = ROOT / "docs" / "examples"
FILES = sorted(FOLDER.glob("*.cnn"))
EVERY = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
# What each method derives; shapes are derived alike by all of them.
WAYS = [*((PARAMETERS, method) for method in METHODS), (SHAPE, METHODS[0])]


def program(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def network(path: Path) -> Network:
    return parse(program(path), name=path.name)


def test_there_are_enough() -> None:
    assert len(FILES) >= 12


@EVERY
def test_it_says_what_it_is(path: Path) -> None:
    heading = re.match(r"(?:#.*\n)+", program(path))
    assert heading is not None
    assert re.search(r"^# source: \S", heading[0], re.MULTILINE)
    assert re.search(r"^# total: \S", heading[0], re.MULTILINE)


@EVERY
def test_declared_counts(path: Path) -> None:
    declared = declared_counts(program(path))
    found = counted(network(path))
    assert declared == {count: found[count] for count in declared}


@EVERY
@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize(("count", "method"), WAYS)
def test_explained(path: Path, count: str, method: str, detail: str) -> None:
    derivation = explain(network(path), count=count, method=method, detail=detail)
    names = {section.row.name for section in derivation.document.sections}
    for name in EXPLAIN_FORMATS:
        page = derivation.to(name)
        assert page.endswith("\n")
        if name == "text":
            assert all(line == line.rstrip() for line in page.splitlines())
            assert all(
                re.search(rf"^{re.escape(layer)}(?!\w)", page, re.MULTILINE) for layer in names
            )
        if name == "json":
            assert [layer["name"] for layer in json.loads(page)["layers"]] == [
                section.row.name for section in derivation.document.sections
            ]


@EVERY
def test_table(path: Path) -> None:
    read = network(path)
    for name in TABLE_FORMATS:
        assert read.to(name).endswith("\n")
    rows = list(csv.reader(io.StringIO(read.to("csv"))))
    layers = list(read.layers)
    assert [row[0] for row in rows[1 : len(layers) + 1]] == layers


@EVERY
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_notation(path: Path, notation: str) -> None:
    assert explain(network(path), notation=notation).to("text")


@EVERY
def test_command_line(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    name = path.relative_to(ROOT).as_posix()
    for command in ("explain", "table"):
        assert main([command, name, "--ascii"]) == 0
        page = capsys.readouterr()
        assert page.out.isascii()
        assert not page.err


@EVERY
def test_listed_in_the_documentation(path: Path) -> None:
    page = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| \[{path.name}\]\(examples/{path.name}\) \|.*$", page, re.MULTILINE)
    assert row is not None
    total = re.search(r"^# total: (.+)$", program(path), re.MULTILINE)
    assert total is not None
    assert total[1] in row[0].replace("`", "")


def test_a_pasted_listing_is_pasted_unchanged() -> None:
    listing = program(FOLDER / "keras_lesson.cnn")
    for slip in ("‘same’", "’same’", "name=Conv1)\n", "activation= ‘relu’"):
        assert slip in listing
    assert listing.count("(") == listing.count(")") + 1
