"""Makes one script of the modules of a page, for a file that may load nothing."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

# Each after those that it takes something from.
MODULES: Final = (
    "exact", "tape", "words", "formula", "write", "width", "mathml", "latex", "display",
    "elements", "settings", "sliders", "layers", "chosen", "copying", "curve", "plot", "page",
)  # fmt: skip
_IMPORT: Final = re.compile(r'^import (?:\* as )?([^;]*?) from "\./(\w+)\.mjs";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:const|class|function) (\w+))", re.MULTILINE)


@cache
def script() -> str:
    """The modules in one scope, each a function that gives what it exports."""
    modules = "\n".join(map(_module, MODULES))
    return f'"use strict";\n(() => {{\nconst modules = {{}};\n\n{modules}}})();\n'


def _module(name: str) -> str:
    text = files("symcnn.explore").joinpath(f"script/{name}.mjs").read_text("utf-8")
    exported = ", ".join(_EXPORT.findall(text))
    body = _IMPORT.sub(r"const \1 = modules.\2;", _EXPORT.sub("", text))
    return f"modules.{name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"
