"""Runs TeX and Node for tests: what is missing is skipped at home and an error in CI."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ENGINES = ("pdflatex", "lualatex")
NODE = Path(__file__).parents[1] / "node"
# Without the fonts of METAFONT, so that a sign without an outline font is noticed.
_ENVIRONMENT = {**os.environ, "MKTEXPK": "0", "max_print_line": "1000"}
_COMPLAINT = re.compile(r"^!|Warning|Overfull|Underfull|Missing character|[Ee]rror:")


def need(program: str, there: bool | None = None) -> None:
    """Skip the test if a program is missing; fail in CI, where all of them are installed."""
    if shutil.which(program) is not None if there is None else there:
        return
    message = f"{program} is not installed"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def complaints(engine: str, folder: Path, name: str, source: str) -> list[str]:
    """What an engine complains about when it compiles a document; nothing is as it should be."""
    (folder / f"{name}.tex").write_text(source, encoding="utf-8")
    log = _compiled(engine, folder, name)
    if "Rerun" in log:
        log = _compiled(engine, folder, name)
    lines = log.splitlines()
    found = [
        "\n".join(lines[max(0, index - 3) : index + 4])
        for index, line in enumerate(lines)
        if _COMPLAINT.search(line)
    ]
    if not found and not (folder / f"{name}.pdf").is_file():
        found.append("\n".join(lines[-20:]))
    return found


def _compiled(engine: str, folder: Path, name: str) -> str:
    """The log of an engine."""
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", name]
    subprocess.run(
        command, cwd=folder, env=_ENVIRONMENT, capture_output=True, timeout=600, check=False
    )
    return (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")


def refusals(formulas: Iterable[tuple[str, bool]]) -> list[str]:
    """The formulas that KaTeX or MathJax refuse; each is a text and whether it is a display."""
    need("node")
    need("KaTeX and MathJax (npm ci in tests/node)", (NODE / "node_modules").is_dir())
    lines = "".join(
        json.dumps({"tex": tex, "display": display}) + "\n" for tex, display in formulas
    )
    run = subprocess.run(
        ["node", "check.mjs"],
        cwd=NODE,
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr.split()[-2:] == [str(lines.count("\n")), "formulas"]
    return run.stdout.splitlines()
