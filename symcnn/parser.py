"""Loads the one grammar of symcnn and its ready-made LALR tables."""

from __future__ import annotations

import json
import os.path
from functools import cache
from typing import Any

import lark

PROGRAM = "program"
EXPRESSION = "expression"
_GRAMMAR = "network.lark"
_TABLES = "network.json"


def grammar_folder() -> str:
    """The folder of the grammar: inside the installed package, else at the top of a checkout."""
    package = os.path.dirname(__file__)
    shipped = os.path.join(package, "grammar")
    is_shipped = os.path.isfile(os.path.join(shipped, _GRAMMAR))
    return shipped if is_shipped else os.path.join(os.path.dirname(package), "grammar")


@cache
def _text(name: str) -> str | None:
    """A file of the grammar's folder; an import from a zip archive has no plain paths."""
    path = os.path.join(grammar_folder(), name)
    if os.path.isfile(path):
        with open(path, encoding="utf-8") as file:
            return file.read()
    from importlib.resources import files

    resource = files("symcnn") / "grammar" / name
    return resource.read_text(encoding="utf-8") if resource.is_file() else None


def grammar_text() -> str:
    """The grammar as it is written."""
    text = _text(_GRAMMAR)
    if text is None:
        raise FileNotFoundError(_GRAMMAR)
    return text


def build(strict: bool = False, **options: Any) -> lark.Lark:
    """Build the parser from the grammar (50 ms; ``strict`` needs the package interegular)."""
    return lark.Lark(
        grammar_text(),
        start=[PROGRAM, EXPRESSION],
        parser="lalr",
        lexer="basic",
        maybe_placeholders=False,
        strict=strict,
        **options,
    )


def load(**options: Any) -> lark.Lark:
    """The parser, from the tables that stand beside the grammar (3 ms).

    Tables of another version of Lark or of an older grammar are left aside, and the parser is
    built anew.
    """
    stored = _stored_tables()
    if stored is None:
        return build(**options)
    # The way in which Lark's own stand-alone parsers load their tables.
    from_tables: Any = getattr(lark.Lark, "_load_from_dict")  # noqa: B009
    return from_tables(stored["data"], stored["memo"], **options)


@cache
def _stored_tables() -> dict[str, Any] | None:
    text = _text(_TABLES)
    if text is None:
        return None
    stored = json.loads(text)
    if stored["lark"] != lark.__version__ or stored["grammar"] != grammar_text():
        return None
    # JSON's keys are strings, Lark's are numbers.
    stored["memo"] = _numbered(stored["memo"])
    table = stored["data"]["parser"]["parser"]
    table["tokens"] = _numbered(table["tokens"])
    table["states"] = {int(state): _numbered(row) for state, row in table["states"].items()}
    return stored


def _numbered(table: dict[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in table.items()}


def serialized_tables(**options: Any) -> str:
    """The tables as the file beside the grammar holds them."""
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    parser: Any = build(**options)
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"] = {k: v for k, v in data["options"].items() if k != "postlex"}
    stored = {"lark": lark.__version__, "grammar": grammar_text(), "data": data, "memo": memo}
    return json.dumps(stored, separators=(",", ":"), sort_keys=True) + "\n"
