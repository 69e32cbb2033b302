"""The frameworks that fresh networks are compared with, and those that the records are of."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.frameworks.records import DATA, load

FRAMEWORKS = ("keras", "torch")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_fresh_networks_are_compared(framework: str) -> None:
    if find_spec(framework) is None:
        pytest.skip(f"{framework} is not installed: pip install -e '.[test-frameworks]'")
    __import__(framework)


def test_the_records_are_of_the_versions_that_are_asked_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = dict(one.split("==") for one in project["optional-dependencies"]["test-frameworks"])
    readme = (DATA.parent / "README.md").read_text(encoding="utf-8")
    assert set(asked) == set(FRAMEWORKS)
    for path in DATA.glob("*.json.xz"):
        meta = load(path.name.removesuffix(".json.xz"))["meta"]
        assert meta
        for name, version in meta.items():
            assert version in readme
            assert asked.get(name, version) == version
