"""Writes a page: one file that holds its style, its script and its data, and loads nothing."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Any, Final

from symcnn.explore.gathering import Gathered
from symcnn.explore.questions import Fork, Tree
from symcnn.explore.script import script
from symcnn.explore.sliders import Slider
from symcnn.formula.tape import ASKED, NUMBER, SYMBOL, WORKED_OUT
from symcnn.render.html.dialect import escape
from symcnn.render.html.page import stylesheet
from symcnn.render.latex.text import name as latex_name
from symcnn.render.latex.width import COMMANDS, WIDTHS

_KINDS: Final = {kind: number for number, kind in enumerate(WORKED_OUT)}
_RELATIONS: Final = {relation: number for number, relation in enumerate(ASKED)}
# Signs that could end the element that holds the data, or a line of a script.
_HARMFUL: Final = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_EXACT: Final = 2**53


def written(title: str, data: Mapping[str, Any]) -> str:
    """The page around its data."""
    style, program = _style(), script()
    return Template(_part("page.html")).substitute(
        title=escape(title),
        style=style,
        style_hash=_hash(style),
        script=program,
        script_hash=_hash(program),
        data=_harmless(json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
    )


def framed(title: str, page: str) -> str:
    """The page in a frame, for a notebook."""
    return Template(_part("frame.html")).substitute(title=escape(title), page=_attribute(page))


def data_of(gathered: Gathered, sliders: Sequence[Slider]) -> dict[str, Any]:
    """What a page holds.

    ``tape`` are numbers, symbols ``[-1, index]`` and operations ``[kind, place, …]``; ``forks`` are
    ``[relation, place, place, yes, no]``, where -1 is nothing and -2 - n the way n.
    """
    names = [slider.name for slider in sliders]
    tables = gathered.tables
    return {
        "about": tables["about"][0],
        "symbols": [[s.name, _exact(s.start), _stops(s.values)] for s in sliders],
        "largest": _exact(gathered.largest),
        "tape": [entry(*operation, names) for operation in gathered.tape.operations],
        **_tree(gathered.tree),
        "ways": gathered.ways,
        "rows": tables["rows"],
        "sections": tables["sections"],
        "names": [[name, latex_name(name)] for name in tables.get("names", [])],
        "widths": {"commands": COMMANDS, "signs": WIDTHS},
    }


def _stops(values: Sequence[int]) -> Any:
    if isinstance(values, range):
        first, last = values[0], values[-1]
        return {"first": _exact(first), "last": _exact(last), "step": _exact(values.step)}
    return [_exact(value) for value in values]


def _exact(value: int | Fraction) -> int | str:
    """A number as the script reads it without loss."""
    return value if isinstance(value, int) and abs(value) < _EXACT else str(value)


def entry(kind: str, parts: tuple[Any, ...], symbols: Sequence[str]) -> Any:
    """An operation of a tape as a page holds it."""
    if kind == NUMBER:
        return _exact(parts[0])
    return [-1, symbols.index(parts[0])] if kind == SYMBOL else [_KINDS[kind], *parts]


def _tree(tree: Tree) -> dict[str, Any]:
    forks = [
        [_RELATIONS[fork.question[0]], *fork.question[1:], *map(_below, _branches(fork))]
        for fork in tree.forks
    ]
    return {"root": _below(tree.root), "forks": forks}


def _branches(fork: Fork) -> tuple[Fork | int | None, Fork | int | None]:
    return fork.branches[True], fork.branches[False]


def _below(below: Fork | int | None) -> int:
    if below is None:
        return -1
    return -2 - below if isinstance(below, int) else below.number


# --- the parts of the file ------------------------------------------------------------------------


@cache
def _part(name: str) -> str:
    return files("symcnn.explore").joinpath(name).read_text("utf-8")


@cache
def _style() -> str:
    return stylesheet() + _part("page.css")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _harmless(text: str) -> str:
    for sign, code in _HARMFUL.items():
        text = text.replace(sign, code)
    return text


def _attribute(page: str) -> str:
    return page.replace("&", "&amp;").replace('"', "&quot;")
