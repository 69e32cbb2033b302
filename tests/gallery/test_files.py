"""Every file of the gallery says what it is, counts what it says, and prints in every format."""

from __future__ import annotations

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
    assert any(f"{n:,}" in found.fields["framework"] for n in (found.trainable, found.total))
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


@EVERY
def test_published_figures(path: Path) -> None:
    """What a paper rounds is within 3 in 100 of the count."""
    found = heading(path)
    published = found.fields["published"]
    figures = re.match(r"([\d.]+) million|less than (\d+) million|([\d,]+)", published)
    if figures is None:
        assert published.startswith(("none", "each module"))
    elif figures[1]:
        assert float(figures[1]) * 10**6 == pytest.approx(found.trainable, rel=0.03)
    elif figures[2]:
        assert found.trainable < int(figures[2]) * 10**6
    else:
        assert int(figures[3].replace(",", "")) == found.trainable


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
