"""The pictures of the documentation are what the commands beside them draw."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.documents import ROOT
from tests.pictures import FOLDER, PICTURES, made


def test_the_pictures_are_those_that_are_made() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_current(name: str, tmp_path: Path) -> None:
    """Their words are; versions of Matplotlib differ in how they write the lines between."""
    pytest.importorskip("matplotlib")
    words = re.compile(r"<text[^>]*>[^<]*</text>")
    kept = [re.sub("<[^>]*>", "", text) for text in words.findall((FOLDER / name).read_text())]
    drawn = [re.sub("<[^>]*>", "", text) for text in words.findall(made(name, tmp_path))]
    assert kept == drawn
    assert len(kept) > 5


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_shown_below_their_command(name: str) -> None:
    page = (ROOT / "docs" / "functions.md").read_text(encoding="utf-8")
    command = f"$ symcnn plot lenet_fk.cnn {PICTURES[name]} -o {name}\n"
    assert command in page
    assert f"](pictures/{name})" in page[page.index(command) :]
