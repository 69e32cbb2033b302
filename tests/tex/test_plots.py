"""Plots in TeX compile without a warning, as fragments and as documents, under two engines."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from symcnn import Network, parse
from symcnn.api.plots import Plot
from tests.tex.engines import ENGINES, complaints, need
from tests.tex.programs import PROGRAMS, STRANGE_LABEL

_ENGINE = pytest.mark.parametrize("engine", ENGINES)
_LENET = PROGRAMS["lenet"].replace("5x5", "f x f").replace("conv(8,", "conv(k,")
_FULL = "input(32x32xc) -> conv(k, f x f, same)"
_SEPARABLE = "input(32x32xc) -> depthwise(f x f, same) -> conv(k, 1x1)"
_STRANGE = f"""let λ
input(32x32xλ)
"{STRANGE_LABEL}": conv(8, 3x3)
"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW": conv(8, 3x3)
"中文中文中文中文中文中文中文中文中文": conv(8, 3x3)
gap -> "a,b]{{c}}[=": dense 10
"""
_DEEP = "input(32x32x3) -> [conv k 3x3 same]*79 -> gap -> dense 10"


def _valued(place: int) -> Network:
    """A network with wide symbols, long values, and a long name."""
    wide = f"{'W' * 30} = {10**25 + place}, {'W' * 29} = 10**19, {'M' * 30} = 7"
    many = ", ".join(f"a_long_symbol_{n} = {n * 10**9}" for n in range(1, 13))
    return parse(f"let {wide}, c = 3, k = {place}, {many}\n{_FULL}", name=f"{'W' * 40}{place}.cnn")


def plots() -> dict[str, Plot]:
    lenet, full = parse(_LENET, name="lenet_fk.cnn"), parse(_FULL)
    strange, deep = parse(_STRANGE, name="_$\\input{x}.cnn"), parse(_DEEP)
    grouped = parse("input(8x8x12) -> conv(24, 3x3, groups=g) -> dense 2")
    return {
        "lines": lenet.plot(f=range(1, 14), k=[8, 16, 32]),
        "stack": lenet.plot(f=range(1, 14), k=8, by="layer"),
        "bars": lenet.with_values(f=5, k=8).plot(),
        "dots": lenet.with_values(f=5, k=8).plot(count="memory", log="x"),
        "networks": full.plot(parse(_SEPARABLE), f=range(1, 32), k=64, c=32, log="xy"),
        "doubled": full.plot(k=[2**n for n in range(14)], f=3, c=32, log="x"),
        "many": full.plot(k=range(1, 13), f=range(1, 13), c=3, log="y"),
        "huge": full.plot(c=3, f=3, k=range(10**320, 4 * 10**320, 10**319)),
        "huge-logarithmic": full.plot(c=3, f=3, k=[10**n for n in (60, 100, 320)], log="xy"),
        "huge-stack": strange.plot(λ=range(10**21, 10**23, 10**21), by="layer"),
        "near": full.plot(c=3, f=3, k=[1000, 1001], log="xy"),
        "near-and-huge": full.plot(c=3, f=3, k=[10**60, 10**60 + 10**57], log="xy"),
        "huge-point": full.plot(c=3, f=3, k=[10**60], log="xy"),
        "huge-and-near": full.plot(c=3, f=3, k=[10**60, 10**60 + 10**57]),
        "long": full.plot(c=3, f=3, k=range(1, 1001)),
        "gaps": grouped.plot(g=range(1, 25)),
        "stack-with-gaps": grouped.plot(g=range(1, 25), by="layer"),
        "one-point": full.plot(c=3, f=3, k=[5], by="layer"),
        "strange-bars": strange.with_values(λ=3).plot(),
        "strange-lines": strange.plot(λ=range(1, 40)),
        "deep-bars": deep.with_values(k=64).plot(),
        "deep-stack": deep.plot(k=range(1, 40), by="layer"),
        "constant": parse("input(8x8xc) -> pool f -> flatten -> dense 2").plot(c=[1, 2], f=8),
        "same": parse("input(8x8x3) -> pool f -> conv(2, 1x1)").plot(f=range(1, 5), log="y"),
        "zeros": parse("input(8x8x3) -> pool f").plot(f=range(1, 5)),
        "values": _valued(1).plot(f=range(1, 32)),
        "values-of-networks": _valued(1).plot(_valued(2), _valued(3), f=range(1, 32)),
        "nothing": parse("input(8x8x3) -> pool 2 -> flatten").plot(),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("plots")
    for name, plot in plots().items():
        (place / f"{name}.tex").write_text(str(plot.to("tex")), encoding="utf-8")
    return place


def _need_pgfplots() -> None:
    found = shutil.which("kpsewhich") and subprocess.run(
        ["kpsewhich", "pgfplots.sty"], capture_output=True, check=False
    )
    need("pgfplots", bool(found and found.returncode == 0))


def _article(body: str) -> str:
    preamble = "\\usepackage{pgfplots}\n\\pgfplotsset{compat=1.16}\n"
    return f"\\documentclass{{article}}\n{preamble}\\begin{{document}}\n{body}\\end{{document}}\n"


def _beamer(body: str) -> str:
    preamble = "\\usepackage{pgfplots}\n\\pgfplotsset{compat=1.16}\n"
    preamble += "\\setbeamertemplate{navigation symbols}{}\n"
    return f"\\documentclass{{beamer}}\n{preamble}\\begin{{document}}\n{body}\\end{{document}}\n"


@_ENGINE
def test_fragments_in_an_article(engine: str, folder: Path) -> None:
    need(engine)
    _need_pgfplots()
    body = "".join(
        f"\\typeout{{{name}}}Before.\n\n\\input{{{name}}}\nAfter.\n\\clearpage\n"
        for name in plots()
    )
    assert complaints(engine, folder, f"article-{engine}", _article(body)) == []


@_ENGINE
def test_fragments_in_slides(engine: str, folder: Path) -> None:
    need(engine)
    _need_pgfplots()
    body = "".join(
        f"\\begin{{frame}}[allowframebreaks]{{A title}}\n\\input{{{name}}}\n\\end{{frame}}\n"
        for name in ("lines", "stack", "bars", "networks", "strange-bars", "deep-bars")
    )
    assert complaints(engine, folder, f"beamer-{engine}", _beamer(body)) == []


@_ENGINE
@pytest.mark.parametrize("name", ["lines", "stack", "bars", "strange-bars", "values"])
def test_whole_documents(engine: str, name: str, tmp_path: Path) -> None:
    need(engine)
    _need_pgfplots()
    text = str(plots()[name].to("tex", standalone=True))
    assert complaints(engine, tmp_path, name, text) == []
