"""What all tests share: the options of the test run, and programs read in one call."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# `from tests.strategies import …` works from wherever pytest is started.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# Deterministic, so that a run that was green stays green; the long fuzz draws at random.
settings.register_profile(
    "suite",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("symcnn")
    group.addoption(
        "--update-golden", action="store_true", help="rewrite the expected outputs of golden cases"
    )
    group.addoption(
        "--fuzz-examples",
        type=int,
        default=0,
        metavar="N",
        help="programs that each fuzz test draws at random (a fixed few unless told)",
    )


@pytest.fixture
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@dataclass(frozen=True)
class Ran:
    """What a call of the command line did."""

    status: int
    out: str
    err: str


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ran]]:
    """Calls the command line within this process."""
    from symcnn.cli import main

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Ran(status, *capsys.readouterr())

    yield run
    # The command line pauses collections for its one short run.
    gc.enable()


@pytest.fixture
def rows() -> Callable[[str], dict[str, tuple[str, str]]]:
    """Reads a program: each layer's name with its output shape and parameters as text."""
    from symcnn import parse

    def read(program: str) -> dict[str, tuple[str, str]]:
        layers = parse(program).with_values().layers
        return {
            name: ("x".join(map(str, layer.output_shape)), str(layer.parameters))
            for name, layer in layers.items()
        }

    return read


@pytest.fixture
def problem() -> Callable[[str], tuple[str, str, str]]:
    """Reads a wrong program: the first problem's kind, the text it points at, its whole message."""
    from symcnn import SymcnnError, parse

    def read(program: str) -> tuple[str, str, str]:
        with pytest.raises(SymcnnError) as caught:
            parse(program)
        first = caught.value.problems[0]
        assert first.span is not None
        return first.kind, program[first.span.start : first.span.end], str(caught.value)

    return read
