"""Worked solutions that the tests of page formats print."""

from __future__ import annotations

from dataclasses import replace

from symcnn.choices import (
    BRIEF,
    FULL,
    INPUTS_OUTPUTS,
    MACS,
    MEMORY,
    NORMAL,
    RECEPTIVE_FIELD,
    SHAPE,
    TENSORS,
)
from symcnn.derivation.document import Document
from symcnn.derivation.explain import explain
from symcnn.derivation.request import Conventions, Request
from symcnn.derivation.rows import Table
from symcnn.derivation.table import table
from symcnn.network.network import Network, read
from symcnn.source import Source

LENET = """input(32x32x3)
CONV1: conv(8, 5x5)
POOL1: maxpool(2)
CONV2: conv(16, 5x5) -> POOL2: maxpool(2)
flatten
FC3: dense(120) -> FC4: dense(84) -> SOFTMAX: dense(10, softmax)
"""
SYMBOLIC = "input(H x W x 3) -> conv(k, f x f) -> pool 2 -> flatten -> dense 10"
NETWORKS = {
    "lenet": LENET,
    "symbolic": SYMBOLIC,
    "given": f"let f = 5\n{SYMBOLIC}",
    "residual": "input 8x8x4\nresidual { conv 4 3x3 same -> bn -> relu }\ngap -> dense 10",
    "shared": "input 8 -> d: dense 8 -> relu -> d -> dense 10",
    "large": "input 224x224x3 -> flatten -> dense 4096 -> dense 1000",
    "empty": "input 3 -> relu",
}
REQUESTS = {
    "brief": Request(detail=BRIEF),
    "normal": Request(detail=NORMAL),
    "full": Request(detail=FULL),
    "inputs-outputs": Request(method=INPUTS_OUTPUTS, detail=FULL),
    "tensors": Request(method=TENSORS, detail=FULL),
    "pytorch": Request(notation="pytorch"),
    "shape": Request(count=SHAPE, detail=FULL),
    "brief shape": Request(count=SHAPE, detail=BRIEF),
    "macs": Request(count=MACS, detail=FULL, conventions=Conventions(macs="with-bias")),
    "brief flops": Request(count=MACS, detail=BRIEF, conventions=Conventions(macs="flops")),
    "memory": Request(count=MEMORY, detail=FULL, conventions=Conventions(batch="B")),
    "brief memory": Request(count=MEMORY, detail=BRIEF),
    "receptive field": Request(count=RECEPTIVE_FIELD, detail=FULL),
    "brief receptive field": Request(count=RECEPTIVE_FIELD, detail=BRIEF),
}
STRANGE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a|b*c_d",
    "`code` [link](http://x.y) ![i](j) <https://x.y>",
    "# heading",
    "1. item",
    "- item",
    "$x$ and $$y$$",
    "\\",
    "a\\|b",
    "&amp; &#60;",
    "new\nline\r\n\n    code",
    "\x00\x07\x1b[31m\u202e\ufffe",
    "www.example.com a@b.com ~~x~~ {role}`x` [^1] :::note",
    "中文 😀 éß",
)


def network(program: str) -> Network:
    """The network of a program."""
    return read(Source("page.cnn", program))


def document(name: str, request: str) -> Document:
    """The worked solution of a network by name."""
    return explain(network(NETWORKS[name]), REQUESTS[request])


def layers(name: str) -> Table:
    """The table of a network by name."""
    return table(network(NETWORKS[name]))


def labelled(label: str, request: str = "full") -> Document:
    """A worked solution whose names and words are all a label."""
    found = document("lenet", request)
    sections = tuple(
        replace(
            section,
            row=replace(section.row, name=label),
            origins=tuple(replace(o, words=label) for o in section.origins),
            weights=tuple(replace(w, name=label) for w in section.weights),
            reason=section.reason and label,
            remarks=((label,),),
        )
        for section in found.sections
    )
    rows = tuple(section.row for section in sections)
    return replace(found, title=label, sections=sections, table=replace(found.table, rows=rows))


def printable(label: str) -> str:
    """A label as a page shows it."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in label)
