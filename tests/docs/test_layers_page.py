"""The reference page of the layers is what the catalogue prints."""

from pathlib import Path

import pytest

from symcnn.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "layers.md"


def test_the_reference_page_is_the_catalogue(
    capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    assert main(["layers", "--format", "markdown"]) == 0
    printed = capsys.readouterr().out
    if request.config.getoption("--update-golden"):
        PAGE.write_text(printed, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == printed
