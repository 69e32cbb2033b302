"""Modules named after a framework are looked into for examples where it is installed alone."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [
    f"{framework}*.py" for framework in ("keras", "torch") if find_spec(framework) is None
]
