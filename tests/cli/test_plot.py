"""``symcnn plot`` from outside: where its pictures go, and which programs it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import symcnn
from symcnn.cli import main

ROOT = Path(symcnn.__file__).parents[1]
FULL = "input(9x9x3) -> conv(k, f x f)"
VARIED = ("--vary", "f=1..9", "--set", "k=8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("ending", "start"),
    [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("tex", b"% A fragment")],
)
def test_pictures_go_to_files(
    ending: str, start: bytes, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if ending != "tex":
        pytest.importorskip("matplotlib")
    assert main(["plot", "-e", FULL, *VARIED, "-o", f"x.{ending.upper()}"]) == 0
    assert (folder / f"x.{ending.upper()}").read_bytes().startswith(start)
    assert main(["plot", "-e", FULL, *VARIED, "-o", "named", "--format", ending]) == 0
    assert (folder / "named").read_bytes() == (folder / f"x.{ending.upper()}").read_bytes()
    assert capsys.readouterr() == ("", "")


def test_a_format_and_an_ending_that_differ_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", "-e", FULL, *VARIED, "-o", "x.SVG", "--format", "png"]) == 2
    assert capsys.readouterr().err == (
        "symcnn: error: --format says png, and x.SVG ends in .svg\n"
        "help: leave --format out, or give the file another ending\n"
    )
    assert not list(folder.iterdir())
    assert main(["plot", "-e", FULL, *VARIED, "-o", "x.txt", "--format", "tex"]) == 0
    assert main(["plot", "-e", FULL, *VARIED, "-o", "x.tex", "--format", "tex"]) == 0


def test_svg_can_be_handed_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    assert main(["plot", "-e", FULL, *VARIED, "--format", "svg"]) == 0
    assert capsys.readouterr().out.startswith("<?xml")


def test_svg_for_an_output_without_further_signs(folder: Path) -> None:
    pytest.importorskip("matplotlib")
    call = [sys.executable, "-m", "symcnn", "plot", "-e", FULL, "--vary", "f=1..11", "--set", "k=8"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [*call, "--format", "svg"], capture_output=True, env=environment, check=True, timeout=60
    )
    words = "".join(ET.fromstring(made.stdout.decode("ascii")).itertext())  # noqa: S314
    assert "the 10×10 window is larger than its input, 9×9" in words


def test_a_picture_that_cannot_be_written_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    assert main(["plot", "-e", FULL, *VARIED, "-o", "nowhere/x.png"]) == 2
    assert "cannot write nowhere/x.png" in capsys.readouterr().err


def test_programs_of_one_name_are_told_apart(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "net.cnn").write_text(FULL)
    call = ["plot", "one/net.cnn", "two/net.cnn", "-e", FULL, *VARIED, "--format", "tex"]
    assert main(call) == 0
    page = capsys.readouterr().out
    assert "\\addlegendentry{net.cnn}" in page
    assert "\\addlegendentry{net.cnn (2)}" in page
    assert "\\addlegendentry{input(9x9x" in page


def test_names_in_notes_are_short(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = f"input(4x4x3) -> {' -> '.join(['relu'] * 200)} -> conv(k, f x f)"
    assert main(["plot", "-e", FULL, "-e", long, *VARIED, "--format", "tex"]) == 0
    note = capsys.readouterr().out.splitlines()[-1]
    assert "no network from f = 5 on" in note
    assert len(note) < 200


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["plot", "--format", "tex"], "name a program"),
        (["plot", "-", "-", "--format", "tex"], "standard input holds one program"),
        (["plot", "missing.cnn", "--format", "tex"], "cannot read missing.cnn"),
    ],
)
def test_programs_that_are_not_there(
    call: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call) == 2
    assert message in capsys.readouterr().err
