"""Every example in README.md and docs/ runs and prints what the document says."""

from __future__ import annotations

import ast
import doctest
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

import symcnn
from symcnn import SymcnnError, parse
from symcnn.cli import main
from symcnn.errors import Problem
from tests.docs.documents import (
    ROOT,
    RUN,
    SHOWN_ALONE,
    Example,
    anchors,
    calls,
    counted,
    declared_counts,
    documents,
    examples,
    links,
    matches,
    shown,
    with_outputs,
)

# What raises a problem, its kind first.
RAISERS = {"rejected", "Problem", "LayerProblem", "ArithmeticProblem", "call_error"}
EVERY = pytest.mark.parametrize("path", documents(), ids=shown)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder in which docs/ can be seen as from the top of the checkout."""
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


class Runner:
    """Runs the examples of one document in their order."""

    def __init__(self, path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self.folder = folder
        self.capsys = capsys
        self.status = 0
        self.names: dict[str, object] = {}
        self.outputs: dict[int, list[str]] = {}
        self.failures: list[str] = []
        self.changes: list[str] = []

    def run(self, example: Example) -> None:
        if example.file is not None:
            target = self.folder / example.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(example.text, encoding=example.encoding)
        if example.language in RUN:
            getattr(self, f"run_{example.language}")(example)

    def fail(self, example: Example, message: str) -> None:
        self.failures.append(f"{shown(self.path)}:{example.line}: {message}")

    def run_cnn(self, example: Example) -> None:
        try:
            network = parse(example.text)
        except SymcnnError as error:
            if not example.wrong:
                self.fail(example, f"the program is wrong:\n{error}")
            return
        if example.wrong:
            self.fail(example, "the program is right")
        for count, value in declared_counts(example.text).items():
            found = counted(network)[count]
            if found != value:
                self.fail(example, f"{count}: {value} declared, {found} counted")

    def run_python(self, example: Example) -> None:
        if ">>>" not in example.text:
            code = compile("\n" * (example.line - 1) + example.text, shown(self.path), "exec")
            exec(code, self.names)  # noqa: S102
            self.capsys.readouterr()
            return
        test = doctest.DocTestParser().get_doctest(
            example.text, self.names, shown(self.path), str(self.path), example.line - 1
        )
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        report: list[str] = []
        runner.run(test, out=report.append, clear_globs=False)
        self.names.update(test.globs)
        if report:
            self.fail(example, "".join(report))

    def run_console(self, example: Example) -> None:
        outputs = self.outputs.setdefault(example.line, [])
        commands = calls(example.text)
        if not commands:
            self.fail(example, "a console block without a command")
        for call in commands:
            output = self.output_of(call.command)
            agrees = matches(call.output, output)
            outputs.append(call.output if agrees else output)
            if "internal error" in output:
                self.fail(example, f"$ {call.command}\n{output}")
            elif not agrees:
                self.changes.append(
                    f"{shown(self.path)}:{example.line}: $ {call.command}\n"
                    f"expected:\n{call.output}\nbut:\n{output}"
                )

    def output_of(self, command: str) -> str:
        if command == "echo $?":
            return f"{self.status}\n"
        program, *arguments = shlex.split(command)
        if program == "cat":
            files = [self.folder / name for name in arguments]
            missing = [file.name for file in files if not file.exists()]
            if missing:
                return f"no file {missing}\n"
            return "".join(file.read_text(encoding="utf-8") for file in files)
        assert program == "symcnn", f"no document runs '{program}'"
        try:
            self.status = main(arguments)
        except SystemExit as end:
            self.status = end.code if isinstance(end.code, int) else 1
        printed = self.capsys.readouterr()
        # An error is told on standard error, and only then is the status not 0.
        assert ("error:" in printed.err) == (self.status != 0), printed.err
        return printed.out + printed.err


@EVERY
def test_examples_run(
    path: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    text = path.read_text(encoding="utf-8")
    runner = Runner(path, folder, capsys)
    for example in examples(text):
        runner.run(example)
    if request.config.getoption("--update-golden"):
        path.write_text(with_outputs(text, runner.outputs), encoding="utf-8")
        runner.changes.clear()
    mistakes = [*runner.failures, *runner.changes]
    assert not mistakes, "\n\n".join(mistakes)


def with_tex() -> list[Path]:
    """The documents that show TeX documents of their own."""
    marker = "\\documentclass"
    return [path for path in documents() if marker in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", with_tex(), ids=shown)
def test_shown_tex_compiles(path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every complete TeX document that a page shows compiles without a warning."""
    if shutil.which("pdflatex") is None:
        assert not os.environ.get("CI"), "pdflatex is missing"
        pytest.skip("pdflatex is missing")
    runner = Runner(path, folder, capsys)
    compiled = 0
    for example in examples(path.read_text(encoding="utf-8")):
        runner.run(example)
        if example.language != "tex" or "\\documentclass" not in example.text:
            continue
        assert example.file is not None
        call = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", example.file]
        subprocess.run(call, cwd=folder, capture_output=True, check=False)
        finished = subprocess.run(call, cwd=folder, capture_output=True, check=False)
        log = finished.stdout.decode("utf-8", "replace")
        assert finished.returncode == 0, log
        assert not re.search(r"Warning|^(Over|Under)full", log, re.MULTILINE), log
        compiled += 1
    assert compiled


@EVERY
def test_every_block_says_what_it_is(path: Path) -> None:
    languages = {example.language for example in examples(path.read_text(encoding="utf-8"))}
    assert languages <= RUN | SHOWN_ALONE


@EVERY
def test_links_lead_somewhere(path: Path) -> None:
    broken: list[str] = []
    for target in links(path.read_text(encoding="utf-8")):
        place, _, anchor = target.partition("#")
        document = path.parent / place if place else path
        known = anchors(document.read_text(encoding="utf-8")) if anchor else {anchor}
        if not document.exists() or anchor not in known:
            broken.append(target)
    assert not broken


def test_every_document_is_found_from_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / link.partition("#")[0]).resolve() for link in links(index)}
    missing = [shown(path) for path in documents()[1:] if path.resolve() not in linked]
    assert missing == ["docs/index.md"]


def test_the_readme_gives_the_test_command() -> None:
    """Continuous integration reads it from there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, marker, rest = readme.partition("<!-- test command -->\n")
    assert marker
    assert "-m pytest" in examples(rest)[0].text
    assert rest.startswith("```sh\n")


def test_the_readme_installs_and_explains(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The part of the first command that is symcnn's own."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = next(e for e in examples(readme) if e.language == "sh" and "symcnn explain" in e.text)
    call = block.text.strip().rpartition("&& ")[2]
    program, *arguments = shlex.split(call)
    assert program == "symcnn"
    assert main(arguments) == 0
    assert "62,958" in capsys.readouterr().out


def kinds_in_code() -> set[str]:
    """The kinds of all problems that symcnn can raise."""
    found: set[str] = set()
    for path in (ROOT / "symcnn").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISERS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_kind_of_error_is_shown(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """errors.md has a heading for each kind, and below it a call that ends in it."""
    path = ROOT / "docs" / "errors.md"
    raised: list[str] = []
    begin = SymcnnError.__init__

    def noted(error: SymcnnError, problems: Iterable[Problem], *more: object) -> None:
        begin(error, problems, *more)
        raised.extend(problem.kind for problem in error.problems)

    monkeypatch.setattr(SymcnnError, "__init__", noted)
    headed: set[str] = set()
    for part in path.read_text(encoding="utf-8").split("\n### ")[1:]:
        heading, _, body = part.partition("\n")
        kinds = set(heading.split(", "))
        headed |= kinds
        raised.clear()
        runner = Runner(path, folder, capsys)
        runner.names["symcnn"] = symcnn
        for example in examples(body):
            runner.run(example)
        assert kinds - set(raised) <= {"check", "entry-point"}, heading
    assert headed == kinds_in_code() - {"unknown"}
