"""Programs that ask something of a LaTeX renderer, and the fragments that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from symcnn import compare, parse
from symcnn.choices import MACS, MEMORY, PARAMETERS, RECEPTIVE_FIELD, SHAPE
from symcnn.derivation.document import Document
from symcnn.derivation.explain import explain
from symcnn.derivation.request import Conventions, Request
from symcnn.derivation.rows import Table
from symcnn.derivation.table import table
from symcnn.network.network import Network, read
from symcnn.render import latex
from symcnn.render.style import Style
from symcnn.source import Source

ROOT = Path(__file__).parents[2]

STRANGE_LABEL = (
    r"\input{x} <script> a_b%$#&~^{} -- `` ?` αβΩ éßøłçİđế × ² 中文 😀 "
    "supercalifragilisticexpialidocious_and_WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
)
BLOCKS = """
block bottleneck(c, s=1) {
  add {
    conv(c, 1x1, stride=s, bias=false) -> bn -> relu
    conv(c, 3x3, padding=same, bias=false) -> bn -> relu
    conv(4*c, 1x1, bias=false) -> bn
  | conv(4*c, 1x1, stride=s, bias=false) -> bn
  }
  relu
}
"""
PROGRAMS = {
    "lenet": """input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
""",
    "brackets": 'input(8) -> "[3]": dense(n) -> "日本": dense(m) -> "*": dense(4)',
    "symbolic": "input(H x W x 3) -> conv(k, f x f) -> pool 2 -> flatten -> dense 10",
    "primed": """let k = 5, d
input(H x W x d)
a: conv(k, k x k, padding=same, stride=2)
add { conv k 1x1 | skip }
flatten -> dense k
""",
    "residual": f"{BLOCKS}input(224x224x3)\nconv 64 7x7 stride=2 same\n"
    "[bottleneck(64)]*2\nbottleneck(128, 2)\ngap -> dense 1000",
    "symbolic_residual": f"{BLOCKS}input(H x W x C)\nconv F 7x7 stride=2 same\n"
    "bottleneck(F)\nbottleneck(2*F, 2)\ngap -> dense K",
    "deep": "input(32x32x3) -> [conv 64 3x3 same]*120 -> gap -> dense 10",
    "symbolic_deep": (
        "input(32x32xc) -> [conv a 3x3 same -> conv b f x f same]*20 -> gap -> dense u"
    ),
    "free_depth": (
        "input(H x W x C)\nrepeat(n) { concat { bn -> relu -> conv(g, 3x3, same) | skip } }\n"
        "[[conv F 3x3 same -> relu] * N -> pool 2] * M\nrepeat(n, index=i) { conv(F*2**i, f x f) }"
    ),
    "free_depth_of_two": (
        "input(32x32x3)\nrepeat(n, index=i) { repeat(m, index=j) { conv(F + i*j, 3x3, same) } }"
    ),
    "open_sums": "input(32x32x3) -> [conv(8, 3x3, same) -> pool 2] * n -> gap -> dense(10)",
    "open_sums_of_two": (
        "input(H x W x 3) -> [[conv(F, 3x3, same) -> pool 2] * n -> conv(8, 1x1)] * m -> gap"
    ),
    "shared": "input(16x16x4)\nc: conv(4, 3x3, padding=same)\nc\nflatten\ndense 2",
    "one": "input(7) -> dense 1",
    "nothing": "input(32x32x3) -> flatten",
    "pools": "input(H x W x 3) -> pool 2 -> pool 2 -> conv 8 3x3 -> pool 3 -> flatten -> dense 10",
    "strange": f"""let λ = 3, ein_sehr_langer_symbolname_mit_vielen_teilen, Wöő = m, 中 = 9, m
let alpha_1, C_in, ß
input(H x W x C_in)
"{STRANGE_LABEL}": conv(λ*ein_sehr_langer_symbolname_mit_vielen_teilen, m x Wöő)
gap -> "_": dense(alpha_1*ß*中)
dense({"123456789" * 9})
""",
}
# The small programs of the documentation, and well-known networks that are not too long.
EXAMPLES = {
    path.stem: path
    for path in (
        *sorted((ROOT / "docs" / "examples").glob("*.cnn")),
        *(ROOT / "docs" / "gallery" / f"{name}.cnn" for name in ("alexnet", "googlenet", "unet")),
    )
}
WAYS = {
    "normal": Request(),
    "brief": Request(detail="brief"),
    "full": Request(detail="full"),
    "inputs-outputs": Request(method="inputs-outputs"),
    "inputs-outputs-full": Request(method="inputs-outputs", detail="full"),
    "tensors": Request(method="tensors"),
    "shape": Request(count=SHAPE),
    "shape-full": Request(count=SHAPE, detail="full"),
    "macs": Request(count=MACS),
    "macs-full": Request(count=MACS, detail="full", conventions=Conventions(macs="with-bias")),
    "memory": Request(count=MEMORY, conventions=Conventions(batch="B")),
    "receptive-field": Request(count=RECEPTIVE_FIELD),
    "receptive-field-brief": Request(count=RECEPTIVE_FIELD, detail="brief"),
}
# More columns than stand beside each other on a slide, and some that just do.
_COLUMNS = ("shape", "parameters", "macs", "memory", "receptive_field", "jump", "start")
_BESIDE = ("shape", "size", "parameters", "trainable", "macs")
# So many layers of a program are set by themselves, and longer programs are left out.
_LAYERS = 6
_SHORT = 40
_LONG = 130
# Layers whose shapes and products are derived in so few rows that a slide holds each of them; no
# slide holds the three quantities of a receptive field, or the five of a memory, undivided.
_FLAT = ("lenet", "residual", "shared", "one")
_UNDIVIDED = (PARAMETERS, SHAPE, MACS)
# Layers with formulas so long that no slide holds them.
_HIGH = ("pools", "strange", "free_depth_of_two")
# TeX cannot make a box, such as a slide is before it is divided, of hundreds of displays, and is
# slow with tens of them.
_MANY_DISPLAYS = 25


@dataclass(frozen=True)
class Fragment:
    """A piece of LaTeX: a layer by itself, a table, or a whole network.

    A ``single`` one is set on a slide that cannot be divided; what is for ``paper`` on none.
    """

    name: str
    text: str
    single: bool = False
    paper: bool = False

    @property
    def boxable(self) -> bool:
        """Whether one box can hold it before it is divided."""
        return not self.paper and self.text.count("\\[\n") <= _MANY_DISPLAYS


@cache
def network(name: str) -> Network:
    if name in PROGRAMS:
        return read(Source(f"{name}.cnn", PROGRAMS[name]))
    path = EXAMPLES[name]
    return read(Source(path.name, path.read_text(encoding="utf-8")))


def names() -> list[str]:
    return [*PROGRAMS, *EXAMPLES]


def documents(name: str) -> dict[str, Document]:
    """A program explained in the ways that look different."""
    read_network = network(name)
    if name not in PROGRAMS:
        short = len(read_network.graph.nodes) <= _SHORT
        return {"normal": explain(read_network)} if short else {}
    return {way: explain(read_network, request) for way, request in WAYS.items()}


def layers(name: str) -> dict[str, Document]:
    """Each layer by itself, as a slide shows it."""
    read_network = network(name)
    if len(read_network.graph.nodes) > _SHORT or name in _HIGH:
        return {}
    further = (SHAPE, MACS, MEMORY, RECEPTIVE_FIELD)
    counts = (PARAMETERS, *further) if name in _FLAT else (PARAMETERS,)
    found: dict[str, Document] = {}
    for count in counts:
        derived = (section for section in explain(read_network, Request(count=count)).sections)
        chosen = [section.row.name for section in derived if section.chains][:_LAYERS]
        for index, layer in enumerate(chosen):
            request = Request(count=count, layers=(layer,))
            found[f"{count}-{index}"] = explain(read_network, request)
    return found


def tables() -> dict[str, Table]:
    found = {name: table(network(name)) for name in names()}
    found |= {f"{name}-columns": table(network(name), _COLUMNS) for name in PROGRAMS}
    found |= {f"{name}-beside": table(network(name), _BESIDE) for name in PROGRAMS}
    return {name: content for name, content in found.items() if len(content.rows) <= _LONG}


@cache
def fragments() -> tuple[Fragment, ...]:
    """All fragments that are compiled."""
    style = Style()
    found: list[Fragment] = []
    for name in names():
        found += [
            Fragment(f"{name}-{way}", latex.explain(document, style))
            for way, document in documents(name).items()
        ]
        found += [
            Fragment(f"{name}-{way}", latex.explain(document, style), document.count in _UNDIVIDED)
            for way, document in layers(name).items()
        ]
    found += [
        Fragment(f"{name}-table", latex.table(content, style)) for name, content in tables().items()
    ]
    other = Style(multiplication="times", grouping="space")
    found += [
        Fragment(f"{name}-times", latex.explain(documents(name)["normal"], other))
        for name in ("lenet", "symbolic", "strange")
    ]
    return (*found, *sweeps(), *reports())


def sweeps() -> Iterator[Fragment]:
    """Short and long sweeps, with small numbers and large ones, with reasons in notes."""
    swept = parse(
        "input(32x32x3) -> CONV1: conv(k_wide, f x f) -> pool 2 -> conv(16, f x f) -> pool 2"
        " -> 'stage_2/last layer': dense(10)"
    )
    widths = (8, 10**6, 10**40)
    for name, sizes in (("short", (3, 40)), ("long", range(1, 31))):
        yield Fragment(f"sweep-{name}", swept.sweep(f=sizes, k_wide=widths).to("latex"))
    told = swept.sweep(f=(3, 5), k_wide=8, count="memory", layers=["CONV1"])
    yield Fragment("sweep-memory", told.to("latex"))


def reports() -> Iterator[Fragment]:
    """Comparisons and descriptions of the programs that ask most of a page."""
    for name in ("symbolic", "free_depth", "open_sums", "pools", "strange", "lenet"):
        first, second = (parse(PROGRAMS[each]) for each in (name, "symbolic"))
        for count in (PARAMETERS, MACS):
            compared = compare(first, second, count=count)
            yield Fragment(f"compare-{name}-{count}", compared.to("latex"), paper=True)
    asked = (("symbolic", "f"), ("free_depth", "n"), ("open_sums", "n"), ("pools", "H"),
             ("strange", "λ"), ("strange", "ß"), ("primed", "k"))  # fmt: skip
    for name, symbol in asked:
        for count in (PARAMETERS, MEMORY):
            described = parse(PROGRAMS[name]).describe(symbol, count=count)
            name_in_tex = f"describe-{name}-{ord(symbol[0])}-{count}"
            yield Fragment(name_in_tex, described.to("latex"), paper=True)
