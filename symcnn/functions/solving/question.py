"""Reads what is asked of a count: ``parameters <= 50000``, ``CONV1.parameters = 608``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from symcnn.choices import COUNTS, SHAPE
from symcnn.derivation.report import ABOVE, AT_LEAST, AT_MOST, BELOW, EQUAL
from symcnn.derivation.request import Conventions
from symcnn.errors import CallError, call_error, did_you_mean
from symcnn.functions.quantity import OF_ONE_LAYER, Quantity
from symcnn.functions.solving.boxes import Axis
from symcnn.functions.vary import varied
from symcnn.network.given import given_values
from symcnn.records import value_record

_COUNTS: Final = tuple(count for count in COUNTS if count != SHAPE)
_HINT: Final = "such as 'parameters <= 50000' or 'CONV1.parameters = 608'"
_SIGN: Final = re.compile(r"<=|>=|==|=|<|>|≤|≥")
_RELATIONS: Final = {
    "==": EQUAL,
    "≤": AT_MOST,
    "≥": AT_LEAST,
    **{sign: sign for sign in (EQUAL, BELOW, AT_MOST, ABOVE, AT_LEAST)},
}
_TURNED: Final = {
    EQUAL: EQUAL,
    BELOW: ABOVE,
    AT_MOST: AT_LEAST,
    ABOVE: BELOW,
    AT_LEAST: AT_MOST,
}
# The digits of 50,000 and 50_000.
_GROUPED: Final = re.compile(r"\d{1,3}([,_]\d{3})+")


@value_record
class Question:
    """A quantity, how it is to be related to a bound, and the bound."""

    quantity: Quantity
    relation: str
    bound: int


def question(text: str, conventions: Conventions | None = None) -> Question:
    """The question in a text: a count, of a layer where its label stands before a dot.

    Raises:
        CallError: for a text of another form, a count that there is not, a bound that is no
            integer.
    """
    if "!=" in text:
        raise call_error("where", "'!=' is no relation that is solved for", _HINT)
    parts = _SIGN.split(text)
    signs = _SIGN.findall(text)
    if len(parts) != 2 or not all(part.strip() for part in parts):
        raise call_error("where", f"'{text}' compares no count with a number", _HINT)
    left, right = (part.strip() for part in parts)
    relation = _RELATIONS[signs[0]]
    if _is_number(left) and not _is_number(right):
        left, right, relation = right, left, _TURNED[relation]
    label, _, count = left.rpartition(".")
    if count == SHAPE:
        raise call_error("where", "a shape is compared with no number", _HINT)
    if count not in _COUNTS:
        hint = did_you_mean(count, _COUNTS) or f"choose {', '.join(_COUNTS)}"
        raise call_error("where", f"no count is called '{count}'", hint)
    if count in OF_ONE_LAYER and not label:
        message = f"each layer has a {count.replace('_', ' ')} of its own"
        raise call_error("where", message, f"name one, such as POOL2.{count}")
    quantity = Quantity(count, (label,) if label else (), conventions or Conventions())
    return Question(quantity, relation, _bound(right))


def _is_number(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in "(-"


def _bound(text: str) -> int:
    """The number of a bound: digits, grouped or not, or arithmetic with them."""
    plain = re.sub("[,_]", "", text) if _GROUPED.fullmatch(text) else text
    if plain == "0":
        return 0
    try:
        value = given_values(f"bound = {plain}")["bound"]
    except CallError:
        value = None
    if type(value) is not int:
        raise call_error("where", f"'{text}' is no integer of at least 0", _HINT)
    return value


def axes_of(unknowns: Sequence[str]) -> dict[str, Axis]:
    """Every positive integer for each unknown.

    Raises:
        CallError: for no unknown or more than two, or one that is named twice.
    """
    if not 1 <= len(unknowns) <= 2:
        message = "one unknown or two can be solved for"
        raise call_error("for", message, "name a symbol, such as --for f")
    if len(set(unknowns)) < len(unknowns):
        raise call_error("for", f"{unknowns[0]} is named twice", "leave one out")
    return {name: Axis(1) for name in unknowns}


def axes(unknowns: Sequence[str], ranges: Sequence[str]) -> dict[str, Axis]:
    """What each unknown may be: every positive integer, or what a range ``f=1..11`` says.

    Raises:
        CallError: for no unknown or more than two, for a range of another form or symbol.
    """
    found = axes_of(unknowns)
    for name, values in varied(ranges, "range").items():
        if name not in found:
            message = f"{name} has a range and is not solved for"
            raise call_error("range", message, f"solve for it as well, --for {name}")
        if not isinstance(values, range) and len(values) > 1:
            message = f"{name} = {','.join(map(str, values[:3]))}: a range has two ends"
            raise call_error("range", message, f"such as {name}=1..11")
        step = values.step if isinstance(values, range) else 1
        found[name] = Axis(values[0], step, len(values))
    return found
