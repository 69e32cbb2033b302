"""Pages with sliders in a real browser: every stop of every slider shows Python's numbers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.pages import NETWORKS, browser, page
from tests.explore.expected import NODE

WIDTHS = (360, 800, 1280)
SCHEMES = ("light", "dark")


@pytest.mark.parametrize("name", NETWORKS)
def test_every_stop_of_every_slider(name: str, tmp_path: Path) -> None:
    """By key and mouse, at every width, light and dark; nothing is heard or loaded."""
    job = {
        "browser": browser(),
        "pages": [page(name, tmp_path)],
        "widths": WIDTHS,
        "schemes": SCHEMES,
        "pictures": str(tmp_path),
    }
    file = tmp_path / "job.json"
    file.write_text(json.dumps(job), encoding="utf-8")
    ran = subprocess.run(
        ["node", str(NODE / "browser.mjs"), str(file)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    problems = json.loads(ran.stdout)
    assert not problems, json.dumps(problems[:3], indent=1, ensure_ascii=False)
    assert list(tmp_path.glob("*.png"))
