"""What a layer finds wrong."""

from __future__ import annotations


class LayerProblem(Exception):
    """What a layer says against its arguments or inputs; ``argument`` is the one to blame."""

    def __init__(self, kind: str, message: str, argument: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.argument = argument
        self.hint = hint
