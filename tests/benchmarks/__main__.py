"""Measures what users wait for, and prints a table with each figure beside its bound.

Figures in seconds and microseconds are scaled to a machine on which ``import sympy`` takes
0.35 s, so that they can be compared between machines.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import Measured, measured, once, ratio
from tests.benchmarks.programs import convolutions, free_resnet, graphs, hostile, lenet
from tests.benchmarks.sweeps import ratios

_REFERENCE = 0.35
_FEW, _MANY = 1_000, 10_000
PYTHON = sys.executable
_TABLE = ("table",)
_LATEX = ("explain", "--format", "latex")

Row = tuple[str, str, str]


class Bench:
    """Measures calls of symcnn on programs, and scales their seconds."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.path = folder / "program.cnn"
        self.runs = runs
        self.nothing = self.run("-c", "pass")
        self.sympy = self.run("-c", "import sympy")
        self.scale = _REFERENCE / self.sympy.seconds

    def run(self, *arguments: str) -> Measured:
        return measured([PYTHON, *arguments], self.runs)

    def symcnn(self, call: tuple[str, ...], program: str) -> Measured:
        """A command with its options, applied to a program."""
        return self.run(*self._call(call, program))

    def of_sympy(self, call: tuple[str, ...], program: str) -> float:
        """What a command takes of `import sympy`, measured in pairs: start-up times waver."""
        command = [PYTHON, *self._call(call, program)]
        return ratio(command, [PYTHON, "-c", "import sympy"], 4 * self.runs)

    def _call(self, call: tuple[str, ...], program: str) -> tuple[str, ...]:
        self.path.write_text(program, encoding="utf-8")
        command, *options = call
        return ("-m", "symcnn", command, str(self.path), *options)

    def scaled(self, seconds: float) -> str:
        return f"{seconds * self.scale:.2f} s"


def main() -> None:
    """Run every row and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (5)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), runs)
        rows = [
            *_start(bench),
            *_straight(bench),
            *_graphs(bench),
            *_functions(bench),
            *_hostile(bench),
        ]
    print("| what | measured | bound |\n|---|---|---|")
    for what, figure, bound in rows:
        print(f"| {what} | {figure} | {bound} |")


def _start(bench: Bench) -> Iterator[Row]:
    """What every call costs."""
    nothing, sympy = bench.nothing.seconds, bench.sympy.seconds
    helped = bench.run("-m", "symcnn", "--help").seconds
    numeric, symbolic = (bench.of_sympy(_TABLE, lenet(size)) for size in ("32x32x3", "H x W x 3"))
    yield "`python -c pass`", f"{nothing * 1000:.0f} ms", ""
    yield "`python -c 'import sympy'`", f"{sympy * 1000:.0f} ms", ""
    yield "`--help` / `pass`", f"{helped / nothing:.2f}", "3"
    yield "table of LeNet / import sympy", f"{numeric:.2f}", "0.6"
    yield "the same with H and W free", f"{symbolic:.2f}", "1.5"


def _straight(bench: Bench) -> Iterator[Row]:
    """What a layer costs where there are many."""
    for call, bound in ((_TABLE, 400), (_LATEX, 800)):
        few = bench.symcnn(call, convolutions(_FEW))
        many = bench.symcnn(call, convolutions(_MANY))
        each_few, each_many = few.seconds / _FEW, many.seconds / _MANY
        name = " ".join(call)
        micro = f"{each_many * bench.scale * 1e6:.0f} µs"
        yield f"{name}, {_MANY:,} convolutions, a layer", micro, f"{bound} µs"
        ratio = f"{each_many / each_few:.2f}"
        yield f"{name}, a layer at {_MANY:,} / at {_FEW:,}", ratio, "1.3"
        yield f"{name}, peak memory a layer", f"{many.kilobytes / _MANY:.1f} kB", "25 kB"


def _graphs(bench: Bench) -> Iterator[Row]:
    """What large branching networks cost, above a network of one layer."""
    started = bench.symcnn(_TABLE, "input 3 -> dense 1").seconds
    for what, program in graphs().items():
        for call, bound in ((_TABLE, "0.4 s"), (_LATEX, "1 s")):
            seconds = bench.symcnn(call, program).seconds - started
            yield f"{' '.join(call)}, {what}, beyond start-up", bench.scaled(seconds), bound
    for call in (_TABLE, _LATEX):
        seconds = bench.symcnn(call, free_resnet()).seconds
        what = f"{' '.join(call)}, ResNet-50 with height, width and widths free"
        yield what, bench.scaled(seconds), "3 s"


def _functions(bench: Bench) -> Iterator[Row]:
    """What counts at many points cost, and what questions about them do."""
    for what, times in ratios(bench.runs):
        yield f"sweep of a million points / by hand in NumPy, {what}", f"{times:.2f}", "3"
    program = lenet("32x32x3").replace("8, 5x5", "k, f x f").replace("16, 5x5", "16, f x f")
    for call in (
        ("solve", "--for", "f", "--for", "k", "--where", "parameters <= 50000"),
        ("solve", "--for", "k", "--set", "f=5", "--where", "parameters <= 10**30"),
        ("describe", "--in", "f", "--set", "k=8"),
    ):
        seconds = bench.symcnn(call, program).seconds
        words = " ".join(f"'{word}'" if " " in word else word for word in call)
        yield f"{words}, of LeNet / import sympy", f"{seconds / bench.sympy.seconds:.2f}", ""


def _hostile(bench: Bench) -> Iterator[Row]:
    for what, program in hostile().items():
        bench.path.write_text(program, encoding="utf-8")
        command, *options = _LATEX
        seconds, _ = once([PYTHON, "-m", "symcnn", command, str(bench.path), *options])
        yield f"hostile: {what}", bench.scaled(seconds), "1 s, a goal"


if __name__ == "__main__":
    main()
