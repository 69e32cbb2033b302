"""Every file of the gallery says what it is, counts what it says, and prints in every format."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest

from symcnn import explain
from symcnn.choices import DETAILS, EXPLAIN_FORMATS, METHODS, PARAMETERS, SHAPE, TABLE_FORMATS
from symcnn.cli import main
from tests.docs.documents import counted, declared_counts
from tests.gallery import page
from tests.gallery.files import FIELDS, FILES, ROOT, heading, network, program

EVERY = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
# Each format meets each file once; what is derived, and how, changes from one to the next.
WAYS = [*product((PARAMETERS,), METHODS, DETAILS), *product((SHAPE,), METHODS[:1], DETAILS)]


@EVERY
def test_it_says_what_it_is(path: Path) -> None:
    found = heading(path)
    assert found.name
    assert found.words.endswith(".")
    assert list(found.fields) == [f for f in FIELDS if f != "trainable" or f in found.fields]
    assert found.fields.get("trainable") != found.fields["total"]
    framework = found.fields["framework"]
    if framework.startswith("none"):
        assert f"{found.trainable:,}" in found.fields["published"]
    else:
        assert any(f"{count:,}" in framework for count in (found.trainable, found.total))
    assert 1989 <= found.year <= 2030
    assert max(map(len, program(path).splitlines())) <= 100


@EVERY
def test_declared_counts(path: Path) -> None:
    found = counted(network(path))
    declared = declared_counts(program(path))
    assert "parameters" in declared
    assert {"trainable": found["parameters"], **declared} == {
        count: found[count] for count in ("trainable", "parameters")
    }


def printed(figure: str) -> float:
    """The number that a text begins with, in words or in digits."""
    found = re.match(r"([\d.]+) (million|billion)|([\d,]+)", figure)
    assert found is not None
    if found[3]:
        return int(found[3].replace(",", ""))
    return float(found[1]) * (10**6 if found[2] == "million" else 10**9)


@EVERY
def test_published_figures(path: Path) -> None:
    """What a paper rounds is within 4 in 100 of the count."""
    found = heading(path)
    published = found.fields["published"]
    if published.startswith("less than "):
        assert found.trainable < printed(published.removeprefix("less than "))
    elif not published.startswith(("none", "each module")):
        assert printed(published) == pytest.approx(found.trainable, rel=0.04)
        assert " million" in published or printed(published) == found.trainable


@EVERY
def test_multiply_accumulates(path: Path) -> None:
    """Those that are counted, and within 6 in 100 those that papers print."""
    found = heading(path)
    totals = json.loads(network(path).to("json", columns="macs"))["totals"]
    assert totals["macs"] == found.macs
    _, _, published = found.fields["macs"].partition("; published ")
    if published:
        assert printed(published) == pytest.approx(found.macs, rel=0.06)


@EVERY
def test_every_format(path: Path) -> None:
    read = network(path)
    turn = FILES.index(path)
    for name in EXPLAIN_FORMATS:
        count, method, detail = WAYS[turn % len(WAYS)]
        turn += 1
        derivation = explain(read, count=count, method=method, detail=detail)
        assert derivation.to(name).endswith("\n")
    for name in TABLE_FORMATS:
        assert read.to(name).endswith("\n")


@EVERY
def test_command_line(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["table", path.relative_to(ROOT).as_posix(), "--ascii"]) == 0
    printed = capsys.readouterr()
    assert printed.out.isascii()
    assert not printed.err


def test_the_page_lists_every_file(request: pytest.FixtureRequest) -> None:
    """Made anew by ``--update-golden``."""
    text = page.PAGE.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        page.PAGE.write_text(page.page(text), encoding="utf-8")
        text = page.page(text)
    assert text == page.page(text)
    assert all(f"(gallery/{path.name})" in text for path in FILES)
