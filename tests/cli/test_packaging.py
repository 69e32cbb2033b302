"""Wheel, source archive, editable install and bare checkout all find the grammar."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import symcnn

ROOT = Path(symcnn.__file__).parents[1]
LENET = "input 32x32x3 -> conv 8 f x f -> pool 2 -> flatten -> dense 10"
PARTS = [
    "pyproject.toml", "README.md", "LICENSE", "symcnn", "grammar", "tests", "docs",
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    not (ROOT / "pyproject.toml").is_file() or importlib.util.find_spec("hatchling") is None,
    reason="needs a checkout and hatchling",
)


def built(kind: str, where: Path) -> Path:
    """Build a wheel or a source archive with the project's own backend, without a network."""
    script = f"import hatchling.build as b; print(b.build_{kind}({str(where)!r}))"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return where / ran.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("editables") is None:
        message = "hatchling builds editable installs with the package editables"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return built("editable", tmp_path_factory.mktemp("editable"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment that sees the run-time dependencies already installed, and no more."""
    folder = tmp_path_factory.mktemp("environment")
    venv.EnvBuilder(with_pip=importlib.util.find_spec("ensurepip") is not None).create(folder)
    return folder


def python_of(environment: Path) -> Path:
    scripts = "Scripts" if os.name == "nt" else "bin"
    return environment / scripts / ("python.exe" if os.name == "nt" else "python")


def packages_of(environment: Path) -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if os.name == "nt":
        return environment / "Lib" / "site-packages"
    return environment / "lib" / version / "site-packages"


def dependencies() -> str:
    """Folders of SymPy and Lark as installed for this run."""
    folders = {
        str(Path(spec.origin).parents[1])
        for name in ("lark", "sympy", "mpmath")
        if (spec := importlib.util.find_spec(name)) is not None and spec.origin
    }
    return "\n".join(sorted(folders)) + "\n"


def table(python: Path | str, cwd: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path:
        variables["PYTHONPATH"] = path
    return subprocess.run(
        [str(python), "-m", "symcnn", "table", "-e", LENET, "--set", "f=5", "--format", "csv"],
        cwd=cwd,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def unpacked(archive: Path, where: Path) -> Path:
    """The folder that a source archive holds."""
    with tarfile.open(archive) as packed:
        packed.extractall(where, filter="data")
    (top,) = where.iterdir()
    return top


def unzip(wheel: Path, where: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(where)  # noqa: S202 - a wheel of our own


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_the_wheel_holds_the_package_and_its_grammar(wheel: Path) -> None:
    names = names_in(wheel)
    assert {"symcnn/grammar/network.lark", "symcnn/grammar/network.json"} <= names
    assert "symcnn/__main__.py" in names
    assert any(name.endswith("filters.toml") for name in names)
    assert not any(name.startswith(("tests", "docs", "grammar/")) for name in names)
    for path in (ROOT / "symcnn").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names


def test_the_wheel_runs_where_it_is_installed(
    wheel: Path, environment: Path, tmp_path: Path
) -> None:
    python, packages = python_of(environment), packages_of(environment)
    (packages / "dependencies.pth").write_text(dependencies(), encoding="utf-8")
    if (packages / "pip").is_dir():
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
            check=True,
            cwd=tmp_path,
            capture_output=True,
        )
        command = python.parent / ("symcnn.exe" if os.name == "nt" else "symcnn")
        ran = subprocess.run(
            [str(command), "table", "-e", LENET, "--set", "f=5"],
            capture_output=True,
            cwd=tmp_path,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
    else:
        unzip(wheel, packages)
    ran = table(python, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "608" in ran.stdout
    where = subprocess.run(
        [str(python), "-c", "import symcnn; print(symcnn.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(environment)


def test_the_wheel_runs_as_it_is(wheel: Path, tmp_path: Path) -> None:
    """Imported from the zip, where the grammar has no path of its own."""
    ran = table(sys.executable, tmp_path, path=str(wheel))
    assert ran.returncode == 0, ran.stderr
    assert "608" in ran.stdout


def test_the_archive_runs_where_it_is_unpacked(archive: Path, tmp_path: Path) -> None:
    top = unpacked(archive, tmp_path)
    names = [str(path.relative_to(top)) for path in top.rglob("*")]
    assert (top / "grammar" / "network.lark").is_file()
    assert (top / "pyproject.toml").is_file()
    assert not any({"node_modules", ".git"} & set(name) for name in names)
    ran = table(sys.executable, top, path=str(top))
    assert ran.returncode == 0, ran.stderr
    assert "608" in ran.stdout


def test_a_wheel_built_from_the_archive_is_the_same(
    archive: Path, wheel: Path, tmp_path: Path
) -> None:
    top = unpacked(archive, tmp_path)
    script = f"import hatchling.build as b; print(b.build_wheel({str(tmp_path)!r}))"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=top, capture_output=True, text=True, check=True
    )
    assert names_in(tmp_path / ran.stdout.split()[-1]) == names_in(wheel)


def test_an_editable_install_finds_the_grammar(editable: Path, tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    unzip(editable, folder)
    script = (
        f"import site, sys; site.addsitedir({str(folder)!r}); import symcnn.parser as p;"
        "print(p.grammar_folder()); from symcnn import parse;"
        "print(parse('input(32x32x3) -> conv(8, 5x5)').parameters)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    where, count = ran.stdout.split()
    assert Path(where) == ROOT / "grammar"
    assert count == "608"


def test_a_bare_checkout_finds_the_grammar(tmp_path: Path) -> None:
    """Neither installed nor started from within."""
    ran = table(sys.executable, tmp_path, path=str(ROOT))
    assert ran.returncode == 0, ran.stderr
    assert "608" in ran.stdout


def test_without_tables_the_grammar_is_built(tmp_path: Path) -> None:
    """Tables of another Lark, or none, cost time and nothing else."""
    import shutil

    for name in ("symcnn", "grammar"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "grammar" / "network.json").unlink()
    assert table(sys.executable, tmp_path, path=str(tmp_path)).returncode == 0
    (tmp_path / "grammar" / "network.json").write_text(
        '{"lark": "0.0.1", "grammar": "", "data": {}, "memo": {}}', encoding="utf-8"
    )
    ran = table(sys.executable, tmp_path, path=str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    assert "608" in ran.stdout


def test_run_time_dependencies_are_two() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {requirement.partition(">")[0].strip() for requirement in project["dependencies"]}
    assert names == {"sympy", "lark"}
    assert project["requires-python"] == ">=3.11"


def test_the_top_of_the_repository_is_tidy() -> None:
    known = {*PARTS, ".gitignore"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    generated = {"build", "dist", "__pycache__"}
    assert found - generated <= known
    assert sysconfig.get_python_version() >= "3.11"
