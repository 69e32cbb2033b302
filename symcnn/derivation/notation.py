"""Notations: which letter stands for which role; data in TOML, an author's own file included."""

from __future__ import annotations

import keyword
import os.path
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from typing import Any

from symcnn.choices import INPUTS_OUTPUTS, NOTATIONS, PER_UNIT, TENSORS
from symcnn.errors import call_error, did_you_mean
from symcnn.layers.catalogue import layers
from symcnn.layers.roles import ROLES
from symcnn.records import record

# Tensors are named by roles, so they need no letters.
_DEFAULTS = {PER_UNIT: "filters", INPUTS_OUTPUTS: "words", TENSORS: ""}
_MAXIMUM_SIZE = 100_000
_KEYS = ("title", "letters", "parentheses")


@record
class Notation:
    """Letters by role, and formulas with parentheses of the notation's own, by layer."""

    name: str
    letters: Mapping[str, str] = field(default_factory=dict[str, str])
    parentheses: Mapping[str, str] = field(default_factory=dict[str, str])

    def letter(self, role: str) -> str:
        """The letter of a role; a role without one is written by its name."""
        return self.letters.get(role, role)


ROLE_NAMES = Notation("roles")


def notation(name: str | None, method: str) -> Notation:
    """A built-in notation or an author's file; without a name, the one of the method.

    Raises:
        CallError: for an unknown name, or a file that is no notation.
    """
    if name is None:
        name = _DEFAULTS[method]
    if not name:
        return ROLE_NAMES
    if name in NOTATIONS:
        return _built_in(name)
    if name.endswith(".toml") or os.path.isfile(name):
        return _from_file(name)
    raise call_error(
        "notation",
        f"no notation is called '{name}'",
        did_you_mean(name, NOTATIONS) or f"choose {', '.join(NOTATIONS)} or a .toml file",
    )


@cache
def _built_in(name: str) -> Notation:
    from importlib.resources import files

    text = (files("symcnn.derivation") / "notations" / f"{name}.toml").read_text("utf-8")
    return _parsed(name, text)


def _from_file(path: str) -> Notation:
    try:
        with open(path, "rb") as file:
            data = file.read(_MAXIMUM_SIZE + 1)
        if len(data) > _MAXIMUM_SIZE:
            raise call_error("notation", f"{path} is larger than {_MAXIMUM_SIZE} bytes")
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise call_error("file", f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise call_error("notation", f"{path} is not UTF-8") from None
    return _parsed(path, text)


def _parsed(name: str, text: str) -> Notation:
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise call_error("notation", f"{name}: {error}") from None
    for key in data:
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS) or f"a notation holds {', '.join(_KEYS)}"
            raise call_error("notation", f"{name}: a notation has no '{key}'", hint)
    letters = _table(name, data, "letters")
    known = {**ROLES, **{role: words for layer in layers() for role, words in layer.words.items()}}
    for role in letters:
        if role not in known:
            hint = did_you_mean(role, known) or f"roles are {', '.join(known)}"
            raise call_error("notation", f"{name}: no formula has the role '{role}'", hint)
    return Notation(name, letters, _checked(name, _table(name, data, "parentheses")))


def _table(name: str, data: dict[str, Any], key: str) -> dict[str, str]:
    table: Any = data.get(key, {})
    if not isinstance(table, dict):
        raise call_error("notation", f"{name}: [{key}] must be a table of strings")
    for entry, value in table.items():  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(value, str) or not _is_letter(key, value):
            raise call_error(
                "notation",
                f"{name}: {entry} = {value!r} is no letter",
                "a letter is a name, with a subscript after '_': k, C_in",
            )
    return table  # pyright: ignore[reportUnknownVariableType]


def _is_letter(key: str, value: str) -> bool:
    if key != "letters":
        return True
    return value.isidentifier() and not keyword.iskeyword(value) and len(value) < 40


def _checked(name: str, formulas: dict[str, str]) -> dict[str, str]:
    """Formulas of a notation are read once, so that a mistake in one is told at once."""
    from lark import LarkError

    from symcnn.formula.builder import RejectedFormula
    from symcnn.formula.read import formula_with_groups

    for layer, text in formulas.items():
        try:
            formula_with_groups(text.replace("{kernel}", "kernel_height*kernel_width"))
        except (LarkError, RejectedFormula):
            raise call_error("notation", f"{name}: {layer} = {text!r} is no formula") from None
    return formulas
