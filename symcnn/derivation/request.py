"""What a reader asks for."""

from __future__ import annotations

from dataclasses import dataclass

from symcnn.choices import NORMAL, PARAMETERS, PER_UNIT


@dataclass(frozen=True, slots=True)
class Request:
    """Which count, how derived, in which letters, for which layers."""

    count: str = PARAMETERS
    method: str = PER_UNIT
    notation: str | None = None
    own_parentheses: bool = False
    detail: str = NORMAL
    layers: tuple[str, ...] = ()
