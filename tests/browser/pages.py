"""The pages that a browser opens, and what it must find at every stop of every slider."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from symcnn.explore.explored import explored
from symcnn.functions.quantity import Quantity
from tests.explore.expected import NODE, data_of, moving, told

NETWORKS = {
    "lenet": (
        (
            "let f = 5, k = 8\ninput(32x32x3) -> CONV1: conv(k, f x f) -> POOL1: maxpool(2)"
            " -> CONV2: conv(16, f x f) -> POOL2: maxpool(2) -> flatten"
            " -> FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)"
        ),
        "parameters",
    ),
    "strides": (
        (
            "let s = 2, p = 1, H = 9, W = 6\ninput(H x W x 3)"
            " -> first: conv(4, 7x5, stride=s, padding=p) -> bn -> pool(3, 2, same) -> dense 10"
        ),
        "macs",
    ),
    "depth": (
        (
            "let n = 3, k = 4\ninput(32x32x3)"
            " -> [residual { conv(k, 3x3, same) -> bn -> relu | conv(k, 1) } -> pool 2] * n -> gmp"
        ),
        "memory",
    ),
    "groups": (
        (
            "let c = 6, g = 3, k = 6\ninput(8 x 8 x c)"
            " -> 'a <b> & \"c\"': conv(k, 3x3, same, groups=g)"
            " -> separable(2*k, 3x3) -> flatten -> dense(k*g, relu)"
        ),
        "parameters",
    ),
    "attention": (
        (
            "let h = 2\ninput(T x d) -> attention: MultiHeadAttention(h, 64) -> layer_norm"
            " -> bidirectional(lstm(d, return_sequences=yes))"
        ),
        "parameters",
    ),
}
# A value that stands at no stop of a slider, but in its number box.
BEYOND = 1_000
TAG = re.compile("<[^>]*>")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def browser() -> str:
    """The browser; the test is skipped where there is none, or nothing to drive it with."""
    if shutil.which("node") is None or not (NODE / "node_modules" / "playwright-core").is_dir():
        pytest.skip("needs npm ci in tests/node")
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return next(found, None) or pytest.skip("needs chromium")


def page(name: str, folder: Path) -> dict[str, Any]:
    """A page written into a folder, with all that is to be seen in it."""
    text, count = NETWORKS[name]
    file = folder / f"{name}.html"
    file.write_text(explored(moving(text), Quantity(count)).html, encoding="utf-8", newline="\n")
    symbols = data_of(text, count)["symbols"]
    start = {symbol: value for symbol, value, _ in symbols}
    found = [slider(text, count, start, symbol, run) for symbol, _, run in symbols]
    first = next(stop for stop in found[0]["stops"] if "rows" in stop["state"])
    wrong = next((s for each in found for s in each["stops"] if "complaint" in s["state"]), None)
    looks = {"start": settings(start)}
    if wrong is not None:
        looks["refused"] = settings(start | wrong["point"])
    beyond = start | {symbols[-1][0]: BEYOND}
    return {
        "name": name,
        "file": str(file),
        "copied": copied(text, count, start) if name == "lenet" else None,
        "beyond": {"value": str(BEYOND), "state": shown(told(text, count, beyond))},
        "sliders": found,
        "layers": [layer for layer, lines in first["state"]["lines"].items() if lines],
        "looks": looks,
    }


def copied(text: str, count: str, point: dict[str, int]) -> dict[str, str]:
    """The LaTeX of each layer that has lines."""
    layers = told(text, count, point)["layers"]
    return {layer["name"]: layer["latex"] for layer in layers if layer["latex"]}


def settings(point: dict[str, int]) -> str:
    """Settings as the address has them."""
    return "&".join(f"{name}={value}" for name, value in point.items())


def slider(
    text: str, count: str, start: dict[str, int], name: str, run: dict[str, int]
) -> dict[str, Any]:
    """A slider with what the page shows at each of its stops."""
    stops: list[Any] = []
    for value in range(run["first"], run["last"] + 1, run["step"]):
        point = {name: value}
        state = shown(told(text, count, start | point))
        stops.append({"value": str(value), "point": point, "state": state})
    return {"name": name, "start": start[name], "stops": stops}


def shown(state: dict[str, Any]) -> dict[str, Any]:
    """What is to be read in the page."""
    if "complaint" in state:
        return state
    layers = state["layers"]
    lines = {layer["name"]: read(layer["lines"]) for layer in layers}
    return {
        "total": f"{int(state['total']):,}",
        "rows": [row(layer) for layer in layers],
        "lines": lines,
        "first": next(name for name, found in lines.items() if found),
    }


def row(layer: dict[str, Any]) -> list[str]:
    shape = "×".join(layer["shape"]) or "1"
    return [layer["name"], shape, f"{int(layer['size']):,}", f"{int(layer['count']):,}"]


def read(lines: list[Any]) -> list[str]:
    """The lines of a layer as text: what is derived, then each line behind its equals sign."""
    found: list[str] = []
    for name, _, markup in lines:
        found.append(name)
        found += ["=" + plain("".join(map("".join, pieces))) for pieces in markup]
    return found


def plain(markup: str) -> str:
    """The text of markup."""
    text = TAG.sub("", markup)
    for entity, sign in ENTITIES.items():
        text = text.replace(entity, sign)
    return text
