"""Layers that other packages declare, in a process of their own as a reader would run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DECLARATION = """
from symcnn.layers.arguments import COUNT, Argument
from symcnn.layers.declaration import Layer, Resolved, Weight, per_unit

def resolved(site):
    return Resolved({"in_channels": site.channels, "terms": site["terms"]})

LAYER = Layer(
    name=NAME,
    title="polynomial activation",
    keras={"Polynomial": None},
    arguments=(Argument("terms", COUNT),),
    resolve=resolved,
    weights=(Weight("coefficients", ("terms", "in_channels")),),
    forms=(per_unit("terms*in_channels"),),
    words={"terms": "the terms of each channel's polynomial"},
    examples=("input(8x8x4) -> polynomial(3)",),
    source="a test",
)
"""


def installed(folder: Path, declaration: str, name: str = "polynomial") -> None:
    """A package with a layer, installed into a folder."""
    (folder / "outside_layers.py").write_text(f"NAME = {name!r}\n{declaration}", "utf-8")
    metadata = folder / "outside_layers-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: outside-layers\nVersion: 1.0\n"
    )
    (metadata / "entry_points.txt").write_text("[symcnn.layers]\nours = outside_layers:LAYER\n")


def ran(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`symcnn` with the packages of a folder installed."""
    path = os.pathsep.join([str(folder), *sys.path])
    return subprocess.run(
        [sys.executable, "-m", "symcnn", *arguments],
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("step", ["polynomial(3)", "Polynomial(3)", "polynomial(terms=k)"])
def test_a_layer_from_outside_is_explained(tmp_path: Path, step: str) -> None:
    installed(tmp_path, DECLARATION)
    done = ran(tmp_path, "explain", "--set", "k=3", "-e", f"let k = 9; input(8x8x4) -> {step}")
    assert done.returncode == 0, done.stderr
    assert "12" in done.stdout
    assert "polynomial1" in done.stdout


def test_a_layer_from_outside_stands_in_the_catalogue(tmp_path: Path) -> None:
    installed(tmp_path, DECLARATION)
    assert "polynomial" in ran(tmp_path, "layers").stdout
    assert "polynomial activation" in ran(tmp_path, "layers", "Polynomial").stdout


def test_a_known_name_cannot_be_replaced(tmp_path: Path) -> None:
    installed(tmp_path, DECLARATION, "conv")
    done = ran(tmp_path, "layers")
    assert done.returncode == 2
    assert "declares 'conv', which is known already" in done.stderr
    # Where no name from outside is needed, nothing from outside is read.
    plain = ran(tmp_path, "table", "-e", "input(8x8x4) -> conv(2, 3x3)")
    assert plain.returncode == 0
    assert "74" in plain.stdout


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        ("raise RuntimeError('not today')", "cannot be loaded: not today"),
        ("LAYER = 5", "cannot be loaded"),
        ("LAYER = [5]", "gives a int, no Layer"),
        ("import nowhere_to_be_found", "cannot be loaded: No module named"),
    ],
)
def test_a_broken_layer_from_outside_is_told(
    tmp_path: Path, declaration: str, message: str
) -> None:
    installed(tmp_path, declaration)
    done = ran(tmp_path, "table", "-e", "input(8x8x4) -> polynomial(3)")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_layers_from_outside_are_left_alone_until_a_name_is_unknown(tmp_path: Path) -> None:
    installed(tmp_path, "raise RuntimeError('not today')")
    done = ran(tmp_path, "table", "-e", "input(8x8x4) -> conv(2, 3x3)")
    assert done.returncode == 0
