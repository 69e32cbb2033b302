"""Measures what users wait for, and prints a table with each figure beside its bound.

Figures in seconds and microseconds are scaled to a machine on which ``import sympy`` takes
0.35 s, so that they can be compared between machines.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import Measured, measured, once
from tests.benchmarks.programs import convolutions, hostile, lenet

_REFERENCE = 0.35
_FEW, _MANY = 1_000, 10_000
PYTHON = sys.executable


def main() -> None:
    """Run every row and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (5)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(Path(folder), runs)
    print("| what | measured | bound |\n|---|---|---|")
    for what, figure, bound in rows:
        print(f"| {what} | {figure} | {bound} |")


def _rows(folder: Path, runs: int) -> list[tuple[str, str, str]]:
    def run(*arguments: str) -> Measured:
        return measured([PYTHON, *arguments], runs)

    def symcnn(command: str, program: str, *options: str) -> Measured:
        path = folder / "program.cnn"
        path.write_text(program, encoding="utf-8")
        return run("-m", "symcnn", command, str(path), *options)

    nothing, sympy = run("-c", "pass"), run("-c", "import sympy")
    scale = _REFERENCE / sympy.seconds
    numeric = symcnn("table", lenet("32x32x3"))
    symbolic = symcnn("table", lenet("H x W x 3"))
    helped = run("-m", "symcnn", "--help")
    rows = [
        ("`python -c pass`", f"{nothing.seconds * 1000:.0f} ms", ""),
        ("`python -c 'import sympy'`", f"{sympy.seconds * 1000:.0f} ms", ""),
        ("`--help` / `pass`", f"{helped.seconds / nothing.seconds:.2f}", "3"),
        ("table of LeNet / import sympy", f"{numeric.seconds / sympy.seconds:.2f}", "0.6"),
        ("the same with H and W free", f"{symbolic.seconds / sympy.seconds:.2f}", "1.5"),
    ]
    for command, options, bound in (
        ("table", (), 400),
        ("explain", ("--format", "latex"), 800),
    ):
        few = symcnn(command, convolutions(_FEW), *options)
        many = symcnn(command, convolutions(_MANY), *options)
        each_few, each_many = few.seconds / _FEW, many.seconds / _MANY
        name = " ".join((command, *options))
        rows += [
            (
                f"{name}, {_MANY:,} convolutions, a layer",
                f"{each_many * scale * 1e6:.0f} µs",
                f"{bound} µs",
            ),
            (f"{name}, a layer at {_MANY:,} / at {_FEW:,}", f"{each_many / each_few:.2f}", "1.3"),
            (f"{name}, peak memory a layer", f"{many.kilobytes / _MANY:.1f} kB", "25 kB"),
        ]
    for what, program in hostile().items():
        path = folder / "hostile.cnn"
        path.write_text(program, encoding="utf-8")
        seconds, _ = once([PYTHON, "-m", "symcnn", "explain", str(path), "--format", "latex"])
        rows.append((f"hostile: {what}", f"{seconds * scale:.2f} s", "1 s, a goal"))
    return rows


if __name__ == "__main__":
    main()
