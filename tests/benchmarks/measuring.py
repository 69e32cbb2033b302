"""Runs whole processes and reads their time and memory from the operating system."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Medians over the runs of one command: wall seconds and peak memory in kB."""

    seconds: float
    kilobytes: int


# Modules are compiled once, in the warm-up, as pip compiles them where a package is installed.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def measured(command: Sequence[str], runs: int) -> Measured:
    """Run a command a few times after a warm-up."""
    once(command)
    results = [once(command) for _ in range(runs)]
    return Measured(
        statistics.median(seconds for seconds, _ in results),
        int(statistics.median(kilobytes for _, kilobytes in results)),
    )


def ratio(command: Sequence[str], reference: Sequence[str], runs: int) -> float:
    """How many times as long as a reference a command takes: the median over runs in pairs."""
    once(command)
    return statistics.median(once(command)[0] / once(reference)[0] for _ in range(runs))


def once(command: Sequence[str]) -> tuple[float, int]:
    """Wall seconds and peak kB of one run; its output is read and thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=_ENVIRONMENT,
    )
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = 0
    return seconds, usage.ru_maxrss
