"""Reads MathML back into a formula, so that tests can compare it with what was written."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_SIGNS = {"·": "*", "×": "*", "−": "-", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")"}


def linear(element: Element, separator: str = ",") -> str:
    """The formula in the language's own arithmetic."""
    parts = [linear(child, separator) for child in element]
    text = element.text or ""
    match element.tag:
        case "mn":
            return text.replace(separator, "") if separator else text
        case "mi":
            return text
        case "mo":
            return _SIGNS.get(text, text)
        case "mfrac":
            return f"(({parts[0]})/({parts[1]}))"
        case "msup":
            return f"({parts[0]})**({parts[1]})"
        case "msub":
            return "_".join(parts)
        case "munderover":
            return f"sum[{parts[1]}][{parts[2]}]"
        case "math" | "mrow" | "span" | "dd" | "wbr":
            return "".join(parts)
        case _:
            raise AssertionError(element.tag)
