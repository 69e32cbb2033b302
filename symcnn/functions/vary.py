"""Reads what a symbol runs through: ``f=1..11``, ``k=8,16,32``, ``w=8..512:8``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symcnn.errors import CallError, call_error
from symcnn.network.symbol_names import reason_against

_HINT = "such as f=1..11, k=8,16,32 or w=8..512:8"
_RANGE = re.compile(r"(\d+)\.\.(\d+)(?::(\d+))?")
_NUMBER = re.compile(r"\d+")
# Longer numbers are not read.
_DIGITS = 1000


def varied(texts: Sequence[str], option: str = "vary") -> dict[str, Sequence[int]]:
    """The symbols of several texts with their values, in order; ``option`` is what errors name.

    Raises:
        CallError: for a text of another form, a symbol named twice, values that are none.
    """
    found: dict[str, Sequence[int]] = {}
    for text in texts:
        name, sign, values = text.partition("=")
        name = name.strip()
        if not sign or not values.strip():
            raise call_error(option, f"'{text}' names no values", _HINT)
        if reason := reason_against(name):
            raise call_error(option, f"'{name}' {reason}", _HINT)
        if name in found:
            raise call_error(option, f"{name} is named twice", "tell all its values at once")
        found[name] = _values(name, values.replace(" ", ""))
    return found


def _values(name: str, text: str) -> Sequence[int]:
    parts = text.split(",")
    if len(parts) == 1:
        return _run(name, parts[0])
    values = [value for part in parts for value in _run(name, part)]
    if len(set(values)) < len(values):
        raise call_error("vary", f"{name} runs through a value twice", "leave one out")
    return values


def _run(name: str, text: str) -> Sequence[int]:
    """One value, or a range of them with both ends."""
    if _NUMBER.fullmatch(text):
        return (_number(name, text),)
    found = _RANGE.fullmatch(text)
    if found is None:
        raise call_error("vary", f"{name} cannot run through '{text}'", _HINT)
    first, last = _number(name, found[1]), _number(name, found[2])
    step = int(found[3] or 1)
    if step < 1:
        raise call_error("vary", f"{name} runs in steps of {step}", "a step is at least 1")
    if last < first:
        raise call_error("vary", f"{name} runs from {first} to {last}, backwards", _HINT)
    return range(first, last + 1, step)


def _number(name: str, text: str) -> int:
    if len(text) > _DIGITS:
        raise _refused(name, f"a number of more than {_DIGITS} digits")
    value = int(text)
    if value < 1:
        raise _refused(name, text)
    return value


def _refused(name: str, text: str) -> CallError:
    message = f"{name} = {text}: a symbol stands for a positive integer"
    return call_error("vary", message, _HINT)
