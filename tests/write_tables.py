"""Writes what is worked out beforehand: ``python -m tests.write_tables``.

The parser's tables stand beside the grammar, the names of layers beside the
modules that declare them.
"""

from pathlib import Path
from textwrap import wrap

from symcnn import parser
from symcnn.layers import names
from symcnn.layers.catalogue import families
from symcnn.syntax.lexer import Layout


def families_source() -> str:
    """The module that says which names each family of layers declares."""
    entries = "".join(map(_entry, families().items()))
    return (
        '"""The names that each module declares, so that it alone is loaded for one of them.\n\n'
        'Written by ``python -m tests.write_tables``.\n"""\n\n'
        f"NAMES: dict[str, str] = {{\n{entries}}}\n"
    )


def _entry(family: tuple[str, tuple[str, ...]]) -> str:
    module, names = family
    text = " ".join(names)
    lines = [text] if len(text) <= 90 else wrap(text, 80)
    if len(lines) == 1 and len(module) + len(lines[0]) < 90:
        return f'    "{module}": "{lines[0]}",\n'
    spelled = "".join(f'        "{line} "\n' for line in lines[:-1])
    return f'    "{module}": (\n{spelled}        "{lines[-1]}"\n    ),\n'


def main() -> None:
    path = Path(parser.grammar_folder(), "network.json")
    path.write_text(parser.serialized_tables(postlex=Layout()), encoding="utf-8")
    Path(names.__file__).write_text(families_source(), encoding="utf-8")


if __name__ == "__main__":
    main()
